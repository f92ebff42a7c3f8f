//! One decision: a request with all its policies compiled, answered without and with its reason.

use divan::{Bencher, black_box};
use iamsh::decision::stateless::{Question, Reader};
use serde_json::json;

fn main() {
    divan::main();
}

/// A user with so many statements, of which the last one is about the request.
fn question(statements: usize) -> Option<Question> {
    let statement = |number: usize| json!({ "Effect": "Allow", "Action": format!("svc{number}:Get*"), "Resource": format!("arn:aws:svc{number}:::thing/*") });
    let mut list: Vec<_> = (1..statements).map(statement).collect();
    list.push(
        json!({ "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::bucket/*" }),
    );
    let question = json!({
        "request": { "principal": "arn:aws:iam::111111111111:user/carlos", "action": "s3:GetObject",
                     "resource": { "arn": "arn:aws:s3:::bucket/key", "accountId": "111111111111" } },
        "identityPolicies": [{ "Version": "2012-10-17", "Statement": list }],
    });
    Reader::new(false).read(&question.to_string()).ok()
}

#[divan::bench(args = [10, 100, 1_000, 10_000])]
fn decide(bencher: Bencher<'_, '_>, statements: usize) {
    let question = question(statements);
    assert!(
        question
            .as_ref()
            .is_some_and(|question| question.decide().allowed())
    );
    bencher.bench_local(|| {
        question
            .as_ref()
            .map(|question| black_box(question.decide()))
    });
}

#[divan::bench(args = [10, 200])]
fn explain(bencher: Bencher<'_, '_>, statements: usize) {
    let question = question(statements);
    bencher.bench_local(|| {
        question
            .as_ref()
            .map(|question| black_box(question.explain()))
    });
}
