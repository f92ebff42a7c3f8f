//! The wire form: roots, namespaces, metadata, errors, and what happens to odd requests.

use crate::signer::{self, Scope};
use crate::support::{DATE, HOST, OTHER, Served, body, keys, root, root_of};

const TRUST: &str = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22AWS%22%3A%22arn%3Aaws%3Aiam%3A%3A123456789012%3Aroot%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%7D";

#[test]
fn an_answer_has_its_root_metadata_and_request_id() {
    let lab = Served::new();
    let answer = lab.done(
        "CreateUser&UserName=carlos&Path=%2Fdev%2F&Tags.member.1.Key=a&Tags.member.1.Value=b",
    );
    let id = answer.element("RequestId").to_owned();
    assert_eq!(answer.headers["content-type"], "text/xml");
    assert_eq!(answer.headers["x-amzn-requestid"], id.as_str());
    assert_eq!(id.len(), 36);
    let user = answer.element("UserId").to_owned();
    assert_eq!(
        answer.text,
        format!(
            "<CreateUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><CreateUserResult><User><Path>/dev/</Path>\
             <UserName>carlos</UserName><UserId>{user}</UserId><Arn>arn:aws:iam::123456789012:user/dev/carlos</Arn>\
             <CreateDate>2026-01-01T00:00:00Z</CreateDate><Tags><member><Key>a</Key><Value>b</Value></member></Tags></User>\
             </CreateUserResult><ResponseMetadata><RequestId>{id}</RequestId></ResponseMetadata></CreateUserResponse>"
        )
    );
    let other = lab.done("GetUser&UserName=carlos");
    assert_ne!(other.element("RequestId"), id);
}

#[test]
fn an_error_has_code_status_and_text() {
    let lab = Served::new();
    let answer = lab.call(&root(), "GetUser&UserName=nobody");
    let id = answer.element("RequestId").to_owned();
    assert_eq!(answer.status, 404);
    assert_eq!(
        answer.text,
        format!(
            "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type><Code>NoSuchEntity</Code>\
             <Message>The user with name nobody cannot be found.</Message></Error><RequestId>{id}</RequestId></ErrorResponse>"
        )
    );
}

#[test]
fn a_get_is_answered_as_a_post_is() {
    let lab = Served::new();
    lab.done("CreateUser&UserName=carlos");
    let scope = Scope::at(DATE, "iam");
    let target = signer::presigned(
        &root(),
        &scope,
        HOST,
        "Action=GetUser&UserName=carlos&Version=2010-05-08",
        60,
    );
    let answer = lab.send("GET", &target, &[("host".to_owned(), HOST.to_owned())], "");
    assert_eq!(answer.element("UserName"), "carlos", "{}", answer.text);
}

#[test]
fn unknown_actions_and_versions_are_named_and_no_action_leads_home() {
    let lab = Served::new();
    for (query, text) in [
        (
            "Action=Foo&Version=2011-06-15",
            "Could not find operation Foo for version 2011-06-15",
        ),
        (
            "Action=ListUsers",
            "Could not find operation ListUsers for version NO_VERSION_SPECIFIED",
        ),
        (
            "Action=ListUsers&Version=2011-06-15",
            "Could not find operation ListUsers for version 2011-06-15",
        ),
    ] {
        let answer = lab.send("GET", &format!("/?{query}"), &[], "");
        assert_eq!(answer.error(), (400, "InvalidAction"));
        assert_eq!(answer.element("Message"), text);
        assert!(
            answer
                .text
                .contains("http://webservices.amazon.com/AWSFault/2005-15-09")
        );
    }
    let home = lab.send("GET", "/", &[], "");
    assert_eq!(
        (home.status, &home.headers["location"]),
        (302, &"https://aws.amazon.com/iam".parse().unwrap())
    );
    assert_eq!(
        lab.send("GET", "/?Action=%zz", &[], "").error(),
        (400, "MalformedQueryString")
    );
    assert_eq!(lab.send("GET", "/elsewhere", &[], "").status, 404);
    assert_eq!(lab.send("DELETE", "/", &[], "").status, 405);
}

