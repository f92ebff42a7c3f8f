//! The SDKs for IAM and STS: roles in a chain, errors by kind, paginators, waiters, presigned requests. Once in this process, once
//! over a socket.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_sdk_iam::client::Waiters;
use aws_sdk_iam::config::{BehaviorVersion, Region, SharedHttpClient};
use aws_sdk_iam::error::ProvideErrorMetadata;
use iamsh::clock::Timestamp;
use iamsh::lab::{Command, Settings};
use iamsh::serve::{Connector, Options, Service, listen};
use iamsh::store::KeptLab;

const ROLE: &str = "arn:aws:iam::123456789012:role";

fn service() -> Arc<Service> {
    let mut lab = KeptLab::in_memory(Settings::default());
    let account: iamsh::arn::AccountId = "123456789012".parse().unwrap();
    let create = Command::CreateAccount {
        id: account.clone(),
        email: "root@example.com".to_owned(),
        name: "test".to_owned(),
    };
    lab.execute(create).unwrap();
    let key = iamsh::lab::Credentials {
        access_key_id: "root".to_owned(),
        secret_access_key: "secret".to_owned(),
        session_token: None,
    };
    lab.execute(Command::AdoptKey { account, key }).unwrap();
    let mut options = Options::new(Arc::new(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Timestamp::from_seconds(i64::try_from(now.as_secs()).unwrap())
    }));
    options.real_clock = true;
    Arc::new(Service::new(lab, options).unwrap())
}

/// How clients reach the lab.
struct Way {
    http: SharedHttpClient,
    endpoint: String,
}

impl Way {
    fn iam(&self, credentials: Credentials) -> aws_sdk_iam::Client {
        let config = aws_sdk_iam::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .sleep_impl(aws_smithy_async::rt::sleep::TokioSleep::new())
            .endpoint_url(&self.endpoint)
            .http_client(self.http.clone())
            .credentials_provider(credentials);
        aws_sdk_iam::Client::from_conf(config.build())
    }

    fn sts(&self, credentials: Credentials) -> aws_sdk_sts::Client {
        let config = aws_sdk_sts::Config::builder()
            .behavior_version(aws_sdk_sts::config::BehaviorVersion::latest())
            .region(aws_sdk_sts::config::Region::new("us-east-1"))
            .sleep_impl(aws_smithy_async::rt::sleep::TokioSleep::new())
            .endpoint_url(&self.endpoint)
            .http_client(self.http.clone())
            .credentials_provider(credentials);
        aws_sdk_sts::Client::from_conf(config.build())
    }

    async fn assume(&self, credentials: Credentials, role: &str) -> Credentials {
        let assume = self.sts(credentials).assume_role();
        let assumed = assume
            .role_arn(format!("{ROLE}/{role}"))
            .role_session_name("session")
            .send()
            .await
            .unwrap();
        let issued = assumed.credentials().unwrap();
        Credentials::from_keys(
            issued.access_key_id(),
            issued.secret_access_key(),
            Some(issued.session_token().to_owned()),
        )
    }
}

fn trust(principal: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"sts:AssumeRole"}}]}}"#
    )
}

async fn works(way: &Way) {
    let iam = way.iam(Credentials::from_keys("root", "secret", None));
    for number in 0..25 {
        iam.create_user()
            .user_name(format!("user{number:02}"))
            .send()
            .await
            .unwrap();
    }
    let mut pages = iam.list_users().into_paginator().page_size(10).send();
    let mut names = Vec::new();
    while let Some(page) = pages.next().await {
        names.extend(
            page.unwrap()
                .users()
                .iter()
                .map(|user| user.user_name().to_owned()),
        );
    }
    assert_eq!(names.len(), 25);
    iam.wait_until_user_exists()
        .user_name("user03")
        .wait(Duration::from_secs(5))
        .await
        .unwrap();

    let missing = iam
        .get_user()
        .user_name("nobody")
        .send()
        .await
        .unwrap_err()
        .into_service_error();
    assert!(missing.is_no_such_entity_exception());
    assert_eq!(
        missing.message(),
        Some("The user with name nobody cannot be found.")
    );

    let first = iam.create_role().role_name("first");
    first
        .assume_role_policy_document(trust("arn:aws:iam::123456789012:user/user00"))
        .send()
        .await
        .unwrap();
    let allow = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}"#;
    iam.put_role_policy()
        .role_name("first")
        .policy_name("p")
        .policy_document(allow)
        .send()
        .await
        .unwrap();
    let second = iam.create_role().role_name("second");
    second
        .assume_role_policy_document(trust(&format!("{ROLE}/first")))
        .send()
        .await
        .unwrap();

    let key = iam
        .create_access_key()
        .user_name("user00")
        .send()
        .await
        .unwrap();
    let key = key.access_key().unwrap();
    let user = Credentials::from_keys(key.access_key_id(), key.secret_access_key(), None);
    let session = way.assume(way.assume(user, "first").await, "second").await;
    let me = way
        .sts(session.clone())
        .get_caller_identity()
        .send()
        .await
        .unwrap();
    assert_eq!(
        me.arn(),
        Some("arn:aws:sts::123456789012:assumed-role/second/session")
    );
    let denied = way
        .iam(session)
        .list_users()
        .send()
        .await
        .unwrap_err()
        .into_service_error();
    assert_eq!(denied.code(), Some("AccessDenied"));

    let wrong = way
        .sts(Credentials::from_keys("root", "wrong", None))
        .get_caller_identity()
        .send()
        .await;
    assert_eq!(
        wrong.unwrap_err().into_service_error().code(),
        Some("SignatureDoesNotMatch")
    );
}

#[tokio::test]
async fn clients_work_in_this_process() {
    let way = Way {
        http: SharedHttpClient::new(Connector::new(service())),
        endpoint: "http://lab.invalid".to_owned(),
    };
    works(&way).await;
}

#[tokio::test]
async fn clients_work_over_a_socket() {
    let listening = listen("127.0.0.1:0".parse().unwrap()).unwrap();
    let endpoint = format!("http://{}", listening.address());
    // Ends with the process.
    std::thread::spawn(move || listening.serve(service()));
    let way = Way {
        http: aws_smithy_http_client::Builder::new().build_http(),
        endpoint,
    };
    works(&way).await;
}
