//! The statements of some policies that are about one action.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::slice;
use std::sync::Arc;

use crate::policy::compile::{Action, CompiledPolicy, CompiledStatement};
use crate::policy::document::Effect;

/// A statement and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) policy: &'a Arc<CompiledPolicy>,
    pub(super) at: usize,
    pub(super) statement: &'a CompiledStatement,
}

/// Statements about one action, in the order of the policies, then of their documents.
#[derive(Debug)]
pub(super) struct Found {
    allow: Box<[Candidate]>,
    deny: Box<[Candidate]>,
}

#[derive(Debug)]
struct Candidate {
    policy: Arc<CompiledPolicy>,
    at: usize,
    statement: Arc<CompiledStatement>,
}

impl Found {
    pub(super) fn new(policies: &[Arc<CompiledPolicy>], action: &Action) -> Self {
        let of = |effect| {
            let candidates = policies.iter().flat_map(|policy| {
                let about = policy.about(action, effect);
                about.map(|(at, statement)| Candidate {
                    policy: Arc::clone(policy),
                    at,
                    statement: Arc::clone(statement),
                })
            });
            candidates.collect()
        };
        Self {
            allow: of(Effect::Allow),
            deny: of(Effect::Deny),
        }
    }

    fn is_empty(&self) -> bool {
        self.allow.is_empty() && self.deny.is_empty()
    }

    /// The first that `look` takes of the statements of this effect.
    pub(super) fn find<'a, R>(
        &'a self,
        effect: Effect,
        look: &mut impl FnMut(Place<'a>) -> Option<R>,
    ) -> Option<R> {
        let candidates = match effect {
            Effect::Allow => &self.allow,
            Effect::Deny => &self.deny,
        };
        candidates.iter().find_map(|candidate| {
            look(Place {
                policy: &candidate.policy,
                at: candidate.at,
                statement: &candidate.statement,
            })
        })
    }
}

/// The same, policy by policy: for a question to many callers, who have most policies in common.
///
/// Policies are told apart by where they lie in memory, so they must outlive this.
#[derive(Debug, Default)]
pub(super) struct ByPolicy {
    found: HashMap<usize, Option<Box<Found>>, BuildHasherDefault<Scatter>>,
}

impl ByPolicy {
    /// Looks at policies that were not looked at before.
    pub(super) fn learn(&mut self, policies: &[Arc<CompiledPolicy>], action: &Action) {
        for policy in policies {
            self.found.entry(address(policy)).or_insert_with(|| {
                let found = Found::new(slice::from_ref(policy), action);
                (!found.is_empty()).then(|| Box::new(found))
            });
        }
    }

    /// What a policy says of the action, if anything; `None` as well for one that was not learned.
    pub(super) fn of(&self, policy: &Arc<CompiledPolicy>) -> Option<&Found> {
        self.found.get(&address(policy))?.as_deref()
    }
}

fn address(policy: &Arc<CompiledPolicy>) -> usize {
    Arc::as_ptr(policy).addr()
}

/// Addresses are multiples of their alignment: spreads them over all bits.
#[derive(Default)]
struct Scatter(u64);

impl Hasher for Scatter {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, address: usize) {
        let mixed = (self.0 ^ address as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}
