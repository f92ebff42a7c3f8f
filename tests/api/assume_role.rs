//! AssumeRole: who may, what the session is, and what is refused.

use iamsh::lab::Caller;
use serde_json::{Value, json};

use crate::support::{ACCOUNT, OTHER, World, allow, deny, keys, policy, trust, user_arn};

const SENTENCE: &str = "is not authorized to perform: sts:AssumeRole on resource:";

#[test]
fn e24_answer_and_identity_of_a_session() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let trust = trust(json!({ "AWS": user_arn("carlos") }));
    let role = world.done(
        "CreateRole",
        json!({ "RoleName": "blog-role", "Path": "/a/b/", "AssumeRolePolicyDocument": trust }),
    );
    let id = role["Role"]["RoleId"].as_str().unwrap();
    let input = json!({ "RoleArn": role["Role"]["Arn"], "RoleSessionName": "cli-session" });
    let answer = world.call(&carlos, "AssumeRole", input).unwrap();
    let session = "arn:aws:sts::123456789012:assumed-role/blog-role/cli-session";
    assert_eq!(
        answer["AssumedRoleUser"],
        json!({ "AssumedRoleId": format!("{id}:cli-session"), "Arn": session })
    );
    assert!(answer.get("PackedPolicySize").is_none());
    let credentials = answer["Credentials"].as_object().unwrap();
    assert_eq!(
        credentials.keys().collect::<Vec<_>>(),
        [
            "AccessKeyId",
            "SecretAccessKey",
            "SessionToken",
            "Expiration"
        ]
    );
    assert_eq!(credentials["Expiration"], "2026-01-01T01:00:00Z");
    assert!(
        credentials["AccessKeyId"]
            .as_str()
            .unwrap()
            .starts_with("ASIA")
    );
    let me = world
        .call(
            &keys(&answer["Credentials"]),
            "GetCallerIdentity",
            json!({}),
        )
        .unwrap();
    assert_eq!(
        serde_json::to_string(&me).unwrap(),
        format!(r#"{{"UserId":"{id}:cli-session","Account":"123456789012","Arn":"{session}"}}"#)
    );
}

/// Who is named in the trust policy × what the caller's own policy says → may the role be assumed?
#[test]
fn b5_b7_b8_the_assume_matrix_in_one_account_and_across_two() {
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Own {
        Nothing,
        Allow,
        Deny,
    }
    use Own::{Allow, Deny, Nothing};
    for (other_account, names_user, own, expected) in [
        (false, true, Nothing, true),
        (false, true, Allow, true),
        (false, true, Deny, false),
        (false, false, Nothing, false),
        (false, false, Allow, true),
        (false, false, Deny, false),
        (true, true, Nothing, false),
        (true, true, Allow, true),
        (true, true, Deny, false),
        (true, false, Nothing, false),
        (true, false, Allow, true),
        (true, false, Deny, false),
    ] {
        let mut world = World::new();
        let home = if other_account { OTHER } else { ACCOUNT };
        if other_account {
            world.account(OTHER);
        }
        world.done_in(home, "CreateUser", json!({ "UserName": "carlos" }));
        let statement = match own {
            Nothing => None,
            Allow => Some(allow("sts:AssumeRole", "*")),
            Deny => Some(deny("sts:AssumeRole", "*")),
        };
        if let Some(statement) = statement {
            let document = policy(json!([statement]));
            let input =
                json!({ "UserName": "carlos", "PolicyName": "p", "PolicyDocument": document });
            world.done_in(home, "PutUserPolicy", input);
        }
        let named = if names_user {
            format!("arn:aws:iam::{home}:user/carlos")
        } else {
            home.to_owned()
        };
        let role = world.create_role("R", json!({ "AWS": named }));
        let carlos = world.user_of(home, "carlos");
        let input = json!({ "RoleArn": role, "RoleSessionName": "test" });
        let result = world.call(&carlos, "AssumeRole", input);
        let case =
            format!("across: {other_account}, trust names user: {names_user}, own policy: {own:?}");
        assert_eq!(result.is_ok(), expected, "{case}");
        if let Err(error) = result {
            let caller = format!("arn:aws:iam::{home}:user/carlos");
            assert_eq!(
                error.message,
                format!("User: {caller} {SENTENCE} {role}"),
                "{case}"
            );
            assert!(error.reason.is_some(), "{case}");
        }
    }
}

