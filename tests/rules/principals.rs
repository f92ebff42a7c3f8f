//! Section C and the rules of B about who is named.

use serde_json::json;

use crate::ask::{
    ACCOUNT, BOB, FEDERATED, OBJECT, ROLE, ROOT, SESSION, STRANGER, allow_all, allow_if, ask, aws,
    bob, deny, not_to, to,
};
use crate::support::{self, World, policy, trust, user_arn};

#[test]
fn b29_not_principal_with_allow_lets_everybody_else_in() {
    let statement = not_to(aws(BOB), allow_all());
    for caller in [STRANGER, SESSION, "*", "ec2.amazonaws.com"] {
        let read = ask(caller, "s3:GetObject", OBJECT)
            .owner(ACCOUNT)
            .identity(allow_all());
        read.resource(statement.clone()).allowed();
    }
    bob().resource(statement).lacks(&["identity"]);
}

#[test]
fn b30_u17_not_principal_with_deny_exempts_only_who_is_named_with_its_account() {
    let listed = |names: &[&str]| not_to(json!({ "AWS": names }), deny("*", "*"));
    let denied = |caller: &str, names: &[&str]| {
        let read = ask(caller, "s3:GetObject", OBJECT)
            .identity(allow_all())
            .session(allow_all());
        let answer = read.resource(listed(names)).answer();
        answer["decision"] == "ExplicitlyDenied"
    };
    assert!(denied(BOB, &[BOB]));
    assert!(denied(BOB, &[ROOT]));
    assert!(!denied(BOB, &[BOB, ROOT]));
    assert!(!denied(BOB, &[BOB, ACCOUNT]));
    assert!(denied(SESSION, &[ROLE]));
    assert!(denied(SESSION, &[SESSION, ROOT]));
    assert!(!denied(SESSION, &[ROLE, ROOT]));
    assert!(!denied(SESSION, &[SESSION, ROLE, ROOT]));
    assert!(denied(FEDERATED, &[FEDERATED]));
    assert!(!denied(FEDERATED, &[FEDERATED, ROOT]));
    assert!(!denied(ROOT, &[ROOT]));
    assert!(denied(STRANGER, &[BOB, ROOT]));
    assert!(!denied(BOB, &["*"]));
}

#[test]
fn b31_not_principal_with_deny_hits_everybody_with_a_boundary() {
    let statement = not_to(json!({ "AWS": [BOB, ROOT] }), deny("*", "*"));
    let read = bob().identity(allow_all()).resource(statement);
    read.allowed();
    read.boundary(allow_all()).denied_by(&["resource"]);
}

