//! Rules A1 to A25, as far as they are about what is stored. How stored text is matched is the evaluator's.

use super::identity::{LEGACY, SYNTAX, on_action, on_resource, says, stored, under, with};
use super::*;

#[test]
fn a1_action_case_is_free() {
    stored(&on_action("\"IAM:listaccesskeys\""));
}

#[test]
fn a2_effect_case_is_not() {
    let effect = |effect: &str| {
        policy(&format!(
            r#"{{"Effect":"{effect}","Action":"s3:*","Resource":"*"}}"#
        ))
    };
    says(&effect("allow"), LEGACY, "\"allow\"");
    says(&effect("Maybe"), SYNTAX, "\"Maybe\"");
    let (_, _, help) = refusal(PolicyKind::Inline, &effect("allow"));
    assert_eq!(help, "did you mean `Allow`?");
}

#[test]
fn a3_element_names_are_case_sensitive() {
    let text = policy(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#);
    for (name, wrong) in [
        ("Statement", "statement"),
        ("Action", "action"),
        ("Version", "version"),
    ] {
        let quoted = format!("\"{wrong}\"");
        says(
            &text.replace(&format!("\"{name}\""), &quoted),
            SYNTAX,
            &quoted,
        );
    }
}

#[test]
fn a4_condition_key_case_is_free() {
    stored(&under(r#"{"StringEquals":{"AWS:PrincipalTag/TEAM":"x"}}"#));
}

#[test]
fn a5_operators_are_spelled_exactly() {
    let text = under(r#"{"stringequals":{"a:b":"c"}}"#);
    says(&text, SYNTAX, "\"stringequals\"");
    let (_, _, help) = refusal(PolicyKind::Inline, &text);
    assert_eq!(
        help,
        "unknown condition operator: did you mean `StringEquals`?"
    );
}

#[test]
fn a16_blanks_and_commas_in_the_name_of_an_action_are_stored() {
    stored(&on_action("\"iam: List Users\""));
    stored(&on_action("\"iam:ListUsers,GetUser\""));
}

#[test]
fn a17_wildcards_for_the_resource_type_are_stored() {
    stored(&on_resource("\"arn:aws:ec2:*:*:*/*\""));
}

#[test]
fn a18_single_values_and_lists() {
    stored(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*"],"Resource":["*"]}}"#,
    );
    says(&policy(""), SYNTAX, "[]");
}

#[test]
fn a19_booleans_and_numbers_are_condition_values() {
    let text = under(
        r#"{"Bool":{"aws:SecureTransport":false},"NumericLessThan":{"aws:MultiFactorAuthAge":[3600,"60"]}}"#,
    );
    let document = check(PolicyKind::Managed, &text).unwrap();
    assert_eq!(
        document.statements[0].conditions[0].values[0].value,
        "false"
    );
    assert_eq!(document.statements[0].conditions[1].values[0].value, "3600");
}

#[test]
fn a20_no_key_twice() {
    says(
        &policy(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*","Effect":"Deny"}"#),
        SYNTAX,
        "\"Effect\"",
    );
    says(
        &under(r#"{"Bool":{"a:b":"true","a:b":"false"}}"#),
        SYNTAX,
        "\"a:b\"",
    );
    stored(&under(
        r#"{"StringEquals":{"aws:PrincipalArn":"x","aws:principalarn":"y"}}"#,
    ));
    let twice = under(r#"{"Bool":{"a:b":"true","a:b":"false"}}"#);
    let error = check(PolicyKind::Managed, &twice).unwrap_err();
    assert_eq!(error.span.start, twice.rfind("\"a:b\"").unwrap());
}

#[test]
fn a21_characters_of_iam_documents() {
    stored(&under("{\"StringEquals\":{\"a:b\":\"\u{7f}é\u{ff}\"}}").replace(',', ",\r\n\t"));
    let pattern = "failed to satisfy constraint: Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+";
    for c in ["\u{0}", "\u{b}", "Ā", "😀"] {
        let text = on_action("\"s3:*\"").replace("s3:*", c);
        for (kind, member) in [
            (PolicyKind::Managed, "'policyDocument'".to_owned()),
            (PolicyKind::Trust, "'assumeRolePolicyDocument'".to_owned()),
        ] {
            let message = format!("1 validation error detected: Value at {member} {pattern}");
            refused(kind, &text, &message, c);
        }
        let message = format!("1 validation error detected: Value '{text}' at 'policy' {pattern}");
        refused(PolicyKind::Session, &text, &message, c);
        assert_eq!(
            check(PolicyKind::Session, &text).unwrap_err().code,
            "ValidationError"
        );
    }
    stored(&under(r#"{"StringEquals":{"a:b":"\ud83d\ude00"}}"#));
}

#[test]
fn a22_sids_are_letters_and_digits_and_unique() {
    let twice = |sid: &str| {
        let statement =
            format!(r#"{{"Sid":"{sid}","Effect":"Allow","Action":"s3:*","Resource":"*"}}"#);
        policy(&format!("{statement},{statement}"))
    };
    stored(&twice(""));
    says(
        &twice("A1"),
        "Statement IDs (SID) in a single policy must be unique.",
        "\"A1\"",
    );
    says(
        &twice("my sid"),
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
        "\"my sid\"",
    );
    accepted(
        PolicyKind::Resource,
        r#"{"Statement":{"Sid":"my sid","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}"#,
    );
}

#[test]
fn a23_versions() {
    let text = policy(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#);
    stored(&text);
    says(
        &text.replace("2012-10-17", "2008-10-17"),
        "Policy document must be version 2012-10-17 or greater.",
        "\"2008-10-17\"",
    );
    says(
        &text.replace("2012-10-17", "2020-10-17"),
        SYNTAX,
        "\"2020-10-17\"",
    );
}

#[test]
fn u15_which_kinds_need_the_version_of_2012() {
    let identity = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
    for kind in [PolicyKind::Managed, PolicyKind::Inline, PolicyKind::Session] {
        let error = check(kind, identity).unwrap_err();
        assert_eq!(
            error.message,
            "Policy document must be version 2012-10-17 or greater."
        );
    }
    let trust = r#"{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}}}"#;
    let resource =
        r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*"}}"#;
    for (kind, text) in [(PolicyKind::Trust, trust), (PolicyKind::Resource, resource)] {
        let old = text.replacen('{', r#"{"Version":"2008-10-17","#, 1);
        assert!(check(kind, text).is_ok() && check(kind, &old).is_ok());
    }
}

#[test]
fn a24_unknown_names_are_stored() {
    stored(&with(
        r#""Action":"nosuch:DoIt","Resource":"arn:aws:nosuch:x:1:thing/y","Condition":{"Bool":{"nosuch:key":"true"}}"#,
    ));
}

#[test]
fn a25_not_both_forms() {
    says(
        &with(r#""Action":"s3:*","Resource":"*","NotResource":"*""#),
        SYNTAX,
        "\"NotResource\"",
    );
    says(
        &with(r#""Action":"s3:*","Resource":"*","Principal":"*","NotPrincipal":"*""#),
        SYNTAX,
        "\"NotPrincipal\"",
    );
    says(
        &with(r#""Action":"s3:*","NotAction":"s3:*","Resource":"*""#),
        SYNTAX,
        "\"NotAction\"",
    );
}
