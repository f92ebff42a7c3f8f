//! MFA devices and the codes they show.

use iamsh::lab::event::RootTask;
use iamsh::lab::{Caller, Command, mfa};
use serde_json::{Value, json};

use crate::support::{ACCOUNT, OTHER, World, allow, keys, policy, text, user_arn};

const HARDWARE: &str = "GAHT12345678";
const WRONG_CODE: &str = "MultiFactorAuthentication failed with invalid MFA one time pass code.";
const UNKNOWN_DEVICE: &str = "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial \
                              number is valid and associated with this user.";

impl World {
    fn create_device(&mut self, name: &str) -> String {
        let answer = self.done(
            "CreateVirtualMFADevice",
            json!({ "VirtualMFADeviceName": name }),
        );
        text(&answer["VirtualMFADevice"]["SerialNumber"])
    }

    pub fn code(&self, serial: &str) -> String {
        mfa::current_code(&self.lab, serial).unwrap()
    }

    fn enabling(&self, user: &str, serial: &str) -> Value {
        let codes = mfa::codes(&self.lab, serial, 2).unwrap();
        json!({ "UserName": user, "SerialNumber": serial,
            "AuthenticationCode1": codes[0], "AuthenticationCode2": codes[1] })
    }

    /// A virtual device of the user, whose next code is good.
    pub fn give_device(&mut self, user: &str) -> String {
        let serial = self.create_device(user);
        let input = self.enabling(user, &serial);
        self.done("EnableMFADevice", input);
        self.advance(60);
        serial
    }

    fn with_code(&self, serial: &str, mut input: Value) -> Value {
        input["SerialNumber"] = serial.into();
        input["TokenCode"] = self.code(serial).into();
        input
    }

    pub fn mfa_session(&mut self, caller: &Caller, serial: &str) -> Caller {
        let input = self.with_code(serial, json!({}));
        keys(&self.call(caller, "GetSessionToken", input).unwrap()["Credentials"])
    }
}

#[test]
fn a_virtual_device_shows_its_seed_once_and_a_qr_code() {
    let mut world = World::new();
    let answer = world.done(
        "CreateVirtualMFADevice",
        json!({ "VirtualMFADeviceName": "carlos", "Path": "/phones/", "Tags": [{ "Key": "os", "Value": "x" }] }),
    );
    let device = &answer["VirtualMFADevice"];
    assert_eq!(
        device["SerialNumber"],
        "arn:aws:iam::123456789012:mfa/phones/carlos"
    );
    // Blobs are base64, of 64 letters of base 32 and of a PNG image.
    assert_eq!(text(&device["Base32StringSeed"]).len(), 88);
    assert!(text(&device["QRCodePNG"]).starts_with("iVBORw0KGgo"));
    assert_eq!(device["Tags"], json!([{ "Key": "os", "Value": "x" }]));
    let listed = world.done("ListVirtualMFADevices", json!({}));
    assert_eq!(
        listed,
        json!({ "VirtualMFADevices": [{ "SerialNumber": device["SerialNumber"] }], "IsTruncated": false })
    );
    world.fails(
        "CreateVirtualMFADevice",
        json!({ "VirtualMFADeviceName": "Carlos", "Path": "/phones/" }),
        "EntityAlreadyExists",
        "MFADevice entity at the same path and name already exists.",
    );
}

#[test]
fn a_device_made_again_has_another_seed() {
    let mut world = World::new();
    let serial = world.create_device("carlos");
    let first = world.code(&serial);
    world.done("DeleteVirtualMFADevice", json!({ "SerialNumber": serial }));
    assert_eq!(mfa::current_code(&world.lab, &serial), None);
    world.create_device("carlos");
    assert_ne!(world.code(&serial), first);
}

#[test]
fn enable_list_get_and_deactivate() {
    let mut world = World::new();
    world.create_user("carlos");
    for serial in [world.create_device("carlos"), HARDWARE.to_owned()] {
        let input = world.enabling("carlos", &serial);
        world.done("EnableMFADevice", input.clone());
        let shown = json!({ "UserName": "carlos", "SerialNumber": serial, "EnableDate": "2026-01-01T00:00:00Z" });
        let user = json!({ "UserName": "carlos" });
        assert_eq!(
            world.done("ListMFADevices", user.clone()),
            json!({ "MFADevices": [shown], "IsTruncated": false })
        );
        let named = json!({ "UserName": "carlos", "SerialNumber": serial });
        assert_eq!(world.done("GetMFADevice", named.clone()), shown);
        world.fails(
            "EnableMFADevice",
            input,
            "EntityAlreadyExists",
            "MFA Device is already in use.",
        );
        world.fails(
            "DeleteUser",
            user.clone(),
            "DeleteConflict",
            "Cannot delete entity, must delete MFA device first.",
        );
        world.done("DeactivateMFADevice", named.clone());
        world.fails(
            "GetMFADevice",
            named,
            "NoSuchEntity",
            "MFA Device invalid for user.",
        );
    }
    world.done("DeleteUser", json!({ "UserName": "carlos" }));
}

