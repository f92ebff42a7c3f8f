//! Which statements of a policy could be about an action.
//!
//! A pattern without wildcards leads from the action to its statement; one with wildcards in the name, from the service; any other
//! pattern and every `NotAction` could be about everything.

use crate::policy::document::{Document, Effect, Statement};
use crate::policy::hash;

use super::action::Action;

/// The statements of one effect by what they are about.
#[derive(Debug, Default)]
pub struct Index {
    /// INVARIANT: sorted.
    postings: Box<[Posting]>,
    /// Statements that may be about actions of any service, ascending.
    anywhere: Box<[u32]>,
}

/// The hash of an action or of a service, and a statement that names it. Half a hash leads to a statement too many now and then:
/// these are candidates, not answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Posting {
    hash: u32,
    statement: u32,
}

impl Index {
    /// Indexes the statements of a document that have this effect.
    pub fn new(document: &Document, effect: Effect) -> Self {
        let (mut postings, mut anywhere) = (Vec::new(), Vec::new());
        let numbered = document.statements.iter().zip(0..);
        for (statement, at) in numbered.filter(|(statement, _)| statement.effect == effect) {
            match hashes(statement) {
                Some(hashes) => postings.extend(hashes.into_iter().map(|hash| Posting {
                    hash,
                    statement: at,
                })),
                None => anywhere.push(at),
            }
        }
        postings.sort_unstable();
        postings.dedup();
        Self {
            postings: postings.into(),
            anywhere: anywhere.into(),
        }
    }

    /// The places of the statements that could be about the action, ascending; no other is.
    pub fn candidates(&self, action: &Action) -> impl Iterator<Item = usize> {
        let merged = Merged {
            named: self.run(half(action.hash())),
            service: self.run(half(action.service_hash())),
            anywhere: &self.anywhere,
        };
        merged.filter_map(|at| usize::try_from(at).ok())
    }

    /// The postings of a hash.
    fn run(&self, hash: u32) -> &[Posting] {
        let start = self.postings.partition_point(|posting| posting.hash < hash);
        let from = self.postings.get(start..).unwrap_or_default();
        let length = from.iter().take_while(|posting| posting.hash == hash);
        from.get(..length.count()).unwrap_or_default()
    }
}

/// What leads to a statement; `None` when anything may.
fn hashes(statement: &Statement) -> Option<Vec<u32>> {
    let Some(element) = &statement.action else {
        // Without an action it is about nothing.
        return Some(Vec::new());
    };
    if element.negated {
        return None;
    }
    let lead = |pattern: &str| {
        let is_plain = |text: &str| !text.contains(['*', '?']);
        if is_plain(pattern) {
            return Some(half(hash::folded(pattern)));
        }
        let (service, _) = pattern.split_once(':')?;
        is_plain(service).then(|| half(hash::folded(service)))
    };
    let patterns = element.patterns.iter();
    patterns.map(|pattern| lead(&pattern.value)).collect()
}

/// The upper half of a hash, which the last letters change as much as the first.
fn half(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or_default()
}

/// Three ascending lists as one, every statement once.
struct Merged<'a> {
    named: &'a [Posting],
    service: &'a [Posting],
    anywhere: &'a [u32],
}

impl Iterator for Merged<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let named = self.named.first().map(|posting| posting.statement);
        let service = self.service.first().map(|posting| posting.statement);
        let anywhere = self.anywhere.first().copied();
        let next = [named, service, anywhere].into_iter().flatten().min();
        if named == next {
            skip_one(&mut self.named);
        }
        if service == next {
            skip_one(&mut self.service);
        }
        if anywhere == next {
            skip_one(&mut self.anywhere);
        }
        next
    }
}

fn skip_one<T>(list: &mut &[T]) {
    *list = list.get(1..).unwrap_or_default();
}
