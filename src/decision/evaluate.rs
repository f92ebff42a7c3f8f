//! The verdict: what every layer says, and who wins.
//!
//! Source: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access", "Cross-account policy
//! evaluation logic".

use std::fmt;
use std::sync::Arc;

use crate::policy::compile::{CompiledPolicy, CompiledStatement, principal_element};
use crate::policy::document::Effect;
use crate::policy::pattern::ArnText;

use super::grant::{Grant, naming};
use super::layers::{LayerKind, Layers, Level, ResourceKind, ResourcePolicy};
use super::request::{Principal, Request};

/// Operations that need no permission and survive an explicit deny (rule B27).
const ALWAYS_ALLOWED: &[&str] = &["sts:getcalleridentity", "sts:getsessiontoken"];
/// The authorizations of `AssumeRole`: even a trust policy that names the caller leaves its boundary in force (rule B28).
pub(super) const ASSUMING: &[&str] = &["sts:assumerole", "sts:tagsession", "sts:setsourceidentity"];
/// Services whose resources RCPs bind. Source: Organizations User Guide, "Resource control policies (RCPs)".
const RCP_SERVICES: &[&str] = &[
    "aoss",
    "cognito-idp",
    "dynamodb",
    "ecr",
    "kms",
    "logs",
    "s3",
    "secretsmanager",
    "sqs",
    "sts",
];
/// No RCP binds this one (rule B24).
const NOT_UNDER_RCP: &str = "kms:retiregrant";

/// What came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The request may go on.
    Allowed,
    /// A `Deny` statement matched.
    ExplicitlyDenied,
    /// An allow that is needed is missing.
    ImplicitlyDenied,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allowed => "Allowed",
            Self::ExplicitlyDenied => "ExplicitlyDenied",
            Self::ImplicitlyDenied => "ImplicitlyDenied",
        })
    }
}

/// The verdict on one request.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Allowed or not.
    pub outcome: Outcome,
    /// The layers that refuse, in the order AWS names them; empty when allowed.
    pub blocked_by: Vec<LayerKind>,
    /// The statement that decided: the deny, or an allow. None for an implicit denial and for the root user's own powers.
    pub deciding: Option<Deciding>,
}

/// A statement that decided.
#[derive(Clone, Debug)]
pub struct Deciding {
    /// The layer it stands in.
    pub layer: LayerKind,
    /// The policy it stands in.
    pub policy: Arc<CompiledPolicy>,
    /// Its place among the policy's statements, 0 for the first.
    pub statement: usize,
}

impl Deciding {
    /// The statement's `Sid`.
    #[must_use]
    pub fn sid(&self) -> Option<&str> {
        self.policy
            .document()
            .statements
            .get(self.statement)?
            .sid
            .as_deref()
    }
}

impl Decision {
    /// True when the request may go on.
    #[must_use]
    pub fn allowed(&self) -> bool {
        self.outcome == Outcome::Allowed
    }

    /// The names of the layers that refuse.
    #[must_use]
    pub fn blocked_by_names(&self) -> Vec<&'static str> {
        self.blocked_by.iter().map(|layer| layer.name()).collect()
    }

    const fn allowed_by(deciding: Option<Deciding>) -> Self {
        Self {
            outcome: Outcome::Allowed,
            blocked_by: Vec::new(),
            deciding,
        }
    }
}

/// A request, prepared for matching.
pub(super) struct Asked<'a> {
    pub(super) request: &'a Request,
    /// The action in lower case.
    pub(super) action: String,
    pub(super) arn: ArnText<'a>,
    /// The caller has a permissions boundary (rule B31).
    pub(super) has_boundary: bool,
}

impl<'a> Asked<'a> {
    pub(super) fn new(request: &'a Request, layers: &Layers<'_>) -> Self {
        Self {
            request,
            action: request.action.to_ascii_lowercase(),
            arn: ArnText::new(&request.resource.arn),
            has_boundary: layers.boundary.is_some(),
        }
    }

    pub(super) fn service(&self) -> &str {
        self.action.split(':').next().unwrap_or_default()
    }

    pub(super) fn needs_no_permission(&self) -> bool {
        ALWAYS_ALLOWED.contains(&&*self.action)
    }

    /// Whether everything but the principal matches.
    fn applies(&self, layer: LayerKind, statement: &CompiledStatement) -> bool {
        statement.matches_action(&self.action)
            && self.is_about_resource(layer, statement)
            && statement.conditions_hold(&self.request.context)
    }

    /// Only the policy of a resource may leave out which resource it is about: elsewhere a statement that names none is about
    /// none. AWS stores no such policy; read leniently it must not allow everything.
    pub(super) fn is_about_resource(
        &self,
        layer: LayerKind,
        statement: &CompiledStatement,
    ) -> bool {
        let implied = matches!(layer, LayerKind::Resource | LayerKind::Trust);
        (implied || statement.names_resources())
            && statement.matches_resource(&self.arn, &self.request.context)
    }

