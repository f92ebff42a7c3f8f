//! Passwords of users. Source: IAM API Reference, `CreateLoginProfile`, `GetLoginProfile`, `UpdateLoginProfile`,
//! `DeleteLoginProfile`, `ChangePassword`.

use serde_json::{Value, json};

use crate::clock::Timestamp;
use crate::decision::{Context, LayerKind, Outcome, Principal};
use crate::lab::password::LoginProfile;
use crate::lab::user::User;
use crate::lab::{Account, Lab};

use super::super::access::{self, Target};
use super::super::authenticate::Identity;
use super::super::authorize::{Case, denied};
use super::super::call::{Answer, Call, nothing, unsigned};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::input::Input;
use super::super::shape::Shape;
use super::super::table::Operation;
use super::users;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreateLoginProfile",
        Target::User,
        create,
        "Gives a user a password for the console.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });"#,
            r#"UserName: "carlos", Password: "Correct-Horse-1""#,
        ),
    ),
    Operation::new(
        "GetLoginProfile",
        Target::User,
        get,
        "Tells whether and since when a user has a password.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
iam.create_login_profile(#{ UserName: "carlos", Password: "Correct-Horse-1" });"#,
            r#"UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "UpdateLoginProfile",
        Target::User,
        update,
        "Sets a user's password, or demands a new one at the next sign-in.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
iam.create_login_profile(#{ UserName: "carlos", Password: "Correct-Horse-1" });"#,
            r#"UserName: "carlos", PasswordResetRequired: true"#,
        ),
    ),
    Operation::new(
        "DeleteLoginProfile",
        Target::User,
        delete,
        "Takes a user's password away; access keys go on working.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
iam.create_login_profile(#{ UserName: "carlos", Password: "Correct-Horse-1" });"#,
            r#"UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "ChangePassword",
        Target::Handler,
        change_password,
        "Changes the calling user's own password.",
        Example::new(
            r#"let carlos = acct.create_user("carlos");
iam.create_login_profile(#{ UserName: "carlos", Password: "Correct-Horse-1" });
iam.update_account_password_policy(#{ AllowUsersToChangePassword: true });
let me = carlos.create_access_key().session();"#,
            r#"OldPassword: "Correct-Horse-1", NewPassword: "Correct-Horse-2""#,
        )
        .by("me"),
    ),
];

fn shown(user: &User, profile: &LoginProfile) -> Value {
    let shape = Shape::new()
        .with("UserName", user.name.as_str())
        .with("CreateDate", profile.created.to_string())
        .with("PasswordResetRequired", profile.reset_required)
        .with_some("MaxSigninSessionDuration", profile.max_session);
    json!({ "LoginProfile": Value::from(shape) })
}

fn missing(user: &str) -> AwsError {
    AwsError::new(
        "NoSuchEntity",
        format!("Login Profile for User {user} cannot be found."),
    )
}

fn of(user: &User) -> Result<&LoginProfile, AwsError> {
    user.login.as_ref().ok_or_else(|| missing(&user.name))
}

fn conforms(
    account: &Account,
    password: &str,
    profile: Option<&LoginProfile>,
) -> Result<(), AwsError> {
    match account.refuses_password(password, profile) {
        Some(text) => Err(AwsError::new("PasswordPolicyViolation", text)),
        None => Ok(()),
    }
}

fn create(call: &mut Call<'_>) -> Answer {
    let user = users::named(call)?;
    if user.login.is_some() {
        return Err(AwsError::new(
            "EntityAlreadyExists",
            format!("Login Profile for user {} already exists.", user.name),
        ));
    }
    let password = call.input.text("Password").ok_or_else(|| {
        AwsError::new(
            "ValidationError",
            "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
        )
    })?;
    conforms(call.account()?, password, None)?;
    let profile = LoginProfile {
        created: call.now(),
        password: password.to_owned(),
        set: call.now(),
        previous: Vec::new(),
        reset_required: call.input.flag("PasswordResetRequired"),
        max_session: call.input.number("MaxSigninSessionDuration"),
    };
    let answer = shown(user, &profile);
    users::named_mut(call)?.login = Some(profile);
    Ok(answer)
}

fn get(call: &mut Call<'_>) -> Answer {
    let user = users::named(call)?;
    Ok(shown(user, of(user)?))
}

fn update(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let now = call.now();
    let mut profile = of(users::named(call)?)?.clone();
    let resets = input.flag("ResetMaxSigninSessionDuration");
    if resets && input.has("MaxSigninSessionDuration") {
        return Err(AwsError::new(
            "InvalidInput",
            "MaxSigninSessionDuration cannot be both set and reset.",
        ));
    }
    if let Some(password) = input.text("Password") {
        conforms(call.account()?, password, Some(&profile))?;
        profile.replace(password, now);
    }
    if let Some(required) = input
        .value("PasswordResetRequired")
        .and_then(Value::as_bool)
    {
        profile.reset_required = required;
    }
    if resets || input.has("MaxSigninSessionDuration") {
        profile.max_session = input.number("MaxSigninSessionDuration");
    }
    users::named_mut(call)?.login = Some(profile);
    Ok(nothing())
}

fn delete(call: &mut Call<'_>) -> Answer {
    of(users::named(call)?)?;
    users::named_mut(call)?.login = None;
    Ok(nothing())
}

fn change_password(call: &mut Call<'_>) -> Answer {
    if !matches!(call.identity.principal, Principal::User { .. }) {
        return Err(AwsError::new(
            "InvalidUserType",
            "Only IAM Users can change their own password",
        ));
    }
    may_change_own(&call.lab, call.identity, call.given)?;
    let profile = of(users::named(call)?)?;
    if profile.password != call.input.required("OldPassword") {
        return Err(AwsError::new(
            "AccessDenied",
            "The old password was incorrect.",
        ));
    }
    let password = call.input.required("NewPassword");
    let renewed = renewed(call.account()?, profile, password, call.now())?;
    users::named_mut(call)?.login = Some(renewed);
    Ok(nothing())
}

/// A user may change its own password when a policy allows it, or when the password policy lets all users do so and no
/// policy stands against it.
///
/// # Errors
/// `AccessDenied`.
pub fn may_change_own(lab: &Lab, identity: &Identity, given: &Context) -> Result<(), AwsError> {
    let account = identity
        .account
        .as_ref()
        .and_then(|id| lab.account(id))
        .ok_or_else(unsigned)?;
    let ask = access::ask(
        account,
        identity,
        "ChangePassword",
        Target::User,
        Input::new(&Value::Null),
    )?;
    let case = Case::new(lab, identity, &ask, None, given)?;
    let decision = case.decide();
    let open_to_all = account
        .password_policy
        .as_ref()
        .is_some_and(|policy| policy.users_may_change);
    let only_unmentioned = decision.outcome == Outcome::ImplicitlyDenied
        && decision.blocked_by == [LayerKind::Identity];
    if decision.allowed() || open_to_all && only_unmentioned {
        return Ok(());
    }
    Err(denied(case.explain(), ask.named.as_deref()))
}

/// A profile whose user has chosen a new password.
///
/// # Errors
/// `PasswordPolicyViolation`.
pub fn renewed(
    account: &Account,
    profile: &LoginProfile,
    password: &str,
    now: Timestamp,
) -> Result<LoginProfile, AwsError> {
    conforms(account, password, Some(profile))?;
    let mut profile = profile.clone();
    profile.replace(password, now);
    profile.reset_required = false;
    Ok(profile)
}
