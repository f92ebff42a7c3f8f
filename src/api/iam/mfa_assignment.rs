//! Whose MFA device it is: users enable, synchronize and give up devices, virtual or hardware.
//!
//! A hardware device is known by the number printed on it; its account knows it only while it is assigned.
//! Source: IAM API Reference, `EnableMFADevice`, `DeactivateMFADevice`, `ResyncMFADevice`, `ListMFADevices`, `GetMFADevice`.

use serde_json::{Value, json};

use crate::decision::Principal;
use crate::lab::entity::key;
use crate::lab::mfa::{Assignment, step};
use crate::lab::{Account, Lab, MfaDevice, quota};

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing, within_quota};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::mfa::consecutive;
use super::super::pager::Pager;
use super::super::shape::Shape;
use super::super::table::Operation;
use super::{mfa_devices, users};

/// Steps around now in which two codes are looked for when a device is enabled.
const ENABLE_WINDOW: i64 = 1;
/// The same when its clock has gone astray: an hour.
const RESYNC_WINDOW: i64 = 120;
/// How lists name the root user, as the credential report does.
const ROOT: &str = "<root_account>";

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "EnableMFADevice",
        Target::User,
        enable,
        "Assigns an MFA device to a user, who proves to hold it by two codes in a row.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
let serial = iam.create_virtual_mfa_device(#{ VirtualMFADeviceName: "carlos" }).VirtualMFADevice.SerialNumber;
let codes = mfa_codes(serial, 2);"#,
            r#"UserName: "carlos", SerialNumber: serial, AuthenticationCode1: codes[0], AuthenticationCode2: codes[1]"#,
        ),
    ),
    Operation::new(
        "ResyncMFADevice",
        Target::User,
        resync,
        "Learns how far the clock of an MFA device is off, from two codes in a row.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
let serial = "GAHT12345678";
let codes = mfa_codes(serial, 4);
iam.enable_mfa_device(#{ UserName: "carlos", SerialNumber: serial, AuthenticationCode1: codes[0], AuthenticationCode2: codes[1] });"#,
            r#"UserName: "carlos", SerialNumber: serial, AuthenticationCode1: codes[2], AuthenticationCode2: codes[3]"#,
        ),
    ),
    Operation::new(
        "DeactivateMFADevice",
        Target::User,
        deactivate,
        "Takes an MFA device from its user.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
let serial = "GAHT12345678";
let codes = mfa_codes(serial, 2);
iam.enable_mfa_device(#{ UserName: "carlos", SerialNumber: serial, AuthenticationCode1: codes[0], AuthenticationCode2: codes[1] });"#,
            r#"SerialNumber: serial, UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "ListMFADevices",
        Target::User,
        list,
        "Lists the MFA devices of a user.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });"#,
            r#"UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "GetMFADevice",
        Target::User,
        get,
        "Tells when an MFA device was assigned to a user.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
let serial = "GAHT12345678";
let codes = mfa_codes(serial, 2);
iam.enable_mfa_device(#{ UserName: "carlos", SerialNumber: serial, AuthenticationCode1: codes[0], AuthenticationCode2: codes[1] });"#,
            r#"SerialNumber: serial, UserName: "carlos""#,
        ),
    ),
];

/// The devices assigned to the user with this unique id, or to the root user by its account id.
pub fn devices_of<'a>(
    account: &'a Account,
    owner: &'a str,
) -> impl Iterator<Item = (&'a MfaDevice, &'a Assignment)> {
    account
        .mfa_devices
        .values()
        .filter_map(|device| Some((device, device.assignment.as_ref()?)))
        .filter(move |(_, assignment)| assignment.owner == owner)
}

/// Unique id and name of whose devices a call is about; the root user's own when it leaves the name out.
fn owner(call: &Call<'_>) -> Result<(String, String), AwsError> {
    if matches!(call.identity.principal, Principal::Root { .. }) && !call.input.has("UserName") {
        return Ok((call.id()?.to_string(), ROOT.to_owned()));
    }
    let user = users::named(call)?;
    Ok((user.id.clone(), user.name.clone()))
}

fn enable(call: &mut Call<'_>) -> Answer {
    let (owner, _) = owner(call)?;
    let device = assigned(call, owner)?;
    let key = key(&device.serial);
    call.account_mut()?.mfa_devices.insert(key, device);
    Ok(nothing())
}

fn assigned(call: &Call<'_>, owner: String) -> Result<MfaDevice, AwsError> {
    let input = call.input;
    let codes = ["AuthenticationCode1", "AuthenticationCode2"].map(|name| input.required(name));
    assign(
        &call.lab,
        call.account()?,
        owner,
        input.required("SerialNumber"),
        codes,
    )
}