#[test]
fn b6_an_identity_allow_is_nothing_without_the_trust() {
    let mut world = World::new();
    let carlos = world.create_user_with("carlos", json!([allow("sts:AssumeRole", "*")]));
    world.create_user("dev");
    let role = world.create_role("R", json!({ "AWS": user_arn("dev") }));
    let error = world.refuses_assume(&carlos, &role);
    assert_eq!(error.reason.unwrap().blocked_by_names(), ["trust"]);
}

#[test]
fn b32_root_cannot_assume_a_role() {
    let mut world = World::new();
    let role = world.create_role("R", json!({ "AWS": ACCOUNT }));
    world.fails(
        "AssumeRole",
        json!({ "RoleArn": role, "RoleSessionName": "test" }),
        "AccessDenied",
        "Roles may not be assumed by root accounts.",
    );
}

#[test]
fn e3_a_missing_role_reads_like_a_refusing_one() {
    let mut world = World::new();
    let carlos = world.create_user_with("carlos", json!([allow("sts:AssumeRole", "*")]));
    world.create_role("UpdateApp", json!({ "AWS": ACCOUNT }));
    for role in ["none", "updateapp"] {
        let arn = format!("arn:aws:iam::123456789012:role/{role}");
        let message = format!("User: {} {SENTENCE} {arn}", user_arn("carlos"));
        world.fails_as(
            &carlos,
            "AssumeRole",
            json!({ "RoleArn": arn, "RoleSessionName": "test" }),
            "AccessDenied",
            &message,
        );
    }
}

#[test]
fn e4_malformed_parameters() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let role = world.create_role("R", json!({ "AWS": user_arn("carlos") }));
    for (input, message) in [
        (
            json!({ "RoleArn": "nothing-valid-in-here", "RoleSessionName": "test" }),
            "nothing-valid-in-here is invalid",
        ),
        (
            json!({ "RoleArn": role, "RoleSessionName": "Session1:2" }),
            "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must \
             satisfy regular expression pattern: [\\w+=,.@-]*",
        ),
        (
            json!({ "RoleArn": role, "RoleSessionName": "test", "DurationSeconds": 3601 }),
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ),
    ] {
        world.fails_as(&carlos, "AssumeRole", input, "ValidationError", message);
    }
}

#[test]
fn e6_two_sessions_may_share_a_name_unless_the_setting_says_no() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let role = world.create_role("R", json!({ "AWS": user_arn("carlos") }));
    let first = world.assume(&carlos, &role, "cli-session");
    let second = world.assume(&carlos, &role, "cli-session");
    assert_ne!(first, second);
    assert_eq!(world.arn(&first), world.arn(&second));
    world.lab.settings.unique_session_names = true;
    world.fails_as(
        &carlos,
        "AssumeRole",
        json!({ "RoleArn": role, "RoleSessionName": "cli-session" }),
        "EntityAlreadyExists",
        "A session named cli-session of role R is still valid.",
    );
    world.advance(3600);
    world.assume(&carlos, &role, "cli-session");
}

#[test]
fn e12_e13_durations_and_chains() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let first = world.create_role("first", json!({ "AWS": user_arn("carlos") }));
    let second = world.create_role("second", json!({ "AWS": first }));
    for role in ["first", "second"] {
        world.done(
            "UpdateRole",
            json!({ "RoleName": role, "MaxSessionDuration": 43200 }),
        );
    }
    let long =
        |role: &str| json!({ "RoleArn": role, "RoleSessionName": "test", "DurationSeconds": 7200 });
    let answer = world.call(&carlos, "AssumeRole", long(&first)).unwrap();
    assert_eq!(answer["Credentials"]["Expiration"], "2026-01-01T02:00:00Z");
    world.fails_as(
        &keys(&answer["Credentials"]),
        "AssumeRole",
        long(&second),
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
}

