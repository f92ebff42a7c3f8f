//! Whose credentials are these? Step 0 of every request.

use iamsh::lab::{Caller, Credentials};
use serde_json::json;

use crate::support::{World, keys};

const INVALID: &str = "The security token included in the request is invalid.";
const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. Check your AWS Secret \
                        Access Key and signing method. Consult the service documentation for details.";

fn changed(caller: &Caller, change: impl FnOnce(&mut Credentials)) -> Caller {
    let Caller::Keys(mut credentials) = caller.clone() else {
        panic!("keys are needed");
    };
    change(&mut credentials);
    Caller::Keys(credentials)
}

#[test]
fn long_term_keys() {
    let mut world = World::new();
    world.create_user("carlos");
    let answer = world.done("CreateAccessKey", json!({ "UserName": "carlos" }));
    let good = keys(&answer["AccessKey"]);
    for (caller, code, message) in [
        (
            changed(&good, |k| k.secret_access_key.push('x')),
            "SignatureDoesNotMatch",
            MISMATCH,
        ),
        (
            changed(&good, |k| {
                k.access_key_id = "AKIAIOSFODNN7EXAMPLE".to_owned()
            }),
            "InvalidClientTokenId",
            INVALID,
        ),
        (
            changed(&good, |k| k.access_key_id = "\0".to_owned()),
            "InvalidClientTokenId",
            INVALID,
        ),
        (
            changed(&good, |k| k.session_token = Some("x".to_owned())),
            "InvalidClientTokenId",
            INVALID,
        ),
    ] {
        world.fails_as(&caller, "GetCallerIdentity", json!({}), code, message);
    }
}

#[test]
fn temporary_keys() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let answer = world.call(&carlos, "GetSessionToken", json!({})).unwrap();
    let good = keys(&answer["Credentials"]);
    for (caller, code, message) in [
        (
            changed(&good, |k| k.session_token = None),
            "InvalidClientTokenId",
            INVALID,
        ),
        (
            changed(&good, |k| k.session_token = Some("stale".to_owned())),
            "InvalidClientTokenId",
            INVALID,
        ),
        (
            changed(&good, |k| k.secret_access_key.clear()),
            "SignatureDoesNotMatch",
            MISMATCH,
        ),
    ] {
        world.fails_as(&caller, "GetCallerIdentity", json!({}), code, message);
    }
    world.done("DeleteUser", json!({ "UserName": "carlos" }));
    world.fails_as(
        &good,
        "GetCallerIdentity",
        json!({}),
        "InvalidClientTokenId",
        INVALID,
    );
}

#[test]
fn a_request_without_credentials() {
    let mut world = World::new();
    world.fails_as(
        &Caller::Anonymous,
        "ListUsers",
        json!({}),
        "MissingAuthenticationToken",
        "Request is missing Authentication Token",
    );
}

#[test]
fn an_operation_that_does_not_exist() {
    let mut world = World::new();
    world.fails(
        "CreateUnicorn",
        json!({}),
        "InvalidAction",
        "Could not find operation CreateUnicorn for version 2010-05-08",
    );
}
