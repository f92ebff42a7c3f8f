//! X.509 certificates: reading what is uploaded, and making self-signed ones for the outside world.
//!
//! Source: RFC 5280.

use std::str::FromStr as _;
use std::time::Duration;

use p256::ecdsa::signature::Verifier as _;
use rsa::pkcs1v15;
use sha2::Sha256;
use x509_cert::Certificate;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{self, Builder as _, CertificateBuilder};
use x509_cert::certificate::TbsCertificate;
use x509_cert::der::asn1::{GeneralizedTime, UtcTime};
use x509_cert::der::pem::LineEnding;
use x509_cert::der::referenced::OwnedToRef as _;
use x509_cert::der::{Decode as _, DecodePem as _, Encode as _, EncodePem as _};
use x509_cert::ext::Extension;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{EncodePublicKey as _, SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::time::{Time, Validity};

use p256::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};

use crate::clock::Timestamp;
use crate::id::Deriver;

use super::signing::{Algorithm, KeyHolder};

/// Seconds that a certificate made here is good for: ten years.
const LIFETIME: i64 = 10 * 365 * 86_400;
/// From here on dates are written with four digits of the year (RFC 5280, 4.1.2.5): 2050-01-01.
const FOUR_DIGIT_YEARS: i64 = 2_524_608_000;

/// A certificate that was read.
#[derive(Clone, Debug)]
pub struct Read {
    certificate: Certificate,
}

impl Read {
    /// Reads one certificate in PEM.
    #[must_use]
    pub fn pem(text: &str) -> Option<Self> {
        let certificate = Certificate::from_pem(text.trim().as_bytes()).ok()?;
        Some(Self { certificate })
    }

    /// Reads a certificate in DER.
    #[must_use]
    pub fn der(bytes: &[u8]) -> Option<Self> {
        let certificate = Certificate::from_der(bytes).ok()?;
        Some(Self { certificate })
    }

    /// The first second it is good for.
    #[must_use]
    pub fn not_before(&self) -> Timestamp {
        time(self.certificate.tbs_certificate().validity().not_before)
    }

    /// The last second it is good for.
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        time(self.certificate.tbs_certificate().validity().not_after)
    }

    /// The certificate in DER.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.certificate.to_der().unwrap_or_default()
    }

    /// Whether the certificate names `above` as its issuer.
    #[must_use]
    pub fn is_issued_by(&self, above: &Self) -> bool {
        let issuer = self.certificate.tbs_certificate().issuer();
        issuer == above.certificate.tbs_certificate().subject()
    }

    fn key(&self) -> &SubjectPublicKeyInfoOwned {
        self.certificate.tbs_certificate().subject_public_key_info()
    }

    /// Whether a signature is that of the certificate's key.
    #[must_use]
    pub fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        self.verified(algorithm, message, signature).is_some()
    }

    fn verified(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Option<()> {
        let key = self.key().owned_to_ref();
        match algorithm {
            Algorithm::Es256 => {
                let key = p256::ecdsa::VerifyingKey::try_from(key).ok()?;
                let signature = p256::ecdsa::Signature::from_slice(signature).ok()?;
                key.verify(message, &signature).ok()
            }
            Algorithm::Es384 => {
                let key = p384::ecdsa::VerifyingKey::try_from(key).ok()?;
                let signature = p384::ecdsa::Signature::from_slice(signature).ok()?;
                key.verify(message, &signature).ok()
            }
            Algorithm::Rs256 => {
                let key = pkcs1v15::VerifyingKey::<Sha256>::try_from(key).ok()?;
                let signature = pkcs1v15::Signature::try_from(signature).ok()?;
                key.verify(message, &signature).ok()
            }
        }
    }

    /// Whether a private key is the one of the certificate.
    #[must_use]
    pub fn belongs_to(&self, key: &PrivateKey) -> bool {
        self.key().to_der().is_ok_and(|own| own == key.public)
    }
}

/// Certificates in PEM, one after the other; none where there is none, or something else.
#[must_use]
pub fn chain(text: &str) -> Option<Vec<Read>> {
    let certificates = Certificate::load_pem_chain(text.trim().as_bytes()).ok()?;
    let read = certificates.into_iter();
    let read: Vec<Read> = read.map(|certificate| Read { certificate }).collect();
    (!read.is_empty()).then_some(read)
}

