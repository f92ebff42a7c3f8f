//! Coverage as one page of HTML: the text of each policy, coloured by what decided.

use super::text::{name, numbered, title};
use super::{Coverage, Part, PartKind, PolicyCoverage, percent};

const HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Policy coverage</title>\n<style>\n\
    body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color-scheme: light dark }\n\
    pre { padding: 1rem; overflow-x: auto; border: 1px solid #8884; border-radius: 6px }\n\
    .hit { background: #2da44e44 } .missed { background: #cf222e44 } .half { background: #d4a72c55 }\n\
    td { padding-right: 2rem }\n</style>\n";

/// The page.
#[must_use]
pub fn html(coverage: &Coverage) -> String {
    let mut page = format!(
        "{HEAD}<h1>Policy coverage: {:.1}%</h1>\n<table>\n",
        coverage.percent()
    );
    for (number, policy) in coverage.policies.iter().enumerate() {
        let (decided, all) = policy.covered();
        page.push_str(&format!(
            "<tr><td>{:.1}%<td>{decided}/{all}<td><a href=\"#p{number}\">{}</a>\n",
            percent(decided, all),
            escaped(&title(policy))
        ));
    }
    page.push_str("</table>\n<p><span class=\"hit\">decided</span> <span class=\"half\">held, but never stopped anything, or the \
        other way round</span> <span class=\"missed\">never decided</span>\n");
    for (number, policy) in coverage.policies.iter().enumerate() {
        page.push_str(&format!(
            "<h2 id=\"p{number}\">{}</h2>\n<pre>{}</pre>\n",
            escaped(&title(policy)),
            coloured(policy)
        ));
    }
    page.push_str("</html>\n");
    page
}

/// The text with each part in its colour. A statement's own colour is that of its brace: what is in it has its own.
fn coloured(policy: &PolicyCoverage) -> String {
    let mut marks: Vec<(usize, usize, String)> = numbered(policy)
        .map(|(number, part)| mark(number, part))
        .collect();
    marks.sort();
    let (mut page, mut at) = (String::new(), 0);
    for (start, end, tag) in marks {
        if start < at {
            continue;
        }
        page.push_str(&escaped(policy.text.get(at..start).unwrap_or_default()));
        page.push_str(&format!(
            "{tag}{}</span>",
            escaped(policy.text.get(start..end).unwrap_or_default())
        ));
        at = end;
    }
    page.push_str(&escaped(policy.text.get(at..).unwrap_or_default()));
    page
}

fn mark(number: usize, part: &Part) -> (usize, usize, String) {
    let end = match part.kind {
        PartKind::Statement => part.span.start + 1,
        _ => part.span.end,
    };
    let is_half =
        part.kind == PartKind::Condition && (part.stopped == 0 || part.stopped == part.hits);
    let class = match part.hits {
        0 => "missed",
        _ if is_half => "half",
        _ => "hit",
    };
    let what = match part.kind {
        PartKind::Condition => format!(
            "{}: held {} times, stopped {}",
            name(number, part),
            part.hits - part.stopped,
            part.stopped
        ),
        _ => format!("{}: decided {} times", name(number, part), part.hits),
    };
    (
        part.span.start,
        end,
        format!("<span class=\"{class}\" title=\"{}\">", escaped(&what)),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
