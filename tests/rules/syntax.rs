//! Section A: case, syntax, wildcards, as requests meet them.

use serde_json::json;

use crate::ask::{ACCOUNT, Ask, BOB, allow, allow_all, allow_if, ask, aws, bob, deny, to};
use crate::support::{World, user_arn};

#[track_caller]
fn action(pattern: &str, asked: &str, expected: bool) {
    let question = ask(BOB, asked, "*").identity(allow(pattern, "*"));
    holds(&question, expected);
}

#[track_caller]
fn resource(pattern: &str, asked: &str, expected: bool) {
    let question = ask(BOB, "s3:GetObject", asked)
        .owner(ACCOUNT)
        .identity(allow("*", pattern));
    holds(&question, expected);
}

#[track_caller]
fn holds(question: &Ask, expected: bool) {
    match expected {
        true => question.allowed(),
        false => question.lacks(&["identity"]),
    }
}

#[test]
fn a1_an_action_in_any_case() {
    action("IAM:listaccesskeys", "iam:ListAccessKeys", true);
    action("iam:ListAccessKeys", "IAM:LISTACCESSKEYS", true);
}

#[test]
fn a6_names_are_unique_ignoring_case() {
    let mut world = World::new();
    world.create_user("Bob");
    let code = "EntityAlreadyExists";
    let message = "User with name bob already exists.";
    world.fails("CreateUser", json!({ "UserName": "bob" }), code, message);
    let bob = "arn:aws:iam::111122223333:user/bob";
    resource("arn:aws:iam::111122223333:user/Bob", bob, false);
}

#[test]
fn a7_a_principal_arn_is_case_sensitive() {
    let named = |name: &str| bob().resource(to(aws(name), allow_all()));
    named("arn:aws:iam::111122223333:user/Bob").allowed();
    named("arn:aws:iam::111122223333:user/bob").lacks(&["identity"]);
}

#[test]
fn a8_the_role_name_of_assume_role_is_case_sensitive() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let role = world.create_role("UpdateApp", json!({ "AWS": user_arn("carlos") }));
    world.refuses_assume(&carlos, &role.replace("UpdateApp", "updateapp"));
    world.assume(&carlos, &role, "right");
}

#[test]
fn a9_a_star_matches_any_run() {
    let pattern = "arn:aws:s3:::amzn-s3-demo-bucket/*/test/*";
    for key in [
        "1/test/object.jpg",
        "1/2/test/object.jpg",
        "1/2/test/3/object.jpg",
        "1/2/3/test/4/object.jpg",
        "1///test///object.jpg",
        "1/test/.jpg",
        "/test/object.jpg",
        "1/test/",
    ] {
        resource(
            pattern,
            &format!("arn:aws:s3:::amzn-s3-demo-bucket/{key}"),
            true,
        );
    }
    for key in ["1-test/object.jpg", "test/object.jpg", "1/2/test.jpg"] {
        resource(
            pattern,
            &format!("arn:aws:s3:::amzn-s3-demo-bucket/{key}"),
            false,
        );
    }
}

#[test]
fn a10_a_question_mark_is_exactly_one_character() {
    action("s3:Get?bject", "s3:GetObject", true);
    action("s3:GetObject?", "s3:GetObject", false);
    action("s3:Get?Object", "s3:GetObject", false);
    resource("arn:aws:s3:::bucket?key", "arn:aws:s3:::bucket/key", true);
    resource("arn:aws:s3:::bucket??key", "arn:aws:s3:::bucket/key", false);
    resource("arn:aws:s3:::bucket/?", "arn:aws:s3:::bucket/é", true);
}

#[test]
fn a11_only_a_star_that_ends_a_segment_runs_over_colons() {
    let queue = "arn:aws:sqs:us-east-1:111122223333:q1";
    resource("arn:aws:sqs:*:q1", queue, true);
    resource("arn:aws:sqs:us-*1:q1", queue, false);
    resource("arn:aws:sqs:us-*1:111122223333:q1", queue, true);
    resource("arn:aws:*", queue, true);
    resource("arn:aws:sqs:*:111122223333:*", queue, true);
    let function = "arn:aws:lambda:us-east-1:111122223333:function:f:live";
    resource("arn:aws:lambda:*:*:function:f*e", function, true);
}

