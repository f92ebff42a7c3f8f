//! A table of inputs with a cursor mark (`|`) and what may stand there.

use std::path::Path;

use super::*;
use crate::script::{Interpreter, Setup, with_stack};

const SESSION: &str = r#"
    let acct = account("123456789012"); let carlos = acct.create_user("carlos"); acct.create_user("carla");
    let role = acct.create_role("blog-role", trust_for(carlos)); acct.create_group("developers");
    acct.create_policy("Committer", allow("codecommit:GitPush", "*")); let me = carlos.session().assume_role(role, "cli");
    acct.create_resource("s3:CreateBucket", "arn:aws:s3:::blog"); acct.create_resource("s3:PutObject", "arn:aws:s3:::blog/index.html");
    carlos.create_access_key(); fn twice(x) { x * 2 }
"#;

/// Runs a test with a view of a session.
pub fn with_view(test: impl FnOnce(&View<'_>) + Send) {
    let ran = with_stack(|| {
        let mut session = Interpreter::new(Setup::silent());
        let ran = session.run_input(SESSION, 1);
        assert!(ran.fault.is_none(), "{:?}", ran.fault);
        let (variables, functions, names) = (
            session.variables(),
            session.own_functions(),
            session.engine_names(),
        );
        session.look(|lab| {
            test(&View {
                variables: &variables,
                functions: &functions,
                names: &names,
                lab,
                folder: Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/tutorial")),
                branches: &["main".to_owned(), "other".to_owned()],
                checkpoints: &["left".to_owned()],
                profiles: &["builder".to_owned()],
            });
        });
    });
    assert!(ran.is_ok());
}

fn texts(view: &View<'_>, marked: &str) -> Vec<String> {
    let cursor = marked.find('|').unwrap();
    let input = marked.replacen('|', "", 1);
    let completion = complete(view, &input, cursor);
    completion
        .candidates
        .into_iter()
        .map(|one| one.text)
        .collect()
}

#[test]
fn candidates_by_place() {
    // All of them, or with `…` those that must be among them.
    let table: &[(&str, &[&str])] = &[
        // Words.
        ("carl|", &["carlos"]),
        ("acc|", &["account(", "accounts()", "acct"]),
        ("twi|", &["twice("]),
        ("whi|", &["while"]),
        ("let x = acc|; y", &["account(", "accounts()", "acct"]),
        ("// acc|", &[]),
        // Behind a dot.
        ("carlos.att|", &["attach_policy("]),
        ("carlos.na|", &["name"]),
        ("carlos.ses|", &["session()"]),
        ("acct.create_r|", &["create_resource(", "create_role("]),
        (
            "acct.create_user(\"x\").put|",
            &["put_permissions_boundary(", "put_policy("],
        ),
        ("acct.list_users()[0].pat|", &["path"]),
        (
            "carlos.session().assume_role(role, \"x\").crede|",
            &["credentials"],
        ),
        (
            "let u = acct.create_user(\"eva\"); u.add|",
            &["add_to_group("],
        ),
        ("carlos.can(\"s3:GetObject\", \"*\").al|", &["allowed"]),
        ("carlos.groups.fi|", &["filter(", "find("]),
        ("carlos.name.to_u|", &["to_upper()"]),
        ("nobody.x|", &[]),
        ("client(\"iam\", acct).create_gr|", &["create_group("]),
        // Names and ARNs of the lab.
        ("acct.get_user(\"car|", &["carla", "carlos"]),
        ("acct.create_user(\"car|", &[]),
        ("acct.add_user_to_group(\"dev|", &["developers"]),
        (
            "carlos.session().assume_role(\"arn:aws:iam::123456789012:role/|",
            &["arn:aws:iam::123456789012:role/blog-role"],
        ),
        (
            "carlos.attach_policy(\"arn:aws:iam::1|",
            &["arn:aws:iam::123456789012:"],
        ),
        (
            "carlos.attach_policy(\"arn:aws:iam::123456789012:|",
            &["arn:aws:iam::123456789012:policy/"],
        ),
        (
            "carlos.attach_policy(\"arn:aws:iam::123456789012:policy/C|",
            &["arn:aws:iam::123456789012:policy/Committer"],
        ),
        (
            "carlos.attach_policy(\"arn:aws:iam::aws:policy/ReadOnly|",
            &["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        ),
        (
            "carlos.can(\"s3:GetObject\", \"arn:aws:s3:::blog|",
            &["arn:aws:s3:::blog", "arn:aws:s3:::blog/"],
        ),
        (
            "carlos.can(\"s3:GetObject\", \"arn:aws:s3:::blog/|",
            &["arn:aws:s3:::blog/index.html"],
        ),
        (
            "trust_for(\"arn:aws:iam::123456789012:r|",
            &[
                "arn:aws:iam::123456789012:role/",
                "arn:aws:iam::123456789012:root",
            ],
        ),
        ("account(\"1|", &["123456789012"]),
        ("acct.update_access_key(\"AKIA|", &["…"]),
        // Actions, services, codes, files.
        ("carlos.can(\"s3:GetObjectAt|", &["s3:GetObjectAttributes"]),
        ("allow(\"codecom|", &["codecommit:"]),
        (
            "assert_denied(carlos, \"sts:GetCaller|",
            &["sts:GetCallerIdentity"],
        ),
        ("service(\"ec2.|", &["ec2.amazonaws.com"]),
        ("expect_error(\"NoSuch|", &["NoSuchEntity"]),
        ("policy_file(\"pol|", &["policy.json"]),
        ("client(\"i|", &["iam"]),
        // Options.
        ("acct.create_user(\"x\", #{ Pa|", &["Path: "]),
        (
            "acct.create_user(\"x\", #{ |",
            &["Path: ", "PermissionsBoundary: ", "Tags: "],
        ),
        (
            "acct.create_user(\"x\", #{ PermissionsBoundary: \"arn:aws:iam::123456789012:policy/|",
            &["arn:aws:iam::123456789012:policy/Committer"],
        ),
        ("account(\"1\", #{ E|", &["Email: "]),
        ("client(\"iam\", acct).get_user(#{ U|", &["UserName: "]),
        (
            "client(\"iam\", acct).get_user(#{ UserName: \"carl|",
            &["carla", "carlos"],
        ),
        // Policies, as maps and as JSON.
        ("policy(#{ St|", &["Statement"]),
        ("#{ Statement: [#{ Eff|", &["Effect"]),
        ("#{ Statement: [#{ Effect: \"A|", &["Allow"]),
        (
            "#{ Statement: [#{ Action: [\"s3:PutObjectTagg|",
            &["s3:PutObjectTagging"],
        ),
        (
            "policy(#\"{ \"Statement\": [{ \"Action\": \"sts:GetCaller|",
            &["sts:GetCallerIdentity"],
        ),
        (
            "policy(#\"{ \"Statement\": [{ \"Condition\": { \"StringEqualsI|",
            &["StringEqualsIgnoreCase"],
        ),
        (
            "policy(#\"{ \"Statement\": [{ \"Condition\": { \"Bool\": { \"aws:Secure|",
            &["aws:SecureTransport"],
        ),
        (
            "policy(#\"{ \"Statement\": [{ \"Principal\": { \"AWS\": \"arn:aws:iam::123456789012:user/carl|",
            &[
                "arn:aws:iam::123456789012:user/carla",
                "arn:aws:iam::123456789012:user/carlos",
            ],
        ),
        (
            "acct.create_role(\"r\", #{ Statement: #{ Principal: #{ Serv|",
            &["Service"],
        ),
        (
            "#{ Statement: #{ Condition: #{ StringLike: #{ \"s3:pre|",
            &["s3:prefix"],
        ),
        // aws lines.
        ("aws i|", &["iam"]),
        ("aws iam create-us|", &["create-user"]),
        ("aws iam get-user --us|", &["--user-name"]),
        ("aws iam get-user --user-name car|", &["carla", "carlos"]),
        (
            "aws iam create-role --assume-role-policy-document file://pol|",
            &["file://policy.json"],
        ),
        ("aws iam list-policies --scope L|", &["Local"]),
        (
            "aws iam attach-user-policy \\\n  --policy-arn arn:aws:iam::123456789012:policy/|",
            &["arn:aws:iam::123456789012:policy/Committer"],
        ),
        ("aws iam list-users --profile b|", &["builder"]),
        ("aws iam list-users --output ta|", &["table"]),
        // Commands and help.
        (".us|", &[".use"]),
        (".use car|", &["carla", "carlos"]),
        (".mode y|", &["yaml"]),
        (".diff o|", &["other"]),
        (".checkout |", &["left"]),
        (".save x --as m|", &["markdown"]),
        ("?create_ro|", &["create_role"]),
        ("?s3:GetObjectAt|", &["s3:GetObjectAttributes"]),
    ];
    with_view(|view| {
        let mut wrong = Vec::new();
        for (marked, expected) in table {
            let found = texts(view, marked);
            let fits = match *expected {
                ["…"] => !found.is_empty(),
                expected => found == expected,
            };
            if !fits {
                wrong.push(format!("{marked}\n    {found:?}\n  not {expected:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

#[test]
fn candidates_show_what_they_are() {
    with_view(|view| {
        let shown = |input: &str| {
            let found = complete(view, input, input.len()).candidates;
            found.into_iter().map(|one| one.shown).collect::<Vec<_>>()
        };
        assert_eq!(shown("carlos.attach"), ["attach_policy(PolicyArn)"]);
        assert_eq!(shown("acct.get_user")[0], "get_user(#{ UserName }) -> User");
        assert_eq!(shown("rol"), ["role  : Role"]);
        assert_eq!(shown("aws iam create-gr"), ["create-group --group-name …"]);
        assert_eq!(
            shown("acct.get_user(\"carl"),
            ["carla  user", "carlos  user"]
        );
    });
}

#[test]
fn no_input_makes_it_panic() {
    with_view(|view| {
        let inputs = [
            "acct.create_user(\"größe\", #{ Tags: [#{ Key: \"ü\" }] }).x",
            "a.b[c(",
            ")]}",
            "#\"{\"",
            "aws iam x --y 'ü",
            "`${a.",
            ".",
            "?",
            "\\",
            "\"",
            "'",
            "/*",
            "{{{[[[(((",
            "...",
            "a..b",
            "aws",
            "aws ",
            "$ aws iam",
        ];
        for input in inputs {
            for cursor in 0..=input.len() + 1 {
                let _ = complete(view, input, cursor);
                let _ =
                    super::super::hint::signature(view, input.get(..cursor).unwrap_or_default());
            }
        }
    });
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    /// Whatever is typed, helping with it neither panics nor cuts a character.
    #[test]
    fn nothing_that_is_typed_makes_it_panic(
        pieces in proptest::collection::vec("(acct|carlos|aws|iam|let |\\.|\"|#|\\{|\\}|\\(|\\)|\\[|:|,|;|`|/|arn:aws:|ü|🦀| |\n|\\\\)", 0..12)
    ) {
        let text = pieces.concat();
        with_view(|view| {
            for cursor in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let found = complete(view, &text, cursor);
                assert!(found.start <= cursor && text.is_char_boundary(found.start));
                let before = text.get(..cursor).unwrap();
                let _ = super::super::hint::signature(view, before);
                let _ = super::super::highlight::highlight(view, &text, cursor, crate::render::style::Style::Coloured);
            }
            let _ = super::super::paste::inputs(&text);
        });
    }
}
