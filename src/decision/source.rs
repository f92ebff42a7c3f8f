//! Where the statements of a layer that are about an action come from: its policies, or what is remembered of them.

use std::sync::Arc;

use crate::policy::compile::{Action, CompiledPolicy, CompiledStatement};
use crate::policy::document::Effect;

use super::layers::{Layers, Level};

/// A statement and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) policy: &'a Arc<CompiledPolicy>,
    pub(super) at: usize,
    pub(super) statement: &'a CompiledStatement,
}

/// The statements of some policies that are about one action.
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
}

/// The statements of a layer.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    Policies(&'a [Arc<CompiledPolicy>]),
    Found(&'a Found),
}

impl<'a> Source<'a> {
    /// The first that `look` takes of the statements of this effect that are about the action.
    pub(super) fn find<R>(
        self,
        action: &Action,
        effect: Effect,
        mut look: impl FnMut(Place<'a>) -> Option<R>,
    ) -> Option<R> {
        match self {
            Self::Policies(policies) => policies.iter().find_map(|policy| {
                policy.about(action, effect).find_map(|(at, statement)| {
                    look(Place {
                        policy,
                        at,
                        statement,
                    })
                })
            }),
            Self::Found(found) => {
                let candidates = match effect {
                    Effect::Allow => &found.allow,
                    Effect::Deny => &found.deny,
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
    }
}

/// The nodes of an organization over an account, from the root down.
#[derive(Clone, Copy)]
pub(super) enum Nodes<'a> {
    Levels(&'a [Level]),
    Found(&'a [Found]),
}

impl<'a> Nodes<'a> {
    /// No organization, or one whose policies do not bind.
    pub(super) const NONE: Self = Self::Found(&[]);

    pub(super) fn iter(self) -> impl Iterator<Item = Source<'a>> {
        (0..).map_while(move |at| match self {
            Self::Levels(levels) => levels
                .get(at)
                .map(|level| Source::Policies(&level.policies)),
            Self::Found(found) => found.get(at).map(Source::Found),
        })
    }
}

/// The layers that come with the caller.
#[derive(Clone, Copy)]
pub(super) struct CallerSide<'a> {
    pub(super) identity: Source<'a>,
    pub(super) boundary: Option<Source<'a>>,
    pub(super) session: Option<Source<'a>>,
    pub(super) service_control: Nodes<'a>,
}

impl<'a> From<&Layers<'a>> for CallerSide<'a> {
    fn from(layers: &Layers<'a>) -> Self {
        Self {
            identity: Source::Policies(layers.identity),
            boundary: layers.boundary.map(Source::Policies),
            session: layers.session.map(Source::Policies),
            service_control: Nodes::Levels(layers.service_control),
        }
    }
}
