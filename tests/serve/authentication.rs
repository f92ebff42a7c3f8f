//! Who asks, and how the proof is refused: rules E20 to E23 and AWS's recorded errors.

use crate::signer::{self, Keys, Scope};
use crate::support::{ACCOUNT, DATE, HOST, Served, body, keys, root};

const ME: &str = "GetCallerIdentity";

#[test]
fn unknown_inactive_and_deleted_keys_are_invalid_tokens() {
    let lab = Served::new();
    let carlos = lab.user("carlos");
    assert_eq!(lab.call(&carlos, ME).status, 200);
    let unknown = Keys {
        id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        ..root()
    };
    let refused = (403, "InvalidClientTokenId");
    assert_eq!(lab.call(&unknown, ME).error(), refused);
    lab.done(&format!(
        "UpdateAccessKey&UserName=carlos&AccessKeyId={}&Status=Inactive",
        carlos.id
    ));
    let answer = lab.call(&carlos, ME);
    assert_eq!(answer.error(), refused);
    assert_eq!(
        answer.element("Message"),
        "The security token included in the request is invalid."
    );
    lab.done(&format!(
        "DeleteAccessKey&UserName=carlos&AccessKeyId={}",
        carlos.id
    ));
    assert_eq!(lab.call(&carlos, ME).error(), refused);
    let with_token = Keys {
        token: Some("x".to_owned()),
        ..root()
    };
    assert_eq!(lab.call(&with_token, ME).error(), refused);
}

#[test]
fn a_wrong_secret_or_a_changed_request_does_not_match() {
    let lab = Served::new();
    let wrong = Keys {
        secret: "wrong".to_owned(),
        ..root()
    };
    let answer = lab.call(&wrong, ME);
    assert_eq!(answer.error(), (403, "SignatureDoesNotMatch"));
    assert!(
        answer
            .element("Message")
            .starts_with("The request signature we calculated does not match")
    );
    let headers = signer::headers(
        &root(),
        &Scope::at(DATE, "iam"),
        HOST,
        &body("CreateUser&UserName=a"),
    );
    let changed = lab.send("POST", "/", &headers, &body("CreateUser&UserName=b"));
    assert_eq!(changed.error(), (403, "SignatureDoesNotMatch"));
    assert_eq!(lab.call(&root(), "GetUser&UserName=b").status, 404);
}

#[test]
fn a_request_without_a_signature_is_missing_its_token() {
    let lab = Served::new();
    let answer = lab.send("POST", "/", &[], &body(ME));
    assert_eq!(answer.error(), (403, "MissingAuthenticationToken"));
    assert_eq!(
        answer.element("Message"),
        "Request is missing Authentication Token"
    );
}

#[test]
fn any_region_will_do_and_the_service_must_be_right() {
    let lab = Served::new();
    let scope = Scope {
        region: "eu-central-1".to_owned(),
        ..Scope::at(DATE, "iam")
    };
    assert_eq!(lab.call_in(&root(), &scope, "ListUsers").status, 200);
    let answer = lab.call_in(&root(), &scope, ME);
    assert_eq!(answer.error(), (403, "SignatureDoesNotMatch"));
    assert_eq!(
        answer.element("Message"),
        "Credential should be scoped to correct service: 'sts'. "
    );
}

#[test]
fn old_and_early_signatures_are_refused_unless_dates_do_not_matter() {
    let signed = Scope::at("20260301T114459Z", "sts");
    let lab = Served::new();
    let answer = lab.call_in(&root(), &signed, ME);
    assert_eq!(answer.error(), (403, "SignatureDoesNotMatch"));
    assert_eq!(
        answer.element("Message"),
        "Signature expired: 20260301T114459Z is now earlier than 20260301T114500Z (20260301T120000Z - 15 min.)"
    );
    let early = Scope::at("20260301T121501Z", "sts");
    assert!(
        lab.call_in(&root(), &early, ME)
            .element("Message")
            .starts_with("Signature not yet current: ")
    );
    let lab = Served::with(|options| options.any_date = true);
    assert_eq!(lab.call_in(&root(), &signed, ME).status, 200);
    let wrong = Keys {
        secret: "wrong".to_owned(),
        ..root()
    };
    assert_eq!(
        lab.call_in(&wrong, &signed, ME).error(),
        (403, "SignatureDoesNotMatch")
    );
}

