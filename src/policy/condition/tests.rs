use super::*;
use crate::policy::Document;
use crate::policy::context::Context;

/// Whether `{operator: {key: values}}` holds where `key` has `found`.
fn holds(operator: &str, values: &str, found: Option<ContextValue>) -> bool {
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"{operator}":{{"k":{values}}}}}}}]}}"#
    );
    let (document, _) = Document::parse(&text).unwrap();
    let condition = &document.statements[0].conditions[0];
    let mut context = Context::default();
    context.set("aws:username", "carlos");
    if let Some(value) = found {
        context.set("K", value);
    }
    Condition::new(condition, document.version).holds(Keys::from(&context))
}

fn one(value: &str) -> Option<ContextValue> {
    Some(value.into())
}

fn many(values: &[&str]) -> Option<ContextValue> {
    Some(
        values
            .iter()
            .map(|value| (*value).to_owned())
            .collect::<Vec<_>>()
            .into(),
    )
}

#[test]
fn d1_d2_a_missing_key() {
    for (operator, expected) in [
        ("StringEquals", false),
        ("StringNotEquals", true),
        ("StringEqualsIfExists", true),
        ("ForAllValues:StringEquals", true),
        ("ForAllValues:StringNotEquals", true),
        ("ForAnyValue:StringEquals", false),
        ("ForAnyValue:StringNotEquals", false),
        ("NumericNotEquals", true),
        ("NotIpAddress", true),
        ("ArnNotLike", true),
        ("DateNotEquals", true),
        ("Bool", false),
        ("BoolIfExists", true),
    ] {
        assert_eq!(holds(operator, "\"1\"", None), expected, "{operator}");
    }
}

#[test]
fn a5_operators_ignore_case_and_unknown_ones_match_nothing() {
    assert!(holds("stringequals", "\"a\"", one("a")));
    assert!(!holds("StringResembles", "\"a\"", one("a")));
    assert!(!holds("StringNotResembles", "\"a\"", None));
}

