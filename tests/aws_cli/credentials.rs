//! Who a line is: variables, profiles, roles of profiles, and the owner of the lab.

use iamsh::lab::{Command, Lab};
use serde_json::json;

use crate::support::Shell;

const ACCOUNT: &str = "123456789012";

/// Carlos with a key, and who lines are after exporting it.
fn carlos() -> (Shell, String, String) {
    let mut shell = Shell::new();
    shell.done("iam create-user --user-name carlos");
    let key = shell.done("iam create-access-key --user-name carlos --query AccessKey");
    let text = |name: &str| key[name].as_str().unwrap().to_owned();
    (shell, text("AccessKeyId"), text("SecretAccessKey"))
}

fn who(shell: &mut Shell, options: &str) -> String {
    let arn = shell.done(&format!("sts get-caller-identity --query Arn {options}"));
    arn.as_str().unwrap().to_owned()
}

fn role(shell: &mut Shell, name: &str, principal: &str, condition: &str) {
    let trust = json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": principal }, "Action": "sts:AssumeRole" }] });
    let mut trust = trust.to_string();
    if !condition.is_empty() {
        trust = trust.replace(
            "\"Action\"",
            &format!("\"Condition\":{condition},\"Action\""),
        );
    }
    shell.done(&format!(
        "iam create-role --role-name {name} --assume-role-policy-document '{trust}'"
    ));
}

#[test]
fn without_credentials_a_line_is_the_root_user_of_the_first_account() {
    let mut shell = Shell::new();
    assert_eq!(who(&mut shell, ""), format!("arn:aws:iam::{ACCOUNT}:root"));
    let mut shell = Shell::new();
    let command = Command::CreateAccount {
        id: "111122223333".parse().unwrap(),
        email: "root@example.com".to_owned(),
        name: "first".to_owned(),
    };
    iamsh::api::execute(&mut shell.lab, command).unwrap();
    assert_eq!(who(&mut shell, ""), "arn:aws:iam::111122223333:root");
    assert_eq!(shell.lab.accounts.len(), 1);
}

#[test]
fn exported_keys_are_who_the_next_lines_are_until_they_are_unset() {
    let (mut shell, id, secret) = carlos();
    shell.environment.set("AWS_ACCESS_KEY_ID", &id);
    shell.environment.set("AWS_SECRET_ACCESS_KEY", &secret);
    assert_eq!(
        who(&mut shell, ""),
        format!("arn:aws:iam::{ACCOUNT}:user/carlos")
    );
    let denied = shell.aws("iam list-users");
    assert_eq!(
        (denied.code, denied.error.as_ref().unwrap().code),
        (254, "AccessDenied")
    );
    assert!(denied.error.unwrap().reason.is_some());
    shell.environment.unset("AWS_ACCESS_KEY_ID");
    shell.environment.unset("AWS_SECRET_ACCESS_KEY");
    assert_eq!(who(&mut shell, ""), format!("arn:aws:iam::{ACCOUNT}:root"));
}

