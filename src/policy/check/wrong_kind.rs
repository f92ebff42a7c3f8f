//! A policy of one kind where another is wanted: the commonest mistake of all, and AWS's texts do not name it.
//!
//! Source: IAM User Guide, "Identity-based policies and resource-based policies".

use super::super::json::Node;
use super::PolicyKind;
use super::grammar::statements;

/// What kind of policy this looks like, and where it belongs; `None` where it looks like what it should be.
pub(super) fn hint(kind: PolicyKind, root: &Node) -> Option<&'static str> {
    let any = |name: &str| {
        statements(root)
            .iter()
            .any(|statement| has(statement, name))
    };
    let names_principals = any("Principal") || any("NotPrincipal");
    let names_resources = any("Resource") || any("NotResource");
    match kind {
        PolicyKind::Managed | PolicyKind::Inline | PolicyKind::Session if names_principals => {
            Some(if names_resources {
                "this looks like the policy of a resource: put it on the bucket, queue or key itself"
            } else {
                "this looks like a trust policy: it belongs to a role, as its AssumeRolePolicyDocument"
            })
        }
        PolicyKind::Trust if names_resources && !names_principals => Some(
            "this looks like an identity policy: attach it to the role (PutRolePolicy, AttachRolePolicy), and let the trust policy \
             say who may assume it",
        ),
        PolicyKind::Resource if !names_principals => Some(
            "this looks like an identity policy: attach it to a user, group or role, or say with Principal whom it lets in",
        ),
        _ => None,
    }
}

fn has(statement: &Node, name: &str) -> bool {
    statement.member(name).is_some()
}
