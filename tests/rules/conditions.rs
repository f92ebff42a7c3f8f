//! Section D: condition operators and variables, as whole questions. What operators make of single values is tested beside
//! them in `src/policy/condition`.

use serde_json::{Value, json};

use crate::ask::{Ask, BOB, SESSION, allow, allow_all, allow_if, ask, bob, deny_if};

/// Whether a condition holds in a question.
#[track_caller]
fn holds(question: &Ask, condition: Value, expected: bool) {
    let question = question.clone().identity(allow_if(condition));
    match expected {
        true => question.allowed(),
        false => question.lacks(&["identity"]),
    }
}

#[test]
fn d2_negated_set_operators_on_a_missing_key() {
    holds(
        &bob(),
        json!({ "ForAnyValue:StringNotEquals": { "aws:TagKeys": "a" } }),
        false,
    );
    holds(
        &bob(),
        json!({ "ForAllValues:StringNotEquals": { "aws:TagKeys": "a" } }),
        true,
    );
    holds(
        &bob(),
        json!({ "ForAnyValue:StringNotEqualsIfExists": { "aws:TagKeys": "a" } }),
        true,
    );
}

#[test]
fn d5_u20_an_empty_string_is_present() {
    let empty = bob().key("aws:RequestTag/a", "");
    holds(
        &empty,
        json!({ "Null": { "aws:RequestTag/a": "false" } }),
        true,
    );
    holds(
        &empty,
        json!({ "Null": { "aws:RequestTag/a": "true" } }),
        false,
    );
    holds(
        &empty,
        json!({ "StringEquals": { "aws:RequestTag/a": "" } }),
        true,
    );
    holds(
        &empty,
        json!({ "ForAnyValue:StringEquals": { "aws:RequestTag/a": "" } }),
        false,
    );
    holds(
        &bob(),
        json!({ "Null": { "aws:RequestTag/a": true } }),
        true,
    );
}

#[test]
fn d6_mfa_on_three_kinds_of_credentials() {
    let access_key = bob();
    let without = bob().key("aws:MultiFactorAuthPresent", "false");
    let with = bob().key("aws:MultiFactorAuthPresent", "true");
    let all = [&access_key, &without, &with];
    for (operator, value, expected) in [
        ("Bool", "false", [false, true, false]),
        ("BoolIfExists", "false", [true, true, false]),
        ("Bool", "true", [false, false, true]),
        ("BoolIfExists", "true", [true, false, true]),
        ("Null", "false", [false, true, true]),
    ] {
        let condition = json!({ operator: { "aws:MultiFactorAuthPresent": value } });
        for (question, expected) in all.iter().zip(expected) {
            holds(question, condition.clone(), expected);
        }
    }
}

#[test]
fn d7_d8_u21_what_cannot_be_read_matches_nothing_negated_or_not() {
    for (operator, value, wanted) in [
        ("NumericEquals", "ten", "10"),
        ("NumericNotEquals", "ten", "10"),
        ("NumericNotEquals", "10", "eleven"),
        ("NumericLessThan", "", "10"),
        ("DateNotEquals", "yesterday", "2026-01-01T00:00:00Z"),
        ("DateNotEquals", "2026-01-01T00:00:00Z", "tomorrow"),
        ("IpAddress", "somewhere", "0.0.0.0/0"),
        ("NotIpAddress", "somewhere", "10.0.0.0/8"),
        ("NotIpAddress", "10.0.0.1", "10.0.0.0/33"),
        ("ArnNotLike", "no-arn", "arn:aws:iam::111122223333:user/*"),
        ("ArnNotLike", "arn:aws:iam::111122223333:user/Bob", "no-arn"),
    ] {
        let question = bob().key("test:key", value);
        holds(
            &question,
            json!({ operator: { "test:key": wanted } }),
            false,
        );
    }
}

#[test]
fn d8_that_very_second_is_not_before_itself() {
    let now = bob()
        .key("aws:CurrentTime", "2026-01-01T00:00:00Z")
        .key("aws:EpochTime", "1767225600");
    let date = |operator: &str| json!({ operator: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } });
    holds(&now, date("DateLessThan"), false);
    holds(&now, date("DateLessThanEquals"), true);
    holds(
        &now,
        json!({ "DateEquals": { "aws:EpochTime": "2026-01-01T00:00:00Z" } }),
        true,
    );
    holds(
        &now,
        json!({ "NumericEquals": { "aws:EpochTime": 1_767_225_600 } }),
        true,
    );
}

#[test]
fn d9_bytes_are_compared_not_their_spelling() {
    let of = |value: &str| bob().key("test:blob", value);
    let equals = |wanted: &str| json!({ "BinaryEquals": { "test:blob": wanted } });
    holds(&of("QQ=="), equals("QQ=="), true);
    // The last four bits stand for nothing.
    holds(&of("QQ=="), equals("QR=="), true);
    holds(&of("QQ=="), equals("qq=="), false);
    holds(&of("?"), equals("?"), false);
}