/// The device as it is once it is assigned to the owner; changes nothing.
///
/// # Errors
/// `NoSuchEntity`, `EntityAlreadyExists` for a device in use, `LimitExceeded`, `InvalidAuthenticationCode`.
pub fn assign(
    lab: &Lab,
    account: &Account,
    owner: String,
    serial: &str,
    codes: [&str; 2],
) -> Result<MfaDevice, AwsError> {
    let mut device = if serial.contains(':') {
        let known = account.mfa_devices.get(&key(serial));
        known
            .filter(|device| device.serial == serial)
            .cloned()
            .ok_or_else(|| mfa_devices::missing(serial))?
    } else {
        lab.hardware_device(serial)
    };
    if is_in_use(lab, serial) {
        return Err(AwsError::new(
            "EntityAlreadyExists",
            "MFA Device is already in use.",
        ));
    }
    within_quota(
        "MFADevicesPerUser",
        devices_of(account, &owner).count(),
        quota::MFA_DEVICES,
    )?;
    let spent =
        consecutive(lab, &device, ENABLE_WINDOW, codes).ok_or_else(invalid_authentication_code)?;
    device.assignment = Some(Assignment {
        owner,
        enabled: lab.clock.now(),
        spent,
        drift: 0,
    });
    Ok(device)
}

/// A device has one owner, whichever account it is in.
fn is_in_use(lab: &Lab, serial: &str) -> bool {
    lab.accounts
        .values()
        .filter_map(|account| account.mfa_devices.get(&key(serial)))
        .any(|device| device.assignment.is_some())
}

fn invalid_authentication_code() -> AwsError {
    AwsError::new(
        "InvalidAuthenticationCode",
        "Authentication code for device is not valid.",
    )
    .with_help("two codes that follow each other are needed, of about now")
}

/// The device `SerialNumber` names, once it is known to be the owner's.
fn of_owner<'a>(
    call: &'a Call<'_>,
    owner: &str,
) -> Result<(&'a MfaDevice, &'a Assignment), AwsError> {
    let serial = call.input.required("SerialNumber");
    call.account()?
        .mfa_devices
        .get(&key(serial))
        .filter(|device| device.serial == serial)
        .and_then(|device| Some((device, device.assignment.as_ref()?)))
        .filter(|(_, assignment)| assignment.owner == owner)
        .ok_or_else(invalid_for_user)
}

/// The refusal of a device that is not the user's.
#[must_use]
pub fn invalid_for_user() -> AwsError {
    AwsError::new("NoSuchEntity", "MFA Device invalid for user.")
}

fn resync(call: &mut Call<'_>) -> Answer {
    let (owner, _) = owner(call)?;
    let (device, assignment) = of_owner(call, &owner)?;
    let codes =
        ["AuthenticationCode1", "AuthenticationCode2"].map(|name| call.input.required(name));
    let found = consecutive(&call.lab, device, RESYNC_WINDOW, codes)
        .filter(|step| *step > assignment.spent)
        .ok_or_else(invalid_authentication_code)?;
    let drift = found.saturating_sub(step(call.now()));
    let key = key(&device.serial);
    let device = call.account_mut()?.mfa_devices.get_mut(&key);
    if let Some(assignment) = device.and_then(|device| device.assignment.as_mut()) {
        assignment.spent = found;
        assignment.drift = drift;
    }
    Ok(nothing())
}

fn deactivate(call: &mut Call<'_>) -> Answer {
    let (owner, _) = owner(call)?;
    let key = key(&of_owner(call, &owner)?.0.serial);
    release(call.account_mut()?, &key);
    Ok(nothing())
}

/// Takes a device from its owner; a hardware device is then unknown to the account.
pub fn release(account: &mut Account, key: &str) {
    let is_virtual = |device: &mut MfaDevice| {
        device.assignment = None;
        device.is_virtual()
    };
    if !account.mfa_devices.get_mut(key).is_some_and(is_virtual) {
        account.mfa_devices.remove(key);
    }
}

fn list(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let (owner, name) = owner(call)?;
    let devices = devices_of(call.account()?, &owner).map(|(device, assignment)| {
        json!({
            "UserName": name,
            "SerialNumber": device.serial,
            "EnableDate": assignment.enabled.to_string(),
        })
    });
    Ok(pager.page_of("MFADevices", devices.collect()))
}

fn get(call: &mut Call<'_>) -> Answer {
    let (owner, name) = owner(call)?;
    let (device, assignment) = of_owner(call, &owner)?;
    Ok(Value::from(
        Shape::new()
            .with("UserName", name)
            .with("SerialNumber", device.serial.as_str())
            .with("EnableDate", assignment.enabled.to_string()),
    ))
}
