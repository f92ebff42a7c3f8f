//! What can be set about the lab itself.

use serde::{Deserialize, Serialize};

use crate::clock::{START, Timestamp};

/// Settings of a lab. The defaults are AWS's behaviour.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// What ids and secrets are derived from, besides account, kind and name.
    pub seed: u64,
    /// Where the clock starts.
    pub start: Timestamp,
    /// Refuse a second live session of one role with one name. AWS allows it (rule E6); a common belief says otherwise.
    pub unique_session_names: bool,
    /// Refuse trust policies of shared OIDC providers without their tenant claim (rule U39).
    pub shared_provider_checks: bool,
    /// Cap roles assumed with `GetSessionToken` credentials at one hour, as role chaining (rule U30).
    pub session_tokens_chain: bool,
    /// Word every refusal by an SCP as an explicit deny, as AWS once did (rule U35).
    pub scp_refusals_read_explicit: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 0,
            start: START,
            unique_session_names: false,
            shared_provider_checks: true,
            session_tokens_chain: false,
            scp_refusals_read_explicit: false,
        }
    }
}

/// Where a switch is kept.
pub type Switch = fn(&mut Settings) -> &mut bool;

/// The switches of [`Settings`] by name, so that scripts can set them.
pub const SWITCHES: &[(&str, Switch)] = &[
    ("scp_refusals_read_explicit", |s| {
        &mut s.scp_refusals_read_explicit
    }),
    ("session_tokens_chain", |s| &mut s.session_tokens_chain),
    ("shared_provider_checks", |s| &mut s.shared_provider_checks),
    ("unique_session_names", |s| &mut s.unique_session_names),
];
