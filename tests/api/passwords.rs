//! Login profiles, the account's password policy, and signing in to the console.

use iamsh::api::{self, AwsError};
use iamsh::lab::Command;
use iamsh::lab::event::{MfaCode, SignIn};
use iamsh::lab::{Caller, mfa};
use serde_json::{Value, json};

use crate::support::{ACCOUNT, World, allow, deny, keys, policy, user_arn};

const GOOD: &str = "Correct-Horse-1";
const OTHER: &str = "Correct-Horse-2";

impl World {
    fn give_password(&mut self, user: &str) {
        self.done(
            "CreateLoginProfile",
            json!({ "UserName": user, "Password": GOOD }),
        );
    }

    fn try_sign_in(&mut self, request: SignIn) -> Result<Caller, AwsError> {
        let command = Command::SignIn {
            account: ACCOUNT.parse().unwrap(),
            request,
        };
        api::execute(&mut self.lab, command).map(|answer| keys(&answer["Credentials"]))
    }
}

fn request(user: &str, password: &str) -> SignIn {
    SignIn {
        user: user.to_owned(),
        password: password.to_owned(),
        mfa: None,
        new_password: None,
    }
}

fn with_new(user: &str, password: &str, new: &str) -> SignIn {
    SignIn {
        new_password: Some(new.to_owned()),
        ..request(user, password)
    }
}

#[test]
fn a_login_profile_is_created_shown_changed_and_deleted() {
    let mut world = World::new();
    world.create_user("carlos");
    let user = json!({ "UserName": "carlos" });
    world.fails(
        "GetLoginProfile",
        user.clone(),
        "NoSuchEntity",
        "Login Profile for User carlos cannot be found.",
    );
    let created = world.done(
        "CreateLoginProfile",
        json!({ "UserName": "carlos", "Password": GOOD, "PasswordResetRequired": true }),
    );
    let shown = json!({ "LoginProfile": {
        "UserName": "carlos", "CreateDate": "2026-01-01T00:00:00Z", "PasswordResetRequired": true } });
    assert_eq!(created, shown);
    world.fails(
        "CreateLoginProfile",
        json!({ "UserName": "carlos", "Password": GOOD }),
        "EntityAlreadyExists",
        "Login Profile for user carlos already exists.",
    );
    world.done(
        "UpdateLoginProfile",
        json!({ "UserName": "carlos", "PasswordResetRequired": false, "MaxSigninSessionDuration": 3600 }),
    );
    let profile = &world.done("GetLoginProfile", user.clone())["LoginProfile"];
    assert_eq!(profile["PasswordResetRequired"], false);
    assert_eq!(profile["MaxSigninSessionDuration"], 3600);
    world.fails(
        "DeleteUser",
        user.clone(),
        "DeleteConflict",
        "Cannot delete entity, must delete login profile first.",
    );
    world.done("DeleteLoginProfile", user.clone());
    for operation in ["DeleteLoginProfile", "UpdateLoginProfile"] {
        world.fails(
            operation,
            user.clone(),
            "NoSuchEntity",
            "Login Profile for User carlos cannot be found.",
        );
    }
}

#[test]
fn without_a_policy_three_kinds_of_characters_and_eight_of_them() {
    let mut world = World::new();
    world.create_user("carlos");
    for (password, text) in [
        ("Ab1-", "Password should have a minimum length of 8"),
        (
            "abcdefgh1",
            "Password does not conform to the account password policy.",
        ),
        (
            "123456789012@example.com",
            "Password does not conform to the account password policy.",
        ),
    ] {
        world.fails(
            "CreateLoginProfile",
            json!({ "UserName": "carlos", "Password": password }),
            "PasswordPolicyViolation",
            text,
        );
    }
    world.fails(
        "CreateLoginProfile",
        json!({ "UserName": "carlos" }),
        "ValidationError",
        "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
    );
}