#[test]
fn e21_a_session_expires_and_ends_with_its_role() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let role = world.create_role("R", json!({ "AWS": user_arn("carlos") }));
    let session = world.assume(&carlos, &role, "test");
    world.advance(3599);
    world.arn(&session);
    world.advance(1);
    world.fails_as(
        &session,
        "GetCallerIdentity",
        json!({}),
        "ExpiredToken",
        "The security token included in the request is expired",
    );
    let session = world.assume(&carlos, &role, "test");
    world.done("DeleteRole", json!({ "RoleName": "R" }));
    let invalid = "The security token included in the request is invalid.";
    world.fails_as(
        &session,
        "GetCallerIdentity",
        json!({}),
        "InvalidClientTokenId",
        invalid,
    );
    world.create_role("R", json!({ "AWS": user_arn("carlos") }));
    world.fails_as(
        &session,
        "GetCallerIdentity",
        json!({}),
        "InvalidClientTokenId",
        invalid,
    );
}

#[test]
fn e20_a_session_s_permissions_are_read_at_each_call() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let role = world.create_role("R", json!({ "AWS": user_arn("carlos") }));
    let session = world.assume(&carlos, &role, "test");
    assert!(!world.may(&session, "s3:GetObject", "arn:aws:s3:::b/k"));
    let document = policy(json!([allow("s3:GetObject", "*")]));
    world.done(
        "PutRolePolicy",
        json!({ "RoleName": "R", "PolicyName": "p", "PolicyDocument": document }),
    );
    assert!(world.may(&session, "s3:GetObject", "arn:aws:s3:::b/k"));
    world.done(
        "DeleteRolePolicy",
        json!({ "RoleName": "R", "PolicyName": "p" }),
    );
    assert!(!world.may(&session, "s3:GetObject", "arn:aws:s3:::b/k"));
}

#[test]
fn b18_b20_session_policies_only_take_away() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let role = world.create_role("R", json!({ "AWS": user_arn("carlos") }));
    let document = policy(json!([
        allow("s3:GetObject", "*"),
        allow("s3:PutObject", "*")
    ]));
    world.done(
        "PutRolePolicy",
        json!({ "RoleName": "R", "PolicyName": "p", "PolicyDocument": document }),
    );
    let managed = world.create_policy("OnlyPut", json!([allow("s3:PutObject", "*")]));
    let get = policy(json!([allow("s3:GetObject", "*"), allow("ec2:*", "*")]));
    let mut session = |extra: Value| {
        let mut input = json!({ "RoleArn": role, "RoleSessionName": "test" });
        input
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        let answer = world.call(&carlos, "AssumeRole", input).unwrap();
        assert!(answer["PackedPolicySize"].is_u64());
        keys(&answer["Credentials"])
    };
    let inline = session(json!({ "Policy": get }));
    let both = session(json!({ "Policy": get, "PolicyArns": [{ "arn": managed }] }));
    let object = "arn:aws:s3:::b/k";
    assert!(world.may(&inline, "s3:GetObject", object));
    assert!(!world.may(&inline, "s3:PutObject", object));
    assert!(!world.may(&inline, "ec2:RunInstances", "*"));
    assert!(world.may(&both, "s3:PutObject", object));
    world.fails_as(
        &carlos,
        "AssumeRole",
        json!({ "RoleArn": role, "RoleSessionName": "test", "Policy": "{}" }),
        "MalformedPolicyDocument",
        "Syntax errors in policy.",
    );
}

/// Carlos may assume `one` with tags, and `one` may assume `two` with tags.
fn taggable_roles(world: &mut World) -> (Caller, [String; 2]) {
    let carlos = world.create_user("carlos");
    let mut create = |name: &str, principal: &str| {
        let trust = policy(
            json!([{ "Effect": "Allow", "Principal": { "AWS": principal }, "Action": ["sts:AssumeRole", "sts:TagSession"] }]),
        );
        let input = json!({ "RoleName": name, "AssumeRolePolicyDocument": trust });
        crate::support::text(&world.done("CreateRole", input)["Role"]["Arn"])
    };
    let one = create("one", &user_arn("carlos"));
    let two = create("two", &one);
    (carlos, [one, two])
}

fn tagged(role: &str, tags: Value, transitive: Value) -> Value {
    json!({ "RoleArn": role, "RoleSessionName": "test", "Tags": tags, "TransitiveTagKeys": transitive })
}

fn star() -> Value {
    json!([{ "Key": "Star", "Value": "1" }])
}

