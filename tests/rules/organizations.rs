//! The rules of B about organizations: whom SCPs and RCPs bind.

use iamsh::api;
use iamsh::decision::Context;
use iamsh::lab::event::{OrganizationChange, ResourceEffect};
use iamsh::lab::organization::ControlKind;
use iamsh::lab::{Caller, Command};
use serde_json::{Value, json};

use crate::ask::{self, ROLE, allow_all, deny};
use crate::support::{ACCOUNT, OTHER, World, allow, policy};

const MEMBER: &str = "333333333333";
const BUCKET: &str = "arn:aws:s3:::photos";
const OBJECT: &str = "arn:aws:s3:::photos/cat.jpg";

/// `ACCOUNT` manages an organization with `MEMBER` in a unit; `OTHER` manages another one.
fn world() -> World {
    let mut world = World::new();
    for id in [OTHER, MEMBER] {
        world.account(id);
    }
    for (id, management) in [("o-one", ACCOUNT), ("o-two", OTHER)] {
        let change = OrganizationChange::Create {
            root: "r-root".to_owned(),
            management: management.parse().unwrap(),
        };
        organize(&mut world, id, change);
    }
    let unit = OrganizationChange::AddUnit {
        unit: "ou-dev".to_owned(),
        name: "Dev".to_owned(),
        parent: None,
    };
    organize(&mut world, "o-one", unit);
    let member = OrganizationChange::AddAccount {
        account: MEMBER.parse().unwrap(),
        parent: Some("ou-dev".to_owned()),
    };
    organize(&mut world, "o-one", member);
    world
}

fn organize(world: &mut World, organization: &str, change: OrganizationChange) {
    let command = Command::Organize {
        organization: organization.to_owned(),
        change,
    };
    api::execute(&mut world.lab, command).unwrap_or_else(|error| panic!("{error}"));
}

fn attach(world: &mut World, kind: ControlKind, target: &str, statement: Value) {
    let change = OrganizationChange::Attach {
        kind,
        target: target.to_owned(),
        name: "Test".to_owned(),
        document: policy(json!([statement])),
    };
    organize(world, "o-one", change);
}

fn create_admin(world: &mut World, account: &str) -> Caller {
    world.done_in(account, "CreateUser", json!({ "UserName": "admin" }));
    let document = policy(json!([allow("*", "*")]));
    let input = json!({ "UserName": "admin", "PolicyName": "all", "PolicyDocument": document });
    world.done_in(account, "PutUserPolicy", input);
    world.user_of(account, "admin")
}

/// A bucket of that account which lets everybody in.
fn create_bucket(world: &mut World, account: &str) {
    let everybody = json!({ "Effect": "Allow", "Principal": "*", "Action": "s3:*",
        "Resource": [BUCKET, format!("{BUCKET}/*")] });
    let effect = ResourceEffect::Create {
        tags: vec![],
        policy: Some(policy(json!([everybody]))),
    };
    let root = Caller::Root(account.parse().unwrap());
    world
        .perform(&root, "s3:CreateBucket", BUCKET, effect)
        .unwrap();
}

fn blocked_by(world: &World, caller: &Caller, action: &str, resource: &str) -> Vec<&'static str> {
    let reason = api::evaluate(&world.lab, caller, action, resource, &Context::default());
    reason.unwrap().blocked_by_names()
}

#[test]
fn b21_removing_full_access_at_one_level_denies_everything_below() {
    let mut world = world();
    let member = create_admin(&mut world, MEMBER);
    assert!(world.may(&member, "s3:GetObject", OBJECT));
    let change = OrganizationChange::Detach {
        kind: ControlKind::Service,
        target: "ou-dev".to_owned(),
        name: "FullAWSAccess".to_owned(),
    };
    organize(&mut world, "o-one", change);
    assert_eq!(blocked_by(&world, &member, "s3:GetObject", OBJECT), ["scp"]);
}

#[test]
fn b22_scps_bind_members_and_their_root_users_not_the_management_account() {
    let mut world = world();
    let (manager, member, stranger) = (
        create_admin(&mut world, ACCOUNT),
        create_admin(&mut world, MEMBER),
        create_admin(&mut world, OTHER),
    );
    create_bucket(&mut world, MEMBER);
    attach(
        &mut world,
        ControlKind::Service,
        "r-root",
        json!({ "Effect": "Deny", "Action": "s3:*", "Resource": "*" }),
    );
    let member_root = Caller::Root(MEMBER.parse().unwrap());
    assert_eq!(blocked_by(&world, &member, "s3:GetObject", OBJECT), ["scp"]);
    assert_eq!(
        blocked_by(&world, &member_root, "s3:GetObject", OBJECT),
        ["scp"]
    );
    assert!(world.may(&manager, "s3:GetObject", OBJECT));
    // The principal's account counts, not the resource's.
    assert!(world.may(&stranger, "s3:GetObject", OBJECT));
}

