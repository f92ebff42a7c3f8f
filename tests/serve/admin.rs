//! The operator's requests, decisions, and the clock.

use serde_json::{Value, json};

use crate::support::{Served, root};

fn with_admin() -> Served {
    Served::with(|options| {
        options.admin = true;
        options.reset_path = Some("/moto-api/reset".to_owned());
    })
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn nothing_of_it_is_there_unless_asked_for() {
    let lab = Served::new();
    assert_eq!(lab.send("POST", "/_iamsh/reset", &[], "").status, 404);
}

#[test]
fn a_reset_takes_the_lab_back_to_its_start() {
    let lab = with_admin();
    for path in ["/_iamsh/reset", "/moto-api/reset"] {
        let first = lab
            .done("CreateUser&UserName=carlos")
            .element("UserId")
            .to_owned();
        assert_eq!(lab.send("POST", path, &[], "").status, 200);
        assert_eq!(lab.call(&root(), "GetUser&UserName=carlos").status, 404);
        let again = lab.done("CreateUser&UserName=carlos");
        assert_eq!(again.element("UserId"), first);
        lab.send("POST", path, &[], "");
    }
}

#[test]
fn other_machines_and_web_pages_are_refused() {
    let lab = with_admin();
    let far = lab.send_from("192.0.2.1", "POST", "/_iamsh/reset", &[], "");
    assert_eq!(far.status, 403);
    let origin = [("origin".to_owned(), "http://example.com".to_owned())];
    assert_eq!(lab.send("POST", "/_iamsh/reset", &origin, "").status, 403);
    for (host, status) in [
        ("rebound.example.com", 403),
        ("192.0.2.1:4566", 403),
        ("localhost:4566", 200),
        ("iam.localhost", 200),
        ("127.0.0.1:4566", 200),
        ("[::1]:4566", 200),
    ] {
        let host = [("host".to_owned(), host.to_owned())];
        assert_eq!(lab.send("POST", "/_iamsh/reset", &host, "").status, status);
    }
    assert_eq!(lab.send("GET", "/_iamsh/reset", &[], "").status, 405);
    assert_eq!(lab.send("POST", "/_iamsh/fly", &[], "").status, 404);
    assert_eq!(
        lab.send("POST", "/_iamsh/advance?seconds=x", &[], "")
            .status,
        400
    );
}

#[test]
fn events_are_lines_of_json_and_a_repeated_question_is_one_event() {
    let lab = with_admin();
    let lines = |after: &str| -> Vec<Value> {
        let answer = lab.send("GET", &format!("/_iamsh/events{after}"), &[], "");
        answer.text.lines().map(parsed).collect()
    };
    let before = lines("").len();
    for _ in 0..3 {
        lab.done("ListUsers");
    }
    lab.done("CreateUser&UserName=carlos");
    lab.done("ListUsers");
    lab.call(&root(), "GetUser&UserName=nobody");
    let events = lines(&format!("?after={before}"));
    let operations: Vec<&str> = events
        .iter()
        .map(|event| event["Operation"].as_str().unwrap())
        .collect();
    assert_eq!(
        operations,
        ["ListUsers", "CreateUser", "ListUsers", "GetUser"]
    );
    assert_eq!(events[3]["Code"], "NoSuchEntity");
    assert_eq!(events[0]["Caller"], "arn:aws:iam::123456789012:root");
}

#[test]
fn the_lab_decides_about_its_own_callers() {
    let lab = with_admin();
    let carlos = lab.user("carlos");
    let ask = |principal: &str| {
        let question =
            json!({ "principal": principal, "action": "iam:ListUsers", "resource": "*" });
        parsed(
            &lab.send("POST", "/_iamsh/decide", &[], &question.to_string())
                .text,
        )
    };
    let denied = ask("arn:aws:iam::123456789012:user/carlos");
    assert_eq!(denied["decision"], "ImplicitlyDenied");
    assert_eq!(ask(&carlos.id), denied);
    assert_eq!(ask("arn:aws:iam::123456789012:root")["decision"], "Allowed");
    assert_eq!(
        ask("arn:aws:iam::123456789012:user/none")["code"],
        "NoSuchEntity"
    );
}

#[test]
fn applications_ask_for_decisions_with_their_policies() {
    let lab = Served::new();
    let question = json!({
        "id": 7,
        "request": { "principal": "arn:aws:iam::111111111111:user/carlos", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k" },
        "identityPolicies": [{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }],
    });
    let one = lab.send("POST", "/decide", &[], &question.to_string());
    assert_eq!(
        (one.status, &parsed(&one.text)["decision"]),
        (200, &json!("Allowed"))
    );
    let many = lab.send("POST", "/decide", &[], &json!([question, {}]).to_string());
    let many = parsed(&many.text);
    assert_eq!(many[0]["id"], 7);
    assert!(many[1]["error"].is_string());
    for body in ["", "{", "[1", "\u{0}"] {
        assert_eq!(lab.send("POST", "/decide", &[], body).status, 400, "{body}");
    }
    assert_eq!(lab.send("GET", "/decide", &[], "").status, 405);
}

#[test]
fn the_labs_clock_follows_the_one_outside_when_asked_to() {
    let lab = Served::with(|options| options.real_clock = true);
    let date = lab
        .done("CreateUser&UserName=a")
        .element("CreateDate")
        .to_owned();
    assert_eq!(date, "2026-03-01T12:00:00Z");
    lab.pass(61);
    assert_eq!(
        lab.done("CreateUser&UserName=b").element("CreateDate"),
        "2026-03-01T12:01:01Z"
    );
    let lab = Served::new();
    lab.pass(61);
    assert_eq!(
        lab.done("CreateUser&UserName=b").element("CreateDate"),
        "2026-01-01T00:00:00Z"
    );
}
