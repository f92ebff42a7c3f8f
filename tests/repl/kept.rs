//! `iamsh --lab FILE`: what was answered at the prompt is there the next time, and what was taken back is not.

use std::path::Path;

use crate::terminal::{ENTER, Setup, Terminal};

fn on_file(home: &Path) -> Terminal {
    let mut setup = Setup::new(home);
    setup.arguments.extend(["--lab", "lab.redb"]);
    let mut terminal = setup.start();
    terminal.wait_for_prompt();
    terminal
}

#[test]
fn a_session_goes_on_where_the_last_one_ended() {
    let home = tempfile::tempdir().unwrap();
    let mut first = on_file(home.path());
    first.enter("let acct = account(\"123456789012\"); acct.create_user(\"carlos\");");
    first.enter("acct.create_user(\"maria\");");
    first.enter("acct.create_user(\"undone\");");
    first.enter(".undo");
    first.type_keys(&format!(".quit{ENTER}"));
    first.end();

    let mut second = on_file(home.path());
    second.enter("account(\"123456789012\").list_users().map(|user| user.name)");
    let screen = second.screen();
    assert!(
        screen.contains("carlos") && screen.contains("maria"),
        "{screen}"
    );
    assert!(!screen.contains("undone"), "{screen}");
    // Going back ends at the beginning of this session, not of the lab.
    second.enter("account(\"123456789012\").create_user(\"later\");");
    second.enter(".undo 9");
    second.enter("account(\"123456789012\").list_users().len()");
    assert!(second.screen().contains("\n2\n"), "{}", second.screen());
}

#[test]
fn killed_at_the_prompt_it_keeps_what_was_answered() {
    let home = tempfile::tempdir().unwrap();
    let mut first = on_file(home.path());
    first.enter("let acct = account(\"123456789012\"); acct.create_user(\"carlos\").arn");
    first.kill();
    let mut second = on_file(home.path());
    second.enter("account(\"123456789012\").list_users().len()");
    assert!(second.screen().contains("\n1\n"), "{}", second.screen());
}
