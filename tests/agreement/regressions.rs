//! Questions on which the two evaluators once differed, or which show a choice, with the answer the specification gives.

use iamsh::decision::stateless::Reader;
use serde_json::{Value, json};

use crate::compare::agree;

const BOB: &str = "arn:aws:iam::111122223333:user/bob";
const OBJECT: &str = "arn:aws:s3:::bucket/key";

#[track_caller]
fn both_say(question: &Value, outcome: &str, blocked_by: &[&str]) {
    let verdict = agree(&mut Reader::new(false), &question.to_string());
    let verdict = verdict.unwrap_or_else(|difference| panic!("{difference}"));
    assert_eq!(
        (verdict.outcome.as_str(), verdict.blocked_by),
        (
            outcome,
            blocked_by.iter().map(ToString::to_string).collect()
        )
    );
}

fn request(principal: &str, action: &str, resource: &str, context: Value) -> Value {
    json!({ "principal": principal, "action": action, "resource": resource, "context": context })
}

fn all_under(condition: Value) -> Value {
    json!({ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition } })
}

#[test]
fn b6_a_role_without_a_trust_policy_trusts_nobody() {
    let role = "arn:aws:iam::111122223333:role/R";
    let question = json!({ "identityPolicies": [all_under(json!({}))],
        "request": request(BOB, "sts:AssumeRole", role, json!({})) });
    both_say(&question, "ImplicitlyDenied", &["trust"]);
    // Other calls on the role do not ask it.
    let question = json!({ "identityPolicies": [all_under(json!({}))],
        "request": request(BOB, "iam:GetRole", role, json!({})) });
    both_say(&question, "Allowed", &[]);
}

#[test]
fn b26_b32_policies_that_a_caller_cannot_have_are_left_out() {
    let deny = json!({ "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*" } });
    let public = json!({ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" } });
    for principal in ["*", "ec2.amazonaws.com", "arn:aws:iam::111122223333:root"] {
        let question = json!({ "identityPolicies": [deny], "permissionsBoundary": [deny], "resourcePolicy": public,
            "request": request(principal, "s3:GetObject", OBJECT, json!({})) });
        both_say(&question, "Allowed", &[]);
    }
}

#[test]
fn b33_a_caller_of_another_partition_is_a_stranger() {
    let caller = "arn:aws-cn:iam::111122223333:user/bob";
    let question = json!({ "request": request(caller, "s3:GetObject", OBJECT, json!({})) });
    both_say(&question, "ImplicitlyDenied", &["resource", "identity"]);
    let root = "arn:aws-cn:iam::111122223333:root";
    let question = json!({ "request": request(root, "s3:GetObject", "arn:aws-cn:s3:::bucket/key", json!({})) });
    both_say(&question, "Allowed", &[]);
}

#[test]
fn c12_an_account_id_is_no_unique_id() {
    let policy = json!({ "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "*", "Resource": "*" } });
    let question = json!({ "resourcePolicy": policy,
        "request": request(BOB, "s3:GetObject", OBJECT, json!({ "aws:userid": "111122223333" })) });
    both_say(&question, "ImplicitlyDenied", &["identity"]);
}

#[test]
fn d9_bits_that_stand_for_no_byte_do_not_matter() {
    let question = json!({ "identityPolicies": [all_under(json!({ "BinaryEquals": { "k": "qq==" } }))],
        "request": request(BOB, "s3:GetObject", OBJECT, json!({ "k": "qq==" })) });
    both_say(&question, "Allowed", &[]);
}

#[test]
fn d12_a_variable_brings_the_colons_of_an_arn() {
    let condition = json!({ "ArnEquals": { "aws:PrincipalArn": "${aws:PrincipalArn}" } });
    let question = json!({ "identityPolicies": [all_under(condition)],
        "request": request(BOB, "s3:GetObject", OBJECT, json!({})) });
    both_say(&question, "Allowed", &[]);
}

#[test]
fn f1_a_negative_year_is_a_date() {
    let condition = json!({ "DateGreaterThan": { "aws:CurrentTime": "-5" } });
    let question = json!({ "identityPolicies": [all_under(condition)],
        "request": request(BOB, "s3:GetObject", OBJECT, json!({ "aws:CurrentTime": "2026-01-01T00:00:00Z" })) });
    both_say(&question, "Allowed", &[]);
}

#[test]
fn u25_of_two_spellings_the_exact_one_then_the_first() {
    for (key, value) in [
        ("aws:PrincipalTag/Team", "first"),
        ("aws:PrincipalTag/team", "second"),
        ("aws:principaltag/TEAM", "first"),
    ] {
        let question = json!({ "identityPolicies": [all_under(json!({ "StringEquals": { key: value } }))],
            "request": request(BOB, "s3:GetObject", OBJECT,
                json!({ "aws:PrincipalTag/Team": "first", "aws:PrincipalTag/team": "second" })) });
        both_say(&question, "Allowed", &[]);
    }
}

#[test]
fn a_statement_that_names_no_resource_is_about_none() {
    let policy = json!({ "Statement": { "Effect": "Deny", "Principal": "*", "Action": "*" } });
    let question = json!({ "resourceControlPolicies": [[policy]],
        "request": request(BOB, "s3:GetObject", OBJECT, json!({})) });
    both_say(&question, "ImplicitlyDenied", &["identity"]);
}