    /// How the statement names the caller; a layer that takes no principals names everybody.
    pub(super) fn naming(
        &self,
        layer: LayerKind,
        policy: &CompiledPolicy,
        at: usize,
        effect: Effect,
    ) -> Option<Grant> {
        let element = principal_element(policy, at);
        match (layer, element) {
            (LayerKind::Resource | LayerKind::Trust, None) => None,
            (LayerKind::Resource | LayerKind::Trust, _)
                if self.request.crosses_partitions() || self.is_wrong_exchange() =>
            {
                None
            }
            (LayerKind::Resource | LayerKind::Trust | LayerKind::Vpce, Some(element)) => {
                naming(element, effect, &self.request.principal, self.has_boundary)
            }
            _ => Some(Grant::Direct),
        }
    }

    /// A token of a provider is exchanged by the call of its kind, whatever the trust policy says (rule C11).
    fn is_wrong_exchange(&self) -> bool {
        let Principal::Federated { saml, .. } = &self.request.principal else {
            return false;
        };
        let exchange = match saml {
            true => "sts:assumerolewithsaml",
            false => "sts:assumerolewithwebidentity",
        };
        ![exchange, "sts:tagsession", "sts:setsourceidentity"].contains(&&*self.action)
    }

    pub(super) fn is_in_own_account(&self) -> bool {
        let owner = self.request.resource.account.as_ref();
        (owner.is_none() || owner == self.request.principal.account().as_ref())
            && !self.request.crosses_partitions()
    }

    pub(super) fn is_under_scps(&self, layers: &Layers<'_>) -> bool {
        !layers.service_control.is_empty()
            && !layers.caller_is_management
            && self.request.principal.account().is_some()
            && !self.is_service_linked()
    }

    pub(super) fn is_under_rcps(&self, layers: &Layers<'_>) -> bool {
        !layers.resource_control.is_empty()
            && !layers.resource_is_management
            && !self.is_service_linked()
            && RCP_SERVICES.contains(&self.service())
            && self.action != NOT_UNDER_RCP
    }

    fn is_service_linked(&self) -> bool {
        matches!(
            self.request.principal,
            Principal::RoleSession {
                service_linked: true,
                ..
            }
        )
    }

    fn is_root(&self) -> bool {
        matches!(self.request.principal, Principal::Root { .. })
    }
}

/// What the policies of a layer say.
#[derive(Debug, Default)]
struct Finding {
    deny: Option<Deciding>,
    allow: Option<Deciding>,
    grant: Option<Grant>,
}

impl Finding {
    fn of(asked: &Asked<'_>, layer: LayerKind, policies: &[Arc<CompiledPolicy>]) -> Self {
        let mut finding = Self::default();
        for policy in policies {
            finding.add(asked, layer, policy);
        }
        finding
    }

    fn add(&mut self, asked: &Asked<'_>, layer: LayerKind, policy: &Arc<CompiledPolicy>) {
        for (at, statement) in policy.candidates(asked.service()) {
            let decided = match statement.effect {
                Effect::Deny => self.deny.is_some(),
                // A later statement may name the caller in a better way.
                Effect::Allow => self.grant == Some(Grant::Direct),
            };
            if decided || !asked.applies(layer, statement) {
                continue;
            }
            let Some(grant) = asked.naming(layer, policy, at, statement.effect) else {
                continue;
            };
            let deciding = || Deciding {
                layer,
                policy: Arc::clone(policy),
                statement: at,
            };
            match statement.effect {
                Effect::Deny => self.deny = Some(deciding()),
                Effect::Allow if self.grant < Some(grant) => {
                    self.grant = Some(grant);
                    self.allow = Some(deciding());
                }
                Effect::Allow => {}
            }
        }
    }
}

/// What the levels of control policies say: a deny at any, and whether each allows.
fn levels(asked: &Asked<'_>, layer: LayerKind, levels: &[Level]) -> (Finding, bool) {
    let mut all = Finding::default();
    let mut every_level_allows = true;
    for level in levels {
        let finding = Finding::of(asked, layer, &level.policies);
        every_level_allows &= finding.allow.is_some();
        all.deny = all.deny.or(finding.deny);
    }
    (all, every_level_allows)
}

/// Decides a request. No reason is computed: [`explain`](super::explain) does that for whoever asks.
#[must_use]
pub fn decide(request: &Request, layers: &Layers<'_>) -> Decision {
    let asked = Asked::new(request, layers);
    if asked.needs_no_permission() {
        return Decision::allowed_by(None);
    }
    let found = Findings::gather(&asked, layers);
    found
        .explicit_denial()
        .unwrap_or_else(|| found.without_denial(&asked, layers))
}

/// What all layers say.
struct Findings {
    rcp: (Finding, bool),
    scp: (Finding, bool),
    endpoint: Option<Finding>,
    resource: Finding,
    identity: Finding,
    boundary: Option<Finding>,
    session: Option<Finding>,
}