#[test]
fn e9_keys_of_session_tags_differ_in_more_than_case() {
    let mut world = World::new();
    let (carlos, [one, _]) = taggable_roles(&mut world);
    let tags = json!([{ "Key": "A", "Value": "1" }, { "Key": "a", "Value": "2" }]);
    world.fails_as(
        &carlos,
        "AssumeRole",
        tagged(&one, tags, json!([])),
        "InvalidParameterValue",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    );
}

#[test]
fn e10_transitive_keys_are_among_the_tags() {
    let mut world = World::new();
    let (carlos, [one, _]) = taggable_roles(&mut world);
    world.fails_as(
        &carlos,
        "AssumeRole",
        tagged(&one, star(), json!(["B"])),
        "InvalidParameterValue",
        "The specified transitive tag key must be included in the requested tags.",
    );
    world
        .call(&carlos, "AssumeRole", tagged(&one, star(), json!(["star"])))
        .unwrap();
}

#[test]
fn e11_transitive_tags_are_not_set_again() {
    let mut world = World::new();
    let (carlos, [one, two]) = taggable_roles(&mut world);
    let answer = world
        .call(&carlos, "AssumeRole", tagged(&one, star(), json!(["star"])))
        .unwrap();
    let session = keys(&answer["Credentials"]);
    world.fails_as(
        &session,
        "AssumeRole",
        tagged(&two, json!([{ "Key": "STAR", "Value": "2" }]), json!([])),
        "InvalidParameterValue",
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
    // It goes along as it is.
    let chained = world.assume(&session, &two, "test");
    let conditioned = json!([{
        "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
        "Condition": { "StringEquals": { "aws:PrincipalTag/Star": "1" } },
    }]);
    let input =
        json!({ "RoleName": "two", "PolicyName": "p", "PolicyDocument": policy(conditioned) });
    world.done("PutRolePolicy", input);
    assert!(world.may(&chained, "s3:GetObject", "arn:aws:s3:::b/k"));
}

#[test]
fn e2_tags_need_tag_session_and_a_source_identity_its_own_permission() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let role = world.create_role("R", json!({ "AWS": user_arn("carlos") }));
    for (extra, action) in [
        (
            json!({ "Tags": [{ "Key": "a", "Value": "1" }] }),
            "sts:TagSession",
        ),
        (
            json!({ "SourceIdentity": "DevUser" }),
            "sts:SetSourceIdentity",
        ),
    ] {
        let mut input = json!({ "RoleArn": role, "RoleSessionName": "test" });
        input
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        let message = format!(
            "User: {} is not authorized to perform: {action} on resource: {role}",
            user_arn("carlos")
        );
        world.fails_as(&carlos, "AssumeRole", input, "AccessDenied", &message);
    }
}

#[test]
fn e17_an_mfa_device_nobody_has() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let role = world.create_role("R", json!({ "AWS": user_arn("carlos") }));
    world.fails_as(
        &carlos,
        "AssumeRole",
        json!({ "RoleArn": role, "RoleSessionName": "test", "SerialNumber": "arn:aws:iam::123456789012:mfa/carlos", "TokenCode": "123456" }),
        "AccessDenied",
        "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and \
         associated with this user.",
    );
}

#[test]
fn e15_t12_a_role_that_assumes_itself_must_say_so() {
    let mut world = World::new();
    let user = world.create_user("u");
    let role = world.create_role("Self", json!({ "AWS": user_arn("u") }));
    let document = policy(json!([allow("sts:AssumeRole", &role)]));
    let put = json!({ "RoleName": "Self", "PolicyName": "p", "PolicyDocument": document });
    world.done("PutRolePolicy", put);
    let session = world.assume(&user, &role, "one");
    world.refuses_assume(&session, &role);
    let both = trust(json!({ "AWS": [user_arn("u"), role] }));
    world.done(
        "UpdateAssumeRolePolicy",
        json!({ "RoleName": "Self", "PolicyDocument": both }),
    );
    world.assume(&session, &role, "two");
    world.done(
        "DeleteRolePolicy",
        json!({ "RoleName": "Self", "PolicyName": "p" }),
    );
    world.assume(&session, &role, "three");
    let account = trust(json!({ "AWS": ACCOUNT }));
    world.done(
        "UpdateAssumeRolePolicy",
        json!({ "RoleName": "Self", "PolicyDocument": account }),
    );
    world.refuses_assume(&session, &role);
}
