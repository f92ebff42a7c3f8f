//! The AWS SDK for Rust on a lab in its own process: no port, no account, and policies are enforced.
//!
//! `cargo run --manifest-path examples/aws-sdk/Cargo.toml`

use std::error::Error;
use std::sync::Arc;

use aws_credential_types::Credentials;
use aws_sdk_iam::config::{BehaviorVersion, Region};
use iamsh::clock::START;
use iamsh::lab::{Command, Settings};
use iamsh::serve::{Connector, Options, Service};
use iamsh::store::KeptLab;

/// A lab with one account, whose root user has the key `root`.
fn lab() -> Result<KeptLab, Box<dyn Error>> {
    let mut lab = KeptLab::in_memory(Settings::default());
    let account: iamsh::arn::AccountId = "123456789012".parse()?;
    lab.execute(Command::CreateAccount {
        id: account.clone(),
        email: "root@example.com".to_owned(),
        name: "example".to_owned(),
    })?;
    let key = iamsh::lab::Credentials {
        access_key_id: "root".to_owned(),
        secret_access_key: "secret".to_owned(),
        session_token: None,
    };
    lab.execute(Command::AdoptKey { account, key })?;
    Ok(lab)
}

/// An IAM client that asks the lab.
fn client(http: &Connector, key: &str, secret: &str) -> aws_sdk_iam::Client {
    let config = aws_sdk_iam::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::from_keys(key, secret, None))
        .http_client(http.clone())
        .build();
    aws_sdk_iam::Client::from_conf(config)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // The lab's clock stands still; signatures of any date are taken, as the SDK signs by this machine's.
    let mut options = Options::new(Arc::new(|| START));
    options.any_date = true;
    let http = Connector::new(Arc::new(Service::new(lab()?, options)?));

    let root = client(&http, "root", "secret");
    root.create_user().user_name("carlos").send().await?;
    let key = root.create_access_key().user_name("carlos").send().await?;
    let key = key.access_key().ok_or("a key was made")?;

    let carlos = client(&http, key.access_key_id(), key.secret_access_key());
    let denied = carlos.list_users().send().await;
    match denied.map_err(aws_sdk_iam::error::SdkError::into_service_error) {
        Ok(_) => println!("carlos lists users"),
        Err(error) => println!("{}", error.meta()),
    }
    Ok(())
}
