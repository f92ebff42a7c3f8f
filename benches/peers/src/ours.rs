//! iamsh: every policy compiled once, every principal with its layers.

use std::collections::HashMap;
use std::sync::Arc;

use iamsh::decision::{self, Context, Layers, Level, Outcome, Principal, Request, Resource};
use iamsh::policy::Document;
use iamsh::policy::compile::{CompiledPolicy, PolicyLabel};

use crate::account::{self, Account};
use crate::verdict::Verdict;

/// An account ready for decisions.
pub struct World {
    pub callers: Vec<Caller>,
    by_arn: HashMap<String, usize>,
    service_control: Vec<Level>,
}

pub struct Caller {
    principal: Principal,
    identity: Vec<Arc<CompiledPolicy>>,
    boundary: Option<Vec<Arc<CompiledPolicy>>>,
}

fn compile(name: &str, text: &str) -> Result<Arc<CompiledPolicy>, String> {
    let (document, _) = Document::parse(text).map_err(|error| format!("{name}: {error}"))?;
    let label = PolicyLabel {
        name: name.into(),
        arn: None,
    };
    Ok(Arc::new(CompiledPolicy::new(label, Arc::new(document))))
}

fn principal(principal: &account::Principal<'_>) -> Result<Principal, String> {
    let arn: iamsh::arn::Arn = principal.arn.parse().map_err(|error| format!("{error}"))?;
    Ok(match principal.kind {
        "role" => Principal::RoleSession {
            session: format!(
                "arn:aws:sts::{}:assumed-role/{}/s",
                arn.account(),
                principal.name
            )
            .parse()
            .map_err(|error| format!("{error}"))?,
            role: arn,
            id: String::new(),
            service_linked: false,
        },
        _ => Principal::User {
            arn,
            id: String::new(),
        },
    })
}

impl World {
    pub fn new(account: &Account<'_>) -> Result<Self, String> {
        let mut managed = HashMap::new();
        for (name, policy) in &account.policies {
            managed.insert(*name, compile(name, policy.get())?);
        }
        let groups: HashMap<&str, &[&str]> = account
            .groups
            .iter()
            .map(|group| (group.name, &*group.attached))
            .collect();
        let mut callers = Vec::new();
        let mut by_arn = HashMap::new();
        for entry in &account.principals {
            let mut identity = Vec::new();
            for policy in &entry.inline {
                identity.push(compile(policy.name, policy.doc.get())?);
            }
            let of_groups = entry
                .groups
                .iter()
                .filter_map(|name| groups.get(name))
                .copied()
                .flatten();
            identity.extend(
                entry
                    .attached
                    .iter()
                    .chain(of_groups)
                    .filter_map(|name| managed.get(name))
                    .cloned(),
            );
            by_arn.insert(entry.arn.to_owned(), callers.len());
            callers.push(Caller {
                principal: principal(entry)?,
                identity,
                boundary: entry
                    .boundary
                    .map(|name| managed.get(name).cloned().into_iter().collect()),
            });
        }
        let mut service_control = Vec::new();
        for level in &account.scps {
            let policies: Result<Vec<_>, String> = level
                .policies
                .iter()
                .map(|policy| compile(policy.name, policy.doc.get()))
                .collect();
            service_control.push(Level {
                name: level.level.into(),
                policies: policies?,
            });
        }
        Ok(Self {
            callers,
            by_arn,
            service_control,
        })
    }

    /// A request and the place of its caller.
    pub fn request(&self, asked: &account::Request<'_>) -> Option<(usize, Request)> {
        let at = *self.by_arn.get(asked.principal)?;
        let mut context = Context::default();
        for (key, value) in &asked.context {
            context.set(key, *value);
        }
        let request = Request {
            principal: self.callers.get(at)?.principal.clone(),
            action: asked.action.to_owned(),
            resource: Resource {
                arn: asked.resource.to_owned(),
                account: None,
            },
            context,
        };
        Some((at, request))
    }

    /// By the identity policies alone.
    pub fn identity_only(&self, (at, request): &(usize, Request)) -> Verdict {
        let Some(caller) = self.callers.get(*at) else {
            return Verdict::Error;
        };
        verdict(
            decision::decide(
                request,
                &Layers {
                    identity: &caller.identity,
                    ..Layers::default()
                },
            )
            .outcome,
        )
    }

    /// By all layers.
    pub fn all_layers(&self, (at, request): &(usize, Request)) -> Verdict {
        let Some(caller) = self.callers.get(*at) else {
            return Verdict::Error;
        };
        verdict(decision::decide(request, &self.layers(caller)).outcome)
    }

    /// By all layers, with every reason.
    pub fn explain(&self, (at, request): &(usize, Request)) -> usize {
        let Some(caller) = self.callers.get(*at) else {
            return 0;
        };
        decision::explain(request, &self.layers(caller))
            .checks
            .len()
    }

    fn layers<'a>(&'a self, caller: &'a Caller) -> Layers<'a> {
        Layers {
            identity: &caller.identity,
            boundary: caller.boundary.as_deref(),
            service_control: &self.service_control,
            ..Layers::default()
        }
    }
}

fn verdict(outcome: Outcome) -> Verdict {
    match outcome {
        Outcome::Allowed => Verdict::Allowed,
        Outcome::ExplicitlyDenied => Verdict::Denied,
        Outcome::ImplicitlyDenied => Verdict::Implicit,
    }
}