#[test]
fn the_password_policy_is_applied() {
    let mut world = World::new();
    world.create_user("carlos");
    world.fails(
        "GetAccountPasswordPolicy",
        json!({}),
        "NoSuchEntity",
        "The Password Policy with domain name 123456789012 cannot be found.",
    );
    world.done(
        "UpdateAccountPasswordPolicy",
        json!({ "MinimumPasswordLength": 10, "RequireSymbols": true, "RequireNumbers": true,
            "RequireUppercaseCharacters": true, "RequireLowercaseCharacters": true, "PasswordReusePrevention": 2 }),
    );
    assert_eq!(
        world.done("GetAccountPasswordPolicy", json!({})),
        json!({ "PasswordPolicy": { "MinimumPasswordLength": 10, "RequireSymbols": true, "RequireNumbers": true,
            "RequireUppercaseCharacters": true, "RequireLowercaseCharacters": true, "AllowUsersToChangePassword": false,
            "ExpirePasswords": false, "PasswordReusePrevention": 2 } })
    );
    for (password, text) in [
        ("Abc-1", "Password should have a minimum length of 10"),
        (
            "correct-horse-1",
            "Password should have at least one uppercase letter",
        ),
        (
            "CORRECT-HORSE-1",
            "Password should have at least one lowercase letter",
        ),
        ("Correct-Horse-", "Password should have at least one number"),
        ("CorrectHorse1", "Password should have at least one symbol"),
    ] {
        world.fails(
            "CreateLoginProfile",
            json!({ "UserName": "carlos", "Password": password }),
            "PasswordPolicyViolation",
            text,
        );
    }
    world.give_password("carlos");
    let update = |password: &str| json!({ "UserName": "carlos", "Password": password });
    let reused = "Password does not conform to the account password policy.";
    world.fails(
        "UpdateLoginProfile",
        update(GOOD),
        "PasswordPolicyViolation",
        reused,
    );
    world.done("UpdateLoginProfile", update(OTHER));
    world.fails(
        "UpdateLoginProfile",
        update(GOOD),
        "PasswordPolicyViolation",
        reused,
    );
    world.done("UpdateLoginProfile", update("Correct-Horse-3"));
    world.done("UpdateLoginProfile", update(GOOD));
    world.done("DeleteAccountPasswordPolicy", json!({}));
    world.fails(
        "DeleteAccountPasswordPolicy",
        json!({}),
        "NoSuchEntity",
        "The account policy with name PasswordPolicy cannot be found.",
    );
}

#[test]
fn change_password_needs_permission_or_a_policy_that_lets_everybody() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    world.give_password("carlos");
    let change = |old: &str, new: &str| json!({ "OldPassword": old, "NewPassword": new });
    world.fails_as(
        &carlos,
        "ChangePassword",
        change(GOOD, OTHER),
        "AccessDenied",
        "User: arn:aws:iam::123456789012:user/carlos is not authorized to perform: iam:ChangePassword on resource: user \
         carlos because no identity-based policy allows the iam:ChangePassword action",
    );
    world.done(
        "UpdateAccountPasswordPolicy",
        json!({ "AllowUsersToChangePassword": true }),
    );
    world
        .call(&carlos, "ChangePassword", change(GOOD, OTHER))
        .unwrap();
    world.put_user_policy("carlos", json!([deny("iam:ChangePassword", "*")]));
    assert_eq!(
        world
            .call(&carlos, "ChangePassword", change(OTHER, GOOD))
            .unwrap_err()
            .code,
        "AccessDenied"
    );
    world.done("DeleteAccountPasswordPolicy", json!({}));
    world.put_user_policy(
        "carlos",
        json!([allow("iam:ChangePassword", &user_arn("${aws:username}"))]),
    );
    world.fails_as(
        &carlos,
        "ChangePassword",
        change(GOOD, OTHER),
        "AccessDenied",
        "The old password was incorrect.",
    );
    world
        .call(&carlos, "ChangePassword", change(OTHER, GOOD))
        .unwrap();
    world.fails(
        "ChangePassword",
        change(GOOD, OTHER),
        "InvalidUserType",
        "Only IAM Users can change their own password",
    );
}

