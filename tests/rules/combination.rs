//! Section B: how statements, policies and layers combine.

use serde_json::json;

use crate::ask::{
    ACCOUNT, BOB, FEDERATED, OBJECT, OTHER, ROLE, ROOT, SESSION, STRANGER, allow, allow_all,
    allow_if, ask, aws, bob, deny, deny_if, to,
};
use crate::support::{self, World};

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1";
const TARGET: &str = "arn:aws:iam::111122223333:role/Target";
const FAR_TARGET: &str = "arn:aws:iam::444455556666:role/Target";

#[test]
fn b1_one_deny_beats_every_allow() {
    let all = bob()
        .identity(allow_all())
        .resource(to(aws(BOB), allow_all()));
    all.allowed();
    all.identity(deny("s3:Get*", "*")).denied_by(&["identity"]);
    bob().lacks(&["identity"]);
}

#[test]
fn b2_operators_and_keys_are_anded_values_ored() {
    let statement = allow_if(json!({
        "StringEquals": { "aws:RequestTag/a": ["1", "2"], "aws:RequestTag/b": "3" },
        "Bool": { "aws:SecureTransport": "true" },
    }));
    let with = |a: &str, b: &str, secure: &str| {
        bob()
            .key("aws:RequestTag/a", a)
            .key("aws:RequestTag/b", b)
            .key("aws:SecureTransport", secure)
            .identity(statement.clone())
    };
    with("1", "3", "true").allowed();
    with("2", "3", "true").allowed();
    with("3", "3", "true").lacks(&["identity"]);
    with("1", "2", "true").lacks(&["identity"]);
    with("1", "3", "false").lacks(&["identity"]);
    let neither = allow_if(json!({ "StringNotEquals": { "aws:RequestTag/a": ["1", "2"] } }));
    for (value, holds) in [("1", false), ("2", false), ("3", true)] {
        let question = bob()
            .key("aws:RequestTag/a", value)
            .identity(neither.clone());
        if holds {
            question.allowed()
        } else {
            question.lacks(&["identity"])
        }
    }
}

#[test]
fn b4_identity_or_resource_policy_in_one_account() {
    bob().identity(allow_all()).allowed();
    bob().resource(to(aws(BOB), allow_all())).allowed();
    bob()
        .identity(allow_all())
        .resource(to(aws(STRANGER), allow_all()))
        .allowed();
}

#[test]
fn b5_an_account_principal_only_delegates() {
    for name in [ROOT, ACCOUNT] {
        let delegated = bob().resource(to(aws(name), allow_all()));
        delegated.lacks(&["identity"]);
        delegated.identity(allow("s3:GetObject", "*")).allowed();
    }
}

#[test]
fn b6_a_trust_policy_must_itself_allow() {
    let assume = ask(BOB, "sts:AssumeRole", TARGET).identity(allow("sts:AssumeRole", "*"));
    let by = |name: &str| {
        to(
            aws(name),
            json!({ "Effect": "Allow", "Action": "sts:AssumeRole" }),
        )
    };
    assume.clone().resource(by(ROLE)).lacks(&["trust"]);
    assume.clone().resource(by(BOB)).allowed();
    // A role is never without a trust policy: none given trusts nobody.
    assume.lacks(&["trust"]);
}

#[test]
fn b6_a_trust_policy_says_nothing_of_other_calls_on_the_role() {
    let read = ask(BOB, "iam:GetRole", TARGET).identity(allow("iam:*", "*"));
    read.clone()
        .resource(to(json!("*"), deny("*", "*")))
        .allowed();
    read.allowed();
    ask(BOB, "iam:GetRole", TARGET)
        .resource(to(aws(BOB), allow_all()))
        .lacks(&["identity"]);
}

