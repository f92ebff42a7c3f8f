//! SAML 2.0 identity providers of the outside world: their metadata, and what they assert of somebody.
//!
//! As with OpenID Connect, a provider needs no entity in the lab: its key and certificate follow from its URL.
//! Source: SAML 2.0 Core, SAML 2.0 Metadata; IAM User Guide, "Configure SAML assertions for the authentication response".

mod metadata;
mod response;
mod signature;
mod xml;

pub use metadata::{Metadata, document as metadata};
pub use response::{Assertion, Fault, Statement, response, verified};

/// Where assertions for AWS are sent, and whom they are for.
pub const SIGN_IN: &str = "https://signin.aws.amazon.com/saml";
/// The other name of whom they are for.
pub const AUDIENCE: &str = "urn:amazon:webservices";
/// What the names of AWS's own attributes begin with.
pub const ATTRIBUTES: &str = "https://aws.amazon.com/SAML/Attributes/";
