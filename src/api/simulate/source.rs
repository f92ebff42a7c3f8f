//! The policies of a user, group or role, with what is needed to call them by name and to leave some out.
//!
//! Source: IAM API Reference, `SimulatePrincipalPolicy`, `PolicyIdentifier`.

use std::sync::Arc;

use crate::arn::Arn;
use crate::lab::entity::PolicySet;
use crate::lab::{Account, Lab, StoredPolicy};
use crate::policy::Keys;
use crate::policy::compile::{CompiledPolicy, PolicyLabel};
use crate::policy::pattern::Pattern;
use crate::policy::template::Special;
use crate::reference::managed_policies;

use super::super::call::not_found;
use super::super::error::AwsError;
use super::super::input::Input;

/// A policy of an entity.
pub struct Source {
    kind: SourceKind,
    /// The policy under the name the simulator gives it.
    pub policy: Arc<CompiledPolicy>,
}

enum SourceKind {
    Managed {
        arn: String,
    },
    Inline {
        holder: &'static str,
        holder_name: String,
        name: String,
    },
}

/// An entity and the policies it works with.
pub struct Entity<'a> {
    /// Its ARN.
    pub arn: &'a Arn,
    /// Its own policies, and those of a user's groups.
    pub sources: Vec<Source>,
    /// ARN of its permissions boundary.
    pub boundary: Option<&'a str>,
}

/// A policy under another name.
#[must_use]
pub fn named(name: &str, policy: &CompiledPolicy) -> Arc<CompiledPolicy> {
    let label = PolicyLabel {
        name: name.into(),
        arn: None,
    };
    Arc::new(CompiledPolicy::new(
        label,
        Arc::new(policy.document().clone()),
    ))
}

/// The entity of an account with this ARN.
///
/// # Errors
/// `InvalidInput` for what is no user, group or role, `NoSuchEntity`.
pub fn entity<'a>(lab: &Lab, account: &'a Account, text: &str) -> Result<Entity<'a>, AwsError> {
    let unclear = || {
        AwsError::new(
            "InvalidInput",
            format!("Invalid Entity Arn: {text} does not clearly define entity type and name."),
        )
    };
    let arn: Arn = text.parse().map_err(|_| unclear())?;
    let name = arn.resource_name();
    let missing = || not_found(arn.resource_type(), name);
    let mut sources = Vec::new();
    let mut add = |holder, holder_name: &str, set: &PolicySet| {
        sources.extend(
            set.inline
                .iter()
                .map(|(policy_name, policy)| inline(holder, holder_name, policy_name, policy)),
        );
        sources.extend(set.attached.iter().filter_map(|arn| managed(lab, arn)));
    };
    let (arn, boundary) = match arn.resource_type() {
        "user" => {
            let user = account
                .user(name)
                .filter(|user| user.arn == arn)
                .ok_or_else(missing)?;
            add("user", &user.name, &user.policies);
            for group in user.groups.iter().filter_map(|key| account.groups.get(key)) {
                add("group", &group.name, &group.policies);
            }
            (&user.arn, user.boundary.as_deref())
        }
        "group" => {
            let group = account
                .group(name)
                .filter(|group| group.arn == arn)
                .ok_or_else(missing)?;
            add("group", &group.name, &group.policies);
            (&group.arn, None)
        }
        "role" => {
            let role = account
                .role(name)
                .filter(|role| role.arn == arn)
                .ok_or_else(missing)?;
            add("role", &role.name, &role.policies);
            (&role.arn, role.boundary.as_deref())
        }
        _ => return Err(unclear()),
    };
    Ok(Entity {
        arn,
        sources,
        boundary,
    })
}

fn inline(holder: &'static str, holder_name: &str, name: &str, policy: &StoredPolicy) -> Source {
    Source {
        policy: named(&format!("{holder}_{holder_name}_{name}"), &policy.compiled),
        kind: SourceKind::Inline {
            holder,
            holder_name: holder_name.to_owned(),
            name: name.to_owned(),
        },
    }
}

fn managed(lab: &Lab, arn: &str) -> Option<Source> {
    Some(Source {
        policy: lab.managed_policy(arn)?,
        kind: SourceKind::Managed {
            arn: arn.to_owned(),
        },
    })
}

/// Which policies are to be left out of a simulation.
#[derive(Default)]
pub struct Exclusions {
    kinds: Vec<String>,
    arns: Vec<Pattern>,
    inline: Vec<InlinePattern>,
}

struct InlinePattern {
    holder: String,
    holder_name: String,
    name: String,
}

/// Only `*` and `?` mean anything in an identifier.
const WILDCARDS: Special = Special {
    wildcards: true,
    variables: false,
};

impl Exclusions {
    /// Reads `PolicyExclusionList`.
    ///
    /// # Errors
    /// `InvalidInput` for an identifier that is none, or more than one thing.
    pub fn read(list: &[Input<'_>]) -> Result<Self, AwsError> {
        let mut exclusions = Self::default();
        for identifier in list {
            let inline = identifier.value("InlinePolicyIdentifier").map(Input::new);
            match (
                identifier.text("PolicyType"),
                identifier.text("PolicyArn"),
                inline,
            ) {
                (Some(kind), None, None) => exclusions.kinds.push(kind.to_owned()),
                (None, Some(arn), None) => exclusions.arns.push(arn_pattern(arn)?),
                (None, None, Some(inline)) => exclusions.inline.push(InlinePattern {
                    holder: inline.required("AttachmentType").to_owned(),
                    holder_name: inline.required("AttachmentName").to_owned(),
                    name: inline.required("PolicyName").to_owned(),
                }),
                _ => {
                    return Err(refused(
                        "a policy identifier holds exactly one of PolicyType, PolicyArn and InlinePolicyIdentifier",
                    ));
                }
            }
        }
        Ok(exclusions)
    }

    /// True when all policies of a type are left out.
    #[must_use]
    pub fn leave_out_all(&self, kind: &str) -> bool {
        self.kinds.iter().any(|excluded| excluded == kind)
    }

    /// True when this policy is left out.
    #[must_use]
    pub fn leave_out(&self, source: &Source) -> bool {
        let nothing = Keys::default();
        match &source.kind {
            SourceKind::Managed { arn } => {
                let owner = if managed_policies::is_aws(arn) {
                    "aws-managed"
                } else {
                    "user-managed"
                };
                self.leave_out_all(owner) || self.arns.iter().any(|one| one.matches(arn, nothing))
            }
            SourceKind::Inline {
                holder,
                holder_name,
                name,
            } => {
                self.leave_out_all("inline")
                    || self.inline.iter().any(|one| {
                        one.holder == *holder
                            && one.name == *name
                            && one.holder_name == *holder_name
                    })
            }
        }
    }
}

/// Wildcards stand in the name only, and no more than one of them is a `*`.
fn arn_pattern(text: &str) -> Result<Pattern, AwsError> {
    let name = text
        .parse::<Arn>()
        .ok()
        .filter(|arn| arn.service() == "iam" && arn.resource_type() == "policy")
        .and_then(|_| text.split_once(":policy/"));
    match name {
        Some((head, name)) if !head.contains(['*', '?']) && name.matches('*').count() <= 1 => {
            Ok(Pattern::new(text, WILDCARDS))
        }
        _ => Err(refused("the ARN of a managed policy is needed")),
    }
}

fn refused(help: &str) -> AwsError {
    AwsError::new("InvalidInput", "Invalid policy identifier.").with_help(help)
}