#[test]
fn enable_errors() {
    let mut world = World::new();
    world.create_user("carlos");
    let serial = world.create_device("carlos");
    let mut input = world.enabling("carlos", &serial);
    let second = input["AuthenticationCode2"].take();
    input["AuthenticationCode2"] = input["AuthenticationCode1"].clone();
    world.fails(
        "EnableMFADevice",
        input.clone(),
        "InvalidAuthenticationCode",
        "Authentication code for device is not valid.",
    );
    input["AuthenticationCode2"] = second;
    world.advance(90);
    world.fails(
        "EnableMFADevice",
        input,
        "InvalidAuthenticationCode",
        "Authentication code for device is not valid.",
    );
    let none = "arn:aws:iam::123456789012:mfa/none";
    world.fails(
        "EnableMFADevice",
        json!({ "UserName": "carlos", "SerialNumber": none, "AuthenticationCode1": "000000", "AuthenticationCode2": "000001" }),
        "NoSuchEntity",
        "VirtualMFADevice with serial number arn:aws:iam::123456789012:mfa/none doesn't exist.",
    );
    world.fails(
        "EnableMFADevice",
        json!({ "UserName": "carlos", "SerialNumber": none, "AuthenticationCode1": "000000", "AuthenticationCode2": "00000a" }),
        "ValidationError",
        "1 validation error detected: Value at 'authenticationCode2' failed to satisfy constraint: Member must satisfy regular \
         expression pattern: [\\d]+",
    );
}

#[test]
fn h_eight_devices_a_user() {
    let mut world = World::new();
    world.create_user("carlos");
    for number in 0..8 {
        let input = world.enabling("carlos", &format!("{HARDWARE}{number}"));
        world.done("EnableMFADevice", input);
    }
    let input = world.enabling("carlos", HARDWARE);
    world.fails(
        "EnableMFADevice",
        input,
        "LimitExceeded",
        "Cannot exceed quota for MFADevicesPerUser: 8",
    );
    let summary = world.done("GetAccountSummary", json!({}));
    assert_eq!(summary["SummaryMap"]["MFADevicesInUse"], 8);
}

#[test]
fn a_device_belongs_to_one_user_in_one_account() {
    let mut world = World::new();
    world.account(OTHER);
    world.create_user("carlos");
    world.done_in(OTHER, "CreateUser", json!({ "UserName": "carlos" }));
    let input = world.enabling("carlos", HARDWARE);
    world.done_in(OTHER, "EnableMFADevice", input.clone());
    world.fails(
        "EnableMFADevice",
        input,
        "EntityAlreadyExists",
        "MFA Device is already in use.",
    );
}

#[test]
fn a_virtual_device_is_deleted_only_when_it_is_nobodys() {
    let mut world = World::new();
    world.create_user("carlos");
    let serial = world.give_device("carlos");
    let named = json!({ "SerialNumber": serial });
    world.fails(
        "DeleteVirtualMFADevice",
        named.clone(),
        "DeleteConflict",
        "MFA VirtualDevice in use. Must deactivate first.",
    );
    let assigned = world.done(
        "ListVirtualMFADevices",
        json!({ "AssignmentStatus": "Assigned" }),
    );
    assert_eq!(
        assigned["VirtualMFADevices"][0]["User"]["Arn"],
        user_arn("carlos")
    );
    let free = world.done(
        "ListVirtualMFADevices",
        json!({ "AssignmentStatus": "Unassigned" }),
    );
    assert_eq!(free["VirtualMFADevices"], json!([]));
    world.done(
        "DeactivateMFADevice",
        json!({ "UserName": "carlos", "SerialNumber": serial }),
    );
    world.done("DeleteVirtualMFADevice", named.clone());
    world.fails(
        "DeleteVirtualMFADevice",
        named,
        "NoSuchEntity",
        "VirtualMFADevice with serial number arn:aws:iam::123456789012:mfa/carlos doesn't exist.",
    );
}

#[test]
fn a_renamed_user_keeps_its_device() {
    let mut world = World::new();
    world.create_user("carlos");
    let serial = world.give_device("carlos");
    world.done(
        "UpdateUser",
        json!({ "UserName": "carlos", "NewUserName": "carla" }),
    );
    let listed = world.done("ListMFADevices", json!({ "UserName": "carla" }));
    assert_eq!(listed["MFADevices"][0]["SerialNumber"], serial);
}