#[test]
fn wrong_secrets_stale_tokens_and_unknown_keys_get_awss_errors() {
    let (mut shell, id, secret) = carlos();
    shell.environment.set("AWS_ACCESS_KEY_ID", &id);
    shell.fails(
        "sts get-caller-identity",
        253,
        "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY",
    );
    shell.environment.set("AWS_SECRET_ACCESS_KEY", "wrong");
    shell.fails(
        "iam list-users",
        254,
        "An error occurred (SignatureDoesNotMatch) when calling the ListUsers operation: The request signature we calculated does \
         not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    );
    shell.environment.set("AWS_SECRET_ACCESS_KEY", &secret);
    shell.environment.set("AWS_SESSION_TOKEN", "left over");
    shell.fails(
        "sts get-caller-identity",
        254,
        "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.",
    );
    shell.environment.unset("AWS_SESSION_TOKEN");
    shell
        .environment
        .set("AWS_ACCESS_KEY_ID", "AKIAXXXXXXXXXXXXXXXX");
    shell.fails(
        "sts get-caller-identity",
        254,
        "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.",
    );
    let nobody = shell.aws("iam list-users --no-sign-request");
    assert_eq!(nobody.error.unwrap().code, "MissingAuthenticationToken");
}

#[test]
fn profiles_are_written_read_and_used() {
    let (mut shell, id, secret) = carlos();
    shell.fails(
        "sts get-caller-identity --profile carlos",
        255,
        "The config profile (carlos) could not be found",
    );
    shell.done(&format!(
        "configure set aws_access_key_id {id} --profile carlos"
    ));
    shell.fails(
        "sts get-caller-identity --profile carlos",
        253,
        "Partial credentials found in shared-credentials-file, missing: aws_secret_access_key",
    );
    shell.done(&format!(
        "configure set profile.carlos.aws_secret_access_key {secret}"
    ));
    assert_eq!(
        who(&mut shell, "--profile carlos"),
        format!("arn:aws:iam::{ACCOUNT}:user/carlos")
    );
    assert_eq!(who(&mut shell, ""), format!("arn:aws:iam::{ACCOUNT}:root"));
    shell.environment.set("AWS_PROFILE", "carlos");
    assert_eq!(
        who(&mut shell, ""),
        format!("arn:aws:iam::{ACCOUNT}:user/carlos")
    );
    shell.done("configure set region eu-central-1");
    assert_eq!(shell.aws("configure get region").stdout, "eu-central-1\n");
    assert_eq!(
        shell.aws("configure get carlos.region").stdout,
        "eu-central-1\n"
    );
    assert_eq!(shell.aws("configure get output").code, 1);
    assert_eq!(shell.aws("configure list-profiles").stdout, "carlos\n");
    let tail = id.get(id.len() - 4..).unwrap();
    assert_eq!(
        shell.aws("configure list").stdout,
        format!(
            "      Name                    Value             Type    Location\n\
             \x20     ----                    -----             ----    --------\n\
             \x20  profile                   carlos              env    ['AWS_DEFAULT_PROFILE', 'AWS_PROFILE']\n\
             access_key     ****************{tail} shared-credentials-file    \n\
             secret_key     ****************{} shared-credentials-file    \n\
             \x20   region             eu-central-1      config-file    ~/.aws/config\n",
            secret.get(secret.len() - 4..).unwrap()
        )
    );
    shell.environment.set("AWS_PROFILE", "nobody");
    shell.fails(
        "iam list-users",
        255,
        "The config profile (nobody) could not be found",
    );
    // An option names who is asked for; keys in variables stand back.
    shell
        .environment
        .set("AWS_ACCESS_KEY_ID", "AKIAXXXXXXXXXXXXXXXX");
    shell.environment.set("AWS_SECRET_ACCESS_KEY", "x");
    assert_eq!(
        who(&mut shell, "--profile carlos"),
        format!("arn:aws:iam::{ACCOUNT}:user/carlos")
    );
}

#[test]
fn a_profile_without_keys_has_no_credentials() {
    let mut shell = Shell::new();
    shell.done("configure set region eu-west-1 --profile empty");
    shell.fails(
        "iam list-users --profile empty",
        253,
        "Unable to locate credentials. You can configure credentials by running \"aws configure\".",
    );
}

fn with_profile(shell: &mut Shell, id: &str, secret: &str) {
    shell.done(&format!(
        "configure set aws_access_key_id {id} --profile carlos"
    ));
    shell.done(&format!(
        "configure set aws_secret_access_key {secret} --profile carlos"
    ));
}

#[test]
fn a_profile_with_a_role_assumes_it_once_until_the_session_ends() {
    let (mut shell, id, secret) = carlos();
    with_profile(&mut shell, &id, &secret);
    role(
        &mut shell,
        "blog-role",
        &format!("arn:aws:iam::{ACCOUNT}:user/carlos"),
        "",
    );
    for (name, value) in [
        ("role_arn", format!("arn:aws:iam::{ACCOUNT}:role/blog-role")),
        ("source_profile", "carlos".to_owned()),
        ("role_session_name", "cli-session".to_owned()),
        ("duration_seconds", "900".to_owned()),
    ] {
        shell.done(&format!("configure set {name} {value} --profile blog"));
    }
    let session = format!("arn:aws:sts::{ACCOUNT}:assumed-role/blog-role/cli-session");
    assert_eq!(who(&mut shell, "--profile blog"), session);
    assert_eq!(who(&mut shell, "--profile blog"), session);
    let assumed = |lab: &Lab| {
        let events = lab.log.events().iter();
        events.filter(|event| matches!(&event.command, Command::Call { operation, .. } if operation == "AssumeRole")).count()
    };
    assert_eq!(assumed(&shell.lab), 1);
    iamsh::api::execute(&mut shell.lab, Command::Advance { seconds: 901 }).unwrap();
    assert_eq!(who(&mut shell, "--profile blog"), session);
    assert_eq!(assumed(&shell.lab), 2);
}

#[test]
fn a_profile_whose_role_is_not_to_be_assumed_gets_the_services_error() {
    let (mut shell, id, secret) = carlos();
    with_profile(&mut shell, &id, &secret);
    shell.done(&format!(
        "configure set role_arn arn:aws:iam::{ACCOUNT}:role/none --profile blog"
    ));
    shell.fails(
        "iam list-users --profile blog",
        253,
        "Partial credentials found in assume-role, missing: source_profile or credential_source",
    );
    shell.done("configure set source_profile nobody --profile blog");
    shell.fails(
        "iam list-users --profile blog",
        253,
        "The source_profile \"nobody\" referenced in the profile \"blog\" does not exist.",
    );
    shell.done("configure set source_profile carlos --profile blog");
    shell.fails(
        "iam list-users --profile blog",
        254,
        &format!(
            "An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::{ACCOUNT}:user/carlos is not \
             authorized to perform: sts:AssumeRole on resource: arn:aws:iam::{ACCOUNT}:role/none"
        ),
    );
    shell.done(&format!(
        "configure set role_arn arn:aws:iam::{ACCOUNT}:role/none --profile loop"
    ));
    shell.done("configure set source_profile blog --profile loop");
    shell.done("configure set source_profile loop --profile blog");
    shell.fails(
        "iam list-users --profile blog",
        253,
        "Infinite loop in credential configuration detected. Attempting to load from profile blog which has already been visited. \
         Visited profiles: ['blog', 'loop']",
    );
}

#[test]
fn a_profile_names_an_external_id_and_the_mfa_device_of_its_holder() {
    let (mut shell, id, secret) = carlos();
    with_profile(&mut shell, &id, &secret);
    shell.done("iam create-virtual-mfa-device --virtual-mfa-device-name phone --outfile seed --bootstrap-method Base32StringSeed");
    let seed = shell.files.0.borrow().get("seed").cloned().unwrap();
    assert!(seed.len() > 30 && seed.iter().all(|byte| byte.is_ascii_alphanumeric()));
    let serial = format!("arn:aws:iam::{ACCOUNT}:mfa/phone");
    let codes = iamsh::lab::mfa::codes(&shell.lab, &serial, 2).unwrap();
    shell.done(&format!(
        "iam enable-mfa-device --user-name carlos --serial-number {serial} --authentication-code-1 {} --authentication-code-2 {}",
        codes[0], codes[1]
    ));
    role(
        &mut shell,
        "safe",
        &format!("arn:aws:iam::{ACCOUNT}:user/carlos"),
        r#"{"Bool":{"aws:MultiFactorAuthPresent":"true"},"StringEquals":{"sts:ExternalId":"secret"}}"#,
    );
    shell.done(&format!(
        "configure set role_arn arn:aws:iam::{ACCOUNT}:role/safe --profile safe"
    ));
    shell.done("configure set source_profile carlos --profile safe");
    assert_eq!(
        shell.aws("sts get-caller-identity --profile safe").code,
        254
    );
    shell.done("configure set external_id secret --profile safe");
    assert_eq!(
        shell.aws("sts get-caller-identity --profile safe").code,
        254
    );
    shell.done(&format!("configure set mfa_serial {serial} --profile safe"));
    // A code serves once: the two that assigned the device are used up.
    iamsh::api::execute(&mut shell.lab, Command::Advance { seconds: 120 }).unwrap();
    let arn = who(&mut shell, "--profile safe");
    assert!(
        arn.starts_with(&format!(
            "arn:aws:sts::{ACCOUNT}:assumed-role/safe/botocore-session-"
        )),
        "{arn}"
    );
}

#[test]
fn the_region_of_a_line_is_what_sts_is_asked_in() {
    let (mut shell, id, secret) = carlos();
    with_profile(&mut shell, &id, &secret);
    role(
        &mut shell,
        "regional",
        &format!("arn:aws:iam::{ACCOUNT}:user/carlos"),
        r#"{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}"#,
    );
    let line = format!(
        "sts assume-role --role-arn arn:aws:iam::{ACCOUNT}:role/regional --role-session-name session --profile carlos"
    );
    assert_eq!(shell.aws(&line).code, 254);
    shell.done(&format!("{line} --region eu-west-1"));
}

#[test]
fn the_region_of_a_line_decides_its_partition() {
    let (mut shell, ..) = carlos();
    let created = shell.done("iam create-user --user-name eva --region cn-north-1");
    assert_eq!(
        created["User"]["Arn"],
        format!("arn:aws-cn:iam::{ACCOUNT}:user/eva")
    );
    let me = shell.done("sts get-caller-identity --region us-gov-east-1");
    assert_eq!(me["Arn"], format!("arn:aws-us-gov:iam::{ACCOUNT}:root"));
}

#[test]
fn a_region_that_is_named_counts_whoever_asks() {
    let (mut shell, ..) = carlos();
    shell.done("iam create-user --user-name eva --region cn-north-1");
    let key = shell.done("iam create-access-key --user-name eva");
    let part = |name: &str| key["AccessKey"][name].as_str().unwrap().to_owned();
    with_profile(&mut shell, &part("AccessKeyId"), &part("SecretAccessKey"));
    let mut arn = |region: &str| {
        let me = shell.done(&format!("sts get-caller-identity --profile carlos{region}"));
        me["Arn"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        arn(" --region us-east-1"),
        format!("arn:aws:iam::{ACCOUNT}:user/eva")
    );
    assert_eq!(
        arn(" --region us-west-2"),
        format!("arn:aws:iam::{ACCOUNT}:user/eva")
    );
    assert_eq!(
        arn(" --region cn-north-1"),
        format!("arn:aws-cn:iam::{ACCOUNT}:user/eva")
    );
}
