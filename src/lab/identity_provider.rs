//! Identity providers that an account trusts: OpenID Connect and SAML 2.0.
//!
//! Source: IAM User Guide, "Identity providers and federation into AWS".

use serde_json::Value;

use crate::arn::Arn;
use crate::clock::Timestamp;

use super::tags::Tags;

/// An OpenID Connect provider.
#[derive(Clone, Debug, PartialEq)]
pub struct OidcProvider {
    /// The issuer without `https://`.
    pub url: String,
    /// `arn:aws:iam::A:oidc-provider/host/path`
    pub arn: Arn,
    /// Audiences that tokens may be for, in the order they were added.
    pub clients: Vec<String>,
    /// SHA-1 of the certificates of the issuer's server, in hexadecimal digits.
    pub thumbprints: Vec<String>,
    /// When the provider was created.
    pub created: Timestamp,
    /// Its tags; keys are case-sensitive.
    pub tags: Tags,
    /// Which claims make up a trusted identity, as `ContextProvider` says.
    pub context: Option<Value>,
}

/// A SAML 2.0 provider.
#[derive(Clone, Debug, PartialEq)]
pub struct SamlProvider {
    /// The name in the case it was given.
    pub name: String,
    /// `arn:aws:iam::A:saml-provider/name`
    pub arn: Arn,
    /// `SAMLProviderUUID`
    pub uuid: String,
    /// The metadata document as it was given.
    pub metadata: String,
    /// When the provider was created.
    pub created: Timestamp,
    /// When the metadata ends to be valid.
    pub valid_until: Timestamp,
    /// Its tags; keys are case-sensitive.
    pub tags: Tags,
    /// True when assertions must be encrypted.
    pub encryption_required: Option<bool>,
    /// Private keys for encrypted assertions.
    pub private_keys: Vec<DecryptionKey>,
    /// Which attributes make up a trusted identity, as `ContextProvider` says.
    pub context: Option<Value>,
}

/// A private key for encrypted assertions; AWS shows its id only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecryptionKey {
    /// Upper-case letters and digits.
    pub id: String,
    /// The key in PEM.
    pub pem: String,
    /// When it was added.
    pub added: Timestamp,
}
