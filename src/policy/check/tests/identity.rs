//! F1: managed, inline and session policies.

use super::*;

pub(super) const SYNTAX: &str = "Syntax errors in policy.";
pub(super) const LEGACY: &str = "The policy failed legacy parsing";

/// An otherwise valid policy whose only statement has these elements too.
pub(super) fn with(elements: &str) -> String {
    policy(&format!(r#"{{"Effect":"Allow",{elements}}}"#))
}

pub(super) fn on_resource(resource: &str) -> String {
    with(&format!(r#""Action":"s3:GetObject","Resource":{resource}"#))
}

pub(super) fn on_action(action: &str) -> String {
    with(&format!(r#""Action":{action},"Resource":"*""#))
}

pub(super) fn under(condition: &str) -> String {
    with(&format!(
        r#""Action":"s3:*","Resource":"*","Condition":{condition}"#
    ))
}

#[track_caller]
pub(super) fn says(text: &str, message: &str, at: &str) {
    for kind in [PolicyKind::Managed, PolicyKind::Inline, PolicyKind::Session] {
        refused(kind, text, message, at);
        assert_eq!(
            check(kind, text).unwrap_err().code,
            "MalformedPolicyDocument"
        );
    }
}

#[track_caller]
pub(super) fn stored(text: &str) {
    accepted(PolicyKind::Managed, text);
}

#[test]
fn f1_not_json() {
    says("", SYNTAX, "");
    says("{", SYNTAX, "");
    says(r#"{"Version":"2012-10-17",}"#, SYNTAX, ",");
    let (_, _, help) = refusal(PolicyKind::Managed, r#"{"Version":"2012-10-17",}"#);
    assert_eq!(help, "nothing follows this comma: remove the comma");
}

#[test]
fn f1_unknown_element() {
    says(
        &policy("").replace("Statement", "statement"),
        SYNTAX,
        "\"statement\"",
    );
    says(
        &with(r#""action":"s3:*","Resource":"*""#),
        SYNTAX,
        "\"action\"",
    );
    says(
        &with(r#""Action":"s3:*","Resource":"*","Comment":"x""#),
        SYNTAX,
        "\"Comment\"",
    );
    let (_, _, help) = refusal(
        PolicyKind::Managed,
        &with(r#""action":"s3:*","Resource":"*""#),
    );
    assert_eq!(help, "unknown element: did you mean `Action`?");
}

#[test]
fn f1_wrong_json_type() {
    says("[]", SYNTAX, "[]");
    says(
        r#"{"Version":"2012-10-17","Statement":"x"}"#,
        SYNTAX,
        "\"x\"",
    );
    says(&policy("[]"), SYNTAX, "[]");
    says(&policy("null"), SYNTAX, "null");
    says(
        &policy(r#"{"Effect":1,"Action":"s3:*","Resource":"*"}"#),
        SYNTAX,
        "1",
    );
    says(
        &with(r#""Sid":1,"Action":"s3:*","Resource":"*""#),
        SYNTAX,
        "1",
    );
    says(&on_action("[[\"s3:*\"]]"), SYNTAX, "[\"s3:*\"]");
    says(&on_action("[null]"), SYNTAX, "null");
    says(&on_resource("7"), SYNTAX, "7");
    says(&on_resource("null"), SYNTAX, "null");
    says(
        &with(r#""Action":"s3:*","Resource":"*","Principal":[]"#),
        SYNTAX,
        "[]",
    );
    says(&under("[]"), SYNTAX, "[]");
    says(&under(r#"{"Bool":"x"}"#), SYNTAX, "\"x\"");
    says(&under(r#"{"Bool":{"a:b":null}}"#), SYNTAX, "null");
    says(
        &under(r#"{"Bool":{"a:b":[["true"]]}}"#),
        SYNTAX,
        "[\"true\"]",
    );
    says(
        r#"{"Version":"2012-10-17","Id":1,"Statement":[]}"#,
        SYNTAX,
        "1",
    );
}

#[test]
fn f1_no_or_empty_statement() {
    says("{}", SYNTAX, "{");
    says(r#"{"Version":"2012-10-17"}"#, SYNTAX, "{");
    says(&policy(""), SYNTAX, "[]");
    says(r#"{"Statement":[]}"#, SYNTAX, "[]");
}

#[test]
fn f1_no_effect() {
    says(&policy(r#"{"Action":"s3:*","Resource":"*"}"#), SYNTAX, "{");
    says(&policy("{}"), SYNTAX, "{");
}

#[test]
fn f1_unknown_version() {
    for version in ["\"2012-10-18\"", "\"\"", "2012", "null"] {
        let text = policy(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#);
        says(&text.replace("\"2012-10-17\"", version), SYNTAX, version);
    }
}

#[test]
fn f1_both_action_and_not_action() {
    says(
        &with(r#""Action":"s3:*","NotAction":"s3:*","Resource":"*""#),
        SYNTAX,
        "\"NotAction\"",
    );
}

#[test]
fn f1_unknown_operator() {
    says(
        &under(r#"{"StringMatches":{"a:b":"c"}}"#),
        SYNTAX,
        "\"StringMatches\"",
    );
}

#[test]
fn f1_version_absent_or_2008() {
    let message = "Policy document must be version 2012-10-17 or greater.";
    let statement = r#""Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#;
    says(&format!("{{{statement}}}"), message, "{");
    says(
        &format!(r#"{{"Version":"2008-10-17",{statement}}}"#),
        message,
        "\"2008-10-17\"",
    );
}

#[test]
fn f1_legacy_parsing_effect_case() {
    for effect in ["allow", "ALLOW", "deny", "dEny"] {
        let text = policy(&format!(
            r#"{{"Effect":"{effect}","Action":"s3:*","Resource":"*"}}"#
        ));
        says(&text, LEGACY, &format!("\"{effect}\""));
    }
}

#[test]
fn f1_legacy_parsing_dates() {
    for date in ["sdf", "2026-01-01T24:00:00Z", "2026-13-01", "", "*"] {
        let condition = format!(r#"{{"DateGreaterThan":{{"aws:CurrentTime":["2026","{date}"]}}}}"#);
        says(&under(&condition), LEGACY, &format!("\"{date}\""));
    }
    says(
        &under(r#"{"ForAnyValue:DateEqualsIfExists":{"a":true}}"#),
        LEGACY,
        "true",
    );
    stored(&under(r#"{"DateLessThan":{"aws:EpochTime":1767225600}}"#));
}

#[test]
fn f1_legacy_parsing_resources() {
    for resource in [
        "arn:aws:s3::b",
        "arn:aws::us-east-1:1:x",
        "arn:aws::::x",
        "arn:aws:ec2::",
    ] {
        let quoted = format!("\"{resource}\"");
        says(&on_resource(&quoted), LEGACY, &quoted);
        says(
            &on_resource(&quoted).replace("Resource", "NotResource"),
            LEGACY,
            &quoted,
        );
    }
}

#[test]
fn f1_sid_form() {
    let message = "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*";
    for sid in ["my-sid", "a b", "é", "_"] {
        says(
            &with(&format!(r#""Sid":"{sid}","Action":"s3:*","Resource":"*""#)),
            message,
            &format!("\"{sid}\""),
        );
    }
}

#[test]
fn f1_sid_unique() {
    let statement =
        |sid: &str| format!(r#"{{"Sid":"{sid}","Effect":"Allow","Action":"s3:*","Resource":"*"}}"#);
    let twice = |sid: &str| policy(&format!("{},{}", statement(sid), statement(sid)));
    says(
        &twice("A1"),
        "Statement IDs (SID) in a single policy must be unique.",
        "\"A1\"",
    );
    stored(&twice(""));
    stored(&policy(&format!("{},{}", statement("a"), statement("A"))));
}

#[test]
fn f1_no_actions() {
    let message = "Policy statement must contain actions.";
    says(&with(r#""Resource":"*""#), message, "{");
    says(&on_action("[]"), message, "[]");
    says(&with(r#""NotAction":[],"Resource":"*""#), message, "[]");
}

#[test]
fn f1_no_resources() {
    let message = "Policy statement must contain resources.";
    says(&with(r#""Action":"s3:*""#), message, "{");
    says(&on_resource("[]"), message, "[]");
    says(&with(r#""Action":"s3:*","NotResource":[]"#), message, "[]");
}

#[test]
fn f1_action_without_vendor() {
    let message = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
    for action in ["\"invalid\"", "\"\"", "\"**\"", "\":GetObject\""] {
        says(&on_action(action), message, action);
    }
}

#[test]
fn f1_action_with_two_colons() {
    says(
        &on_action("\"s3:List:Bucket\""),
        "Actions/Condition can contain only one colon.",
        "\"s3:List:Bucket\"",
    );
}

#[test]
fn f1_action_with_a_strange_vendor() {
    says(
        &on_action("\"a a:b\""),
        "Vendor a a is not valid",
        "\"a a:b\"",
    );
    says(
        &on_action("\"s3,ec2:x\""),
        "Vendor s3,ec2 is not valid",
        "\"s3,ec2:x\"",
    );
}

#[test]
fn f1_resource_without_colon() {
    says(
        &on_resource("\"sdfsadf\""),
        "Resource sdfsadf must be in ARN format or \"*\".",
        "\"sdfsadf\"",
    );
    says(
        &on_resource("\"\""),
        "Resource  must be in ARN format or \"*\".",
        "\"\"",
    );
}

#[test]
fn f1_resource_with_unknown_partition() {
    let table = [
        (
            "arn:error:s3:::example_bucket",
            "Partition \"error\" is not valid for resource \"arn:error:s3:::example_bucket\".",
        ),
        (
            "a:b:c",
            "Partition \"b\" is not valid for resource \"arn:b:c:*:*:*\".",
        ),
        (
            "a:b:",
            "Partition \"b\" is not valid for resource \"arn:b:*:*:*:*\".",
        ),
        (
            "arn:",
            "Partition \"\" is not valid for resource \"arn::*:*:*:*\".",
        ),
        (
            "arn::s3:::b",
            "Partition \"\" is not valid for resource \"arn::s3:::b\".",
        ),
        (
            "a:b:c:d:e:f:g",
            "Partition \"b\" is not valid for resource \"arn:b:c:d:e:f:g\".",
        ),
    ];
    for (resource, message) in table {
        let quoted = format!("\"{resource}\"");
        says(&on_resource(&quoted), message, &quoted);
    }
}

#[test]
fn f1_resource_without_service() {
    for resource in ["\"arn:aws\"", "\"arn:aws:*:::b\"", "\"arn:aws:s?:::b\""] {
        says(
            &on_resource(resource),
            "Resource vendor must be fully qualified and cannot contain regexes.",
            resource,
        );
    }
}

#[test]
fn f1_region_in_an_iam_arn() {
    for resource in [
        "arn:aws:iam:us-east-1::user/x",
        "arn:aws:iam:*:1:user/x",
        "arn:aws:iam",
    ] {
        says(
            &on_resource(&format!("\"{resource}\"")),
            &format!("IAM resource {resource} cannot contain region information."),
            &format!("\"{resource}\""),
        );
    }
}

#[test]
fn f1_region_in_an_s3_arn() {
    for resource in [
        "arn:aws:s3:us-east-1::b",
        "arn:aws:s3:*:*:b/*",
        "arn:aws:s3",
    ] {
        says(
            &on_resource(&format!("\"{resource}\"")),
            &format!("Resource {resource} can not contain region information."),
            &format!("\"{resource}\""),
        );
    }
    stored(&on_resource(
        "\"arn:aws:s3:us-east-1:111122223333:accesspoint/x\"",
    ));
    stored(&on_resource("\"arn:aws:s3:*:*:job/*\""));
}

#[test]
fn f1_iam_resource_path() {
    let message = "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.";
    for resource in [
        "arn:aws:iam:::example",
        "arn:aws:iam::111122223333:user*",
        "arn:aws:iam::111122223333:",
    ] {
        let quoted = format!("\"{resource}\"");
        says(&on_resource(&quoted), message, &quoted);
    }
    for path in [
        "*",
        "root",
        "user/${aws:username}",
        "role/aws-service-role/*",
        "report/x",
    ] {
        stored(&on_resource(&format!(
            "\"arn:aws:iam::111122223333:{path}\""
        )));
    }
}

#[test]
fn f1_principal() {
    for element in ["Principal", "NotPrincipal"] {
        for value in ["\"*\"", "{}", "{\"AWS\":\"111122223333\"}"] {
            says(
                &with(&format!(
                    r#""Action":"s3:*","Resource":"*","{element}":{value}"#
                )),
                "Policy document should not specify a principal.",
                &format!("\"{element}\""),
            );
        }
    }
}

#[test]
fn f1_accepted_keep_accepting() {
    for resource in [
        "\"arn:aws:fdsasf\"",
        "\"arn:aws:nosuch:::x\"",
        "\"arn:*:s3:::b\"",
        "\"arn:aws:ec2:*:*:*/*\"",
        "[null]",
        "[\"*\", null]",
    ] {
        stored(&on_resource(resource));
    }
    for action in [
        "\"*\"",
        "[\"*\"]",
        "\"nosuch:Action\"",
        "\"iam: List Users\"",
        "\"*:GetObject\"",
        "\"s?:Get*\"",
    ] {
        stored(&on_action(action));
    }
    for condition in [
        "{}",
        r#"{"StringEquals":{}}"#,
        r#"{"Nonsense":{}}"#,
        r#"{"StringEquals":{"aws:username":[]}}"#,
        r#"{"StringEquals":{"nosuch":"x"}}"#,
        r#"{"NullIfExists":{"a:b":"true"}}"#,
        r#"{"DateLessThan":{"a":"2013-12-12t10:10:10z"}}"#,
        r#"{"DateLessThan":{"a":"2013-12-12T10:10:10+02"}}"#,
        r#"{"DateLessThan":{"a":["-292275054-01","292278993-01"]}}"#,
    ] {
        stored(&under(condition));
    }
    stored(&with(r#""NotAction":"s3:*","NotResource":"*""#));
    stored(
        r#"{"Version":"2012-10-17","Id":"any text","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#,
    );
}

#[test]
fn h_size_of_a_managed_policy() {
    let sized = |size: usize| {
        let empty = under(r#"{"StringEquals":{"a:b":""}}"#);
        let value = "x".repeat(size - empty.len());
        empty.replace("\"a:b\":\"\"", &format!("\"a:b\":\"{value}\""))
    };
    stored(&sized(6144).replace(',', " ,\n\t"));
    let error = check(PolicyKind::Managed, &sized(6145)).unwrap_err();
    assert_eq!(error.code, "LimitExceeded");
    assert_eq!(error.message, "Cannot exceed quota for PolicySize: 6144");
    assert_eq!(
        error.help.as_deref(),
        Some("the document has 6145 characters without white space, 6144 are allowed")
    );
    accepted(PolicyKind::Inline, &sized(6145));
}
