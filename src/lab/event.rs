//! Commands, which are all that can happen to a lab, and the log of what came of them.
//!
//! Replaying the commands of a log on an empty lab gives the same lab. Their serialized form is what files of labs hold:
//! a change of it needs a new number in `store/`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::arn::AccountId;
use crate::clock::Timestamp;
use crate::decision::Context;

use super::caller::{Caller, Credentials};
use super::organization::ControlKind;

/// Something asked of the lab.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Sign up: a new account with its root user.
    CreateAccount {
        /// Twelve digits.
        id: AccountId,
        /// E-mail address of the root user.
        email: String,
        /// The account's name.
        name: String,
    },
    /// The operator gives a root user a key that exists already, such as one that clients are set up with.
    AdoptKey {
        /// The account.
        account: AccountId,
        /// The key; a long-term one.
        key: Credentials,
    },
    /// Move the clock forward.
    Advance {
        /// How far.
        seconds: u32,
    },
    /// Set a switch of the lab.
    Configure {
        /// Name of the switch.
        setting: String,
        /// Its new value.
        value: bool,
    },
    /// A user signs in to the console.
    SignIn {
        /// The user's account.
        account: AccountId,
        /// What the user types in.
        request: SignIn,
    },
    /// An API operation of a service the lab knows.
    Call {
        /// Who asks.
        caller: Caller,
        /// `iam` or `sts`.
        service: String,
        /// AWS's name of the operation.
        operation: String,
        /// Parameters, by AWS's names.
        input: Value,
        /// Condition keys of the request that are the caller's to choose.
        context: Context,
    },
    /// An action of any service on a resource of the lab.
    Perform {
        /// Who asks.
        caller: Caller,
        /// `service:Action`
        action: String,
        /// ARN, or `*`.
        resource: String,
        /// Condition keys of the request that are the caller's to choose.
        context: Context,
        /// What the action does to the resource when it is allowed.
        effect: ResourceEffect,
        /// Roles that the call hands to services.
        passes: Vec<PassedRole>,
    },
    /// The operator changes an organization.
    Organize {
        /// `o-…`
        organization: String,
        /// What is to be changed.
        change: OrganizationChange,
    },
    /// The operator changes a VPC endpoint.
    Endpoint {
        /// `vpce-…`
        endpoint: String,
        /// What is to be changed.
        change: EndpointChange,
    },
    /// A task that only the root user may do.
    RootTask {
        /// Who asks.
        caller: Caller,
        /// What is to be done.
        task: RootTask,
    },
}

impl Command {
    /// Who asks; none for what the operator of the lab does.
    #[must_use]
    pub const fn caller(&self) -> Option<&Caller> {
        match self {
            Self::Call { caller, .. }
            | Self::Perform { caller, .. }
            | Self::RootTask { caller, .. } => Some(caller),
            _ => None,
        }
    }

    /// What is to be done, by AWS's name where there is one.
    #[must_use]
    pub fn operation(&self) -> &str {
        match self {
            Self::CreateAccount { .. } => "CreateAccount",
            Self::AdoptKey { .. } => "AdoptKey",
            Self::Advance { .. } => "Advance",
            Self::Configure { .. } => "Configure",
            Self::SignIn { .. } => "SignIn",
            Self::Call { operation, .. } => operation,
            Self::Perform { action, .. } => action,
            Self::Organize { .. } => "Organize",
            Self::Endpoint { .. } => "Endpoint",
            Self::RootTask { task, .. } => task.name(),
        }
    }

    /// Condition keys that came with the request, of those commands that have some.
    #[must_use]
    pub const fn context(&self) -> Option<&Context> {
        match self {
            Self::Call { context, .. } | Self::Perform { context, .. } => Some(context),
            _ => None,
        }
    }
}

/// What a user types in to sign in to the console.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct SignIn {
    /// The user's name.
    pub user: String,
    /// The password.
    pub password: String,
    /// A code of an MFA device: needed once the user has one.
    pub mfa: Option<MfaCode>,
    /// A new password, where one must be chosen or is wished for.
    pub new_password: Option<String>,
}

/// A code read off an MFA device.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct MfaCode {
    /// Serial number or ARN of the device.
    pub serial: String,
    /// Six digits.
    pub code: String,
}

/// What an allowed action does to a resource of the lab.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum ResourceEffect {
    /// Nothing: the resource is used.
    Use,
    /// The resource comes to be.
    Create {
        /// Its tags.
        tags: Vec<(String, String)>,
        /// Text of its policy.
        policy: Option<String>,
    },
    /// The resource is gone.
    Delete,
    /// Its policy is replaced, or removed.
    SetPolicy {
        /// Text of the policy.
        policy: Option<String>,
    },
    /// Tags are set.
    Tag {
        /// Keys and values.
        tags: Vec<(String, String)>,
    },
    /// Tags are removed.
    Untag {
        /// Keys.
        keys: Vec<String>,
    },
}

