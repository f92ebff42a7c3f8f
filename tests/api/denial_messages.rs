//! Encoded authorization messages: decodable by who may, and by nobody else's making.

use serde_json::{Value, json};

use crate::support::{World, allow, deny, text, user_arn};

fn decoded(world: &mut World, message: &str) -> Value {
    let answer = world.done(
        "DecodeAuthorizationMessage",
        json!({ "EncodedMessage": message }),
    );
    serde_json::from_str(&text(&answer["DecodedMessage"])).unwrap()
}

#[test]
fn a_denial_can_be_decoded() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let denied = world.call(&carlos, "ListUsers", json!({})).unwrap_err();
    let message = denied.encoded_message.unwrap().encode();
    let shown = decoded(&mut world, &message);
    assert_eq!(shown["allowed"], false);
    assert_eq!(shown["explicitDeny"], false);
    assert_eq!(shown["matchedStatements"]["items"], json!([]));
    let context = &shown["context"];
    assert_eq!(context["principal"]["arn"], user_arn("carlos"));
    assert_eq!(context["principal"]["name"], "carlos");
    assert_eq!(context["action"], "iam:ListUsers");
    assert_eq!(context["resource"], "arn:aws:iam::123456789012:user/");
    let conditions = context["conditions"]["items"].as_array().unwrap();
    assert!(conditions.contains(
        &json!({ "key": "aws:username", "values": { "items": [{ "value": "carlos" }] } })
    ));
}

#[test]
fn an_explicit_deny_names_its_statement() {
    let mut world = World::new();
    let mut statement = deny("s3:*", "*");
    statement["Sid"] = json!("NoBuckets");
    let carlos = world.create_user_with("carlos", json!([allow("*", "*"), statement]));
    let denied = world
        .perform(
            &carlos,
            "s3:GetObject",
            "arn:aws:s3:::b/k",
            iamsh::lab::event::ResourceEffect::Use,
        )
        .unwrap_err();
    let shown = decoded(&mut world, &denied.encoded_message.unwrap().encode());
    assert_eq!(shown["explicitDeny"], true);
    let matched = &shown["matchedStatements"]["items"][0];
    assert_eq!(matched["statementId"], "NoBuckets");
    assert_eq!(matched["effect"], "DENY");
    assert_eq!(matched["actions"]["items"][0]["value"], "s3:*");
}

#[test]
fn what_the_lab_did_not_write_is_refused() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let denied = world.call(&carlos, "ListUsers", json!({})).unwrap_err();
    let message = denied.encoded_message.unwrap().encode();
    for odd in [
        "x",
        "not a message",
        &format!("{message}AAAA"),
        &format!("{message}\n"),
    ] {
        world.fails(
            "DecodeAuthorizationMessage",
            json!({ "EncodedMessage": odd }),
            "InvalidAuthorizationMessageException",
            "Message is not valid",
        );
    }
    // Reading needs permission: what a denial knows is not for everybody.
    let denied = world
        .call(
            &carlos,
            "DecodeAuthorizationMessage",
            json!({ "EncodedMessage": message }),
        )
        .unwrap_err();
    assert_eq!(denied.code, "AccessDenied");
}