#[test]
fn b36_a_group_is_no_principal() {
    let mut world = World::new();
    world.done("CreateGroup", json!({ "GroupName": "G" }));
    let group = "arn:aws:iam::123456789012:group/G";
    let input =
        json!({ "RoleName": "R", "AssumeRolePolicyDocument": trust(json!({ "AWS": group })) });
    let message = format!(r#"Invalid principal in policy: "AWS":"{group}""#);
    world.fails("CreateRole", input, "MalformedPolicyDocument", &message);
}

#[test]
fn c1_the_root_arn_and_twelve_digits_are_one() {
    for name in [ROOT, ACCOUNT] {
        bob()
            .identity(allow_all())
            .owner(crate::ask::OTHER)
            .resource(to(aws(name), allow_all()))
            .allowed();
        bob()
            .identity(allow_all())
            .resource(to(aws(name), deny("*", "*")))
            .denied_by(&["resource"]);
    }
}

#[test]
fn c4_a_condition_on_the_principal_arn_survives_a_new_user_of_the_name() {
    let mut world = World::new();
    world.create_user("carlos");
    let mut statement = json!({ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::photos/*" });
    statement["Condition"] = json!({ "ArnEquals": { "aws:PrincipalArn": user_arn("carlos") } });
    let by_name = json!({ "Effect": "Allow", "Principal": { "AWS": user_arn("carlos") }, "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::photos/*" });
    let bucket = iamsh::lab::event::ResourceEffect::Create {
        tags: vec![],
        policy: Some(policy(json!([statement, by_name]))),
    };
    let root = world.root();
    world
        .perform(&root, "s3:CreateBucket", "arn:aws:s3:::photos", bucket)
        .unwrap();
    let object = "arn:aws:s3:::photos/cat.jpg";
    assert!(world.may(&world.user("carlos"), "s3:GetObject", object));
    assert!(world.may(&world.user("carlos"), "s3:PutObject", object));
    world.done("DeleteUser", json!({ "UserName": "carlos" }));
    world.create_user("carlos");
    assert!(world.may(&world.user("carlos"), "s3:GetObject", object));
    assert!(!world.may(&world.user("carlos"), "s3:PutObject", object));
}

#[test]
fn c6_a_session_arn_drops_the_path_and_a_principal_needs_it() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let input = json!({ "RoleName": "R", "Path": "/a/b/",
        "AssumeRolePolicyDocument": trust(json!({ "AWS": user_arn("carlos") })) });
    let role = support::text(&world.done("CreateRole", input)["Role"]["Arn"]);
    assert_eq!(role, "arn:aws:iam::123456789012:role/a/b/R");
    let session = world.assume(&carlos, &role, "cli");
    assert_eq!(
        world.arn(&session),
        "arn:aws:sts::123456789012:assumed-role/R/cli"
    );

    let path = "arn:aws:iam::111122223333:role/a/b/R";
    let read = ask(SESSION, "s3:GetObject", OBJECT).key("aws:PrincipalArn", path);
    read.clone().resource(to(aws(path), allow_all())).allowed();
    read.clone()
        .resource(to(aws(ROLE), allow_all()))
        .lacks(&["identity"]);
    read.resource(to(aws(SESSION), allow_all())).allowed();
}

#[test]
fn c8_a_bare_star_is_everybody_and_no_other_bare_name_is_accepted() {
    for everybody in [json!("*"), aws("*")] {
        ask("*", "s3:GetObject", OBJECT)
            .resource(to(everybody, allow_all()))
            .allowed();
    }
    let text = r#"{"Statement":{"Effect":"Allow","Principal":"Bob","Action":"*","Resource":"*"}}"#;
    assert!(iamsh::policy::Document::parse(text).is_err());
}

#[test]
fn c8_u18_a_trust_policy_for_everybody() {
    let mut world = World::new();
    world.account(support::OTHER);
    world.done_in(support::OTHER, "CreateUser", json!({ "UserName": "guest" }));
    let (guest, low) = (
        world.user_of(support::OTHER, "guest"),
        world.create_user("low"),
    );
    let role = world.create_role("Open", json!({ "AWS": "*" }));
    world.assume(&low, &role, "anybody");
    // Across accounts the caller's own side is still needed.
    world.refuses_assume(&guest, &role);
    let own = policy(json!([support::allow("sts:AssumeRole", "*")]));
    let input = json!({ "UserName": "guest", "PolicyName": "p", "PolicyDocument": own });
    world.done_in(support::OTHER, "PutUserPolicy", input);
    world.assume(&guest, &role, "anybody");
    let bare = json!({ "RoleName": "Bare", "AssumeRolePolicyDocument": trust(json!("*")) });
    let message = r#"AssumeRolepolicy contained an invalid principal: "STAR":"*"."#;
    world.fails("CreateRole", bare, "MalformedPolicyDocument", message);
}

#[test]
fn c9_no_partial_wildcards() {
    for name in [
        "arn:aws:iam::111122223333:user/*",
        "arn:aws:iam::*:root",
        "arn:aws:iam::111122223333:*",
    ] {
        bob()
            .resource(to(aws(name), allow_all()))
            .lacks(&["identity"]);
    }
    let mut world = World::new();
    let name = "arn:aws:sts::123456789012:assumed-role/R/*";
    let input =
        json!({ "RoleName": "R", "AssumeRolePolicyDocument": trust(json!({ "AWS": name })) });
    let message = format!(r#"Invalid principal in policy: "AWS":"{name}""#);
    world.fails("CreateRole", input, "MalformedPolicyDocument", &message);
}

#[test]
fn c10_a_service_matches_by_its_exact_name() {
    let read = ask("lambda.amazonaws.com", "s3:GetObject", OBJECT).owner(ACCOUNT);
    let by = |names: serde_json::Value| to(json!({ "Service": names }), allow_all());
    read.clone()
        .resource(by(json!(["ec2.amazonaws.com", "lambda.amazonaws.com"])))
        .allowed();
    read.clone()
        .resource(by(json!("Lambda.amazonaws.com")))
        .lacks(&["resource"]);
    read.clone().resource(by(json!("*"))).lacks(&["resource"]);
    read.resource(to(aws("lambda.amazonaws.com"), allow_all()))
        .lacks(&["resource"]);
}

#[test]
fn c11_a_provider_admits_its_own_tokens() {
    use iamsh::decision::{Context, Layers, Principal, Request, Resource, ResourcePolicy, decide};
    let oidc = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
    let saml = "arn:aws:iam::111122223333:saml-provider/corp";
    let may = |provider: &str, saml: bool, action: &str, listed: &str, allowed: &str| {
        let statement =
            json!({ "Effect": "Allow", "Principal": { "Federated": listed }, "Action": allowed });
        let text = crate::ask::document(statement).to_string();
        let (document, _) = iamsh::policy::Document::parse(&text).unwrap();
        let label = iamsh::policy::compile::PolicyLabel {
            name: "trust".into(),
            arn: None,
        };
        let trust = std::sync::Arc::new(iamsh::policy::compile::CompiledPolicy::new(
            label,
            document.into(),
        ));
        let request = Request {
            principal: Principal::Federated {
                provider: provider.to_owned(),
                saml,
            },
            action: action.to_owned(),
            resource: Resource {
                arn: ROLE.to_owned(),
                account: Some(ACCOUNT.parse().unwrap()),
            },
            context: Context::default(),
        };
        let layers = Layers {
            resource: Some(ResourcePolicy::trust(&trust)),
            ..Layers::default()
        };
        decide(&request, &layers).allowed()
    };
    let (web, assertion) = ("sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML");
    assert!(may(oidc, false, web, oidc, web));
    assert!(may(
        "accounts.google.com",
        false,
        web,
        "accounts.google.com",
        web
    ));
    assert!(may(saml, true, assertion, saml, assertion));
    assert!(!may(oidc, false, web, saml, web));
    // The wrong pair never matches.
    assert!(!may(oidc, false, assertion, oidc, assertion));
    assert!(!may(saml, true, web, saml, web));
    assert!(!may(oidc, false, "sts:AssumeRole", oidc, "sts:*"));
}

#[test]
fn c12_a_unique_id_names_the_user_or_the_role() {
    bob()
        .key("aws:userid", "AIDABOB")
        .resource(to(aws("AIDABOB"), allow_all()))
        .allowed();
    bob()
        .key("aws:userid", "AIDAEVE")
        .resource(to(aws("AIDABOB"), allow_all()))
        .lacks(&["identity"]);
    // Only what is a unique id counts as one.
    bob()
        .key("aws:userid", ACCOUNT)
        .resource(to(aws(ACCOUNT), allow_all()))
        .lacks(&["identity"]);
    let read = ask(SESSION, "s3:GetObject", OBJECT).key("aws:userid", "AROAR:S");
    read.clone()
        .resource(to(aws("AROAR"), allow_all()))
        .allowed();
    read.resource(to(aws("AROAR"), allow_all()))
        .boundary(deny("ec2:*", "*"))
        .lacks(&["boundary"]);
}

#[test]
fn c10_canonical_users_are_nobody_here() {
    let statement = to(json!({ "CanonicalUser": "79a59df900b949e5" }), allow_all());
    bob().resource(statement).lacks(&["identity"]);
    bob().identity(allow_if(json!({}))).allowed();
}