#[test]
fn a_console_session_is_the_user_with_temporary_credentials() {
    let mut world = World::new();
    world.create_user_with("carlos", json!([allow("iam:*", "*"), allow("sts:*", "*")]));
    world.give_password("carlos");
    let refused = "Your authentication information is incorrect. Please try again.";
    for (user, password) in [("carlos", "wrong"), ("nobody", GOOD)] {
        let before = world.lab.sessions.clone();
        let error = world.try_sign_in(request(user, password)).unwrap_err();
        assert_eq!(
            (error.code, &*error.message),
            ("AuthenticationFailed", refused)
        );
        assert_eq!(world.lab.sessions, before);
    }
    let session = world.try_sign_in(request("carlos", GOOD)).unwrap();
    assert_eq!(world.arn(&session), user_arn("carlos"));
    // Unlike those of GetSessionToken, the credentials of the console call IAM without MFA, and get no more credentials.
    let me = world.call(&session, "GetUser", json!({})).unwrap();
    assert_eq!(me["User"]["PasswordLastUsed"], "2026-01-01T00:00:00Z");
    world.fails_as(
        &session,
        "GetSessionToken",
        json!({}),
        "AccessDenied",
        "Cannot call GetSessionToken with session credentials",
    );
    world.advance(43_200);
    let error = world.call(&session, "GetUser", json!({})).unwrap_err();
    assert_eq!(error.code, "ExpiredToken");
}

#[test]
fn a_user_with_a_device_signs_in_with_it() {
    let mut world = World::new();
    world.create_user("carlos");
    world.give_password("carlos");
    let condition = |value: &str| {
        json!([{ "Effect": "Allow", "Action": "ec2:*", "Resource": "*",
            "Condition": { "Bool": { "aws:MultiFactorAuthPresent": value } } }])
    };
    let plain = world.try_sign_in(request("carlos", GOOD)).unwrap();
    world.put_user_policy("carlos", condition("false"));
    assert!(world.may(&plain, "ec2:DescribeInstances", "*"));

    let serial = world.give_device("carlos");
    let error = world.try_sign_in(request("carlos", GOOD)).unwrap_err();
    assert_eq!(error.code, "AuthenticationFailed");
    let with_code = |code: String| SignIn {
        mfa: Some(MfaCode {
            serial: serial.clone(),
            code,
        }),
        ..request("carlos", GOOD)
    };
    world
        .try_sign_in(with_code("000000".to_owned()))
        .unwrap_err();
    let code = mfa::current_code(&world.lab, &serial).unwrap();
    let session = world.try_sign_in(with_code(code.clone())).unwrap();
    world.try_sign_in(with_code(code)).unwrap_err();
    world.put_user_policy("carlos", condition("true"));
    assert!(world.may(&session, "ec2:DescribeInstances", "*"));
    assert!(!world.may(&plain, "ec2:DescribeInstances", "*"));
}

#[test]
fn a_password_that_must_be_changed_is_changed_when_signing_in() {
    let mut world = World::new();
    world.create_user("carlos");
    world.done(
        "CreateLoginProfile",
        json!({ "UserName": "carlos", "Password": GOOD, "PasswordResetRequired": true }),
    );
    world.try_sign_in(request("carlos", GOOD)).unwrap_err();
    let error = world
        .try_sign_in(with_new("carlos", GOOD, OTHER))
        .unwrap_err();
    assert_eq!(error.code, "AccessDenied");
    world.put_user_policy("carlos", json!([allow("iam:ChangePassword", "*")]));
    let error = world
        .try_sign_in(with_new("carlos", GOOD, "short"))
        .unwrap_err();
    assert_eq!(error.code, "PasswordPolicyViolation");
    world.try_sign_in(with_new("carlos", GOOD, OTHER)).unwrap();
    world.try_sign_in(request("carlos", GOOD)).unwrap_err();
    world.try_sign_in(request("carlos", OTHER)).unwrap();
}

#[test]
fn passwords_expire() {
    let mut world = World::new();
    world.create_user_with("carlos", json!([allow("iam:ChangePassword", "*")]));
    world.give_password("carlos");
    let update = |hard: bool| json!({ "MaxPasswordAge": 1, "HardExpiry": hard });
    world.done("UpdateAccountPasswordPolicy", update(false));
    world.advance(86_399);
    world.try_sign_in(request("carlos", GOOD)).unwrap();
    world.advance(1);
    world.try_sign_in(request("carlos", GOOD)).unwrap_err();
    world.try_sign_in(with_new("carlos", GOOD, OTHER)).unwrap();
    world.done("UpdateAccountPasswordPolicy", update(true));
    world.advance(86_400);
    world
        .try_sign_in(with_new("carlos", OTHER, GOOD))
        .unwrap_err();
    world.done(
        "UpdateLoginProfile",
        json!({ "UserName": "carlos", "Password": GOOD }),
    );
    world.try_sign_in(request("carlos", GOOD)).unwrap();
}

