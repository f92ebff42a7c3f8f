//! Screens of the main things, as they are seen.

use crate::terminal::{CTRL_C, Setup, TAB, Terminal};

fn snapshot(name: &str, terminal: &Terminal) {
    insta::assert_snapshot!(name, terminal.screen());
}

fn fresh() -> Terminal {
    let mut terminal = Terminal::new();
    terminal.enter(".clear");
    terminal
}

#[test]
fn a_first_session() {
    let mut terminal = Terminal::new();
    for line in [
        "let acct = account(\"123456789012\");",
        "let carlos = acct.create_user(\"carlos\");",
        "carlos.put_policy(\"read\", allow(\"s3:GetObject\", \"arn:aws:s3:::blog/*\"));",
        "carlos",
        "carlos.can(\"s3:PutObject\", \"arn:aws:s3:::blog/index.html\")",
    ] {
        terminal.enter(line);
    }
    snapshot("a_first_session", &terminal);
}

#[test]
fn values() {
    let mut terminal = fresh();
    for line in [
        "let acct = account(\"123456789012\"); acct.create_user(\"eva\"); acct.create_user(\"carlos\");",
        "acct.list_users()",
        "allow(\"s3:GetObject\", \"*\")",
        "acct.get_user(\"eva\").arn",
        "[1, 2]",
    ] {
        terminal.enter(line);
    }
    snapshot("values", &terminal);
}

#[test]
fn an_error() {
    let mut terminal = fresh();
    terminal.enter("let acct = account(\"123456789012\");");
    terminal.paste("fn make(who) { acct_of(who) }\nmake(acct)");
    terminal.enter(" ");
    terminal.enter("acct.creat_user(\"carlos\")");
    terminal.enter(
        "acct.create_policy(\"p\", #\"{ \"Version\": \"2012-10-17\", \"Statment\": [] }\"#)",
    );
    snapshot("an_error", &terminal);
}

#[test]
fn completion() {
    let mut terminal = fresh();
    terminal
        .enter("let acct = account(\"123456789012\"); let carlos = acct.create_user(\"carlos\");");
    terminal.type_keys("carlos.att");
    terminal.type_keys(TAB);
    terminal.wait_for("carlos.attach_policy(PolicyArn)");
    terminal.type_keys("\"arn:aws:iam::aws:policy/AmazonS3Re");
    terminal.type_keys(TAB);
    terminal.wait_for("AmazonS3ReadOnlyAccess");
    snapshot("completion", &terminal);
    terminal.type_keys(CTRL_C);
}

#[test]
fn the_commands() {
    let mut terminal = fresh();
    terminal.enter(".help");
    snapshot("the_commands", &terminal);
}

#[test]
fn the_overview() {
    let mut terminal = fresh();
    terminal.enter("?");
    snapshot("the_overview", &terminal);
}

#[test]
fn an_operation_explained() {
    let mut terminal = fresh();
    terminal.enter("?attach_user_policy");
    snapshot("an_operation_explained", &terminal);
}

#[test]
fn aws_lines() {
    let mut terminal = fresh();
    terminal.enter("let key = account(\"123456789012\").create_access_key();");
    terminal.enter("export AWS_ACCESS_KEY_ID=${key.access_key_id} AWS_SECRET_ACCESS_KEY=${key.secret_access_key}");
    terminal.enter("aws iam create-user --user-name carlos");
    terminal.enter("aws iam get-user --user-name nobody");
    terminal.type_keys("aws iam get-user --user-name car");
    terminal.type_keys(TAB);
    terminal.wait_for("get-user --user-name carlos");
    snapshot("aws_lines", &terminal);
    terminal.type_keys(CTRL_C);
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let home = tempfile::tempdir().unwrap();
    let mut setup = Setup::new(home.path());
    setup.arguments = vec![];
    let mut terminal = setup.start();
    terminal.wait_for_prompt();
    terminal.enter("let x = \"text\";");
    let formatted =
        String::from_utf8_lossy(&terminal.parser.screen().contents_formatted()).into_owned();
    assert!(formatted.contains("\u{1b}[32m\"text\""), "{formatted}");
    let mut setup = Setup::new(home.path());
    setup.arguments = vec![];
    setup.environment.push(("NO_COLOR", "1".to_owned()));
    let mut terminal = setup.start();
    terminal.wait_for_prompt();
    terminal.enter("let x = \"text\";");
    let formatted =
        String::from_utf8_lossy(&terminal.parser.screen().contents_formatted()).into_owned();
    assert!(!formatted.contains("\u{1b}[3"), "{formatted}");
}
