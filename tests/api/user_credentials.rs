//! Credentials of users besides passwords, access keys and MFA devices.

use iamsh::lab::{certificate, ssh_key};
use serde_json::{Value, json};

use crate::support::{ACCOUNT, World, allow, text, user_arn};

const CODECOMMIT: &str = "codecommit.amazonaws.com";
const BEDROCK: &str = "bedrock.amazonaws.com";

fn world() -> World {
    let mut world = World::new();
    world.create_user("carlos");
    world
}

fn certificate(world: &World, name: &str) -> String {
    let now = world.lab.settings.start;
    certificate::self_signed(world.lab.deriver(), name, now)
        .unwrap()
        .certificate
}

fn of(user: &str) -> Value {
    json!({ "UserName": user })
}

#[test]
fn signing_certificates() {
    let mut world = world();
    let body = certificate(&world, "carlos");
    let upload = |user: &str, body: &str| json!({ "UserName": user, "CertificateBody": body });
    let answer = world.done("UploadSigningCertificate", upload("carlos", &body));
    let id = text(&answer["Certificate"]["CertificateId"]);
    assert_eq!(answer["Certificate"]["Status"], "Active");
    assert!(id.len() >= 24);
    world.fails(
        "UploadSigningCertificate",
        upload("carlos", &body),
        "DuplicateCertificate",
        "The certificate is already associated with the user.",
    );
    world.create_user("ana");
    world.fails(
        "UploadSigningCertificate",
        upload("ana", &body),
        "EntityAlreadyExists",
        "The certificate is already associated with another user.",
    );
    world.fails(
        "UploadSigningCertificate",
        upload("ana", "x"),
        "MalformedCertificate",
        "Unable to parse certificate. Please ensure the certificate is in PEM format.",
    );
    let second = certificate(&world, "second");
    world.done("UploadSigningCertificate", upload("carlos", &second));
    let third = certificate(&world, "third");
    world.fails(
        "UploadSigningCertificate",
        upload("carlos", &third),
        "LimitExceeded",
        "Cannot exceed quota for SigningCertificatesPerUser: 2",
    );
    let named =
        |status: &str| json!({ "UserName": "carlos", "CertificateId": id, "Status": status });
    world.done("UpdateSigningCertificate", named("Inactive"));
    world.fails(
        "UpdateSigningCertificate",
        named("Expired"),
        "InvalidInput",
        "The status Expired cannot be set.",
    );
    let listed = world.done("ListSigningCertificates", of("carlos"));
    assert_eq!(listed["Certificates"][0]["Status"], "Inactive");
    world.fails(
        "DeleteUser",
        of("carlos"),
        "DeleteConflict",
        "Cannot delete entity, must delete signing certificates first.",
    );
    let delete = json!({ "UserName": "carlos", "CertificateId": id });
    world.done("DeleteSigningCertificate", delete.clone());
    world.fails(
        "DeleteSigningCertificate",
        delete,
        "NoSuchEntity",
        &format!("The Certificate with id {id} cannot be found."),
    );
}

#[test]
fn the_root_user_has_signing_certificates_of_its_own() {
    let mut world = world();
    let body = certificate(&world, "root");
    world.done(
        "UploadSigningCertificate",
        json!({ "CertificateBody": body }),
    );
    let listed = world.done("ListSigningCertificates", json!({}));
    assert_eq!(listed["Certificates"].as_array().unwrap().len(), 1);
    let summary = world.done("GetAccountSummary", json!({}));
    assert_eq!(
        summary["SummaryMap"]["AccountSigningCertificatesPresent"],
        1
    );
}

#[test]
fn an_expired_certificate_is_refused() {
    let mut world = world();
    let body = certificate(&world, "carlos");
    for _ in 0..11 {
        world.advance(365 * 86_400);
    }
    world.fails(
        "UploadSigningCertificate",
        json!({ "UserName": "carlos", "CertificateBody": body }),
        "InvalidCertificate",
        "The certificate expired at 2035-12-30T00:00:00Z.",
    );
}

#[test]
fn ssh_public_keys() {
    let mut world = world();
    let key = ssh_key::of_holder(world.lab.deriver(), "carlos").unwrap();
    let upload = |body: &str| json!({ "UserName": "carlos", "SSHPublicKeyBody": body });
    let answer = world.done("UploadSSHPublicKey", upload(&key));
    let shown = &answer["SSHPublicKey"];
    let id = text(&shown["SSHPublicKeyId"]);
    assert!(id.starts_with("APKA"), "{id}");
    assert_eq!(shown["SSHPublicKeyBody"], key);
    assert_eq!(text(&shown["Fingerprint"]).len(), 47);
    let get = |encoding: &str| json!({ "UserName": "carlos", "SSHPublicKeyId": id, "Encoding": encoding });
    let pem = world.done("GetSSHPublicKey", get("PEM"));
    let pem = text(&pem["SSHPublicKey"]["SSHPublicKeyBody"]);
    assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----"));
    // The same key, however it is written.
    for body in [&key, &pem] {
        world.fails(
            "UploadSSHPublicKey",
            upload(body),
            "DuplicateSSHPublicKey",
            "The SSH public key is already associated with the user.",
        );
    }
    world.fails(
        "UploadSSHPublicKey",
        upload("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q"),
        "InvalidPublicKey",
        "The SSH public key is invalid.",
    );
    world.done(
        "UpdateSSHPublicKey",
        json!({ "UserName": "carlos", "SSHPublicKeyId": id, "Status": "Inactive" }),
    );
    let listed = world.done("ListSSHPublicKeys", of("carlos"));
    assert_eq!(listed["SSHPublicKeys"][0]["Status"], "Inactive");
    world.fails(
        "DeleteUser",
        of("carlos"),
        "DeleteConflict",
        "Cannot delete entity, must delete public keys first.",
    );
    let named = json!({ "UserName": "carlos", "SSHPublicKeyId": id });
    world.done("DeleteSSHPublicKey", named.clone());
    world.fails(
        "DeleteSSHPublicKey",
        named,
        "NoSuchEntity",
        &format!("The Public Key with id {id} cannot be found."),
    );
}

