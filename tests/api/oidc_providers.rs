//! OpenID Connect providers as entities of an account (rules C11, C14, H).

use serde_json::{Value, json};

use crate::support::{ACCOUNT, World, allow, text, trust, user_arn};

fn arn(host: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:oidc-provider/{host}")
}

fn of(host: &str) -> Value {
    json!({ "OpenIDConnectProviderArn": arn(host) })
}

fn world() -> World {
    let mut world = World::new();
    let input =
        json!({ "Url": "https://idp.example.com", "ClientIDList": ["app", "app", "other"] });
    let answer = world.done("CreateOpenIDConnectProvider", input);
    assert_eq!(
        answer,
        json!({ "OpenIDConnectProviderArn": arn("idp.example.com") })
    );
    world
}

#[test]
fn a_provider_is_known_by_its_host_and_path() {
    let mut world = world();
    let got = world.done("GetOpenIDConnectProvider", of("idp.example.com"));
    assert_eq!(got["Url"], "idp.example.com");
    assert_eq!(got["ClientIDList"], json!(["app", "other"]));
    // Left out, the thumbprint is fetched from the issuer's server.
    assert_eq!(text(&got["ThumbprintList"][0]).len(), 40);
    let path = world.done(
        "CreateOpenIDConnectProvider",
        json!({ "Url": "https://oidc.eks.us-east-1.amazonaws.com/id/ABC/", "Tags": [{ "Key": "team", "Value": "blog" }] }),
    );
    assert_eq!(
        path["OpenIDConnectProviderArn"],
        arn("oidc.eks.us-east-1.amazonaws.com/id/ABC")
    );
    assert_eq!(path["Tags"], json!([{ "Key": "team", "Value": "blog" }]));
    let listed = world.done("ListOpenIDConnectProviders", json!({}));
    assert_eq!(
        listed["OpenIDConnectProviderList"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let summary = world.done("GetAccountSummary", json!({}));
    assert_eq!(summary["SummaryMap"]["Providers"], 2);
}

#[test]
fn urls_that_are_no_issuer() {
    let mut world = world();
    for url in [
        "http://idp.example.com",
        "idp.example.com",
        "https://",
        "https://idp.example.com:8443",
        "https://idp.example.com?tenant=a",
        "https://idp example",
    ] {
        world.fails(
            "CreateOpenIDConnectProvider",
            json!({ "Url": url }),
            "ValidationError",
            "Invalid Open ID Connect Provider URL",
        );
    }
    world.fails(
        "CreateOpenIDConnectProvider",
        json!({ "Url": "https://idp.example.com/" }),
        "EntityAlreadyExists",
        "Provider with url https://idp.example.com already exists.",
    );
}

#[test]
fn audiences_are_added_and_removed_without_complaint() {
    let mut world = world();
    let client =
        |id: &str| json!({ "OpenIDConnectProviderArn": arn("idp.example.com"), "ClientID": id });
    for _ in 0..2 {
        world.done("AddClientIDToOpenIDConnectProvider", client("third"));
        world.done("RemoveClientIDFromOpenIDConnectProvider", client("app"));
    }
    let got = world.done("GetOpenIDConnectProvider", of("idp.example.com"));
    assert_eq!(got["ClientIDList"], json!(["other", "third"]));
    for number in 0..98 {
        let id = format!("client-{number}");
        world.done("AddClientIDToOpenIDConnectProvider", client(&id));
    }
    world.fails(
        "AddClientIDToOpenIDConnectProvider",
        client("one-more"),
        "LimitExceeded",
        "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100",
    );
}

#[test]
fn thumbprints() {
    let mut world = world();
    let list = |prints: Vec<String>| json!({ "OpenIDConnectProviderArn": arn("idp.example.com"), "ThumbprintList": prints });
    world.done(
        "UpdateOpenIDConnectProviderThumbprint",
        list(vec!["A".repeat(40)]),
    );
    let got = world.done("GetOpenIDConnectProvider", of("idp.example.com"));
    assert_eq!(got["ThumbprintList"], json!(["a".repeat(40)]));
    world.fails(
        "UpdateOpenIDConnectProviderThumbprint",
        list(vec!["a".repeat(40); 6]),
        "InvalidInput",
        "Thumbprint list must contain fewer than 5 entries.",
    );
    world.fails(
        "UpdateOpenIDConnectProviderThumbprint",
        list(vec!["x".repeat(40)]),
        "InvalidInput",
        "Thumbprints must be 40 hexadecimal digits.",
    );
}

#[test]
fn a_provider_that_does_not_exist() {
    let mut world = World::new();
    let none = arn("none.example.com");
    world.fails(
        "GetOpenIDConnectProvider",
        of("none.example.com"),
        "NoSuchEntity",
        &format!("OpenIDConnect Provider not found for arn {none}"),
    );
    // Deleting is idempotent.
    world.done("DeleteOpenIDConnectProvider", of("none.example.com"));
}

#[test]
fn c3_a_role_can_trust_only_a_provider_that_exists() {
    let mut world = world();
    world.create_role("web", json!({ "Federated": arn("idp.example.com") }));
    let none = arn("none.example.com");
    world.fails(
        "CreateRole",
        json!({ "RoleName": "r", "AssumeRolePolicyDocument": trust(json!({ "Federated": none })) }),
        "MalformedPolicyDocument",
        &format!("Invalid principal in policy: \"FEDERATED\":\"{none}\""),
    );
}

#[test]
fn what_is_authorized_is_the_arn_that_the_url_makes() {
    let mut world = World::new();
    let dev = world.create_user_with(
        "dev",
        json!([allow(
            "iam:CreateOpenIDConnectProvider",
            &arn("idp.example.com")
        )]),
    );
    world.fails_as(
        &dev,
        "CreateOpenIDConnectProvider",
        json!({ "Url": "https://other.example.com" }),
        "AccessDenied",
        &format!(
            "User: {} is not authorized to perform: iam:CreateOpenIDConnectProvider on resource: {} because no \
             identity-based policy allows the iam:CreateOpenIDConnectProvider action",
            user_arn("dev"),
            arn("other.example.com")
        ),
    );
    let tagged =
        json!({ "Url": "https://idp.example.com", "Tags": [{ "Key": "team", "Value": "blog" }] });
    let denied = world
        .call(&dev, "CreateOpenIDConnectProvider", tagged)
        .unwrap_err();
    assert!(denied.message.contains("iam:TagOpenIDConnectProvider"));
    world
        .call(
            &dev,
            "CreateOpenIDConnectProvider",
            json!({ "Url": "https://idp.example.com" }),
        )
        .unwrap();
}

#[test]
fn a_context_provider_is_kept_replaced_and_removed() {
    let mut world = world();
    let with = |context: Value| json!({ "OpenIDConnectProviderArn": arn("idp.example.com"), "ContextProvider": context });
    let context = json!({ "SubjectSourceKey": "sub", "SubjectTypeValue": "employee" });
    world.done("UpdateOpenIDConnectProvider", with(context.clone()));
    let got = world.done("GetOpenIDConnectProvider", of("idp.example.com"));
    assert_eq!(got["ContextProvider"], context);
    let listed = world.done("ListOpenIDConnectProviders", json!({}));
    assert_eq!(
        listed["OpenIDConnectProviderList"][0]["IsTrustedIdentityPropagationEnabled"],
        true
    );
    world.fails(
        "UpdateOpenIDConnectProvider",
        with(json!({ "SubjectSourceKey": "sub" })),
        "InvalidInput",
        "Exactly one of SubjectTypeValue and SubjectTypeSourceKey must be given.",
    );
    world.fails(
        "UpdateOpenIDConnectProvider",
        json!({ "OpenIDConnectProviderArn": arn("idp.example.com"), "IdentityCenterInstanceArn": "arn:aws:sso:::instance/i" }),
        "InvalidInput",
        "The IAM Identity Center instance arn:aws:sso:::instance/i does not exist.",
    );
    world.done(
        "UpdateOpenIDConnectProvider",
        json!({ "OpenIDConnectProviderArn": arn("idp.example.com"), "RemoveContextProvider": true }),
    );
    let got = world.done("GetOpenIDConnectProvider", of("idp.example.com"));
    assert_eq!(got.get("ContextProvider"), None);
}