#[test]
fn b22_b24_control_policies_do_not_bind_service_linked_roles() {
    let linked = "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/L";
    for (role, bound) in [(linked, false), (ROLE, true)] {
        let read = ask::ask(role, "s3:GetObject", ask::OBJECT).identity(allow_all());
        let with_scp = read.clone().scp(&[deny("*", "*")]);
        let with_rcp = read.rcp(&[ask::to(json!("*"), deny("*", "*"))]);
        if bound {
            with_scp.denied_by(&["scp"]);
            with_rcp.denied_by(&["rcp"]);
        } else {
            with_scp.allowed();
            with_rcp.allowed();
        }
    }
}

#[test]
fn b24_rcps_bind_resources_of_members_whoever_calls() {
    for (owner, bound) in [(MEMBER, true), (ACCOUNT, false), (OTHER, false)] {
        let mut world = world();
        let callers = [ACCOUNT, MEMBER, OTHER].map(|account| create_admin(&mut world, account));
        create_bucket(&mut world, owner);
        let statement = json!({ "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" });
        attach(&mut world, ControlKind::Resource, "r-root", statement);
        for caller in callers.iter().chain([&Caller::Anonymous]) {
            let expected: &[&str] = if bound { &["rcp"] } else { &[] };
            assert_eq!(
                blocked_by(&world, caller, "s3:GetObject", OBJECT),
                expected,
                "{owner} {caller:?}"
            );
            assert!(blocked_by(&world, caller, "s3:PutObject", OBJECT).is_empty());
        }
    }
}

#[test]
fn b24_rcps_bind_some_services_and_never_retire_grant() {
    let denied = |action: &str, resource: &str| {
        let answer = ask::ask(ask::BOB, action, resource)
            .identity(allow_all())
            .rcp(&[ask::to(json!("*"), deny("*", "*"))])
            .answer();
        answer["decision"] == "ExplicitlyDenied"
    };
    let key = "arn:aws:kms:us-east-1:111122223333:key/1";
    assert!(denied("s3:GetObject", ask::OBJECT));
    assert!(denied("kms:Decrypt", key));
    assert!(denied(
        "sqs:SendMessage",
        "arn:aws:sqs:us-east-1:111122223333:q"
    ));
    assert!(denied(
        "secretsmanager:GetSecretValue",
        "arn:aws:secretsmanager:us-east-1:111122223333:secret:s"
    ));
    assert!(denied("sts:AssumeRole", ROLE));
    assert!(!denied("kms:RetireGrant", key));
    assert!(!denied(
        "ec2:StopInstances",
        "arn:aws:ec2:us-east-1:111122223333:instance/i-1"
    ));
    assert!(!denied("iam:GetRole", ROLE));
}

#[test]
fn b25_scps_of_the_callers_organization_rcps_of_the_resources() {
    let mut world = world();
    let stranger = create_admin(&mut world, OTHER);
    let member = create_admin(&mut world, MEMBER);
    create_bucket(&mut world, MEMBER);
    let statement =
        json!({ "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" });
    attach(&mut world, ControlKind::Resource, "ou-dev", statement);
    attach(
        &mut world,
        ControlKind::Service,
        "ou-dev",
        json!({ "Effect": "Deny", "Action": "s3:PutObject", "Resource": "*" }),
    );
    assert_eq!(
        blocked_by(&world, &stranger, "s3:GetObject", OBJECT),
        ["rcp"]
    );
    assert!(world.may(&stranger, "s3:PutObject", OBJECT));
    assert_eq!(blocked_by(&world, &member, "s3:PutObject", OBJECT), ["scp"]);
}

#[test]
fn u35_the_older_wording_of_an_scp_that_allows_nothing() {
    let mut world = world();
    let member = create_admin(&mut world, MEMBER);
    let change = OrganizationChange::Detach {
        kind: ControlKind::Service,
        target: "ou-dev".to_owned(),
        name: "FullAWSAccess".to_owned(),
    };
    organize(&mut world, "o-one", change);
    let refused = |world: &mut World| {
        let error = world.call(&member, "ListUsers", json!({})).unwrap_err();
        assert_eq!(
            error.reason.unwrap().decision.outcome.to_string(),
            "ImplicitlyDenied"
        );
        error.message
    };
    assert!(
        refused(&mut world)
            .ends_with(" because no service control policy allows the iam:ListUsers action")
    );
    let command = Command::Configure {
        setting: "scp_refusals_read_explicit".to_owned(),
        value: true,
    };
    api::execute(&mut world.lab, command).unwrap();
    assert!(refused(&mut world).ends_with(" with an explicit deny in a service control policy"));
}
