//! `.checkpoint` and `.checkout`: named points of the session.

use crate::terminal::{ENTER, Setup, Terminal};

#[track_caller]
fn shows(terminal: &mut Terminal, input: &str, text: &str) {
    terminal.enter(".clear");
    terminal.enter(input);
    let screen = terminal.screen();
    assert!(screen.contains(text), "no {text:?} in\n{screen}");
}

const USERS: &str = "acct.list_users().map(|user| user.name)";

#[test]
fn a_checkpoint_is_come_back_to_exactly() {
    let mut terminal = Terminal::new();
    shows(
        &mut terminal,
        ".checkpoint",
        "there is no checkpoint; .checkpoint NAME makes one",
    );
    shows(
        &mut terminal,
        ".checkout x",
        "`x` is no checkpoint; there is none",
    );
    terminal.enter("let acct = account(\"123456789012\"); acct.create_user(\"carlos\");");
    shows(
        &mut terminal,
        ".checkpoint one",
        "one is here; .checkout one comes back",
    );
    terminal.enter("let n = 1; fn twice(x) { x * 2 } acct.create_user(\"maria\");");
    terminal.enter("acct.create_group(\"g\");");
    shows(
        &mut terminal,
        ".diff one",
        "+ arn:aws:iam::123456789012:user/maria",
    );
    shows(
        &mut terminal,
        ".checkout one",
        "this is one, with 1 input; .checkout - goes back",
    );
    shows(&mut terminal, USERS, "[\"carlos\"]");
    shows(&mut terminal, "n", "there is no variable `n`");
    shows(&mut terminal, "twice(1)", "there is no function `twice`");
    // There and back again: what was given up is a checkpoint, too.
    terminal.enter(".checkout one");
    terminal.enter(".undo");
    terminal.enter("acct.create_user(\"eva\")");
    shows(&mut terminal, ".checkout one", "this is one, with 1 input");
    shows(&mut terminal, ".checkout -", "this is -");
    shows(&mut terminal, ".checkpoint one", "one is now here");
    shows(&mut terminal, ".checkpoint main", "`main` is a branch");
    shows(&mut terminal, ".branch one", "`one` is a checkpoint");
    shows(
        &mut terminal,
        ".checkpoint a b",
        "the name of a checkpoint is one word",
    );
    shows(
        &mut terminal,
        ".checkout nowhere",
        "`nowhere` is no checkpoint; there are -, one",
    );
}

#[test]
fn what_came_after_a_checkpoint_can_be_done_again() {
    let mut terminal = Terminal::new();
    terminal.enter("let acct = account(\"123456789012\");");
    terminal.enter(".checkpoint empty");
    terminal.enter("acct.create_user(\"carlos\");");
    terminal.enter("acct.create_user(\"maria\");");
    terminal.enter(".checkout empty");
    shows(&mut terminal, USERS, "iamsh:3>");
    terminal.enter(".undo");
    terminal.enter(".checkout -");
    terminal.enter(".checkout empty");
    terminal.enter(".redo 1");
    shows(&mut terminal, USERS, "[\"carlos\"]");
    // On another branch it is another branch that goes there.
    terminal.enter(".branch other");
    terminal.enter("acct.create_user(\"eva\");");
    terminal.enter(".checkout empty");
    shows(&mut terminal, USERS, "[]");
    terminal.enter(".branch main");
    shows(&mut terminal, USERS, "[\"carlos\"]");
}

#[test]
fn a_kept_lab_goes_along() {
    let home = tempfile::tempdir().unwrap();
    let on_file = || {
        let mut setup = Setup::new(home.path());
        setup.arguments.extend(["--lab", "lab.redb"]);
        let mut terminal = setup.start();
        terminal.wait_for_prompt();
        terminal
    };
    let mut first = on_file();
    first.enter("let acct = account(\"123456789012\"); acct.create_user(\"carlos\");");
    first.enter(".checkpoint one");
    first.enter("acct.create_user(\"maria\");");
    first.enter(".checkout one");
    first.type_keys(&format!(".quit{ENTER}"));
    first.end();
    let mut second = on_file();
    second.enter("let acct = account(\"123456789012\");");
    shows(&mut second, USERS, "[\"carlos\"]");
    shows(&mut second, ".checkout one", "`one` is no checkpoint");
}

#[test]
fn a_checkout_to_where_one_is_keeps_what_was_undone() {
    let mut terminal = Terminal::new();
    for line in [
        "let a = 1;",
        "let b = 2;",
        ".undo",
        ".checkpoint c",
        ".checkout c",
        ".redo",
    ] {
        terminal.enter(line);
    }
    shows(&mut terminal, "b + 40", "\n42\n");
    shows(
        &mut terminal,
        ".branch -",
        "the name of a branch is one word, and not `-`",
    );
}
