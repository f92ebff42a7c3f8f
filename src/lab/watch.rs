//! Somebody who looks on: sees what a lab is told to do, and every decision. Costs nothing while nobody does.

use std::fmt;
use std::sync::Arc;

use crate::decision::{Explanation, Request};

use super::{Command, Lab};

/// Looks on.
pub trait Observer: Send + Sync {
    /// A request was decided.
    fn decided(&self, request: &Request, explanation: &Explanation);

    /// A command is about to be done; what is answered is done instead.
    fn given(&self, command: Command, lab: &Lab) -> Command {
        let _ = lab;
        command
    }
}

/// Perhaps an observer. No part of what a lab is: labs that differ in it alone are equal.
#[derive(Clone, Default)]
pub struct Watch(Option<Arc<dyn Observer>>);

impl Watch {
    /// Has this observer look on.
    #[must_use]
    pub fn by(observer: Arc<dyn Observer>) -> Self {
        Self(Some(observer))
    }

    /// Tells the observer of a decision, if there is one; only then is it explained.
    pub fn tell(&self, request: &Request, explain: impl FnOnce() -> Explanation) {
        if let Some(observer) = &self.0 {
            observer.decided(request, &explain());
        }
    }

    /// The command to do in the place of another.
    #[must_use]
    pub fn given(&self, command: Command, lab: &Lab) -> Command {
        match &self.0 {
            Some(observer) => observer.given(command, lab),
            None => command,
        }
    }
}

impl PartialEq for Watch {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "Watch(on)"
        } else {
            "Watch(off)"
        })
    }
}
