//! Calls that are made again: they have the answer that they would have had if nobody had asked before.

use crate::signer::{self, Keys, Scope};
use crate::support::{Answer, DATE, HOST, Served, body, encoded, keys, root, service_of};

/// Calls that only read; `{key}` is carlos's access key id.
const READS: [&str; 6] = [
    "GetCallerIdentity",
    "ListUsers",
    "GetAccessKeyLastUsed&AccessKeyId={key}",
    "GetUser&UserName=carlos",
    "ListUserTags&UserName=carlos",
    "GetAccountAuthorizationDetails&Filter.member.1=User",
];

/// What happens between two times.
const BETWEEN: [&str; 5] = [
    "TagUser&UserName=carlos&Tags.member.1.Key=team&Tags.member.1.Value=blue",
    "UpdateUser&UserName=carlos&NewPath=%2Fdev%2F",
    "AttachUserPolicy&UserName=carlos&PolicyArn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FReadOnlyAccess",
    "CreateUser&UserName=eva",
    "DeleteUser&UserName=eva",
];

/// The text but for the request's id.
fn said(answer: &Answer) -> String {
    let (before, rest) = answer.text.split_once("<RequestId>").unwrap();
    let (id, after) = rest.split_once("</RequestId>").unwrap();
    assert_eq!(answer.headers.get("x-amzn-requestid").unwrap(), id);
    format!("{before}{after}")
}

fn asked(read: &str, keys: &Keys) -> String {
    read.replace("{key}", &keys.id)
}

fn other_agent(lab: &Served, keys: &Keys, parameters: &str, agent: &str, address: &str) -> Answer {
    let body = body(parameters);
    let scope = Scope::at(DATE, service_of(parameters));
    let mut headers = signer::headers(keys, &scope, HOST, &body);
    headers.push(("user-agent".to_owned(), agent.to_owned()));
    lab.send_from(address, "POST", "/", &headers, &body)
}

#[test]
fn an_answer_is_given_again_only_while_nothing_happened() {
    let lab = Served::new();
    let carlos = lab.user("carlos");
    for change in BETWEEN {
        for read in READS.map(|read| asked(read, &carlos)) {
            let first = said(&lab.done(&read));
            for _ in 0..3 {
                assert_eq!(said(&lab.done(&read)), first, "{read}");
            }
        }
        lab.done(change);
        for read in READS.map(|read| asked(read, &carlos)) {
            // A lab that has had the same changes, and in which nobody has asked.
            let other = Served::new();
            other.user("carlos");
            let done = BETWEEN.iter().position(|one| *one == change).unwrap();
            for change in &BETWEEN[..=done] {
                other.done(change);
            }
            let (known, new) = (lab.done(&read), other.done(&read));
            assert_eq!(said(&known), said(&new), "{read} after {change}");
        }
    }
}

#[test]
fn a_call_that_only_reads_is_something_that_happened() {
    let lab = Served::new();
    let carlos = lab.user("carlos");
    let used = format!("GetAccessKeyLastUsed&AccessKeyId={}", carlos.id);
    for _ in 0..3 {
        assert_eq!(lab.done(&used).element("ServiceName"), "N/A");
    }
    lab.call(&carlos, "GetCallerIdentity");
    assert_eq!(lab.done(&used).element("ServiceName"), "sts");
}

#[test]
fn a_caller_proves_each_time_who_it_is() {
    let lab = Served::new();
    let carlos = lab.user("carlos");
    for _ in 0..3 {
        assert_eq!(lab.call(&carlos, "GetCallerIdentity").status, 200);
    }
    let mallory = Keys {
        id: carlos.id.clone(),
        secret: "guessed".to_owned(),
        token: None,
    };
    let refused = lab.call(&mallory, "GetCallerIdentity");
    assert_eq!(refused.error(), (403, "SignatureDoesNotMatch"));
    let with_token = Keys {
        token: Some(String::new()),
        ..carlos.clone()
    };
    let refused = lab.call(&with_token, "GetCallerIdentity");
    assert_eq!(refused.error(), (403, "InvalidClientTokenId"));
    assert_eq!(lab.call(&carlos, "GetCallerIdentity").status, 200);
    lab.pass(3600);
    let refused = lab.call(&carlos, "GetCallerIdentity");
    assert_eq!(refused.error(), (403, "SignatureDoesNotMatch"));
    assert!(refused.element("Message").starts_with("Signature expired"));
}

