//! Calls of the API on a lab of ordinary size: what a script, a test or a client of the wire protocol waits for.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench that cannot be set up has nothing to measure"
)]

use divan::{Bencher, black_box};
use iamsh::api;
use iamsh::arn::AccountId;
use iamsh::decision::Context;
use iamsh::lab::{Caller, Command, Credentials, Lab, Settings};
use serde_json::{Value, json};

const ACCOUNT: &str = "123456789012";
/// Users beside the one who calls.
const OTHERS: usize = 100;

fn main() {
    divan::main();
}

fn call(caller: &Caller, operation: &str, input: Value) -> Command {
    Command::Call {
        caller: caller.clone(),
        service: "iam".to_owned(),
        operation: operation.to_owned(),
        input,
        context: Context::default(),
    }
}

fn done(lab: &mut Lab, command: Command) -> Value {
    api::execute(lab, command).unwrap()
}

/// An account with many users, and one of them who may read IAM but change nothing.
fn world() -> (Lab, Caller) {
    let mut lab = Lab::new(Settings::default());
    let id: AccountId = ACCOUNT.parse().unwrap();
    let created = Command::CreateAccount {
        id: id.clone(),
        email: "a@example.com".to_owned(),
        name: "A".to_owned(),
    };
    done(&mut lab, created);
    let root = Caller::Root(id);
    let mut root_does = |operation, input| done(&mut lab, call(&root, operation, input));
    for number in 0..OTHERS {
        root_does(
            "CreateUser",
            json!({ "UserName": format!("user-{number}") }),
        );
    }
    root_does("CreateUser", json!({ "UserName": "carlos" }));
    for policy in [
        "IAMReadOnlyAccess",
        "AmazonEC2FullAccess",
        "AmazonS3ReadOnlyAccess",
    ] {
        let arn = format!("arn:aws:iam::aws:policy/{policy}");
        root_does(
            "AttachUserPolicy",
            json!({ "UserName": "carlos", "PolicyArn": arn }),
        );
    }
    let key = root_does("CreateAccessKey", json!({ "UserName": "carlos" }));
    let text = |name| key["AccessKey"][name].as_str().unwrap().to_owned();
    let keys = Credentials {
        access_key_id: text("AccessKeyId"),
        secret_access_key: text("SecretAccessKey"),
        session_token: None,
    };
    (lab, Caller::Keys(keys))
}

#[divan::bench]
fn allowed(bencher: Bencher<'_, '_>) {
    let (mut lab, carlos) = world();
    let command = call(&carlos, "GetUser", json!({ "UserName": "user-7" }));
    bencher.bench_local(|| api::execute(&mut lab, black_box(command.clone())).is_ok());
}

#[divan::bench]
fn denied(bencher: Bencher<'_, '_>) {
    let (mut lab, carlos) = world();
    let command = call(&carlos, "CreateUser", json!({ "UserName": "new" }));
    bencher.bench_local(|| api::execute(&mut lab, black_box(command.clone())).is_err());
}

/// The same with its encoded message read.
#[divan::bench]
fn denied_and_read(bencher: Bencher<'_, '_>) {
    let (mut lab, carlos) = world();
    let command = call(&carlos, "CreateUser", json!({ "UserName": "new" }));
    bencher.bench_local(|| {
        let denied = api::execute(&mut lab, black_box(command.clone())).err();
        denied.and_then(|error| Some(error.encoded_message?.encode()))
    });
}

/// A question with its whole reason; nothing is recorded.
#[divan::bench]
fn asked(bencher: Bencher<'_, '_>) {
    let (lab, carlos) = world();
    let given = Context::default();
    bencher.bench_local(|| {
        let bucket = black_box("arn:aws:s3:::bucket/key");
        api::evaluate(&lab, &carlos, "s3:GetObject", bucket, &given).is_ok()
    });
}
