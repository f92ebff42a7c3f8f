//! Texts that YAML 1.2 would read as something else: numbers, truth values, dates.
//!
//! Source: YAML 1.2, "Core Schema"; the timestamps of YAML 1.1, which emitters still quote.

/// Whether a plain text would not come back as text.
pub fn is_typed(text: &str) -> bool {
    matches!(
        text,
        "" | "~"
            | "null"
            | "Null"
            | "NULL"
            | "true"
            | "True"
            | "TRUE"
            | "false"
            | "False"
            | "FALSE"
            | "="
            | "<<"
    ) || is_number(text)
        || is_timestamp(text)
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let radix = |prefix: &str, digit: fn(char) -> bool| {
        unsigned
            .strip_prefix(prefix)
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| digit(c) || c == '_'))
    };
    if radix("0o", |c| matches!(c, '0'..='7'))
        || radix("0x", |c| c.is_ascii_hexdigit())
        || radix("0b", |c| matches!(c, '0' | '1'))
    {
        return true;
    }
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !exponent.is_empty() && exponent.bytes().all(|b| b.is_ascii_digit())
    });
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    exponent_fits
        && digits(whole)
        && digits(fraction)
        && mantissa.bytes().any(|b| b.is_ascii_digit())
        && !mantissa.starts_with('_')
}

/// `2026-01-01`, or a date with a time.
fn is_timestamp(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(3, '-').collect();
    let [year, month, rest] = parts.as_slice() else {
        return false;
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let day_end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let (day, time) = rest.split_at(day_end);
    if !(digits(year)
        && year.len() == 4
        && digits(month)
        && month.len() <= 2
        && digits(day)
        && day.len() <= 2)
    {
        return false;
    }
    if time.is_empty() {
        return month.len() == 2 && day.len() == 2;
    }
    let time = time.trim_start_matches([' ', '\t', 'T', 't']);
    let mut clock = time.splitn(3, ':');
    let (Some(hour), Some(minute), Some(second)) = (clock.next(), clock.next(), clock.next())
    else {
        return false;
    };
    digits(hour)
        && hour.len() <= 2
        && digits(minute)
        && minute.len() == 2
        && second.chars().take(2).all(|c| c.is_ascii_digit())
        && second
            .chars()
            .skip(2)
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | 'Z' | ' ' | '\t' | '+' | '-'))
}
