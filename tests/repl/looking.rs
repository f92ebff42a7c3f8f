//! Commands that look at the session: who acts, why, what happened, who can become whom.

use std::fs;

use crate::terminal::{Setup, Terminal, shows, with_carlos};

const WHO: &str = "aws sts get-caller-identity --query Arn --output text";

/// Who an `aws` line is now; the screen holds nothing else.
fn line_is(terminal: &mut Terminal, who: &str) {
    terminal.enter(".clear");
    terminal.enter(WHO);
    shows(terminal, &format!("\narn:aws:{who}\n"));
}

#[test]
fn aws_lines_are_who_was_chosen() {
    let mut terminal = with_carlos();
    line_is(&mut terminal, "iam::123456789012:root");
    terminal.enter(".use carlos");
    line_is(&mut terminal, "iam::123456789012:user/carlos");
    shows(&terminal, "carlos@123456789012 iamsh:5>");
    terminal.enter(".who");
    shows(&terminal, "user/carlos");
    // What is asked for on the line itself has more weight.
    terminal.enter("profile(\"owner\", acct);");
    terminal.enter(".clear");
    terminal.enter(&format!("{WHO} --profile owner"));
    shows(&terminal, "\narn:aws:iam::123456789012:root\n");
    shows(&terminal, "carlos@123456789012 iamsh:");
    // What is exported later holds, what was exported before does not.
    terminal.enter("export AWS_REGION=eu-west-1");
    line_is(&mut terminal, "iam::123456789012:user/carlos");
    terminal.enter("export AWS_PROFILE=owner");
    line_is(&mut terminal, "iam::123456789012:root");
    shows(&terminal, "root@123456789012 iamsh:");
    terminal.enter(".use carlos");
    line_is(&mut terminal, "iam::123456789012:user/carlos");
    terminal.enter(".use");
    line_is(&mut terminal, "iam::123456789012:root");
}

#[test]
fn who_was_chosen_is_undone_branched_and_saved() {
    let mut terminal = with_carlos();
    terminal.enter(".use carlos");
    terminal.enter(".branch other");
    terminal.enter("let role = acct.create_role(\"blog-role\", trust_for(carlos));");
    terminal.enter("me = me.assume_role(role, \"cli\");");
    line_is(
        &mut terminal,
        "sts::123456789012:assumed-role/blog-role/cli",
    );
    shows(&terminal, "blog-role/cli@123456789012 1h00m iamsh:6>");
    terminal.enter(".undo 2");
    line_is(&mut terminal, "iam::123456789012:user/carlos");
    terminal.enter(".branch main");
    line_is(&mut terminal, "iam::123456789012:user/carlos");
    terminal.enter(".save s.rhai");
    let saved = fs::read_to_string(terminal.home.join("s.rhai")).unwrap();
    assert!(
        saved.contains("let me = carlos.session(); act_as(me);"),
        "{saved}"
    );
    terminal.enter(".undo 9");
    line_is(&mut terminal, "iam::123456789012:root");
    terminal.enter(".load s.rhai");
    line_is(&mut terminal, "iam::123456789012:user/carlos");
    terminal.enter(".use");
    terminal.enter(".use");
    shows(&terminal, "nobody is chosen");
}

#[test]
fn what_would_allow_is_said_of_each_of_the_last_decisions() {
    let mut terminal = with_carlos();
    terminal.enter("carlos.can(\"s3:PutObject\", \"*\").allowed");
    terminal.enter("acct.can(\"s3:GetObject\", \"*\").allowed");
    terminal.enter(".why --what-would-allow");
    shows(&terminal, "it is allowed already");
    terminal.enter(".why --what-would-allow 2");
    shows(
        &terminal,
        "1. an identity policy of arn:aws:iam::123456789012:user/carlos must allow it; add\n   {\"Effect\":\"Allow\",\"Action\":\"s3:PutObject\",\"Resource\":\"*\"}",
    );
    terminal.enter(".why --what");
    shows(&terminal, "`--what` is no option");
}

#[test]
fn a_graph_for_tools_that_draw() {
    let mut terminal = with_carlos();
    terminal.enter("let a = acct.create_role(\"a\", trust_for(carlos)); let b = acct.create_role(\"b\", trust_for(a.arn));");
    terminal.enter(r##"acct.update_assume_role_policy("b", #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/a"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"x\"y"}}}}"#);"##);
    let mut written = |form: &str| {
        terminal.enter(".once g.txt");
        terminal.enter(&format!(".graph --as {form}"));
        fs::read_to_string(terminal.home.join("g.txt")).unwrap()
    };
    assert_eq!(
        written("dot"),
        r#"digraph trust {
  rankdir=LR;
  "arn:aws:iam::123456789012:user/carlos" [shape=ellipse];
  "arn:aws:iam::123456789012:role/a" [shape=box];
  "arn:aws:iam::123456789012:role/b" [shape=box];
  "arn:aws:iam::123456789012:user/carlos" -> "arn:aws:iam::123456789012:role/a";
  "arn:aws:iam::123456789012:role/a" -> "arn:aws:iam::123456789012:role/b" [label="sts:ExternalId StringEquals x\"y"];
}
"#
    );
    assert_eq!(
        written("mermaid"),
        r#"flowchart LR
  n0("arn:aws:iam::123456789012:user/carlos")
  n1["arn:aws:iam::123456789012:role/a"]
  n2["arn:aws:iam::123456789012:role/b"]
  n0 --> n1
  n1 -->|"sts:ExternalId StringEquals x#quot;y"| n2
"#
    );
    assert!(written("text").starts_with("arn:aws:iam::123456789012:user/carlos\n└─ "));
    terminal.enter(".graph a --as mermaid");
    shows(&terminal, "  n1 -->|");
    terminal.enter(".graph --as svg");
    shows(
        &terminal,
        "a graph cannot be written as `svg`: text, dot or mermaid",
    );
}

