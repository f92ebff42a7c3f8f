//! What was found out about the policies of a caller: for each action, the statements that are about it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::policy::compile::Action;

use super::caller::CallerPolicies;
use super::found::Found;
use super::source::{CallerSide, Nodes, Source};

/// Actions remembered for a caller. Few ask for more; whoever does starts again with none.
const KEPT: usize = 1024;

/// Statements by action.
#[derive(Debug, Default)]
pub(super) struct Memo {
    by_action: HashMap<Action, Narrowed, BuildHasherDefault<AsIs>>,
}

impl Memo {
    pub(super) fn get(&self, action: &Action) -> Option<&Narrowed> {
        self.by_action.get(action)
    }

    pub(super) fn keep(&mut self, action: &Action, narrowed: Narrowed) {
        if self.by_action.len() >= KEPT {
            self.by_action.clear();
        }
        self.by_action.insert(action.clone(), narrowed);
    }

    pub(super) fn forget(&mut self) {
        self.by_action.clear();
    }
}

/// The layers of a caller, narrowed to one action.
#[derive(Debug)]
pub(super) struct Narrowed {
    identity: Found,
    boundary: Option<Found>,
    session: Option<Found>,
    service_control: Box<[Found]>,
}

impl Narrowed {
    pub(super) fn new(policies: &CallerPolicies, action: &Action) -> Self {
        let levels = policies.service_control.iter();
        Self {
            identity: Found::new(&policies.identity, action),
            boundary: policies
                .boundary
                .as_ref()
                .map(|own| Found::new(own, action)),
            session: policies.session.as_ref().map(|own| Found::new(own, action)),
            service_control: levels
                .map(|level| Found::new(&level.policies, action))
                .collect(),
        }
    }

    pub(super) fn side(&self) -> CallerSide<'_> {
        CallerSide {
            identity: Source::Found(&self.identity),
            boundary: self.boundary.as_ref().map(Source::Found),
            session: self.session.as_ref().map(Source::Found),
            service_control: Nodes::Found(&self.service_control),
        }
    }
}

/// Actions are hashed when they are made.
#[derive(Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
