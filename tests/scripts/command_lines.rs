//! `aws` lines in scripts: values, failures, who they are, and where carets point.

use crate::support::{fails, pretty_equal, run, session};

use iamsh::script::{FaultKind, OPERATIONS};

/// An account with a line's usual beginning.
const LAB: &str = "let acct = account(\"123456789012\"); let bob = acct.create_user(\"bob\");\n";

/// What is printed, or else the last value.
fn in_lab(text: &str) -> String {
    let ran = run(&format!("{LAB}{text}"));
    if let Some((_, fault)) = ran.fault {
        panic!("{text}\n{fault}");
    }
    match ran.printed.trim_end() {
        "" => ran.value.unwrap_or_default(),
        printed => printed.to_owned(),
    }
}

#[test]
fn a_line_shows_what_the_cli_prints() {
    assert_eq!(
        in_lab("aws sts get-caller-identity"),
        "{\n    \"UserId\": \"123456789012\",\n    \"Account\": \"123456789012\",\n    \"Arn\": \"arn:aws:iam::123456789012:root\"\n}"
    );
    assert_eq!(
        in_lab("aws iam list-users --query 'Users[].UserName' --output text"),
        "bob"
    );
    assert_eq!(in_lab("aws iam delete-user --user-name bob"), "");
}

#[test]
fn lines_act_as_somebody_without_keys() {
    let who = "aws sts get-caller-identity --query Arn --output text";
    let arn = |name: &str| format!("arn:aws:{name}");
    for (text, is) in [
        ("act_as(bob);", "iam::123456789012:user/bob"),
        (
            "act_as(bob.session()); act_as(acct);",
            "iam::123456789012:root",
        ),
        ("act_as(bob); act_as(());", "iam::123456789012:root"),
        (
            "let me = bob.session(); act_as(me); let r = acct.create_role(\"r\", trust_for(bob)); me = me.assume_role(r, \"s1\");",
            "sts::123456789012:assumed-role/r/s1",
        ),
        // Nobody follows another variable, nor `me` once lines are somebody else.
        (
            "let me = acct.session(); act_as(bob); me = acct.create_user(\"eva\");",
            "iam::123456789012:user/bob",
        ),
        (
            "let me = bob.session(); act_as(me); profile(\"p\", acct); export AWS_PROFILE=p\nme = me.with_context(#{});",
            "iam::123456789012:root",
        ),
    ] {
        assert_eq!(in_lab(&format!("{text}\n{who}")), arn(is), "{text}");
    }
    // Condition keys of a session go with its lines.
    let with_mfa = "acct.create_user(\"eva\"); bob.put_policy(\"p\", policy(`{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"iam:GetUser\",\"Resource\":\"*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.1\"}}}}`)); act_as(bob.session().with_context(#{ \"aws:SourceIp\": \"10.0.0.1\" }));";
    assert_eq!(
        in_lab(&format!(
            "{with_mfa}\naws iam get-user --user-name eva --query User.UserName --output text"
        )),
        "eva"
    );
    let (_, fault) = run(&format!("{LAB}act_as(1)")).fault.unwrap();
    assert!(
        fault.contains("a session, a user and an account do"),
        "{fault}"
    );
}

#[test]
fn a_line_gives_its_answer_to_a_variable() {
    for (text, shown) in [
        (
            "let me = aws sts get-caller-identity\nme.Account",
            "\"123456789012\"",
        ),
        (
            "let names = aws iam list-users --query Users[].UserName\nnames",
            r#"["bob"]"#,
        ),
        (
            "let arn = aws sts get-caller-identity --query Arn --output text; arn.len()",
            "30",
        ),
        ("(aws iam get-user --user-name bob).User.Path", "\"/\""),
        (
            "fn who() { return aws sts get-caller-identity; }\nwho().Account",
            "\"123456789012\"",
        ),
        (
            "let f = |name| aws iam get-user --user-name ${name}\nf.call(\"bob\").User.UserName",
            "\"bob\"",
        ),
        (
            "let x = aws iam delete-user --user-name bob\ntype_of(x)",
            "\"()\"",
        ),
    ] {
        assert_eq!(in_lab(text), shown, "{text}");
    }
}

#[test]
fn a_line_in_a_block_prints() {
    let ran = run(&format!(
        "{LAB}for name in [\"a\", \"b\"] {{\n    aws iam create-user --user-name ${{name}} --query User.UserName\n}}"
    ));
    assert!(ran.fault.is_none(), "{:?}", ran.fault);
    assert_eq!(ran.printed, "\"a\"\n\"b\"\n");
}

