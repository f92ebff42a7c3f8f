//! What an evaluator says, and how often two differ.

/// The answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Allowed,
    /// By a `Deny` statement.
    Denied,
    /// For want of an `Allow` statement.
    Implicit,
    /// The evaluator gave up.
    Error,
}

/// How many answers differ, and the first request whose answer does.
pub fn differences(ours: &[Verdict], theirs: &[Verdict]) -> (usize, Option<usize>) {
    let mut differing = ours
        .iter()
        .zip(theirs)
        .enumerate()
        .filter(|(_, (a, b))| a != b)
        .map(|(at, _)| at);
    let first = differing.next();
    (differing.count() + usize::from(first.is_some()), first)
}