#[test]
fn a15_wildcards_anywhere_in_an_action() {
    action("iam:*AccessKey*", "iam:ListAccessKeys", true);
    action("iam:*AccessKey*", "iam:AccessKey", true);
    action("iam:*AccessKey*", "iam:ListUsers", false);
    action("s3:*", "s3:GetObject", true);
    action("s3:*", "sqs:SendMessage", false);
    action("*", "s3:GetObject", true);
}

#[test]
fn a15_u12_a_wildcard_in_the_service_is_globbed_like_the_name() {
    action("*:GetObject", "s3:GetObject", true);
    action("s?:Get*", "s3:GetObject", true);
    action("s?:Get*", "sqs:GetQueueUrl", false);
}

#[test]
fn a16_an_action_with_a_blank_or_comma_matches_nothing() {
    action("iam: ListUsers", "iam:ListUsers", false);
    action("iam:ListUsers,iam:GetUser", "iam:ListUsers", false);
    let all_but = json!({ "Effect": "Allow", "NotAction": "iam: ListUsers", "Resource": "*" });
    ask(BOB, "iam:ListUsers", "*").identity(all_but).allowed();
}

#[test]
fn a17_a_wildcard_for_the_resource_type_matches() {
    let instance = "arn:aws:ec2:eu-west-1:111122223333:instance/i-1";
    resource("arn:aws:ec2:*:*:*/*", instance, true);
}

#[test]
fn a24_what_aws_does_not_know_is_evaluated_all_the_same() {
    action("nosuch:DoIt", "nosuch:DoIt", true);
    let condition = json!({ "StringEquals": { "nosuch:key": "x" } });
    bob()
        .identity(allow_if(condition.clone()))
        .lacks(&["identity"]);
    bob()
        .key("nosuch:key", "x")
        .identity(allow_if(condition))
        .allowed();
}

#[test]
fn a25_the_not_forms_match_everything_else() {
    let not_action = json!({ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" });
    bob().identity(not_action.clone()).allowed();
    ask(BOB, "iam:ListUsers", "*")
        .identity(not_action)
        .lacks(&["identity"]);
    let not_resource =
        json!({ "Effect": "Deny", "Action": "*", "NotResource": "arn:aws:s3:::bucket/*" });
    bob()
        .identity(allow_all())
        .identity(not_resource.clone())
        .allowed();
    let elsewhere = ask(BOB, "s3:GetObject", "arn:aws:s3:::other/key");
    elsewhere
        .identity(allow_all())
        .identity(not_resource)
        .denied_by(&["identity"]);
}

#[test]
fn a_statement_without_a_resource_is_about_none_but_in_the_policy_of_a_resource() {
    let bare = |effect: &str| json!({ "Effect": effect, "Action": "*" });
    bob().identity(bare("Allow")).lacks(&["identity"]);
    bob().identity(allow_all()).identity(bare("Deny")).allowed();
    bob()
        .identity(allow_all())
        .boundary(bare("Allow"))
        .lacks(&["boundary"]);
    bob()
        .identity(allow_all())
        .scp(&[bare("Allow")])
        .lacks(&["scp"]);
    bob().resource(to(json!("*"), bare("Allow"))).allowed();
    bob()
        .identity(allow_all())
        .resource(to(json!("*"), deny("*", "*")))
        .denied_by(&["resource"]);
}

#[test]
fn a4_a_condition_key_in_any_case() {
    let wanted = allow_if(json!({ "StringEquals": { "AWS:PrincipalTag/TEAM": "blog" } }));
    bob()
        .key("aws:PrincipalTag/team", "blog")
        .identity(wanted.clone())
        .allowed();
    bob()
        .key("aws:PrincipalTag/team", "Blog")
        .identity(wanted)
        .lacks(&["identity"]);
}
