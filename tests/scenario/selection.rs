//! Which scenarios run.

use super::support::Project;

fn project() -> Project {
    Project::with(&[
        ("a.rhai", "//@ tags: fast\n//@ snapshot: no\n1"),
        (
            "b.rhai",
            "//@ tags: fast, sts\n//@ snapshot: no\n1;\nfn test_it() {}",
        ),
        ("sub/c.rhai", "//@ snapshot: no\n1"),
    ])
}

#[test]
fn filters_tags_and_shards_choose() {
    let project = project();
    for (arguments, line) in [
        (&["--filter", "^./sub"][..], "1 passed"),
        (&["--filter", "test_"], "1 passed"),
        (&["--tag", "fast"], "3 passed"),
        (&["--tag", "fast", "--tag", "sts"], "2 passed"),
        (&["--tag", "!fast"], "1 passed"),
        (&["--shard", "1/3"], "2 passed"),
        (&["--shard", "2/3"], "1 passed"),
        (&["--shard", "3/3"], "1 passed"),
    ] {
        let mut all = vec!["test", "."];
        all.extend(arguments);
        project.run(&all).expect(0, &[line]);
    }
}

#[test]
fn nothing_begins_after_a_failure_when_told_so() {
    let project = Project::with(&[("a.rhai", "throw 1;"), ("b.rhai", "//@ snapshot: no\n1")]);
    project
        .run(&["test", ".", "--jobs", "1", "--fail-fast"])
        .expect(1, &["0 passed, 1 failed, 0 skipped, 1 not run"]);
}
