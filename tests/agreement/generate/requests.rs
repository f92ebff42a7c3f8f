//! Requests of every kind of caller, with contexts in which keys are missing, empty, malformed and many.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::word;
use super::words::{
    ACTION_PATTERNS, ADDRESSES, ARNS, BINARIES, BOOLS, DATES, NUMBERS, OTHERS, SESSIONS, STRINGS,
    TARGETS, USERS,
};

type Words = &'static [&'static str];

/// Keys a request may carry, how often in a hundred, and their values.
const SINGLE: [(&str, u32, Words); 14] = [
    ("aws:PrincipalTag/Team", 50, STRINGS),
    ("aws:RequestTag/team", 40, STRINGS),
    ("aws:ResourceTag/team", 40, STRINGS),
    ("aws:userid", 40, &["AIDAα", "AROAβ:αβ", "AROAβ", "①②"]),
    ("aws:CurrentTime", 60, DATES),
    ("aws:EpochTime", 50, &["1767225600", "1767225601", "0"]),
    ("aws:TokenIssueTime", 40, DATES),
    ("aws:MultiFactorAuthAge", 40, NUMBERS),
    ("s3:max-keys", 40, NUMBERS),
    ("aws:SecureTransport", 60, BOOLS),
    ("aws:MultiFactorAuthPresent", 50, BOOLS),
    ("aws:SourceIp", 60, ADDRESSES),
    ("aws:VpcSourceIp", 20, ADDRESSES),
    ("test:Blob", 50, BINARIES),
];

/// The `request` member of a question.
pub fn request() -> BoxedStrategy<Value> {
    let principal = prop_oneof![5 => select(USERS), 4 => select(SESSIONS), 4 => select(OTHERS)];
    (principal, target(), owner(), context())
        .prop_map(|(principal, (action, arn), owner, mut context)| {
            // A session ARN drops the path of its role; the request may say it.
            if !principal.contains(":assumed-role/") {
                context.shift_remove("aws:PrincipalArn");
            }
            let resource = match owner {
                Some(owner) if arn.contains(":::") || arn == "*" => {
                    json!({ "arn": arn, "accountId": owner })
                }
                Some(_) => json!({ "arn": arn }),
                None => arn.into(),
            };
            json!({ "principal": principal, "action": action, "resource": resource, "context": context })
        })
        .boxed()
}

/// An action, and a resource it is asked on; seldom two that do not belong together.
fn target() -> BoxedStrategy<(String, String)> {
    let fitting = select(TARGETS).prop_flat_map(|(resources, actions)| {
        (select(actions), select(resources))
            .prop_map(|(action, arn)| (action.to_owned(), arn.to_owned()))
    });
    let others = (select(TARGETS), select(TARGETS))
        .prop_map(|(a, b)| (a.1[0].to_owned(), b.0[0].to_owned()));
    let odd = (select(ACTION_PATTERNS), select(TARGETS))
        .prop_map(|(action, target)| (action.to_owned(), target.0[0].to_owned()));
    prop_oneof![20 => fitting, 2 => others, 1 => odd].boxed()
}

fn owner() -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![4 => Just(None), 3 => Just(Some("①②")), 1 => Just(Some("①③"))]
}

fn context() -> BoxedStrategy<Map<String, Value>> {
    let singles: Vec<_> = SINGLE
        .iter()
        .map(|(name, share, values)| {
            let share = f64::from(*share) / 100.0;
            prop::option::weighted(share, select(*values))
                .prop_map(|value| value.map(|value| (*name, unquoted(value))))
        })
        .collect();
    let names = prop::collection::vec(word(STRINGS), 0..3).prop_map(Value::from);
    let lists = prop_oneof![4 => names, 1 => word(STRINGS)];
    let second = prop::option::weighted(0.1, word(STRINGS));
    let roles =
        select(&["arn:aws:iam::①②:role/αγ", "arn:aws:iam::①②:role/γ/β"][..]).prop_map(Value::from);
    (
        singles,
        prop::option::weighted(0.5, lists.clone()),
        prop::option::weighted(0.3, lists),
        prop::option::weighted(0.4, word(ARNS)),
        second,
        prop::option::weighted(0.3, roles),
    )
        .prop_map(
            |(singles, tag_keys, called_via, source_arn, second, role)| {
                let mut context: Map<String, Value> = singles
                    .into_iter()
                    .flatten()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect();
                for (name, value) in [
                    ("aws:TagKeys", tag_keys),
                    ("aws:CalledVia", called_via),
                    ("aws:SourceArn", source_arn),
                    // The same tag in another case.
                    ("aws:PrincipalTag/team", second),
                    ("aws:PrincipalArn", role),
                ] {
                    if let Some(value) = value {
                        context.insert(name.to_owned(), value);
                    }
                }
                context
            },
        )
        .boxed()
}

/// Values may be given as JSON numbers and booleans.
fn unquoted(text: &str) -> Value {
    match text {
        "true" => true.into(),
        "10" => 10.into(),
        _ => text.into(),
    }
}
