//! Credentials of a user besides passwords and access keys. Source: IAM User Guide, "Manage server certificates in IAM", "Use IAM with
//! CodeCommit", "Service-specific credentials for IAM users".

use crate::arn::Arn;
use crate::clock::Timestamp;

use super::tags::Tags;

/// A certificate that a user signs SOAP requests with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningCertificate {
    /// Upper-case letters and digits.
    pub id: String,
    /// The certificate in PEM.
    pub body: String,
    /// False once it was made `Inactive`.
    pub active: bool,
    /// When it was uploaded.
    pub uploaded: Timestamp,
}

/// A public key that a user reaches CodeCommit with by SSH.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshPublicKey {
    /// `APKA…`
    pub id: String,
    /// The key as `ssh-rsa …`.
    pub ssh: String,
    /// The key in PEM.
    pub pem: String,
    /// MD5 of the key, as 16 pairs of hexadecimal digits.
    pub fingerprint: String,
    /// False once it was made `Inactive`.
    pub active: bool,
    /// When it was uploaded.
    pub uploaded: Timestamp,
}

/// A name and password, or a key, for one service only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceCredential {
    /// `ACCA…`
    pub id: String,
    /// `name.amazonaws.com`
    pub service: String,
    /// The user's name at the service, or the key's.
    pub name: String,
    /// Password or secret.
    pub secret: String,
    /// False once it was made `Inactive`.
    pub active: bool,
    /// When it was created.
    pub created: Timestamp,
    /// When it ends.
    pub expires: Option<Timestamp>,
}

/// A certificate of a server, for load balancers and distributions.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerCertificate {
    /// The name in the case it was given.
    pub name: String,
    /// `/` or `/division/…/`
    pub path: String,
    /// `ASCA…`
    pub id: String,
    /// `arn:aws:iam::A:server-certificate/path/name`
    pub arn: Arn,
    /// The certificate in PEM.
    pub body: String,
    /// The certificates above it in PEM, one after the other.
    pub chain: Option<String>,
    /// When it was uploaded.
    pub uploaded: Timestamp,
    /// The last second it is good for.
    pub expires: Timestamp,
    /// Its tags; keys are case-sensitive.
    pub tags: Tags,
}
