//! Condition blocks: all operators, mostly on keys and values of their own family.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value};

use super::words::{
    ADDRESSES, ARN_KEYS, ARN_PATTERNS, ARNS, BINARIES, BINARY_KEYS, BOOL_KEYS, BOOLS, DATE_KEYS,
    DATES, IP_KEYS, LIST_KEYS, NUMBER_KEYS, NUMBERS, RANGES, STRING_KEYS, STRING_PATTERNS,
};

type Words = &'static [&'static str];

const STRING: Words = &[
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "stringlike",
];
const NUMERIC: Words = &[
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
];
const DATE: Words = &[
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
];
const IP: Words = &["IpAddress", "NotIpAddress"];
const ARN: Words = &["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"];

/// Operators, keys and values of every family, with their share.
const FAMILIES: [(u32, Words, Words, Words); 10] = [
    (6, STRING, STRING_KEYS, STRING_PATTERNS),
    (4, STRING, LIST_KEYS, STRING_PATTERNS),
    (2, NUMERIC, NUMBER_KEYS, NUMBERS),
    (2, DATE, DATE_KEYS, DATES),
    (3, &["Bool"], BOOL_KEYS, BOOLS),
    (1, &["BinaryEquals"], BINARY_KEYS, BINARIES),
    (2, IP, IP_KEYS, RANGES),
    (3, ARN, ARN_KEYS, ARN_PATTERNS),
    (2, &["Null"], STRING_KEYS, &["true", "false", "maybe"]),
    (1, &["Null", "StringMatches"], LIST_KEYS, &["true", "false"]),
];

const ALL_KEYS: [Words; 8] = [
    STRING_KEYS,
    LIST_KEYS,
    NUMBER_KEYS,
    DATE_KEYS,
    BOOL_KEYS,
    BINARY_KEYS,
    IP_KEYS,
    ARN_KEYS,
];
const ALL_VALUES: [Words; 6] = [STRING_PATTERNS, NUMBERS, DATES, ADDRESSES, ARNS, BOOLS];

/// The `Condition` of a statement.
pub fn conditions() -> BoxedStrategy<Value> {
    prop::collection::vec(condition(), 0..3)
        .prop_map(|conditions| {
            let mut blocks = Map::new();
            for (operator, key, values) in conditions {
                let block = blocks.entry(operator).or_insert_with(|| Map::new().into());
                block.as_object_mut().unwrap().insert(key, values);
            }
            blocks.into()
        })
        .boxed()
}

fn condition() -> BoxedStrategy<(String, String, Value)> {
    let families = FAMILIES
        .map(|(share, operators, keys, values)| (share, family(operators, keys, values).boxed()));
    prop::strategy::Union::new_weighted(families.to_vec()).boxed()
}

fn family(
    operators: Words,
    keys: Words,
    values: Words,
) -> impl Strategy<Value = (String, String, Value)> {
    let lists = std::ptr::eq(keys, LIST_KEYS);
    let prefix = prop_oneof![
        if lists { 1 } else { 12 } => Just(""),
        if lists { 2 } else { 1 } => Just("ForAllValues:"),
        if lists { 2 } else { 1 } => Just("ForAnyValue:"),
    ];
    let suffix = prop_oneof![3 => Just(""), 1 => Just("IfExists")];
    let key = prop_oneof![12 => select(keys), 1 => select(ALL_KEYS.concat())];
    let operator = (prefix, select(operators), suffix)
        .prop_map(|(prefix, operator, suffix)| format!("{prefix}{operator}{suffix}"));
    (operator, key, wanted(values))
        .prop_map(|(operator, key, values)| (operator, key.to_owned(), values))
}

/// One value or a list, now and then an empty one; numbers and booleans sometimes without quotes.
fn wanted(values: Words) -> BoxedStrategy<Value> {
    let text = prop_oneof![14 => select(values), 1 => select(ALL_VALUES.concat())];
    let one = (text, any::<bool>()).prop_map(|(text, unquoted)| unquote(text, unquoted));
    let many = prop::collection::vec(one.clone(), 2..4).prop_map(Value::from);
    prop_oneof![10 => one, 6 => many, 1 => Just(Value::Array(vec![]))].boxed()
}

fn unquote(text: &str, unquoted: bool) -> Value {
    match text {
        "true" | "false" | "0" | "10" | "-5" | "3600" | "10.5" | "1767225600" if unquoted => {
            serde_json::from_str(text).unwrap()
        }
        _ => text.into(),
    }
}
