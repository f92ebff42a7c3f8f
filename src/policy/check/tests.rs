//! Each row of `F1. Identity policies`, `F2. Role trust policies` and the rules A and B about text, by name.

mod control;
mod identity;
mod order;
mod principals;
mod properties;
mod resource;
mod rules;
mod trust;

use super::*;

/// A refusal as tests write it: AWS's text, the part of the document it points at, our help.
fn refusal(kind: PolicyKind, text: &str) -> (String, String, String) {
    let error = check(kind, text).expect_err(text);
    let at = text.get(error.span.start..error.span.end).unwrap();
    (error.message, at.to_owned(), error.help.unwrap_or_default())
}

/// Refused with that text at that place.
#[track_caller]
fn refused(kind: PolicyKind, text: &str, message: &str, at: &str) {
    let (found_message, found_at, _) = refusal(kind, text);
    assert_eq!(
        (found_message.as_str(), found_at.as_str()),
        (message, at),
        "{text}"
    );
}

#[track_caller]
fn accepted(kind: PolicyKind, text: &str) {
    if let Err(error) = check(kind, text) {
        panic!("{text}: {error:?}");
    }
}

/// A policy of version 2012-10-17 with these statements.
fn policy(statements: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#)
}
