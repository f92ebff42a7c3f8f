//! VPC endpoints: doors of a network through which requests reach AWS, each with a policy of its own.
//!
//! Source: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies".

use crate::arn::AccountId;

use super::policy::StoredPolicy;

/// A VPC endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct VpcEndpoint {
    /// `vpce-…`
    pub id: String,
    /// `vpc-…`: the network it stands in (`aws:SourceVpc`).
    pub vpc: String,
    /// The account it belongs to (`aws:VpceAccount`).
    pub owner: AccountId,
    /// What may pass; full access unless one was set.
    pub policy: StoredPolicy,
}
