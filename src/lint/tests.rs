use super::*;

fn codes(kind: PolicyKind, statements: &str) -> Vec<(Severity, &'static str, String)> {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    let found = findings(kind, &text).into_iter();
    found
        .map(|own| {
            (
                own.severity,
                own.code,
                text.get(own.span.start..own.span.end)
                    .unwrap_or_default()
                    .to_owned(),
            )
        })
        .collect()
}

#[track_caller]
fn says(statement: &str, wanted: &[(Severity, &'static str, &str)]) {
    let wanted: Vec<_> = wanted
        .iter()
        .map(|(severity, code, text)| (*severity, *code, (*text).to_owned()))
        .collect();
    assert_eq!(codes(PolicyKind::Managed, statement), wanted);
}

#[test]
fn a_plain_policy_has_no_findings() {
    says(
        r#"{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"a"}}}"#,
        &[],
    );
    says(
        r#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/x"}"#,
        &[],
    );
    says(
        r#"{"Effect":"Allow","Action":["ec2:Describe*","ec2:RunInstances"],"Resource":"*"}"#,
        &[],
    );
}

#[test]
fn what_does_not_exist_is_a_warning() {
    use Severity::Warning;
    says(
        r#"{"Effect":"Allow","Action":["s3:GetObjcet","s4:GetObject","s3:Nope*"],"Resource":"*"}"#,
        &[
            (Warning, "INVALID_ACTION", r#""s3:GetObjcet""#),
            (Warning, "INVALID_SERVICE_IN_ACTION", r#""s4:GetObject""#),
            (Warning, "INVALID_ACTION", r#""s3:Nope*""#),
        ],
    );
    says(
        r#"{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:SourceIpp":"a"}}}"#,
        &[(
            Warning,
            "INVALID_GLOBAL_CONDITION_KEY",
            r#""aws:SourceIpp""#,
        )],
    );
}

#[test]
fn what_gives_too_much_is_a_security_warning() {
    use Severity::SecurityWarning;
    says(
        r#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}"#,
        &[(SecurityWarning, "PASS_ROLE_WITH_STAR_IN_RESOURCE", r#""*""#)],
    );
    says(
        r#"{"Effect":"Allow","Action":"iam:Pass*","Resource":"*"}"#,
        &[(
            SecurityWarning,
            "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
            r#""*""#,
        )],
    );
    says(
        r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#,
        &[(SecurityWarning, "ALLOW_EVERYTHING", r#""*""#)],
    );
    says(
        r#"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}"#,
        &[(SecurityWarning, "ALLOW_WITH_NOT_ACTION", r#""iam:*""#)],
    );
    says(
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":"a"}}}"#,
        &[(
            SecurityWarning,
            "FORALLVALUES_WITHOUT_NULL_CHECK",
            r#""ForAllValues:StringEquals""#,
        )],
    );
    says(
        r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"NullIfExists":{"aws:TokenIssueTime":"true"}}}"#,
        &[(
            Severity::Warning,
            "NULL_WITH_IF_EXISTS",
            r#""NullIfExists""#,
        )],
    );
    let everybody = r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}"#;
    assert_eq!(
        codes(PolicyKind::Resource, everybody),
        [(SecurityWarning, "ALLOW_TO_EVERYBODY", r#""*""#.to_owned())]
    );
}

#[test]
fn what_does_nothing_or_is_said_twice_is_found() {
    says(
        r#"{"Effect":"Allow","Action":["s3:ListBucket","s3:GetObject"],"Resource":"arn:aws:s3:::b/*"}"#,
        &[(
            Severity::Warning,
            "ACTION_WITHOUT_ITS_RESOURCE",
            r#""s3:ListBucket""#,
        )],
    );
    says(
        r#"{"Effect":"Allow","Action":["s3:Get*","s3:GetObject"],"Resource":["arn:aws:s3:::b/*","arn:aws:s3:::b/x"]}"#,
        &[
            (
                Severity::Suggestion,
                "REDUNDANT_ACTION",
                r#""s3:GetObject""#,
            ),
            (
                Severity::Suggestion,
                "REDUNDANT_RESOURCE",
                r#""arn:aws:s3:::b/x""#,
            ),
        ],
    );
    let twice = r#"{"Sid":"A","Effect":"Deny","Action":"s3:*","Resource":"*"}"#;
    let found = codes(
        PolicyKind::Managed,
        &format!("{twice},{}", twice.replace("\"A\"", "\"B\"")),
    );
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].1, "REDUNDANT_STATEMENT");
}

#[test]
fn what_aws_would_not_store_comes_first_in_its_words() {
    let found = findings(
        PolicyKind::Managed,
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*"}]}"#,
    );
    assert_eq!(
        (found[0].severity, found[0].code),
        (Severity::Error, "MalformedPolicyDocument")
    );
    assert_eq!(findings(PolicyKind::Managed, "{").len(), 1);
}

#[test]
fn the_kind_is_guessed_from_principals_and_actions() {
    let of = |statement: &str| guess(&format!(r#"{{"Statement":[{statement}]}}"#));
    assert_eq!(
        of(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#),
        PolicyKind::Managed
    );
    assert_eq!(
        of(r#"{"Effect":"Allow","Principal":{"AWS":"1"},"Action":"sts:AssumeRole"}"#),
        PolicyKind::Trust
    );
    assert_eq!(
        of(r#"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}"#),
        PolicyKind::Resource
    );
    assert_eq!(guess("nonsense"), PolicyKind::Managed);
}

#[test]
fn d23_conditions_that_access_analyzer_finds() {
    use Severity::{SecurityWarning, Warning};
    let with = |condition: &str| {
        format!(
            r#"{{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{{{condition}}}}}"#
        )
    };
    says(
        &with(r#""StringEquals":{"aws:TagKeys":"a"}"#),
        &[(Warning, "MISSING_QUALIFIER", r#""StringEquals""#)],
    );
    says(
        &with(r#""StringEquals":{"aws:PrincipalTag/team":"a*"}"#),
        &[(Warning, "WILDCARD_WITHOUT_LIKE_OPERATOR", r#""a*""#)],
    );
    says(&with(r#""StringLike":{"aws:PrincipalTag/team":"a*"}"#), &[]);
    says(
        &with(r#""ForAllValues:StringEquals":{"aws:username":"a"}"#),
        &[(
            SecurityWarning,
            "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
            r#""ForAllValues:StringEquals""#,
        )],
    );
}

#[test]
fn d23_principals_that_cannot_make_the_call_or_need_a_condition() {
    let trust = |principal: &str, action: &str, rest: &str| {
        let statement =
            format!(r#"{{"Effect":"Allow","Principal":{principal},"Action":"{action}"{rest}}}"#);
        let found = codes(PolicyKind::Trust, &statement).into_iter();
        found.map(|(_, code, _)| code).collect::<Vec<_>>()
    };
    let account = r#"{"AWS":"arn:aws:iam::123456789012:root"}"#;
    let oidc = r#"{"Federated":"arn:aws:iam::123456789012:oidc-provider/id.example.com"}"#;
    assert_eq!(trust(account, "sts:AssumeRole", ""), Vec::<&str>::new());
    assert_eq!(
        trust(account, "sts:AssumeRoleWithSAML", ""),
        ["MISMATCHED_ACTION_FOR_PRINCIPAL"]
    );
    assert_eq!(
        trust(oidc, "sts:AssumeRoleWithWebIdentity", ""),
        ["MISSING_CONDITION_FOR_OIDC_PRINCIPAL"]
    );
    let condition = r#","Condition":{"StringEquals":{"id.example.com:aud":"a"}}"#;
    assert_eq!(
        trust(oidc, "sts:AssumeRoleWithWebIdentity", condition),
        Vec::<&str>::new()
    );
}
