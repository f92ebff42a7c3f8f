//! What is passed to a session and handed on in a chain of roles: tags, source identity, names (scenarios T4 and T8).

use iamsh::decision::Context;
use iamsh::lab::Caller;
use serde_json::{Value, json};

use crate::support::{ACCOUNT, World, allow, keys, policy, text, user_arn};

const OPEN: [&str; 3] = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];

impl World {
    fn role_trusting(&mut self, name: &str, statement: Value) -> String {
        let answer = self.done(
            "CreateRole",
            json!({ "RoleName": name, "AssumeRolePolicyDocument": policy(json!([statement])) }),
        );
        text(&answer["Role"]["Arn"])
    }

    fn tag_role(&mut self, name: &str, tags: &[(&str, &str)]) {
        self.done(
            "TagRole",
            json!({ "RoleName": name, "Tags": tag_list(tags) }),
        );
    }

    fn assume_with(&mut self, caller: &Caller, role: &str, extra: Value) -> Caller {
        let answer = self
            .call(caller, "AssumeRole", asked(role, extra))
            .unwrap_or_else(|error| panic!("{error}"));
        keys(&answer["Credentials"])
    }

    /// Whether the caller has this principal tag, as its policies see it.
    fn has_tag(&mut self, role: &str, caller: &Caller, key: &str, value: &str) -> bool {
        let condition = format!("aws:PrincipalTag/{key}");
        let document = policy(
            json!([{ "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*",
            "Condition": { "StringEquals": { condition: value } } }]),
        );
        self.done(
            "PutRolePolicy",
            json!({ "RoleName": role, "PolicyName": "probe", "PolicyDocument": document }),
        );
        self.may(caller, "s3:ListAllMyBuckets", "*")
    }
}

fn tag_list(tags: &[(&str, &str)]) -> Value {
    tags.iter()
        .map(|(key, value)| json!({ "Key": key, "Value": value }))
        .collect()
}

fn asked(role: &str, extra: Value) -> Value {
    let mut input = json!({ "RoleArn": role, "RoleSessionName": "test" });
    if let (Some(input), Some(extra)) = (input.as_object_mut(), extra.as_object()) {
        input.extend(extra.clone());
    }
    input
}

fn trusting(principal: &str, actions: &[&str]) -> Value {
    json!({ "Effect": "Allow", "Principal": { "AWS": principal }, "Action": actions })
}

fn conditioned(mut statement: Value, condition: Value) -> Value {
    statement["Condition"] = condition;
    statement
}

fn refusal(caller: &str, action: &str, role: &str) -> String {
    format!("User: {caller} is not authorized to perform: {action} on resource: {role}")
}

/// Rows 1 to 5 of scenario T8.
#[test]
fn e1_e11_t8_transitive_tags_go_along_a_chain() {
    let mut world = World::new();
    let user = world.create_user("u");
    let one = world.role_trusting("Role1", trusting(&user_arn("u"), &OPEN));
    let two = world.role_trusting("Role2", trusting(&one, &OPEN));
    // The third asks for the tag of the role itself, where the inherited one stands in for it.
    let wanted =
        json!({ "StringEquals": { "aws:ResourceTag/Star": "1", "iam:ResourceTag/Star": "1" } });
    let three = world.role_trusting("Role3", conditioned(trusting(&two, &OPEN), wanted));
    world.tag_role("Role1", &[("Heart", "1")]);
    world.tag_role("Role2", &[("Sun", "2")]);
    world.tag_role("Role3", &[("Star", "3"), ("Lightning", "3")]);

    let tags = tag_list(&[("Star", "1"), ("Heart", "1")]);
    let extra = json!({ "Tags": tags, "TransitiveTagKeys": ["Star", "Heart"] });
    let first = world.assume_with(&user, &one, extra);
    assert!(world.has_tag("Role1", &first, "Star", "1"));
    assert!(world.has_tag("Role1", &first, "Heart", "1"));

    let second = world.assume_with(&first, &two, json!({}));
    for (key, value) in [("Heart", "1"), ("Star", "1"), ("Sun", "2")] {
        assert!(world.has_tag("Role2", &second, key, value), "{key}");
    }

    let third = world.assume_with(&second, &three, json!({}));
    for (key, value, there) in [
        ("Heart", "1", true),
        ("Star", "1", true),
        ("Lightning", "3", true),
        ("Sun", "2", false),
    ] {
        assert_eq!(world.has_tag("Role3", &third, key, value), there, "{key}");
    }
    for key in ["Star", "star"] {
        world.fails_as(
            &second,
            "AssumeRole",
            asked(&three, json!({ "Tags": tag_list(&[(key, "2")]) })),
            "InvalidParameterValue",
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the \
             calling session.",
        );
    }
    // Sun is not transitive, so it may be passed anew (U29).
    let again = world.assume_with(
        &second,
        &three,
        json!({ "Tags": tag_list(&[("Sun", "9")]) }),
    );
    assert!(world.has_tag("Role3", &again, "Sun", "9"));
}

