//! Virtual MFA devices as entities. Source: IAM API Reference, `CreateVirtualMFADevice`, `DeleteVirtualMFADevice`,
//! `ListVirtualMFADevices`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::id::base32;
use crate::lab::entity::key;
use crate::lab::tags::KeyCase;
use crate::lab::{Account, MfaDevice, Tags};
use crate::partition::Partition;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing, with_tags};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::qr_code;
use super::super::remains::{Remains, line};
use super::super::shape::Shape;
use super::super::table::Operation;
use super::users;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreateVirtualMFADevice",
        Target::New("mfa", "VirtualMFADeviceName"),
        create,
        "Creates a virtual MFA device, and shows its seed this once.",
        Example::new("", r#"VirtualMFADeviceName: "carlos""#)
            .with_line_options("--outfile qr.png --bootstrap-method QRCodePNG"),
    )
    .tagging_with("TagMFADevice"),
    Operation::new(
        "ListVirtualMFADevices",
        Target::Everything,
        list,
        "Lists the virtual MFA devices of the account, and whose they are.",
        Example::new(
            r#"iam.create_virtual_mfa_device(#{ VirtualMFADeviceName: "carlos" });"#,
            r#"AssignmentStatus: "Unassigned""#,
        ),
    ),
    Operation::new(
        "DeleteVirtualMFADevice",
        Target::Arn("SerialNumber"),
        delete,
        "Deletes a virtual MFA device that is nobody's.",
        Example::new(
            r#"let serial = iam.create_virtual_mfa_device(#{ VirtualMFADeviceName: "carlos" }).VirtualMFADevice.SerialNumber;"#,
            "SerialNumber: serial",
        ),
    ),
];

/// `VirtualMFADevice with serial number X doesn't exist.`
#[must_use]
pub fn missing(serial: &str) -> AwsError {
    AwsError::new(
        "NoSuchEntity",
        format!("VirtualMFADevice with serial number {serial} doesn't exist."),
    )
}

/// The virtual device that `SerialNumber` names.
///
/// # Errors
/// `NoSuchEntity`.
pub fn named<'a>(call: &'a Call<'_>) -> Result<&'a MfaDevice, AwsError> {
    let serial = call.input.required("SerialNumber");
    call.account()?
        .mfa_devices
        .get(&key(serial))
        .filter(|device| device.is_virtual() && device.serial == serial)
        .ok_or_else(|| missing(serial))
}

fn create(call: &mut Call<'_>) -> Answer {
    let name = call.input.required("VirtualMFADeviceName");
    let path = call.input.text("Path").unwrap_or("/");
    let id = call.id()?.clone();
    let serial = call.arn(&format!("mfa{path}{name}"))?.to_string();
    let account = call.account()?;
    if account.mfa_devices.contains_key(&key(&serial)) {
        return Err(AwsError::new(
            "EntityAlreadyExists",
            "MFADevice entity at the same path and name already exists.",
        ));
    }
    let tags = with_tags(&Tags::default(), &call.input.tags("Tags"), KeyCase::Kept)?;
    let label = format!("{name}@{}", account.alias.as_deref().unwrap_or(id.as_str()));
    let device = call.lab.change()?.issue_virtual_device(&id, &serial, tags);
    let seed = base32(&device.seed);
    let code = qr_code::png(&format!("otpauth://totp/{label}?secret={seed}"));
    let shown = Shape::new()
        .with("SerialNumber", serial.as_str())
        .with("Base32StringSeed", STANDARD.encode(seed))
        .with_some("QRCodePNG", code.map(|image| STANDARD.encode(image)))
        .with_tags(&device.tags);
    call.account_mut()?.mfa_devices.insert(key(&serial), device);
    Ok(json!({ "VirtualMFADevice": Value::from(shown) }))
}

fn list(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let account = call.account()?;
    let wanted = match call.input.text("AssignmentStatus") {
        Some("Assigned") => Some(true),
        Some("Unassigned") => Some(false),
        _ => None,
    };
    let devices = pager.rest(&account.mfa_devices).filter(|(_, device)| {
        device.is_virtual() && wanted.is_none_or(|wanted| wanted == device.assignment.is_some())
    });
    Ok(pager.page(
        "VirtualMFADevices",
        devices.map(|(key, device)| (key, shown(account, device, call.identity.partition))),
    ))
}

fn shown(account: &Account, device: &MfaDevice, partition: Partition) -> Value {
    let shape = Shape::new().with("SerialNumber", device.serial.as_str());
    let Some(assignment) = &device.assignment else {
        return shape.into();
    };
    let user = match account.user_by_id(&assignment.owner) {
        Some(user) => users::summary(user).into(),
        None => users::root(account, partition),
    };
    shape
        .with("User", user)
        .with("EnableDate", assignment.enabled.to_string())
        .into()
}

fn delete(call: &mut Call<'_>) -> Answer {
    let device = named(call)?;
    let assigned = device.assignment.as_ref().map(|assignment| {
        let owner = call
            .account()
            .ok()
            .and_then(|account| account.user_by_id(&assignment.owner));
        let device = ("SerialNumber", device.serial.as_str());
        match owner {
            Some(user) => line("DeactivateMFADevice", &[("UserName", &user.name), device]),
            None => line("DeactivateMFADevice", &[device]),
        }
    });
    Remains::default()
        .with("MFA VirtualDevice in use. Must deactivate first.", assigned)
        .refuse()?;
    let key = key(&device.serial);
    call.account_mut()?.mfa_devices.remove(&key);
    Ok(nothing())
}
