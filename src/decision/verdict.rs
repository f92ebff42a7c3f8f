//! What comes out of a decision.

use std::fmt;
use std::sync::Arc;

use crate::policy::compile::CompiledPolicy;

use super::layers::LayerKind;

/// What came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The request may go on.
    Allowed,
    /// A `Deny` statement matched.
    ExplicitlyDenied,
    /// An allow that is needed is missing.
    ImplicitlyDenied,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allowed => "Allowed",
            Self::ExplicitlyDenied => "ExplicitlyDenied",
            Self::ImplicitlyDenied => "ImplicitlyDenied",
        })
    }
}

/// The verdict on one request.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Allowed or not.
    pub outcome: Outcome,
    /// The layers that refuse, in the order AWS names them; empty when allowed.
    pub blocked_by: Vec<LayerKind>,
    /// The statement that decided: the deny, or an allow. None for an implicit denial and for the root user's own powers.
    pub deciding: Option<Deciding>,
}

/// A statement that decided.
#[derive(Clone, Debug)]
pub struct Deciding {
    /// The layer it stands in.
    pub layer: LayerKind,
    /// The policy it stands in.
    pub policy: Arc<CompiledPolicy>,
    /// Its place among the policy's statements, 0 for the first.
    pub statement: usize,
}

impl Deciding {
    /// The statement's `Sid`.
    #[must_use]
    pub fn sid(&self) -> Option<&str> {
        self.policy
            .document()
            .statements
            .get(self.statement)?
            .sid
            .as_deref()
    }
}

impl Decision {
    /// True when the request may go on.
    #[must_use]
    pub fn allowed(&self) -> bool {
        self.outcome == Outcome::Allowed
    }

    /// The names of the layers that refuse.
    #[must_use]
    pub fn blocked_by_names(&self) -> Vec<&'static str> {
        self.blocked_by.iter().map(|layer| layer.name()).collect()
    }

    pub(super) const fn allowed_by(deciding: Option<Deciding>) -> Self {
        Self {
            outcome: Outcome::Allowed,
            blocked_by: Vec::new(),
            deciding,
        }
    }
}