#[test]
fn e2_t8_an_inherited_tag_needs_tag_session_too() {
    let mut world = World::new();
    let user = world.create_user("u");
    let one = world.role_trusting("Role1", trusting(&user_arn("u"), &OPEN));
    let two = world.role_trusting("Role2", trusting(&one, &["sts:AssumeRole"]));
    let extra = json!({ "Tags": tag_list(&[("Star", "1")]), "TransitiveTagKeys": ["Star"] });
    let session = world.assume_with(&user, &one, extra);
    let caller = "arn:aws:sts::123456789012:assumed-role/Role1/test";
    world.fails_as(
        &session,
        "AssumeRole",
        asked(&two, json!({})),
        "AccessDenied",
        &refusal(caller, "sts:TagSession", &two),
    );
}

/// Row 9 of scenario T8.
#[test]
fn e1_t8_conditions_on_what_is_passed() {
    let mut world = World::new();
    let user = world.create_user("test-session-tags");
    let principal = user_arn("test-session-tags");
    let assume = conditioned(
        trusting(&principal, &["sts:AssumeRole"]),
        json!({
            "StringLike": { "aws:RequestTag/Project": "*", "aws:RequestTag/CostCenter": "*", "aws:RequestTag/Department": "*" },
            "StringEquals": { "sts:ExternalId": "Example987" },
        }),
    );
    let tag = conditioned(
        trusting(&principal, &["sts:TagSession"]),
        json!({
            "StringEquals": { "aws:RequestTag/Department": ["Engineering", "Marketing"] },
            "ForAllValues:StringEquals": { "sts:TransitiveTagKeys": ["Project", "Department"] },
        }),
    );
    let role = text(
        &world.done(
            "CreateRole",
            json!({ "RoleName": "X", "AssumeRolePolicyDocument": policy(json!([assume, tag])) }),
        )["Role"]["Arn"],
    );
    let tags = |department: &str| {
        tag_list(&[
            ("Project", "p"),
            ("CostCenter", "1"),
            ("Department", department),
        ])
    };
    let id = "Example987";
    world.assume_with(
        &user,
        &role,
        json!({ "Tags": tags("Marketing"), "ExternalId": id }),
    );
    world.assume_with(
        &user,
        &role,
        json!({ "Tags": tags("Marketing"), "ExternalId": id, "TransitiveTagKeys": ["Project"] }),
    );
    for (extra, action) in [
        (json!({ "Tags": tags("Marketing") }), "sts:AssumeRole"),
        (
            json!({ "Tags": tag_list(&[("Project", "p"), ("Department", "Marketing")]), "ExternalId": id }),
            "sts:AssumeRole",
        ),
        (
            json!({ "Tags": tags("HR"), "ExternalId": id }),
            "sts:TagSession",
        ),
        (
            json!({ "Tags": tags("Marketing"), "ExternalId": id, "TransitiveTagKeys": ["CostCenter"] }),
            "sts:TagSession",
        ),
    ] {
        world.fails_as(
            &user,
            "AssumeRole",
            asked(&role, extra),
            "AccessDenied",
            &refusal(&principal, action, &role),
        );
    }
}

