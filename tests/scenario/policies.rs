//! Coverage and mutation of policies, on a scenario whose answers were worked out by hand.

use super::support::Project;

const POLICY: &str = r#"{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" },
  { "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/secret",
    "Condition": { "Bool": { "aws:SecureTransport": "false" } } }
] }
"#;
const HEAD: &str = r#"//@ snapshot: no
let ann = account("123456789012").create_user("ann");
ann.put_policy("p", policy_file("p.json"));
let tls = #{ "aws:SecureTransport": "true" };
let plain = #{ "aws:SecureTransport": "false" };
"#;

fn project(asserts: &str) -> Project {
    let script = format!("{HEAD}{asserts}\n");
    Project::with(&[("p.json", POLICY), ("a.rhai", &script)])
}

const ASSERTS: &str = r#"assert_allowed(ann, "s3:GetObject", "arn:aws:s3:::b/plan", plain);
assert_allowed(ann, "s3:GetObject", "arn:aws:s3:::b/secret", tls);
assert_denied(ann, "s3:GetObject", "arn:aws:s3:::b/secret", plain);
assert_denied(ann, "s3:GetObject", "arn:aws:s3:::other/x", tls);"#;

#[test]
fn coverage_is_shown_written_and_demanded() {
    let project = project(r#"assert_allowed(ann, "s3:GetObject", "arn:aws:s3:::b/plan", plain);"#);
    let said = project.run(&[
        "test",
        ".",
        "--coverage",
        "--coverage-lcov",
        "out/p.info",
        "--coverage-html",
        "out/p.html",
    ]);
    // Three parts of the first statement of seven parts in all.
    said.expect(
        0,
        &[
            " 42.9%  3/7  ./p.json",
            "line 3: statement 1 never decided",
            "policy coverage: 42.9%",
        ],
    );
    assert!(
        project
            .read("out/p.info")
            .contains("SF:./p.json\nFN:2,statement 0\nFNDA:1,statement 0\n")
    );
    assert!(
        project
            .read("out/p.html")
            .contains("Policy coverage: 42.9%")
    );
    project
        .run(&["test", ".", "--coverage-min", "40"])
        .expect(0, &[]);
    project
        .run(&["test", ".", "--coverage-min", "80"])
        .expect(1, &["42.9% of the policies decided; 80% are wanted"]);
    project.write(
        "a.rhai",
        &project.read("a.rhai").replace(
            "arn:aws:s3:::b/plan\", plain);",
            &format!("arn:aws:s3:::b/plan\", plain);\n{ASSERTS}"),
        ),
    );
    project
        .run(&["test", ".", "--coverage-min", "100"])
        .expect(0, &[]);
}

#[test]
fn the_mutants_that_survive_are_those_that_no_assert_is_about() {
    let project = project(ASSERTS);
    // Of statement 0: removed, turned round, resource widened are noticed; its action widened is not.
    // Of statement 1: removed, turned round, resource widened, condition dropped are noticed; nothing but S3 was allowed, so that
    // it may as well deny all actions.
    let said = project.run(&["test", ".", "--mutate"]);
    said.expect(
        1,
        &[
            "survived  ./p.json:2: Action s3:GetObject of statement 0 widened to s3:*",
            "survived  ./p.json:3: Action s3:* of statement 1 widened to *",
            "9 mutants: 7 noticed, 2 survived",
        ],
    );
    project.write(
        "a.rhai",
        &format!(
            "{}assert_denied(ann, \"s3:PutObject\", \"arn:aws:s3:::b/plan\", tls);\n",
            project.read("a.rhai")
        ),
    );
    project
        .run(&["test", ".", "--mutate"])
        .expect(1, &["9 mutants: 8 noticed, 1 survived"]);
}

#[test]
fn a_run_over_mutants_can_be_cut_short_and_resumed() {
    let project = project(ASSERTS);
    project
        .run(&[
            "test",
            ".",
            "--mutate",
            "--time-limit",
            "0",
            "--resume",
            "m.jsonl",
        ])
        .expect(0, &["9 mutants: 0 noticed, 0 survived, 9 not tried"]);
    assert_eq!(project.read("m.jsonl"), "");
    project
        .run(&["test", ".", "--mutate", "--resume", "m.jsonl"])
        .expect(1, &["7 noticed, 2 survived"]);
    assert_eq!(project.read("m.jsonl").lines().count(), 9);
    // What is known needs no time; a line that was cut off is passed over.
    let known = project.read("m.jsonl");
    project.write("m.jsonl", &format!("{known}{{\"mutant\":"));
    project
        .run(&[
            "test",
            ".",
            "--mutate",
            "--time-limit",
            "0",
            "--resume",
            "m.jsonl",
        ])
        .expect(1, &["7 noticed, 2 survived"]);
    // Another assert, and everything is tried again.
    project.write(
        "a.rhai",
        &format!("{}assert(true);\n", project.read("a.rhai")),
    );
    project
        .run(&[
            "test",
            ".",
            "--mutate",
            "--time-limit",
            "0",
            "--resume",
            "m.jsonl",
        ])
        .expect(0, &["9 not tried"]);
    project.write("a.rhai", "throw 1;");
    let said = project.run(&["test", ".", "--mutate"]);
    said.expect(1, &["1 failed"]);
    assert!(!said.out.contains("mutants"));
}

/// Documents are seen whichever way they come to the lab.
#[test]
fn policies_given_by_aws_lines_count_as_well() {
    let script = r#"//@ snapshot: no
let ann = account("123456789012").create_user("ann");
export AWS_PROFILE=root
aws iam put-user-policy --user-name ann --policy-name p --policy-document file://p.json

fn test_plan() {
    assert_allowed(ann, "s3:GetObject", "arn:aws:s3:::b/plan", #{ "aws:SecureTransport": "true" });
    assert_denied(ann, "s3:GetObject", "arn:aws:s3:::b/secret", #{ "aws:SecureTransport": "false" });
}
"#
    .replace("export AWS_PROFILE=root\n", "");
    let project = Project::with(&[("p.json", POLICY), ("a.rhai", &script)]);
    project
        .run(&["test", ".", "--coverage"])
        .expect(0, &["100.0%  7/7  ./p.json"]);
    project
        .run(&["test", ".", "--mutate"])
        .expect(1, &["9 mutants:"]);
}
