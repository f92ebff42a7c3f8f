//! Where the statements of a layer come from: its policies, or what was found of them before.

use std::sync::Arc;

use crate::policy::compile::{Action, CompiledPolicy};
use crate::policy::document::Effect;

use super::found::{ByPolicy, Found, Place};
use super::layers::{Layers, Level};

/// The statements of a layer.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    /// To be found now.
    Policies(&'a [Arc<CompiledPolicy>]),
    /// Found policy by policy.
    ByPolicy(&'a [Arc<CompiledPolicy>], &'a ByPolicy),
    /// Found for the layer as a whole.
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
                let mut about = policy.about(action, effect);
                about.find_map(|(at, statement)| {
                    look(Place {
                        policy,
                        at,
                        statement,
                    })
                })
            }),
            Self::ByPolicy(policies, found) => policies
                .iter()
                .find_map(|policy| found.of(policy)?.find(effect, &mut look)),
            Self::Found(found) => found.find(effect, &mut look),
        }
    }
}

/// The nodes of an organization over an account, from the root down.
#[derive(Clone, Copy)]
pub(super) enum Nodes<'a> {
    Levels(&'a [Level]),
    ByPolicy(&'a [Level], &'a ByPolicy),
    Found(&'a [Found]),
}

impl<'a> Nodes<'a> {
    /// No organization, or one whose policies do not bind.
    pub(super) const NONE: Self = Self::Levels(&[]);

    pub(super) fn iter(self) -> impl Iterator<Item = Source<'a>> {
        (0..).map_while(move |at| match self {
            Self::Levels(levels) => Some(Source::Policies(&levels.get(at)?.policies)),
            Self::ByPolicy(levels, found) => {
                Some(Source::ByPolicy(&levels.get(at)?.policies, found))
            }
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

impl<'a> CallerSide<'a> {
    /// All statements still to be found.
    pub(super) fn new(layers: &Layers<'a>) -> Self {
        Self {
            identity: Source::Policies(layers.identity),
            boundary: layers.boundary.map(Source::Policies),
            session: layers.session.map(Source::Policies),
            service_control: Nodes::Levels(layers.service_control),
        }
    }

    /// All statements found before.
    pub(super) fn found(layers: &Layers<'a>, found: &'a ByPolicy) -> Self {
        let source = |policies| Source::ByPolicy(policies, found);
        Self {
            identity: source(layers.identity),
            boundary: layers.boundary.map(source),
            session: layers.session.map(source),
            service_control: Nodes::ByPolicy(layers.service_control, found),
        }
    }
}
