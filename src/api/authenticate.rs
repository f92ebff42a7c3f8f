//! Step 0 of every request: whose credentials are these, and do they still hold?
//!
//! Source: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access", authentication.

use crate::arn::{AccountId, Arn};
use crate::decision::{Context, Principal};
use crate::id::account_of_key;
use crate::lab::account::KeyOwner;
use crate::lab::session::SessionOf;
use crate::lab::user::AccessKey;
use crate::lab::{Account, Caller, Credentials, Lab, Session, Signed};
use crate::partition::Partition;

use super::error::AwsError;
use super::{region, signature};

/// An authenticated caller.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The caller as policies see it.
    pub principal: Principal,
    /// The account the caller acts in; none for services and anonymous callers.
    pub account: Option<AccountId>,
    /// Access key id of the credentials used, where keys were.
    pub key: Option<String>,
    /// True when the key is a temporary one: [`Lab::sessions`] has it.
    pub temporary: bool,
    /// The partition in which the caller acts, and new ARNs are.
    pub partition: Partition,
}

impl Identity {
    /// A caller without an account: a service, a federated identity, nobody in particular.
    #[must_use]
    pub const fn of_nobody(principal: Principal) -> Self {
        Self {
            principal,
            account: None,
            key: None,
            temporary: false,
            partition: Partition::Aws,
        }
    }

    /// The same caller as another partition sees it.
    fn in_partition(mut self, partition: Partition) -> Self {
        self.partition = partition;
        let seen = |arn: &mut Arn| *arn = arn.in_partition(partition);
        match &mut self.principal {
            Principal::Root { partition: own, .. } => partition.as_str().clone_into(own),
            Principal::User { arn, .. } => seen(arn),
            Principal::RoleSession { session, role, .. } => {
                seen(session);
                seen(role);
            }
            Principal::FederatedUser { session, user, .. } => {
                seen(session);
                seen(user);
            }
            Principal::Service { .. } | Principal::Federated { .. } | Principal::Anonymous => {}
        }
        self
    }

    /// The session behind temporary credentials.
    #[must_use]
    pub fn session<'a>(&self, lab: &'a Lab) -> Option<&'a Session> {
        let key = self.key.as_ref().filter(|_| self.temporary)?;
        lab.sessions.get(key)
    }

    /// `GetCallerIdentity`'s `UserId`: account id, `AIDA…`, `AROA…:session` or `account:name`.
    #[must_use]
    pub fn user_id(&self) -> String {
        match &self.principal {
            Principal::Root { account, .. } => account.to_string(),
            Principal::User { id, .. } => id.clone(),
            Principal::RoleSession { session, id, .. } => {
                format!("{id}:{}", session.resource_name())
            }
            Principal::FederatedUser { session, .. } => {
                format!("{}:{}", session.account(), session.resource_name())
            }
            Principal::Service { name } => name.clone(),
            Principal::Federated { provider, .. } => provider.clone(),
            Principal::Anonymous => "anonymous".to_owned(),
        }
    }
}

/// Who `caller` is, in the partition of the Region that is asked, or in that of the caller's own ARN where none is named: an account of the lab is
/// the same in all.
///
/// # Errors
/// `InvalidClientTokenId`, `SignatureDoesNotMatch` or `ExpiredToken`, as AWS answers for credentials that do not hold.
pub fn authenticate(
    lab: &Lab,
    caller: &Caller,
    given: Option<&Context>,
) -> Result<Identity, AwsError> {
    let identity = identify(lab, caller)?;
    let region = given.and_then(region::given);
    Ok(match region.map(Partition::of_region) {
        Some(partition) if partition != identity.partition => identity.in_partition(partition),
        _ => identity,
    })
}

fn identify(lab: &Lab, caller: &Caller) -> Result<Identity, AwsError> {
    match caller {
        Caller::Root(id) => {
            let account = open_account(lab, id)?;
            Ok(permanent(root(account), None))
        }
        Caller::User { account, id } => {
            let account = open_account(lab, account)?;
            Ok(permanent(user(account, id)?, None))
        }
        Caller::Keys(keys) => by_key(
            lab,
            &Presented {
                id: &keys.access_key_id,
                token: keys.session_token.as_deref(),
                proof: Proof::Secret(&keys.secret_access_key),
            },
        ),
        Caller::Signed(signed) => {
            signature::check_dates(signed)?;
            by_key(
                lab,
                &Presented {
                    id: &signed.access_key_id,
                    token: signed.session_token.as_deref(),
                    proof: Proof::Signature(signed),
                },
            )
        }
        Caller::Service(name) => Ok(Identity::of_nobody(Principal::Service {
            name: name.clone(),
        })),
        Caller::Anonymous => Ok(Identity::of_nobody(Principal::Anonymous)),
    }
}

/// A key as it comes with a request.
struct Presented<'a> {
    id: &'a str,
    token: Option<&'a str>,
    proof: Proof<'a>,
}

/// What shows that a caller knows a key's secret.
enum Proof<'a> {
    /// The secret itself: scripts run where it is kept.
    Secret(&'a str),
    /// A signature made with it.
    Signature(&'a Signed),
}

impl Proof<'_> {
    fn shows(&self, secret: &str) -> bool {
        match self {
            Self::Secret(given) => *given == secret,
            Self::Signature(signed) => signature::holds(signed, secret),
        }
    }
}