#[test]
fn b7_a_trust_policy_that_names_the_caller_suffices_one_that_names_the_account_does_not() {
    let by = |name: &str| {
        to(
            aws(name),
            json!({ "Effect": "Allow", "Action": "sts:AssumeRole" }),
        )
    };
    ask(BOB, "sts:AssumeRole", TARGET)
        .resource(by(BOB))
        .allowed();
    ask(SESSION, "sts:AssumeRole", TARGET)
        .resource(by(ROLE))
        .allowed();
    ask(BOB, "sts:AssumeRole", TARGET)
        .resource(by(ROOT))
        .lacks(&["identity"]);
}

#[test]
fn b8_both_sides_across_accounts() {
    let by = to(
        aws(BOB),
        json!({ "Effect": "Allow", "Action": "sts:AssumeRole" }),
    );
    let assume = ask(BOB, "sts:AssumeRole", FAR_TARGET);
    assume
        .clone()
        .resource(by.clone())
        .identity(allow_all())
        .allowed();
    assume.clone().resource(by).lacks(&["identity"]);
    assume.clone().identity(allow_all()).lacks(&["trust"]);
    assume.lacks(&["trust", "identity"]);
    let read = bob().owner(OTHER);
    read.lacks(&["resource", "identity"]);
    read.clone()
        .resource(to(aws(BOB), allow_all()))
        .lacks(&["identity"]);
    read.identity(allow_all())
        .resource(to(aws(BOB), allow_all()))
        .allowed();
}

#[test]
fn b9_a_key_policy_must_let_the_account_in() {
    let decrypt = ask(BOB, "kms:Decrypt", KEY).identity(allow("kms:*", "*"));
    decrypt
        .clone()
        .resource(to(aws(ROOT), allow("kms:*", "*")))
        .allowed();
    let for_another = to(aws(ROLE), allow("kms:*", "*"));
    decrypt
        .clone()
        .resource(for_another.clone())
        .lacks(&["resource"]);
    let denied = decrypt.identity(deny("kms:Decrypt", "*"));
    denied.resource(for_another).denied_by(&["identity"]);
    ask(BOB, "kms:Decrypt", KEY)
        .resource(to(aws(BOB), allow("kms:*", "*")))
        .allowed();
    ask(BOB, "kms:Decrypt", KEY)
        .resource(to(aws(ROOT), allow("kms:*", "*")))
        .lacks(&["identity"]);
    for action in ["kms:ListKeys", "kms:CreateKey"] {
        ask(BOB, action, "*")
            .identity(allow("kms:*", "*"))
            .allowed();
    }
    let far = ask(STRANGER, "kms:Decrypt", KEY).resource(to(aws(OTHER), allow("kms:*", "*")));
    far.lacks(&["identity"]);
    far.identity(allow("kms:*", "*")).allowed();
}

#[test]
fn b10_a_boundary_only_takes_away() {
    let bounded = bob().boundary(allow("s3:*", "*"));
    bounded.lacks(&["identity"]);
    bounded.identity(allow_all()).allowed();
    bob()
        .boundary(allow("ec2:*", "*"))
        .identity(allow_all())
        .lacks(&["boundary"]);
    let granted = bob().resource(to(aws(BOB), allow_all()));
    granted.clone().boundary(allow("ec2:*", "*")).allowed();
    granted.boundary(deny("s3:*", "*")).denied_by(&["boundary"]);
}

#[test]
fn b17_no_exemption_across_accounts() {
    let forms = [
        (BOB, BOB),
        (SESSION, ROLE),
        (SESSION, SESSION),
        (FEDERATED, FEDERATED),
        (BOB, "*"),
        (SESSION, "*"),
    ];
    for (caller, name) in forms {
        let read = || {
            ask(caller, "s3:GetObject", OBJECT)
                .owner(OTHER)
                .resource(to(aws(name), allow_all()))
        };
        let limits = || read().session(allow_all());
        limits().lacks(&["identity"]);
        limits().identity(allow_all()).allowed();
        limits()
            .identity(allow_all())
            .boundary(allow("ec2:*", "*"))
            .lacks(&["boundary"]);
        read()
            .identity(allow_all())
            .session(allow("ec2:*", "*"))
            .lacks(&["session"]);
    }
}

