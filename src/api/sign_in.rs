//! Signing in to the console: a user's name and password, and the code of its MFA device where it has one.
//!
//! What the browser then works with are temporary credentials of the user (section 3.1, "console"). AWS has no API for
//! this; the words of the refusals are those of its sign-in page where it has any.
//! Source: AWS Sign-In User Guide, "Sign in to the AWS Management Console as an IAM user".

use serde_json::Value;

use crate::arn::AccountId;
use crate::decision::Context;
use crate::lab::entity::key;
use crate::lab::event::{MfaCode, SignIn};
use crate::lab::password::{Expiry, LoginProfile};
use crate::lab::session::SessionOf;
use crate::lab::user::User;
use crate::lab::{Account, Caller, Lab};

use super::authenticate::authenticate;
use super::error::AwsError;
use super::iam::{login_profiles, mfa_assignment};
use super::input::Input;
use super::mfa::{self, Proof};
use super::sts::issue::NewSession;

/// Seconds a console session lasts where the login profile does not say.
const DEFAULT_DURATION: u32 = 43_200;

/// Signs a user in and answers with `Credentials`.
///
/// # Errors
/// `AuthenticationFailed`; `AccessDenied` and `PasswordPolicyViolation` for a new password that cannot be set.
pub fn sign_in(lab: &mut Lab, account: &AccountId, request: &SignIn) -> Result<Value, AwsError> {
    let known = lab
        .account(account)
        .filter(|account| !account.closed)
        .ok_or_else(incorrect)?;
    let (user, profile) = known
        .user(&request.user)
        .and_then(|user| Some((user, user.login.as_ref()?)))
        .filter(|(_, profile)| profile.password == request.password)
        .ok_or_else(incorrect)?;
    let proof = second_factor(lab, known, user, request.mfa.as_ref())?;
    let renewed = renewed(lab, known, user, profile, request.new_password.as_deref())?;
    let (id, name) = (user.id.clone(), user.name.clone());
    let duration = profile.max_session.unwrap_or(DEFAULT_DURATION);

    let now = lab.clock.now();
    let session = NewSession {
        mfa: proof.as_ref().map(|_| now),
        ..NewSession::plain(
            account.clone(),
            SessionOf::SignIn { id },
            name.clone(),
            duration,
        )
    };
    if let Some(proof) = proof {
        proof.spend(lab);
    }
    let user = lab
        .accounts
        .get_mut(account)
        .and_then(|account| account.users.get_mut(&key(&name)));
    if let Some(user) = user {
        user.password_last_used = Some(now);
        user.login = renewed.or(user.login.take());
    }
    Ok(session.issue(lab, Input::new(&Value::Null)).into())
}

/// The sign-in page says no more than this, whatever was wrong.
fn incorrect() -> AwsError {
    AwsError::new(
        "AuthenticationFailed",
        "Your authentication information is incorrect. Please try again.",
    )
}

/// A user with an MFA device must use one.
fn second_factor(
    lab: &Lab,
    account: &Account,
    user: &User,
    given: Option<&MfaCode>,
) -> Result<Option<Proof>, AwsError> {
    match given {
        Some(MfaCode { serial, code }) => mfa::check(lab, &account.id, &user.id, serial, code)
            .map(Some)
            .map_err(|error| incorrect().with_help(error.message)),
        None if mfa_assignment::devices_of(account, &user.id)
            .next()
            .is_some() =>
        {
            Err(incorrect().with_help(format!(
                "{} has an MFA device: a code of it is needed",
                user.name
            )))
        }
        None => Ok(None),
    }
}

/// The profile with a new password, where one must be chosen.
fn renewed(
    lab: &Lab,
    account: &Account,
    user: &User,
    profile: &LoginProfile,
    new_password: Option<&str>,
) -> Result<Option<LoginProfile>, AwsError> {
    let expiry = account.password_expiry(profile, lab.clock.now());
    if expiry == Expiry::LockedOut {
        return Err(
            incorrect().with_help("the password has expired: an administrator must set a new one")
        );
    }
    match new_password {
        Some(password) => {
            let caller = Caller::User {
                account: account.id.clone(),
                id: user.id.clone(),
            };
            let identity = authenticate(lab, &caller, None)?;
            login_profiles::may_change_own(lab, &identity, &Context::default())?;
            login_profiles::renewed(account, profile, password, lab.clock.now()).map(Some)
        }
        None if profile.reset_required || expiry == Expiry::MustChange => {
            Err(incorrect().with_help("a new password must be chosen to sign in"))
        }
        None => Ok(None),
    }
}
