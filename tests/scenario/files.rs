//! Which files are scenarios, and what their heads say.

use super::support::Project;

#[test]
fn tests_see_what_the_top_level_code_has_set_up_each_in_a_lab_of_its_own() {
    let script = r#"import "lib/lab" as lab;
let acct = account("123456789012");
let ann = acct.create_user("ann");
fn name(user) { user.user_name }

fn test_one() { acct.create_user("bob"); assert_eq(name(ann), "ann"); }
fn test_two() {
    acct.create_user("bob");
    for user in [1, 2] { if user == 1 { return; } }
    assert(false);
}
fn test_three() {
    assert_eq(lab::two(), 3);
}
"#;
    let project = Project::with(&[("a.rhai", script), ("lib/lab.rhai", "fn two() { 2 }")]);
    let said = project.run(&["test", ".", "--update", "new"]);
    said.expect(
        1,
        &[
            "a::test_three",
            "--> ./a.rhai:13:5",
            "left:  2",
            "3 passed, 1 failed",
        ],
    );
    assert!(!said.out.contains("lib/lab "), "{}", said.out);
    // The transcript is that of the top-level code, and the script runs as it stands.
    assert!(!project.read("snapshots/a.snap").contains("test_one"));
    project.run(&["run", "a.rhai"]).expect(0, &[]);
}

#[test]
fn heads_say_how_a_file_is_run() {
    let project = Project::with(&[
        ("skipped.rhai", "//@ skip: until spring\nthrow 1;"),
        ("fails.rhai", "//@ expect-fail\nthrow 1;"),
        ("works.rhai", "//@ expect-fail\n//@ snapshot: no\n1"),
        (
            "now.rhai",
            "//@ now: 2030-05-06T07:08:09Z\n//@ name: time/of day\nnow()",
        ),
        (
            "seed.rhai",
            "//@ seed: 1\naccount(\"123456789012\").create_user(\"a\").user_id",
        ),
        (
            "usual.rhai",
            "account(\"123456789012\").create_user(\"a\").user_id",
        ),
    ]);
    project.run(&["test", ".", "--update", "new"]).expect(
        1,
        &[
            "it was expected to fail, and does not",
            "skipped: until spring",
            "4 passed, 1 failed, 1 skipped",
        ],
    );
    assert!(
        project
            .read("snapshots/time__of day.snap")
            .contains("2030-05-06T07:08:09Z")
    );
    assert!(
        project
            .read("snapshots/fails.snap")
            .contains("error: the script threw 1")
    );
    let id = |name: &str| {
        project
            .read(&format!("snapshots/{name}.snap"))
            .lines()
            .last()
            .unwrap()
            .to_owned()
    };
    assert_ne!(id("seed"), id("usual"));
    assert!(!project.has("snapshots/works.snap"));
}
