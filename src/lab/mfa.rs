//! MFA devices and their codes: time-based one-time passwords on the lab's clock.
//!
//! A virtual device is an entity of its account; a hardware device belongs to whoever holds it, and the account knows it
//! only while it is assigned. Nothing here checks who may use a device.
//! Source: RFC 4226, RFC 6238; IAM User Guide, "AWS Multi-factor authentication in IAM".

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use crate::arn::Arn;
use crate::clock::Timestamp;
use crate::id::Kind;

use super::Lab;
use super::entity::key;
use super::tags::Tags;

/// Seconds a code is shown for.
const STEP: i64 = 30;

/// An MFA device that an account knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MfaDevice {
    /// ARN of a virtual device; the number printed on a hardware device.
    pub serial: String,
    /// The secret that device and AWS share.
    pub seed: Vec<u8>,
    /// The device's tags; keys are case-sensitive.
    pub tags: Tags,
    /// Whose device it is, once it is enabled.
    pub assignment: Option<Assignment>,
}

/// A device in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Unique id of the user; the account id for the root user.
    pub owner: String,
    /// When it was enabled.
    pub enabled: Timestamp,
    /// Step of the last code that was accepted: neither it nor an older one is accepted again.
    pub spent: i64,
    /// Steps by which the device's clock is ahead of the lab's, as found when it was last synchronized.
    pub drift: i64,
}

impl MfaDevice {
    /// The ARN of a virtual device; none for hardware.
    #[must_use]
    pub fn arn(&self) -> Option<Arn> {
        self.serial.parse().ok()
    }

    /// True for virtual devices.
    #[must_use]
    pub fn is_virtual(&self) -> bool {
        self.arn().is_some()
    }

    /// The code shown during a step.
    #[must_use]
    pub fn code(&self, step: i64) -> String {
        one_time_password(&self.seed, step)
    }
}

/// The step that contains a point in time.
#[must_use]
pub const fn step(at: Timestamp) -> i64 {
    at.seconds().div_euclid(STEP)
}

/// HOTP of RFC 4226 with SHA-1 and six digits; the step is the counter (RFC 6238).
fn one_time_password(seed: &[u8], step: i64) -> String {
    // HMAC takes keys of any length, so there is always one.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(seed) else {
        return String::new();
    };
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last().map_or(0, |byte| byte & 0xf));
    let truncated = digest
        .iter()
        .skip(offset)
        .take(4)
        .fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
    format!("{:06}", (truncated & 0x7fff_ffff) % 1_000_000)
}

/// The codes a device shows from now on: the first is the current one, each follows 30 s after the one before.
///
/// What the person who holds the device reads off it, so it needs no permission. `None` for the ARN of a virtual device
/// that does not exist; every other serial number is that of some hardware device.
#[must_use]
pub fn codes(lab: &Lab, serial: &str, count: usize) -> Option<Vec<String>> {
    let device = lab.mfa_device(serial)?;
    let now = step(lab.clock.now());
    let steps = (0_i64..).take(count);
    Some(
        steps
            .map(|ahead| device.code(now.saturating_add(ahead)))
            .collect(),
    )
}

/// The code a device shows now; `None` as for [`codes`].
#[must_use]
pub fn current_code(lab: &Lab, serial: &str) -> Option<String> {
    codes(lab, serial, 1)?.pop()
}

impl Lab {
    /// The device with this serial number: a virtual one of some account, or a hardware one that somebody holds.
    #[must_use]
    pub fn mfa_device(&self, serial: &str) -> Option<MfaDevice> {
        let known = |account: &super::Account| account.mfa_devices.get(&key(serial)).cloned();
        match serial.split(':').nth(4) {
            Some(account) => known(self.account(&account.parse().ok()?)?),
            None => Some(self.hardware_device(serial)),
        }
    }

    /// A hardware device as it leaves the factory.
    #[must_use]
    pub fn hardware_device(&self, serial: &str) -> MfaDevice {
        MfaDevice {
            serial: serial.to_owned(),
            seed: self.deriver().seed(serial, 0),
            tags: Tags::default(),
            assignment: None,
        }
    }

    /// A fresh virtual device; one that is made again under the same name has another seed.
    pub fn issue_virtual_device(
        &mut self,
        account: &crate::arn::AccountId,
        serial: &str,
        tags: Tags,
    ) -> MfaDevice {
        let occurrence = self.count(account, Kind::MfaDevice, serial);
        MfaDevice {
            serial: serial.to_owned(),
            seed: self.deriver().seed(serial, occurrence),
            tags,
            assignment: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238_appendix_b() {
        let seed = b"12345678901234567890";
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let at = step(Timestamp::from_seconds(seconds));
            assert_eq!(one_time_password(seed, at), code, "{seconds}");
        }
    }

    #[test]
    fn anybody_can_hold_a_hardware_device_but_a_virtual_one_must_exist() {
        let lab = Lab::new(Default::default());
        let code = current_code(&lab, "GAHT12345678").unwrap();
        assert_eq!(code.len(), 6);
        assert_ne!(code, current_code(&lab, "GAHT12345679").unwrap());
        assert_eq!(
            current_code(&lab, "arn:aws:iam::123456789012:mfa/none"),
            None
        );
    }
}