/// Scenario T4.
#[test]
fn e5_external_ids() {
    let mut world = World::new();
    let collector = world.create_user("collector");
    let open = world.role_trusting("Open", trusting(&user_arn("collector"), &OPEN));
    world.assume_with(&collector, &open, json!({ "ExternalId": "67890" }));
    let wanted = json!({ "StringEquals": { "sts:ExternalId": "12345" } });
    let role = world.role_trusting(
        "ExampleRole",
        conditioned(trusting(&user_arn("collector"), &OPEN), wanted),
    );
    world.assume_with(&collector, &role, json!({ "ExternalId": "12345" }));
    for extra in [json!({ "ExternalId": "67890" }), json!({})] {
        world.fails_as(
            &collector,
            "AssumeRole",
            asked(&role, extra),
            "AccessDenied",
            &refusal(&user_arn("collector"), "sts:AssumeRole", &role),
        );
    }
    world.fails_as(
        &collector,
        "AssumeRole",
        asked(&role, json!({ "ExternalId": "a b" })),
        "ValidationError",
        "1 validation error detected: Value 'a b' at 'externalId' failed to satisfy constraint: Member must satisfy regular \
         expression pattern: [\\w+=,.@:\\/-]*",
    );
}

#[test]
fn e7_a_trust_that_asks_for_the_name_of_the_user() {
    let mut world = World::new();
    let carlos = world.create_user_with("carlos", json!([allow("sts:AssumeRole", "*")]));
    let named = json!({ "StringLike": { "sts:RoleSessionName": "${aws:username}" } });
    let role = world.role_trusting("R", conditioned(trusting(ACCOUNT, &OPEN), named));
    world.refuses_assume(&carlos, &role);
    let name = |session: &str| json!({ "RoleSessionName": session });
    world.assume_with(&carlos, &role, name("carlos"));
    // A session has no user name: the variable stays unresolved, and matches nothing.
    let first = world.role_trusting("First", trusting(&user_arn("carlos"), &OPEN));
    world.done(
        "PutRolePolicy",
        json!({ "RoleName": "First", "PolicyName": "p", "PolicyDocument": policy(json!([allow("sts:*", "*")])) }),
    );
    let session = world.assume_with(&carlos, &first, name("carlos"));
    let error = world
        .call(&session, "AssumeRole", asked(&role, name("carlos")))
        .unwrap_err();
    assert_eq!(error.code, "AccessDenied");
}

/// Row 10 of scenario T8.
#[test]
fn e8_a_source_identity_stays_through_a_chain() {
    let mut world = World::new();
    let user = world.create_user("u");
    let one = world.role_trusting("Role1", trusting(&user_arn("u"), &OPEN));
    let two = world.role_trusting("Role2", trusting(&one, &OPEN));
    let closed = world.role_trusting("Closed", trusting(&one, &["sts:AssumeRole"]));
    let input = asked(&one, json!({ "SourceIdentity": "DevUser" }));
    let answer = world.call(&user, "AssumeRole", input).unwrap();
    assert_eq!(answer["SourceIdentity"], "DevUser");
    let first = keys(&answer["Credentials"]);
    let second = world.assume_with(&first, &two, json!({}));
    let document = policy(
        json!([{ "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*",
        "Condition": { "StringEquals": { "aws:SourceIdentity": "DevUser" } } }]),
    );
    for (role, session) in [("Role1", &first), ("Role2", &second)] {
        world.done(
            "PutRolePolicy",
            json!({ "RoleName": role, "PolicyName": "p", "PolicyDocument": document }),
        );
        assert!(world.may(session, "s3:ListAllMyBuckets", "*"), "{role}");
    }
    let caller = "arn:aws:sts::123456789012:assumed-role/Role1/test";
    world.fails_as(
        &first,
        "AssumeRole",
        asked(&closed, json!({})),
        "AccessDenied",
        &refusal(caller, "sts:SetSourceIdentity", &closed),
    );
    world.fails_as(
        &first,
        "AssumeRole",
        asked(&two, json!({ "SourceIdentity": "Other" })),
        "ValidationError",
        "The source identity is already set for this assume role session",
    );
    world.fails_as(
        &user,
        "AssumeRole",
        asked(&one, json!({ "SourceIdentity": "aws:x" })),
        "ValidationError",
        "1 validation error detected: Value 'aws:x' at 'sourceIdentity' failed to satisfy constraint: Member must satisfy \
         regular expression pattern: [\\w+=,.@-]*",
    );
}

