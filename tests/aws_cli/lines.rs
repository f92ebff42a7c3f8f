//! Lines against a lab: the tutorial's commands, what they print, and what goes wrong with them.

use crate::support::Shell;

const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"codecommit:*","Resource":"*"}]}"#;
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/carlos"},"Action":"sts:AssumeRole"}]}"#;

#[test]
fn the_commands_of_the_tutorial() {
    let mut shell = Shell::new()
        .file("policy.json", POLICY)
        .file("assume-policy.json", TRUST);
    shell.done("sts get-caller-identity");
    for line in [
        "list-users",
        "list-roles",
        "list-groups",
        "list-policies --scope Local",
    ] {
        shell.done(&format!("iam {line}"));
    }
    let all = shell.done("iam list-policies --query 'length(Policies)'");
    assert!(all.as_u64().unwrap() > 1000);
    let arn = shell.done(
        "iam create-policy --policy-name SourceCodeCommitter --description 'May commit' --policy-document file://policy.json --query Policy.Arn",
    );
    let arn = arn.as_str().unwrap().to_owned();
    shell.done("iam create-group --group-name developers");
    shell.done("iam create-user --user-name carlos");
    assert_eq!(
        shell
            .aws("iam add-user-to-group --group-name developers --user-name carlos")
            .stdout,
        ""
    );
    shell.done(&format!(
        "iam attach-group-policy --group-name developers --policy-arn {arn}"
    ));
    shell.done("iam create-role --role-name blog-role --assume-role-policy-document file://assume-policy.json");
    let key = shell.done(
        "iam create-access-key --user-name carlos --query AccessKey.[AccessKeyId,SecretAccessKey]",
    );
    shell
        .environment
        .set("AWS_ACCESS_KEY_ID", key[0].as_str().unwrap());
    shell
        .environment
        .set("AWS_SECRET_ACCESS_KEY", key[1].as_str().unwrap());
    let session = shell.done("sts assume-role --role-arn arn:aws:iam::123456789012:role/blog-role --role-session-name cli-session --query Credentials");
    for (name, member) in [
        ("AWS_ACCESS_KEY_ID", "AccessKeyId"),
        ("AWS_SECRET_ACCESS_KEY", "SecretAccessKey"),
        ("AWS_SESSION_TOKEN", "SessionToken"),
    ] {
        shell
            .environment
            .set(name, session[member].as_str().unwrap());
    }
    let output = shell.aws("sts get-caller-identity --query Arn --output text");
    assert_eq!(
        output.stdout,
        "arn:aws:sts::123456789012:assumed-role/blog-role/cli-session\n"
    );
}

#[test]
fn documents_come_as_objects_and_times_with_an_offset() {
    let mut shell = Shell::new().file("trust.json", TRUST);
    shell.done("iam create-user --user-name carlos");
    let role = shell.done("iam create-role --role-name r --assume-role-policy-document file://trust.json --query Role");
    assert_eq!(role["AssumeRolePolicyDocument"]["Version"], "2012-10-17");
    assert_eq!(role["CreateDate"], "2026-01-01T00:00:00+00:00");
    shell.done("sts get-caller-identity --no-cli-pager --debug --no-verify-ssl --endpoint-url http://localhost:4566");
}

#[test]
fn errors_of_the_service_are_printed_in_the_clis_words() {
    let mut shell = Shell::new();
    shell.done("sts get-caller-identity");
    shell.fails(
        "iam get-user --user-name nobody",
        254,
        "An error occurred (NoSuchEntity) when calling the GetUser operation: The user with name nobody cannot be found.",
    );
    // Enumerations are the service's to check.
    shell.fails(
        "iam list-policies --scope Everything",
        254,
        "An error occurred (ValidationError) when calling the ListPolicies operation: 1 validation error detected: Value at 'scope' failed to \
         satisfy constraint: Member must satisfy enum value set",
    );
    assert!(
        shell
            .aws("iam list-policies --scope Everything")
            .word
            .is_none()
    );
}

#[test]
fn faults_of_the_line_point_at_the_word() {
    let mut shell = Shell::new();
    for (line, word) in [
        ("iam create-usr", Some(1)),
        ("iam create-user --user-name carlos --tags Key", Some(5)),
        ("iam create-user --user-name carlos --foo", Some(4)),
        ("iam list-users --max-items many", Some(3)),
        ("iam list-users --query [", Some(3)),
        ("iam create-user", None),
        (
            "iam create-policy --policy-name p --policy-document file://nowhere",
            Some(5),
        ),
    ] {
        let output = shell.aws(line);
        assert_eq!((output.code, output.word), (252, word), "{line}");
    }
}

