//! Commands that look at the session: who acts, why, what happened, who can become whom.

use std::fs;

use crate::terminal::{Terminal, shows, with_carlos};

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