#[test]
fn a_replayed_sign_in_gives_the_same_session() {
    let mut world = World::new();
    world.create_user("carlos");
    world.give_password("carlos");
    world.try_sign_in(request("carlos", GOOD)).unwrap();
    let commands = world.lab.log.events().iter().map(|e| e.command.clone());
    assert!(api::replay(Default::default(), commands) == world.lab);
}

/// Scenario T6.
#[test]
fn force_mfa_denies_everything_but_setting_a_device_up() {
    let mut world = World::new();
    let own = "arn:aws:iam::*:user/${aws:username}";
    let document = policy(json!([
        allow("iam:ListVirtualMFADevices", "*"),
        { "Effect": "Allow", "Action": ["iam:ChangePassword", "iam:GetUser", "iam:EnableMFADevice"], "Resource": own },
        allow("iam:CreateVirtualMFADevice", "arn:aws:iam::*:mfa/*"),
        { "Sid": "DenyAllExceptListedIfNoMFA", "Effect": "Deny", "NotAction": ["iam:CreateVirtualMFADevice",
            "iam:EnableMFADevice", "iam:GetUser", "iam:ListMFADevices", "iam:ListVirtualMFADevices", "iam:ResyncMFADevice",
            "sts:GetSessionToken"], "Resource": "*",
          "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } } }]));
    let user = world.create_user("MFAUser");
    world.give_password("MFAUser");
    world.done(
        "CreatePolicy",
        json!({ "PolicyName": "Force_MFA", "PolicyDocument": document }),
    );
    for arn in [
        "arn:aws:iam::123456789012:policy/Force_MFA",
        "arn:aws:iam::aws:policy/AmazonEC2FullAccess",
    ] {
        world.done(
            "AttachUserPolicy",
            json!({ "UserName": "MFAUser", "PolicyArn": arn }),
        );
    }
    let console = world.try_sign_in(request("MFAUser", GOOD)).unwrap();
    let change = json!({ "OldPassword": GOOD, "NewPassword": OTHER });
    for caller in [&user, &console] {
        assert!(!world.may(caller, "ec2:DescribeInstances", "*"));
        let error = world
            .call(caller, "ChangePassword", change.clone())
            .unwrap_err();
        assert!(
            error.message.ends_with(
                "with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/Force_MFA"
            ),
            "{error}"
        );
        world.call(caller, "GetUser", json!({})).unwrap();
    }
    let answer = world
        .call(
            &console,
            "CreateVirtualMFADevice",
            json!({ "VirtualMFADeviceName": "MFAUser" }),
        )
        .unwrap();
    let serial = answer["VirtualMFADevice"]["SerialNumber"].clone();
    let codes = mfa::codes(&world.lab, serial.as_str().unwrap(), 2).unwrap();
    let enabling = json!({ "UserName": "MFAUser", "SerialNumber": serial,
        "AuthenticationCode1": codes[0], "AuthenticationCode2": codes[1] });
    world.call(&console, "EnableMFADevice", enabling).unwrap();
    world.advance(60);
    let session = world.mfa_session(&user, serial.as_str().unwrap());
    assert!(world.may(&session, "ec2:DescribeInstances", "*"));
    assert!(!world.may(&session, "s3:ListAllMyBuckets", "*"));
    world.call(&session, "ChangePassword", change).unwrap();
}

#[test]
fn login_profiles_are_authorized_on_the_user() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    world.create_user("maria");
    let input: fn(&str) -> Value = |user| json!({ "UserName": user, "Password": GOOD });
    assert_eq!(
        world
            .call(&carlos, "CreateLoginProfile", input("maria"))
            .unwrap_err()
            .message,
        "User: arn:aws:iam::123456789012:user/carlos is not authorized to perform: iam:CreateLoginProfile on resource: user \
         maria because no identity-based policy allows the iam:CreateLoginProfile action"
    );
    world.put_user_policy(
        "carlos",
        json!([allow("iam:CreateLoginProfile", &user_arn("maria"))]),
    );
    world
        .call(&carlos, "CreateLoginProfile", input("maria"))
        .unwrap();
}
