//! A question made ready for matching, whoever prepared its parts.

use crate::arn::AccountId;
use crate::policy::Keys;
use crate::policy::compile::{Action, CompiledPolicy, CompiledStatement};
use crate::policy::document::Effect;
use crate::policy::pattern::ArnText;

use super::grant::{Grant, naming};
use super::layers::{LayerKind, Layers};
use super::request::{Principal, Resource};

/// Operations that need no permission and survive an explicit deny (rule B27).
const ALWAYS_ALLOWED: &[&str] = &["sts:getcalleridentity", "sts:getsessiontoken"];
/// The authorizations of `AssumeRole`: even a trust policy that names the caller leaves its boundary in force (rule B28).
const ASSUMING: &[&str] = &["sts:assumerole", "sts:tagsession", "sts:setsourceidentity"];
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
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        principal: &'a Principal,
        action: &'a Action,
        resource: &'a Resource,
        keys: Keys<'a>,
        layers: &Layers<'_>,
    ) -> Self {
        Self {
            principal,
            account: principal.account_digits(),
            action,
            arn: ArnText::new(&resource.arn),
            owner: resource.account.as_ref(),
            keys,
            has_boundary: layers.boundary.is_some(),
        }
    }

    pub(super) fn needs_no_permission(&self) -> bool {
        ALWAYS_ALLOWED.contains(&self.action.folded())
    }

    pub(super) fn is_assuming(&self) -> bool {
        ASSUMING.contains(&self.action.folded())
    }

    /// Whether resource and conditions match; the action was matched before.
    pub(super) fn is_met_by(&self, statement: &CompiledStatement) -> bool {
        statement.matches_resource(&self.arn, self.keys) && statement.conditions_hold(self.keys)
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
                naming(element, effect, self.principal, self.has_boundary)
            }
            LayerKind::Vpce => match policy.principal_element(at) {
                Some(element) => naming(element, effect, self.principal, self.has_boundary),
                None => Some(Grant::Direct),
            },
            _ => Some(Grant::Direct),
        }
    }

    pub(super) fn is_in_own_account(&self) -> bool {
        self.owner
            .is_none_or(|owner| Some(owner.as_str()) == self.account)
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
