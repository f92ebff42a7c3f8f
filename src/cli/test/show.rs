//! Results for people.

use std::io::{self, ErrorKind, Write};

use crate::render::style::Style;
use crate::scenario::outcome::{Counts, Report, Status};

/// What failed and why, the times, slowest last, and the counts.
pub fn pretty(reports: &[Report], with_times: bool, style: Style) -> String {
    let mut text = String::new();
    for report in reports
        .iter()
        .filter(|report| report.outcome.status.is_bad())
    {
        text.push_str(&format!(
            "{}\n",
            style.strong(format!("== {}", report.scenario.id))
        ));
        for problem in &report.outcome.problems {
            text.push_str(&problem.shown);
            text.push('\n');
        }
    }
    if with_times {
        let mut by_time: Vec<&Report> = reports.iter().collect();
        by_time.sort_by_key(|report| report.time);
        for report in by_time {
            text.push_str(&line(report, style));
        }
        text.push('\n');
    }
    let written: usize = reports.iter().map(|report| report.outcome.written).sum();
    if written > 0 {
        let plural = if written == 1 { "" } else { "s" };
        text.push_str(&format!("{written} snapshot{plural} written\n"));
    }
    text.push_str(&format!("{}\n", Counts::of(reports).line()));
    text
}

fn line(report: &Report, style: Style) -> String {
    let status = &report.outcome.status;
    let word = format!("{:7}", status.word());
    let word = match status {
        Status::Passed => style.allow(word),
        Status::Failed | Status::Unparsable => style.deny(word),
        Status::Skipped(_) | Status::NotRun => style.muted(word),
    };
    let reason = match status {
        Status::Skipped(reason) if !reason.is_empty() => format!(": {reason}"),
        _ => String::new(),
    };
    let time = style.muted(format!("{:8.3}s", report.time.as_secs_f64()));
    format!("{word} {time}  {}{reason}\n", report.scenario.id)
}

/// Prints; a reader that goes away is no error.
pub fn print(text: &str) -> io::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}