#[test]
fn e19_packed_policy_size_of_assume_role() {
    let mut world = World::new();
    let user = world.create_user("u");
    let role = world.role_trusting("R", trusting(&user_arn("u"), &OPEN));
    let answer = world
        .call(&user, "AssumeRole", asked(&role, json!({})))
        .unwrap();
    assert!(answer.get("PackedPolicySize").is_none());
    let arns = json!({ "PolicyArns": [{ "arn": "arn:aws:iam::aws:policy/ReadOnlyAccess" }] });
    let answer = world.call(&user, "AssumeRole", asked(&role, arns)).unwrap();
    assert_eq!(answer["PackedPolicySize"], 1);
    let tags: Vec<Value> = (0..20)
        .map(|number| json!({ "Key": number.to_string(), "Value": "v".repeat(140) }))
        .collect();
    world.fails_as(
        &user,
        "AssumeRole",
        asked(&role, json!({ "Tags": tags })),
        "PackedPolicyTooLarge",
        "Packed size of session tags consumes 141% of allotted space.",
    );
}

#[test]
fn e20_u33_tags_of_the_role_reach_its_sessions_and_session_tags_stay() {
    let mut world = World::new();
    let user = world.create_user("u");
    let role = world.role_trusting("R", trusting(&user_arn("u"), &OPEN));
    let session = world.assume_with(&user, &role, json!({ "Tags": tag_list(&[("a", "1")]) }));
    world.tag_role("R", &[("A", "2"), ("b", "2")]);
    assert!(world.has_tag("R", &session, "a", "1"));
    assert!(world.has_tag("R", &session, "b", "2"));
}

/// Row 6 of scenario T4: a service assumes a role on behalf of a resource.
#[test]
fn c10_a_service_assumes_a_role_that_trusts_it() {
    let mut world = World::new();
    let wanted = json!({ "ArnLike": { "aws:SourceArn": "arn:aws:ssm-incidents:*:123456789012:incident-record/myresponseplan/*" } });
    let role = world.role_trusting(
        "Incident",
        json!({ "Effect": "Allow", "Principal": { "Service": "ssm-incidents.amazonaws.com" }, "Action": "sts:AssumeRole",
            "Condition": wanted }),
    );
    let service = Caller::Service("ssm-incidents.amazonaws.com".to_owned());
    let mut assume = |source: Option<&str>| {
        let mut context = Context::default();
        if let Some(arn) = source {
            context.set("aws:SourceArn", arn);
        }
        let command = iamsh::lab::Command::Call {
            caller: service.clone(),
            service: "sts".to_owned(),
            operation: "AssumeRole".to_owned(),
            input: asked(&role, json!({})),
            context,
        };
        iamsh::api::execute(&mut world.lab, command).map(|answer| keys(&answer["Credentials"]))
    };
    let plan = "arn:aws:ssm-incidents:us-east-1:123456789012:incident-record";
    let session = assume(Some(&format!("{plan}/myresponseplan/1"))).unwrap();
    assume(Some(&format!("{plan}/other/1"))).unwrap_err();
    assume(None).unwrap_err();
    assert_eq!(
        world.arn(&session),
        "arn:aws:sts::123456789012:assumed-role/Incident/test"
    );
}
