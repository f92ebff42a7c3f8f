use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::scenario::discover::{File, Part, Scenario};
use crate::scenario::header::Header;
use crate::scenario::outcome::{Outcome, Problem, Report, Status};

fn report(id: &str, status: Status) -> Report {
    let file = File {
        path: "iam/a#1.rhai".into(),
        text: String::new(),
        header: Header::default(),
    };
    let mut outcome = Outcome::new(status);
    if outcome.status.is_bad() {
        outcome.problems.push(Problem {
            title: "`a` & <b>: 100%".to_owned(),
            line: 3,
            plain: "error: `a` & <b>\n --> iam/a#1.rhai:3\n".to_owned(),
            shown: String::new(),
        });
    }
    Report {
        scenario: Scenario {
            id: id.to_owned(),
            file: Arc::new(file),
            part: Part::TopLevel,
        },
        outcome,
        time: Duration::from_millis(1500),
    }
}

fn reports() -> Vec<Report> {
    vec![
        report("iam/a#1", Status::Passed),
        report("iam/a#1::test_b", Status::Failed),
        report("iam/a#1::test_c", Status::Skipped("later".to_owned())),
    ]
}

#[test]
fn junit_has_a_case_for_each_scenario() {
    let text = junit(&reports()).unwrap();
    assert!(
        text.contains(r#"tests="3" skipped="1" errors="0" failures="1""#),
        "{text}"
    );
    assert!(
        text.contains("&lt;b&gt;") && text.contains(r#"time="1.500""#),
        "{text}"
    );
}

#[test]
fn tap_says_what_is_wrong_below_the_line() {
    assert_eq!(
        tap(&reports()),
        "TAP version 14\n1..3\nok 1 - iam/a\\#1\nnot ok 2 - iam/a\\#1::test_b\n  ---\n  - message: \"`a` & <b>: 100%\"\n    \
         at: \"iam/a#1.rhai:3\"\n    detail: |\n      error: `a` & <b>\n       --> iam/a#1.rhai:3\n  ...\n\
         ok 3 - iam/a\\#1::test_c # SKIP later\n"
    );
}

#[test]
fn annotations_stand_at_their_line() {
    assert_eq!(
        annotations(&reports()),
        "::error file=iam/a#1.rhai,line=3,title=iam/a#1%3A%3Atest_b::error: `a` & <b>%0A --> iam/a#1.rhai:3\n"
    );
}

#[test]
fn json_lines_end_with_the_counts() {
    let text = json_lines(&reports());
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[1]["problems"][0]["line"], 3);
    assert_eq!(lines[2]["reason"], "later");
    assert_eq!(lines[3]["passed"], 1);
}