#[test]
fn b18_a_session_policy_only_takes_away() {
    let session = ask(SESSION, "s3:GetObject", OBJECT);
    let own = session
        .clone()
        .identity(allow("ec2:*", "*"))
        .session(allow("s3:*", "*"));
    own.lacks(&["identity"]);
    let instance = "arn:aws:ec2:us-east-1:111122223333:instance/i-1";
    ask(SESSION, "ec2:StopInstances", instance)
        .identity(allow("ec2:*", "*"))
        .session(allow("s3:*", "*"))
        .lacks(&["session"]);
    session
        .identity(allow_all())
        .session(allow("s3:*", "*"))
        .allowed();
}

#[test]
fn b19_without_session_policies_a_role_has_all_and_a_federated_user_nothing() {
    ask(SESSION, "s3:GetObject", OBJECT)
        .identity(allow_all())
        .allowed();
    let federated = ask(FEDERATED, "s3:GetObject", OBJECT).identity(allow_all());
    federated.lacks(&["session"]);
    federated.clone().session(allow("s3:*", "*")).allowed();
    federated
        .resource(to(aws(FEDERATED), allow_all()))
        .allowed();
}

#[test]
fn b20_session_policies_are_a_union() {
    let session = ask(SESSION, "s3:GetObject", OBJECT).identity(allow_all());
    let two = session
        .session(allow("ec2:*", "*"))
        .session(allow("s3:*", "*"));
    two.allowed();
    two.session(deny("s3:GetObject", "*"))
        .denied_by(&["session"]);
}

#[test]
fn b21_every_level_of_scps_must_allow() {
    let own = bob().identity(allow_all());
    let full = [allow_all()];
    own.clone().scp(&full).scp(&full).scp(&full).allowed();
    for level in 0..3 {
        for (statements, expected) in [
            (vec![], false),
            (vec![allow("ec2:*", "*")], false),
            (vec![allow("s3:*", "*")], true),
        ] {
            let question = (0..3).fold(own.clone(), |question, at| {
                question.scp(if at == level { &statements } else { &full })
            });
            if expected {
                question.allowed()
            } else {
                question.lacks(&["scp"])
            }
        }
    }
    let denies = [allow_all(), deny("s3:GetObject", "*")];
    own.clone()
        .scp(&full)
        .scp(&denies)
        .scp(&full)
        .denied_by(&["scp"]);
    own.scp(&full).scp(&[]).lacks(&["scp"]);
    bob().scp(&full).lacks(&["identity"]);
}

#[test]
fn b23_scps_take_conditions_and_narrow_resources() {
    let own = bob().identity(allow_all());
    own.clone()
        .scp(&[allow("s3:*Object", "arn:aws:s3:::bucket/*")])
        .allowed();
    own.clone()
        .scp(&[allow("s3:*Object", "arn:aws:s3:::other/*")])
        .lacks(&["scp"]);
    let in_region = allow_if(json!({ "StringEquals": { "aws:RequestedRegion": "eu-west-1" } }));
    own.clone()
        .key("aws:RequestedRegion", "eu-west-1")
        .scp(std::slice::from_ref(&in_region))
        .allowed();
    own.key("aws:RequestedRegion", "us-east-1")
        .scp(&[in_region])
        .lacks(&["scp"]);
}

#[test]
fn b26_anonymous_callers_have_nothing_but_the_resource_policy() {
    let anonymous = ask("*", "s3:GetObject", OBJECT);
    anonymous.lacks(&["resource"]);
    anonymous.clone().identity(allow_all()).lacks(&["resource"]);
    let public = anonymous.resource(to(json!("*"), allow_all()));
    public.allowed();
    public
        .clone()
        .identity(deny("*", "*"))
        .boundary(deny("*", "*"))
        .session(deny("*", "*"))
        .allowed();
    public.clone().scp(&[deny("*", "*")]).allowed();
    public
        .clone()
        .endpoint(to(json!("*"), deny("*", "*")))
        .denied_by(&["vpce"]);
    public
        .rcp(&[to(json!("*"), deny("s3:*", "*"))])
        .denied_by(&["rcp"]);
    ask("*", "s3:GetObject", OBJECT)
        .resource(to(aws(ROOT), allow_all()))
        .lacks(&["resource"]);
}

