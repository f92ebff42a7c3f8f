//! Certificates of servers. Source: IAM API Reference, `UploadServerCertificate`, `GetServerCertificate`, `ListServerCertificates`,
//! `UpdateServerCertificate`, `DeleteServerCertificate`; IAM User Guide, "Manage server certificates in IAM".
//!
//! The private key is checked against the certificate and not kept: AWS never shows it again.

use serde_json::{Value, json};

use crate::id::Kind;
use crate::lab::certificate::{self, PrivateKey, Read};
use crate::lab::credential::ServerCertificate;
use crate::lab::entity::key;
use crate::lab::tags::KeyCase;
use crate::lab::{Tags, quota};

use super::super::access::Target;
use super::super::call::{Answer, Call, not_found, nothing, with_tags, within_quota};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::shape::Shape;
use super::super::table::Operation;

/// The certificate that `ServerCertificateName` names.
pub const TARGET: Target = Target::Named("server-certificate", "ServerCertificateName");

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "UploadServerCertificate",
        Target::New("server-certificate", "ServerCertificateName"),
        upload,
        "Stores the certificate of a server.",
        Example::new(r#"let c = certificate("www.example.com");"#, r#"ServerCertificateName: "web", CertificateBody: c.certificate, PrivateKey: c.private_key"#),
    )
    .tagging_with("TagServerCertificate"),
    Operation::new(
        "GetServerCertificate",
        TARGET,
        get,
        "Describes a server certificate.",
        Example::new(r#"let c = certificate("www.example.com");
iam.upload_server_certificate(#{ ServerCertificateName: "web", CertificateBody: c.certificate, PrivateKey: c.private_key });"#, r#"ServerCertificateName: "web""#),
    ),
    Operation::new(
        "ListServerCertificates",
        Target::List("server-certificate"),
        list,
        "Lists the server certificates of the account.",
        Example::new("", ""),
    ),
    Operation::new(
        "UpdateServerCertificate",
        TARGET,
        update,
        "Gives a server certificate another name or path.",
        Example::new(r#"let c = certificate("www.example.com");
iam.upload_server_certificate(#{ ServerCertificateName: "web", CertificateBody: c.certificate, PrivateKey: c.private_key });"#, r#"ServerCertificateName: "web", NewPath: "/cloudfront/""#),
    ),
    Operation::new(
        "DeleteServerCertificate",
        TARGET,
        delete,
        "Deletes a server certificate.",
        Example::new(r#"let c = certificate("www.example.com");
iam.upload_server_certificate(#{ ServerCertificateName: "web", CertificateBody: c.certificate, PrivateKey: c.private_key });"#, r#"ServerCertificateName: "web""#),
    ),
];

/// The certificate that `ServerCertificateName` names.
///
/// # Errors
/// `NoSuchEntity`.
pub fn named<'a>(call: &'a Call<'_>) -> Result<&'a ServerCertificate, AwsError> {
    let name = call.input.required("ServerCertificateName");
    call.account()?
        .server_certificates
        .get(&key(name))
        .filter(|certificate| certificate.name == name)
        .ok_or_else(|| not_found("Server Certificate", name))
}

fn metadata(certificate: &ServerCertificate) -> Shape {
    Shape::new()
        .with("Path", certificate.path.as_str())
        .with("ServerCertificateName", certificate.name.as_str())
        .with("ServerCertificateId", certificate.id.as_str())
        .with("Arn", certificate.arn.as_str())
        .with("UploadDate", certificate.uploaded.to_string())
        .with("Expiration", certificate.expires.to_string())
}

/// The refusal of what is no certificate.
#[must_use]
pub fn malformed() -> AwsError {
    AwsError::new(
        "MalformedCertificate",
        "Unable to parse certificate. Please ensure the certificate is in PEM format.",
    )
}

fn already_exists(name: &str) -> AwsError {
    AwsError::new(
        "EntityAlreadyExists",
        format!("The Server Certificate with name {name} already exists."),
    )
}

fn upload(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let name = input.required("ServerCertificateName");
    let path = input.text("Path").unwrap_or("/");
    let known = &call.account()?.server_certificates;
    if known.contains_key(&key(name)) {
        return Err(already_exists(name));
    }
    within_quota(
        "ServerCertificatesPerAccount",
        known.len(),
        quota::SERVER_CERTIFICATES,
    )?;
    let body = input.required("CertificateBody");
    let read = Read::pem(body).ok_or_else(malformed)?;
    let private = PrivateKey::pem(input.required("PrivateKey")).ok_or_else(|| {
        AwsError::new(
            "MalformedCertificate",
            "Unable to parse key. Please ensure the private key is unencrypted and in PEM format.",
        )
    })?;
    if !read.belongs_to(&private) {
        return Err(AwsError::new(
            "KeyPairMismatch",
            "The private key does not match the certificate.",
        ));
    }
    let chain = input.text("CertificateChain");
    check_chain(&read, chain)?;
    let tags = with_tags(&Tags::default(), &input.tags("Tags"), KeyCase::Kept)?;
    let id = call.id()?.clone();
    let certificate = ServerCertificate {
        name: name.to_owned(),
        path: path.to_owned(),
        id: call.lab.change()?.issue_id(&id, Kind::Certificate, name),
        arn: call.arn(&format!("server-certificate{path}{name}"))?,
        body: body.to_owned(),
        chain: chain.map(str::to_owned),
        uploaded: call.now(),
        expires: read.not_after(),
        tags,
    };
    let answer = Shape::new()
        .with("ServerCertificateMetadata", metadata(&certificate))
        .with_tags(&certificate.tags);
    call.account_mut()?
        .server_certificates
        .insert(key(name), certificate);
    Ok(answer.into())
}

/// Each certificate of the chain names the issuer of the one before it.
fn check_chain(first: &Read, chain: Option<&str>) -> Result<(), AwsError> {
    let Some(chain) = chain else { return Ok(()) };
    let broken = |index: usize| {
        AwsError::new(
            "MalformedCertificate",
            format!(
                "Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, \
                 followed by any intermediaries in order. The index within the chain of the invalid certificate is: {index}"
            ),
        )
    };
    let chain = certificate::chain(chain).ok_or_else(|| broken(0))?;
    let mut below = first;
    for (index, above) in chain.iter().enumerate() {
        if !below.is_issued_by(above) {
            return Err(broken(index));
        }
        below = above;
    }
    Ok(())
}

fn get(call: &mut Call<'_>) -> Answer {
    let certificate = named(call)?;
    let shown = Shape::new()
        .with("ServerCertificateMetadata", metadata(certificate))
        .with("CertificateBody", certificate.body.as_str())
        .with_some("CertificateChain", certificate.chain.as_deref())
        .with_tags(&certificate.tags);
    Ok(json!({ "ServerCertificate": Value::from(shown) }))
}

fn list(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let prefix = call.input.text("PathPrefix").unwrap_or("/");
    let certificates = pager
        .rest(&call.account()?.server_certificates)
        .filter(|(_, certificate)| certificate.path.starts_with(prefix));
    let shown = certificates.map(|(key, certificate)| (key, metadata(certificate).into()));
    Ok(pager.page("ServerCertificateMetadataList", shown))
}

fn update(call: &mut Call<'_>) -> Answer {
    let old = named(call)?.clone();
    let name = call
        .input
        .text("NewServerCertificateName")
        .unwrap_or(&old.name);
    let path = call.input.text("NewPath").unwrap_or(&old.path);
    let (from, to) = (key(&old.name), key(name));
    if from != to && call.account()?.server_certificates.contains_key(&to) {
        return Err(already_exists(name));
    }
    let certificate = ServerCertificate {
        name: name.to_owned(),
        path: path.to_owned(),
        arn: old
            .arn
            .with_resource(&format!("server-certificate{path}{name}")),
        ..old
    };
    let certificates = &mut call.account_mut()?.server_certificates;
    certificates.remove(&from);
    certificates.insert(to, certificate);
    Ok(nothing())
}

fn delete(call: &mut Call<'_>) -> Answer {
    let key = key(&named(call)?.name);
    call.account_mut()?.server_certificates.remove(&key);
    Ok(nothing())
}
