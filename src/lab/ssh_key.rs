//! RSA public keys as SSH and PEM write them. Source: RFC 4253, section 6.6; RFC 4716.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use rsa::pkcs8::{DecodePublicKey as _, EncodePublicKey as _, LineEnding};
use rsa::traits::PublicKeyParts as _;
use rsa::{BoxedUint, PublicKey};

use crate::id::Deriver;

use super::signing::KeyHolder;

/// The only kind of key that AWS takes.
const KIND: &str = "ssh-rsa";

/// A public key that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// `ssh-rsa AAAA…`, without a comment.
    pub ssh: String,
    /// The key in PEM.
    pub pem: String,
    /// MD5 of the key, as 16 pairs of hexadecimal digits.
    pub fingerprint: String,
    /// Bits of the modulus.
    pub bits: u32,
}

/// Reads a key that begins `ssh-rsa`, or one in PEM.
#[must_use]
pub fn read(text: &str) -> Option<Read> {
    let text = text.trim();
    let key = if text.starts_with("-----BEGIN") {
        PublicKey::from_public_key_pem(text).ok()?
    } else {
        let mut words = text.split_ascii_whitespace();
        let blob = (words.next()? == KIND).then(|| words.next())??;
        of_blob(&STANDARD.decode(blob).ok()?)?
    };
    let blob = blob(&key);
    let pairs: Vec<String> = Md5::digest(&blob)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Some(Read {
        ssh: format!("{KIND} {}", STANDARD.encode(&blob)),
        pem: key.to_public_key_pem(LineEnding::LF).ok()?,
        fingerprint: pairs.join(":"),
        bits: key.n().bit_width_vartime(),
    })
}

/// The public key of whoever has this name, as `ssh-rsa …`.
#[must_use]
pub fn of_holder(deriver: Deriver, name: &str) -> Option<String> {
    let key = KeyHolder::new(deriver, name).rsa_public()?;
    Some(format!("{KIND} {} {name}", STANDARD.encode(blob(&key))))
}

/// Three fields, each after its length: the kind, the exponent, the modulus.
fn of_blob(blob: &[u8]) -> Option<PublicKey> {
    let (kind, rest) = field(blob)?;
    let (exponent, rest) = field(rest)?;
    let (modulus, rest) = field(rest)?;
    if kind != KIND.as_bytes() || !rest.is_empty() {
        return None;
    }
    let number = |bytes: &[u8]| {
        let bits = u32::try_from(bytes.len()).ok()?.checked_mul(8)?;
        BoxedUint::from_be_slice(bytes, bits).ok()
    };
    PublicKey::new(number(modulus)?, number(exponent)?).ok()
}

fn field(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    rest.split_at_checked(length)
}

fn blob(key: &PublicKey) -> Vec<u8> {
    let mut blob = Vec::new();
    let mut add = |bytes: &[u8]| {
        let length = u32::try_from(bytes.len()).unwrap_or_default();
        blob.extend(length.to_be_bytes());
        blob.extend(bytes);
    };
    add(KIND.as_bytes());
    add(&positive(&key.e().to_be_bytes_trimmed_vartime()));
    add(&positive(&key.n().to_be_bytes_trimmed_vartime()));
    blob
}

/// A number whose first bit is set is negative in SSH, unless a zero byte stands before it.
fn positive(bytes: &[u8]) -> Vec<u8> {
    let lead = bytes.first().is_some_and(|first| *first >= 0x80);
    let zero = lead.then_some(0);
    zero.into_iter().chain(bytes.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key and its fingerprint as OpenSSH's `ssh-keygen -E md5 -lf` shows them.
    const KEY: &str = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDYU2E141KWRaRV2tYhPTZOLXFSKQWpiODndDVFRMUrSBzsYl/Sv7ycE9zDjwJmpc7cJR7zGMp4IlfO3eLq9LrftreRR1Kz3cNNjSCZqcHOyPBeJGJa5wlqI63SyLI6VrfFeUzLaUg26yE+rUXFs4TLjCY822N1J2kEhHfnXlmOdJY9Wd4EmcTlf1ZLFG04exYJinUkOX60Fy4GE11K/SlRooqVBllN3sYx/if2zdESSDX3GsR4/wCrgngn6UyiBZo22Lpx9n/7801NkCYww6OHMeVhJhXZ9DDPdqYr6XQSSmbmXUdkWpShukDDotF56lXlMx5Rp0R/K14NY4K1yoNF carlos";

    #[test]
    fn ssh_and_pem_are_two_ways_to_write_one_key() {
        let read_ssh = read(KEY).unwrap();
        assert_eq!(read_ssh.bits, 2048);
        assert_eq!(
            read_ssh.fingerprint,
            "d8:d3:b4:e0:a8:37:70:28:05:0e:7d:f5:e7:1f:09:6b"
        );
        assert!(KEY.starts_with(&read_ssh.ssh));
        assert_eq!(read(&read_ssh.pem), Some(read_ssh));
    }

    #[test]
    fn what_is_no_rsa_key() {
        for odd in [
            "",
            "ssh-rsa",
            "ssh-rsa AAAA",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q",
            "-----BEGIN PUBLIC KEY-----",
        ] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}
