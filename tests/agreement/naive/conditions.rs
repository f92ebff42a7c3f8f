//! Condition operators. Sources: "IAM JSON policy elements: Condition operators", "Conditions with multiple context keys or
//! values"; the choices of section "Known uncertainties".

use std::cmp::Ordering;
use std::net::IpAddr;

use serde_json::Value;

use super::context::Context;
use super::dates;
use super::strings::{Mark, arn_matches, arn_parts, marks, text_matches};

/// Whether one operator on one key holds.
pub fn holds(
    operator: &str,
    key: &str,
    values: &[&Value],
    is_2012: bool,
    context: &Context,
) -> bool {
    let operator = operator.to_lowercase();
    let (set, rest) = match operator.split_once(':') {
        Some((set, rest)) if set == "forallvalues" || set == "foranyvalue" => (set, rest),
        Some(_) => return false,
        None => ("", operator.as_str()),
    };
    let (base, if_exists) = match rest.strip_suffix("ifexists") {
        Some(base) => (base, true),
        None => (rest, false),
    };
    let Some(negated) = is_negated(base) else {
        return false;
    };
    let wanted: Vec<String> = values
        .iter()
        .map(|value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
        .collect();
    let found = context.find(key);
    if base == "null" {
        let absent = found.is_none().to_string();
        return match set {
            "forallvalues" => true,
            "foranyvalue" => false,
            _ => wanted.iter().any(|value| value.to_lowercase() == absent),
        };
    }
    let Some(found) = found else {
        return match set {
            _ if if_exists => true,
            "forallvalues" => true,
            "foranyvalue" => false,
            _ => negated && !wanted.is_empty(),
        };
    };
    if wanted.is_empty() {
        return false;
    }
    let one = |value: &String| compare(base, negated, value, &wanted, is_2012, context);
    let nothing = found.values.is_empty() || found.values.len() == 1 && found.values[0].is_empty();
    match set {
        "forallvalues" => nothing || found.values.iter().all(one),
        "foranyvalue" => !nothing && found.values.iter().any(one),
        // A list needs a set operator, unless it holds just one value.
        _ => found.values.len() == 1 && one(&found.values[0]),
    }
}

/// Whether the operator is a negated one; `None` if there is no such operator.
fn is_negated(base: &str) -> Option<bool> {
    match base {
        "stringnotequals"
        | "stringnotequalsignorecase"
        | "stringnotlike"
        | "numericnotequals"
        | "datenotequals"
        | "notipaddress"
        | "arnnotequals"
        | "arnnotlike" => Some(true),
        "stringequals"
        | "stringequalsignorecase"
        | "stringlike"
        | "bool"
        | "binaryequals"
        | "ipaddress"
        | "arnequals"
        | "arnlike"
        | "null" => Some(false),
        _ => {
            let comparison = base.strip_prefix("numeric").or(base.strip_prefix("date"))?;
            let known = [
                "equals",
                "lessthan",
                "lessthanequals",
                "greaterthan",
                "greaterthanequals",
            ];
            known.contains(&comparison).then_some(false)
        }
    }
}

/// One value of the request against all values of the policy: OR, and NOR under a negated operator. A value that cannot be
/// read on either side makes no match, negated or not (U21).
fn compare(
    base: &str,
    negated: bool,
    value: &str,
    wanted: &[String],
    is_2012: bool,
    context: &Context,
) -> bool {
    let equal = |wanted: &String| equals(base, value, wanted, is_2012, context);
    if negated {
        wanted.iter().all(|wanted| equal(wanted) == Some(false))
    } else {
        wanted.iter().any(|wanted| equal(wanted) == Some(true))
    }
}

/// The positive form of the operator; `None` for what cannot be read.
fn equals(base: &str, value: &str, wanted: &str, is_2012: bool, context: &Context) -> Option<bool> {
    let name = base.replace("not", "");
    match name.as_str() {
        "stringequals" | "stringequalsignorecase" | "stringlike" => {
            let Some(pattern) = marks(wanted, name == "stringlike", is_2012, context) else {
                // An unresolved variable equals nothing (D16).
                return Some(false);
            };
            if name == "stringequalsignorecase" {
                let plain: String = pattern.iter().filter_map(Mark::literal).collect();
                return Some(plain.to_lowercase() == value.to_lowercase());
            }
            Some(text_matches(&pattern, value))
        }
        "arnequals" | "arnlike" => {
            let own = arn_parts(value)?;
            match marks(wanted, true, is_2012, context) {
                Some(pattern) => arn_matches(&pattern, &own),
                None => Some(false),
            }
        }
        "bool" => Some(boolean(value)? == boolean(wanted)?),
        "binaryequals" => Some(bytes(value)? == bytes(wanted)?),
        "ipaddress" => in_range(value, wanted),
        _ => {
            let (order, comparison) = match name.strip_prefix("numeric") {
                Some(comparison) => (number(value)?.cmp(&number(wanted)?), comparison),
                None => (
                    dates::read(value)?.cmp(&dates::read(wanted)?),
                    &name["date".len()..],
                ),
            };
            Some(match comparison {
                "equals" => order == Ordering::Equal,
                "lessthan" => order == Ordering::Less,
                "lessthanequals" => order != Ordering::Greater,
                "greaterthan" => order == Ordering::Greater,
                _ => order != Ordering::Less,
            })
        }
    }
}

fn boolean(text: &str) -> Option<bool> {
    text.to_lowercase().parse().ok()
}

/// A decimal number in thousandths, which is as fine as the generator's words go.
fn number(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    if !(whole.to_owned() + fraction)
        .chars()
        .all(|c| c.is_ascii_digit())
        || fraction.is_empty()
    {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<3}").parse().ok()?;
    Some(sign * (whole.parse::<i64>().ok()? * 1000 + fraction))
}

/// Decodes base64.
fn bytes(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let plain = text
        .strip_suffix("==")
        .or(text.strip_suffix('='))
        .unwrap_or(text);
    let mut bits = String::new();
    for c in plain.chars() {
        bits += &format!("{:06b}", ALPHABET.find(c)?);
    }
    let whole = bits.len() / 8 * 8;
    let byte = |at: usize| u8::from_str_radix(&bits[at..at + 8], 2).unwrap();
    Some((0..whole).step_by(8).map(byte).collect())
}

/// Host bits are ignored; the families do not match each other.
fn in_range(address: &str, range: &str) -> Option<bool> {
    let (base, length) = match range.split_once('/') {
        Some((base, length)) => (base, Some(length.parse::<u32>().ok()?)),
        None => (range, None),
    };
    let (address, width) = number_of(address)?;
    let (base, base_width) = number_of(base)?;
    let length = length.unwrap_or(base_width);
    if length > base_width {
        return None;
    }
    let free = base_width - length;
    let shifted = |number: u128| number.checked_shr(free).unwrap_or(0);
    Some(width == base_width && shifted(address) == shifted(base))
}

fn number_of(address: &str) -> Option<(u128, u32)> {
    Some(match address.parse().ok()? {
        IpAddr::V4(v4) => (u128::from(u32::from(v4)), 32),
        IpAddr::V6(v6) => (u128::from(v6), 128),
    })
}