#[test]
fn b2_values_are_ored_and_under_a_negated_operator_nored() {
    assert!(holds("StringEquals", r#"["a","b"]"#, one("b")));
    assert!(!holds("StringNotEquals", r#"["a","b"]"#, one("b")));
    assert!(holds("StringNotEquals", r#"["a","b"]"#, one("c")));
}

#[test]
fn d3_sets_that_are_empty() {
    for found in [many(&[]), many(&[""]), one("")] {
        assert!(holds("ForAllValues:StringEquals", "\"a\"", found.clone()));
        assert!(!holds("ForAnyValue:StringEquals", "\"a\"", found));
    }
}

#[test]
fn d4_several_values_need_a_quantifier() {
    for operator in ["StringEquals", "StringNotEquals", "StringLike"] {
        assert!(!holds(operator, "\"a\"", many(&["a", "b"])), "{operator}");
    }
    assert!(holds(
        "ForAnyValue:StringEquals",
        "\"a\"",
        many(&["a", "b"])
    ));
    assert!(!holds(
        "ForAllValues:StringEquals",
        "\"a\"",
        many(&["a", "b"])
    ));
    assert!(holds(
        "ForAllValues:StringEquals",
        r#"["a","b","c"]"#,
        many(&["a", "b"])
    ));
}

#[test]
fn d5_null_asks_for_absence() {
    assert!(holds("Null", "\"true\"", None));
    assert!(!holds("Null", "\"true\"", one("x")));
    assert!(holds("Null", "\"false\"", one("x")));
    assert!(holds("Null", "false", one("")));
    assert!(holds("ForAllValues:Null", "\"true\"", one("x")));
    assert!(!holds("ForAnyValue:Null", "\"true\"", None));
}

#[test]
fn d6_bool_of_three_kinds_of_credentials() {
    let kinds = [None, one("false"), one("true")];
    for (operator, value, expected) in [
        ("Bool", "\"false\"", [false, true, false]),
        ("BoolIfExists", "\"false\"", [true, true, false]),
        ("Bool", "\"true\"", [false, false, true]),
        ("BoolIfExists", "\"true\"", [true, false, true]),
        ("Null", "\"false\"", [false, true, true]),
        ("Bool", "\"TRUE\"", [false, false, true]),
    ] {
        let verdicts = kinds.clone().map(|found| holds(operator, value, found));
        assert_eq!(verdicts, expected, "{operator} {value}");
    }
}

#[test]
fn a19_unquoted_values_equal_their_strings() {
    assert!(holds("Bool", "false", one("false")));
    assert!(holds("NumericEquals", "5", one("5")));
}

#[test]
fn d7_numbers() {
    assert!(holds("NumericLessThan", "\"10\"", one("9")));
    assert!(!holds("NumericLessThan", "\"10\"", one("10")));
    assert!(holds("NumericGreaterThanEquals", "\"2.5\"", one("2.50")));
    assert!(holds(
        "NumericEquals",
        "\"9007199254740993\"",
        one("9007199254740993")
    ));
    assert!(!holds(
        "NumericEquals",
        "\"9007199254740993\"",
        one("9007199254740992")
    ));
    for operator in ["NumericEquals", "NumericNotEquals", "NumericLessThan"] {
        assert!(!holds(operator, "\"10\"", one("ten")), "{operator}");
        assert!(!holds(operator, "\"ten\"", one("10")), "{operator}");
    }
}

#[test]
fn d8_dates() {
    let new_year = one("2026-01-01T00:00:00Z");
    assert!(!holds(
        "DateLessThan",
        "\"2026-01-01T00:00:00Z\"",
        new_year.clone()
    ));
    assert!(holds("DateLessThanEquals", "\"2026\"", new_year.clone()));
    assert!(holds("DateEquals", "\"1767225600\"", new_year.clone()));
    assert!(holds(
        "DateEquals",
        "\"2026-01-01T01:00:00+01:00\"",
        new_year
    ));
    for operator in ["DateEquals", "DateNotEquals"] {
        assert!(
            !holds(operator, "\"2026-01-01T00:00:00Z\"", one("soon")),
            "{operator}"
        );
    }
}

#[test]
fn d9_binary_compares_decoded_bytes() {
    assert!(holds("BinaryEquals", "\"QmluYXJ5\"", one("QmluYXJ5")));
    assert!(!holds("BinaryEquals", "\"QmluYXJ5\"", one("qmluYXJ5")));
    assert!(!holds("BinaryEquals", "\"!\"", one("!")));
}

#[test]
fn d10_addresses() {
    assert!(holds("IpAddress", "\"10.0.0.0/8\"", one("10.1.2.3")));
    assert!(holds("IpAddress", "\"10.1.2.3/8\"", one("10.9.9.9")));
    assert!(holds("IpAddress", "\"10.1.2.3\"", one("10.1.2.3")));
    assert!(!holds("IpAddress", "\"10.1.2.3\"", one("10.1.2.4")));
    assert!(holds("IpAddress", "\"2001:db8::/32\"", one("2001:db8::1")));
    assert!(!holds("IpAddress", "\"0.0.0.0/0\"", one("2001:db8::1")));
    assert!(holds("NotIpAddress", "\"0.0.0.0/0\"", one("2001:db8::1")));
    for operator in ["IpAddress", "NotIpAddress"] {
        assert!(
            !holds(operator, "\"10.0.0.0/8\"", one("localhost")),
            "{operator}"
        );
    }
}

#[test]
fn a13_arn_operators_take_wildcards() {
    let role = one("arn:aws:iam::111122223333:role/Admin");
    for operator in ["ArnEquals", "ArnLike"] {
        assert!(
            holds(operator, "\"arn:aws:iam::*:role/*\"", role.clone()),
            "{operator}"
        );
        assert!(
            !holds(operator, "\"arn:aws:iam::*:role/admin\"", role.clone()),
            "{operator}"
        );
        assert!(
            !holds(operator, "\"arn:aws:iam::*:role/*\"", one("nonsense")),
            "{operator}"
        );
    }
    for operator in ["ArnNotEquals", "ArnNotLike"] {
        assert!(
            !holds(operator, "\"arn:aws:iam::*:role/*\"", role.clone()),
            "{operator}"
        );
        assert!(
            !holds(operator, "\"arn:aws:iam::*:role/*\"", one("nonsense")),
            "{operator}"
        );
    }
}

#[test]
fn strings_of_the_other_kinds() {
    assert!(holds("StringEqualsIgnoreCase", "\"ABC\"", one("abc")));
    assert!(!holds("StringNotEqualsIgnoreCase", "\"ABC\"", one("abc")));
    assert!(holds("StringLike", "\"a*c?\"", one("abbbcd")));
    assert!(!holds("StringNotLike", "\"a*\"", one("abc")));
}

#[test]
fn d12_d16_variables_in_values() {
    assert!(holds("StringEquals", "\"${aws:username}\"", one("carlos")));
    assert!(!holds("StringEquals", "\"${aws:nobody}\"", one("carlos")));
    assert!(holds("StringNotEquals", "\"${aws:nobody}\"", one("carlos")));
    assert!(holds("StringEquals", "\"${aws:nobody, 'x'}\"", one("x")));
    assert!(holds(
        "ArnLike",
        "\"arn:aws:iam::1:user/${aws:username}\"",
        one("arn:aws:iam::1:user/carlos")
    ));
}

#[test]
fn d22_an_empty_list_of_values() {
    for (operator, present, absent) in [
        ("StringEquals", false, false),
        ("StringNotEquals", false, false),
        ("ForAnyValue:StringEquals", false, false),
        ("ForAllValues:StringEquals", false, true),
        ("StringEqualsIfExists", false, true),
    ] {
        assert_eq!(holds(operator, "[]", one("a")), present, "{operator}");
        assert_eq!(holds(operator, "[]", None), absent, "{operator}");
    }
}
