//! The decisions that were made last, kept by somebody who looks on.

use std::collections::VecDeque;
use std::sync::Mutex;

use crate::decision::{Explanation, Request};
use crate::lab::Observer;

/// Keeps so many of them.
pub struct LastDecisions {
    count: usize,
    kept: Mutex<VecDeque<Explanation>>,
}

impl LastDecisions {
    /// Keeps the last `count`.
    pub fn new(count: usize) -> Self {
        Self {
            count,
            kept: Mutex::default(),
        }
    }

    /// The oldest of them, where there were as many.
    pub fn oldest(&self) -> Option<Explanation> {
        let mut kept = self.kept.lock().ok()?;
        (kept.len() == self.count).then(|| kept.pop_front())?
    }
}

impl Observer for LastDecisions {
    fn decided(&self, _: &Request, explanation: &Explanation) {
        if let Ok(mut kept) = self.kept.lock() {
            if kept.len() == self.count {
                kept.pop_front();
            }
            kept.push_back(explanation.clone());
        }
    }
}
