//! Metadata documents: who an identity provider is, and the certificates of its keys.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Node;

use crate::clock::Timestamp;
use crate::id::Deriver;
use crate::lab::certificate::{self, Read};
use crate::lab::issuer::host;

use super::signature::decoded;
use super::xml::{child, escape, parse};

/// What a metadata document says.
#[derive(Clone, Debug)]
pub struct Metadata {
    /// `entityID`: the issuer of assertions.
    pub entity: String,
    /// Certificates of the keys that sign.
    pub certificates: Vec<Read>,
    /// Until when the document says it is valid.
    pub valid_until: Option<Timestamp>,
}

impl Metadata {
    /// Reads a document; none for what is no metadata of an identity provider with a certificate.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let document = parse(text)?;
        let entity = document.root_element();
        let named = entity.tag_name().name() == "EntityDescriptor";
        let provider = child(entity, "IDPSSODescriptor").filter(|_| named)?;
        let signs = |key: &Node<'_, '_>| {
            key.tag_name().name() == "KeyDescriptor"
                && key.attribute("use").is_none_or(|usage| usage == "signing")
        };
        let certificates: Vec<Read> = provider
            .children()
            .filter(signs)
            .flat_map(|key| key.descendants())
            .filter(|node| node.tag_name().name() == "X509Certificate")
            .filter_map(|node| Read::der(&decoded(node)?))
            .collect();
        if certificates.is_empty() {
            return None;
        }
        Some(Self {
            entity: entity.attribute("entityID")?.to_owned(),
            certificates,
            valid_until: entity.attribute("validUntil").and_then(Timestamp::parse),
        })
    }
}

/// The metadata of the provider at `url`; none for a URL that cannot stand in a certificate.
#[must_use]
pub fn document(deriver: Deriver, url: &str, from: Timestamp) -> Option<String> {
    let certificate = certificate::self_signed(deriver, host(url), from)?;
    let certificate = STANDARD.encode(certificate.der);
    let mut entity = String::new();
    escape(url, true, &mut entity);
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"{entity}\">\n  \
         <md:IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\" WantAuthnRequestsSigned=\"false\">\n    \
         <md:KeyDescriptor use=\"signing\">\n      <ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\n        \
         <ds:X509Data>\n          <ds:X509Certificate>{certificate}</ds:X509Certificate>\n        </ds:X509Data>\n      \
         </ds:KeyInfo>\n    </md:KeyDescriptor>\n    \
         <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>\n    \
         <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:transient</md:NameIDFormat>\n    \
         <md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"{entity}\"/>\n  \
         </md:IDPSSODescriptor>\n</md:EntityDescriptor>\n"
    ))
}
