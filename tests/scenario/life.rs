//! The whole life of a scenario: new, reviewed, accepted, changed by a policy, failing in CI, repaired.

use std::io::Write;
use std::process::Stdio;

use super::support::{Project, Said, said};

const POLICY: &str = r#"{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*" }
] }
"#;
const SCENARIO: &str = r#"// Analysts read reports.
let acct = account("123456789012");
let ann = acct.create_user("ann");
ann.put_policy("reports", policy_file("reports.json"));
let read = ann.can("s3:GetObject", "arn:aws:s3:::reports/2026.csv");
print(read.outcome);
snapshot("write", ann.can("s3:PutObject", "arn:aws:s3:::reports/2026.csv").outcome);

fn test_nobody_deletes() {
    assert_denied(ann, "s3:DeleteObject", "arn:aws:s3:::reports/2026.csv");
}
"#;

fn project() -> Project {
    Project::with(&[
        ("iam/reports.json", POLICY),
        ("iam/analysts.rhai", SCENARIO),
    ])
}

fn review(project: &Project, keys: &str) -> Said {
    let mut command = project.command(&["test", "iam", "--review"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(keys.as_bytes())
        .unwrap();
    said(child.wait_with_output().unwrap())
}

#[test]
fn from_a_new_snapshot_to_a_change_that_ci_stops() {
    let project = project();
    let (snapshot, named) = (
        "iam/snapshots/analysts.snap",
        "iam/snapshots/analysts@write.snap",
    );

    // In CI nothing is written, and what nobody has looked at fails.
    project.run_in_ci(&["test", "iam"]).expect(
        1,
        &["the transcript is new", "1 passed, 1 failed, 0 skipped"],
    );
    assert!(!project.has("iam/snapshots"));

    // At home it waits until somebody has looked.
    project
        .run(&["test", "iam"])
        .expect(1, &["the transcript is new", "the snapshot `write` is new"]);
    assert!(!project.has(snapshot) && project.has("iam/snapshots/analysts.snap.new"));
    review(&project, "a\nr\n").expect(1, &["1/2", "2/2", "+ Allowed", "accepted", "rejected"]);
    assert!(
        project.has(snapshot)
            && !project.has(named)
            && !project.has("iam/snapshots/analysts@write.snap.new")
    );
    project
        .run(&["test", "iam"])
        .expect(1, &["the snapshot `write` is new"]);
    project
        .run(&["test", "iam", "--accept"])
        .expect(0, &["accepted iam/snapshots/analysts@write.snap"]);
    project
        .run_in_ci(&["test", "iam"])
        .expect(0, &["2 passed, 0 failed, 0 skipped"]);

    // insta reads what was written.
    let stored = project.read(snapshot);
    assert!(stored.starts_with("---\nsource: \"iam/analysts.rhai\"\n") && stored.ends_with("\nAllowed\n> snapshot(\"write\", ann.can(\"s3:PutObject\", \"arn:aws:s3:::reports/2026.csv\").outcome);\n"), "{stored}");
    let stored = insta::Snapshot::from_file(&project.path(named)).unwrap();
    assert_eq!(stored.as_text().unwrap().to_string(), "ImplicitlyDenied");

    // Somebody widens the policy: the differences are shown, and an assert says why.
    project.write(
        "iam/reports.json",
        &POLICY.replace("\"s3:GetObject\"", "\"s3:*\""),
    );
    project.run_in_ci(&["test", "iam"]).expect(
        1,
        &[
            "the snapshot `write` differs from `iam/snapshots/analysts@write.snap`",
            "- ImplicitlyDenied\n+ Allowed\n",
            "`s3:DeleteObject` was expected to be denied; it is allowed",
            "--> iam/analysts.rhai:10:5",
            "allowed by statement 0 of reports",
            "0 passed, 2 failed, 0 skipped",
        ],
    );
    assert!(!project.has("iam/snapshots/analysts@write.snap.new"));
    project.run(&["test", "iam"]).expect(1, &[]);
    assert!(project.has("iam/snapshots/analysts@write.snap.new"));

    // It is taken back: nothing waits any more.
    project.write("iam/reports.json", POLICY);
    project.run(&["test", "iam"]).expect(0, &["2 passed"]);
    assert!(!project.has("iam/snapshots/analysts@write.snap.new"));
}

#[test]
fn updates_write_what_they_are_asked_to() {
    let project = project();
    project
        .run(&["test", "iam", "--update", "new"])
        .expect(0, &["2 snapshots written", "2 passed"]);
    project.write(
        "iam/reports.json",
        &POLICY.replace("GetObject", "PutObject"),
    );
    project
        .run(&["test", "iam", "--update", "new"])
        .expect(1, &["differs"]);
    project
        .run(&["test", "iam", "--reject"])
        .expect(0, &["rejected iam/snapshots/analysts.snap"]);
    project
        .run(&["test", "iam", "--update", "no"])
        .expect(1, &["differs"]);
    assert!(!project.has("iam/snapshots/analysts.snap.new"));
    project
        .run(&["test", "iam", "--update", "all"])
        .expect(0, &["2 snapshots written"]);
    project.run(&["test", "iam"]).expect(0, &["2 passed"]);
    project
        .run_in_ci(&["test", "iam", "--update", "all"])
        .expect(2, &["snapshots are not written where CI is set"]);
}

#[test]
fn snapshots_of_nothing_are_named_and_deleted() {
    let project = project();
    project
        .run(&["test", "iam", "--update", "new"])
        .expect(0, &[]);
    project.write("iam/snapshots/gone.snap", "---\nsource: x\n---\nx\n");
    let warning = "no scenario takes the snapshot `iam/snapshots/gone.snap`";
    project.run(&["test", "iam"]).expect(0, &[warning]);
    project
        .run(&["test", "iam", "--unreferenced", "error"])
        .expect(1, &[warning]);
    // One file alone says nothing about the others.
    let said = project.run(&["test", "iam/analysts.rhai", "--unreferenced", "error"]);
    said.expect(0, &[]);
    project
        .run(&["test", "iam", "--unreferenced", "delete"])
        .expect(0, &["deleted"]);
    assert!(
        !project.has("iam/snapshots/gone.snap") && project.has("iam/snapshots/analysts@write.snap")
    );
}

#[test]
fn a_runbook_is_a_test() {
    let runbook = "# A new analyst\n\n```iamsh\nlet acct = account(\"123456789012\");\n```\n\nThen:\n\n```iamsh\n\
        > acct.create_user(\"ann\").arn\n\"arn:aws:iam::123456789012:user/ann\"\n> acct.create_user(\"ann\")\nerror: soon\n```\n";
    let project = Project::with(&[
        ("docs/analyst.md", runbook),
        ("docs/other.md", "no block\n"),
    ]);
    project.run(&["test", "docs"]).expect(
        1,
        &[
            "the block shows something else",
            "--> docs/analyst.md:10",
            "- error: soon",
            "0 passed, 1 failed",
        ],
    );
    project
        .run(&["test", "docs", "--accept"])
        .expect(0, &["accepted docs/analyst.md"]);
    let written = project.read("docs/analyst.md");
    assert!(
        written.contains("error: EntityAlreadyExists: User with name ann already exists.")
            && written.starts_with("# A new analyst\n\n```iamsh\nlet acct"),
        "{written}"
    );
    project
        .run_in_ci(&["test", "docs"])
        .expect(0, &["1 passed"]);
}
