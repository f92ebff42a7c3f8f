//! The policy simulator: what AWS's answers look like, and that the engine gives them.

use iamsh::lab::Command;
use iamsh::lab::event::OrganizationChange;
use iamsh::lab::organization::ControlKind;
use serde_json::{Value, json};

use crate::support::{ACCOUNT, OTHER, World, allow, deny, policy, user_arn};

const OBJECT: &str = "arn:aws:s3:::bucket/key";

fn custom(world: &mut World, input: Value) -> Value {
    let answer = world.done("SimulateCustomPolicy", input);
    answer["EvaluationResults"][0].clone()
}

fn principal(world: &mut World, arn: &str, mut input: Value) -> Value {
    input["PolicySourceArn"] = arn.into();
    let answer = world.done("SimulatePrincipalPolicy", input);
    answer["EvaluationResults"][0].clone()
}

#[test]
fn a_result_has_the_statement_with_its_place() {
    let mut world = World::new();
    let document = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
    let answer = world.done(
        "SimulateCustomPolicy",
        json!({ "PolicyInputList": [document], "ActionNames": ["s3:GetObject", "ec2:RunInstances"] }),
    );
    assert_eq!(
        answer,
        json!({ "EvaluationResults": [
            { "EvalActionName": "s3:GetObject", "EvalResourceName": "*", "EvalDecision": "allowed",
              "MatchedStatements": [{ "SourcePolicyId": "PolicyInputList.1", "SourcePolicyType": "IAM Policy",
                "StartPosition": { "Line": 1, "Column": 38 }, "EndPosition": { "Line": 1, "Column": 87 } }],
              "MissingContextValues": [] },
            { "EvalActionName": "ec2:RunInstances", "EvalResourceName": "*", "EvalDecision": "implicitDeny",
              "MatchedStatements": [], "MissingContextValues": [] },
        ], "IsTruncated": false })
    );
}

#[test]
fn positions_are_counted_from_the_end_of_what_stands_before() {
    let mut world = World::new();
    world.create_user("carlos");
    let document = concat!(
        "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n",
        "      \"Action\": \"*\",\n      \"Resource\": \"*\"\n    }\n  ]\n}\n"
    );
    world.done(
        "PutUserPolicy",
        json!({ "UserName": "carlos", "PolicyName": "admin", "PolicyDocument": document }),
    );
    let result = principal(
        &mut world,
        &user_arn("carlos"),
        json!({ "ActionNames": ["s3:GetObject"] }),
    );
    assert_eq!(
        result["MatchedStatements"],
        json!([{ "SourcePolicyId": "user_carlos_admin", "SourcePolicyType": "IAM Policy",
            "StartPosition": { "Line": 3, "Column": 17 }, "EndPosition": { "Line": 8, "Column": 6 } }])
    );
}

#[test]
fn only_denies_are_shown_of_an_explicit_denial() {
    let mut world = World::new();
    let result = custom(
        &mut world,
        json!({
            "PolicyInputList": [policy(json!([allow("s3:*", "*")])), policy(json!([deny("s3:GetObject", OBJECT)]))],
            "ActionNames": ["s3:GetObject"], "ResourceArns": [OBJECT, "arn:aws:s3:::other/key"],
        }),
    );
    assert_eq!(result["EvalDecision"], "explicitDeny");
    assert_eq!(
        result["EvalResourceName"],
        "arn:${Partition}:s3:::${BucketName}/${ObjectName}"
    );
    assert_eq!(result["EvalDecisionDetails"], json!({}));
    assert_eq!(
        result["MatchedStatements"][0]["SourcePolicyId"],
        "PolicyInputList.2"
    );
    assert_eq!(result["MatchedStatements"].as_array().unwrap().len(), 1);
    let specific = &result["ResourceSpecificResults"];
    assert_eq!(specific[0]["EvalResourceDecision"], "explicitDeny");
    assert_eq!(specific[1]["EvalResourceDecision"], "allowed");
    assert_eq!(
        specific[1]["MatchedStatements"][0]["SourcePolicyId"],
        "PolicyInputList.1"
    );
}

