use super::*;
use crate::policy::document::PrincipalKind;

fn parsed(text: &str) -> (Document, Vec<Warning>) {
    Document::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// The document, and the warnings as (text they point at, message).
fn warned(text: &str) -> Vec<(&str, String)> {
    parsed(text)
        .1
        .into_iter()
        .map(|warning| (at(text, warning.span), warning.message))
        .collect()
}

/// The text that an error points at, its message and help.
fn refused(text: &str) -> (&str, String, String) {
    let error = Document::parse(text).expect_err(text);
    (
        at(text, error.span),
        error.message,
        error.help.unwrap_or_default(),
    )
}

fn at(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap()
}

fn statement_with(elements: &str) -> String {
    format!(r#"{{"Statement":{{"Effect":"Allow","Action":"*",{elements}}}}}"#)
}

#[test]
fn every_element_is_read_with_its_place() {
    let text = r#"{
        "Version": "2012-10-17", "Id": "i",
        "Statement": [{
            "Sid": "my sid!", "Effect": "Deny",
            "NotPrincipal": {"AWS": ["111122223333", "AIDAX"], "Service": "ec2.amazonaws.com"},
            "NotAction": ["iam:*", "s3:Get?bject"], "Resource": "*",
            "Condition": {"BoolIfExists": {"aws:SecureTransport": false}, "NumericLessThan": {"a:b": [1.50, "2"]}}
        }]
    }"#;
    let (document, warnings) = parsed(text);
    assert_eq!(warnings, []);
    assert_eq!(document.version, Version::V2012);
    assert_eq!(document.id.as_deref(), Some("i"));
    assert_eq!(&*document.source, text);
    let statement = &document.statements[0];
    assert_eq!(statement.sid.as_deref(), Some("my sid!"));
    assert_eq!(statement.effect, Effect::Deny);
    let principal = statement.principal.as_ref().unwrap();
    assert!(principal.negated);
    let named: Vec<_> = principal
        .entries
        .iter()
        .map(|entry| (entry.kind, at(text, entry.name.span)))
        .collect();
    assert_eq!(
        named,
        [
            (PrincipalKind::Aws, "\"111122223333\""),
            (PrincipalKind::Aws, "\"AIDAX\""),
            (PrincipalKind::Service, "\"ec2.amazonaws.com\""),
        ]
    );
    let action = statement.action.as_ref().unwrap();
    assert!(action.negated);
    assert_eq!(action.patterns[1].value, "s3:Get?bject");
    assert_eq!(at(text, statement.resource.as_ref().unwrap().span), "\"*\"");
    let conditions: Vec<_> = statement
        .conditions
        .iter()
        .map(|condition| {
            let values: Vec<&str> = condition
                .values
                .iter()
                .map(|value| value.value.as_str())
                .collect();
            (
                condition.operator.value.as_str(),
                condition.key.value.as_str(),
                values,
            )
        })
        .collect();
    assert_eq!(
        conditions,
        [
            ("BoolIfExists", "aws:SecureTransport", vec!["false"]),
            ("NumericLessThan", "a:b", vec!["1.50", "2"]),
        ]
    );
}

#[test]
fn a18_a_statement_may_stand_without_its_list() {
    let (document, warnings) =
        parsed(r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#);
    assert_eq!(document.statements.len(), 1);
    assert_eq!(warnings, []);
}

#[test]
fn a20_the_last_of_two_equal_keys_counts() {
    let text = r#"{"Statement":{"Effect":"Allow","Effect":"Deny","Action":"*"}}"#;
    assert_eq!(parsed(text).0.statements[0].effect, Effect::Deny);
    assert_eq!(
        warned(text),
        [(
            "\"Effect\"",
            "`Effect` is given twice: the last one counts".to_owned()
        )]
    );
    let text = statement_with(
        r#""Condition":{"StringEquals":{"aws:PrincipalArn":"a","aws:principalarn":"b"}}"#,
    );
    assert_eq!(parsed(&text).0.statements[0].conditions.len(), 2);
    assert_eq!(
        warned(&text),
        [(
            "\"aws:principalarn\"",
            "`aws:principalarn` is given twice, in different case: both must hold".to_owned()
        )]
    );
}

#[test]
fn a23_a_version_is_optional_and_a_wrong_one_has_no_variables() {
    assert_eq!(
        parsed(&statement_with(r#""Resource":"*""#)).0.version,
        Version::V2008
    );
    let text = r#"{"Version":"2012-10-18","Statement":{"Effect":"Allow","Action":"*"}}"#;
    assert_eq!(parsed(text).0.version, Version::V2008);
    assert_eq!(
        warned(text),
        [(
            "\"2012-10-18\"",
            "unknown version `2012-10-18`: it is read as 2008-10-17, without variables".to_owned()
        )]
    );
}

#[test]
fn a5_unknown_operators_are_kept_with_a_warning() {
    let text = statement_with(
        r#""Condition":{"StringMatches":{"a":"b"},"stringequals":{"a":"b"},"Odd":{}}"#,
    );
    assert_eq!(parsed(&text).0.statements[0].conditions.len(), 2);
    assert_eq!(
        warned(&text),
        [(
            "\"StringMatches\"",
            "unknown condition operator `StringMatches`: the statement never applies".to_owned()
        )]
    );
}

#[test]
fn d22_empty_conditions_and_lists_are_read() {
    for condition in ["{}", r#"{"StringEquals":{}}"#] {
        let text = statement_with(&format!(r#""Condition":{condition}"#));
        assert_eq!(parsed(&text).0.statements[0].conditions, []);
    }
    let text = statement_with(r#""Condition":{"StringEquals":{"a":[]}},"Resource":[]"#);
    let statement = &parsed(&text).0.statements[0];
    assert_eq!(statement.conditions[0].values, []);
    assert_eq!(statement.resource.as_ref().unwrap().patterns, []);
}

#[test]
fn oddities_are_read_with_a_warning() {
    let text = statement_with(r#""Resource":["a:b", null],"Note":"x","Principal":{}"#);
    let (document, _) = parsed(&text);
    assert_eq!(
        document.statements[0]
            .resource
            .as_ref()
            .unwrap()
            .patterns
            .len(),
        1
    );
    assert_eq!(
        warned(&text),
        [
            (
                "\"Note\"",
                "unknown element `Note`: it is ignored".to_owned()
            ),
            ("{}", "the principal names nobody".to_owned()),
            ("null", "`null` in a list is skipped".to_owned()),
        ]
    );
    assert_eq!(
        warned(r#"{"Statement":[{"Effect":"Allow"}]}"#),
        [(
            "{",
            "the statement has neither `Action` nor `NotAction`: it never applies".to_owned()
        )]
    );
}

#[test]
fn mistakes_are_named_at_their_place() {
    let table = [
        (
            "{\"Statement\":[],}",
            ",",
            "nothing follows this comma",
            "remove the comma",
        ),
        ("[]", "[]", "a policy is a list, not an object", ""),
        ("{}", "{", "the policy has no `Statement`", ""),
        (
            r#"{"Statement":[]}"#,
            "[]",
            "the policy has no statement",
            "",
        ),
        (
            r#"{"statement":[]}"#,
            "\"statement\"",
            "unknown element `statement`",
            "did you mean `Statement`?",
        ),
        (
            r#"{"Statement":"x"}"#,
            "\"x\"",
            "a statement is a string, not an object",
            "",
        ),
        (
            r#"{"Statement":null}"#,
            "null",
            "a statement is null, not an object",
            "",
        ),
        (
            r#"{"Version":1,"Statement":[]}"#,
            "1",
            "`Version` is a number, not a string",
            "",
        ),
        (
            r#"{"Statement":{"Action":"*"}}"#,
            "{",
            "the statement has no `Effect`",
            "",
        ),
        (
            r#"{"Statement":{"Effect":"allow"}}"#,
            "\"allow\"",
            "unknown effect `allow`",
            "did you mean `Allow`?",
        ),
        (
            r#"{"Statement":{"Effect":"Maybe"}}"#,
            "\"Maybe\"",
            "unknown effect `Maybe`",
            "one of `Allow`, `Deny` is expected",
        ),
        (
            r#"{"Statement":{"Effect":true}}"#,
            "true",
            "`Effect` is a boolean, not a string",
            "one of `Allow`, `Deny` is expected",
        ),
        (
            r#"{"Statement":{"Effect":"Deny","Sid":7}}"#,
            "7",
            "`Sid` is a number, not a string",
            "",
        ),
        (
            r#"{"Statement":{"Effect":"Deny","Action":"*","NotAction":"*"}}"#,
            "\"NotAction\"",
            "the statement has both `Action` and `NotAction`",
            "keep one of them",
        ),
        (
            r#"{"Statement":{"Effect":"Deny","Action":{"a":1}}}"#,
            "{\"a\":1}",
            "the value is an object, not a string",
            "",
        ),
        (
            r#"{"Statement":{"Effect":"Deny","Action":["a:b",["c:d"]]}}"#,
            "[\"c:d\"]",
            "an element of the list is a list, not a string",
            "",
        ),
        (
            r#"{"Statement":{"Effect":"Deny","action":"*"}}"#,
            "\"action\"",
            "unknown element `action`",
            "did you mean `Action`?",
        ),
        (
            r#"{"Statement":{"Effect":"Deny","Principal":"111122223333"}}"#,
            "\"111122223333\"",
            "a principal without its kind can only be `*`",
            "say what it is, such as `{\"AWS\": \"…\"}`",
        ),
        (
            r#"{"Statement":{"Effect":"Deny","Principal":{"aws":"*"}}}"#,
            "\"aws\"",
            "unknown kind of principal `aws`",
            "did you mean `AWS`?",
        ),
        (
            r#"{"Statement":{"Effect":"Deny","Principal":["*"]}}"#,
            "[\"*\"]",
            "the principal is a list, not an object",
            "",
        ),
        (
            r#"{"Statement":{"Effect":"Deny","Action":"*","Condition":[]}}"#,
            "[]",
            "`Condition` is a list, not an object",
            "",
        ),
        (
            r#"{"Statement":{"Effect":"Deny","Action":"*","Condition":{"Bool":"x"}}}"#,
            "\"x\"",
            "the block of a condition operator is a string, not an object",
            "",
        ),
        (
            r#"{"Statement":{"Effect":"Deny","Action":"*","Condition":{"Bool":{"a":null}}}}"#,
            "null",
            "a condition value is null, not a string, a number or a boolean",
            "",
        ),
    ];
    for (text, place, message, help) in table {
        assert_eq!(
            refused(text),
            (place, message.to_owned(), help.to_owned()),
            "{text}"
        );
    }
}
