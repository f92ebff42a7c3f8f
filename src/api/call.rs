//! What a handler works with, and the errors handlers share.
//!
//! A handler is called when the parameters are valid and the caller may do what it asks. It checks everything that can
//! fail before it changes anything: a failed call leaves the lab as it was.

use std::ops::Deref;

use serde_json::Value;

use crate::arn::{AccountId, Arn};
use crate::clock::Timestamp;
use crate::decision::Context;
use crate::lab::tags::KeyCase;
use crate::lab::{Account, Lab, Tags, quota};

use super::access::Ask;
use super::authenticate::Identity;
use super::authorize::authorize;
use super::error::AwsError;
use super::input::Input;

/// How far a call reaches: it looks at the lab, among others that do so at the same time, or has it for itself to change it.
pub enum Reach<'a> {
    /// Only to look at.
    Shared(&'a Lab),
    /// To be changed, and to say whether it was.
    Own(&'a mut Lab, &'a mut bool),
}

impl Deref for Reach<'_> {
    type Target = Lab;

    fn deref(&self) -> &Lab {
        match self {
            Self::Shared(lab) => lab,
            Self::Own(lab, _) => lab,
        }
    }
}

impl Reach<'_> {
    /// The same reach, lent on.
    pub const fn again(&mut self) -> Reach<'_> {
        match self {
            Self::Shared(lab) => Reach::Shared(lab),
            Self::Own(lab, changed) => Reach::Own(lab, changed),
        }
    }

    /// The lab, to change it.
    ///
    /// # Errors
    /// [`AwsError::is_about_reach`] for a call that may only look: it is then made again with the lab for itself.
    pub fn change(&mut self) -> Result<&mut Lab, AwsError> {
        match self {
            Self::Shared(_) => Err(AwsError::out_of_reach()),
            Self::Own(lab, changed) => {
                **changed = true;
                Ok(lab)
            }
        }
    }
}

/// An operation under way.
pub struct Call<'a> {
    /// The world; changed only once nothing can fail any more.
    pub lab: Reach<'a>,
    /// Who asks.
    pub identity: &'a Identity,
    /// The caller's account; none for services and anonymous callers.
    pub caller_account: Option<AccountId>,
    /// The parameters.
    pub input: Input<'a>,
    /// Condition keys that the caller gave with the request.
    pub given: &'a Context,
}

/// What a handler answers.
pub type Answer = Result<Value, AwsError>;

impl Call<'_> {
    /// The lab's time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.lab.clock.now()
    }

    /// The account asked about: the caller's.
    ///
    /// # Errors
    /// `MissingAuthenticationToken` for callers of no account.
    pub fn id(&self) -> Result<&AccountId, AwsError> {
        self.caller_account.as_ref().ok_or_else(unsigned)
    }

    /// ARN of an entity of the account, such as `user/division/carlos`, in the partition where the call is made.
    ///
    /// # Errors
    /// As [`Call::id`].
    pub fn arn(&self, resource: &str) -> Result<Arn, AwsError> {
        Ok(Arn::iam(self.identity.partition, self.id()?, resource))
    }

    /// The account asked about.
    ///
    /// # Errors
    /// As [`Call::id`].
    pub fn account(&self) -> Result<&Account, AwsError> {
        self.lab.account(self.id()?).ok_or_else(unsigned)
    }

    /// Asks for an action on what is to be created, where its ARN does not follow from one parameter.
    ///
    /// # Errors
    /// `AccessDenied`.
    pub fn permitted_to_create(
        &self,
        action: &str,
        arn: &Arn,
        tags: &[(&str, &str)],
    ) -> Result<(), AwsError> {
        let mut ask = Ask::new(action, arn.as_str());
        ask.owner = arn.account_id();
        ask.resource_tags(tags.iter().copied());
        ask.request_tags(tags);
        authorize(&self.lab, self.identity, &ask, None, self.given)
    }

    /// The account asked about, to change it.
    ///
    /// # Errors
    /// As [`Call::account`].
    pub fn account_mut(&mut self) -> Result<&mut Account, AwsError> {
        let id = self.caller_account.as_ref().ok_or_else(unsigned)?;
        self.lab.change()?.accounts.get_mut(id).ok_or_else(unsigned)
    }
}

/// The refusal of a request that needs credentials and has none.
#[must_use]
pub fn unsigned() -> AwsError {
    AwsError::new(
        "MissingAuthenticationToken",
        "Request is missing Authentication Token",
    )
}

/// Nothing to answer: operations without output.
#[must_use]
pub const fn nothing() -> Value {
    Value::Null
}

/// `The user with name X cannot be found.`; role and group alike.
#[must_use]
pub fn not_found(kind: &str, name: &str) -> AwsError {
    AwsError::new(
        "NoSuchEntity",
        format!("The {kind} with name {name} cannot be found."),
    )
}

/// `User with name X already exists.`; Role and Group alike.
#[must_use]
pub fn already_exists(kind: &str, name: &str) -> AwsError {
    AwsError::new(
        "EntityAlreadyExists",
        format!("{kind} with name {name} already exists."),
    )
}

/// `Cannot exceed quota for NAME: LIMIT`
#[must_use]
pub fn quota_exceeded(name: &str, limit: usize) -> AwsError {
    AwsError::new(
        "LimitExceeded",
        format!("Cannot exceed quota for {name}: {limit}"),
    )
}

/// Fails with `LimitExceeded` when `used` has reached `limit`.
///
/// # Errors
/// `LimitExceeded`.
pub fn within_quota(name: &str, used: usize, limit: usize) -> Result<(), AwsError> {
    if used < limit {
        Ok(())
    } else {
        Err(quota_exceeded(name, limit))
    }
}

/// The tags after `given` were set on `old`; checks AWS's rules for them.
///
/// # Errors
/// `InvalidInput` for a key given twice or beginning `aws:`, `LimitExceeded` beyond 50 tags.
pub fn with_tags(old: &Tags, given: &[(&str, &str)], case: KeyCase) -> Result<Tags, AwsError> {
    let mut fresh = Tags::default();
    for (key, value) in given {
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(AwsError::new(
                "InvalidInput",
                "Tag keys beginning with aws: are reserved for system use.",
            ));
        }
        if fresh.get(key, case).is_some() {
            return Err(AwsError::new(
                "InvalidInput",
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            ));
        }
        fresh.set(key, value, case);
    }
    let mut tags = old.clone();
    for (key, value) in fresh.iter() {
        tags.set(key, value, case);
    }
    if tags.len() > quota::TAGS {
        return Err(quota_exceeded("TagsPerResource", quota::TAGS));
    }
    Ok(tags)
}