#[test]
fn a_hundred_thousand_items_are_refused_in_order() {
    let mut shell = Shell::new();
    let mut words: Vec<String> = ["iam", "create-user", "--user-name", "carlos", "--tags"]
        .map(str::to_owned)
        .to_vec();
    words.extend((0..100_000).map(|number| format!("Key=k{number},Value=v")));
    let output = shell.words(&words);
    assert_eq!(output.code, 254);
    assert!(
        output
            .stderr
            .contains("Member must have length less than or equal to 50"),
        "{}",
        output.stderr
    );
    assert!(
        shell
            .lab
            .accounts
            .values()
            .all(|account| account.users.is_empty())
    );
}

#[test]
fn yaml_is_an_input_and_a_skeleton() {
    let mut shell = Shell::new().file(
        "in.yaml",
        "UserName: carlos\nTags:\n- Key: a\n  Value: 'b'\n",
    );
    let user = shell.done("iam create-user --cli-input-yaml file://in.yaml --query User");
    assert_eq!(user["Tags"][0]["Value"], "b");
    assert_eq!(
        shell
            .aws("iam create-user --generate-cli-skeleton yaml-input")
            .stdout,
        "Path: ''\nUserName: ''  # [REQUIRED]\nPermissionsBoundary: ''\nTags:\n- Key: ''\n  Value: ''\n"
    );
    for (yaml, why) in [
        (
            "[a]",
            "Error parsing parameter 'cli-input-yaml': Invalid type: expecting map, received <class 'list'>",
        ),
        (
            "a: &x b\nc: *x",
            "Error parsing parameter 'cli-input-yaml': Invalid YAML: aliases are not read here",
        ),
    ] {
        let mut words: Vec<String> = ["iam", "create-user", "--cli-input-yaml"]
            .map(str::to_owned)
            .to_vec();
        words.push(yaml.to_owned());
        let output = shell.words(&words);
        assert_eq!((output.code, output.stderr), (252, format!("\n{why}\n")));
    }
    let mut words: Vec<String> = ["iam", "create-user", "--cli-input-yaml"]
        .map(str::to_owned)
        .to_vec();
    words.push("[".repeat(100_000));
    assert_eq!(shell.words(&words).code, 252);
}

#[test]
fn waiting_ends_when_something_exists_and_gives_up_when_it_does_not() {
    let mut shell = Shell::new();
    shell.done("iam create-user --user-name carlos");
    assert_eq!(
        shell.aws("iam wait user-exists --user-name carlos").stdout,
        ""
    );
    shell.fails(
        "iam wait user-exists --user-name nobody",
        255,
        "Waiter UserExists failed: Max attempts exceeded. Previously accepted state: Matched expected service error code: NoSuchEntity",
    );
    shell.fails(
        "iam wait instance-profile-exists --instance-profile-name none",
        255,
        "Waiter InstanceProfileExists failed: Max attempts exceeded. Previously accepted state: Matched expected HTTP status code: 404",
    );
    shell.fails(
        "iam wait user-exists --user-name nobody --no-sign-request",
        255,
        "Waiter UserExists failed: An error occurred (MissingAuthenticationToken): Request is missing Authentication Token",
    );
}

#[test]
fn the_seed_of_a_virtual_device_goes_to_a_file() {
    let mut shell = Shell::new();
    let answer = shell.done("iam create-virtual-mfa-device --virtual-mfa-device-name phone --outfile code.png --bootstrap-method QRCodePNG");
    assert_eq!(answer["VirtualMFADevice"].as_object().unwrap().len(), 1);
    assert!(shell.files.0.borrow()["code.png"].starts_with(b"\x89PNG"));
    shell.fails(
        "iam create-virtual-mfa-device --virtual-mfa-device-name other --outfile no/such --bootstrap-method QRCodePNG",
        252,
        "Unable to write to file: no/such",
    );
}

#[test]
fn output_formats_come_from_options_variables_and_profiles() {
    let mut shell = Shell::new();
    shell.environment.set("AWS_DEFAULT_OUTPUT", "text");
    assert_eq!(
        shell.aws("sts get-caller-identity --query Account").stdout,
        "123456789012\n"
    );
    assert_eq!(
        shell
            .aws("sts get-caller-identity --query Account --output json")
            .stdout,
        "\"123456789012\"\n"
    );
    assert_eq!(shell.aws("sts get-caller-identity --output off").stdout, "");
    shell.environment.unset("AWS_DEFAULT_OUTPUT");
    shell.done("configure set output yaml");
    assert_eq!(
        shell
            .aws("sts get-caller-identity --query [Account]")
            .stdout,
        "- '123456789012'\n"
    );
    shell.done("configure set output xml");
    shell.fails("sts get-caller-identity", 255, "Unknown output type: xml");
}