#[test]
fn constraints_are_the_services_and_not_the_clients() {
    let lab = Served::new();
    let text = |parameters: &str| {
        let answer = lab.call(&root(), parameters);
        let (status, code) = answer.error();
        let message = answer
            .text
            .contains("<Message>")
            .then(|| answer.element("Message").to_owned());
        (status, code.to_owned(), message.unwrap_or_default())
    };
    let invalid = |message: &str| (400, "ValidationError".to_owned(), message.to_owned());
    assert_eq!(
        text("CreateUser"),
        invalid(
            "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must not be null"
        )
    );
    assert_eq!(
        text("AssumeRole&RoleSessionName=abc"),
        invalid(
            "1 validation error detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null"
        )
    );
    assert_eq!(
        text("ListUsers&MaxItems=5000"),
        invalid(
            "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000"
        )
    );
    assert_eq!(
        text("ListUsers&MaxItems=many"),
        (400, "MalformedInput".to_owned(), String::new())
    );
    assert_eq!(
        text("GetSessionToken&DurationSeconds="),
        (
            400,
            "MalformedInput".to_owned(),
            "missing value for decimal type".to_owned()
        )
    );
    // Unknown parameters are ignored, and of two values the first counts.
    lab.done("CreateUser&UserName=carlos&UserName=maria&Shoe=42");
    lab.done("GetUser&UserName=carlos");
}

#[test]
fn documents_are_percent_encoded_and_pages_follow_each_other() {
    let lab = Served::new();
    lab.done(&format!(
        "CreateRole&RoleName=r&AssumeRolePolicyDocument={TRUST}"
    ));
    assert_eq!(
        lab.done("GetRole&RoleName=r")
            .element("AssumeRolePolicyDocument"),
        TRUST
    );
    for name in ["a", "b", "c"] {
        lab.done(&format!("CreateUser&UserName={name}"));
    }
    let first = lab.done("ListUsers&MaxItems=2");
    assert_eq!(first.element("IsTruncated"), "true");
    let second = lab.done(&format!(
        "ListUsers&MaxItems=2&Marker={}",
        first.element("Marker")
    ));
    assert_eq!(
        (second.element("UserName"), second.element("IsTruncated")),
        ("c", "false")
    );
}

#[test]
fn policies_are_enforced_and_sessions_are_their_roles() {
    let lab = Served::new();
    let carlos = lab.user("carlos");
    let denied = lab.call(&carlos, "ListUsers");
    assert_eq!(denied.error(), (403, "AccessDenied"));
    assert!(denied.element("Message").starts_with(
        "User: arn:aws:iam::123456789012:user/carlos is not authorized to perform: iam:ListUsers"
    ));
    assert_eq!(
        lab.last_line().split(" User: ").next().unwrap(),
        "arn:aws:iam::123456789012:user/carlos iam:ListUsers 403 AccessDenied:"
    );
    lab.done(&format!(
        "CreateRole&RoleName=r&AssumeRolePolicyDocument={TRUST}"
    ));
    lab.done("AttachRolePolicy&RoleName=r&PolicyArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess");
    lab.done("PutUserPolicy&UserName=carlos&PolicyName=p&PolicyDocument=%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22sts%3AAssumeRole%22%2C%22Resource%22%3A%22*%22%7D%7D");
    let assumed = lab.call(
        &carlos,
        "AssumeRole&RoleArn=arn:aws:iam::123456789012:role/r&RoleSessionName=here",
    );
    let session = keys(&assumed);
    let me = lab.call(&session, "GetCallerIdentity");
    assert_eq!(
        me.element("Arn"),
        "arn:aws:sts::123456789012:assumed-role/r/here"
    );
    assert_eq!(lab.call(&session, "ListUsers").status, 200);
    assert_eq!(
        lab.call(&session, "CreateUser&UserName=x").error(),
        (403, "AccessDenied")
    );
}

#[test]
fn the_key_says_which_account() {
    let lab = Served::new();
    lab.done("CreateUser&UserName=carlos");
    let other = root_of(OTHER);
    assert_eq!(
        lab.call(&other, "GetUser&UserName=carlos").error(),
        (404, "NoSuchEntity")
    );
    assert_eq!(
        lab.call(&other, "GetCallerIdentity").element("Account"),
        OTHER
    );
}

#[test]
fn a_log_line_holds_no_control_characters() {
    let lab = Served::new();
    let body = body("Foo%0A%1B%5B2J");
    lab.send("POST", "/", &[], &body);
    assert_eq!(lab.last_line().matches(char::is_control).count(), 0);
}

#[test]
fn a_request_that_cannot_be_read_has_its_line_too() {
    let lab = Served::new();
    let refused = lab.service.unreadable(413, "too long");
    assert_eq!(refused.status(), 413);
    assert_eq!(
        lab.last_line(),
        "- - 413 MalformedHttpRequestException: too long"
    );
}
