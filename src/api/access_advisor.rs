//! Which services policies open, and when they were last used: read off the policies and the event log.
//!
//! A call counts whether it was allowed or denied, as AWS counts attempts; one that failed for other reasons does not.
//! Source: IAM User Guide, "Refine permissions in AWS using last accessed information".

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::arn::Arn;
use crate::clock::Timestamp;
use crate::lab::entity::PolicySet;
use crate::lab::event::{Event, Outcome};
use crate::lab::report::{Entity, Use};
use crate::lab::role::Role;
use crate::lab::user::User;
use crate::lab::{Account, Command, Lab};
use crate::policy::compile::CompiledPolicy;
use crate::policy::document::{Effect, Statement};
use crate::reference::{glob, services};

use super::call::not_found;
use super::context::GLOBAL_REGION;
use super::error::AwsError;

/// Whether a policy has a statement of this effect about some action of the service; a denial must be about all of them.
#[must_use]
pub fn concerns(policy: &CompiledPolicy, service: &str, effect: Effect) -> bool {
    policy
        .document()
        .statements
        .iter()
        .filter(|statement| statement.effect == effect)
        .any(|statement| match effect {
            Effect::Allow => opens(statement, service),
            Effect::Deny => closes(statement, service),
        })
}

fn opens(statement: &Statement, service: &str) -> bool {
    let Some(element) = &statement.action else {
        return false;
    };
    if element.negated {
        return !names_all(statement, service, true);
    }
    element.patterns.iter().any(|text| {
        let prefix = text.value.split(':').next().unwrap_or_default();
        glob::matches(prefix, service)
    })
}

fn names_all(statement: &Statement, service: &str, negated: bool) -> bool {
    let all = format!("{service}:*");
    statement.action.as_ref().is_some_and(|element| {
        element.negated == negated
            && element
                .patterns
                .iter()
                .any(|text| text.value == "*" || text.value.eq_ignore_ascii_case(&all))
    })
}

/// Everything of the service, on everything, whatever the circumstances.
fn closes(statement: &Statement, service: &str) -> bool {
    let everywhere = statement.resource.as_ref().is_some_and(|element| {
        !element.negated && element.patterns.iter().any(|text| text.value == "*")
    });
    names_all(statement, service, false) && everywhere && statement.conditions.is_empty()
}

/// A policy that works for an entity.
pub struct Working {
    /// `USER`, `GROUP` or `ROLE`: what it is embedded in or attached to.
    pub holder: &'static str,
    /// Name of that.
    pub holder_name: String,
    /// Name of the policy.
    pub name: String,
    /// ARN of a managed one.
    pub arn: Option<String>,
    /// The policy.
    pub policy: Arc<CompiledPolicy>,
}

/// What a report is about, and who is behind it.
#[derive(Default)]
pub struct Subject {
    /// The policies that work for it.
    pub policies: Vec<Working>,
    /// The users and roles whose use counts.
    pub entities: Vec<Entity>,
    /// When each came to be: an earlier namesake is somebody else.
    since: Vec<Timestamp>,
}

impl Subject {
    fn add_policies(&mut self, lab: &Lab, holder: &'static str, name: &str, set: &PolicySet) {
        let inline = set.inline.iter().map(|(policy, stored)| Working {
            holder,
            holder_name: name.to_owned(),
            name: policy.clone(),
            arn: None,
            policy: Arc::clone(&stored.compiled),
        });
        self.policies.extend(inline);
        for arn in &set.attached {
            if let Some(policy) = lab.managed_policy(arn) {
                self.policies.push(Working {
                    holder,
                    holder_name: name.to_owned(),
                    name: arn.rsplit('/').next().unwrap_or_default().to_owned(),
                    arn: Some(arn.clone()),
                    policy,
                });
            }
        }
    }

    fn add_user(&mut self, user: &User) {
        self.since.push(user.created);
        self.entities.push(Entity {
            arn: user.arn.to_string(),
            name: user.name.clone(),
            kind: "USER",
            id: user.id.clone(),
            path: user.path.clone(),
        });
    }

    fn add_role(&mut self, role: &Role) {
        self.since.push(role.created);
        self.entities.push(Entity {
            arn: role.arn.to_string(),
            name: role.name.clone(),
            kind: "ROLE",
            id: role.id.clone(),
            path: role.path.clone(),
        });
    }

    /// Prefixes of the services that the policies open, sorted.
    #[must_use]
    pub fn services(&self) -> Vec<String> {
        services::list()
            .filter(|(service, _)| {
                self.policies
                    .iter()
                    .any(|working| concerns(&working.policy, service, Effect::Allow))
            })
            .map(|(service, _)| service.to_owned())
            .collect()
    }

    /// The last use of each action by each entity.
    #[must_use]
    pub fn uses(&self, lab: &Lab) -> Vec<Use> {
        last_uses(lab, |event| {
            let same = |entity: &Entity| match entity.kind {
                "USER" => event.caller == entity.arn,
                _ => is_session_of(&event.caller, entity),
            };
            let mut known = self.entities.iter().zip(&self.since);
            known.position(|(entity, since)| event.time >= *since && same(entity))
        })
    }
}

