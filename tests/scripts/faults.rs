//! What goes wrong is said in one line, with its place and advice.

use iamsh::script::FaultKind;

use crate::support::{fails, run};

#[test]
fn names_that_do_not_exist() {
    fails(
        "let acct = account(\"123456789012\");\nacct.creat_user(\"x\");",
        r#"error: there is no function `creat_user` for Account, string
 --> test.rhai:2:6
  |
2 | acct.creat_user("x");
  |      ^^^^^^^^^^
  |
help: did you mean `create_user`?"#,
    );
    fails(
        "let users = 1;\nusrs",
        "error: there is no variable `usrs`
 --> test.rhai:2:1
  |
2 | usrs
  | ^^^^",
    );
    fails(
        "acount(\"123456789012\")",
        r#"error: there is no function `acount` for string
 --> test.rhai:1:1
  |
1 | acount("123456789012")
  | ^^^^^^
  |
help: did you mean `account`?"#,
    );
}

#[test]
fn wrong_values() {
    fails(
        "account(12)",
        "error: an integer is no account id
 --> test.rhai:1:1
  |
1 | account(12)
  | ^^^^^^^
  |
help: an account id is a text of twelve digits",
    );
    fails(
        "account(\"12\")",
        "error: `12` is no account id
 --> test.rhai:1:1
  |
1 | account(\"12\")
  | ^^^^^^^
  |
help: an account id is a text of twelve digits",
    );
    fails(
        "account(\"123456789012\").create_user(\"a\", \"/\", \"b\", [], #{}, 1)",
        "error: `create_user` does not take (Account, string, string, string, array, map, integer)
 --> test.rhai:1:25
  |
1 | account(\"123456789012\").create_user(\"a\", \"/\", \"b\", [], #{}, 1)
  |                         ^^^^^^^^^^^",
    );
    fails(
        "account(\"123456789012\").create_user(\"a\", #{ Pth: \"/\" })",
        r#"error: ParamValidation: Parameter validation failed:
 --> test.rhai:1:25
  |
1 | account("123456789012").create_user("a", #{ Pth: "/" })
  |                         ^^^^^^^^^^^

Unknown parameter in input: "Pth", must be one of: Path, UserName, PermissionsBoundary, Tags"#,
    );
    fails(
        "account(\"123456789012\").create_user(42)",
        r#"error: ParamValidation: Parameter validation failed:
 --> test.rhai:1:25
  |
1 | account("123456789012").create_user(42)
  |                         ^^^^^^^^^^^

Invalid type for parameter UserName, value: 42, type: <class 'int'>, valid types: <class 'str'>"#,
    );
    fails(
        "account(\"123456789012\").create_user(|| 1)",
        r#"error: UserName cannot be a function
 --> test.rhai:1:25
  |
1 | account("123456789012").create_user(|| 1)
  |                         ^^^^^^^^^^^"#,
    );
}

#[test]
fn a_broken_policy_has_carets_in_the_script_and_in_the_policy() {
    fails(
        r##"let acct = account("123456789012");
acct.create_policy("p", #"{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "GetObject", "Resource": "*" }]
}"#);"##,
        r##"error: MalformedPolicyDocument: Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.
 --> test.rhai:2:6
  |
2 | acct.create_policy("p", #"{
  |      ^^^^^^^^^^^^^
  |
note: in this policy
 --> policy:3:48
  |
3 |   "Statement": [{ "Effect": "Allow", "Action": "GetObject", "Resource": "*" }]
  |                                                ^^^^^^^^^^^
help: write `service:Action`"##,
    );
}

#[test]
fn a_traceback_leads_through_functions_and_closures() {
    fails(
        r#"fn make(acct) { acct.create_user("a b") }
fn outer(acct) { let f = || make(acct); f.call() }
outer(account("123456789012"));"#,
        r#"error: ValidationError: The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-
 --> test.rhai:1:22
  |
1 | fn make(acct) { acct.create_user("a b") }
  |                      ^^^^^^^^^^^

  in `make`, called at test.rhai:2:29
  in a closure, called at test.rhai:2:43
  in `outer`, called at test.rhai:3:1"#,
    );
}

#[test]
fn kinds_become_exit_codes() {
    for (text, kind) in [
        ("let x = ;", FaultKind::Parse),
        ("let x = `a", FaultKind::Parse),
        ("undefined", FaultKind::Parse),
        ("throw 1", FaultKind::Runtime),
        ("account(\"1\")", FaultKind::Runtime),
        ("exit(7)", FaultKind::Exit(7)),
        ("fn f() { exit() } f(); throw 1", FaultKind::Exit(0)),
        ("fn f() { f() } f()", FaultKind::Limit),
    ] {
        assert_eq!(run(text).fault.unwrap().0, kind, "{text}");
    }
}

#[test]
fn a_mark_or_a_shebang_at_the_start_is_no_part_of_the_script() {
    assert_eq!(run("\u{feff}1 + 1").value.as_deref(), Some("2"));
    assert_eq!(
        run("#!/usr/bin/env iamsh run\n1 + 1").value.as_deref(),
        Some("2")
    );
    assert!(
        run("#! x\nthrow 1")
            .fault
            .unwrap()
            .1
            .contains("test.rhai:2:1")
    );
}
