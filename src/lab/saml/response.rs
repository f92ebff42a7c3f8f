//! Responses of an identity provider: writing signed ones, and reading what a verified one asserts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::{Document, Node};

use crate::clock::Timestamp;
use crate::id::Deriver;
use crate::lab::issuer::host;
use crate::lab::signing::KeyHolder;

use super::metadata::Metadata;
use super::signature::{self, is_signed};
use super::xml::{child, escape, parse, text};
use super::{AUDIENCE, SIGN_IN};

const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
const PERSISTENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
/// Seconds an assertion is good for.
const LIFETIME: i64 = 300;

/// What a provider is asked to assert.
#[derive(Clone, Debug)]
pub struct Statement<'a> {
    /// Whom it is about.
    pub subject: &'a str,
    /// Attributes: names and values.
    pub attributes: &'a [(String, Vec<String>)],
}

/// A signed response of the provider at `url`, in base 64 as it is sent.
#[must_use]
pub fn response(
    deriver: Deriver,
    url: &str,
    now: Timestamp,
    statement: &Statement<'_>,
) -> Option<String> {
    let until = now.plus(LIFETIME);
    let quoted = |text: &str| {
        let mut out = String::new();
        escape(text, false, &mut out);
        out
    };
    let mut attributes = String::new();
    for (name, values) in statement.attributes {
        let mut shown = String::new();
        escape(name, true, &mut shown);
        attributes.push_str(&format!("<saml:Attribute Name=\"{shown}\">"));
        for value in values {
            attributes.push_str(&format!(
                "<saml:AttributeValue>{}</saml:AttributeValue>",
                quoted(value)
            ));
        }
        attributes.push_str("</saml:Attribute>");
    }
    let purpose = format!("{url} {} {attributes}", statement.subject);
    let id = |what: &str| {
        format!(
            "_{}",
            deriver.uuid(&format!("{what} {purpose}"), now.seconds().unsigned_abs())
        )
    };
    let (issuer, subject) = (quoted(url), quoted(statement.subject));
    let head = format!(
        "<saml:Assertion xmlns:saml=\"{ASSERTION}\" ID=\"{}\" IssueInstant=\"{now}\" Version=\"2.0\"><saml:Issuer>{issuer}</saml:Issuer>",
        id("assertion")
    );
    let tail = format!(
        "<saml:Subject><saml:NameID Format=\"{PERSISTENT}\">{subject}</saml:NameID>\
         <saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">\
         <saml:SubjectConfirmationData NotOnOrAfter=\"{until}\" Recipient=\"{SIGN_IN}\"/></saml:SubjectConfirmation></saml:Subject>\
         <saml:Conditions NotBefore=\"{now}\" NotOnOrAfter=\"{until}\"><saml:AudienceRestriction>\
         <saml:Audience>{AUDIENCE}</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
         <saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"
    );
    let unsigned = format!("{head}{tail}");
    let document = parse(&unsigned)?;
    let holder = KeyHolder::new(deriver, host(url));
    let signature = signature::of(&holder, document.root_element())?;
    Some(STANDARD.encode(format!(
        "<samlp:Response xmlns:samlp=\"{PROTOCOL}\" ID=\"{}\" IssueInstant=\"{now}\" Version=\"2.0\" Destination=\"{SIGN_IN}\">\
         <saml:Issuer xmlns:saml=\"{ASSERTION}\">{issuer}</saml:Issuer><samlp:Status>\
         <samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>{head}{signature}{tail}</samlp:Response>",
        id("response")
    )))
}

/// What is wrong with a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No response with an assertion that can be read.
    Malformed,
    /// The assertion is encrypted.
    Encrypted,
    /// Its issuer is not the provider.
    Issuer,
    /// No key of the provider has signed it.
    Signature,
}

/// What a verified response asserts.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// `Issuer`
    pub issuer: String,
    /// `NameID` of the subject.
    pub subject: String,
    /// Format of the `NameID`.
    pub format: String,
    /// `Recipient` of the confirmation.
    pub recipient: String,
    /// Whom it is for.
    pub audiences: Vec<String>,
    /// When it was issued.
    pub issued: Timestamp,
    /// From when on it is good.
    pub not_before: Option<Timestamp>,
    /// From when on it is good no more.
    pub not_on_or_after: Option<Timestamp>,
    /// Names and values.
    pub attributes: Vec<(String, Vec<String>)>,
}

impl Assertion {
    /// The values of an attribute; empty for one that is not there.
    #[must_use]
    pub fn values(&self, name: &str) -> &[String] {
        self.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map_or(&[], |(_, values)| values)
    }
}

/// What a response asserts, once a key of the provider is known to have signed it.
///
/// # Errors
/// [`Fault`].
pub fn verified(provider: &Metadata, sent: &str) -> Result<Assertion, Fault> {
    let compact: String = sent.split_whitespace().collect();
    let decoded = STANDARD
        .decode(compact)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or(Fault::Malformed)?;
    let document = parse(&decoded).ok_or(Fault::Malformed)?;
    let assertion = only_assertion(&document)?;
    let issuer = child(assertion, "Issuer").map(text).unwrap_or_default();
    if issuer != provider.entity {
        return Err(Fault::Issuer);
    }
    // A signature over the whole response covers the assertion in it.
    let signed = is_signed(assertion, &provider.certificates)
        || is_signed(document.root_element(), &provider.certificates);
    if !signed {
        return Err(Fault::Signature);
    }
    read(assertion, issuer).ok_or(Fault::Malformed)
}

