//! The Test Anything Protocol, version 14.

use crate::scenario::outcome::{Report, Status};

/// A line for each scenario; what is wrong as a block of YAML below it.
#[must_use]
pub fn tap(reports: &[Report]) -> String {
    let mut text = format!("TAP version 14\n1..{}\n", reports.len());
    for (at, report) in reports.iter().enumerate() {
        let name = escaped(&report.scenario.id);
        let number = at + 1;
        match &report.outcome.status {
            Status::Passed => text.push_str(&format!("ok {number} - {name}\n")),
            Status::Skipped(reason) => {
                let line = format!("ok {number} - {name} # SKIP {}", escaped(reason));
                text.push_str(&format!("{}\n", line.trim_end()));
            }
            Status::NotRun => text.push_str(&format!("not ok {number} - {name} # SKIP not run\n")),
            Status::Failed | Status::Unparsable => {
                text.push_str(&format!("not ok {number} - {name}\n  ---\n"));
                for problem in &report.outcome.problems {
                    // JSON's strings are YAML's as well.
                    let title = serde_json::Value::from(problem.title.as_str());
                    let file = report.scenario.file.path.display().to_string();
                    let place = serde_json::Value::from(format!("{file}:{}", problem.line));
                    text.push_str(&format!(
                        "  - message: {title}\n    at: {place}\n    detail: |\n"
                    ));
                    for line in problem.plain.lines() {
                        text.push_str(format!("      {line}").trim_end());
                        text.push('\n');
                    }
                }
                text.push_str("  ...\n");
            }
        }
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('#', "\\#")
        .replace('\n', " ")
}
