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

/// What principals share.
struct Attached<'a> {
    managed: HashMap<&'a str, Arc<CompiledPolicy>>,
    groups: HashMap<&'a str, Vec<&'a str>>,
    service_control: Arc<[Level]>,
}

impl Attached<'_> {
    fn policies_of(&self, entry: &account::Principal<'_>) -> Result<CallerPolicies, String> {
        let inline = entry
            .inline
            .iter()
            .map(|policy| compile(policy.name, policy.doc.get()));
        let mut identity = inline.collect::<Result<Vec<_>, String>>()?;
        let of_groups = entry
            .groups
            .iter()
            .filter_map(|name| self.groups.get(name))
            .flatten();
        let names = entry.attached.iter().chain(of_groups);
        identity.extend(names.filter_map(|name| self.managed.get(name)).cloned());
        identity.shrink_to_fit();
        let boundary = |name| self.managed.get(name).cloned().into_iter().collect();
        Ok(CallerPolicies {
            identity,
            boundary: entry.boundary.map(boundary),
            service_control: Arc::clone(&self.service_control),
            ..CallerPolicies::default()
        })
    }
}

fn levels(scps: &[account::Level<'_>]) -> Result<Arc<[Level]>, String> {
    let level = |level: &account::Level<'_>| {
        let policies = level
            .policies
            .iter()
            .map(|policy| compile(policy.name, policy.doc.get()));
        Ok(Level {
            name: level.level.into(),
            policies: policies.collect::<Result<_, String>>()?,
        })
    };
    scps.iter().map(level).collect()
}

/// Keys that every request of a caller has.
fn is_of_caller(key: &str) -> bool {
    key.starts_with("aws:Principal") || key == "aws:username"
}

impl<'a> World<'a> {
    /// Compiles all policies and prepares all principals, and gives back what was read as soon as it is not needed any more.
    pub fn new(account: Account<'a>) -> Result<Self, String> {
        drop(account.requests);
        let mut managed = HashMap::new();
        for (name, policy) in account.policies {
            managed.insert(name, compile(name, policy.get())?);
        }
        let attached = Attached {
            managed,
            groups: account
                .groups
                .into_iter()
                .map(|group| (group.name, group.attached))
                .collect(),
            service_control: levels(&account.scps)?,
        };
        let mut world = Self {
            callers: Vec::new(),
            by_arn: HashMap::new(),
            names: HashMap::new(),
            actions: HashMap::new(),
        };
        for entry in account.principals {
            let mut keys = Context::with_capacity(9);
            for (tag, value) in entry.tags.iter() {
                keys.put(world.name(&format!("aws:PrincipalTag/{tag}")), value);
            }
            world.by_arn.insert(entry.arn, world.callers.len());
            let policies = attached.policies_of(&entry)?;
            world
                .callers
                .push(Caller::new(principal(&entry)?, keys, policies));
        }
        Ok(world)
    }

    /// Prepares the actions and the names of keys that requests will have.
    pub fn expect(&mut self, requests: &[account::Request<'_>]) {
        for asked in requests {
            if !self.actions.contains_key(asked.action) {
                self.actions
                    .insert(asked.action.to_owned(), Action::new(asked.action));
            }
            for (key, _) in asked.context.iter() {
                self.name(key);
            }
        }
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
            context: context(&self.keys(asked)),
        })
    }

    /// The keys that come with a request, their names prepared as constants of a program are.
    pub fn keys<'r>(&self, asked: &account::Request<'r>) -> Vec<(KeyName, &'r str)> {
        let own = asked.context.iter().filter(|(key, _)| !is_of_caller(key));
        own.filter_map(|(key, value)| Some((self.names.get(key)?.clone(), value)))
            .collect()
    }

    /// The first principals with nothing but their identity policies.
    pub fn with_identity_only(&self, count: usize) -> Vec<Caller> {
        self.first(count, |own| CallerPolicies {
            identity: own.identity.clone(),
            ..CallerPolicies::default()
        })
    }

    /// The first principals once more.
    pub fn with_all_layers(&self, count: usize) -> Vec<Caller> {
        self.first(count, Clone::clone)
    }

    fn first(
        &self,
        count: usize,
        policies: impl Fn(&CallerPolicies) -> CallerPolicies,
    ) -> Vec<Caller> {
        let again = |own: &Caller| {
            Caller::new(
                own.principal().clone(),
                own.keys().clone(),
                policies(own.policies()),
            )
        };
        self.callers.iter().take(count).map(again).collect()
    }

    /// Decides a request whose context and resource are made for it alone, as a server does.
    pub fn build_and_decide(
        &mut self,
        asked: &account::Request<'_>,
        keys: &[(KeyName, &str)],
    ) -> Verdict {
        let (context, resource) = (context(keys), resource(asked));
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

fn context(keys: &[(KeyName, &str)]) -> Context {
    let mut context = Context::with_capacity(keys.len());
    for (name, value) in keys {
        context.put(name.clone(), *value);
    }
    context
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