/// The one assertion of a response: a second one could be taken for the signed one.
fn only_assertion<'a, 'i>(document: &'a Document<'i>) -> Result<Node<'a, 'i>, Fault> {
    let root = document.root_element();
    if !root.has_tag_name((PROTOCOL, "Response")) {
        return Err(Fault::Malformed);
    }
    let mut found = document
        .descendants()
        .filter(|node| node.has_tag_name((ASSERTION, "Assertion")));
    match (found.next(), found.next()) {
        (Some(assertion), None) if assertion.parent() == Some(root) => Ok(assertion),
        (None, None) if child(root, "EncryptedAssertion").is_some() => Err(Fault::Encrypted),
        _ => Err(Fault::Malformed),
    }
}

fn read(assertion: Node<'_, '_>, issuer: String) -> Option<Assertion> {
    let subject = child(assertion, "Subject")?;
    let name = child(subject, "NameID")?;
    let confirmed = child(
        child(subject, "SubjectConfirmation")?,
        "SubjectConfirmationData",
    )?;
    let conditions = child(assertion, "Conditions")?;
    let audiences = conditions
        .descendants()
        .filter(|node| node.has_tag_name((ASSERTION, "Audience")))
        .map(text)
        .collect();
    let time = |node: Node<'_, '_>, name: &str| node.attribute(name).and_then(Timestamp::parse);
    let until = [
        time(conditions, "NotOnOrAfter"),
        time(confirmed, "NotOnOrAfter"),
    ];
    Some(Assertion {
        issuer,
        subject: text(name),
        format: name.attribute("Format").unwrap_or_default().to_owned(),
        recipient: confirmed.attribute("Recipient")?.to_owned(),
        audiences,
        issued: time(assertion, "IssueInstant")?,
        not_before: time(conditions, "NotBefore"),
        not_on_or_after: until.into_iter().flatten().min(),
        attributes: attributes(assertion),
    })
}

fn attributes(assertion: Node<'_, '_>) -> Vec<(String, Vec<String>)> {
    let Some(statement) = child(assertion, "AttributeStatement") else {
        return Vec::new();
    };
    let values = |attribute: Node<'_, '_>| {
        attribute
            .children()
            .filter(|node| node.has_tag_name((ASSERTION, "AttributeValue")))
            .map(text)
            .collect()
    };
    statement
        .children()
        .filter(|node| node.has_tag_name((ASSERTION, "Attribute")))
        .filter_map(|node| Some((node.attribute("Name")?.to_owned(), values(node))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::metadata;
    use super::*;
    use crate::clock::START;

    const URL: &str = "https://idp.example.com";

    fn provider(seed: u64) -> Metadata {
        Metadata::read(&metadata(Deriver::new(seed), URL, START).unwrap()).unwrap()
    }

    fn sent() -> String {
        let attributes = vec![("a & b".to_owned(), vec!["<1>".to_owned(), "2".to_owned()])];
        let statement = Statement {
            subject: "carlos",
            attributes: &attributes,
        };
        response(Deriver::new(0), URL, START, &statement).unwrap()
    }

    fn changed(from: &str, to: &str) -> String {
        let text = String::from_utf8(STANDARD.decode(sent()).unwrap()).unwrap();
        assert!(text.contains(from));
        STANDARD.encode(text.replacen(from, to, 1))
    }

    #[test]
    fn what_is_asserted_comes_back() {
        let assertion = verified(&provider(0), &sent()).unwrap();
        assert_eq!(assertion.subject, "carlos");
        assert_eq!(assertion.values("a & b"), ["<1>", "2"]);
        assert_eq!(assertion.not_on_or_after, Some(START.plus(300)));
    }

    #[test]
    fn nothing_signed_can_be_changed() {
        for (from, to) in [
            ("carlos</saml:NameID>", "root</saml:NameID>"),
            ("urn:amazon:webservices", "urn:amazon:other"),
            (
                "Version=\"2.0\"><saml:Issuer>",
                "Version=\"2.1\"><saml:Issuer>",
            ),
        ] {
            let odd = changed(from, to);
            assert_eq!(verified(&provider(0), &odd).unwrap_err(), Fault::Signature);
        }
        // What is no part of the assertion may be written otherwise.
        let same = changed("<samlp:Status>", "<samlp:Status >");
        assert!(verified(&provider(0), &same).is_ok());
        assert_eq!(
            verified(&provider(1), &sent()).unwrap_err(),
            Fault::Signature
        );
    }

    #[test]
    fn a_signed_assertion_cannot_be_wrapped_by_another() {
        let text = String::from_utf8(STANDARD.decode(sent()).unwrap()).unwrap();
        let start = text.find("<saml:Assertion").unwrap();
        let end = text.find("</samlp:Response>").unwrap();
        let signed = text.get(start..end).unwrap();
        let evil = signed
            .replace("carlos", "root")
            .replace("ID=\"_", "ID=\"_x");
        let wrapped = format!(
            "{}{evil}{}",
            text.get(..start).unwrap(),
            text.get(start..).unwrap()
        );
        assert_eq!(
            verified(&provider(0), &STANDARD.encode(wrapped)).unwrap_err(),
            Fault::Malformed
        );
        let around = evil.replace("</saml:Assertion>", &format!("{signed}</saml:Assertion>"));
        let wrapped = format!("{}{around}</samlp:Response>", text.get(..start).unwrap());
        assert_eq!(
            verified(&provider(0), &STANDARD.encode(wrapped)).unwrap_err(),
            Fault::Malformed
        );
    }

    #[test]
    fn what_is_no_response() {
        for odd in ["", "%%%", "PGEvPg=="] {
            assert_eq!(verified(&provider(0), odd).unwrap_err(), Fault::Malformed);
        }
        assert!(Metadata::read("<EntityDescriptor/>").is_none());
    }
}