#[test]
fn e17_a_code_is_accepted_once_and_only_of_the_callers_device() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let maria = world.create_user("maria");
    let serial = world.give_device("carlos");
    let input = world.with_code(&serial, json!({}));
    world
        .call(&carlos, "GetSessionToken", input.clone())
        .unwrap();
    world.fails_as(
        &carlos,
        "GetSessionToken",
        input,
        "AccessDenied",
        WRONG_CODE,
    );
    world.advance(30);
    let input = world.with_code(&serial, json!({}));
    world.fails_as(
        &maria,
        "GetSessionToken",
        input.clone(),
        "AccessDenied",
        UNKNOWN_DEVICE,
    );
    world.call(&carlos, "GetSessionToken", input).unwrap();
    world.fails_as(
        &carlos,
        "GetSessionToken",
        json!({ "SerialNumber": serial, "TokenCode": "000000" }),
        "AccessDenied",
        WRONG_CODE,
    );
    world.fails_as(
        &carlos,
        "GetSessionToken",
        json!({ "SerialNumber": serial }),
        "AccessDenied",
        "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
    );
}

#[test]
fn resync_learns_the_drift_of_a_device() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let serial = world.give_device("carlos");
    // The device's clock is ten minutes ahead.
    let ahead = mfa::codes(&world.lab, &serial, 24).unwrap();
    let token = |code: &str| json!({ "SerialNumber": serial, "TokenCode": code });
    world.fails_as(
        &carlos,
        "GetSessionToken",
        token(&ahead[20]),
        "AccessDenied",
        WRONG_CODE,
    );
    let named = |first: &str, second: &str| {
        json!({ "UserName": "carlos", "SerialNumber": serial,
            "AuthenticationCode1": first, "AuthenticationCode2": second })
    };
    world.fails(
        "ResyncMFADevice",
        named(&ahead[20], &ahead[22]),
        "InvalidAuthenticationCode",
        "Authentication code for device is not valid.",
    );
    world.done("ResyncMFADevice", named(&ahead[19], &ahead[20]));
    world
        .call(&carlos, "GetSessionToken", token(&ahead[21]))
        .unwrap();
}

#[test]
fn e17_assume_role_with_mfa_counts_as_signed_in_with_it_for_that_call() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let serial = world.give_device("carlos");
    let trust = policy(
        json!([{ "Effect": "Allow", "Principal": { "AWS": user_arn("carlos") }, "Action": "sts:AssumeRole",
        "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" }, "NumericLessThan": { "aws:MultiFactorAuthAge": "1" } } }]),
    );
    let role = text(
        &world.done(
            "CreateRole",
            json!({ "RoleName": "R", "AssumeRolePolicyDocument": trust }),
        )["Role"]["Arn"],
    );
    world.refuses_assume(&carlos, &role);
    let asked = json!({ "RoleArn": role, "RoleSessionName": "test" });
    let mut wrong = asked.clone();
    wrong["SerialNumber"] = serial.clone().into();
    wrong["TokenCode"] = "000000".into();
    world.fails_as(&carlos, "AssumeRole", wrong, "AccessDenied", WRONG_CODE);
    let input = world.with_code(&serial, asked.clone());
    let answer = world.call(&carlos, "AssumeRole", input).unwrap();
    // Rule E18: the role's session does not carry it.
    let session = keys(&answer["Credentials"]);
    let condition = |operator: &str, value: &str| {
        policy(
            json!([{ "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*",
            "Condition": { operator: { "aws:MultiFactorAuthPresent": value } } }]),
        )
    };
    for (document, allowed) in [
        (condition("Bool", "true"), false),
        (condition("Bool", "false"), true),
    ] {
        world.done(
            "PutRolePolicy",
            json!({ "RoleName": "R", "PolicyName": "test", "PolicyDocument": document }),
        );
        assert_eq!(world.may(&session, "s3:ListAllMyBuckets", "*"), allowed);
    }
    // A session without MFA can still be a call with it.
    let token = keys(&world.call(&carlos, "GetSessionToken", json!({})).unwrap()["Credentials"]);
    world.refuses_assume(&token, &role);
    world.advance(30);
    let input = world.with_code(&serial, asked);
    world.call(&token, "AssumeRole", input).unwrap();
}

#[test]
fn e18_mfa_of_get_session_token_is_in_every_later_request() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let serial = world.give_device("carlos");
    let session = world.mfa_session(&carlos, &serial);
    let within = |seconds: &str| {
        json!([{ "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*",
            "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": seconds } } }])
    };
    world.put_user_policy("carlos", within("3600"));
    assert!(world.may(&session, "s3:ListAllMyBuckets", "*"));
    assert!(!world.may(&carlos, "s3:ListAllMyBuckets", "*"));
    world.advance(3601);
    assert!(!world.may(&session, "s3:ListAllMyBuckets", "*"));
}

