//! MFA codes that come with a call: are they of the caller's own device, and fresh?
//!
//! A code is accepted once, and an older one never after a newer (RFC 6238, section 5.2). It is spent only by a call that
//! succeeds, since a failed call changes nothing.
//! Source: IAM User Guide, "Secure API access with MFA" (rules E17, E18).

use crate::arn::AccountId;
use crate::lab::entity::key;
use crate::lab::mfa::{Assignment, step};
use crate::lab::{Lab, MfaDevice};

use super::authenticate::Identity;
use super::error::AwsError;
use super::input::Input;

/// Steps that a device's clock may be off.
const TOLERANCE: i64 = 1;

/// A code that was found good, to be spent when the call succeeds.
#[derive(Clone, Debug)]
pub struct Proof {
    account: AccountId,
    device: String,
    step: i64,
}

impl Proof {
    /// Uses the code up.
    pub fn spend(self, lab: &mut Lab) {
        let assignment = lab
            .accounts
            .get_mut(&self.account)
            .and_then(|account| account.mfa_devices.get_mut(&self.device))
            .and_then(|device| device.assignment.as_mut());
        if let Some(assignment) = assignment {
            assignment.spent = self.step;
        }
    }
}

/// Checks `SerialNumber` and `TokenCode` of a call; none where neither was given.
///
/// # Errors
/// `AccessDenied` when only one is given, for a device that is not the caller's, and for a code that is wrong or spent.
pub fn proof(lab: &Lab, identity: &Identity, input: Input<'_>) -> Result<Option<Proof>, AwsError> {
    match (input.text("SerialNumber"), input.text("TokenCode")) {
        (None, None) => Ok(None),
        (Some(serial), Some(code)) => {
            let account = identity.account.as_ref().ok_or_else(unknown_device)?;
            check(lab, account, &identity.user_id(), serial, code).map(Some)
        }
        _ => Err(denied(
            "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
        )),
    }
}

/// Checks a code of a device that must be assigned to the user with this unique id (the account id for the root user).
///
/// # Errors
/// `AccessDenied` for a device that is not the owner's, and for a code that is wrong or spent.
pub fn check(
    lab: &Lab,
    account: &AccountId,
    owner: &str,
    serial: &str,
    code: &str,
) -> Result<Proof, AwsError> {
    let (device, assignment) = lab
        .account(account)
        .and_then(|account| account.mfa_devices.get(&key(serial)))
        .and_then(|device| Some((device, device.assignment.as_ref()?)))
        .filter(|(device, assignment)| assignment.owner == owner && device.serial == serial)
        .ok_or_else(unknown_device)?;
    let step = fresh_step(lab, device, assignment, code).ok_or_else(|| {
        denied("MultiFactorAuthentication failed with invalid MFA one time pass code.").with_help(
            "a code is shown for 30 seconds and accepted once; advance the clock for the next one",
        )
    })?;
    Ok(Proof {
        account: account.clone(),
        device: key(serial),
        step,
    })
}

fn fresh_step(lab: &Lab, device: &MfaDevice, assignment: &Assignment, code: &str) -> Option<i64> {
    let now = step(lab.clock.now()).saturating_add(assignment.drift);
    (now.saturating_sub(TOLERANCE)..=now.saturating_add(TOLERANCE))
        .find(|step| *step > assignment.spent && device.code(*step) == code)
}

fn denied(text: &str) -> AwsError {
    AwsError::new("AccessDenied", text)
}

fn unknown_device() -> AwsError {
    denied(
        "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid \
         and associated with this user.",
    )
}

/// The step of the second of two codes that follow each other, not more than `window` steps from now.
#[must_use]
pub fn consecutive(
    lab: &Lab,
    device: &MfaDevice,
    window: i64,
    [first, second]: [&str; 2],
) -> Option<i64> {
    let now = step(lab.clock.now());
    (now.saturating_sub(window)..=now.saturating_add(window))
        .find(|step| device.code(step.saturating_sub(1)) == first && device.code(*step) == second)
}