#[test]
fn a_presigned_request_holds_for_its_time() {
    let lab = Served::new();
    let scope = Scope::at(DATE, "sts");
    let query = "Action=GetCallerIdentity&Version=2011-06-15";
    let get = |target: &str| lab.send("GET", target, &[("host".to_owned(), HOST.to_owned())], "");
    let target = signer::presigned(&root(), &scope, HOST, query, 3600);
    assert_eq!(get(&target).element("Account"), ACCOUNT);
    assert_eq!(
        get(&target.replace("3600", "3601")).error(),
        (403, "SignatureDoesNotMatch")
    );
    lab.pass(3600);
    assert_eq!(get(&target).status, 200);
    lab.pass(1);
    assert!(
        get(&target)
            .element("Message")
            .starts_with("Signature expired: ")
    );
    let forever = signer::presigned(&root(), &scope, HOST, query, 604_801);
    assert_eq!(get(&forever).error(), (400, "IncompleteSignature"));
}

#[test]
fn sessions_need_their_token_and_expire_by_the_labs_clock() {
    let lab = Served::with(|options| options.admin = true);
    let carlos = lab.user("carlos");
    let session = keys(&lab.call(&carlos, "GetSessionToken&DurationSeconds=900"));
    let me = |keys: &Keys| lab.call(keys, ME);
    assert_eq!(me(&session).status, 200);
    for token in [None, Some("forged".to_owned())] {
        let forged = Keys {
            token,
            ..session.clone()
        };
        assert_eq!(me(&forged).error(), (403, "InvalidClientTokenId"));
    }
    let scope = Scope::at(DATE, "sts");
    let presigned = signer::presigned(
        &session,
        &scope,
        HOST,
        "Action=GetCallerIdentity&Version=2011-06-15",
        60,
    );
    let answer = lab.send(
        "GET",
        &presigned,
        &[("host".to_owned(), HOST.to_owned())],
        "",
    );
    assert_eq!(answer.status, 200, "{}", answer.text);
    lab.send("POST", "/_iamsh/advance?seconds=900", &[], "");
    let expired = me(&session);
    assert_eq!(expired.error(), (403, "ExpiredToken"));
    assert_eq!(
        expired.element("Message"),
        "The security token included in the request is expired"
    );
}

#[test]
fn without_authentication_everybody_is_the_root_user() {
    let lab =
        Served::with(|options| options.without_authentication = Some(ACCOUNT.parse().unwrap()));
    let answer = lab.send("POST", "/", &[], &body(ME));
    assert_eq!(answer.element("Arn"), "arn:aws:iam::123456789012:root");
    let dummy = Keys {
        id: "test".to_owned(),
        secret: "test".to_owned(),
        token: None,
    };
    assert_eq!(lab.call(&dummy, "ListUsers").status, 200);
    let refused = lab.send("POST", "/", &[], &body("CreateUser"));
    assert_eq!(
        refused.element("Message"),
        "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must not be null"
    );
}

/// A signature without the host in it would hold for any server.
#[test]
fn the_host_has_to_be_signed() {
    let lab = Served::new();
    let body = body("GetCallerIdentity");
    let mut headers = signer::headers(&root(), &Scope::at(DATE, "sts"), HOST, &body);
    for (name, value) in &mut headers {
        if name == "authorization" {
            *value = value.replace("content-type;host;", "content-type;");
        }
    }
    let refused = lab.send("POST", "/", &headers, &body);
    assert_eq!(refused.error(), (403, "SignatureDoesNotMatch"));
    assert_eq!(
        refused.element("Message"),
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
    );
}

/// A call that is refused for its signature leaves the right one to be recorded.
#[test]
fn a_right_call_after_a_wrong_one_counts_as_use() {
    let lab = Served::new();
    let carlos = lab.user("carlos");
    let wrong = lab.call_in(&carlos, &Scope::at(DATE, "sts"), "ListUsers");
    assert_eq!(wrong.error(), (403, "SignatureDoesNotMatch"));
    lab.done("AttachUserPolicy&UserName=carlos&PolicyArn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FReadOnlyAccess");
    let wrong = lab.call_in(&carlos, &Scope::at(DATE, "sts"), "ListUsers");
    assert_eq!(wrong.error(), (403, "SignatureDoesNotMatch"));
    assert_eq!(lab.call(&carlos, "ListUsers").status, 200);
    let used = lab.done(&format!("GetAccessKeyLastUsed&AccessKeyId={}", carlos.id));
    assert_eq!(used.element("ServiceName"), "iam");
}