#[test]
fn b27_two_calls_need_no_permission_and_survive_a_deny() {
    for action in ["sts:GetCallerIdentity", "sts:GetSessionToken"] {
        ask(BOB, action, "*").allowed();
        ask(BOB, action, "*")
            .identity(deny("*", "*"))
            .scp(&[deny("*", "*")])
            .allowed();
    }
}

#[test]
fn b28_u16_assuming_needs_the_boundary_and_the_session_policy() {
    let by = to(aws(BOB), json!({ "Effect": "Allow", "Action": "sts:*" }));
    for action in ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"] {
        let assume = ask(BOB, action, TARGET).resource(by.clone());
        assume.allowed();
        assume
            .clone()
            .boundary(allow("s3:*", "*"))
            .lacks(&["boundary"]);
        assume.clone().boundary(allow("sts:*", "*")).allowed();
    }
    let by_session = to(
        aws(SESSION),
        json!({ "Effect": "Allow", "Action": "sts:*" }),
    );
    ask(SESSION, "sts:AssumeRole", TARGET)
        .resource(by_session)
        .session(allow("s3:*", "*"))
        .lacks(&["session"]);
}

#[test]
fn b32_the_root_user() {
    let root = ask(ROOT, "s3:GetObject", OBJECT);
    root.allowed();
    // It takes no identity policy and no boundary.
    root.clone()
        .identity(deny("*", "*"))
        .boundary(allow("ec2:*", "*"))
        .allowed();
    root.clone()
        .resource(to(json!("*"), deny("*", "*")))
        .denied_by(&["resource"]);
    root.clone()
        .scp(&[allow_all(), deny("*", "*")])
        .denied_by(&["scp"]);
    root.clone().scp(&[allow("ec2:*", "*")]).lacks(&["scp"]);
    root.clone()
        .rcp(&[to(json!("*"), deny("*", "*"))])
        .denied_by(&["rcp"]);
    root.clone()
        .endpoint(to(json!("*"), deny("*", "*")))
        .denied_by(&["vpce"]);
    root.clone().owner(OTHER).lacks(&["resource"]);
    root.owner(OTHER)
        .resource(to(aws(ACCOUNT), allow_all()))
        .allowed();
}

#[test]
fn b33_partitions_do_not_trust_each_other() {
    let caller = "arn:aws-cn:iam::111122223333:user/Bob";
    for name in [caller, "arn:aws-cn:iam::111122223333:root", ACCOUNT, "*"] {
        let policy = to(aws(name), allow_all());
        let read = ask(caller, "s3:GetObject", OBJECT).owner(ACCOUNT);
        read.clone()
            .identity(allow_all())
            .resource(policy.clone())
            .lacks(&["resource"]);
        let at_home = ask(caller, "s3:GetObject", "arn:aws-cn:s3:::bucket/key").owner(ACCOUNT);
        at_home.identity(allow_all()).resource(policy).allowed();
    }
    let root = "arn:aws-cn:iam::111122223333:root";
    ask(root, "s3:GetObject", "arn:aws-cn:s3:::bucket/key").allowed();
    ask(root, "s3:GetObject", OBJECT).lacks(&["resource"]);
}

#[test]
fn b35_a_principal_belongs_to_resource_policies_only() {
    bob().resource(allow_all()).lacks(&["identity"]);
    bob()
        .identity(allow_all())
        .resource(deny("*", "*"))
        .allowed();
    bob().identity(to(aws(STRANGER), allow_all())).allowed();
}

