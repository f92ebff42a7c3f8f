//! Who asks for what, on what, in which circumstances.

use crate::arn::{AccountId, Arn};
use crate::policy::Context;

/// One question: may this principal perform this action on this resource?
#[derive(Clone, Debug)]
pub struct Request {
    /// Who asks.
    pub principal: Principal,
    /// `service:Action`; case is ignored.
    pub action: String,
    /// What it is asked on.
    pub resource: Resource,
    /// The condition keys that are present.
    pub context: Context,
}

/// The resource of a request.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The ARN, or `*` for actions that take no resource (rule B40).
    pub arn: String,
    /// Owner of the resource. The caller's own account where the ARN names none and nobody else is known to own it.
    pub account: Option<AccountId>,
}

/// A caller as the policies see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// The root user of an account.
    Root {
        /// The account.
        account: AccountId,
        /// Its partition, `aws` but for China, GovCloud and the like.
        partition: String,
    },
    /// An IAM user, by access key, console or `GetSessionToken`.
    User {
        /// `arn:aws:iam::A:user/path/name`
        arn: Arn,
        /// `AIDA…`; empty where nobody knows it (stateless decisions).
        id: String,
    },
    /// A session of a role.
    RoleSession {
        /// `arn:aws:sts::A:assumed-role/R/S`
        session: Arn,
        /// `arn:aws:iam::A:role/path/R`
        role: Arn,
        /// `AROA…`; empty where nobody knows it.
        id: String,
        /// The role is linked to a service (path `/aws-service-role/`): SCPs and RCPs do not apply.
        service_linked: bool,
    },
    /// A session of `GetFederationToken`.
    FederatedUser {
        /// `arn:aws:sts::A:federated-user/F`
        session: Arn,
        /// The user who federated it.
        user: Arn,
        /// `AIDA…` of that user; empty where nobody knows it.
        user_id: String,
    },
    /// An AWS service, such as `cloudtrail.amazonaws.com`.
    Service {
        /// Its name.
        name: String,
    },
    /// Somebody with a token of an OIDC or SAML provider, before a role is assumed.
    Federated {
        /// Provider ARN, or the host of a built-in provider.
        provider: String,
        /// True for SAML.
        saml: bool,
    },
    /// A request without credentials.
    Anonymous,
}

impl Principal {
    /// The account the caller belongs to; none for services, federated identities and anonymous callers.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        self.account_digits()?.parse().ok()
    }

    /// The digits of that account.
    #[must_use]
    pub fn account_digits(&self) -> Option<&str> {
        let digits = match self {
            Self::Root { account, .. } => account.as_str(),
            Self::User { arn, .. } => arn.account(),
            Self::RoleSession { session, .. } | Self::FederatedUser { session, .. } => {
                session.account()
            }
            Self::Service { .. } | Self::Federated { .. } | Self::Anonymous => return None,
        };
        AccountId::is_one(digits).then_some(digits)
    }

    /// The partition of the caller's ARN; none for services, federated identities and anonymous callers.
    #[must_use]
    pub fn partition(&self) -> Option<&str> {
        match self {
            Self::Root { partition, .. } => Some(partition),
            Self::User { arn, .. } => Some(arn.partition()),
            Self::RoleSession { session, .. } | Self::FederatedUser { session, .. } => {
                Some(session.partition())
            }
            Self::Service { .. } | Self::Federated { .. } | Self::Anonymous => None,
        }
    }

    /// What `GetCallerIdentity` and denial sentences call the caller: the session ARN for sessions.
    #[must_use]
    pub fn caller_arn(&self) -> String {
        match self {
            Self::Root { account, partition } => {
                format!("arn:{partition}:iam::{account}:root")
            }
            Self::User { arn, .. } => arn.as_str().to_owned(),
            Self::RoleSession { session, .. } | Self::FederatedUser { session, .. } => {
                session.as_str().to_owned()
            }
            Self::Service { name } => name.clone(),
            Self::Federated { provider, .. } => provider.clone(),
            Self::Anonymous => "anonymous".to_owned(),
        }
    }
}
