//! Wildcards, variables, ARNs. Sources: "IAM JSON policy elements: Action", "… Resource", "Variables and tags".

use super::context::Context;

/// A character of a pattern, or what stands for some.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Char(char),
    /// `*`
    Any,
    /// `*` inside a segment of an ARN: stops at colons.
    AnyButColon,
    /// `?`
    One,
    OneButColon,
}

impl Mark {
    pub fn literal(&self) -> Option<char> {
        match self {
            Self::Char(c) => Some(*c),
            _ => None,
        }
    }
}

/// The marks of a text in which `*` and `?` count if `wildcards`, and `${…}` if `variables`. `None`: a variable is unresolved.
pub fn marks(text: &str, wildcards: bool, variables: bool, context: &Context) -> Option<Vec<Mark>> {
    let mut found = vec![];
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if variables && rest.starts_with("${") && rest.contains('}') {
            let end = rest.find('}').unwrap();
            let inner = &rest[2..end];
            let value = match inner {
                "*" | "?" | "$" => inner.to_owned(),
                _ => value_of(inner, context)?,
            };
            found.extend(value.chars().map(Mark::Char));
            at += end + 1;
            continue;
        }
        let c = rest.chars().next().unwrap();
        found.push(match c {
            '*' if wildcards => Mark::Any,
            '?' if wildcards => Mark::One,
            c => Mark::Char(c),
        });
        at += c.len_utf8();
    }
    Some(found)
}

/// `key` or `key, 'default'`.
fn value_of(inner: &str, context: &Context) -> Option<String> {
    match inner.split_once(", '") {
        None => context.single(inner).map(str::to_owned),
        Some((key, rest)) => {
            let default = rest.strip_suffix('\'').unwrap();
            Some(context.single(key).unwrap_or(default).to_owned())
        }
    }
}

pub fn matches(pattern: &[Mark], text: &[char]) -> bool {
    let Some((first, others)) = pattern.split_first() else {
        return text.is_empty();
    };
    let next = text.first();
    let stays = |pattern| !text.is_empty() && matches(pattern, &text[1..]);
    match first {
        Mark::Char(c) => next == Some(c) && stays(others),
        Mark::One => stays(others),
        Mark::OneButColon => next != Some(&':') && stays(others),
        Mark::Any => matches(others, text) || stays(pattern),
        Mark::AnyButColon => matches(others, text) || next != Some(&':') && stays(pattern),
    }
}

pub fn text_matches(pattern: &[Mark], text: &str) -> bool {
    matches(pattern, &text.chars().collect::<Vec<_>>())
}

/// Actions ignore case; variables mean nothing in them.
pub fn action_matches(pattern: &str, action: &str) -> bool {
    let marks = marks(
        &pattern.to_ascii_lowercase(),
        true,
        false,
        &Context::default(),
    );
    text_matches(&marks.unwrap(), action)
}

/// A `*` that ends one of the first five segments may run over colons, no other wildcard there does (A11). Variables count
/// after the fifth colon (D12); an unresolved one matches nothing (D16).
pub fn resource_matches(pattern: &str, resource: &str, is_2012: bool, context: &Context) -> bool {
    if pattern == "*" {
        return true;
    }
    let segments: Vec<&str> = pattern.splitn(6, ':').collect();
    let runs_over = segments
        .iter()
        .take(5)
        .any(|segment| segment.ends_with('*'));
    if segments.len() < 6 && !runs_over {
        // Not padded (U11).
        return pattern == resource;
    }
    let mut whole = vec![];
    for (number, segment) in segments.iter().enumerate() {
        if number > 0 {
            whole.push(Mark::Char(':'));
        }
        if number == 5 {
            match marks(segment, true, is_2012, context) {
                Some(marks) => whole.extend(marks),
                None => return false,
            }
            continue;
        }
        let marks = marks(segment, true, false, context).unwrap();
        for (place, mark) in marks.iter().enumerate() {
            whole.push(match mark {
                Mark::Any if place + 1 < marks.len() => Mark::AnyButColon,
                Mark::One => Mark::OneButColon,
                other => *other,
            });
        }
    }
    text_matches(&whole, resource)
}

/// The six parts of an ARN; `None` for what is none.
pub fn arn_parts(text: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    (parts.len() == 6 && parts[0] == "arn").then_some(parts)
}

/// Compared part by part (A12); `None` for a pattern that has no six parts.
pub fn arn_matches(pattern: &[Mark], own: &[&str]) -> Option<bool> {
    let parts = split(pattern)?;
    Some(
        parts
            .iter()
            .zip(own)
            .all(|(part, own)| text_matches(part, own)),
    )
}

/// Six parts, split at the first five colons.
fn split(pattern: &[Mark]) -> Option<Vec<Vec<Mark>>> {
    let mut parts = vec![vec![]];
    for mark in pattern {
        if *mark == Mark::Char(':') && parts.len() < 6 {
            parts.push(vec![]);
        } else {
            parts.last_mut().unwrap().push(*mark);
        }
    }
    (parts.len() == 6).then_some(parts)
}
