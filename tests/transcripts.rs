//! Lessons and scenarios run, decide for real, and say what their snapshots hold.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use iamsh::script::{transcript, with_stack};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scripts")
        .join(name)
}

fn run(folder: &Path, name: &str, text: &str) -> String {
    with_stack(|| transcript(name, Some(folder.to_owned()), text)).unwrap()
}

fn check(path: &Path) {
    let (folder, stem) = (
        path.parent().unwrap(),
        path.file_stem().unwrap().to_str().unwrap(),
    );
    let mut settings = insta::Settings::clone_current();
    settings.remove_snapshot_suffix();
    settings.set_snapshot_path(folder.join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let text = fs::read_to_string(path).unwrap();
    let ran = run(folder, &format!("{stem}.rhai"), &text);
    let expects = text.starts_with("//@ expect-fail");
    assert_eq!(ran.contains("\nerror: "), expects, "{stem} fails:\n{ran}");
    assert_eq!(
        ran,
        run(folder, &format!("{stem}.rhai"), &text),
        "{stem} is not the same twice"
    );
    settings.bind(|| insta::assert_snapshot!(stem, ran));
}

/// The very files that `iamsh test` reads and writes.
#[test]
fn the_first_script_says_what_its_snapshot_holds() {
    insta::glob!("../scripts", "*.rhai", check);
}

#[test]
fn each_lesson_says_what_its_snapshot_holds() {
    insta::glob!("../scripts/tutorial", "*.rhai", check);
}

#[test]
fn each_scenario_says_what_its_snapshot_holds() {
    insta::glob!("../scripts/scenarios", "*.rhai", check);
}

/// Lessons decide for real: without the permission a step needs, the step fails.
#[test]
fn a_lesson_fails_without_the_permission_it_needs() {
    for (lesson, permission, without) in [
        (
            "01-sign-up",
            r#"admin.attach_policy("arn:aws:iam::aws:policy/AdministratorAccess");"#,
            "",
        ),
        ("02-terms", "admins.attach_policy(everything);", ""),
        (
            "02-terms",
            r#"Effect: "Allow", Action: "s3:CreateBucket""#,
            r#"Effect: "Allow", Action: "s3:ListBucket""#,
        ),
        (
            "03-policies",
            r#"Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"]"#,
            r#"Effect: "Allow", Action: ["s3:ListBucket"]"#,
        ),
        ("05-creating", "developers.attach_policy(committer);", ""),
        (
            "06-roles",
            "Principal: #{ AWS: carlos.arn }",
            "Principal: #{ AWS: dave.arn }",
        ),
        (
            "06-roles",
            r#"Action: "s3:PutObject""#,
            r#"Action: "s3:GetObject""#,
        ),
        (
            "07-delegation",
            r#"Effect: "Allow", Action: "sts:AssumeRole", Resource: role.arn"#,
            r#"Effect: "Deny", Action: "sts:AssumeRole", Resource: role.arn"#,
        ),
    ] {
        let text = fs::read_to_string(folder("tutorial").join(format!("{lesson}.rhai"))).unwrap();
        assert_eq!(
            text.matches(permission).count(),
            1,
            "{lesson}: {permission}"
        );
        let ran = run(
            &folder("tutorial"),
            lesson,
            &text.replace(permission, without),
        );
        assert!(
            ran.contains("\nerror: "),
            "{lesson} did not miss {permission}:\n{ran}"
        );
    }
}