#[test]
fn what_policies_see_of_a_request_is_part_of_it() {
    let lab = Served::new();
    let carlos = lab.user("carlos");
    let policy = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{
        "StringEquals":{"aws:UserAgent":"good"},"IpAddress":{"aws:SourceIp":"192.0.2.1"}}}}"#;
    let policy = encoded(policy);
    lab.done(&format!(
        "PutUserPolicy&UserName=carlos&PolicyName=p&PolicyDocument={policy}"
    ));
    let ask = |agent, address| other_agent(&lab, &carlos, "ListUsers", agent, address).status;
    for _ in 0..3 {
        assert_eq!(ask("good", "192.0.2.1"), 200);
    }
    assert_eq!(ask("bad", "192.0.2.1"), 403);
    assert_eq!(ask("good", "192.0.2.2"), 403);
    assert_eq!(ask("good", "::ffff:192.0.2.1"), 200);
    assert_eq!(lab.call(&root(), "ListUsers").status, 200);
}

#[test]
fn an_empty_header_is_not_an_absent_one() {
    let lab = Served::new();
    let carlos = lab.user("carlos");
    let policy = encoded(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Null":{"aws:Referer":"true"}}}}"#,
    );
    lab.done(&format!(
        "PutUserPolicy&UserName=carlos&PolicyName=p&PolicyDocument={policy}"
    ));
    for _ in 0..3 {
        assert_eq!(lab.call(&carlos, "ListUsers").status, 200);
    }
    let body = body("ListUsers");
    let mut headers = signer::headers(&carlos, &Scope::at(DATE, "iam"), HOST, &body);
    headers.push(("referer".to_owned(), String::new()));
    assert_eq!(lab.send("POST", "/", &headers, &body).status, 403);
}

#[test]
fn the_region_that_is_signed_is_the_one_that_counts() {
    let lab = Served::new();
    let me = |region: &str, prefix: &str| {
        let body = body("GetCallerIdentity");
        let scope = Scope {
            region: region.to_owned(),
            ..Scope::at(DATE, "sts")
        };
        let mut headers = signer::headers(&root(), &scope, HOST, &body);
        for (name, value) in &mut headers {
            if name == "authorization" {
                *value = value.replace(" Credential=", &format!(" {prefix}Credential="));
            }
        }
        let answer = lab.send("POST", "/", &headers, &body);
        answer.element("Arn").to_owned()
    };
    for _ in 0..3 {
        let arn = me("us-east-1", "XCredential=a/b/cn-north-1/, ");
        assert_eq!(arn, "arn:aws:iam::123456789012:root");
    }
    for _ in 0..3 {
        assert_eq!(me("cn-north-1", ""), "arn:aws-cn:iam::123456789012:root");
        assert_eq!(me("us-east-1", ""), "arn:aws:iam::123456789012:root");
    }
}

#[test]
fn keys_that_end_and_a_reset_end_what_is_known() {
    let lab = Served::with(|options| options.admin = true);
    let carlos = lab.user("carlos");
    let ask = |times: usize| {
        (0..times)
            .map(|_| lab.call(&carlos, "GetCallerIdentity").status)
            .collect::<Vec<_>>()
    };
    assert_eq!(ask(3), [200; 3]);
    let status = |status: &str| {
        format!(
            "UpdateAccessKey&UserName=carlos&AccessKeyId={}&Status={status}",
            carlos.id
        )
    };
    lab.done(&status("Inactive"));
    assert_eq!(ask(2), [403; 2]);
    lab.done(&status("Active"));
    assert_eq!(ask(3), [200; 3]);
    assert_eq!(lab.send("POST", "/_iamsh/reset", &[], "").status, 200);
    assert_eq!(ask(2), [403; 2]);
}

#[test]
fn a_session_ends_while_its_answers_are_known() {
    let lab = Served::with(|options| options.real_clock = true);
    let carlos = lab.user("carlos");
    let session = keys(&lab.call(&carlos, "GetSessionToken&DurationSeconds=900"));
    for _ in 0..3 {
        assert_eq!(lab.call(&session, "GetCallerIdentity").status, 200);
    }
    // The signature is still of now when the session is not.
    lab.pass(900);
    let ended = lab.call(&session, "GetCallerIdentity");
    assert_eq!(ended.error(), (403, "ExpiredToken"));
}

#[test]
fn each_time_has_its_line_and_its_request_id() {
    let lab = Served::new();
    let ids: Vec<String> = (0..4)
        .map(|_| {
            let answer = lab.done("GetCallerIdentity");
            answer.element("RequestId").to_owned()
        })
        .collect();
    let lines = lab.lines.lock().unwrap();
    assert!(lines.iter().all(|line| line == &lines[0]), "{lines:?}");
    assert_eq!(lines.len(), 4);
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]));
}
