//! Unique ids, access keys and secrets, derived so that a run repeats byte for byte.
//!
//! Every id is a hash of (seed, account, kind, name, occurrence): an unrelated entity changes no other id, and a
//! re-created entity gets a new one. Source: IAM User Guide, "IAM identifiers", unique identifiers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::arn::AccountId;

/// The letters of AWS ids: `A`–`Z` and `2`–`7`.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What an id names; decides its prefix and length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `AIDA…`
    User,
    /// `AROA…`
    Role,
    /// `AGPA…`
    Group,
    /// `ANPA…`
    ManagedPolicy,
    /// `AIPA…`
    InstanceProfile,
    /// `ASCA…`
    Certificate,
    /// `APKA…`
    PublicKey,
    /// `ACCA…`
    ServiceCredential,
    /// A device for multi-factor authentication: it has a serial number and a seed, and no unique id.
    MfaDevice,
    /// `AKIA…`, 20 characters, encodes the account.
    AccessKey,
    /// `ASIA…`, 20 characters, encodes the account.
    TemporaryKey,
}

impl Kind {
    /// The four letters the id begins with.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::User => "AIDA",
            Self::Role => "AROA",
            Self::Group => "AGPA",
            Self::ManagedPolicy => "ANPA",
            Self::InstanceProfile => "AIPA",
            Self::Certificate => "ASCA",
            Self::PublicKey => "APKA",
            Self::ServiceCredential => "ACCA",
            Self::MfaDevice => "",
            Self::AccessKey => "AKIA",
            Self::TemporaryKey => "ASIA",
        }
    }
}

/// What an id is derived from, besides the lab's seed.
#[derive(Clone, Debug)]
pub struct Origin<'a> {
    /// Owner of the entity.
    pub account: &'a AccountId,
    /// What is named.
    pub kind: Kind,
    /// Name of the entity, or of what it belongs to.
    pub name: &'a str,
    /// How many entities of this account, kind and name came before.
    pub occurrence: u32,
}

/// Derives ids and secrets from a seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deriver {
    seed: u64,
}

impl Deriver {
    /// A deriver; two with one seed give the same ids.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed }
    }

    fn digest(&self, origin: &Origin<'_>, purpose: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        for part in [
            purpose,
            origin.account.as_str(),
            origin.kind.prefix(),
            origin.name,
        ] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.update(origin.occurrence.to_be_bytes());
        hash.finalize().into()
    }

    /// The unique id: 21 characters, 20 for keys.
    #[must_use]
    pub fn unique_id(&self, origin: &Origin<'_>) -> String {
        let digest = self.digest(origin, "id");
        let body = match origin.kind {
            Kind::AccessKey | Kind::TemporaryKey => {
                let mut bytes = [0; 10];
                bytes.copy_from_slice(digest.get(..10).unwrap_or(&[0; 10]));
                base32(&with_account(bytes, origin.account))
            }
            _ => {
                let mut text = base32(digest.get(..11).unwrap_or_default());
                text.truncate(17);
                text
            }
        };
        format!("{}{body}", origin.kind.prefix())
    }

    /// A secret access key: 40 characters.
    #[must_use]
    pub fn secret(&self, origin: &Origin<'_>) -> String {
        let digest = self.digest(origin, "secret");
        STANDARD.encode(digest.get(..30).unwrap_or_default())
    }

    /// A session token; longer than a secret, opaque.
    #[must_use]
    pub fn session_token(&self, origin: &Origin<'_>) -> String {
        let text: String = ["token-0", "token-1", "token-2"]
            .iter()
            .map(|purpose| STANDARD.encode(self.digest(origin, purpose)))
            .collect();
        format!("IQoJb3JpZ2luX2Vj{text}")
    }

    /// The seed of an MFA device: 40 bytes, which are 64 letters in base 32 as AWS shows them.
    #[must_use]
    pub fn seed(&self, serial: &str, occurrence: u32) -> Vec<u8> {
        let half = |purpose: &str| {
            let mut hash = Sha256::new();
            hash.update(self.seed.to_be_bytes());
            hash.update(purpose.as_bytes());
            hash.update(serial.as_bytes());
            hash.update(occurrence.to_be_bytes());
            hash.finalize()
        };
        let (first, second) = (half("mfa-0"), half("mfa-1"));
        first.into_iter().chain(second).take(40).collect()
    }

    /// 64 bytes that a key of the outside world is made of: of somebody with a name, for a purpose.
    #[must_use]
    pub fn key_material(&self, purpose: &str, name: &str, attempt: u32) -> [[u8; 32]; 2] {
        ["key-0", "key-1"].map(|half| {
            let mut hash = Sha256::new();
            hash.update(self.seed.to_be_bytes());
            for part in [half, purpose, name] {
                hash.update(part.as_bytes());
                hash.update([0]);
            }
            hash.update(attempt.to_be_bytes());
            hash.finalize().into()
        })
    }

    /// A UUID of the usual form, for request ids and the like.
    #[must_use]
    pub fn uuid(&self, purpose: &str, number: u64) -> String {
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        hash.update(purpose.as_bytes());
        hash.update(number.to_be_bytes());
        let hex = base16ct::lower::encode_string(&hash.finalize());
        let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
        [
            part(0, 8),
            "-",
            part(8, 12),
            "-4",
            part(13, 16),
            "-a",
            part(17, 20),
            "-",
            part(20, 32),
        ]
        .concat()
    }
}

