//! `Decision`: whether something is allowed, and why.

use std::sync::Arc;

use rhai::{Array, Dynamic, Engine};
use serde_json::Value;

use crate::decision::Explanation;
use crate::render::style::Style;
use crate::render::why::why;

use super::convert::lift;
use super::native::{Failure, Native};

/// A decision with its reason.
#[derive(Clone, Debug)]
pub struct Decision(Arc<Explanation>);

impl Decision {
    /// Wraps an explanation.
    #[must_use]
    pub const fn new(explanation: Arc<Explanation>) -> Self {
        Self(explanation)
    }

    /// The reason as data.
    #[must_use]
    pub fn explanation(&self) -> &Explanation {
        &self.0
    }

    /// The reason, shared.
    #[must_use]
    pub fn shared(&self) -> Arc<Explanation> {
        Arc::clone(&self.0)
    }

    /// The layers that refuse.
    #[must_use]
    pub fn blocked_by(&self) -> Array {
        self.0
            .blocked_by_names()
            .into_iter()
            .map(Into::into)
            .collect()
    }

    /// The reason as a tree.
    #[must_use]
    pub fn why(&self, style: Style) -> String {
        why(&self.0, style)
    }
}

impl From<Explanation> for Decision {
    fn from(explanation: Explanation) -> Self {
        Self(Arc::new(explanation))
    }
}

impl Native for Decision {
    const NAME: &'static str = "Decision";

    fn fields(&self) -> Vec<String> {
        [
            "allowed",
            "outcome",
            "blocked_by",
            "message",
            "matched",
            "checks",
            "principal",
            "action",
            "resource",
        ]
        .map(Into::into)
        .to_vec()
    }

    fn field(&self, name: &str) -> Result<Option<Dynamic>, Failure> {
        Ok(Some(match name {
            "allowed" => self.0.allowed().into(),
            "blocked_by" => self.blocked_by().into(),
            "message" => self.0.sentence(None).into(),
            "outcome" | "matched" | "checks" | "principal" | "action" | "resource" => {
                self.json().get(name).map_or(Dynamic::UNIT, lift)
            }
            _ => return Ok(None),
        }))
    }

    fn brief(&self) -> String {
        self.0.decision.outcome.to_string()
    }

    fn card(&self) -> String {
        self.why(Style::Plain).trim_end().to_owned()
    }

    fn json(&self) -> Value {
        self.0.to_json()
    }
}

/// Registers what a decision can be asked besides its properties.
pub fn register(engine: &mut Engine) {
    engine.register_fn("why", |decision: &mut Decision| decision.card());
}