fn time(at: Time) -> Timestamp {
    let seconds = at.to_unix_duration().as_secs();
    Timestamp::from_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// A private key that was read; only whose it is matters.
#[derive(Clone, Debug)]
pub struct PrivateKey {
    /// The public key that belongs to it, in DER.
    public: Vec<u8>,
}

impl PrivateKey {
    /// Reads an unencrypted private key in PEM: RSA, or on the curves P-256 and P-384, in PKCS #8 or in its own form.
    #[must_use]
    pub fn pem(text: &str) -> Option<Self> {
        use p256::elliptic_curve::pkcs8::EncodePublicKey as _;
        use rsa::pkcs1::DecodeRsaPrivateKey as _;
        let text = text.trim();
        let rsa = rsa::PrivateKey::from_pkcs8_pem(text)
            .ok()
            .or_else(|| rsa::PrivateKey::from_pkcs1_pem(text).ok())
            .and_then(|key| key.to_public_key().to_public_key_der().ok());
        let p256 = || {
            let key = p256::SecretKey::from_pkcs8_pem(text)
                .ok()
                .or_else(|| p256::SecretKey::from_sec1_pem(text).ok())?;
            key.public_key().to_public_key_der().ok()
        };
        let p384 = || {
            let key = p384::SecretKey::from_pkcs8_pem(text)
                .ok()
                .or_else(|| p384::SecretKey::from_sec1_pem(text).ok())?;
            key.public_key().to_public_key_der().ok()
        };
        let public = rsa.or_else(p256).or_else(p384)?;
        Some(Self {
            public: public.into_vec(),
        })
    }
}

/// A certificate and its private key, as somebody of the outside world has them.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The certificate in DER.
    pub der: Vec<u8>,
    /// The certificate in PEM.
    pub certificate: String,
    /// The private key in PEM, PKCS #8.
    pub private_key: String,
}

/// Issues a self-signed certificate for a common name, good for ten years from a point in time.
///
/// `None` for a name that cannot stand in a certificate.
#[must_use]
pub fn self_signed(deriver: Deriver, name: &str, from: Timestamp) -> Option<Issued> {
    let plain = |c: char| c.is_ascii_alphanumeric() || " .-_/:*@".contains(c);
    let usable = (1..=64).contains(&name.len()) && name.chars().all(plain);
    let subject = Name::from_str(&format!("CN={}", usable.then_some(name)?)).ok()?;
    let [serial, _] = deriver.key_material("certificate", name, 0);
    let signer = KeyHolder::new(deriver, name).p256()?;
    let public = signer.verifying_key().to_public_key_der().ok()?;
    let key = SubjectPublicKeyInfoOwned::from_der(public.as_bytes()).ok()?;
    let serial = SerialNumber::new(serial.get(..16)?).ok()?;
    let validity = Validity::new(date(from)?, date(from.plus(LIFETIME))?);
    let builder = CertificateBuilder::new(SelfSigned { subject }, serial, validity, key).ok()?;
    let certificate = builder
        .build::<_, p256::ecdsa::DerSignature>(&signer)
        .ok()?;
    Some(Issued {
        der: certificate.to_der().ok()?,
        certificate: certificate.to_pem(LineEnding::LF).ok()?,
        private_key: signer.to_pkcs8_pem(LineEnding::LF).ok()?.to_string(),
    })
}

fn date(at: Timestamp) -> Option<Time> {
    let since = Duration::from_secs(u64::try_from(at.seconds()).ok()?);
    if at.seconds() < FOUR_DIGIT_YEARS {
        return Some(Time::UtcTime(UtcTime::from_unix_duration(since).ok()?));
    }
    let date = GeneralizedTime::from_unix_duration(since).ok()?;
    Some(Time::GeneralTime(date))
}

/// Subject and issuer are the same, and nothing is claimed beyond the name.
struct SelfSigned {
    subject: Name,
}

impl BuilderProfile for SelfSigned {
    fn get_issuer(&self, subject: &Name) -> Name {
        subject.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        _: &TbsCertificate,
    ) -> builder::Result<Vec<Extension>> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::START;

    #[test]
    fn a_certificate_is_read_back_and_belongs_to_its_key() {
        let issued = self_signed(Deriver::new(0), "www.example.com", START).unwrap();
        let read = Read::pem(&issued.certificate).unwrap();
        assert_eq!(read.bytes(), issued.der);
        assert_eq!(read.not_before(), START);
        assert_eq!(read.not_after(), START.plus(LIFETIME));
        let key = PrivateKey::pem(&issued.private_key).unwrap();
        assert!(read.belongs_to(&key));
        let other = self_signed(Deriver::new(0), "other.example.com", START).unwrap();
        assert!(!read.belongs_to(&PrivateKey::pem(&other.private_key).unwrap()));
        let holder = KeyHolder::new(Deriver::new(0), "www.example.com");
        let signature = holder.sign(Algorithm::Es256, b"message").unwrap();
        assert!(read.verifies(Algorithm::Es256, b"message", &signature));
        assert!(!read.verifies(Algorithm::Rs256, b"message", &signature));
    }

    #[test]
    fn what_is_no_certificate_or_key() {
        assert!(Read::pem("").is_none());
        assert!(Read::der(b"x").is_none());
        assert!(PrivateKey::pem("-----BEGIN PRIVATE KEY-----").is_none());
        assert!(self_signed(Deriver::new(0), "a,O=b", START).is_none());
    }
}
