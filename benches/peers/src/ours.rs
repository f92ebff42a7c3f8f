//! iamsh: every policy compiled once, every principal prepared once.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use iamsh::arn::Arn;
use iamsh::decision::{
    Action, Caller, CallerPolicies, Context, KeyName, Level, Outcome, Principal, Query, Resource,
    who_can,
};
use iamsh::policy::Document;
use iamsh::policy::compile::{CompiledPolicy, PolicyLabel};

use crate::account::{self, Account};
use crate::verdict::Verdict;

/// An account ready for decisions.
pub struct World<'a> {
    pub callers: Vec<Caller>,
    by_arn: HashMap<&'a str, usize>,
    names: HashMap<String, KeyName>,
    actions: HashMap<String, Action>,
}

/// A request ready to be asked, and the place of its caller.
pub struct Prepared {
    pub who: usize,
    action: Action,
    resource: Resource,
    context: Context,
}

impl Prepared {
    fn query(&self) -> Query<'_> {
        Query::new(&self.action, &self.resource, &self.context)
    }
}

fn compile(name: &str, text: &str) -> Result<Arc<CompiledPolicy>, String> {
    let (document, _) = Document::parse(text).map_err(|error| format!("{name}: {error}"))?;
    let label = PolicyLabel {
        name: name.into(),
        arn: None,
    };
    Ok(Arc::new(CompiledPolicy::new(label, Arc::new(document))))
}

fn arn(text: &str) -> Result<Arn, String> {
    text.parse().map_err(|error| format!("{error}"))
}

fn principal(entry: &account::Principal<'_>) -> Result<Principal, String> {
    let own = arn(entry.arn)?;
    Ok(match entry.kind {
        "role" => Principal::RoleSession {
            session: arn(&format!(
                "arn:aws:sts::{}:assumed-role/{}/s",
                own.account(),
                entry.name
            ))?,
            role: own,
            id: String::new(),
            service_linked: false,
        },
        _ => Principal::User {
            arn: own,
            id: String::new(),
        },
    })
}

/// Keys that every request of a caller has.
fn is_of_caller(key: &str) -> bool {
    key.starts_with("aws:Principal") || key == "aws:username"
}

impl<'a> World<'a> {
    pub fn new(account: &Account<'a>) -> Result<Self, String> {
        let mut managed = HashMap::new();
        for (name, policy) in &account.policies {
            managed.insert(*name, compile(name, policy.get())?);
        }
        let groups: HashMap<&str, &[&str]> = account
            .groups
            .iter()
            .map(|group| (group.name, &*group.attached))
            .collect();
        let mut levels = Vec::new();
        for level in &account.scps {
            let policies: Result<_, String> = level
                .policies
                .iter()
                .map(|policy| compile(policy.name, policy.doc.get()))
                .collect();
            levels.push(Level {
                name: level.level.into(),
                policies: policies?,
            });
        }
        let service_control: Arc<[Level]> = levels.into();
        let mut world = Self {
            callers: Vec::new(),
            by_arn: HashMap::new(),
            names: HashMap::new(),
            actions: HashMap::new(),
        };
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
            identity.shrink_to_fit();
            let policies = CallerPolicies {
                identity,
                boundary: entry
                    .boundary
                    .map(|name| managed.get(name).cloned().into_iter().collect()),
                service_control: Arc::clone(&service_control),
                ..CallerPolicies::default()
            };
            let mut keys = Context::with_capacity(9);
            for (tag, value) in entry.tags.iter() {
                keys.put(world.name(&format!("aws:PrincipalTag/{tag}")), value);
            }
            world.by_arn.insert(entry.arn, world.callers.len());
            world
                .callers
                .push(Caller::new(principal(entry)?, keys, policies));
        }
        for asked in &account.requests {
            world
                .actions
                .entry(asked.action.to_owned())
                .or_insert_with(|| Action::new(asked.action));
            for key in asked.context.iter().map(|(key, _)| key) {
                world.name(key);
            }
        }
        Ok(world)
    }

    fn name(&mut self, name: &str) -> KeyName {
        if let Some(known) = self.names.get(name) {
            return known.clone();
        }
        let new = KeyName::new(name);
        self.names.insert(name.to_owned(), new.clone());
        new
    }

    /// A request with everything made beforehand.
    pub fn prepare(&self, asked: &account::Request<'_>) -> Option<Prepared> {
        Some(Prepared {
            who: *self.by_arn.get(asked.principal)?,
            action: self.actions.get(asked.action)?.clone(),
            resource: resource(asked),
            context: self.context(asked),
        })
    }

    fn context(&self, asked: &account::Request<'_>) -> Context {
        let own = asked.context.iter().filter(|(key, _)| !is_of_caller(key));
        let mut context = Context::with_capacity(8);
        for (key, value) in own {
            if let Some(name) = self.names.get(key) {
                context.put(name.clone(), value);
            }
        }
        context
    }

    /// The same principals with nothing but their identity policies, as many as are asked for.
    pub fn with_identity_only(&self, count: usize) -> Vec<Caller> {
        let reduced = |caller: &Caller| {
            let policies = CallerPolicies {
                identity: caller.policies().identity.clone(),
                ..CallerPolicies::default()
            };
            Caller::new(caller.principal().clone(), caller.keys().clone(), policies)
        };
        self.callers.iter().take(count).map(reduced).collect()
    }

    /// Decides a request whose context and resource are made for it alone, as a server does.
    pub fn build_and_decide(&mut self, asked: &account::Request<'_>) -> Verdict {
        let (context, resource) = (self.context(asked), resource(asked));
        let (Some(at), Some(action)) = (
            self.by_arn.get(asked.principal),
            self.actions.get(asked.action),
        ) else {
            return Verdict::Error;
        };
        match self.callers.get_mut(*at) {
            Some(caller) => verdict(
                caller
                    .decide(&Query::new(action, &resource, &context))
                    .outcome,
            ),
            None => Verdict::Error,
        }
    }

    /// How many may do this.
    pub fn who_can(&self, request: &Prepared) -> usize {
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        who_can(&self.callers, &request.query(), threads).len()
    }

    /// Compiles a changed policy, gives it to a caller in place of its first one, and decides.
    pub fn edit_and_decide(&mut self, request: &Prepared, text: &str) -> Result<Verdict, String> {
        let caller = self.callers.get_mut(request.who).ok_or("no such caller")?;
        let mut policies = caller.policies().clone();
        if let Some(first) = policies.identity.first_mut() {
            *first = compile("edited", text)?;
        }
        caller.set_policies(policies);
        Ok(decide(caller, request))
    }
}

fn resource(asked: &account::Request<'_>) -> Resource {
    Resource {
        arn: asked.resource.to_owned(),
        account: None,
    }
}

/// Decides a prepared request.
pub fn decide(caller: &mut Caller, request: &Prepared) -> Verdict {
    verdict(caller.decide(&request.query()).outcome)
}

/// Decides without remembering anything of the caller's policies.
pub fn decide_once(caller: &Caller, request: &Prepared) -> Verdict {
    verdict(caller.decide_once(&request.query()).outcome)
}

/// Decides and says why.
pub fn explain(caller: &Caller, request: &Prepared) -> usize {
    caller.explain(&request.query()).checks.len()
}

fn verdict(outcome: Outcome) -> Verdict {
    match outcome {
        Outcome::Allowed => Verdict::Allowed,
        Outcome::ExplicitlyDenied => Verdict::Denied,
        Outcome::ImplicitlyDenied => Verdict::Implicit,
    }
}
