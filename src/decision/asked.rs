//! A question made ready for matching, whoever prepared its parts.

use crate::arn::AccountId;
use crate::policy::compile::{Action, CompiledPolicy, CompiledStatement};
use crate::policy::document::Effect;
use crate::policy::pattern::ArnText;
use crate::policy::{KeyName, Keys};

use super::grant::{Grant, naming};
use super::layers::{LayerKind, Layers};
use super::request::{Principal, Resource};

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
const PRINCIPAL_ORG_ID: KeyName = KeyName::known("aws:PrincipalOrgID");
const RESOURCE_ORG_ID: KeyName = KeyName::known("aws:ResourceOrgID");

/// A question, split into what is compared.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) principal: &'a Principal,
    /// The caller's account.
    pub(super) account: Option<&'a str>,
    pub(super) action: &'a Action,
    pub(super) arn: ArnText<'a>,
    /// Who owns the resource.
    pub(super) owner: Option<&'a AccountId>,
    pub(super) keys: Keys<'a>,
    /// The caller has a permissions boundary (rule B31).
    pub(super) has_boundary: bool,
    /// Caller and resource belong to different partitions, which do not trust each other (rule B33).
    crosses_partitions: bool,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        principal: &'a Principal,
        action: &'a Action,
        resource: &'a Resource,
        keys: Keys<'a>,
        layers: &Layers<'_>,
    ) -> Self {
        let arn = ArnText::new(&resource.arn);
        let partitions = (principal.partition(), arn.partition());
        Self {
            principal,
            account: principal.account_digits(),
            action,
            arn,
            owner: resource.account.as_ref(),
            keys,
            has_boundary: layers.boundary.is_some(),
            crosses_partitions: matches!(partitions, (Some(own), Some(other)) if own != other),
        }
    }

    pub(super) fn needs_no_permission(&self) -> bool {
        ALWAYS_ALLOWED.contains(&self.action.folded())
    }

    pub(super) fn is_assuming(&self) -> bool {
        ASSUMING.contains(&self.action.folded())
    }

    /// Whether resource and conditions match; the action was matched before.
    pub(super) fn is_met_by(&self, layer: LayerKind, statement: &CompiledStatement) -> bool {
        self.is_about_resource(layer, statement) && statement.conditions_hold(self.keys)
    }

    /// Only the policy of a resource may leave out which resource it is about: elsewhere a statement that names none is about
    /// none. AWS stores no such policy; read leniently it must not allow everything.
    pub(super) fn is_about_resource(
        &self,
        layer: LayerKind,
        statement: &CompiledStatement,
    ) -> bool {
        let implied = matches!(layer, LayerKind::Resource | LayerKind::Trust);
        (implied || statement.names_resources()) && statement.matches_resource(&self.arn, self.keys)
    }

    /// How the statement names the caller; a layer that takes no principals names everybody.
    pub(super) fn naming(
        &self,
        layer: LayerKind,
        policy: &CompiledPolicy,
        at: usize,
        effect: Effect,
    ) -> Option<Grant> {
        match layer {
            LayerKind::Resource | LayerKind::Trust => {
                let element = policy.principal_element(at)?;
                if self.crosses_partitions || self.is_wrong_exchange() {
                    return None;
                }
                naming(element, effect, self.principal, self.has_boundary)
            }
            LayerKind::Vpce => match policy.principal_element(at) {
                Some(element) => naming(element, effect, self.principal, self.has_boundary),
                None => Some(Grant::Direct),
            },
            _ => Some(Grant::Direct),
        }
    }

    /// A token of a provider is exchanged by the call of its kind, whatever the trust policy says (rule C11).
    fn is_wrong_exchange(&self) -> bool {
        let Principal::Federated { saml, .. } = self.principal else {
            return false;
        };
        let exchange = match saml {
            true => "sts:assumerolewithsaml",
            false => "sts:assumerolewithwebidentity",
        };
        ![exchange, "sts:tagsession", "sts:setsourceidentity"].contains(&self.action.folded())
    }

    pub(super) fn is_in_own_account(&self) -> bool {
        let owner = self.owner.map(AccountId::as_str);
        (owner.is_none() || owner == self.account) && !self.crosses_partitions
    }

    /// Caller and resource belong to one organization, as the keys say.
    pub(super) fn is_within_an_organization(&self) -> bool {
        let of_caller = self.keys.look_up(&PRINCIPAL_ORG_ID);
        of_caller.is_some() && of_caller == self.keys.look_up(&RESOURCE_ORG_ID)
    }

    pub(super) fn is_under_scps(&self, layers: &Layers<'_>) -> bool {
        !layers.service_control.is_empty()
            && !layers.caller_is_management
            && self.account.is_some()
            && !self.is_service_linked()
    }

    pub(super) fn is_under_rcps(&self, layers: &Layers<'_>) -> bool {
        !layers.resource_control.is_empty()
            && !layers.resource_is_management
            && !self.is_service_linked()
            && RCP_SERVICES.contains(&self.action.service())
            && self.action.folded() != NOT_UNDER_RCP
    }

    fn is_service_linked(&self) -> bool {
        matches!(
            self.principal,
            Principal::RoleSession {
                service_linked: true,
                ..
            }
        )
    }

    pub(super) const fn is_root(&self) -> bool {
        matches!(self.principal, Principal::Root { .. })
    }

    pub(super) const fn is_federated_user(&self) -> bool {
        matches!(self.principal, Principal::FederatedUser { .. })
    }
}
