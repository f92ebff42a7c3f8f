//! F3: `PutBucketPolicy`.

use super::*;

fn with(elements: &str) -> String {
    let mut all = elements.to_owned();
    for (name, value) in [
        ("Effect", r#""Allow""#),
        ("Principal", r#""*""#),
        ("Action", r#""s3:GetObject""#),
        ("Resource", r#""arn:aws:s3:::b/*""#),
    ] {
        let absent = !elements.contains(&format!("{name}\":"));
        if absent {
            all = format!(
                r#"{all}{}"{name}":{value}"#,
                if all.is_empty() { "" } else { "," }
            );
        }
    }
    policy(&format!("{{{all}}}"))
}

#[track_caller]
fn says(text: &str, message: &str, at: &str) {
    refused(PolicyKind::Resource, text, message, at);
    assert_eq!(
        check(PolicyKind::Resource, text).unwrap_err().code,
        "MalformedPolicy"
    );
}

#[test]
fn f3_invalid_principal() {
    for principal in [
        r#""111122223333""#,
        r#"{"AWS":"arn:aws:iam::111122223333:group/G"}"#,
        r#"{"AWS":"arn:aws:iam::111122223333:user/*"}"#,
        r#"{"Service":"nosuch.amazonaws.com"}"#,
    ] {
        let (message, at, _) = refusal(
            PolicyKind::Resource,
            &with(&format!(r#""Principal":{principal}"#)),
        );
        assert_eq!(message, "Invalid principal in policy");
        assert!(principal.contains(&at), "{at}");
    }
}

#[test]
fn f3_missing_principal() {
    let text = policy(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#);
    says(&text, "Missing required field Principal", "{");
}

#[test]
fn f3_invalid_resource() {
    for resource in ["b", "arn:aws:s3::b", "arn:nowhere:s3:::b"] {
        let quoted = format!("\"{resource}\"");
        says(
            &with(&format!(r#""Resource":{quoted}"#)),
            "Policy has invalid resource",
            &quoted,
        );
    }
}

#[test]
fn resource_policies_have_further_texts() {
    says(
        "x",
        "Policies must be valid JSON and the first byte must be '{'",
        "x",
    );
    says("[]", "Invalid policy syntax.", "[]");
    says("{}", "Could not parse the policy: Statement is empty!", "{");
    says(
        &with("").replace("2012-10-17", "x"),
        "The policy must contain a valid version string",
        "\"x\"",
    );
    says(
        &with(r#""Comment":"x""#),
        "Unknown field Comment",
        "\"Comment\"",
    );
    says(
        &with(r#""Effect":"allow""#),
        "Invalid effect: allow",
        "\"allow\"",
    );
    says(
        &with(r#""Action":"x""#),
        "Policy has invalid action",
        "\"x\"",
    );
    says(
        &with(r#""Action":[]"#),
        "Missing required field Action",
        "[]",
    );
    says(
        &with(r#""Resource":[]"#),
        "Missing required field Resource",
        "[]",
    );
    says(
        &with(r#""Condition":{"x":{"a:b":"c"}}"#),
        "Invalid policy syntax.",
        "\"x\"",
    );
}

#[test]
fn resource_policies_that_are_stored() {
    for text in [
        with(""),
        with("").replace("2012-10-17", "2008-10-17"),
        with(r#""Sid":"any text, even blanks""#),
        with(r#""NotPrincipal":{"AWS":"arn:aws:iam::111122223333:root"}"#),
        with(r#""NotAction":"s3:GetObject""#),
        with(
            r#""Principal":{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}"#,
        ),
        with(
            r#""Principal":{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity EH1HDMB1FH2TC"}"#,
        ),
        with(r#""Principal":{"AWS":["AIDA2CKCEVSQ6C2EXAMPL","*"]}"#),
    ] {
        accepted(PolicyKind::Resource, &text);
    }
}