#[test]
fn e16_with_mfa_a_session_token_may_call_iam() {
    let mut world = World::new();
    let carlos = world.create_user_with("carlos", json!([allow("iam:ListUsers", "*")]));
    let serial = world.give_device("carlos");
    let session = world.mfa_session(&carlos, &serial);
    world.call(&session, "ListUsers", json!({})).unwrap();
}

#[test]
fn the_root_user_has_devices_of_its_own() {
    let mut world = World::new();
    let serial = world.create_device("root-device");
    let codes = mfa::codes(&world.lab, &serial, 2).unwrap();
    let task = RootTask::EnableMfa {
        serial: serial.clone(),
        codes: [codes[0].clone(), codes[1].clone()],
    };
    let carlos = world.create_user_with("carlos", json!([allow("*", "*")]));
    let command = |caller: &Caller, task: &RootTask| Command::RootTask {
        caller: caller.clone(),
        task: task.clone(),
    };
    let root = world.root();
    let error = iamsh::api::execute(&mut world.lab, command(&carlos, &task)).unwrap_err();
    assert_eq!(error.code, "AccessDenied");
    iamsh::api::execute(&mut world.lab, command(&root, &task)).unwrap();
    let listed = world.done("ListMFADevices", json!({}));
    assert_eq!(listed["MFADevices"][0]["SerialNumber"], serial);
    let summary = world.done("GetAccountSummary", json!({}));
    assert_eq!(summary["SummaryMap"]["AccountMFAEnabled"], 1);
    world.advance(60);
    let session = world.mfa_session(&root, &serial);
    assert_eq!(world.arn(&session), format!("arn:aws:iam::{ACCOUNT}:root"));
    let task = RootTask::DeactivateMfa { serial };
    iamsh::api::execute(&mut world.lab, command(&root, &task)).unwrap();
    assert_eq!(
        iamsh::api::execute(&mut world.lab, command(&root, &task))
            .unwrap_err()
            .code,
        "NoSuchEntity"
    );
}

#[test]
fn tags_of_devices_keep_the_case_of_their_keys() {
    let mut world = World::new();
    let serial = world.create_device("carlos");
    world.done(
        "TagMFADevice",
        json!({ "SerialNumber": serial, "Tags": [{ "Key": "os", "Value": "1" }, { "Key": "OS", "Value": "2" }] }),
    );
    world.done(
        "UntagMFADevice",
        json!({ "SerialNumber": serial, "TagKeys": ["OS"] }),
    );
    assert_eq!(
        world.done("ListMFADeviceTags", json!({ "SerialNumber": serial })),
        json!({ "Tags": [{ "Key": "os", "Value": "1" }], "IsTruncated": false })
    );
    world.fails(
        "TagMFADevice",
        json!({ "SerialNumber": HARDWARE, "Tags": [] }),
        "NoSuchEntity",
        "VirtualMFADevice with serial number GAHT12345678 doesn't exist.",
    );
}

#[test]
fn each_call_is_authorized_on_the_device_or_on_its_user() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let serial = world.create_device("carlos");
    let denied = |action: &str, resource: &str| {
        format!(
            "User: {} is not authorized to perform: iam:{action}{resource} because no identity-based policy allows the \
             iam:{action} action",
            user_arn("carlos")
        )
    };
    let enabling = world.enabling("carlos", &serial);
    let on_device = " on resource: arn:aws:iam::123456789012:mfa/carlos";
    for (operation, input, resource) in [
        (
            "CreateVirtualMFADevice",
            json!({ "VirtualMFADeviceName": "carlos" }),
            on_device,
        ),
        (
            "DeleteVirtualMFADevice",
            json!({ "SerialNumber": serial }),
            on_device,
        ),
        (
            "ListMFADeviceTags",
            json!({ "SerialNumber": serial }),
            on_device,
        ),
        ("ListVirtualMFADevices", json!({}), ""),
        ("ListMFADevices", json!({}), " on resource: user carlos"),
        (
            "EnableMFADevice",
            enabling.clone(),
            " on resource: user carlos",
        ),
        ("ResyncMFADevice", enabling, " on resource: user carlos"),
        (
            "DeactivateMFADevice",
            json!({ "SerialNumber": serial }),
            " on resource: user carlos",
        ),
    ] {
        world.fails_as(
            &carlos,
            operation,
            input,
            "AccessDenied",
            &denied(operation, resource),
        );
    }
    world.put_user_policy(
        "carlos",
        json!([
            allow("iam:CreateVirtualMFADevice", "arn:aws:iam::*:mfa/*"),
            allow("iam:*MFADevice*", "arn:aws:iam::*:user/${aws:username}"),
        ]),
    );
    world
        .call(
            &carlos,
            "CreateVirtualMFADevice",
            json!({ "VirtualMFADeviceName": "phone" }),
        )
        .unwrap();
    let enabling = world.enabling("carlos", &serial);
    world.call(&carlos, "EnableMFADevice", enabling).unwrap();
}
