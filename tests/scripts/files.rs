//! Files and modules are read below the script's folder and nowhere else.

use std::fs;

use iamsh::script::OPERATIONS;

use crate::support::{Ran, pretty_equal, session};

fn in_folder(files: &[(&str, &[u8])], script: &str) -> Ran {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("scripts");
    fs::create_dir(&folder).unwrap();
    fs::write(outer.path().join("outside.json"), "{}").unwrap();
    fs::write(outer.path().join("outside.rhai"), "fn f() {}").unwrap();
    for (name, bytes) in files {
        fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
        fs::write(folder.join(name), bytes).unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(outer.path(), folder.join("link")).unwrap();
    session(&[script], Some(&folder), OPERATIONS)
}

#[track_caller]
fn refused(files: &[(&str, &[u8])], script: &str, title: &str) {
    let (_, fault) = in_folder(files, script)
        .fault
        .unwrap_or_else(|| panic!("{script} must fail"));
    assert_eq!(
        fault.lines().next().unwrap_or_default(),
        format!("error: {title}"),
        "{fault}"
    );
}

#[test]
fn a_policy_file_is_a_document() {
    let policy = br#"{"Version": "2012-10-17", "Statement": []}"#;
    let ran = in_folder(
        &[("sub/p.json", policy)],
        r#"policy_file("sub/p.json").version"#,
    );
    assert_eq!(ran.value.as_deref(), Some("\"2012-10-17\""));
}

#[test]
fn nothing_outside_is_read() {
    let outside = |name: &str| format!("`{name}` is outside the script's folder");
    for name in [
        "../outside.json",
        "/etc/hostname",
        "link/outside.json",
        "sub/../../outside.json",
        "",
    ] {
        refused(
            &[("sub/x", b"")],
            &format!("policy_file(\"{name}\")"),
            &outside(name),
        );
    }
    refused(
        &[],
        r#"import "../outside" as x;"#,
        "`../outside` is no module name",
    );
    refused(
        &[],
        r#"import "link/outside" as x;"#,
        &outside("link/outside.rhai"),
    );
    refused(&[], r#"import "/tmp/x" as x;"#, &outside("/tmp/x.rhai"));
}

#[test]
fn unusable_files_are_refused_with_the_reason() {
    refused(
        &[],
        r#"policy_file("none.json")"#,
        "cannot read `none.json`: no such file",
    );
    refused(
        &[("a", b"\0")],
        r#"policy_file("a")"#,
        "cannot read `a`: byte 0 is NUL",
    );
    refused(
        &[("a", b"ab\xff")],
        r#"policy_file("a")"#,
        "cannot read `a`: byte 2 is not UTF-8",
    );
    refused(
        &[("d/a", b"")],
        r#"policy_file("d")"#,
        "cannot read `d`: it is a folder",
    );
    let large = vec![b' '; (10 << 20) + 1];
    refused(
        &[("large", &large)],
        r#"policy_file("large")"#,
        "cannot read `large`: 10485761 bytes are more than the 10485760 accepted",
    );
}

#[test]
fn a_policy_of_ten_megabytes_is_an_error_of_its_size() {
    let large = [
        br#"{"Version": "2012-10-17", "Statement": [], "Id": ""#.as_slice(),
        &vec![b'x'; 10_000_000],
        b"\"}",
    ]
    .concat();
    let ran = in_folder(
        &[("large.json", &large)],
        r#"account("123456789012").create_policy("p", policy_file("large.json"))"#,
    );
    let (_, fault) = ran.fault.unwrap();
    assert!(
        fault.starts_with("error: "),
        "{}",
        fault.lines().next().unwrap_or_default()
    );
    assert!(fault.len() < 2_000, "the error repeats the policy");
}

#[test]
fn a_module_is_imported_and_its_errors_point_into_it() {
    let module = b"fn admin(acct) {\n    acct.create_user(\"Admin\")\n}\n";
    let ran = in_folder(
        &[("lib/people.rhai", module)],
        r#"import "lib/people" as people; people::admin(account("123456789012")).name"#,
    );
    assert_eq!(ran.value.as_deref(), Some("\"Admin\""));
    let ran = in_folder(
        &[("people.rhai", module)],
        "import \"people\" as people;\nlet acct = account(\"123456789012\");\npeople::admin(acct);\npeople::admin(acct);",
    );
    pretty_equal(
        &ran.fault.unwrap().1,
        r#"error: EntityAlreadyExists: User with name Admin already exists.
 --> people:2:10
  |
2 |     acct.create_user("Admin")
  |          ^^^^^^^^^^^

  in `admin`, called at test.rhai:4:9"#,
    );
    let ran = in_folder(&[("broken.rhai", b"fn f( {")], r#"import "broken" as b;"#);
    assert!(ran.fault.unwrap().1.contains(" --> broken:1:"));
}
