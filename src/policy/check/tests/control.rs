//! B23 and B24: service and resource control policies.

use super::*;

const TEXT: &str =
    "The provided policy document does not meet the requirements of the specified policy type.";

#[track_caller]
fn says(kind: PolicyKind, statement: &str, at: &str, help: &str) {
    let text = policy(statement);
    assert_eq!(
        refusal(kind, &text),
        (TEXT.to_owned(), at.to_owned(), help.to_owned())
    );
    assert_eq!(
        check(kind, &text).unwrap_err().code,
        "MalformedPolicyDocumentException"
    );
}

#[test]
fn b23_scps_take_the_whole_language() {
    for statement in [
        r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#,
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:*:s3:::b","Condition":{"Bool":{"aws:SecureTransport":"true"}}}"#,
        r#"{"Effect":"Allow","NotAction":"iam:*Key*","NotResource":"arn:aws:s3:::b"}"#,
    ] {
        accepted(PolicyKind::ServiceControl, &policy(statement));
    }
}

#[test]
fn b23_scps_name_no_principal() {
    for element in ["Principal", "NotPrincipal"] {
        says(
            PolicyKind::ServiceControl,
            &format!(r#"{{"Effect":"Deny","{element}":"*","Action":"*","Resource":"*"}}"#),
            &format!("\"{element}\""),
            "remove it: an SCP applies to all principals of the accounts below",
        );
    }
}

#[test]
fn b23_scps_need_their_elements() {
    let kind = PolicyKind::ServiceControl;
    says(
        kind,
        r#"{"Effect":"Deny","Resource":"*"}"#,
        "{",
        "the statement needs actions",
    );
    says(
        kind,
        r#"{"Effect":"Deny","Action":"*"}"#,
        "{",
        "the statement needs resources, such as `*`",
    );
    says(
        kind,
        r#"{"Effect":"deny","Action":"*","Resource":"*"}"#,
        "\"deny\"",
        "did you mean `Deny`?",
    );
    says(
        kind,
        r#"{"Effect":"Deny","Action":"x","Resource":"*"}"#,
        "\"x\"",
        "write `service:Action`",
    );
    refused(kind, "{", TEXT, "");
    let old = policy(r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#).replace("2012", "2008");
    refused(kind, &old, TEXT, "\"2008-10-17\"");
}

#[test]
fn b24_rcps_deny_everybody() {
    let kind = PolicyKind::ResourceControl;
    accepted(
        kind,
        &policy(
            r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"BoolIfExists":{"aws:SecureTransport":"false"}}}"#,
        ),
    );
    let everybody =
        "an RCP applies to everybody: write `\"Principal\": \"*\"` and except some by conditions";
    says(
        kind,
        r#"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}"#,
        "\"Allow\"",
        "an RCP can only deny: write `Deny`",
    );
    says(
        kind,
        r#"{"Effect":"Deny","Action":"s3:*","Resource":"*"}"#,
        "{",
        everybody,
    );
    says(
        kind,
        r#"{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:*","Resource":"*"}"#,
        "{\"AWS\":\"*\"}",
        everybody,
    );
    says(
        kind,
        r#"{"Effect":"Deny","NotPrincipal":"*","Action":"s3:*","Resource":"*"}"#,
        "\"NotPrincipal\"",
        everybody,
    );
    says(
        kind,
        r#"{"Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*"}"#,
        "\"NotAction\"",
        "an RCP lists its actions: write `Action`",
    );
}

#[test]
fn h_sizes_count_white_space() {
    let text = policy(r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#);
    let padded = |size: usize| format!("{text}{}", " ".repeat(size - text.len()));
    accepted(PolicyKind::ServiceControl, &padded(5120));
    let error = check(PolicyKind::ServiceControl, &padded(5121)).unwrap_err();
    assert_eq!(error.code, "ConstraintViolationException");
    assert_eq!(
        error.message,
        "You have exceeded the maximum policy size of 5120 characters."
    );
}