/// Key ids carry their account in bits 1..41 of the ten bytes behind the prefix.
fn with_account(mut bytes: [u8; 10], account: &AccountId) -> [u8; 10] {
    let mut head = [0; 8];
    for (to, from) in head.iter_mut().skip(2).zip(bytes) {
        *to = from;
    }
    let low = u64::from_be_bytes(head) & 0x7f;
    let coded = (account.number() << 7) | low;
    for (to, from) in bytes
        .iter_mut()
        .zip(coded.to_be_bytes().into_iter().skip(2))
    {
        *to = from;
    }
    bytes
}

/// The account encoded in an access key id, as `GetAccessKeyInfo` reads it; `None` if it is no key id.
///
/// Twelve digits; any well-formed key id decodes to some number, of an existing account or not.
#[must_use]
pub fn account_of_key(key_id: &str) -> Option<AccountId> {
    let body = key_id
        .strip_prefix("AKIA")
        .or_else(|| key_id.strip_prefix("ASIA"))?;
    if body.len() != 16 {
        return None;
    }
    let mut bits: u128 = 0;
    for byte in body.bytes() {
        let digit = BASE32.iter().position(|b| *b == byte)?;
        bits = (bits << 5) | digit as u128;
    }
    // 80 bits: one reserved, 40 of the account, 39 of the key itself.
    let number = (bits >> 39) & ((1 << 40) - 1);
    format!("{number:012}").parse().ok()
}

/// Letters of base 32 (RFC 4648), without padding; bits that fill no letter are left out.
#[must_use]
pub fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut buffer, mut filled) = (0_u32, 0_u32);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        filled += 8;
        while filled >= 5 {
            filled -= 5;
            let digit = (buffer >> filled) & 31;
            text.push(BASE32.get(digit as usize).map_or('A', |b| char::from(*b)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin<'a>(account: &'a AccountId, kind: Kind, occurrence: u32) -> Origin<'a> {
        Origin {
            account,
            kind,
            name: "carlos",
            occurrence,
        }
    }

    #[test]
    fn c5_prefix_length_and_letters() {
        let account: AccountId = "123456789012".parse().unwrap();
        let ids = Deriver::new(0);
        for (kind, length) in [
            (Kind::User, 21),
            (Kind::Role, 21),
            (Kind::Group, 21),
            (Kind::ManagedPolicy, 21),
            (Kind::AccessKey, 20),
            (Kind::TemporaryKey, 20),
        ] {
            let id = ids.unique_id(&origin(&account, kind, 0));
            assert_eq!(id.len(), length, "{id}");
            assert!(id.starts_with(kind.prefix()));
            assert!(id.bytes().all(|b| BASE32.contains(&b)), "{id}");
        }
    }

    #[test]
    fn e25_a_key_id_encodes_its_account() {
        for digits in ["123456789012", "000000000001", "999999999999"] {
            let account: AccountId = digits.parse().unwrap();
            let key = Deriver::new(7).unique_id(&origin(&account, Kind::TemporaryKey, 3));
            assert_eq!(account_of_key(&key), Some(account));
        }
        assert_eq!(account_of_key("AKIA"), None);
        assert_eq!(account_of_key("nonsense"), None);
    }

    #[test]
    fn c7_a_second_occurrence_gets_another_id() {
        let account: AccountId = "123456789012".parse().unwrap();
        let ids = Deriver::new(0);
        let first = ids.unique_id(&origin(&account, Kind::User, 0));
        assert_ne!(first, ids.unique_id(&origin(&account, Kind::User, 1)));
        assert_eq!(first, ids.unique_id(&origin(&account, Kind::User, 0)));
    }

    #[test]
    fn secrets_have_forty_characters() {
        let account: AccountId = "123456789012".parse().unwrap();
        let secret = Deriver::new(0).secret(&origin(&account, Kind::AccessKey, 0));
        assert_eq!(secret.len(), 40);
    }
}
