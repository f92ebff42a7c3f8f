//! `iamsh aws …` as users run it: exit codes, streams, files of the machine.

use std::fs;
use std::process::{Command, Output};

fn iamsh(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_iamsh"))
        .arg("aws")
        .args(words)
        .env("AWS_ACCESS_KEY_ID", "AKIAXXXXXXXXXXXXXXXX")
        .env("AWS_PROFILE", "nobody")
        .output()
        .unwrap()
}

#[test]
fn a_line_ends_with_the_exit_code_of_the_cli() {
    for (words, code) in [
        (vec!["sts", "get-caller-identity"], 0),
        (vec!["--version"], 0),
        (vec!["help"], 0),
        (vec!["iam", "create-user", "help"], 0),
        (vec!["--color", "off", "iam", "list-users"], 0),
        (vec![], 252),
        (vec!["iam", "create-user"], 252),
        (vec!["iam", "get-user", "--user-name", "x"], 254),
        (vec!["iam", "list-users", "--profile", "x"], 255),
    ] {
        let output = iamsh(&words);
        assert_eq!(output.status.code(), Some(code), "{words:?}");
        assert_eq!(output.stderr.is_empty(), code == 0, "{words:?}");
    }
}

#[test]
fn the_environment_of_the_machine_is_not_read_and_its_files_are() {
    let output = iamsh(&[
        "sts",
        "get-caller-identity",
        "--query",
        "Arn",
        "--output",
        "text",
    ]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "arn:aws:iam::123456789012:root\n"
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.json");
    fs::write(&path, r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#).unwrap();
    let document = format!("file://{}", path.display());
    let output = iamsh(&[
        "iam",
        "create-policy",
        "--policy-name",
        "P",
        "--policy-document",
        &document,
        "--query",
        "Policy.PolicyName",
    ]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "\"P\"\n");
    let seed = folder.path().join("seed");
    let seed_path = seed.display().to_string();
    let output = iamsh(&[
        "iam",
        "create-virtual-mfa-device",
        "--virtual-mfa-device-name",
        "x",
        "--outfile",
        &seed_path,
        "--bootstrap-method",
        "Base32StringSeed",
    ]);
    assert_eq!(output.status.code(), Some(0));
    assert!(fs::read(seed).unwrap().len() > 30);
    let missing = iamsh(&[
        "iam",
        "create-policy",
        "--policy-name",
        "P",
        "--policy-document",
        "file://no/such",
    ]);
    assert_eq!(
        String::from_utf8(missing.stderr).unwrap(),
        "\nError parsing parameter '--policy-document': Unable to load paramfile file://no/such: [Errno 2] No such file or directory: 'no/such'\n"
    );
}
