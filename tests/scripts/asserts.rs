//! Asserts fail at the line that calls them and say what was there.

use crate::support::{fails, run, value};

#[test]
fn assert_eq_shows_both_sides() {
    fails(
        "let a = [1, 2];\nassert_eq(a, [1, 3], \"the list\");",
        r#"error: not equal: the list
 --> test.rhai:2:1
  |
2 | assert_eq(a, [1, 3], "the list");
  | ^^^^^^^^^

  left:  [1, 2]
  right: [1, 3]"#,
    );
    value("assert_eq(1, 1); assert_ne(1, 2); assert(true); assert(1 < 2, \"order\");");
    fails(
        "assert(1 > 2, \"order\")",
        "error: order
 --> test.rhai:1:1
  |
1 | assert(1 > 2, \"order\")
  | ^^^^^^",
    );
}

#[test]
fn assert_allowed_shows_why_not() {
    let text = r#"let carlos = account("123456789012").create_user("carlos");
fn check(who) {
    assert_allowed(who, "s3:GetObject", "arn:aws:s3:::b/k");
}
check(carlos);"#;
    let (_, fault) = run(text).fault.unwrap();
    assert!(
        fault.starts_with(
            "error: `s3:GetObject` was expected to be allowed; it is denied by: identity
 --> test.rhai:3:5
  |
3 |     assert_allowed(who, \"s3:GetObject\", \"arn:aws:s3:::b/k\");
  |     ^^^^^^^^^^^^^^

  in `check`, called at test.rhai:5:1
"
        ),
        "{fault}"
    );
    assert!(
        fault.contains("because no identity-based policy allows the s3:GetObject action"),
        "{fault}"
    );
}

#[test]
fn assert_denied_can_name_the_layer() {
    let text = r#"let carlos = account("123456789012").create_user("carlos");
        assert_denied(carlos, "s3:GetObject", "arn:aws:s3:::b/k", "identity");"#;
    value(text);
    let (_, fault) = run(&text.replace("\"identity\"", "\"boundary\""))
        .fault
        .unwrap();
    assert!(fault.starts_with(
        "error: `s3:GetObject` was expected to be denied by boundary; it is denied by identity\n"
    ));
    let (_, fault) = run(r#"assert_denied(account("123456789012"), "s3:GetObject", "*")"#)
        .fault
        .unwrap();
    assert!(
        fault.starts_with("error: `s3:GetObject` was expected to be denied; it is allowed\n"),
        "{fault}"
    );
}

#[test]
fn expect_error_gives_the_error_and_refuses_others() {
    value(
        r#"
        let acct = account("123456789012");
        let error = expect_error("NoSuchEntity", || acct.get_user("nobody"));
        assert_eq(error.code, "NoSuchEntity");
        assert_eq(error.message, "The user with name nobody cannot be found.");
        assert_eq(error.operation, "GetUser");
        assert_eq(error.http_status, 404);
        assert_eq(error.blocked_by, []);
    "#,
    );
    fails(
        r#"expect_error("NoSuchEntity", || account("123456789012").create_user("carlos").arn)"#,
        r#"error: NoSuchEntity was expected, but the call succeeded with "arn:aws:iam::123456789012:user/carlos"
 --> test.rhai:1:1
  |
1 | expect_error("NoSuchEntity", || account("123456789012").create_user("carlos").arn)
  | ^^^^^^^^^^^^"#,
    );
    fails(
        r#"expect_error("DeleteConflict", || account("123456789012").delete_user("carlos"))"#,
        r#"error: DeleteConflict was expected, but the call failed with NoSuchEntity: The user with name carlos cannot be found.
 --> test.rhai:1:1
  |
1 | expect_error("DeleteConflict", || account("123456789012").delete_user("carlos"))
  | ^^^^^^^^^^^^"#,
    );
    // A mistake of the script is no error of AWS.
    fails(
        r#"expect_error("NoSuchEntity", || account("123456789012").create_usr("carlos"))"#,
        r#"error: there is no function `create_usr` for Account, string
 --> test.rhai:1:57
  |
1 | expect_error("NoSuchEntity", || account("123456789012").create_usr("carlos"))
  |                                                         ^^^^^^^^^^
  |
help: did you mean `create_user`?

  in a closure, called at test.rhai:1:1"#,
    );
}

#[test]
fn errors_can_be_caught() {
    assert_eq!(
        value(
            r#"
        let seen = "";
        try { account("123456789012").get_user("nobody"); } catch (error) { seen = error.code; }
        seen"#
        ),
        "\"NoSuchEntity\""
    );
}
