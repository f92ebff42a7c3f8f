//! Section G: AWS's sentences for denials.

use serde_json::json;

use crate::ask::{
    BOB, FEDERATED, OTHER, ROLE, SESSION, STRANGER, allow, allow_all, ask, aws, bob, deny,
    document, to,
};

const QUEUE: &str = "arn:aws:sqs:us-east-1:111122223333:q";
const ACTION: &str = "sqs:SendMessage";

fn says(caller: &str, reason: &str) -> String {
    format!("User: {caller} is not authorized to perform: {ACTION} on resource: {QUEUE} {reason}")
}

#[test]
fn g_implicit_denials_by_layer() {
    let send = ask(BOB, ACTION, QUEUE);
    let own = || send.clone().identity(allow_all());
    let other = || allow("ec2:*", "*");
    let because = |kind: &str| {
        says(
            BOB,
            &format!("because no {kind} allows the {ACTION} action"),
        )
    };
    send.says(&because("identity-based policy"));
    own()
        .boundary(other())
        .says(&because("permissions boundary"));
    own().session(other()).says(&because("session policy"));
    own()
        .scp(&[other()])
        .says(&because("service control policy"));
    own()
        .endpoint(to(json!("*"), other()))
        .says(&because("VPC endpoint policy"));
    let in_one_organization = own()
        .owner(OTHER)
        .key("aws:PrincipalOrgID", "o-1")
        .key("aws:ResourceOrgID", "o-1");
    in_one_organization.says(&because("resource-based policy"));
    let assume = ask(
        SESSION,
        "sts:AssumeRole",
        "arn:aws:iam::111122223333:role/T",
    )
    .identity(allow_all());
    assume.says(&format!(
        "User: {SESSION} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/T"
    ));
}

#[test]
fn g_explicit_denials_by_layer() {
    let own = || ask(BOB, ACTION, QUEUE).identity(allow_all());
    let no = || deny("*", "*");
    let to_all = || to(json!("*"), no());
    let with = |kind: &str| says(BOB, &format!("with an explicit deny in {kind}"));
    own().identity(no()).says(&with("an identity-based policy"));
    own()
        .resource(to_all())
        .says(&with("a resource-based policy"));
    own().boundary(no()).says(&with("a permissions boundary"));
    own().session(no()).says(&with("a session policy"));
    own()
        .scp(&[allow_all(), no()])
        .says(&with("a service control policy"));
    own()
        .rcp(&[to_all()])
        .says(&with("a resource control policy"));
    own()
        .endpoint(to_all())
        .says(&with("a VPC endpoint policy"));
    let trust = to(json!("*"), json!({ "Effect": "Deny", "Action": "sts:*" }));
    let assume = ask(BOB, "sts:AssumeRole", ROLE)
        .identity(allow_all())
        .resource(trust);
    assume.says(&format!(
        "User: {BOB} is not authorized to perform: sts:AssumeRole on resource: {ROLE}"
    ));
}

#[test]
fn g_the_caller_is_the_session_and_everything_is_not_named() {
    let list = ask(SESSION, "sqs:ListQueues", "*");
    list.says(&format!(
        "User: {SESSION} is not authorized to perform: sqs:ListQueues because no identity-based policy allows the \
         sqs:ListQueues action"
    ));
    ask(FEDERATED, ACTION, QUEUE).says(&says(
        FEDERATED,
        &format!("because no identity-based policy allows the {ACTION} action"),
    ));
}

#[test]
fn g1_u36_an_explicit_deny_is_followed_by_the_arn_of_its_policy() {
    let scp =
        "arn:aws:organizations::987654321098:policy/o-qv5af4abcd/service_control_policy/p-2kgnabcd";
    let named = |name: &str, effect: &str| {
        let statement = json!({ "Effect": effect, "Action": "*", "Resource": "*" });
        json!({ "name": name, "document": document(statement) })
    };
    let own = || ask(BOB, ACTION, QUEUE).identity(allow_all());
    let denied = own().add("serviceControlPolicies", json!([named(scp, "Deny")]));
    denied.says(&says(
        BOB,
        &format!("with an explicit deny in a service control policy: {scp}"),
    ));
    let managed = "arn:aws:iam::111122223333:policy/NoQueues";
    for (member, kind) in [
        ("identityPolicies", "an identity-based policy"),
        ("permissionsBoundary", "a permissions boundary"),
        ("sessionPolicies", "a session policy"),
    ] {
        let denied = own().add(member, named(managed, "Deny"));
        denied.says(&says(
            BOB,
            &format!("with an explicit deny in {kind}: {managed}"),
        ));
    }
    // An inline policy has no ARN; an implicit denial names none.
    let inline = own().add("identityPolicies", named("inline", "Deny"));
    inline.says(&says(
        BOB,
        "with an explicit deny in an identity-based policy",
    ));
    let limited = own().add(
        "permissionsBoundary",
        json!({ "name": managed, "document": document(allow("ec2:*", "*")) }),
    );
    limited.says(&says(
        BOB,
        &format!("because no permissions boundary allows the {ACTION} action"),
    ));
    // The first of several denying policies.
    let two = own()
        .add("identityPolicies", named(managed, "Deny"))
        .add("identityPolicies", named(scp, "Deny"));
    two.says(&says(
        BOB,
        &format!("with an explicit deny in an identity-based policy: {managed}"),
    ));
    // To another account only within the organization.
    let far = own()
        .owner(OTHER)
        .add("identityPolicies", named(managed, "Deny"));
    let explicit = "with an explicit deny in an identity-based policy";
    far.says(&says(BOB, explicit));
    let near = far
        .key("aws:PrincipalOrgID", "o-1")
        .key("aws:ResourceOrgID", "o-1");
    near.says(&says(BOB, &format!("{explicit}: {managed}")));
}