/// `arn:aws:sts::A:assumed-role/R/S` is a session of `arn:aws:iam::A:role/path/R`.
fn is_session_of(caller: &str, role: &Entity) -> bool {
    let account = role.arn.split(':').nth(4).unwrap_or_default();
    let partition = role.arn.split(':').nth(1).unwrap_or_default();
    caller
        .strip_prefix("arn:")
        .and_then(|rest| rest.strip_prefix(partition))
        .and_then(|rest| rest.strip_prefix(":sts::"))
        .and_then(|rest| rest.strip_prefix(account))
        .and_then(|rest| rest.strip_prefix(":assumed-role/"))
        .and_then(|rest| rest.split('/').next())
        == Some(role.name.as_str())
}

/// The last use of each action by each of those whom `who` tells apart.
pub fn last_uses(lab: &Lab, who: impl Fn(&Event) -> Option<usize>) -> Vec<Use> {
    let mut last: BTreeMap<(usize, String, String), (Timestamp, String)> = BTreeMap::new();
    for event in lab.log.events() {
        let Some((service, action, region)) = attempt(event) else {
            continue;
        };
        if let Some(entity) = who(event) {
            last.insert(
                (entity, service.to_owned(), action.to_owned()),
                (event.time, region.to_owned()),
            );
        }
    }
    last.into_iter()
        .map(|((entity, service, action), (time, region))| Use {
            entity,
            service,
            action,
            time,
            region,
        })
        .collect()
}

/// Service, action and region of a call that was allowed or denied.
fn attempt(event: &Event) -> Option<(&str, &str, &str)> {
    let decided = match &event.outcome {
        Outcome::Done(_) => true,
        Outcome::Failed { code, .. } => code == "AccessDenied",
    };
    match &event.command {
        Command::Call {
            service, operation, ..
        } if decided => Some((service, operation, GLOBAL_REGION)),
        Command::Perform {
            action, resource, ..
        } if decided => {
            let (service, name) = action.split_once(':')?;
            let region = resource.split(':').nth(3);
            let region = region.filter(|region| !region.is_empty());
            Some((service, name, region.unwrap_or(GLOBAL_REGION)))
        }
        _ => None,
    }
}

/// The user, group, role or managed policy with this ARN; one of AWS's must be compiled already.
///
/// # Errors
/// `InvalidInput` for another kind of ARN, `NoSuchEntity`.
pub fn subject(lab: &Lab, account: &Account, text: &str) -> Result<Subject, AwsError> {
    let arn: Arn = text.parse().map_err(|_| invalid(text))?;
    let (kind, name) = (arn.resource_type(), arn.resource_name());
    let missing = || not_found(kind, name);
    let mut subject = Subject::default();
    match kind {
        "user" => {
            let user = account.user(name).filter(|user| user.arn == arn);
            let user = user.ok_or_else(missing)?;
            subject.add_policies(lab, "USER", &user.name, &user.policies);
            for group in user.groups.iter().filter_map(|key| account.groups.get(key)) {
                subject.add_policies(lab, "GROUP", &group.name, &group.policies);
            }
            subject.add_user(user);
        }
        "group" => {
            let group = account.group(name).filter(|group| group.arn == arn);
            let group = group.ok_or_else(missing)?;
            subject.add_policies(lab, "GROUP", &group.name, &group.policies);
            let members = group.members.iter();
            members
                .filter_map(|key| account.users.get(key))
                .for_each(|user| subject.add_user(user));
        }
        "role" => {
            let role = account.role(name).filter(|role| role.arn == arn);
            let role = role.ok_or_else(missing)?;
            subject.add_policies(lab, "ROLE", &role.name, &role.policies);
            subject.add_role(role);
        }
        "policy" => of_policy(lab, account, text, &mut subject)?,
        _ => return Err(invalid(text)),
    }
    Ok(subject)
}

fn invalid(arn: &str) -> AwsError {
    AwsError::new("InvalidInput", format!("Invalid ARN: {arn}"))
        .with_help("the ARN is that of a user, group, role or managed policy")
}

/// A policy works for whatever it is attached to, the members of groups among them.
fn of_policy(
    lab: &Lab,
    account: &Account,
    arn: &str,
    subject: &mut Subject,
) -> Result<(), AwsError> {
    let policy = lab
        .managed_policy(arn)
        .ok_or_else(|| AwsError::new("NoSuchEntity", format!("Policy {arn} was not found.")))?;
    subject.policies.push(Working {
        holder: "POLICY",
        holder_name: String::new(),
        name: arn.rsplit('/').next().unwrap_or_default().to_owned(),
        arn: Some(arn.to_owned()),
        policy,
    });
    let Some(usage) = account.policy_use.get(arn) else {
        return Ok(());
    };
    let mut users: BTreeSet<&String> = usage.users.iter().collect();
    for group in usage
        .groups
        .iter()
        .filter_map(|key| account.groups.get(key))
    {
        users.extend(&group.members);
    }
    for user in users.into_iter().filter_map(|key| account.users.get(key)) {
        subject.add_user(user);
    }
    for role in usage.roles.iter().filter_map(|key| account.roles.get(key)) {
        subject.add_role(role);
    }
    Ok(())
}