#[test]
fn b37_a_call_on_several_resources_needs_them_all() {
    let arn = |kind: &str| format!("arn:aws:ec2:us-east-1:111122223333:{kind}/x");
    let statement = json!({ "Effect": "Allow", "Action": "ec2:RunInstances",
        "Resource": [arn("instance"), arn("image")] });
    let run = |kind: &str| ask(BOB, "ec2:RunInstances", &arn(kind)).identity(statement.clone());
    run("instance").allowed();
    run("image").allowed();
    run("subnet").lacks(&["identity"]);
    // The key exists for instances only, so a plain operator would refuse the other resources.
    let small = |operator: &str| {
        let mut statement = allow("ec2:RunInstances", "*");
        statement["Condition"] = json!({ operator: { "ec2:InstanceType": "t3.*" } });
        statement
    };
    let subnet = ask(BOB, "ec2:RunInstances", &arn("subnet"));
    subnet
        .clone()
        .identity(small("StringLike"))
        .lacks(&["identity"]);
    subnet.identity(small("StringLikeIfExists")).allowed();
}

#[test]
fn b39_passing_a_role_is_asked_in_the_callers_name_and_the_service_needs_the_trust() {
    let pass = ask(BOB, "iam:PassRole", TARGET).key("iam:PassedToService", "ec2.amazonaws.com");
    pass.lacks(&["identity"]);
    let only_ec2 =
        allow_if(json!({ "StringEquals": { "iam:PassedToService": "ec2.amazonaws.com" } }));
    pass.identity(only_ec2.clone()).allowed();
    let to_lambda =
        ask(BOB, "iam:PassRole", TARGET).key("iam:PassedToService", "lambda.amazonaws.com");
    to_lambda.identity(only_ec2).lacks(&["identity"]);
    let trust = to(
        json!({ "Service": "ec2.amazonaws.com" }),
        json!({ "Effect": "Allow", "Action": "sts:AssumeRole" }),
    );
    ask("ec2.amazonaws.com", "sts:AssumeRole", TARGET)
        .resource(trust.clone())
        .allowed();
    ask("lambda.amazonaws.com", "sts:AssumeRole", TARGET)
        .resource(trust)
        .lacks(&["trust"]);
    let far = ask(BOB, "iam:PassRole", FAR_TARGET).identity(allow_all());
    far.lacks(&["resource"]);
}

#[test]
fn b40_actions_without_resource_types_are_asked_on_everything() {
    let list = ask(BOB, "s3:ListAllMyBuckets", "*");
    list.clone()
        .identity(allow("s3:*", "arn:aws:s3:::b"))
        .lacks(&["identity"]);
    list.clone()
        .identity(allow("s3:*", "arn:aws:s3:::*"))
        .lacks(&["identity"]);
    list.identity(allow("s3:*", "*")).allowed();
}

#[test]
fn b1_a_condition_on_a_deny_counts_too() {
    let own = bob().identity(allow_all());
    let without_mfa = deny_if(json!({ "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } }));
    own.clone()
        .identity(without_mfa.clone())
        .denied_by(&["identity"]);
    own.key("aws:MultiFactorAuthPresent", "true")
        .identity(without_mfa)
        .allowed();
}

#[test]
fn b20_managed_session_policies_are_of_the_roles_account() {
    let mut world = World::new();
    world.account(support::OTHER);
    let carlos = world.create_user("carlos");
    let role = world.create_role("R", json!({ "AWS": support::user_arn("carlos") }));
    let own = world.create_policy("Mine", json!([support::allow("s3:*", "*")]));
    let foreign = own.replace(support::ACCOUNT, support::OTHER);
    let with = |arn: &str| json!({ "RoleArn": role, "RoleSessionName": "test", "PolicyArns": [{ "arn": arn }] });
    world.call(&carlos, "AssumeRole", with(&own)).unwrap();
    assert!(world.call(&carlos, "AssumeRole", with(&foreign)).is_err());
}