#[test]
fn a_line_at_the_end_of_a_block_prints_unless_it_is_a_value() {
    let line = "aws iam get-user --user-name bob --query User.UserName";
    for (text, printed, value) in [
        ("for n in 0..2 { LINE }", "\"bob\"\n\"bob\"\n", None),
        (
            "for n in [#{ a: 1 }].filter(|m| { m.a == 1 }) { LINE }",
            "\"bob\"\n",
            None,
        ),
        ("let n = 0; while n < 1 { n += 1; LINE }", "\"bob\"\n", None),
        ("if true { LINE } else { LINE }", "\"bob\"\n", None),
        ("if false { 1 } else if true { LINE }", "\"bob\"\n", None),
        ("for n in 0..1 { if true { LINE } }", "\"bob\"\n", None),
        ("{ LINE }", "\"bob\"\n", None),
        (
            "let x = if true { LINE } else { 1 }; x",
            "",
            Some("\"bob\""),
        ),
        ("fn f() { LINE } f()", "", Some("\"bob\"")),
        ("fn f() { if true { LINE } } f()", "", Some("\"bob\"")),
        ("[1].map(|n| { LINE })[0]", "", Some("\"bob\"")),
    ] {
        let ran = run(&format!("{LAB}{}", text.replace("LINE", line)));
        assert!(ran.fault.is_none(), "{text} {:?}", ran.fault);
        assert_eq!(ran.printed, printed, "{text}");
        assert_eq!(ran.value.as_deref(), value, "{text}");
    }
}

#[test]
fn values_of_the_script_stand_in_words() {
    for (text, shown) in [
        (
            "aws iam get-user --user-name ${bob} --query User.UserName --output text",
            "bob",
        ),
        (
            "let p = acct.create_policy(\"p\", allow(\"*\", \"*\"));\naws iam attach-user-policy --user-name ${bob} --policy-arn ${p}\naws iam list-attached-user-policies --user-name ${bob} --query AttachedPolicies[].PolicyName --output text",
            "p",
        ),
        (
            "aws iam put-user-policy --user-name ${bob.name} --policy-name x --policy-document ${allow(\"s3:*\", \"*\")}\nbob.inline_policies",
            r#"["x"]"#,
        ),
        (
            "aws iam tag-user --user-name bob --tags ${[#{ Key: \"a\", Value: \"b c\" }]}\naws iam list-user-tags --user-name bob --query Tags[0].Value --output text",
            "b c",
        ),
        (
            "aws iam get-user --user-name ${aws iam list-users --query Users[0].UserName --output text} --query User.UserName --output text",
            "bob",
        ),
    ] {
        assert_eq!(in_lab(text), shown, "{text}");
    }
    assert!(run("aws iam get-user --user-name ${()}").fault.is_some());
}

#[test]
fn a_failed_line_throws_the_usual_error() {
    for (text, shown) in [
        (
            "let e = expect_error(\"NoSuchEntity\", || aws iam get-user --user-name x);\n[e.code, e.message, e.operation, e.http_status, e.exit_code]",
            r#"["NoSuchEntity", "The user with name x cannot be found.", "GetUser", 404, 254]"#,
        ),
        (
            "profile(\"bob\", bob);\nlet e = expect_error(\"AccessDenied\", || aws iam list-users --profile bob);\ne.blocked_by",
            r#"["identity"]"#,
        ),
        (
            "let e = expect_error(\"ParamValidation\", || aws iam get-user --user-nam);\n[e.exit_code, e.http_status, type_of(e.stderr)]",
            r#"[252, (), "string"]"#,
        ),
    ] {
        assert_eq!(in_lab(text), shown, "{text}");
    }
}

#[test]
fn an_error_of_the_service_points_at_its_line() {
    fails(
        "account(\"123456789012\");\nif true {\n    aws iam get-user \\\n        --user-name carlos\n}",
        "\
error: An error occurred (NoSuchEntity) when calling the GetUser operation: The user with name carlos cannot be found.
 --> test.rhai:3:5
  |
3 |     aws iam get-user \\
  |     ^^^^^^^^^^^^^^^^",
    );
}

