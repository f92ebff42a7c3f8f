//! Gathers the policies that apply to a request from the lab, asks the decision engine, and words the denial.
//!
//! Source: IAM User Guide, "Policy evaluation logic"; "Troubleshoot access denied error messages".

use std::iter;
use std::sync::Arc;

use crate::arn::AccountId;
use crate::decision::{
    self, Context, Decision, Explanation, Layers, Level, Principal, Request, ResourcePolicy,
};
use crate::lab::entity::PolicySet;
use crate::lab::organization::{ControlKind, Node};
use crate::lab::{Account, Lab};
use crate::policy::compile::CompiledPolicy;

use super::access::Ask;
use super::authenticate::Identity;
use super::authorization_message::Message;
use super::background;
use super::context;
use super::error::AwsError;

/// Stands for what the root user may do in what it hands on to a federated user.
pub const ROOT_POWERS: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

/// The policies that apply to a caller, gathered from the lab.
#[derive(Debug, Default)]
struct Applicable {
    identity: Vec<Arc<CompiledPolicy>>,
    boundary: Option<Vec<Arc<CompiledPolicy>>>,
    session: Option<Vec<Arc<CompiledPolicy>>>,
    /// Each of them is a session policy of its own that must allow as well.
    scopes: Vec<Arc<CompiledPolicy>>,
    endpoint: Option<Vec<Arc<CompiledPolicy>>>,
    service_control: Vec<Level>,
    resource_control: Vec<Level>,
    caller_is_management: bool,
    resource_is_management: bool,
}

/// A question with everything that decides it.
pub struct Case<'p> {
    lab: &'p Lab,
    identity: &'p Identity,
    request: Request,
    applicable: Applicable,
    resource: Option<ResourcePolicy<'p>>,
}

impl<'p> Case<'p> {
    /// Prepares a question: derives its context and gathers the policies.
    ///
    /// # Errors
    /// When a given context key is not the caller's to set.
    pub fn new(
        lab: &'p Lab,
        identity: &'p Identity,
        ask: &Ask,
        resource: Option<ResourcePolicy<'p>>,
        given: &Context,
    ) -> Result<Self, AwsError> {
        let context = context::context(lab, identity, ask, given)?;
        let mut applicable = applicable(lab, identity, ask.owner.as_ref());
        applicable.endpoint = context::endpoint(lab, &context)
            .map(|endpoint| vec![Arc::clone(&endpoint.policy.compiled)]);
        Ok(Self {
            lab,
            identity,
            request: Request {
                principal: identity.principal.clone(),
                action: ask.action.clone(),
                resource: decision::Resource {
                    arn: ask.resource.clone(),
                    account: ask.owner.clone(),
                },
                context,
            },
            applicable,
            resource,
        })
    }

    fn layers<'a>(&'a self, session: Option<&'a [Arc<CompiledPolicy>]>) -> Layers<'a> {
        Layers {
            identity: &self.applicable.identity,
            boundary: self.applicable.boundary.as_deref(),
            session,
            endpoint: self.applicable.endpoint.as_deref(),
            resource: self.resource,
            service_control: &self.applicable.service_control,
            resource_control: &self.applicable.resource_control,
            caller_is_management: self.applicable.caller_is_management,
            resource_is_management: self.applicable.resource_is_management,
        }
    }

    /// The session policies, then the scopes one by one: what each of them refuses is refused.
    fn sessions(&self) -> impl Iterator<Item = Option<&[Arc<CompiledPolicy>]>> {
        let scopes = self.applicable.scopes.iter();
        iter::once(self.applicable.session.as_deref())
            .chain(scopes.map(|scope| Some(std::slice::from_ref(scope))))
    }

    /// The session policies that refuse, else the last ones.
    fn deciding_session(&self) -> Option<&[Arc<CompiledPolicy>]> {
        let refuses = |session: &Option<&[Arc<CompiledPolicy>]>| {
            !decision::decide(&self.request, &self.layers(*session)).allowed()
        };
        let refusing = self.sessions().find(refuses);
        refusing.or_else(|| self.sessions().last()).flatten()
    }

    /// The verdict.
    #[must_use]
    pub fn decide(&self) -> Decision {
        let mut decided = decision::decide(
            &self.request,
            &self.layers(self.applicable.session.as_deref()),
        );
        for session in self.sessions().skip(1) {
            if !decided.allowed() {
                break;
            }
            decided = decision::decide(&self.request, &self.layers(session));
        }
        decided
    }

    /// The verdict with every reason.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        let session = if self.applicable.scopes.is_empty() {
            self.applicable.session.as_deref()
        } else {
            self.deciding_session()
        };
        let mut explanation = decision::explain(&self.request, &self.layers(session));
        explanation.scp_refusals_read_explicit = self.lab.settings.scp_refusals_read_explicit;
        let trust = self.resource.as_ref();
        explanation.notes =
            background::notes(self.lab, self.identity, &self.request, &explanation, trust);
        explanation
    }
}

