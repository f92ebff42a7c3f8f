//! Resources of any service: created, used and deleted by who may do so.

use iamsh::lab::Caller;
use iamsh::lab::event::ResourceEffect;
use serde_json::json;

use crate::support::{ACCOUNT, OTHER, World, allow, policy, user_arn};

const BUCKET: &str = "arn:aws:s3:::photos";
const OBJECT: &str = "arn:aws:s3:::photos/cat.jpg";

fn create() -> ResourceEffect {
    ResourceEffect::Create {
        tags: vec![("team".to_owned(), "blog".to_owned())],
        policy: None,
    }
}

#[test]
fn a_bucket_is_created_used_and_deleted_by_who_may() {
    let mut world = World::new();
    let carlos = world.create_user_with("carlos", json!([allow("s3:*", "*")]));
    let low = world.create_user("low");
    let denied = world
        .perform(&low, "s3:CreateBucket", BUCKET, create())
        .unwrap_err();
    assert_eq!(
        denied.message,
        "User: arn:aws:iam::123456789012:user/low is not authorized to perform: s3:CreateBucket on resource: \
         \"arn:aws:s3:::photos\" because no identity-based policy allows the s3:CreateBucket action"
    );
    let answer = world
        .perform(&carlos, "s3:CreateBucket", BUCKET, create())
        .unwrap();
    assert_eq!(answer["Resource"]["Owner"], ACCOUNT);
    assert_eq!(
        world
            .perform(&carlos, "s3:CreateBucket", BUCKET, create())
            .unwrap_err()
            .code,
        "EntityAlreadyExists"
    );
    world
        .perform(&carlos, "s3:GetObject", OBJECT, ResourceEffect::Use)
        .unwrap();
    world
        .perform(&carlos, "s3:DeleteBucket", BUCKET, ResourceEffect::Delete)
        .unwrap();
    assert_eq!(
        world
            .perform(&carlos, "s3:DeleteBucket", BUCKET, ResourceEffect::Delete)
            .unwrap_err()
            .code,
        "NoSuchEntity"
    );
}

#[test]
fn b4_a_bucket_policy_admits_without_an_identity_policy() {
    let mut world = World::new();
    let low = world.create_user("low");
    let root = world.root();
    world
        .perform(&root, "s3:CreateBucket", BUCKET, create())
        .unwrap();
    let document = policy(
        json!([{ "Effect": "Allow", "Principal": { "AWS": user_arn("low") },
        "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos/*" }]),
    );
    let set = ResourceEffect::SetPolicy {
        policy: Some(document),
    };
    world
        .perform(&root, "s3:PutBucketPolicy", BUCKET, set)
        .unwrap();
    assert!(world.may(&low, "s3:GetObject", OBJECT));
    assert!(!world.may(&low, "s3:PutObject", OBJECT));
    assert!(!world.may(&Caller::Anonymous, "s3:GetObject", OBJECT));
    let unset = ResourceEffect::SetPolicy { policy: None };
    world
        .perform(&root, "s3:DeleteBucketPolicy", BUCKET, unset)
        .unwrap();
    assert!(!world.may(&low, "s3:GetObject", OBJECT));
}

#[test]
fn b8_across_accounts_both_sides_are_needed() {
    let mut world = World::new();
    world.account(OTHER);
    world.done_in(OTHER, "CreateUser", json!({ "UserName": "guest" }));
    let guest = world.user_of(OTHER, "guest");
    let root = world.root();
    let guest_arn = format!("arn:aws:iam::{OTHER}:user/guest");
    let document = policy(
        json!([{ "Effect": "Allow", "Principal": { "AWS": guest_arn },
        "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos/*" }]),
    );
    let bucket = ResourceEffect::Create {
        tags: Vec::new(),
        policy: Some(document),
    };
    world
        .perform(&root, "s3:CreateBucket", BUCKET, bucket)
        .unwrap();
    assert!(!world.may(&guest, "s3:GetObject", OBJECT));
    let own = policy(json!([allow("s3:*", "*")]));
    let input = json!({ "UserName": "guest", "PolicyName": "p", "PolicyDocument": own });
    world.done_in(OTHER, "PutUserPolicy", input);
    assert!(world.may(&guest, "s3:GetObject", OBJECT));
    assert!(!world.may(&guest, "s3:PutObject", OBJECT));
}

#[test]
fn tags_of_a_resource_decide() {
    let mut world = World::new();
    let low = world.create_user("low");
    let root = world.root();
    let statements = json!([{ "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
        "Condition": { "StringEquals": { "aws:ResourceTag/team": "blog" } } }]);
    world.put_user_policy("low", statements);
    let instance = "arn:aws:ec2:eu-west-1:123456789012:instance/i-1";
    world
        .perform(&root, "ec2:RunInstances", instance, create())
        .unwrap();
    assert!(world.may(&low, "ec2:StopInstances", instance));
    let untag = ResourceEffect::Untag {
        keys: vec!["team".to_owned()],
    };
    world
        .perform(&root, "ec2:DeleteTags", instance, untag)
        .unwrap();
    assert!(!world.may(&low, "ec2:StopInstances", instance));
    let tag = ResourceEffect::Tag {
        tags: vec![("team".to_owned(), "blog".to_owned())],
    };
    world
        .perform(&root, "ec2:CreateTags", instance, tag)
        .unwrap();
    assert!(world.may(&low, "ec2:StopInstances", instance));
}

#[test]
fn what_is_no_action_or_resource_is_refused() {
    let mut world = World::new();
    let root = world.root();
    for (action, resource, message) in [
        ("GetObject", OBJECT, "GetObject is not an action"),
        ("s3:Get*", OBJECT, "s3:Get* is not an action"),
        ("s3:\0", OBJECT, "s3:\0 is not an action"),
        ("s3:GetObject", "photos", "photos is invalid"),
    ] {
        let error = world
            .perform(&root, action, resource, ResourceEffect::Use)
            .unwrap_err();
        assert_eq!(
            (error.code, error.message.as_str()),
            ("ValidationError", message)
        );
    }
}

#[test]
fn a_bucket_policy_is_checked_when_it_is_stored() {
    let mut world = World::new();
    let root = world.root();
    world
        .perform(&root, "s3:CreateBucket", BUCKET, create())
        .unwrap();
    let ghost = policy(
        json!([{ "Effect": "Allow", "Principal": { "AWS": user_arn("ghost") },
        "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos/*" }]),
    );
    let set = ResourceEffect::SetPolicy {
        policy: Some(ghost),
    };
    let error = world
        .perform(&root, "s3:PutBucketPolicy", BUCKET, set)
        .unwrap_err();
    assert_eq!(
        (error.code, error.message.as_str()),
        ("MalformedPolicy", "Invalid principal in policy")
    );
    assert!(error.place.is_some());
}