#[test]
fn g2_s3_has_its_own_way_of_writing_it() {
    let object = r#""arn:aws:s3:::bucket/key""#;
    let start =
        format!("User: {BOB} is not authorized to perform: s3:GetObject on resource: {object}");
    bob().says(&format!(
        "{start} because no identity-based policy allows the s3:GetObject action"
    ));
    let managed = "arn:aws:iam::111122223333:policy/NoObjects";
    let policy = json!({ "name": managed, "document": document(deny("*", "*")) });
    let denied = bob().add("identityPolicies", policy);
    denied.says(&format!(
        "{start} with an explicit deny in an identity-based policy, with policy ARN: {managed}"
    ));
    let stranger = ask(STRANGER, "s3:GetObject", crate::ask::OBJECT).owner(crate::ask::ACCOUNT);
    stranger.identity(allow_all()).says("Access Denied");
}

#[test]
fn g3_the_preview_of_authorization_details_is_left_out() {
    let answer = bob().answer();
    let message = answer["message"].as_str().unwrap();
    assert!(
        message.ends_with("allows the s3:GetObject action"),
        "{message}"
    );
}

#[test]
fn g4_u37_between_organizations_the_other_side_keeps_its_reason_to_itself() {
    let stranger = || ask(STRANGER, ACTION, QUEUE);
    let bare =
        format!("User: {STRANGER} is not authorized to perform: {ACTION} on resource: {QUEUE}");
    stranger().identity(allow_all()).says(&bare);
    let denied = to(json!("*"), deny("*", "*"));
    stranger()
        .identity(allow_all())
        .resource(denied.clone())
        .says(&bare);
    stranger().rcp(std::slice::from_ref(&denied)).says(&bare);
    ask(STRANGER, "sts:AssumeRole", ROLE)
        .identity(allow_all())
        .says(&format!(
            "User: {STRANGER} is not authorized to perform: sts:AssumeRole on resource: {ROLE}"
        ));
    // The caller's own side says why.
    let own = stranger().resource(to(aws(STRANGER), allow_all()));
    own.says(&says(
        STRANGER,
        &format!("because no identity-based policy allows the {ACTION} action"),
    ));
    // S3 tells outsiders nothing at all.
    let read = || ask(STRANGER, "s3:GetObject", crate::ask::OBJECT).owner(crate::ask::ACCOUNT);
    read()
        .identity(allow_all())
        .resource(denied)
        .says("Access Denied");
    read()
        .resource(to(aws(STRANGER), allow_all()))
        .says("Access Denied");
}

#[test]
fn g5_u1_one_layer_is_named_of_several() {
    let send = ask(BOB, ACTION, QUEUE)
        .boundary(allow("ec2:*", "*"))
        .scp(&[allow("ec2:*", "*")]);
    send.lacks(&["scp", "identity", "boundary"]);
    send.says(&says(
        BOB,
        &format!("because no service control policy allows the {ACTION} action"),
    ));
    // Explicit before implicit; then the order of AWS's check list.
    let denied = send.identity(deny("*", "*")).session(deny("*", "*"));
    denied.denied_by(&["identity", "session"]);
    denied.says(&says(
        BOB,
        "with an explicit deny in an identity-based policy",
    ));
    let none = ask(BOB, ACTION, QUEUE);
    none.lacks(&["identity"]);
    none.owner(OTHER).lacks(&["resource", "identity"]);
}

#[test]
fn g6_awss_sentence_comes_alone() {
    let answer = bob().answer();
    let members: Vec<&String> = answer.as_object().unwrap().keys().collect();
    assert_eq!(members, ["decision", "blockedBy", "matched", "message"]);
    assert!(!answer["message"].as_str().unwrap().contains('\n'));
    let allowed = bob().identity(allow_all()).answer();
    assert!(allowed.get("message").is_none());
}
