//! Somebody who sees every decision of a lab, for reports on which policies ever mattered. Costs nothing while nobody does.

use std::fmt;
use std::sync::Arc;

use super::explain::Explanation;
use super::request::Request;

/// Sees decisions.
pub trait Observer: Send + Sync {
    /// A request was decided.
    fn decided(&self, request: &Request, explanation: &Explanation);
}

/// Perhaps an observer. No part of what a lab is: labs that differ in it alone are equal.
#[derive(Clone, Default)]
pub struct Watch(Option<Arc<dyn Observer>>);

impl Watch {
    /// Has this observer see every decision.
    #[must_use]
    pub fn by(observer: Arc<dyn Observer>) -> Self {
        Self(Some(observer))
    }

    /// Tells the observer, if there is one; only then is the decision explained.
    pub fn tell(&self, request: &Request, explain: impl FnOnce() -> Explanation) {
        if let Some(observer) = &self.0 {
            observer.decided(request, &explain());
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
