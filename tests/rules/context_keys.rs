//! Section 3: the condition keys that follow from caller, clock and resource. A bucket whose policy asks for every key shows
//! in the reason which are present.

use std::collections::BTreeMap;

use iamsh::api;
use iamsh::decision::{Context, ContextValue, Principal, derive};
use iamsh::lab::event::{OrganizationChange, ResourceEffect};
use iamsh::lab::{Caller, Command};
use serde_json::{Map, Value, json};

use crate::support::{ACCOUNT, OTHER, World, allow, keys, policy, trust, user_arn};

const BUCKET: &str = "arn:aws:s3:::probe";

const KEYS: &[&str] = &[
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalType",
    "aws:userid",
    "aws:username",
    "aws:PrincipalTag/team",
    "aws:PrincipalTag/cost",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:TokenIssueTime",
    "aws:MultiFactorAuthPresent",
    "aws:MultiFactorAuthAge",
    "aws:SourceIdentity",
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:RequestedRegion",
    "aws:SecureTransport",
    "aws:UserAgent",
    "aws:SourceIp",
    "aws:VpcSourceIp",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:ViaAWSService",
    "aws:CalledVia",
    "aws:CalledViaFirst",
    "aws:CalledViaLast",
    "aws:SourceArn",
    "aws:SourceAccount",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:ResourceTag/kind",
    "aws:RequestTag/kind",
    "aws:TagKeys",
    "aws:referer",
];

type Found = BTreeMap<&'static str, Vec<String>>;

/// What keys a request of this caller carries.
fn probe(world: &World, caller: &Caller, given: &Context) -> Found {
    let reason = api::evaluate(&world.lab, caller, "s3:GetBucketLocation", BUCKET, given).unwrap();
    let check = reason
        .checks
        .iter()
        .find(|check| check.layer.name() == "resource")
        .unwrap();
    let conditions = &check.statements[0].conditions;
    assert_eq!(conditions.len(), KEYS.len());
    let present = KEYS.iter().zip(conditions);
    present
        .filter_map(|(key, condition)| Some((*key, condition.found.clone()?)))
        .collect()
}

