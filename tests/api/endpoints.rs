//! VPC endpoints and their policies: one more filter for what comes through them.

use iamsh::api::{self, AwsError};
use iamsh::decision::{Context, Explanation};
use iamsh::lab::event::EndpointChange;
use iamsh::lab::{Caller, Command};
use serde_json::{Value, json};

use crate::support::{ACCOUNT, World, allow, policy};

const ENDPOINT: &str = "vpce-1a2b3c4d";
const OBJECT: &str = "arn:aws:s3:::bucket/key";

impl World {
    fn endpoint(&mut self, change: EndpointChange) -> Result<Value, AwsError> {
        let command = Command::Endpoint {
            endpoint: ENDPOINT.to_owned(),
            change,
        };
        api::execute(&mut self.lab, command)
    }

    fn create_endpoint(&mut self, policy: Option<String>) -> Result<Value, AwsError> {
        self.endpoint(EndpointChange::Create {
            vpc: "vpc-12345678".to_owned(),
            owner: ACCOUNT.parse().unwrap(),
            policy,
        })
    }

    fn through_endpoint(&self, caller: &Caller, action: &str) -> Explanation {
        let mut context = Context::default();
        context.set("aws:SourceVpce", ENDPOINT);
        api::evaluate(&self.lab, caller, action, OBJECT, &context).unwrap()
    }
}

fn only(action: &str) -> Option<String> {
    Some(policy(
        json!([{ "Effect": "Allow", "Principal": "*", "Action": action, "Resource": "*" }]),
    ))
}

#[test]
fn an_endpoint_policy_filters_what_comes_through_it() {
    let mut world = World::new();
    let carlos = world.create_user_with("carlos", json!([allow("s3:*", "*")]));
    world.create_endpoint(only("s3:GetObject")).unwrap();
    assert!(world.through_endpoint(&carlos, "s3:GetObject").allowed());
    let refused = world.through_endpoint(&carlos, "s3:PutObject");
    assert_eq!(refused.blocked_by_names(), ["vpce"]);
    assert!(
        refused
            .sentence(None)
            .ends_with("because no VPC endpoint policy allows the s3:PutObject action")
    );
    assert!(world.may(&carlos, "s3:PutObject", OBJECT));
    // Nobody is let in by an endpoint: the root user is filtered as well.
    let root = world.root();
    assert!(!world.through_endpoint(&root, "s3:PutObject").allowed());
    let nobody = world.create_user("nobody");
    assert_eq!(
        world
            .through_endpoint(&nobody, "s3:GetObject")
            .blocked_by_names(),
        ["identity"]
    );
}

#[test]
fn without_a_policy_everything_passes() {
    let mut world = World::new();
    let carlos = world.create_user_with("carlos", json!([allow("s3:*", "*")]));
    world.create_endpoint(None).unwrap();
    assert!(world.through_endpoint(&carlos, "s3:PutObject").allowed());
    world
        .endpoint(EndpointChange::SetPolicy {
            policy: only("ec2:*"),
        })
        .unwrap();
    assert!(!world.through_endpoint(&carlos, "s3:PutObject").allowed());
    world
        .endpoint(EndpointChange::SetPolicy { policy: None })
        .unwrap();
    assert!(world.through_endpoint(&carlos, "s3:PutObject").allowed());
}

#[test]
fn d11_keys_of_a_request_through_an_endpoint() {
    let mut world = World::new();
    world.create_endpoint(None).unwrap();
    for (operator, key, value, allowed) in [
        ("StringEquals", "aws:SourceVpc", "vpc-12345678", true),
        ("StringEquals", "aws:SourceVpce", ENDPOINT, true),
        ("StringEquals", "aws:VpceAccount", ACCOUNT, true),
        ("IpAddress", "aws:SourceIp", "203.0.113.0/24", false),
        ("NotIpAddress", "aws:SourceIp", "203.0.113.0/24", true),
    ] {
        let carlos = Caller::clone(&world.create_user_with(
            &format!("carlos{}", world.lab.log.events().len()),
            json!([{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { operator: { key: value } } }]),
        ));
        assert_eq!(
            world.through_endpoint(&carlos, "s3:GetObject").allowed(),
            allowed,
            "{operator} {key}"
        );
    }
}

#[test]
fn what_an_endpoint_is_made_of_is_checked() {
    let mut world = World::new();
    let mut fails = |change: EndpointChange, code: &str, message: &str| {
        let before = world.lab.endpoints.clone();
        let error = world.endpoint(change).unwrap_err();
        assert_eq!((error.code, &*error.message), (code, message));
        assert_eq!(world.lab.endpoints, before);
    };
    let create = |vpc: &str, policy: Option<&str>| EndpointChange::Create {
        vpc: vpc.to_owned(),
        owner: ACCOUNT.parse().unwrap(),
        policy: policy.map(str::to_owned),
    };
    fails(
        EndpointChange::Delete,
        "NoSuchEntity",
        "There is no VPC endpoint vpce-1a2b3c4d.",
    );
    fails(create("home", None), "ValidationError", "home is invalid");
    fails(
        create(
            "vpc-1",
            Some(&policy(
                json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }]),
            )),
        ),
        "MalformedPolicy",
        "Missing required field Principal",
    );
    world.create_endpoint(None).unwrap();
    assert_eq!(
        world.create_endpoint(None).unwrap_err().message,
        "VPC endpoint vpce-1a2b3c4d already exists."
    );
    world.endpoint(EndpointChange::Delete).unwrap();
    let commands = world.lab.log.events().iter().map(|e| e.command.clone());
    assert!(api::replay(Default::default(), commands) == world.lab);
}
