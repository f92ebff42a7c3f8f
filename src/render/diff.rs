//! Two texts, line by line.

use similar::{ChangeTag, TextDiff};

use super::style::Style;

/// Lines around a difference.
const CONTEXT: usize = 3;

/// What has to be taken from `old` and added to make it `new`, with some lines around; empty when they are equal.
#[must_use]
pub fn diff(old: &str, new: &str, style: Style) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut text = String::new();
    for (number, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if number > 0 {
            text.push_str(&format!("{}\n", style.muted("  …")));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let line = change.value().trim_end_matches('\n');
            let line = match change.tag() {
                ChangeTag::Equal => format!("  {line}").trim_end().to_owned(),
                ChangeTag::Delete => style.deny(format!("- {line}").trim_end()),
                ChangeTag::Insert => style.allow(format!("+ {line}").trim_end()),
            };
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_shown() {
        let old = (1..20).map(|n| format!("{n}\n")).collect::<String>();
        let new = old.replace("10\n", "ten\n");
        assert_eq!(
            diff(&old, &new, Style::Plain),
            "  7\n  8\n  9\n- 10\n+ ten\n  11\n  12\n  13\n"
        );
        assert_eq!(diff(&old, &old, Style::Plain), "");
        assert!(diff("a", "b", Style::Coloured).contains('\u{1b}'));
    }
}