/// A lab with the probing bucket and one caller of each kind that it can make.
struct Callers {
    world: World,
    user_id: String,
    role_id: String,
    second_id: String,
    all: Vec<(&'static str, Caller)>,
}

fn tagged(operation: &str, world: &mut World, member: &str, name: &str, extra: Value) -> Value {
    let mut input = json!({ member: name, "Tags": [
        { "Key": "team", "Value": "blog" }, { "Key": "cost", "Value": "own" } ] });
    input
        .as_object_mut()
        .unwrap()
        .extend(extra.as_object().unwrap().clone());
    world.done(operation, input)
}

fn callers() -> Callers {
    let mut world = World::new();
    let user = tagged(
        "CreateUser",
        &mut world,
        "UserName",
        "carlos",
        json!({ "Path": "/dev/" }),
    );
    let carlos = user_arn("dev/carlos");
    world.put_user_policy("carlos", json!([allow("*", "*")]));
    let by = trust_all(json!([carlos, "arn:aws:iam::123456789012:role/ops/First"]));
    world.done("CreateRole", json!({ "RoleName": "First", "Path": "/ops/", "AssumeRolePolicyDocument": trust_all(json!(carlos)) }));
    let first = world.done("GetRole", json!({ "RoleName": "First" }));
    let second = tagged(
        "CreateRole",
        &mut world,
        "RoleName",
        "Second",
        json!({ "AssumeRolePolicyDocument": by }),
    );
    let key = world.done("CreateAccessKey", json!({ "UserName": "carlos" }));
    let key = keys(&key["AccessKey"]);
    let token = world.call(&key, "GetSessionToken", json!({})).unwrap();
    let input = json!({ "RoleArn": first["Role"]["Arn"], "RoleSessionName": "s1", "SourceIdentity": "carlos",
        "Tags": [{ "Key": "team", "Value": "session" }], "TransitiveTagKeys": ["team"] });
    let session = keys(&world.call(&key, "AssumeRole", input).unwrap()["Credentials"]);
    world.advance(60);
    let input = json!({ "RoleArn": second["Role"]["Arn"], "RoleSessionName": "s2" });
    let chained = keys(&world.call(&session, "AssumeRole", input).unwrap()["Credentials"]);
    create_probe(&mut world);
    let id = |value: &Value| value.as_str().unwrap().to_owned();
    Callers {
        user_id: id(&user["User"]["UserId"]),
        role_id: id(&first["Role"]["RoleId"]),
        second_id: id(&second["Role"]["RoleId"]),
        all: vec![
            ("root", world.root()),
            ("user", key),
            ("token", keys(&token["Credentials"])),
            ("role", session),
            ("chained", chained),
            (
                "service",
                Caller::Service("cloudtrail.amazonaws.com".to_owned()),
            ),
            ("anonymous", Caller::Anonymous),
        ],
        world,
    }
}

fn trust_all(names: Value) -> String {
    trust(json!({ "AWS": names })).replace("sts:AssumeRole", "sts:*")
}

fn create_probe(world: &mut World) {
    let wanted: Map<String, Value> = KEYS
        .iter()
        .map(|key| ((*key).to_owned(), json!("false")))
        .collect();
    let statement = json!({ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": BUCKET,
        "Condition": { "Null": wanted } });
    let effect = ResourceEffect::Create {
        tags: vec![("kind".to_owned(), "probe".to_owned())],
        policy: Some(policy(json!([statement]))),
    };
    let root = world.root();
    world
        .perform(&root, "s3:CreateBucket", BUCKET, effect)
        .unwrap();
}

impl Callers {
    /// The row of a key: its value for root, user, session token, role, chained role, service, anonymous.
    #[track_caller]
    fn row(&self, key: &str, expected: [&[&str]; 7]) {
        for ((kind, caller), expected) in self.all.iter().zip(expected) {
            let found = probe(&self.world, caller, &Context::default());
            let found = found.get(key).cloned().unwrap_or_default();
            assert_eq!(found, expected, "{key} of {kind}");
        }
    }
}

const NONE: &[&str] = &[];

#[test]
fn s3_1_principal_arn_account_and_type() {
    let callers = callers();
    let root = "arn:aws:iam::123456789012:root";
    let user = "arn:aws:iam::123456789012:user/dev/carlos";
    let first = "arn:aws:iam::123456789012:role/ops/First";
    let second = "arn:aws:iam::123456789012:role/Second";
    callers.row(
        "aws:PrincipalArn",
        [&[root], &[user], &[user], &[first], &[second], NONE, NONE],
    );
    let own: &[&str] = &[ACCOUNT];
    callers.row(
        "aws:PrincipalAccount",
        [own, own, own, own, own, NONE, &["anonymous"]],
    );
    let role: &[&str] = &["AssumedRole"];
    callers.row(
        "aws:PrincipalType",
        [
            &["Account"],
            &["User"],
            &["User"],
            role,
            role,
            NONE,
            &["Anonymous"],
        ],
    );
}

#[test]
fn s3_1_userid_and_username() {
    let callers = callers();
    let user: &[&str] = &[&callers.user_id];
    let first = format!("{}:s1", callers.role_id);
    let second = format!("{}:s2", callers.second_id);
    callers.row(
        "aws:userid",
        [
            &[ACCOUNT],
            user,
            user,
            &[&first],
            &[&second],
            NONE,
            &["anonymous"],
        ],
    );
    callers.row(
        "aws:username",
        [NONE, &["carlos"], &["carlos"], NONE, NONE, NONE, NONE],
    );
}

#[test]
fn s3_1_principal_tags() {
    let callers = callers();
    let session: &[&str] = &["session"];
    // The transitive tag of the first hop overrides the second role's own.
    callers.row(
        "aws:PrincipalTag/team",
        [NONE, &["blog"], &["blog"], session, session, NONE, NONE],
    );
    callers.row(
        "aws:PrincipalTag/cost",
        [NONE, &["own"], &["own"], NONE, &["own"], NONE, NONE],
    );
}

#[test]
fn s3_1_organization_of_the_principal() {
    let mut callers = callers();
    callers.row("aws:PrincipalOrgID", [NONE; 7]);
    create_organization(&mut callers.world);
    let id: &[&str] = &["o-one"];
    callers.row("aws:PrincipalOrgID", [id, id, id, id, id, NONE, NONE]);
    let path: &[&str] = &["o-one/r-root/"];
    callers.row(
        "aws:PrincipalOrgPaths",
        [path, path, path, path, path, NONE, NONE],
    );
    callers.row("aws:ResourceOrgID", [id; 7]);
    callers.row("aws:ResourceOrgPaths", [path; 7]);
}

fn create_organization(world: &mut World) {
    let change = OrganizationChange::Create {
        root: "r-root".to_owned(),
        management: ACCOUNT.parse().unwrap(),
    };
    let command = Command::Organize {
        organization: "o-one".to_owned(),
        change,
    };
    api::execute(&mut world.lab, command).unwrap();
}

#[test]
fn s3_1_u4_services() {
    let callers = callers();
    let no: &[&str] = &["false"];
    callers.row(
        "aws:PrincipalIsAWSService",
        [no, no, no, no, no, &["true"], NONE],
    );
    let name: &[&str] = &["cloudtrail.amazonaws.com"];
    callers.row(
        "aws:PrincipalServiceName",
        [NONE, NONE, NONE, NONE, NONE, name, NONE],
    );
    callers.row(
        "aws:PrincipalServiceNamesList",
        [NONE, NONE, NONE, NONE, NONE, name, NONE],
    );
}

#[test]
fn s3_1_u5_time_and_mfa_of_temporary_credentials() {
    let callers = callers();
    let start: &[&str] = &["2026-01-01T00:00:00Z"];
    let later: &[&str] = &["2026-01-01T00:01:00Z"];
    callers.row(
        "aws:TokenIssueTime",
        [NONE, NONE, start, start, later, NONE, NONE],
    );
    let no: &[&str] = &["false"];
    callers.row(
        "aws:MultiFactorAuthPresent",
        [NONE, NONE, no, no, no, NONE, NONE],
    );
    callers.row("aws:MultiFactorAuthAge", [NONE; 7]);
}

#[test]
fn s3_1_source_identity() {
    let callers = callers();
    let carlos: &[&str] = &["carlos"];
    callers.row(
        "aws:SourceIdentity",
        [NONE, NONE, NONE, carlos, carlos, NONE, NONE],
    );
}

#[test]
fn s3_1_a_federated_user() {
    let principal = Principal::FederatedUser {
        session: "arn:aws:sts::123456789012:federated-user/F"
            .parse()
            .unwrap(),
        user: user_arn("carlos").parse().unwrap(),
        user_id: "AIDACARLOS".to_owned(),
    };
    let mut context = Context::default();
    derive::principal_keys(&principal, &mut context);
    let found: Vec<(&str, String)> = context
        .iter()
        .map(|(key, value)| (key, value.to_string()))
        .collect();
    let expected = [
        ("aws:PrincipalAccount", ACCOUNT),
        (
            "aws:PrincipalArn",
            "arn:aws:sts::123456789012:federated-user/F",
        ),
        ("aws:PrincipalIsAWSService", "false"),
        ("aws:PrincipalType", "FederatedUser"),
        ("aws:userid", "123456789012:F"),
    ];
    assert_eq!(found, expected.map(|(key, value)| (key, value.to_owned())));
}

#[test]
fn s3_1_a_token_that_is_being_exchanged_has_no_identity() {
    for saml in [false, true] {
        let provider = "accounts.google.com".to_owned();
        let mut context = Context::default();
        derive::principal_keys(&Principal::Federated { provider, saml }, &mut context);
        assert_eq!(context, Context::default());
    }
}

#[test]
fn s3_2_keys_that_every_request_has() {
    let callers = callers();
    for (key, value) in [
        ("aws:CurrentTime", "2026-01-01T00:01:00Z"),
        ("aws:EpochTime", "1767225660"),
        ("aws:RequestedRegion", "us-east-1"),
        ("aws:SecureTransport", "true"),
        ("aws:SourceIp", "203.0.113.10"),
        ("aws:ViaAWSService", "false"),
        ("aws:ResourceAccount", ACCOUNT),
        ("aws:ResourceTag/kind", "probe"),
    ] {
        callers.row(key, [&[value]; 7]);
    }
    let agent = format!("iamsh/{}", env!("CARGO_PKG_VERSION"));
    callers.row("aws:UserAgent", [&[&agent]; 7]);
    for key in [
        "aws:VpcSourceIp",
        "aws:SourceVpc",
        "aws:SourceVpce",
        "aws:CalledVia",
        "aws:CalledViaFirst",
        "aws:CalledViaLast",
        "aws:SourceArn",
        "aws:SourceAccount",
        "aws:RequestTag/kind",
        "aws:TagKeys",
        "aws:referer",
        "aws:ResourceOrgID",
    ] {
        callers.row(key, [NONE; 7]);
    }
}

fn given(pairs: &[(&str, ContextValue)]) -> Context {
    let mut context = Context::default();
    for (key, value) in pairs {
        context.set(key, value.clone());
    }
    context
}

#[test]
fn s3_2_keys_that_a_request_may_bring() {
    let callers = callers();
    let world = &callers.world;
    let context = given(&[
        ("aws:SecureTransport", "false".into()),
        ("aws:UserAgent", "curl".into()),
        ("aws:SourceIp", "192.0.2.1".into()),
        ("aws:referer", "https://example.com".into()),
    ]);
    let found = probe(world, &world.root(), &context);
    assert_eq!(found["aws:SecureTransport"], ["false"]);
    assert_eq!(found["aws:UserAgent"], ["curl"]);
    assert_eq!(found["aws:SourceIp"], ["192.0.2.1"]);
    assert_eq!(found["aws:referer"], ["https://example.com"]);
}

#[test]
fn s3_2_through_a_vpc_endpoint() {
    let callers = callers();
    let world = &callers.world;
    let context = given(&[
        ("aws:SourceVpce", "vpce-1".into()),
        ("aws:SourceVpc", "vpc-1".into()),
        ("aws:VpcSourceIp", "10.0.0.1".into()),
    ]);
    let found = probe(world, &world.root(), &context);
    assert!(!found.contains_key("aws:SourceIp"));
    assert_eq!(found["aws:SourceVpce"], ["vpce-1"]);
    assert_eq!(found["aws:SourceVpc"], ["vpc-1"]);
    assert_eq!(found["aws:VpcSourceIp"], ["10.0.0.1"]);
}

#[test]
fn s3_2_services_that_reuse_the_callers_credentials() {
    let callers = callers();
    let world = &callers.world;
    let services = ["athena.amazonaws.com", "dynamodb.amazonaws.com"];
    let list = ContextValue::Many(services.map(str::to_owned).to_vec());
    let found = probe(world, &world.root(), &given(&[("aws:CalledVia", list)]));
    assert_eq!(found["aws:CalledVia"], services);
    assert_eq!(found["aws:CalledViaFirst"], ["athena.amazonaws.com"]);
    assert_eq!(found["aws:CalledViaLast"], ["dynamodb.amazonaws.com"]);
    assert_eq!(found["aws:ViaAWSService"], ["true"]);
}

#[test]
fn s3_2_the_resource_on_whose_behalf_a_service_calls() {
    let callers = callers();
    let context = given(&[
        (
            "aws:SourceArn",
            "arn:aws:cloudtrail:us-east-1:123456789012:trail/t".into(),
        ),
        ("aws:SourceAccount", ACCOUNT.into()),
    ]);
    let service = Caller::Service("cloudtrail.amazonaws.com".to_owned());
    let found = probe(&callers.world, &service, &context);
    assert_eq!(found["aws:SourceAccount"], [ACCOUNT]);
    assert!(found.contains_key("aws:SourceArn"));
}

#[test]
fn s3_2_the_owner_of_a_resource_and_u7_of_everything() {
    let mut world = World::new();
    world.account(OTHER);
    world.done_in(OTHER, "CreateUser", json!({ "UserName": "guest" }));
    let document = policy(json!([{ "Effect": "Allow", "Action": "*", "Resource": "*",
        "Condition": { "StringEquals": { "aws:ResourceAccount": OTHER } } }]));
    let input = json!({ "UserName": "guest", "PolicyName": "p", "PolicyDocument": document });
    world.done_in(OTHER, "PutUserPolicy", input);
    let guest = world.user_of(OTHER, "guest");
    assert!(world.may(&guest, "s3:ListAllMyBuckets", "*"));
    assert!(world.may(&guest, "s3:GetObject", "arn:aws:s3:::nobodys/key"));
    assert!(!world.may(
        &guest,
        "sqs:SendMessage",
        &format!("arn:aws:sqs:us-east-1:{ACCOUNT}:q")
    ));
}

#[test]
fn s3_2_u8_tags_that_are_passed() {
    let mut world = World::new();
    let low = world.create_user("low");
    let iam = |condition: Value| json!([{ "Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": condition }]);
    let create = |name: &str, tags: Value| json!({ "UserName": name, "Tags": tags });
    let tags = json!([{ "Key": "team", "Value": "blog" }]);
    world.put_user_policy("low", iam(json!({ "Null": { "aws:TagKeys": "false" } })));
    assert!(
        world
            .call(&low, "CreateUser", create("a", json!([])))
            .is_err()
    );
    world
        .call(&low, "CreateUser", create("a", tags.clone()))
        .unwrap();
    world.put_user_policy(
        "low",
        iam(json!({ "StringEquals": { "aws:RequestTag/team": "blog" } })),
    );
    world
        .call(&low, "CreateUser", create("b", tags.clone()))
        .unwrap();
    // On a create call the tags in the request are those of the resource.
    world.put_user_policy(
        "low",
        iam(json!({ "StringEquals": { "aws:ResourceTag/team": "blog" } })),
    );
    world.call(&low, "CreateUser", create("c", tags)).unwrap();
    // Removing tags sets their keys only.
    let untag = json!({ "UserName": "c", "TagKeys": ["team"] });
    world.put_user_policy(
        "low",
        iam(json!({ "Null": { "aws:RequestTag/team": "false" } })),
    );
    assert!(world.call(&low, "UntagUser", untag.clone()).is_err());
    world.put_user_policy(
        "low",
        iam(
            json!({ "ForAllValues:StringEquals": { "aws:TagKeys": "team" },
        "Null": { "aws:TagKeys": "false" } }),
        ),
    );
    world.call(&low, "UntagUser", untag).unwrap();
}

#[test]
fn s3_derived_keys_cannot_be_forged() {
    let world = World::new();
    for key in [
        "aws:PrincipalTag/team",
        "AWS:USERNAME",
        "aws:PrincipalOrgID",
        "aws:MultiFactorAuthPresent",
        "AWS:calledviafirst",
        "aws:CalledViaLast",
        "ec2:SourceInstanceARN",
    ] {
        let context = given(&[(key, "x".into())]);
        let error =
            api::evaluate(&world.lab, &world.root(), "s3:GetObject", "*", &context).unwrap_err();
        assert_eq!(error.code, "InvalidInput");
    }
}

#[test]
fn s3_3_keys_that_a_call_sets_cannot_be_given_beside_it() {
    let mut world = World::new();
    for key in [
        "iam:PermissionsBoundary",
        "STS:ExternalId",
        "aws:RequestTag/team",
        "aws:TagKeys",
    ] {
        let command = iamsh::lab::Command::Call {
            caller: world.root(),
            service: "iam".to_owned(),
            operation: "CreateUser".to_owned(),
            input: json!({ "UserName": "low" }),
            context: given(&[(key, "x".into())]),
        };
        let error = api::execute(&mut world.lab, command).unwrap_err();
        assert_eq!(error.code, "InvalidInput", "{key}");
    }
}

#[test]
fn s3_1_the_instance_that_works_with_a_role() {
    let mut world = World::new();
    let role = world.create_role("web", json!({ "Service": "ec2.amazonaws.com" }));
    let document = policy(
        json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
        { "ArnEquals": { "ec2:SourceInstanceARN": "arn:aws:ec2:us-east-1:123456789012:instance/i-1234567890abcdef0" } } }]),
    );
    world.done(
        "PutRolePolicy",
        json!({ "RoleName": "web", "PolicyName": "p", "PolicyDocument": document }),
    );
    let ec2 = Caller::Service("ec2.amazonaws.com".to_owned());
    let right = world.assume(&ec2, &role, "i-1234567890abcdef0");
    let other = world.assume(&ec2, &role, "i-00000000000000000");
    let no_instance = world.assume(&ec2, &role, "session");
    assert!(world.may(&right, "s3:ListAllMyBuckets", "*"));
    assert!(!world.may(&other, "s3:ListAllMyBuckets", "*"));
    assert!(!world.may(&no_instance, "s3:ListAllMyBuckets", "*"));
}

