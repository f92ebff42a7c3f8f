//! F1, "Order": of several faults, the one of the earliest step is reported.

use super::*;

/// Two statements, each wrong in its own way: the earlier step wins, whatever comes first in the text.
const STEPS: [(&str, &str); 9] = [
    (r#"{"Effect":"Maybe"}"#, "Syntax errors in policy."),
    (r#"{"Effect":"allow"}"#, "The policy failed legacy parsing"),
    (
        r#"{"Effect":"Allow","Sid":"a-b"}"#,
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    ),
    (
        r#"{"Effect":"Allow","Sid":"twice"},{"Effect":"Allow","Sid":"twice"}"#,
        "Statement IDs (SID) in a single policy must be unique.",
    ),
    (
        r#"{"Effect":"Allow"}"#,
        "Policy statement must contain actions.",
    ),
    (
        r#"{"Effect":"Allow","Action":"a:b","Resource":"x"}"#,
        "Resource x must be in ARN format or \"*\".",
    ),
    (
        r#"{"Effect":"Allow","Action":"a:b:c"}"#,
        "Actions/Condition can contain only one colon.",
    ),
    (
        r#"{"Effect":"Allow","Action":"a:b"}"#,
        "Policy statement must contain resources.",
    ),
    (
        r#"{"Effect":"Allow","Action":"a:b","Resource":"*","Principal":"*"}"#,
        "Policy document should not specify a principal.",
    ),
];

fn message(statements: &str) -> String {
    refusal(PolicyKind::Inline, &policy(statements)).0
}

#[test]
fn f1_order_of_the_steps() {
    for (index, (earlier, expected)) in STEPS.iter().enumerate() {
        assert_eq!(&message(earlier), expected);
        for (later, _) in STEPS.iter().skip(index + 1) {
            assert_eq!(&message(&format!("{earlier},{later}")), expected);
            assert_eq!(&message(&format!("{later},{earlier}")), expected);
        }
    }
}

#[test]
fn f1_order_syntax_before_version_before_legacy() {
    let unversioned = |statement: &str| format!(r#"{{"Statement":[{statement}]}}"#);
    let of = |text: &str| refusal(PolicyKind::Inline, text).0;
    assert_eq!(
        of(&unversioned(r#"{"Effect":"Maybe"}"#)),
        "Syntax errors in policy."
    );
    assert_eq!(
        of(&unversioned(r#"{"Effect":"allow"}"#)),
        "Policy document must be version 2012-10-17 or greater."
    );
}

#[test]
fn f1_order_examples_of_the_text() {
    assert_eq!(
        message(r#"{"Effect":"Allow","Action":"invalid"}"#),
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    );
    assert_eq!(
        message(r#"{"Effect":"Allow","Resource":"arn:aws:s3::b"}"#),
        "The policy failed legacy parsing"
    );
}

#[test]
fn f1_order_a_noted_format_error_silences_the_legacy_parser() {
    let on = |resource: &str, element: &str| {
        format!(r#"{{"Effect":"Allow","Action":"a:b","{element}":{resource}}}"#)
    };
    let (broken, short) = ("\"x\"", "\"arn:aws:s3::b\"");
    let format = "Resource x must be in ARN format or \"*\".";
    let legacy = "The policy failed legacy parsing";
    let two = |first: String, second: String| message(&format!("{first},{second}"));
    assert_eq!(two(on(broken, "Resource"), on(short, "Resource")), format);
    assert_eq!(two(on(short, "Resource"), on(broken, "Resource")), legacy);
    // All Resource elements come before all NotResource elements.
    assert_eq!(
        two(on(short, "NotResource"), on(broken, "Resource")),
        format
    );
    assert_eq!(
        two(on(broken, "NotResource"), on(short, "Resource")),
        legacy
    );
    // Within a list the whole list is looked at for its format first.
    assert_eq!(message(&on(r#"["arn:aws:s3::b","x"]"#, "Resource")), format);
    assert_eq!(message(&on(r#"["arn:aws:s3::b","*"]"#, "Resource")), legacy);
}

#[test]
fn f1_order_lists_of_resources_are_read_in_descending_order() {
    assert_eq!(
        message(r#"{"Effect":"Allow","Action":"a:b","Resource":["aa","zz","mm"]}"#),
        "Resource zz must be in ARN format or \"*\"."
    );
}

#[test]
fn f1_order_action_before_not_action() {
    assert_eq!(
        message(r#"{"Effect":"Allow","NotAction":"a:b:c"},{"Effect":"Allow","Action":"x"}"#),
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    );
}

#[test]
fn f1_order_effects_and_dates_before_resources() {
    let date =
        r#"{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"DateEquals":{"a":"x"}}}"#;
    assert_eq!(
        message(&format!(
            r#"{{"Effect":"Allow","Action":"a:b","Resource":"x"}},{date}"#
        )),
        "The policy failed legacy parsing"
    );
}

#[test]
fn f1_order_size_comes_first() {
    let (text, _, _) = refusal(PolicyKind::Managed, &"{".repeat(6145));
    assert_eq!(text, "Cannot exceed quota for PolicySize: 6144");
    let (text, _, _) = refusal(PolicyKind::Trust, &"{".repeat(2049));
    assert_eq!(text, "Cannot exceed quota for ACLSizePerRole: 2048");
}
