//! Key pairs of the outside world, derived from the lab's seed and the name of whoever holds them, and their signatures.
//!
//! Nothing is stored: a name has the same keys in every run. Signatures are deterministic as well (RFC 6979, RFC 8017).

use p256::ecdsa::signature::{Signer as _, Verifier as _};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rsa::PrivateKey;
use rsa::pkcs1v15;
use rsa::signature::{Keypair as _, SignatureEncoding as _};
use sha2::Sha256;

use crate::id::Deriver;

/// How something is signed. Source: RFC 7518, section 3.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// RSASSA-PKCS1-v1_5 with SHA-256; a key of 2048 bits takes a while to derive.
    Rs256,
}

impl Algorithm {
    const ALL: [Self; 3] = [Self::Es256, Self::Es384, Self::Rs256];

    /// Its name in tokens.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Rs256 => "RS256",
        }
    }

    /// The algorithm with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.name() == name)
    }
}

/// Whose keys: the lab's seed and a name.
#[derive(Clone, Debug)]
pub struct KeyHolder<'a> {
    deriver: Deriver,
    name: &'a str,
}

impl<'a> KeyHolder<'a> {
    /// Whoever has this name.
    #[must_use]
    pub const fn new(deriver: Deriver, name: &'a str) -> Self {
        Self { deriver, name }
    }

    fn material(&self, algorithm: Algorithm, attempt: u32) -> [[u8; 32]; 2] {
        self.deriver
            .key_material(algorithm.name(), self.name, attempt)
    }

    /// The key for ES256.
    #[must_use]
    pub fn p256(&self) -> Option<p256::ecdsa::SigningKey> {
        // All but one of 2³² candidates are good, so the first one nearly always is.
        (0..8).find_map(|attempt| {
            let [first, _] = self.material(Algorithm::Es256, attempt);
            p256::ecdsa::SigningKey::from_slice(&first).ok()
        })
    }

    fn p384(&self) -> Option<p384::ecdsa::SigningKey> {
        (0..8).find_map(|attempt| {
            let bytes = self.material(Algorithm::Es384, attempt).concat();
            p384::ecdsa::SigningKey::from_slice(bytes.get(..48)?).ok()
        })
    }

    fn rsa(&self) -> Option<pkcs1v15::SigningKey<Sha256>> {
        let [seed, _] = self.material(Algorithm::Rs256, 0);
        let mut random = ChaCha20Rng::from_seed(seed);
        let key = PrivateKey::new(&mut random, 2048).ok()?;
        Some(pkcs1v15::SigningKey::new(key))
    }

    /// Signs a message; none only if no key can be derived.
    #[must_use]
    pub fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Option<Vec<u8>> {
        match algorithm {
            Algorithm::Es256 => {
                let signature: p256::ecdsa::Signature = self.p256()?.sign(message);
                Some(signature.to_vec())
            }
            Algorithm::Es384 => {
                let signature: p384::ecdsa::Signature = self.p384()?.sign(message);
                Some(signature.to_vec())
            }
            Algorithm::Rs256 => Some(self.rsa()?.sign(message).to_vec()),
        }
    }

    /// Whether a signature is the holder's.
    #[must_use]
    pub fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        self.verified(algorithm, message, signature).is_some()
    }

    fn verified(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Option<()> {
        match algorithm {
            Algorithm::Es256 => {
                let signature = p256::ecdsa::Signature::from_slice(signature).ok()?;
                let key = *self.p256()?.verifying_key();
                key.verify(message, &signature).ok()
            }
            Algorithm::Es384 => {
                let signature = p384::ecdsa::Signature::from_slice(signature).ok()?;
                let key = *self.p384()?.verifying_key();
                key.verify(message, &signature).ok()
            }
            Algorithm::Rs256 => {
                let signature = pkcs1v15::Signature::try_from(signature).ok()?;
                self.rsa()?.verifying_key().verify(message, &signature).ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_algorithm_signs_the_same_way_twice_and_verifies_only_its_own() {
        for algorithm in Algorithm::ALL {
            let holder = KeyHolder::new(Deriver::new(0), "a");
            let signature = holder.sign(algorithm, b"message").unwrap();
            assert_eq!(
                Some(&signature),
                holder.sign(algorithm, b"message").as_ref()
            );
            assert!(holder.verifies(algorithm, b"message", &signature));
            assert!(!holder.verifies(algorithm, b"massage", &signature));
            assert!(!holder.verifies(algorithm, b"message", b"short"));
            let other = KeyHolder::new(Deriver::new(1), "a");
            assert!(!other.verifies(algorithm, b"message", &signature));
        }
    }
}
