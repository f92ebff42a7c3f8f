//! Reports in files and on the output.

use super::support::Project;

#[test]
fn reports_are_written_beside_what_is_shown() {
    let project = Project::with(&[(
        "a.rhai",
        "//@ snapshot: no\n1;\nfn test_b() { assert_eq(1, 2); }",
    )]);
    let said = project.run(&[
        "test",
        "a.rhai",
        "--report-junit",
        "out/j.xml",
        "--report-tap",
        "out/t.tap",
        "--report-json",
        "out/r.json",
    ]);
    said.expect(1, &["1 passed, 1 failed"]);
    assert!(
        project
            .read("out/j.xml")
            .contains(r#"<testcase name="a::test_b" classname="a""#)
    );
    assert!(project.read("out/t.tap").contains("not ok 2 - a::test_b\n"));
    assert!(project.read("out/r.json").contains(r#""line":3"#));
    let tap = project.run(&["test", "a.rhai", "--format", "tap"]);
    assert_eq!(tap.out, project.read("out/t.tap"));
    let dots = project.run(&["test", "a.rhai", "--format", "dots", "--jobs", "1"]);
    assert!(dots.out.starts_with(".F\n"), "{}", dots.out);
    project
        .run(&["test", "a.rhai", "--format", "github"])
        .expect(
            1,
            &["::error file=a.rhai,line=3,title=a%3A%3Atest_b::error: not equal"],
        );
}