impl Findings {
    fn gather(asked: &Asked<'_>, layers: &Layers<'_>) -> Self {
        let controlled = |applies: bool, layer, nodes| match applies {
            true => levels(asked, layer, nodes),
            false => (Finding::default(), true),
        };
        let optional = |layer, policies: Option<&[Arc<CompiledPolicy>]>| {
            policies.map(|policies| Finding::of(asked, layer, policies))
        };
        let mut resource = Finding::default();
        if let Some(attached) = &layers.resource {
            resource.add(asked, attached.layer(), attached.policy);
        }
        Self {
            rcp: controlled(
                asked.is_under_rcps(layers),
                LayerKind::Rcp,
                layers.resource_control,
            ),
            scp: controlled(
                asked.is_under_scps(layers),
                LayerKind::Scp,
                layers.service_control,
            ),
            endpoint: optional(LayerKind::Vpce, layers.endpoint),
            resource,
            identity: Finding::of(asked, LayerKind::Identity, layers.identity),
            boundary: optional(LayerKind::Boundary, layers.boundary),
            session: optional(LayerKind::Session, layers.session),
        }
    }

    /// Step 1: an explicit deny anywhere ends everything.
    fn explicit_denial(&self) -> Option<Decision> {
        let layers = [
            Some(&self.rcp.0),
            Some(&self.scp.0),
            self.endpoint.as_ref(),
            Some(&self.resource),
        ];
        let more = [
            Some(&self.identity),
            self.boundary.as_ref(),
            self.session.as_ref(),
        ];
        let mut denials = layers
            .into_iter()
            .chain(more)
            .flatten()
            .filter_map(|finding| finding.deny.as_ref())
            .peekable();
        let deciding = denials.peek().copied().cloned();
        deciding.as_ref()?;
        Some(Decision {
            outcome: Outcome::ExplicitlyDenied,
            blocked_by: denials.map(|deny| deny.layer).collect(),
            deciding,
        })
    }

    /// Steps 2 to 7: which needed allows are missing.
    fn without_denial(&self, asked: &Asked<'_>, layers: &Layers<'_>) -> Decision {
        let mut blocked_by = Vec::new();
        let mut need = |met: bool, layer: LayerKind| {
            if !met {
                blocked_by.push(layer);
            }
        };
        need(self.rcp.1, LayerKind::Rcp);
        need(self.scp.1, LayerKind::Scp);
        need(
            self.endpoint
                .as_ref()
                .is_none_or(|finding| finding.allow.is_some()),
            LayerKind::Vpce,
        );

        let kind = layers
            .resource
            .map_or(ResourceKind::Plain, |attached| attached.kind);
        let resource_layer = layers
            .resource
            .as_ref()
            .map_or(LayerKind::Resource, ResourcePolicy::layer);
        let grant = self.resource.grant;
        let identity_allows = asked.is_root() || self.identity.allow.is_some();
        if asked.request.principal.account().is_none() {
            need(grant == Some(Grant::Direct), resource_layer);
        } else if asked.is_in_own_account() {
            let assuming = kind == ResourceKind::Trust && ASSUMING.contains(&&*asked.action);
            if grant != Some(Grant::Direct) || assuming {
                match kind {
                    ResourceKind::Plain => {
                        need(
                            identity_allows || grant > Some(Grant::Account),
                            LayerKind::Identity,
                        );
                    }
                    ResourceKind::Trust | ResourceKind::Key => {
                        need(grant.is_some(), resource_layer);
                        let delegated = grant == Some(Grant::Account);
                        need(!delegated || identity_allows, LayerKind::Identity);
                    }
                }
                self.need_limits(asked, &mut need);
            }
        } else {
            need(grant.is_some(), resource_layer);
            need(identity_allows, LayerKind::Identity);
            self.need_limits(asked, &mut need);
        }
        if blocked_by.is_empty() {
            return Decision::allowed_by(self.allowing(grant).cloned());
        }
        Decision {
            outcome: Outcome::ImplicitlyDenied,
            blocked_by,
            deciding: None,
        }
    }

    /// Boundary and session policies; a federated user without any has no permissions of its own (rule B19).
    fn need_limits(&self, asked: &Asked<'_>, need: &mut impl FnMut(bool, LayerKind)) {
        let allows = |finding: &Option<Finding>| {
            finding
                .as_ref()
                .is_none_or(|finding| finding.allow.is_some())
        };
        need(allows(&self.boundary), LayerKind::Boundary);
        let federated = matches!(asked.request.principal, Principal::FederatedUser { .. });
        need(
            allows(&self.session) && !(federated && self.session.is_none()),
            LayerKind::Session,
        );
    }

    /// The allow that is shown: a direct grant of the resource, else the caller's own policies.
    fn allowing(&self, grant: Option<Grant>) -> Option<&Deciding> {
        let direct = self
            .resource
            .allow
            .as_ref()
            .filter(|_| grant == Some(Grant::Direct));
        direct
            .or(self.identity.allow.as_ref())
            .or(self.resource.allow.as_ref())
    }
}
