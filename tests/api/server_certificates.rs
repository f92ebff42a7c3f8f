//! Certificates of servers.

use iamsh::lab::certificate::{self, Issued};
use serde_json::{Value, json};

use crate::support::{ACCOUNT, World, text, user_arn};

fn issued(world: &World, name: &str) -> Issued {
    certificate::self_signed(world.lab.deriver(), name, world.lab.clock.now()).unwrap()
}

fn input(name: &str, issued: &Issued) -> Value {
    json!({ "ServerCertificateName": name, "CertificateBody": issued.certificate, "PrivateKey": issued.private_key })
}

fn of(name: &str) -> Value {
    json!({ "ServerCertificateName": name })
}

fn world() -> World {
    let mut world = World::new();
    let issued = issued(&world, "www.example.com");
    world.done("UploadServerCertificate", input("web", &issued));
    world
}

#[test]
fn a_certificate_is_stored_and_shown_without_its_key() {
    let mut world = World::new();
    let issued = issued(&world, "www.example.com");
    let answer = world.done("UploadServerCertificate", input("web", &issued));
    let shown = &answer["ServerCertificateMetadata"];
    assert_eq!(
        shown["Arn"],
        format!("arn:aws:iam::{ACCOUNT}:server-certificate/web")
    );
    assert!(text(&shown["ServerCertificateId"]).starts_with("ASCA"));
    assert_eq!(shown["Expiration"], "2035-12-30T00:00:00Z");
    let got = world.done("GetServerCertificate", of("web"));
    let got = &got["ServerCertificate"];
    assert_eq!(got["ServerCertificateMetadata"], *shown);
    assert_eq!(got["CertificateBody"], issued.certificate);
    assert!(!got.to_string().contains("PRIVATE KEY"));
    let listed = world.done("ListServerCertificates", json!({}));
    assert_eq!(listed["ServerCertificateMetadataList"], json!([shown]));
}

#[test]
fn what_is_no_certificate_or_no_pair() {
    let mut world = World::new();
    let one = issued(&world, "one.example.com");
    let two = issued(&world, "two.example.com");
    let parse = "Unable to parse certificate. Please ensure the certificate is in PEM format.";
    world.fails(
        "UploadServerCertificate",
        json!({ "ServerCertificateName": "web", "CertificateBody": "x", "PrivateKey": one.private_key }),
        "MalformedCertificate",
        parse,
    );
    world.fails(
        "UploadServerCertificate",
        json!({ "ServerCertificateName": "web", "CertificateBody": one.certificate, "PrivateKey": "x" }),
        "MalformedCertificate",
        "Unable to parse key. Please ensure the private key is unencrypted and in PEM format.",
    );
    world.fails(
        "UploadServerCertificate",
        json!({ "ServerCertificateName": "web", "CertificateBody": one.certificate, "PrivateKey": two.private_key }),
        "KeyPairMismatch",
        "The private key does not match the certificate.",
    );
    let mut chained = input("web", &one);
    chained["CertificateChain"] = json!(two.certificate);
    world.fails(
        "UploadServerCertificate",
        chained.clone(),
        "MalformedCertificate",
        "Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, \
         followed by any intermediaries in order. The index within the chain of the invalid certificate is: 0",
    );
    // A self-signed certificate is its own issuer.
    chained["CertificateChain"] = json!(one.certificate);
    world.done("UploadServerCertificate", chained);
}

#[test]
fn names_are_unique_and_may_change() {
    let mut world = world();
    let other = issued(&world, "other.example.com");
    world.fails(
        "UploadServerCertificate",
        input("WEB", &other),
        "EntityAlreadyExists",
        "The Server Certificate with name WEB already exists.",
    );
    world.done("UploadServerCertificate", input("other", &other));
    world.fails(
        "UpdateServerCertificate",
        json!({ "ServerCertificateName": "web", "NewServerCertificateName": "other" }),
        "EntityAlreadyExists",
        "The Server Certificate with name other already exists.",
    );
    world.done(
        "UpdateServerCertificate",
        json!({ "ServerCertificateName": "web", "NewServerCertificateName": "site", "NewPath": "/cloudfront/" }),
    );
    let got = world.done("GetServerCertificate", of("site"));
    assert_eq!(
        got["ServerCertificate"]["ServerCertificateMetadata"]["Arn"],
        format!("arn:aws:iam::{ACCOUNT}:server-certificate/cloudfront/site")
    );
    world.fails(
        "DeleteServerCertificate",
        of("web"),
        "NoSuchEntity",
        "The Server Certificate with name web cannot be found.",
    );
    world.done("DeleteServerCertificate", of("site"));
}

#[test]
fn h_twenty_certificates_of_an_account() {
    let mut world = World::new();
    let issued = issued(&world, "www.example.com");
    for number in 0..20 {
        world.done(
            "UploadServerCertificate",
            input(&format!("web{number}"), &issued),
        );
    }
    world.fails(
        "UploadServerCertificate",
        input("one-more", &issued),
        "LimitExceeded",
        "Cannot exceed quota for ServerCertificatesPerAccount: 20",
    );
}

#[test]
fn a_denial_names_the_certificate_and_tags_decide() {
    let mut world = world();
    let dev = world.create_user("dev");
    world.fails_as(
        &dev,
        "GetServerCertificate",
        of("web"),
        "AccessDenied",
        &format!(
            "User: {} is not authorized to perform: iam:GetServerCertificate on resource: server certificate web because no \
             identity-based policy allows the iam:GetServerCertificate action",
            user_arn("dev")
        ),
    );
    world.done(
        "TagServerCertificate",
        json!({ "ServerCertificateName": "web", "Tags": [{ "Key": "team", "Value": "blog" }] }),
    );
    world.put_user_policy(
        "dev",
        json!([{ "Effect": "Allow", "Action": "iam:*", "Resource": format!("arn:aws:iam::{ACCOUNT}:server-certificate/*"),
            "Condition": { "StringEquals": { "iam:ResourceTag/team": "blog" } } }]),
    );
    world.call(&dev, "GetServerCertificate", of("web")).unwrap();
}