#[test]
fn missing_keys_are_those_of_statements_about_the_action() {
    let mut world = World::new();
    let document = policy(json!([
        { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/${aws:username}/*",
          "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } } },
        { "Effect": "Allow", "Action": "ec2:*", "Resource": "*",
          "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } } },
    ]));
    let asked = json!({ "PolicyInputList": [document], "ActionNames": ["s3:GetObject"],
        "ResourceArns": ["arn:aws:s3:::bucket/carlos/x"] });
    let result = custom(&mut world, asked.clone());
    assert_eq!(result["EvalDecision"], "implicitDeny");
    assert_eq!(
        result["MissingContextValues"],
        json!(["aws:username", "aws:SourceIp"])
    );

    let mut given = asked;
    given["CallerArn"] = user_arn("carlos").into();
    let result = custom(&mut world, given.clone());
    assert_eq!(result["MissingContextValues"], json!(["aws:SourceIp"]));
    given["ContextEntries"] = json!([{ "ContextKeyName": "aws:SourceIp", "ContextKeyValues": ["10.1.1.1"], "ContextKeyType": "ip" }]);
    let result = custom(&mut world, given);
    assert_eq!(result["EvalDecision"], "allowed");
    assert_eq!(result["MissingContextValues"], json!([]));
}

#[test]
fn context_entries_have_types() {
    let mut world = World::new();
    let document = policy(
        json!([{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*",
        "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] }, "Null": { "aws:TagKeys": "false" } } }]),
    );
    let entry = |kind: &str, values: Value| {
        json!({ "PolicyInputList": [document], "ActionNames": ["s3:PutObject"],
            "ContextEntries": [{ "ContextKeyName": "aws:TagKeys", "ContextKeyValues": values, "ContextKeyType": kind }] })
    };
    let list = custom(&mut world, entry("stringList", json!(["a", "b"])));
    assert_eq!(list["EvalDecision"], "allowed");
    world.fails(
        "SimulateCustomPolicy",
        entry("string", json!(["a", "b"])),
        "InvalidInput",
        "Invalid Context Key Value: aws:TagKeys of type string has one value",
    );
    for (kind, value) in [
        ("numeric", "x"),
        ("boolean", "yes"),
        ("ip", "10.0.0"),
        ("binary", "?"),
        ("dateList", "then"),
    ] {
        world.fails(
            "SimulateCustomPolicy",
            entry(kind, json!([value])),
            "InvalidInput",
            &format!("Invalid Context Key Value: {value} of aws:TagKeys is not of type {kind}"),
        );
    }
}

#[test]
fn a_boundary_limits_and_is_reported() {
    let mut world = World::new();
    let result = custom(
        &mut world,
        json!({
            "PolicyInputList": [policy(json!([allow("*", "*")]))],
            "PermissionsBoundaryPolicyInputList": [policy(json!([allow("ec2:*", "*")]))],
            "ActionNames": ["s3:GetObject"],
        }),
    );
    assert_eq!(result["EvalDecision"], "implicitDeny");
    assert_eq!(
        result["PermissionsBoundaryDecisionDetail"],
        json!({ "AllowedByPermissionsBoundary": false })
    );
    let two = policy(json!([allow("ec2:*", "*")]));
    world.fails(
        "SimulateCustomPolicy",
        json!({ "PolicyInputList": [two], "PermissionsBoundaryPolicyInputList": [two, two], "ActionNames": ["s3:GetObject"] }),
        "InvalidInput",
        "Only one permissions boundary policy can be specified.",
    );
}

#[test]
fn control_policies_passed_level_by_level() {
    let mut world = World::new();
    let open = policy(json!([allow("*", "*")]));
    let levels = |account: &str| json!([{ "ServiceControlPolicyInputList": [open] }, { "ServiceControlPolicyInputList": [account] }]);
    for (account, allowed) in [
        (open.clone(), true),
        (policy(json!([allow("ec2:*", "*")])), false),
    ] {
        let result = custom(
            &mut world,
            json!({ "PolicyInputList": [open], "ActionNames": ["s3:GetObject"],
                "OrderedOrganizationPolicyInputList": levels(&account) }),
        );
        assert_eq!(result["EvalDecision"] == "allowed", allowed);
        assert_eq!(
            result["OrganizationsDecisionDetail"],
            json!({ "AllowedByOrganizations": allowed })
        );
    }
}

#[test]
fn scps_over_the_account_of_the_principal() {
    let mut world = World::new();
    world.account(OTHER);
    world.create_user_with("carlos", json!([allow("*", "*")]));
    let mut organize = |change: OrganizationChange| {
        let command = Command::Organize {
            organization: "o-example".to_owned(),
            change,
        };
        iamsh::api::execute(&mut world.lab, command).unwrap();
    };
    organize(OrganizationChange::Create {
        root: "r-root".to_owned(),
        management: OTHER.parse().unwrap(),
    });
    organize(OrganizationChange::AddAccount {
        account: ACCOUNT.parse().unwrap(),
        parent: None,
    });
    organize(OrganizationChange::Attach {
        kind: ControlKind::Service,
        target: "r-root".to_owned(),
        name: "NoS3".to_owned(),
        document: policy(json!([deny("s3:*", "*")])),
    });
    let input = json!({ "ActionNames": ["s3:GetObject"], "ResourceArns": [OBJECT] });
    let result = principal(&mut world, &user_arn("carlos"), input.clone());
    assert_eq!(result["EvalDecision"], "explicitDeny");
    assert_eq!(
        result["OrganizationsDecisionDetail"],
        json!({ "AllowedByOrganizations": false })
    );
    assert_eq!(result["MatchedStatements"], json!([]));
    assert!(result.get("EvalDecisionDetails").is_none());
    let mut without = input;
    without["PolicyExclusionList"] = json!([{ "PolicyType": "scp" }]);
    let result = principal(&mut world, &user_arn("carlos"), without);
    assert_eq!(result["EvalDecision"], "allowed");
}

#[test]
fn policies_of_users_groups_and_roles_and_some_left_out() {
    let mut world = World::new();
    world.create_user_with("carlos", json!([allow("s3:GetObject", "*")]));
    world.done("CreateGroup", json!({ "GroupName": "developers" }));
    world.done(
        "AddUserToGroup",
        json!({ "GroupName": "developers", "UserName": "carlos" }),
    );
    world.done(
        "PutGroupPolicy",
        json!({ "GroupName": "developers", "PolicyName": "g", "PolicyDocument": policy(json!([allow("ec2:*", "*")])) }),
    );
    world.done(
        "AttachUserPolicy",
        json!({ "UserName": "carlos", "PolicyArn": "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess" }),
    );
    let user = user_arn("carlos");
    let group = "arn:aws:iam::123456789012:group/developers";
    let mut source = |arn: &str, action: &str, excluded: Value| {
        let result = principal(
            &mut world,
            arn,
            json!({ "ActionNames": [action], "PolicyExclusionList": excluded }),
        );
        result["MatchedStatements"][0]["SourcePolicyId"].clone()
    };
    assert_eq!(source(&user, "s3:GetObject", json!([])), "user_carlos_test");
    assert_eq!(
        source(&user, "ec2:RunInstances", json!([])),
        "group_developers_g"
    );
    assert_eq!(
        source(group, "ec2:RunInstances", json!([])),
        "group_developers_g"
    );
    assert_eq!(source(group, "s3:GetObject", json!([])), Value::Null);
    assert_eq!(
        source(&user, "sqs:ListQueues", json!([])),
        "AmazonSQSReadOnlyAccess"
    );
    for (action, excluded) in [
        ("s3:GetObject", json!([{ "PolicyType": "inline" }])),
        (
            "ec2:RunInstances",
            json!([{ "InlinePolicyIdentifier": { "PolicyName": "g", "AttachmentType": "group", "AttachmentName": "developers" } }]),
        ),
        (
            "sqs:ListQueues",
            json!([{ "PolicyArn": "arn:aws:iam::aws:policy/AmazonSQS*" }]),
        ),
        ("sqs:ListQueues", json!([{ "PolicyType": "aws-managed" }])),
    ] {
        assert_eq!(source(&user, action, excluded), Value::Null, "{action}");
    }
    for excluded in [
        json!([{ "PolicyArn": "arn:aws:iam::*:policy/abc" }]),
        json!([{ "PolicyArn": "arn:aws:iam::aws:policy/*a*" }]),
        json!([{ "PolicyArn": "arn:aws:iam::aws:role/abcdefg" }]),
    ] {
        world.fails(
            "SimulatePrincipalPolicy",
            json!({ "PolicySourceArn": user, "ActionNames": ["s3:GetObject"], "PolicyExclusionList": excluded }),
            "InvalidInput",
            "Invalid policy identifier.",
        );
    }
}

#[test]
fn resource_policies_within_an_account_and_across_two() {
    let mut world = World::new();
    let bucket = policy(
        json!([{ "Effect": "Allow", "Principal": { "AWS": user_arn("carlos") }, "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::bucket/*" }]),
    );
    let asked = |caller: Value, owner: Value, own: Value| {
        let mut input = json!({ "PolicyInputList": [policy(own)], "ResourcePolicy": bucket,
            "ActionNames": ["s3:GetObject"], "ResourceArns": [OBJECT] });
        for (name, value) in [("CallerArn", caller), ("ResourceOwner", owner)] {
            if !value.is_null() {
                input[name] = value;
            }
        }
        input
    };
    let carlos = || json!(user_arn("carlos"));
    let elsewhere = json!([allow("ec2:*", "*")]);
    let result = custom(&mut world, asked(carlos(), Value::Null, elsewhere.clone()));
    assert_eq!(result["EvalDecision"], "allowed");
    assert_eq!(
        result["MatchedStatements"][0]["SourcePolicyType"],
        "Resource Policy"
    );
    let result = custom(
        &mut world,
        asked(
            carlos(),
            json!(format!("arn:aws:iam::{OTHER}:root")),
            elsewhere,
        ),
    );
    assert_eq!(result["EvalDecision"], "implicitDeny");
    assert_eq!(
        result["EvalDecisionDetails"],
        json!({ "IAM Policy": "implicitDeny", "Resource Policy": "allowed" })
    );
    let result = custom(
        &mut world,
        asked(carlos(), json!(OTHER), json!([allow("s3:*", "*")])),
    );
    assert_eq!(result["EvalDecision"], "allowed");
    world.fails(
        "SimulateCustomPolicy",
        asked(Value::Null, Value::Null, json!([allow("s3:*", "*")])),
        "InvalidInput",
        "CallerArn must be specified if a ResourcePolicy is specified.",
    );
    for wrong in [
        "arn:aws:iam::123456789012:root",
        "arn:aws:sts::123456789012:assumed-role/a/b",
    ] {
        world.fails(
            "SimulateCustomPolicy",
            asked(json!(wrong), Value::Null, json!([allow("s3:*", "*")])),
            "InvalidInput",
            &format!("Invalid Caller Arn: {wrong}"),
        );
    }
}

/// What AWS's simulator does not see, and the second of the fifteen questions.
#[test]
fn trust_policies_are_known() {
    let mut world = World::new();
    world.create_user_with("carlos", json!([allow("sts:AssumeRole", "*")]));
    let role = world.create_role(
        "R",
        json!({ "AWS": format!("arn:aws:iam::{ACCOUNT}:root") }),
    );
    world.create_user("maria");
    let closed = world.create_role("closed", json!({ "AWS": user_arn("maria") }));
    let mut decision = |resource: &str| {
        let result = principal(
            &mut world,
            &user_arn("carlos"),
            json!({ "ActionNames": ["sts:AssumeRole"], "ResourceArns": [resource] }),
        );
        result["EvalDecision"].clone()
    };
    assert_eq!(decision(&role), "allowed");
    assert_eq!(decision(&closed), "implicitDeny");
}

#[test]
fn a_caller_may_stand_in_for_the_source() {
    let mut world = World::new();
    world.create_user_with(
        "david",
        json!([allow("s3:GetObject", "arn:aws:s3:::home/${aws:username}/*")]),
    );
    world.create_user("bob");
    let input =
        json!({ "ActionNames": ["s3:GetObject"], "ResourceArns": ["arn:aws:s3:::home/bob/x"] });
    let result = principal(&mut world, &user_arn("david"), input.clone());
    assert_eq!(result["EvalDecision"], "implicitDeny");
    let mut as_bob = input;
    as_bob["CallerArn"] = user_arn("bob").into();
    let result = principal(&mut world, &user_arn("david"), as_bob);
    assert_eq!(result["EvalDecision"], "allowed");
}

#[test]
fn results_come_in_pages() {
    let mut world = World::new();
    let mut input = json!({ "PolicyInputList": [policy(json!([allow("s3:*", "*")]))],
        "ActionNames": ["s3:GetObject", "s3:PutObject", "ec2:RunInstances"], "MaxItems": 2 });
    let first = world.done("SimulateCustomPolicy", input.clone());
    assert_eq!(first["IsTruncated"], true);
    input["Marker"] = first["Marker"].clone();
    let second = world.done("SimulateCustomPolicy", input);
    assert_eq!(
        second["EvaluationResults"][0]["EvalActionName"],
        "ec2:RunInstances"
    );
}

#[test]
fn wrong_input_is_refused() {
    let mut world = World::new();
    world.create_user("carlos");
    let good = policy(json!([allow("s3:*", "*")]));
    for (change, message) in [
        (
            json!({ "ActionNames": ["s3:*"] }),
            "Invalid Action Name: s3:*",
        ),
        (
            json!({ "PolicyInputList": ["{"] }),
            "Syntax errors in policy.",
        ),
        (
            json!({ "ResourceArns": ["bucket"] }),
            "Invalid Resource Arn: bucket",
        ),
        (
            json!({ "ResourceOwner": "nobody" }),
            "Invalid Resource Owner: nobody",
        ),
        (
            json!({ "ResourceHandlingOption": "EC2-Classic" }),
            "Invalid Resource Handling Option: EC2-Classic",
        ),
        (
            json!({ "ResourceHandlingOption": "EC2-VPC-EBS", "ResourceArns": ["arn:aws:ec2:us-east-1:123456789012:instance/*"] }),
            "The resource handling option EC2-VPC-EBS needs resources of EC2 that are missing: image, security-group, \
             network-interface, volume",
        ),
    ] {
        let mut input = json!({ "PolicyInputList": [good], "ActionNames": ["s3:GetObject"] });
        input
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        world.fails("SimulateCustomPolicy", input, "InvalidInput", message);
    }
    let root = "arn:aws:iam::123456789012:root";
    world.fails(
        "SimulatePrincipalPolicy",
        json!({ "PolicySourceArn": root, "ActionNames": ["s3:GetObject"] }),
        "InvalidInput",
        "Invalid Entity Arn: arn:aws:iam::123456789012:root does not clearly define entity type and name.",
    );
    world.fails(
        "GetContextKeysForPrincipalPolicy",
        json!({ "PolicySourceArn": user_arn("nobody") }),
        "NoSuchEntity",
        "The user with name nobody cannot be found.",
    );
}

#[test]
fn context_keys_of_policies() {
    let mut world = World::new();
    let document = policy(
        json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/${aws:username}",
        "Condition": { "StringLike": { "s3:prefix": ["${aws:PrincipalTag/team, 'none'}/*", "${*}"] },
            "StringEquals": { "S3:Prefix": "x" } } }]),
    );
    let answer = world.done(
        "GetContextKeysForCustomPolicy",
        json!({ "PolicyInputList": [document] }),
    );
    let keys = json!(["aws:username", "s3:prefix", "aws:PrincipalTag/team"]);
    assert_eq!(answer["ContextKeyNames"], keys);
    world.create_user("carlos");
    world.done(
        "PutUserPolicy",
        json!({ "UserName": "carlos", "PolicyName": "p", "PolicyDocument": document }),
    );
    let answer = world.done(
        "GetContextKeysForPrincipalPolicy",
        json!({ "PolicySourceArn": user_arn("carlos") }),
    );
    assert_eq!(answer["ContextKeyNames"], keys);
}

#[test]
fn simulating_needs_permission() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    world.create_user("maria");
    let input = json!({ "PolicySourceArn": user_arn("maria"), "ActionNames": ["s3:GetObject"] });
    assert_eq!(
        world
            .call(&carlos, "SimulatePrincipalPolicy", input.clone())
            .unwrap_err()
            .message,
        "User: arn:aws:iam::123456789012:user/carlos is not authorized to perform: iam:SimulatePrincipalPolicy on resource: \
         arn:aws:iam::123456789012:user/maria because no identity-based policy allows the iam:SimulatePrincipalPolicy action"
    );
    world.put_user_policy(
        "carlos",
        json!([allow("iam:SimulatePrincipalPolicy", &user_arn("maria"))]),
    );
    world
        .call(&carlos, "SimulatePrincipalPolicy", input)
        .unwrap();
}