/// A role that a call hands to a service, which will work with it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct PassedRole {
    /// ARN of the role.
    pub role: String,
    /// The service that finally gets it, such as `lambda.amazonaws.com` (`iam:PassedToService`).
    pub service: String,
}

/// A change of an organization.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub enum OrganizationChange {
    /// The organization comes to be.
    Create {
        /// Id of its root, `r-…`.
        root: String,
        /// Its management account.
        management: AccountId,
    },
    /// A new organizational unit.
    AddUnit {
        /// `ou-…`
        unit: String,
        /// Its name.
        name: String,
        /// The node above; the root when none is given.
        parent: Option<String>,
    },
    /// An account joins.
    AddAccount {
        /// The account.
        account: AccountId,
        /// The node above; the root when none is given.
        parent: Option<String>,
    },
    /// A member account goes elsewhere.
    MoveAccount {
        /// The account.
        account: AccountId,
        /// The node above.
        parent: String,
    },
    /// A control policy is attached to a node.
    Attach {
        /// SCP or RCP.
        kind: ControlKind,
        /// Id of the node.
        target: String,
        /// Name of the policy.
        name: String,
        /// Text of the policy.
        document: String,
    },
    /// A control policy is detached from a node.
    Detach {
        /// SCP or RCP.
        kind: ControlKind,
        /// Id of the node.
        target: String,
        /// Name of the policy.
        name: String,
    },
}

/// A change of a VPC endpoint.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub enum EndpointChange {
    /// The endpoint comes to be.
    Create {
        /// `vpc-…`
        vpc: String,
        /// The account it belongs to.
        owner: AccountId,
        /// Text of its policy; full access when none is given.
        policy: Option<String>,
    },
    /// Its policy is replaced.
    SetPolicy {
        /// Text of the policy; full access when none is given.
        policy: Option<String>,
    },
    /// The endpoint is gone.
    Delete,
}

/// What only the root user may do. Source: IAM User Guide, "AWS account root user", tasks that require root user credentials.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub enum RootTask {
    /// Close the account.
    Close,
    /// Change the root user's e-mail address.
    ChangeEmail(String),
    /// Change the account's name.
    ChangeName(String),
    /// Assign an MFA device to the root user; a virtual one has been created before.
    EnableMfa {
        /// Serial number or ARN.
        serial: String,
        /// Two codes that follow each other.
        codes: [String; 2],
    },
    /// Take an MFA device from the root user.
    DeactivateMfa {
        /// Serial number or ARN.
        serial: String,
    },
}

impl RootTask {
    /// What it is called; what it is done with may be secret.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Close => "Close",
            Self::ChangeEmail(_) => "ChangeEmail",
            Self::ChangeName(_) => "ChangeName",
            Self::EnableMfa { .. } => "EnableMfa",
            Self::DeactivateMfa { .. } => "DeactivateMfa",
        }
    }
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The answer.
    Done(Answer),
    /// The error, by AWS's code and text.
    Failed {
        /// Such as `AccessDenied`.
        code: String,
        /// AWS's text.
        message: String,
    },
}

/// An answer as the log keeps it: as text, which takes a fraction of a document's memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer(Box<str>);

impl Answer {
    /// The document.
    #[must_use]
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

impl From<&Value> for Answer {
    fn from(value: &Value) -> Self {
        Self(value.to_string().into())
    }
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// 1 for the first.
    pub number: u64,
    /// The lab's time when the command came.
    pub time: Timestamp,
    /// ARN of the authenticated caller; empty where there is none.
    pub caller: String,
    /// What was asked.
    pub command: Command,
    /// What came of it.
    pub outcome: Outcome,
    /// It changed the lab: entities, credentials, sessions, reports. That a call was made and credentials were used does not count.
    pub changed: bool,
}

/// Everything that was asked of a lab, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventLog {
    events: Vec<Event>,
}

impl EventLog {
    /// The events, oldest first.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Adds an event and gives it the next number.
    pub fn record(
        &mut self,
        time: Timestamp,
        caller: String,
        mut command: Command,
        outcome: Outcome,
        changed: bool,
    ) {
        if let Command::Call { input, .. } = &mut command {
            *input = compact(std::mem::take(input));
        }
        let number = self.events.len() as u64 + 1;
        self.events.push(Event {
            number,
            time,
            caller,
            command,
            outcome,
            changed,
        });
    }
}

/// The same document without room to grow: a log is long, and what it holds never changes.
fn compact(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut fitting = Map::with_capacity(members.len());
            for (name, inner) in members {
                fitting.insert(name, compact(inner));
            }
            Value::Object(fitting)
        }
        Value::Array(items) => Value::Array(items.into_iter().map(compact).collect()),
        other => other,
    }
}
