//! Certificates that users sign requests with. Source: IAM API Reference, `UploadSigningCertificate`, `ListSigningCertificates`,
//! `UpdateSigningCertificate`, `DeleteSigningCertificate`.

use serde_json::{Value, json};

use crate::id::base32;
use crate::lab::account::KeyOwner;
use crate::lab::certificate::Read;
use crate::lab::credential::SigningCertificate;
use crate::lab::quota;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing, within_quota};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::table::Operation;
use super::access_keys::{owner, owner_name};
use super::server_certificates::malformed;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "UploadSigningCertificate",
        Target::User,
        upload,
        "Stores a certificate that a user signs requests with.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
let body = certificate("carlos").certificate;"#,
            r#"CertificateBody: body, UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "ListSigningCertificates",
        Target::User,
        list,
        "Lists the signing certificates of a user.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });"#,
            r#"UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "UpdateSigningCertificate",
        Target::User,
        update,
        "Switches a signing certificate off or on.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
let id = iam.upload_signing_certificate(#{ UserName: "carlos", CertificateBody: certificate("carlos").certificate }).Certificate.CertificateId;"#,
            r#"CertificateId: id, Status: "Inactive", UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "DeleteSigningCertificate",
        Target::User,
        delete,
        "Deletes a signing certificate.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
let id = iam.upload_signing_certificate(#{ UserName: "carlos", CertificateBody: certificate("carlos").certificate }).Certificate.CertificateId;"#,
            r#"CertificateId: id, UserName: "carlos""#,
        ),
    ),
];

fn certificates<'a>(
    call: &'a Call<'_>,
    owner: &KeyOwner,
) -> Result<&'a [SigningCertificate], AwsError> {
    let account = call.account()?;
    Ok(match owner {
        KeyOwner::Root => &account.root_signing_certificates,
        KeyOwner::User(user) => account
            .users
            .get(user)
            .map_or(&[], |user| user.signing_certificates.as_slice()),
    })
}

fn certificates_mut<'a>(
    call: &'a mut Call<'_>,
    owner: &KeyOwner,
) -> Result<Option<&'a mut Vec<SigningCertificate>>, AwsError> {
    let account = call.account_mut()?;
    Ok(match owner {
        KeyOwner::Root => Some(&mut account.root_signing_certificates),
        KeyOwner::User(user) => account
            .users
            .get_mut(user)
            .map(|user| &mut user.signing_certificates),
    })
}

fn shown(name: Option<&str>, certificate: &SigningCertificate) -> Value {
    json!({
        "UserName": name.unwrap_or_default(),
        "CertificateId": certificate.id,
        "CertificateBody": certificate.body,
        "Status": status(certificate.active),
        "UploadDate": certificate.uploaded.to_string(),
    })
}

/// `Active` or `Inactive`.
#[must_use]
pub const fn status(active: bool) -> &'static str {
    if active { "Active" } else { "Inactive" }
}

/// The status that a call asks for; `Expired` is AWS's to say.
///
/// # Errors
/// `InvalidInput`.
pub fn asked_status(call: &Call<'_>) -> Result<bool, AwsError> {
    match call.input.required("Status") {
        "Active" => Ok(true),
        "Inactive" => Ok(false),
        other => Err(AwsError::new(
            "InvalidInput",
            format!("The status {other} cannot be set."),
        )),
    }
}

fn upload(call: &mut Call<'_>) -> Answer {
    let owner = owner(call)?;
    let body = call.input.required("CertificateBody");
    let read = Read::pem(body).ok_or_else(malformed)?;
    if read.not_after() < call.now() {
        return Err(AwsError::new(
            "InvalidCertificate",
            format!("The certificate expired at {}.", read.not_after()),
        ));
    }
    // The same certificate has the same id, whoever uploads it.
    let [digest, _] =
        call.lab
            .deriver()
            .key_material("signing certificate", &base32(&read.bytes()), 0);
    let mut id = base32(&digest);
    id.truncate(32);
    let known = certificates(call, &owner)?;
    if known.iter().any(|certificate| certificate.id == id) {
        return Err(AwsError::new(
            "DuplicateCertificate",
            "The certificate is already associated with the user.",
        ));
    }
    if is_taken(call, &id)? {
        return Err(AwsError::new(
            "EntityAlreadyExists",
            "The certificate is already associated with another user.",
        ));
    }
    within_quota(
        "SigningCertificatesPerUser",
        known.len(),
        quota::SIGNING_CERTIFICATES,
    )?;
    let certificate = SigningCertificate {
        id,
        body: body.to_owned(),
        active: true,
        uploaded: call.now(),
    };
    let answer =
        json!({ "Certificate": shown(owner_name(call, &owner)?.as_deref(), &certificate) });
    if let Some(certificates) = certificates_mut(call, &owner)? {
        certificates.push(certificate);
    }
    Ok(answer)
}

fn is_taken(call: &Call<'_>, id: &str) -> Result<bool, AwsError> {
    let account = call.account()?;
    let of_users = account
        .users
        .values()
        .flat_map(|user| &user.signing_certificates);
    Ok(of_users
        .chain(&account.root_signing_certificates)
        .any(|certificate| certificate.id == id))
}

fn list(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let owner = owner(call)?;
    let name = owner_name(call, &owner)?;
    let items = certificates(call, &owner)?.iter();
    Ok(pager.page_by("Certificates", items, |certificate| {
        shown(name.as_deref(), certificate)
    }))
}

/// The owner of the certificate a call names, once it is known to have it.
fn owner_of(call: &Call<'_>) -> Result<KeyOwner, AwsError> {
    let owner = owner(call)?;
    let id = call.input.required("CertificateId");
    let has = certificates(call, &owner)?
        .iter()
        .any(|certificate| certificate.id == id);
    if has {
        return Ok(owner);
    }
    Err(AwsError::new(
        "NoSuchEntity",
        format!("The Certificate with id {id} cannot be found."),
    ))
}

fn update(call: &mut Call<'_>) -> Answer {
    let owner = owner_of(call)?;
    let active = asked_status(call)?;
    let id = call.input.required("CertificateId");
    for certificate in certificates_mut(call, &owner)?.into_iter().flatten() {
        if certificate.id == id {
            certificate.active = active;
        }
    }
    Ok(nothing())
}

fn delete(call: &mut Call<'_>) -> Answer {
    let owner = owner_of(call)?;
    let id = call.input.required("CertificateId");
    if let Some(certificates) = certificates_mut(call, &owner)? {
        certificates.retain(|certificate| certificate.id != id);
    }
    Ok(nothing())
}
