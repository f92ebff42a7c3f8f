//! F2: role trust policies.

use super::*;

const SYNTAX: &str = "Syntax error in policy.";

/// A statement that is valid but for these elements, which come first.
fn statement(elements: &str) -> String {
    let mut all = elements.to_owned();
    for (name, value) in [
        ("Effect", r#""Allow""#),
        ("Principal", r#"{"AWS":"111122223333"}"#),
        ("Action", r#""sts:AssumeRole""#),
    ] {
        if !elements.contains(&format!("\"{name}\":")) {
            all = format!(
                r#"{all}{}"{name}":{value}"#,
                if all.is_empty() { "" } else { "," }
            );
        }
    }
    format!("{{{all}}}")
}

fn with(elements: &str) -> String {
    policy(&statement(elements))
}

#[track_caller]
fn says(text: &str, message: &str, at: &str) {
    refused(PolicyKind::Trust, text, message, at);
    assert_eq!(
        check(PolicyKind::Trust, text).unwrap_err().code,
        "MalformedPolicyDocument"
    );
}

#[track_caller]
fn stored(text: &str) {
    accepted(PolicyKind::Trust, text);
}

#[test]
fn f2_1_not_json() {
    says(
        &with("").replace("]}", "],}"),
        "This policy contains invalid Json",
        ",",
    );
    says("", "This policy contains invalid Json", "");
}

#[test]
fn f2_2_version() {
    let message = "The policy must contain a valid version string";
    for version in ["\"2012-10-18\"", "\"\"", "1"] {
        says(
            &with("").replace("\"2012-10-17\"", version),
            message,
            version,
        );
    }
    stored(&with("").replace("2012-10-17", "2008-10-17"));
    stored(&with("").replace(r#""Version":"2012-10-17","#, ""));
}

#[test]
fn f2_3_no_statement() {
    let message = "Could not parse the policy: Statement is empty!";
    says("{}", message, "{");
    says(&policy(""), message, "[]");
}

#[test]
fn f2_4_effect() {
    let text = policy(r#"{"Principal":"*","Action":"sts:AssumeRole"}"#);
    says(&text, "Missing required field Effect", "{");
    says(
        &with(r#""Effect":"allow""#),
        "Invalid effect: allow",
        "\"allow\"",
    );
    says(
        &with(r#""Effect":"Maybe""#),
        "Invalid effect: Maybe",
        "\"Maybe\"",
    );
    says(&with(r#""Effect":1"#), SYNTAX, "1");
}

#[test]
fn f2_5_not_principal() {
    let text = |effect: &str| {
        policy(&format!(
            r#"{{"Effect":"{effect}","NotPrincipal":{{"AWS":"111122223333"}},"Action":"sts:AssumeRole"}}"#
        ))
    };
    says(
        &text("Allow"),
        "Allow with NotPrincipal is not allowed.",
        "\"NotPrincipal\"",
    );
    says(
        &text("Deny"),
        "AssumeRole policy must not contain NotPrincipal field.",
        "\"NotPrincipal\"",
    );
}

#[test]
fn f2_6_principal_missing_or_empty() {
    let text = policy(r#"{"Effect":"Allow","Action":"sts:AssumeRole"}"#);
    says(&text, "Missing required field Principal", "{");
    let empty = "Missing required field Principal cannot be empty!";
    says(&with(r#""Principal":{}"#), empty, "{}");
    says(&with(r#""Principal":{"AWS":[]}"#), empty, "{\"AWS\":[]}");
}

#[test]
fn f2_7_bare_star() {
    says(
        &with(r#""Principal":"*""#),
        "AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\".",
        "\"*\"",
    );
    let (_, _, help) = refusal(PolicyKind::Trust, &with(r#""Principal":"111122223333""#));
    assert_eq!(help, "say what it is: `{\"AWS\": \"111122223333\"}`");
    stored(&with(r#""Principal":{"AWS":"*"}"#));
}

#[test]
fn f2_8_principals_that_cannot_exist() {
    for (key, label, name) in [
        ("AWS", "AWS", "arn:aws:iam::111122223333:group/G"),
        ("AWS", "AWS", "arn:aws:iam::111122223333:user/*"),
        ("AWS", "AWS", "arn:aws:sts::111122223333:assumed-role/R/*"),
        ("AWS", "AWS", "arn:aws:iam::12345:user/x"),
        ("AWS", "AWS", "carlos"),
        ("Service", "SERVICE", "nosuch.amazonaws.com"),
        ("Service", "SERVICE", "*"),
        ("Federated", "FEDERATED", "example.com"),
        ("CanonicalUser", "CANONICALUSER", "79a59df900b949e5"),
    ] {
        says(
            &with(&format!(r#""Principal":{{"{key}":["{name}"]}}"#)),
            &format!("Invalid principal in policy: \"{label}\":\"{name}\""),
            &format!("\"{name}\""),
        );
    }
}

#[test]
fn f2_9_syntax() {
    says(&with(r#""Condition":[]"#), SYNTAX, "[]");
    says(
        &with(r#""Condition":{"stringequals":{"a:b":"c"}}"#),
        SYNTAX,
        "\"stringequals\"",
    );
    says(
        &with(r#""Condition":{"StringEquals":{"a:b":{}}}"#),
        SYNTAX,
        "{}",
    );
    says(
        &with(r#""Condition":{"DateLessThan":{"a:b":"soon"}}"#),
        SYNTAX,
        "\"soon\"",
    );
    says(
        &with(r#""NotAction":"sts:AssumeRole""#),
        SYNTAX,
        "\"NotAction\"",
    );
    says(&with(r#""Comment":"x""#), SYNTAX, "\"Comment\"");
    says(&with(r#""Principal":[]"#), SYNTAX, "[]");
    says(
        &with(r#""Principal":{"aws":"111122223333"}"#),
        SYNTAX,
        "\"aws\"",
    );
    says(
        &with(r#""Effect":"Allow","Effect":"Allow""#),
        SYNTAX,
        "\"Effect\"",
    );
    says(
        &with("").replace("\"Version\"", "\"Comment\":\"x\",\"Version\""),
        SYNTAX,
        "\"Comment\"",
    );
    says("[]", SYNTAX, "[]");
}

#[test]
fn f2_10_no_action() {
    let message = "Missing required field Action";
    let text = policy(r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"}}"#);
    says(&text, message, "{");
    says(&with(r#""Action":[]"#), message, "[]");
    let text = r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"NotAction":"s3:*"}"#;
    says(&policy(text), message, "{");
}

#[test]
fn f2_11_action_of_another_service() {
    for action in ["s3:GetObject", "*", "AssumeRole", "", "s*:AssumeRole"] {
        says(
            &with(&format!(r#""Action":["sts:AssumeRole","{action}"]"#)),
            "AssumeRole policy may only specify STS AssumeRole actions.",
            &format!("\"{action}\""),
        );
    }
    for action in [
        "sts:TagSession",
        "sts:SetSourceIdentity",
        "sts:*",
        "STS:assumerole",
    ] {
        stored(&with(&format!(r#""Action":"{action}""#)));
    }
}

#[test]
fn f2_12_resources() {
    says(
        &with(r#""Resource":"*""#),
        "Has prohibited field Resource",
        "\"Resource\"",
    );
    says(
        &with(r#""NotResource":"*""#),
        "AssumeRole policy must not contain resources.",
        "\"NotResource\"",
    );
}

#[test]
fn f2_13_sid_unique() {
    let twice = |sid: &str| {
        let element = format!(r#""Sid":"{sid}""#);
        policy(&format!("{},{}", statement(&element), statement(&element)))
    };
    says(
        &twice("a"),
        "The Statement Ids in the policy are not unique",
        "\"a\"",
    );
    stored(&twice(""));
    stored(&with(r#""Sid":"any text at all""#));
}

/// Trust of an OIDC provider, with a condition.
fn web_identity(provider: &str, condition: &str) -> String {
    with(&format!(
        r#""Principal":{{"Federated":"{provider}"}},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{condition}"#
    ))
}

const GITHUB: &str = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

#[test]
fn f2_14_shared_provider_without_its_tenant() {
    let message = "A condition on token.actions.githubusercontent.com:sub must be present for the shared provider token.actions.githubusercontent.com (AWS does not publish its text)";
    for condition in [
        "{}",
        r#"{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}"#,
        r#"{"StringLike":{"token.actions.githubusercontent.com:sub":"*"}}"#,
        r#"{"StringNotEquals":{"token.actions.githubusercontent.com:sub":"repo:a/b:*"}}"#,
    ] {
        says(
            &web_identity(GITHUB, condition),
            message,
            &format!("\"{GITHUB}\""),
        );
    }
    stored(&web_identity(
        GITHUB,
        r#"{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:Org/Repo:*"}}"#,
    ));
    let cognito = "cognito-identity.amazonaws.com";
    says(
        &web_identity(cognito, "{}"),
        "A condition block must be present for the Cognito provider",
        "\"cognito-identity.amazonaws.com\"",
    );
    stored(&web_identity(
        cognito,
        r#"{"StringEquals":{"cognito-identity.amazonaws.com:aud":"us-east-1:x"}}"#,
    ));
    let own = "arn:aws:iam::111122223333:oidc-provider/login.example.com";
    stored(&web_identity(own, "{}"));
}

#[test]
fn u39_the_control_of_shared_providers_can_be_turned_off() {
    let settings = Settings {
        shared_provider_controls: false,
        ..Settings::default()
    };
    assert!(check_with(PolicyKind::Trust, &web_identity(GITHUB, "{}"), &settings).is_ok());
}

#[test]
fn u38_order() {
    /// Statements with one fault each, from the earliest check to the latest.
    const FAULTS: [(&str, &str); 7] = [
        (
            r#""Effect":"allow","Principal":{},"Action":"s3:x""#,
            "Invalid effect: allow",
        ),
        (
            r#""NotPrincipal":"*","Principal":{}"#,
            "Allow with NotPrincipal is not allowed.",
        ),
        (
            r#""Principal":{},"Condition":[]"#,
            "Missing required field Principal cannot be empty!",
        ),
        (
            r#""Principal":"*","Condition":[]"#,
            "AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\".",
        ),
        (r#""Condition":[],"Action":[]"#, SYNTAX),
        (
            r#""Action":[],"Resource":"*""#,
            "Missing required field Action",
        ),
        (
            r#""Action":"s3:x","Resource":"*""#,
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
    ];
    let later = [
        statement(r#""Resource":"*""#),
        format!("{0},{0}", statement(r#""Sid":"a""#)),
        statement(&format!(r#""Principal":{{"Federated":"{GITHUB}"}}"#)),
        statement(r#""Principal":{"AWS":"nobody"}"#),
    ];
    for (elements, message) in FAULTS {
        let first = statement(elements);
        assert_eq!(refusal(PolicyKind::Trust, &policy(&first)).0, message);
        for other in &later {
            let text = policy(&format!("{first},{other}"));
            assert_eq!(refusal(PolicyKind::Trust, &text).0, message);
        }
    }
    // Statement by statement: the first statement's last check comes before the second's first.
    let text = policy(&format!(
        "{},{}",
        later[0],
        statement(r#""Effect":"allow""#)
    ));
    assert_eq!(
        refusal(PolicyKind::Trust, &text).0,
        "Has prohibited field Resource"
    );
    // Over all statements: ids, then shared providers, then names.
    let last_three = |range: std::ops::Range<usize>| {
        let reversed: Vec<&str> = later[range].iter().rev().map(String::as_str).collect();
        refusal(PolicyKind::Trust, &policy(&reversed.join(","))).0
    };
    assert_eq!(
        last_three(1..4),
        "The Statement Ids in the policy are not unique"
    );
    assert!(last_three(2..4).starts_with("A condition on token.actions"));
    assert_eq!(
        last_three(3..4),
        "Invalid principal in policy: \"AWS\":\"nobody\""
    );
}

#[test]
fn h_size_of_a_trust_policy_can_be_raised() {
    let text = with(&format!(r#""Sid":"{}""#, "x".repeat(2048)));
    let error = check(PolicyKind::Trust, &text).unwrap_err();
    assert_eq!(
        (error.code, error.message.as_str()),
        (
            "LimitExceeded",
            "Cannot exceed quota for ACLSizePerRole: 2048"
        )
    );
    let mut settings = Settings::default();
    settings.limits.trust = 4096;
    assert!(check_with(PolicyKind::Trust, &text, &settings).is_ok());
}
