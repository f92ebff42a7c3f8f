//! Annotations of GitHub: what is wrong, shown at its line of a pull request.
//!
//! Source: GitHub Docs, "Workflow commands for GitHub Actions".

use crate::scenario::outcome::Report;

/// A workflow command for each problem.
#[must_use]
pub fn annotations(reports: &[Report]) -> String {
    let problems = reports.iter().flat_map(|report| {
        let file = report.scenario.file.path.display().to_string();
        let id = report.scenario.id.as_str();
        report.outcome.problems.iter().map(move |problem| {
            format!(
                "::error file={},line={},title={}::{}\n",
                property(&file),
                problem.line,
                property(id),
                data(&problem.plain)
            )
        })
    });
    problems.collect()
}

fn data(text: &str) -> String {
    text.trim_end()
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