fn create(service: &str) -> Value {
    json!({ "UserName": "carlos", "ServiceName": service })
}

#[test]
fn credentials_for_codecommit_are_a_name_and_a_password() {
    let mut world = world();
    let answer = world.done("CreateServiceSpecificCredential", create(CODECOMMIT));
    let shown = &answer["ServiceSpecificCredential"];
    assert_eq!(shown["ServiceUserName"], format!("carlos-at-{ACCOUNT}"));
    assert!(text(&shown["ServiceSpecificCredentialId"]).starts_with("ACCA"));
    let password = text(&shown["ServicePassword"]);
    let second = world.done("CreateServiceSpecificCredential", create(CODECOMMIT));
    let second = &second["ServiceSpecificCredential"];
    assert_eq!(second["ServiceUserName"], format!("carlos+1-at-{ACCOUNT}"));
    assert_ne!(second["ServicePassword"], password);
    world.fails(
        "CreateServiceSpecificCredential",
        create(CODECOMMIT),
        "LimitExceeded",
        "Cannot exceed quota for ServiceSpecificCredentialsPerUser: 2",
    );
    let named = json!({ "UserName": "carlos", "ServiceSpecificCredentialId": shown["ServiceSpecificCredentialId"] });
    let reset = world.done("ResetServiceSpecificCredential", named.clone());
    assert_ne!(
        reset["ServiceSpecificCredential"]["ServicePassword"],
        password
    );
    let mut inactive = named.clone();
    inactive["Status"] = json!("Inactive");
    world.done("UpdateServiceSpecificCredential", inactive);
    let listed = world.done("ListServiceSpecificCredentials", of("carlos"));
    let first = &listed["ServiceSpecificCredentials"][0];
    assert_eq!(first["Status"], "Inactive");
    assert_eq!(first.get("ServicePassword"), None);
    world.fails(
        "DeleteUser",
        of("carlos"),
        "DeleteConflict",
        "Cannot delete entity, must remove referenced objects first.",
    );
    world.done("DeleteServiceSpecificCredential", named.clone());
    world.fails(
        "DeleteServiceSpecificCredential",
        named,
        "NoSuchEntity",
        "No such credential ID exists",
    );
}

#[test]
fn credentials_for_bedrock_are_a_key_that_may_end() {
    let mut world = world();
    let mut input = create(BEDROCK);
    input["CredentialAgeDays"] = json!(30);
    let answer = world.done("CreateServiceSpecificCredential", input);
    let shown = &answer["ServiceSpecificCredential"];
    assert_eq!(shown["ExpirationDate"], "2026-01-31T00:00:00Z");
    assert!(text(&shown["ServiceCredentialSecret"]).starts_with("ABSK"));
    assert_eq!(shown.get("ServicePassword"), None);
    let mut input = create(CODECOMMIT);
    input["CredentialAgeDays"] = json!(30);
    world.fails(
        "CreateServiceSpecificCredential",
        input,
        "InvalidInput",
        "Credentials of codecommit.amazonaws.com do not expire.",
    );
    world.fails(
        "CreateServiceSpecificCredential",
        create("s3.amazonaws.com"),
        "NoSuchEntity",
        "No such service s3.amazonaws.com is supported for Service Specific Credentials",
    );
}

#[test]
fn listing_those_of_all_users_is_another_permission_than_ones_own() {
    let mut world = world();
    world.done("CreateServiceSpecificCredential", create(CODECOMMIT));
    world.done("CreateServiceSpecificCredential", create(BEDROCK));
    let ana = world.create_user_with(
        "ana",
        json!([allow(
            "iam:ListServiceSpecificCredentials",
            &user_arn("ana")
        )]),
    );
    let own = world
        .call(&ana, "ListServiceSpecificCredentials", json!({}))
        .unwrap();
    assert_eq!(own["ServiceSpecificCredentials"], json!([]));
    let all = json!({ "AllUsers": true, "ServiceName": BEDROCK });
    world.fails_as(
        &ana,
        "ListServiceSpecificCredentials",
        all.clone(),
        "AccessDenied",
        &format!(
            "User: {} is not authorized to perform: iam:ListServiceSpecificCredentials on resource: \
             arn:aws:iam::{ACCOUNT}:user/ because no identity-based policy allows the iam:ListServiceSpecificCredentials action",
            user_arn("ana")
        ),
    );
    let listed = world.done("ListServiceSpecificCredentials", all);
    assert_eq!(
        listed["ServiceSpecificCredentials"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