/// Lets the call go on, or answers `AccessDenied` with AWS's sentence and the reason.
///
/// # Errors
/// `AccessDenied`; or when a given context key is not the caller's to set.
pub fn authorize(
    lab: &Lab,
    identity: &Identity,
    ask: &Ask,
    resource: Option<ResourcePolicy<'_>>,
    given: &Context,
) -> Result<(), AwsError> {
    let case = Case::new(lab, identity, ask, resource, given)?;
    if case.decide().allowed() {
        return Ok(());
    }
    let mut error = denied(case.explain(), ask.named.as_deref());
    let reason = error.reason.clone();
    error.encoded_message =
        reason.map(|reason| Arc::new(Message::new(lab.deriver(), case.request, reason)));
    Err(error)
}

/// AWS's denial for a decision.
#[must_use]
pub fn denied(explanation: Explanation, named: Option<&str>) -> AwsError {
    let mut error = AwsError::new("AccessDenied", explanation.sentence(named));
    error.reason = Some(Arc::new(explanation));
    error
}

fn applicable(lab: &Lab, identity: &Identity, owner: Option<&AccountId>) -> Applicable {
    let of_resource = Applicable {
        resource_control: levels(lab, owner, ControlKind::Resource),
        resource_is_management: is_management(lab, owner),
        ..Applicable::default()
    };
    let Some(account) = identity.account.as_ref().and_then(|id| lab.account(id)) else {
        return of_resource;
    };
    let caller = Some(&account.id);
    let session = identity
        .session(lab)
        .and_then(|session| session.policies.as_ref())
        .map(|policies| policies.iter().map(|p| Arc::clone(&p.compiled)).collect());
    let scopes = identity.session(lab).map(|session| session.scopes.iter());
    let scopes = scopes.into_iter().flatten();
    let scopes = scopes.map(|policy| Arc::clone(&policy.compiled)).collect();
    let (identity, boundary) = match &identity.principal {
        Principal::User { id, .. } => of_user(lab, account, id),
        Principal::FederatedUser { user_id, .. } if user_id.is_empty() => {
            (lab.managed_policy(ROOT_POWERS).into_iter().collect(), None)
        }
        Principal::FederatedUser { user_id, .. } => of_user(lab, account, user_id),
        Principal::RoleSession { id, .. } => of_role(lab, account, id),
        _ => (Vec::new(), None),
    };
    Applicable {
        identity,
        boundary: boundary.map(|arn| lab.managed_policy(&arn).into_iter().collect()),
        session,
        scopes,
        service_control: levels(lab, caller, ControlKind::Service),
        caller_is_management: is_management(lab, caller),
        ..of_resource
    }
}

/// The control policies over an account, from the root down; none outside organizations.
pub(super) fn levels(lab: &Lab, account: Option<&AccountId>, kind: ControlKind) -> Vec<Level> {
    let Some((account, organization)) = account.and_then(|id| Some((id, lab.organization_of(id)?)))
    else {
        return Vec::new();
    };
    let level = |(id, node): (&str, &Node)| Level {
        name: id.into(),
        policies: node
            .policies(kind)
            .iter()
            .map(|policy| Arc::clone(&policy.compiled))
            .collect(),
    };
    organization.path(account).into_iter().map(level).collect()
}

pub(super) fn is_management(lab: &Lab, account: Option<&AccountId>) -> bool {
    account.is_some_and(|id| {
        lab.organization_of(id)
            .is_some_and(|organization| organization.management == *id)
    })
}

type OwnPolicies = (Vec<Arc<CompiledPolicy>>, Option<String>);

/// A user's own policies and those of its groups (rule B3).
fn of_user(lab: &Lab, account: &Account, id: &str) -> OwnPolicies {
    let Some(user) = account.user_by_id(id) else {
        return (Vec::new(), None);
    };
    let mut policies = compiled(lab, &user.policies);
    for group in user.groups.iter().filter_map(|key| account.groups.get(key)) {
        policies.extend(compiled(lab, &group.policies));
    }
    (policies, user.boundary.clone())
}

fn of_role(lab: &Lab, account: &Account, id: &str) -> OwnPolicies {
    account
        .role_by_id(id)
        .map(|role| (compiled(lab, &role.policies), role.boundary.clone()))
        .unwrap_or_default()
}

fn compiled(lab: &Lab, set: &PolicySet) -> Vec<Arc<CompiledPolicy>> {
    let inline = set.inline.values().map(|p| Arc::clone(&p.compiled));
    let attached = set
        .attached
        .iter()
        .filter_map(|arn| lab.managed_policy(arn));
    inline.chain(attached).collect()
}