fn by_key(lab: &Lab, key: &Presented<'_>) -> Result<Identity, AwsError> {
    if key.id.starts_with("ASIA") {
        temporary(lab, key)
    } else {
        long_term(lab, key)
    }
}

fn permanent(principal: Principal, key: Option<String>) -> Identity {
    Identity {
        account: principal.account(),
        partition: partition_of(&principal),
        principal,
        key,
        temporary: false,
    }
}

fn partition_of(principal: &Principal) -> Partition {
    let known = principal.partition().and_then(Partition::named);
    known.unwrap_or_default()
}

fn root(account: &Account) -> Principal {
    Principal::Root {
        account: account.id.clone(),
        partition: Partition::Aws.as_str().to_owned(),
    }
}

fn user(account: &Account, id: &str) -> Result<Principal, AwsError> {
    let user = account.user_by_id(id).ok_or_else(unknown_token)?;
    Ok(Principal::User {
        arn: user.arn.clone(),
        id: user.id.clone(),
    })
}

fn open_account<'a>(lab: &'a Lab, id: &AccountId) -> Result<&'a Account, AwsError> {
    lab.account(id)
        .filter(|account| !account.closed)
        .ok_or_else(unknown_token)
}

fn long_term(lab: &Lab, key: &Presented<'_>) -> Result<Identity, AwsError> {
    let id = match lab.adopted_keys.get(key.id) {
        Some(account) => Some(account.clone()),
        None => account_of_key(key.id),
    };
    let (account, owner) = id
        .and_then(|id| open_account(lab, &id).ok())
        .and_then(|account| Some((account, account.key_owners.get(key.id)?)))
        .ok_or_else(unknown_token)?;
    let (owned, principal) = match owner {
        KeyOwner::Root => (&account.root_keys, root(account)),
        KeyOwner::User(name) => {
            let owner = account.users.get(name).ok_or_else(unknown_token)?;
            (&owner.access_keys, user(account, &owner.id)?)
        }
    };
    let known = find_key(owned, key.id)
        .filter(|known| known.active)
        .ok_or_else(unknown_token)?;
    if key.token.is_some() {
        return Err(unknown_token());
    }
    check_secret(&known.credentials, &key.proof)?;
    Ok(permanent(principal, Some(key.id.to_owned())))
}

fn find_key<'a>(keys: &'a [AccessKey], id: &str) -> Option<&'a AccessKey> {
    keys.iter().find(|key| key.credentials.access_key_id == id)
}

/// Order as recorded from AWS: the token is bound to the key, the entity is alive, the secret is right; then the expiry.
fn temporary(lab: &Lab, key: &Presented<'_>) -> Result<Identity, AwsError> {
    let session = lab
        .sessions
        .get(key.id)
        .filter(|session| session.credentials.session_token.as_deref() == key.token)
        .ok_or_else(unknown_token)?;
    let account = open_account(lab, &session.account)?;
    let principal = session_principal(account, session)?;
    check_secret(&session.credentials, &key.proof)?;
    if session.expires <= lab.clock.now() {
        return Err(AwsError::new(
            "ExpiredToken",
            "The security token included in the request is expired",
        )
        .with_help(format!("the session ended at {}", session.expires)));
    }
    Ok(Identity {
        account: Some(account.id.clone()),
        partition: partition_of(&principal),
        principal,
        key: Some(key.id.to_owned()),
        temporary: true,
    })
}

fn session_principal(account: &Account, session: &Session) -> Result<Principal, AwsError> {
    match &session.of {
        SessionOf::Root | SessionOf::AssumedRoot => Ok(root(account)),
        SessionOf::User { id } | SessionOf::SignIn { id } => user(account, id),
        SessionOf::Role { id, name } => {
            let role = account.role_by_id(id).ok_or_else(unknown_token)?;
            Ok(Principal::RoleSession {
                session: role.session_arn(name),
                role: role.arn.clone(),
                id: role.id.clone(),
                service_linked: role.is_service_linked(),
            })
        }
        SessionOf::FederatedUser { user, name } => {
            let (user, user_id) = match user {
                Some(id) => {
                    let user = account.user_by_id(id).ok_or_else(unknown_token)?;
                    (user.arn.clone(), user.id.clone())
                }
                None => (account.root_arn(Partition::Aws), String::new()),
            };
            Ok(Principal::FederatedUser {
                session: Arn::new(
                    user.partition(),
                    "sts",
                    "",
                    account.id.as_str(),
                    &format!("federated-user/{name}"),
                ),
                user,
                user_id,
            })
        }
    }
}

fn check_secret(known: &Credentials, proof: &Proof<'_>) -> Result<(), AwsError> {
    if proof.shows(&known.secret_access_key) {
        return Ok(());
    }
    Err(AwsError::new(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key \
         and signing method. Consult the service documentation for details.",
    ))
}

/// Unknown, inactive or deleted key; a token that is missing, wrong, or of a deleted role (rule E21).
fn unknown_token() -> AwsError {
    AwsError::new(
        "InvalidClientTokenId",
        "The security token included in the request is invalid.",
    )
}
