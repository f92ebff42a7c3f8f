//! JUnit XML, as continuous integration reads it.

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

use crate::scenario::outcome::{Report, Status};

/// A suite a file, a case a scenario.
///
/// # Errors
/// When a text cannot be written as XML.
pub fn junit(reports: &[Report]) -> Result<String, String> {
    let mut suites: BTreeMap<String, TestSuite> = BTreeMap::new();
    for report in reports {
        let file = report.scenario.file.path.display().to_string();
        let suite = suites
            .entry(file.clone())
            .or_insert_with(|| TestSuite::new(file));
        suite.add_test_case(case(report));
    }
    let mut document = Document::new("iamsh");
    document.add_test_suites(suites.into_values());
    document.to_string().map_err(|error| error.to_string())
}

fn case(report: &Report) -> TestCase {
    let status = match &report.outcome.status {
        Status::Passed => TestCaseStatus::success(),
        Status::Skipped(reason) => skipped(reason),
        Status::NotRun => skipped("not run"),
        Status::Failed | Status::Unparsable => {
            let kind = match report.outcome.status {
                Status::Unparsable => NonSuccessKind::Error,
                _ => NonSuccessKind::Failure,
            };
            let mut status = TestCaseStatus::non_success(kind);
            let problems = &report.outcome.problems;
            let titles: Vec<&str> = problems
                .iter()
                .map(|problem| problem.title.as_str())
                .collect();
            let texts: Vec<&str> = problems
                .iter()
                .map(|problem| problem.plain.as_str())
                .collect();
            status.set_message(titles.join("; "));
            status.set_description(texts.join("\n"));
            status
        }
    };
    let mut case = TestCase::new(report.scenario.id.as_str(), status);
    case.set_classname(report.scenario.file.name());
    case.set_time(report.time);
    case
}

fn skipped(reason: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    if !reason.is_empty() {
        status.set_message(reason);
    }
    status
}