#[test]
fn a_bad_word_gets_the_caret() {
    fails(
        "account(\"123456789012\"); let x = aws iam list-user --max-items 1",
        "\
error: aws: error: argument operation: Invalid choice: 'list-user', maybe you meant:
 --> test.rhai:1:42
  |
1 | account(\"123456789012\"); let x = aws iam list-user --max-items 1
  |                                          ^^^^^^^^^

  * list-users",
    );
}

#[test]
fn what_a_shell_would_do_is_refused_before_anything_runs() {
    let ran = run("print(1);\naws iam list-users | jq .");
    assert_eq!(ran.printed, "");
    let (kind, text) = ran.fault.unwrap();
    assert_eq!(kind, FaultKind::Parse);
    pretty_equal(
        &text,
        "\
error: answers are not piped
 --> test.rhai:2:20
  |
2 | aws iam list-users | jq .
  |                    ^
  |
help: pick from an answer with `--query`, or keep it: `let x = aws …`",
    );
}

#[test]
fn places_behind_a_line_are_those_that_were_typed() {
    fails(
        "let x = aws sts get-caller-identity; nope",
        "\
error: there is no variable `nope`
 --> test.rhai:1:38
  |
1 | let x = aws sts get-caller-identity; nope
  |                                      ^^^^",
    );
    fails(
        "aws iam get-user --user-name ${nope}",
        "\
error: there is no variable `nope`
 --> test.rhai:1:32
  |
1 | aws iam get-user --user-name ${nope}
  |                                ^^^^",
    );
}

#[test]
fn aws_is_no_name_for_a_variable() {
    fails(
        "let aws = 1;",
        "\
error: `aws` cannot be the name of a variable
 --> test.rhai:1:5
  |
1 | let aws = 1;
  |     ^^^
  |
help: it begins a command line, such as `aws iam list-users`",
    );
}

#[test]
fn exports_make_lines_somebody_else() {
    let script = "\
let key = acct.create_access_key(bob);
export AWS_ACCESS_KEY_ID=${key.access_key_id} AWS_SECRET_ACCESS_KEY=${key.secret_access_key}
let one = aws sts get-caller-identity --query Arn --output text
export AWS_SECRET_ACCESS_KEY=wrong
let two = expect_error(\"SignatureDoesNotMatch\", || aws sts get-caller-identity).exit_code;
unset AWS_SECRET_ACCESS_KEY AWS_ACCESS_KEY_ID
let three = aws sts get-caller-identity --query Arn --output text
[one, two, three]";
    assert_eq!(
        in_lab(script),
        r#"["arn:aws:iam::123456789012:user/bob", 254, "arn:aws:iam::123456789012:root"]"#
    );
    for wrong in ["export AWS_X=1 PATH=/", "unset AWS_X HOME"] {
        assert!(run(wrong).fault.is_some(), "{wrong}");
    }
}

#[test]
fn profiles_are_for_users_sessions_and_roles() {
    let script = "\
let role = acct.create_role(\"r\", #{ Version: \"2012-10-17\", Statement: [#{ Effect: \"Allow\", Principal: #{ AWS: bob.arn }, Action: \"sts:AssumeRole\" }] });
profile(\"bob\", bob);
profile(\"role\", role, \"bob\");
profile(\"session\", bob.session().assume_role(role, \"one\"));
let found = [];
for name in [\"bob\", \"role\", \"session\"] {
    let arn = aws sts get-caller-identity --profile ${name} --query Arn --output text
    found.push(arn.split(\":\")[5].sub_string(0, 8));
}
found";
    assert_eq!(in_lab(script), r#"["user/bob", "assumed-", "assumed-"]"#);
    assert!(run("profile(\"x\", anonymous())").fault.is_some());
    assert!(run("profile(\"x\", 1)").fault.is_some());
}

#[test]
fn the_environment_lasts_from_input_to_input() {
    let ran = session(
        &[
            "account(\"123456789012\");",
            "export AWS_PROFILE=nobody",
            "aws iam list-users",
        ],
        None,
        OPERATIONS,
    );
    let (_, fault) = ran.fault.unwrap();
    assert!(
        fault.starts_with("error: The config profile (nobody) could not be found\n"),
        "{fault}"
    );
}

#[test]
fn files_are_those_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    let policy =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    std::fs::write(inner.join("p.json"), policy).unwrap();
    std::fs::write(folder.path().join("out.json"), policy).unwrap();
    for (file, works) in [
        ("p.json", true),
        ("./p.json", true),
        ("none.json", false),
        ("../out.json", false),
    ] {
        let line = format!("aws iam create-policy --policy-name p --policy-document file://{file}");
        let ran = session(
            &["account(\"123456789012\");", &line],
            Some(&inner),
            OPERATIONS,
        );
        assert_eq!(ran.fault.is_none(), works, "{file} {:?}", ran.fault);
    }
}

#[test]
fn modules_have_lines_too() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("m.rhai"), "fn who() {\n    return aws sts get-caller-identity\n}\nfn bad() {\n    aws iam get-user --user-name x\n}\n").unwrap();
    let ran = session(
        &["account(\"123456789012\");\nimport \"m\" as m;\nm::who().Account"],
        Some(folder.path()),
        OPERATIONS,
    );
    assert_eq!(
        ran.value.as_deref(),
        Some("\"123456789012\""),
        "{:?}",
        ran.fault
    );
    let ran = session(
        &["import \"m\" as m;\nm::bad();"],
        Some(folder.path()),
        OPERATIONS,
    );
    let (_, fault) = ran.fault.unwrap();
    assert!(fault.contains("m:5:5"), "{fault}");
    // What the lab does not do of what shells do is shown where it stands.
    std::fs::write(
        folder.path().join("p.rhai"),
        "fn f() {\n    aws iam list-users | grep x\n}\n",
    )
    .unwrap();
    let ran = session(&["import \"p\" as p;"], Some(folder.path()), OPERATIONS);
    pretty_equal(
        &ran.fault.unwrap().1,
        "error: answers are not piped
 --> p:2:24
  |
2 |     aws iam list-users | grep x
  |                        ^
  |
help: pick from an answer with `--query`, or keep it: `let x = aws …`

  in module `p`, called at test.rhai:1:8",
    );
}
