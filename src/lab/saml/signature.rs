//! XML signatures of SAML: one reference, to the element the signature stands in.
//!
//! Only what SAML allows is accepted: the enveloped-signature and exclusive canonicalization transforms, SHA-256, and ECDSA or
//! RSA with SHA-256. Source: W3C Recommendation "XML Signature Syntax and Processing"; SAML 2.0 Core, section 5.4.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Node;
use sha2::{Digest as _, Sha256};

use crate::lab::certificate::Read;
use crate::lab::signing::{Algorithm, KeyHolder};

use super::xml::{self, canonical, child};

const NAMESPACE: &str = "http://www.w3.org/2000/09/xmldsig#";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const ECDSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

/// Whether an element holds a signature of one of these certificates over itself.
#[must_use]
pub fn is_signed(element: Node<'_, '_>, certificates: &[Read]) -> bool {
    verified(element, certificates).is_some()
}

fn verified(element: Node<'_, '_>, certificates: &[Read]) -> Option<()> {
    let signature = element
        .children()
        .find(|child| child.has_tag_name((NAMESPACE, "Signature")))?;
    let info = child(signature, "SignedInfo")?;
    let algorithm_of = |node: Node<'_, '_>, name: &str| {
        Some(child(node, name)?.attribute("Algorithm")?.to_owned())
    };
    let mut references = info
        .children()
        .filter(|child| child.has_tag_name((NAMESPACE, "Reference")));
    let (reference, None) = (references.next()?, references.next()) else {
        return None;
    };
    // The signature must be about the very element it stands in, or another one could be put around it.
    let id = element.attribute("ID").filter(|id| !id.is_empty())?;
    let points_here = reference.attribute("URI")?.strip_prefix('#')? == id
        && element
            .document()
            .descendants()
            .filter(|node| node.attribute("ID") == Some(id))
            .count()
            == 1;
    let transforms = child(reference, "Transforms")?;
    let plain = transforms
        .children()
        .filter(Node::is_element)
        .all(|transform| {
            matches!(
                transform.attribute("Algorithm"),
                Some(ENVELOPED | EXCLUSIVE)
            ) && !transform.has_children()
        });
    let known = algorithm_of(info, "CanonicalizationMethod")? == EXCLUSIVE
        && algorithm_of(reference, "DigestMethod")? == SHA256;
    if !(points_here && plain && known) {
        return None;
    }
    let digest = Sha256::digest(canonical(element, Some(signature)));
    if decoded(child(reference, "DigestValue")?)? != digest.as_slice() {
        return None;
    }
    let algorithm = match algorithm_of(info, "SignatureMethod")?.as_str() {
        ECDSA_SHA256 => Algorithm::Es256,
        RSA_SHA256 => Algorithm::Rs256,
        _ => return None,
    };
    let value = decoded(child(signature, "SignatureValue")?)?;
    let message = canonical(info, None);
    certificates
        .iter()
        .any(|certificate| certificate.verifies(algorithm, message.as_bytes(), &value))
        .then_some(())
}

/// The bytes of an element's text, in base 64 with blanks anywhere.
#[must_use]
pub fn decoded(element: Node<'_, '_>) -> Option<Vec<u8>> {
    let text: String = xml::text(element).split_whitespace().collect();
    STANDARD.decode(text).ok()
}

/// The `Signature` element over an element that does not hold it yet.
#[must_use]
pub fn of(holder: &KeyHolder<'_>, element: Node<'_, '_>) -> Option<String> {
    let id = element.attribute("ID")?;
    let digest = STANDARD.encode(Sha256::digest(canonical(element, None)));
    // Written as it is in canonical form, so that signing and verifying see the same bytes.
    let info = format!(
        "<ds:SignedInfo xmlns:ds=\"{NAMESPACE}\"><ds:CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\"></ds:CanonicalizationMethod>\
         <ds:SignatureMethod Algorithm=\"{ECDSA_SHA256}\"></ds:SignatureMethod><ds:Reference URI=\"#{id}\"><ds:Transforms>\
         <ds:Transform Algorithm=\"{ENVELOPED}\"></ds:Transform><ds:Transform Algorithm=\"{EXCLUSIVE}\"></ds:Transform></ds:Transforms>\
         <ds:DigestMethod Algorithm=\"{SHA256}\"></ds:DigestMethod><ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>\
         </ds:SignedInfo>"
    );
    let value = STANDARD.encode(holder.sign(Algorithm::Es256, info.as_bytes())?);
    Some(format!(
        "<ds:Signature xmlns:ds=\"{NAMESPACE}\">{info}<ds:SignatureValue>{value}</ds:SignatureValue></ds:Signature>"
    ))
}