#[test]
fn e13_an_instance_does_not_chain() {
    let mut world = World::new();
    let web = world.create_role("web", json!({ "Service": "ec2.amazonaws.com" }));
    let next = world.create_role("next", json!({ "AWS": web }));
    world.done(
        "UpdateRole",
        json!({ "RoleName": "next", "MaxSessionDuration": 7200 }),
    );
    let ec2 = Caller::Service("ec2.amazonaws.com".to_owned());
    let input = json!({ "RoleArn": next, "RoleSessionName": "test", "DurationSeconds": 7200 });
    let instance = world.assume(&ec2, &web, "i-1234567890abcdef0");
    world.call(&instance, "AssumeRole", input.clone()).unwrap();
    let other = world.assume(&ec2, &web, "session");
    let error = world.call(&other, "AssumeRole", input).unwrap_err();
    assert_eq!(error.code, "ValidationError");
}

#[test]
fn u30_whether_a_session_token_is_a_link_of_a_chain() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let role = world.create_role(
        "long",
        json!({ "AWS": "arn:aws:iam::123456789012:user/carlos" }),
    );
    let longest = json!({ "RoleName": "long", "MaxSessionDuration": 7200 });
    world.done("UpdateRole", longest);
    let answer = world.call(&carlos, "GetSessionToken", json!({})).unwrap();
    let session = crate::support::keys(&answer["Credentials"]);
    let input = json!({ "RoleArn": role, "RoleSessionName": "test", "DurationSeconds": 7200 });
    world.call(&session, "AssumeRole", input.clone()).unwrap();
    let command = iamsh::lab::Command::Configure {
        setting: "session_tokens_chain".to_owned(),
        value: true,
    };
    api::execute(&mut world.lab, command).unwrap();
    let error = world.call(&session, "AssumeRole", input).unwrap_err();
    assert_eq!(
        error.message,
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
    );
}