#[test]
fn d11_through_an_endpoint_there_is_no_source_ip() {
    let inside = json!({ "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } });
    let outside = json!({ "NotIpAddress": { "aws:SourceIp": "203.0.113.0/24" } });
    let through = bob()
        .key("aws:SourceVpce", "vpce-1")
        .key("aws:VpcSourceIp", "10.0.0.1");
    holds(&through, inside.clone(), false);
    through
        .identity(allow_all())
        .identity(deny_if(outside.clone()))
        .denied_by(&["identity"]);
    let direct = bob().key("aws:SourceIp", "203.0.113.9");
    holds(&direct, inside, true);
    direct
        .identity(allow_all())
        .identity(deny_if(outside))
        .allowed();
}

#[test]
fn d12_u22_variables_are_for_strings_and_arns() {
    let tagged = bob()
        .key("aws:PrincipalTag/secure", "true")
        .key("aws:SecureTransport", "true");
    let variable = "${aws:PrincipalTag/secure}";
    holds(
        &tagged,
        json!({ "Bool": { "aws:SecureTransport": variable } }),
        false,
    );
    holds(
        &tagged,
        json!({ "StringEquals": { "aws:SecureTransport": variable } }),
        true,
    );
    let numbered = bob()
        .key("aws:PrincipalTag/age", "60")
        .key("test:age", "60");
    let variable = "${aws:PrincipalTag/age}";
    holds(
        &numbered,
        json!({ "NumericEquals": { "test:age": variable } }),
        false,
    );
    holds(
        &numbered,
        json!({ "NumericNotEquals": { "test:age": variable } }),
        false,
    );
}

#[test]
fn d12_a_variable_may_bring_the_colons_of_an_arn() {
    let own = |wanted: &str| json!({ "ArnLike": { "aws:SourceArn": wanted } });
    let not_own = |wanted: &str| json!({ "ArnNotLike": { "aws:SourceArn": wanted } });
    let from = |arn: &str| bob().key("aws:SourceArn", arn);
    holds(&from(BOB), own("${aws:PrincipalArn}"), true);
    holds(&from(BOB), not_own("${aws:PrincipalArn}"), false);
    holds(&from(SESSION), own("${aws:PrincipalArn}"), false);
    holds(
        &from(BOB),
        own("arn:aws:iam::${aws:PrincipalAccount}:user/*"),
        true,
    );
    holds(
        &from(BOB),
        own("arn:aws:iam::${aws:username}:user/*"),
        false,
    );
    holds(
        &from(BOB),
        own("${test:absent, 'arn:aws:iam::111122223333:user/Bob'}"),
        true,
    );
    // An unresolved one equals nothing; one that resolves to no ARN cannot be compared.
    holds(&from(BOB), not_own("${test:absent}"), true);
    holds(&from(BOB), not_own("${aws:username}"), false);
}

#[test]
fn d13_defaults_and_escapes() {
    let object = |key: &str| {
        ask(BOB, "s3:GetObject", &format!("arn:aws:s3:::b/{key}")).owner(crate::ask::ACCOUNT)
    };
    let on = |pattern: &str| allow("s3:GetObject", &format!("arn:aws:s3:::b/{pattern}"));
    object("guest")
        .identity(on("${aws:PrincipalTag/team, 'guest'}"))
        .allowed();
    let tagged = object("blog").key("aws:PrincipalTag/team", "blog");
    tagged
        .identity(on("${aws:PrincipalTag/team, 'guest'}"))
        .allowed();
    object("*").identity(on("${*}")).allowed();
    object("x").identity(on("${*}")).lacks(&["identity"]);
    object("?$").identity(on("${?}${$}")).allowed();
}

#[test]
fn d14_u23_a_wildcard_in_a_value_is_literal() {
    let pattern = allow("s3:GetObject", "arn:aws:s3:::b/${aws:PrincipalTag/team}/*");
    let of = |team: &str, key: &str| {
        ask(BOB, "s3:GetObject", &format!("arn:aws:s3:::b/{key}"))
            .key("aws:PrincipalTag/team", team)
            .identity(pattern.clone())
    };
    of("a*", "a*/x").allowed();
    of("a*", "ab/x").lacks(&["identity"]);
    let like = json!({ "StringLike": { "test:key": "${aws:PrincipalTag/team}" } });
    let tagged = bob().key("aws:PrincipalTag/team", "a*");
    holds(&tagged.clone().key("test:key", "ab"), like.clone(), false);
    holds(&tagged.key("test:key", "a*"), like, true);
}

#[test]
fn d16_u24_unresolved_variables() {
    let on = |element: &str| json!({ "Effect": "Allow", "Action": "*", element: ["arn:aws:s3:::${aws:PrincipalTag/team}/*"] });
    bob().identity(on("Resource")).lacks(&["identity"]);
    bob().identity(on("NotResource")).allowed();
    let with =
        |operator: &str| json!({ operator: { "aws:PrincipalType": "${aws:PrincipalTag/team}" } });
    holds(&bob(), with("StringEquals"), false);
    holds(&bob(), with("StringLike"), false);
    holds(&bob(), with("StringNotEquals"), true);
    holds(&bob(), with("StringNotLike"), true);
}

#[test]
fn d17_a_list_cannot_be_a_variable() {
    let listed = bob()
        .key("aws:TagKeys", json!(["team"]))
        .key("test:key", "team");
    holds(
        &listed,
        json!({ "StringEquals": { "test:key": "${aws:TagKeys}" } }),
        false,
    );
    holds(
        &listed,
        json!({ "StringNotEquals": { "test:key": "${aws:TagKeys}" } }),
        true,
    );
    holds(
        &listed,
        json!({ "StringEquals": { "test:key": "${aws:TagKeys, 'team'}" } }),
        true,
    );
}

#[test]
fn d18_u19_lists_need_a_set_operator() {
    let listed = bob().key("aws:TagKeys", json!(["a", "b"]));
    for (operator, wanted, expected) in [
        ("ForAnyValue:StringEquals", json!(["b", "c"]), true),
        ("ForAllValues:StringEquals", json!(["b", "c"]), false),
        ("ForAllValues:StringEquals", json!(["a", "b", "c"]), true),
        ("ForAnyValue:StringNotEquals", json!("a"), true),
        ("ForAllValues:StringNotEquals", json!("a"), false),
        ("StringEquals", json!(["a", "b"]), false),
        ("StringNotEquals", json!("c"), false),
        ("StringLikeIfExists", json!("*"), false),
    ] {
        holds(
            &listed,
            json!({ operator: { "aws:TagKeys": wanted } }),
            expected,
        );
    }
}

#[test]
fn d19_u25_tag_values_compare_as_the_operator_says() {
    let tagged = bob().key("aws:PrincipalTag/team", "Blog");
    holds(
        &tagged,
        json!({ "StringEquals": { "aws:PrincipalTag/team": "blog" } }),
        false,
    );
    holds(
        &tagged,
        json!({ "StringEqualsIgnoreCase": { "aws:PrincipalTag/team": "blog" } }),
        true,
    );
    let two = bob()
        .key("aws:ResourceTag/Team", "first")
        .key("aws:ResourceTag/team", "second");
    for (key, value) in [
        ("aws:ResourceTag/Team", "first"),
        ("aws:ResourceTag/team", "second"),
        ("aws:ResourceTag/TEAM", "first"),
    ] {
        holds(&two, json!({ "StringEquals": { key: value } }), true);
    }
}

#[test]
fn d20_revoking_sessions_leaves_access_keys_alone() {
    let revoke =
        deny_if(json!({ "DateLessThan": { "aws:TokenIssueTime": "2026-01-01T12:00:00Z" } }));
    let session = |issued: &str| {
        ask(SESSION, "s3:GetObject", "arn:aws:s3:::bucket/key")
            .key("aws:TokenIssueTime", issued)
            .identity(allow_all())
            .identity(revoke.clone())
    };
    session("2026-01-01T11:59:59Z").denied_by(&["identity"]);
    session("2026-01-01T12:00:00Z").allowed();
    bob().identity(allow_all()).identity(revoke).allowed();
}

#[test]
fn d21_an_unknown_key_is_an_absent_key() {
    holds(
        &bob(),
        json!({ "StringEquals": { "nosuch:key": "a" } }),
        false,
    );
    let deny = deny_if(json!({ "StringNotEquals": { "nosuch:key": "a" } }));
    bob()
        .identity(allow_all())
        .identity(deny)
        .denied_by(&["identity"]);
}

#[test]
fn d22_u26_nothing_to_compare_with() {
    holds(&bob(), json!({}), true);
    holds(&bob(), json!({ "StringEquals": {} }), true);
    let present = bob().key("test:key", "a");
    for (operator, if_present, if_absent) in [
        ("StringEquals", false, false),
        ("StringNotEquals", false, false),
        ("ForAnyValue:StringEquals", false, false),
        ("ForAllValues:StringEquals", false, true),
        ("StringEqualsIfExists", false, true),
    ] {
        holds(
            &present,
            json!({ operator: { "test:key": [] } }),
            if_present,
        );
        holds(&bob(), json!({ operator: { "test:key": [] } }), if_absent);
    }
}
