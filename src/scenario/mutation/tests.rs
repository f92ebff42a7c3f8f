//! Mutants worked out by hand, and which of them some asserts notice.

use super::*;
use crate::policy::check::PolicyKind;
use crate::script::GivenDocument;

const POLICY: &str = r#"{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": ["s3:GetObject", "ec2:*"], "Resource": "arn:aws:s3:::b/*",
    "Condition": { "Bool": { "aws:SecureTransport": "true" } } },
  { "Effect": "Deny", "NotAction": "s3:*", "Resource": "*" }
] }"#;

fn given(text: &str, kind: PolicyKind) -> GivenDocument {
    GivenDocument {
        text: text.to_owned(),
        stored: text.to_owned(),
        kind,
        name: "p".to_owned(),
        file: None,
        at: 0,
    }
}

#[test]
fn a_policy_has_the_mutants_that_were_worked_out() {
    let twice = [
        given(POLICY, PolicyKind::Inline),
        given(POLICY, PolicyKind::Inline),
    ];
    let found = mutants(&twice);
    let changes: Vec<_> = found
        .iter()
        .map(|mutant| (mutant.line, mutant.change.as_str()))
        .collect();
    assert_eq!(
        changes,
        [
            (2, "statement 0 removed"),
            (2, "Effect of statement 0 turned round"),
            (2, "Action s3:GetObject of statement 0 widened to s3:*"),
            (2, "Action ec2:* of statement 0 widened to *"),
            (2, "Resource arn:aws:s3:::b/* of statement 0 widened to *"),
            (
                3,
                "condition Bool aws:SecureTransport of statement 0 dropped"
            ),
            (4, "statement 1 removed"),
            (4, "Effect of statement 1 turned round"),
        ]
    );
    assert!(
        found[5]
            .exchange
            .to
            .contains(r#""Resource":"arn:aws:s3:::b/*"},{"#),
        "{}",
        found[5].exchange.to
    );
}

#[test]
fn what_aws_would_not_store_is_no_mutant() {
    // Without its statement it is no policy; trust policies deny nobody less than all.
    let one =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let found = mutants(&[given(one, PolicyKind::Managed)]);
    let changes: Vec<_> = found.iter().map(|mutant| mutant.change.as_str()).collect();
    assert_eq!(changes, ["Effect of statement 0 turned round"]);
    assert!(mutants(&[given("nonsense", PolicyKind::Managed)]).is_empty());
}
