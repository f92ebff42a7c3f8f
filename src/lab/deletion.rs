//! What became of requests to delete service-linked roles.
//!
//! Source: IAM API Reference, `DeleteServiceLinkedRole`, `GetServiceLinkedRoleDeletionStatus`.

/// A deletion that was asked for; in the lab it is over at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletionTask {
    /// ARN of the role.
    pub role: String,
    /// ARNs of the resources that still need the role: with any, the deletion has failed.
    pub used_by: Vec<String>,
}
