//! A JSON object a line: for whoever wants to reckon with results.

use serde_json::{Value, json};

use crate::scenario::outcome::{Counts, Report, Status};

/// One scenario: `id`, `file`, `status`, `seconds`, and what is wrong.
#[must_use]
pub fn json_line(report: &Report) -> Value {
    let reason = match &report.outcome.status {
        Status::Skipped(reason) if !reason.is_empty() => Some(reason),
        _ => None,
    };
    let problems = report.outcome.problems.iter();
    json!({
        "id": report.scenario.id,
        "file": report.scenario.file.path.display().to_string(),
        "status": report.outcome.status.word(),
        "seconds": report.time.as_secs_f64(),
        "reason": reason,
        "problems": problems.map(|problem| json!({
            "title": problem.title, "line": problem.line, "detail": problem.plain,
        })).collect::<Vec<_>>(),
    })
}

/// All scenarios, and a last line with the counts.
#[must_use]
pub fn json_lines(reports: &[Report]) -> String {
    let counts = Counts::of(reports);
    let last = json!({
        "passed": counts.passed, "failed": counts.failed, "skipped": counts.skipped, "not_run": counts.not_run,
    });
    let lines = reports.iter().map(json_line).chain([last]);
    lines.map(|line| format!("{line}\n")).collect()
}
