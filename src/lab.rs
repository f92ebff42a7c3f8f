//! The world: accounts, identities, policies, credentials, sessions, resources and the event log, as plain data.
//!
//! Owns the invariants of that data (names are unique, ids are derived, indexes agree). Knows nothing of authorization:
//! whoever holds a `&mut Lab` may change anything, so only [`crate::api`] does.

pub mod account;
pub mod caller;
pub mod catalogue;
pub mod certificate;
pub mod credential;
pub mod deletion;
pub mod endpoint;
pub mod entity;
pub mod event;
pub mod group;
pub mod identity_provider;
pub mod instance_profile;
pub mod issuer;
pub mod managed_policy;
pub mod mfa;
pub mod organization;
pub mod password;
pub mod policy;
pub mod quota;
pub mod report;
pub mod resource;
pub mod role;
pub mod saml;
pub mod session;
pub mod settings;
pub mod signing;
pub mod ssh_key;
mod taggable;
pub mod tags;
pub mod trust;
pub mod user;
pub mod watch;

use std::collections::BTreeMap;

use crate::arn::AccountId;
use crate::clock::Clock;
use crate::id::{Deriver, Kind, Origin};

pub use account::Account;
pub use caller::{Caller, Credentials, Signed};
pub use catalogue::Catalogue;
pub use endpoint::VpcEndpoint;
pub use entity::EntityId;
pub use event::{Command, Event, EventLog};
pub use managed_policy::ManagedPolicy;
pub use mfa::MfaDevice;
pub use organization::Organization;
pub use policy::StoredPolicy;
pub use resource::Resource;
pub use session::Session;
pub use settings::Settings;
pub use tags::Tags;
pub use trust::Former;
pub use watch::{Observer, Watch};

/// The simulated world. Two labs that were given the same commands are equal.
#[derive(Clone, Debug, PartialEq)]
pub struct Lab {
    /// What can be set about the lab itself.
    pub settings: Settings,
    /// Virtual time.
    pub clock: Clock,
    /// The accounts by id.
    pub accounts: BTreeMap<AccountId, Account>,
    /// Organizations by id.
    pub organizations: BTreeMap<String, Organization>,
    /// VPC endpoints by id.
    pub endpoints: BTreeMap<String, VpcEndpoint>,
    /// Resources of any service by ARN.
    pub resources: BTreeMap<String, Resource>,
    /// Accounts of keys that were adopted: unlike those that AWS issues, they do not say whose they are.
    pub adopted_keys: BTreeMap<String, AccountId>,
    /// Temporary credentials by access key id, expired ones included: an expired key is told apart from an unknown one.
    pub sessions: BTreeMap<String, Session>,
    /// Everything that was asked of the lab.
    pub log: EventLog,
    /// AWS's managed policies that were needed so far.
    pub catalogue: Catalogue,
    /// Who sees its decisions; no part of the world.
    pub watch: Watch,
}

impl Lab {
    /// An empty world.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            clock: Clock::at(settings.start),
            settings,
            accounts: BTreeMap::new(),
            organizations: BTreeMap::new(),
            endpoints: BTreeMap::new(),
            resources: BTreeMap::new(),
            adopted_keys: BTreeMap::new(),
            sessions: BTreeMap::new(),
            log: EventLog::default(),
            catalogue: Catalogue::default(),
            watch: Watch::default(),
        }
    }

    /// The account with this id.
    #[must_use]
    pub fn account(&self, id: &AccountId) -> Option<&Account> {
        self.accounts.get(id)
    }

    /// A fresh unique id for an entity; the next one of the same kind and name differs.
    pub fn issue_id(&mut self, account: &AccountId, kind: Kind, name: &str) -> String {
        let deriver = self.deriver();
        let occurrence = self.count(account, kind, name);
        deriver.unique_id(&Origin {
            account,
            kind,
            name,
            occurrence,
        })
    }

    /// A fresh pair of keys: access key id, secret and, for temporary ones, the session token.
    pub fn issue_credentials(
        &mut self,
        account: &AccountId,
        kind: Kind,
        name: &str,
    ) -> Credentials {
        let deriver = self.deriver();
        let occurrence = self.count(account, kind, name);
        let origin = Origin {
            account,
            kind,
            name,
            occurrence,
        };
        Credentials {
            access_key_id: deriver.unique_id(&origin),
            secret_access_key: deriver.secret(&origin),
            session_token: (kind == Kind::TemporaryKey).then(|| deriver.session_token(&origin)),
        }
    }

    /// The source of derived ids.
    #[must_use]
    pub const fn deriver(&self) -> Deriver {
        Deriver::new(self.settings.seed)
    }

    /// How many ids of this kind and name the account has issued before; counts this one.
    fn count(&mut self, account: &AccountId, kind: Kind, name: &str) -> u32 {
        let Some(account) = self.accounts.get_mut(account) else {
            return 0;
        };
        let issued = account.issued.entry((kind, name.to_owned())).or_default();
        let before = *issued;
        *issued += 1;
        before
    }
}