#[test]
fn events_that_changed_the_lab_are_told_from_those_that_looked() {
    let home = tempfile::tempdir().unwrap();
    let mut setup = Setup::new(home.path());
    setup.columns = 180;
    let mut terminal = setup.start();
    terminal.wait_for_prompt();
    terminal
        .enter("let acct = account(\"123456789012\"); let carlos = acct.create_user(\"carlos\");");
    terminal.enter("let role = acct.create_role(\"work\", trust_for(carlos)); acct.list_users(); acct.get_user(\"nobody\")");
    terminal.enter("acct.create_resource(\"s3:CreateBucket\", \"arn:aws:s3:::b\"); acct.perform(\"s3:GetObject\", \"arn:aws:s3:::b/k\"); carlos.session().assume_role(role, \"cli\"); advance(60);");
    let operations = |terminal: &Terminal| -> Vec<String> {
        let screen = terminal.screen();
        let rows = screen.lines().filter(|line| line.contains("2026-01-01T"));
        let rows = rows.filter(|line| !line.contains("iamsh:"));
        rows.map(|row| {
            let word = row
                .split_whitespace()
                .find(|word| word.contains(char::is_uppercase) && !word.contains("2026"));
            word.unwrap().to_owned()
        })
        .collect()
    };
    terminal.enter(".clear");
    terminal.enter(".events changes");
    assert_eq!(
        operations(&terminal),
        [
            "CreateAccount",
            "CreateUser",
            "CreateRole",
            "s3:CreateBucket",
            "AssumeRole",
            "Advance"
        ]
    );
    terminal.enter(".clear");
    terminal.enter(".events reads");
    assert_eq!(operations(&terminal), ["ListUsers", "s3:GetObject"]);
}

#[test]
fn the_denial_of_an_aws_line_has_a_reason() {
    let mut terminal = with_carlos();
    terminal.enter(".use carlos");
    terminal.enter("aws iam list-users");
    terminal.enter(".clear");
    terminal.enter(".why");
    shows(
        &terminal,
        "ImplicitlyDenied  iam:ListUsers on arn:aws:iam::123456789012:user/",
    );
    assert!(!terminal.screen().contains("takes no resource"));
    terminal.enter(".why --what-would-allow");
    shows(&terminal, "\"Action\":\"iam:ListUsers\",\"Resource\":\"*\"");
}

#[test]
fn a_graph_of_roles_alone_is_drawn_and_every_role_once() {
    let mut terminal = with_carlos();
    terminal.enter("let roles = []; for n in 0..12 { let r = acct.create_role(`r${n}`, trust_for(acct)); r.put_policy(\"all\", allow(\"sts:AssumeRole\", \"*\")); roles.push(r); }");
    terminal.enter(".once g.txt");
    terminal.enter(".graph");
    let text = fs::read_to_string(terminal.home.join("g.txt")).unwrap();
    assert!(
        text.starts_with("arn:aws:iam::123456789012:role/r0\n└─ ")
            || text.starts_with("arn:aws:iam::123456789012:role/r0\n├─ "),
        "{text}"
    );
    assert!(text.contains("↺") && text.contains("(as above)"), "{text}");
    assert_eq!(text.lines().count(), 1 + 12 * 11);
}

#[test]
fn who_one_is_agrees_with_what_the_lab_answers() {
    let mut terminal = with_carlos();
    terminal.enter(
        "let cn = carlos.session().with_context(#{ \"aws:RequestedRegion\": \"cn-north-1\" });",
    );
    terminal.enter("cn.arn == cn.get_caller_identity().arn && cn.arn.contains(\"aws-cn\")");
    shows(&terminal, "\ntrue\n");
    terminal.enter(".use cn");
    terminal.enter(".clear");
    terminal.enter(".who");
    shows(&terminal, "arn:aws-cn:iam::123456789012:user/carlos");
}

#[test]
fn words_of_commands_are_taken_apart_at_spaces() {
    let mut terminal = with_carlos();
    terminal.enter("acct.create_user(\"bob--as2\");");
    terminal.enter(".graph bob--as2");
    shows(&terminal, "arn:aws:iam::123456789012:user/bob--as2");
    terminal.enter(".why --what-would-allow 1 --zork");
    shows(&terminal, "`--zork` is no option");
    terminal.enter(".graph a b c");
    shows(&terminal, "one name, and perhaps a form");
}

#[test]
fn codes_of_a_device_stay_out_of_the_log() {
    let mut terminal = with_carlos();
    terminal.enter("let d = acct.create_virtual_mfa_device(\"d\"); let codes = mfa_codes(d, 2); acct.enable_root_mfa(d.VirtualMFADevice.SerialNumber, codes[0], codes[1]);");
    terminal.enter("let last = events().pop(); last.operation");
    shows(&terminal, "EnableMfa");
    terminal.enter("`${last}`.contains(codes[0])");
    shows(&terminal, "\nfalse\n");
}

#[test]
fn a_difference_from_the_beginning() {
    let mut terminal = with_carlos();
    terminal.enter(".clear");
    terminal.enter(".diff");
    shows(&terminal, "+ arn:aws:iam::123456789012:user/carlos");
}
