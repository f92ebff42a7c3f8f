//! Ctrl-C while a script runs: it stops at once, and the session is as it was.
//!
//! The bar is 100 ms; figures on an idle machine, a hundredth of that, are in `benches/README.md`. Machines that run tests do other
//! things beside them, so the median of all kinds of scripts must be below the bar here, and a single one may take ten times as long.

use std::thread;
use std::time::{Duration, Instant};

use crate::terminal::{CTRL_C, ENTER, Terminal};

const MEDIAN: Duration = Duration::from_millis(100);
const MOST: Duration = Duration::from_secs(1);

/// What is there before: 500 users with a policy each.
const SESSION: &str = "let acct = account(\"123456789012\"); let users = []; for n in 0..500 { let user = acct.create_user(`user-${n}`); \
    user.put_policy(\"p\", allow(\"s3:Get*\", \"*\")); users.push(user); }";

/// Scripts that would run for ever, or for longer than anybody waits.
const SCRIPTS: &[(&str, &str)] = &[
    ("an empty loop", "loop { }"),
    ("calls that look", "loop { acct.get_user(\"user-7\"); }"),
    (
        "calls that change",
        "let n = 0; loop { n += 1; acct.create_role(`r-${n}`, trust_for(acct)); acct.delete_role(`r-${n}`); }",
    ),
    ("calls that list", "loop { acct.list_users(); }"),
    (
        "calls that fail",
        "loop { try { acct.get_user(\"nobody\") } catch { } }",
    ),
    ("aws lines", "loop { let x = aws iam list-users }"),
    (
        "recursion",
        "fn f(n) { if n == 40 { 0 } else { f(n + 1) + f(n + 1) } } f(0)",
    ),
    (
        "who can",
        "loop { for user in users { user.can(\"s3:GetObject\", \"arn:aws:s3:::b/k\"); } }",
    ),
    (
        "sorting",
        "let a = []; for n in 0..100000 { a.push(n * 7919 % 100003); } print(\"filled\"); loop { let b = a; b.sort(|x, y| x - y); }",
    ),
    (
        "a closure over an array",
        "let a = []; a.pad(100000, 1); loop { a.map(|n| n + 1).filter(|n| n > 1); }",
    ),
    (
        "a string",
        "loop { let text = \"\"; for n in 0..100000 { text += \"policy\"; } }",
    ),
    ("the clock", "loop { sleep(1); }"),
    ("the log", "loop { events(); }"),
];

/// From the key to what says that the script has stopped, and to the next prompt.
fn interrupted(terminal: &mut Terminal, script: &str) -> (Duration, Duration) {
    terminal.enter(".clear");
    terminal.type_keys(&format!("print(\"run\" + \"ning\"); {script}{ENTER}"));
    terminal.wait_for("\nrunning");
    if script.contains("filled") {
        terminal.wait(
            |terminal| terminal.screen().matches("filled").count() > 1,
            "it is filled",
        );
    }
    thread::sleep(Duration::from_millis(150));
    let pressed = Instant::now();
    terminal.type_keys(CTRL_C);
    terminal.wait_for("interrupted");
    let stopped = pressed.elapsed();
    terminal.wait_for_prompt();
    (stopped, pressed.elapsed())
}

#[test]
fn every_kind_of_script_stops_at_once() {
    let mut terminal = Terminal::new();
    terminal.enter(SESSION);
    let mut times: Vec<Duration> = Vec::new();
    for (what, script) in SCRIPTS {
        let (stopped, prompt) = interrupted(&mut terminal, script);
        eprintln!("{what}: stopped after {stopped:.1?}, prompt after {prompt:.1?}");
        times.push(stopped);
    }
    // Nothing of them was kept, and everything before is there.
    terminal.enter("[users.len(), acct.list_users().len(), acct.list_roles().len()]");
    assert!(
        terminal.screen().contains("[500, 500, 0]"),
        "{}",
        terminal.screen()
    );
    assert!(
        terminal.screen().contains("iamsh:3>"),
        "{}",
        terminal.screen()
    );
    times.sort();
    let (median, most) = (times[times.len() / 2], times[times.len() - 1]);
    eprintln!("median {median:.1?}, longest {most:.1?}");
    assert!(median < MEDIAN, "{median:?}");
    assert!(most < MOST, "{most:?}");
}

#[test]
fn an_impatient_ctrl_c_does_not_lose_what_came_before() {
    let mut terminal = Terminal::new();
    terminal.enter(SESSION);
    terminal.type_keys(&format!("print(\"run\" + \"ning\"); loop {{ }}{ENTER}"));
    terminal.wait_for("\nrunning");
    terminal.type_keys(CTRL_C);
    terminal.wait_for("interrupted");
    // It runs the first input again now, or has just done so.
    terminal.type_keys(CTRL_C);
    terminal.wait_for_prompt();
    terminal.enter("users.len()");
    assert!(
        terminal.screen().contains("\n500\n"),
        "{}",
        terminal.screen()
    );
}

#[test]
fn what_was_to_come_after_a_stopped_input_does_not_run() {
    let mut terminal = Terminal::new();
    terminal.paste(
        "iamsh:1> print(\"run\" + \"ning\"); loop { }\niamsh:2> print(\"ran \" + \"after\")",
    );
    terminal.type_keys(ENTER);
    terminal.wait_for("\nrunning");
    terminal.type_keys(CTRL_C);
    terminal.wait_for("nothing of it was kept");
    terminal.wait_for_prompt();
    terminal.enter("40 + 2");
    assert!(!terminal.screen().contains("ran after"));
}

#[test]
fn a_comparison_that_is_stopped_compares_nothing() {
    let mut terminal = Terminal::new();
    terminal.enter("let acct = account(\"123456789012\"); let n = 0; while n < 300000 { n += 1; }");
    terminal.enter("acct.create_user(\"u\");");
    terminal.enter(".branch x");
    terminal.type_keys(&format!(".diff main{ENTER}"));
    thread::sleep(Duration::from_millis(20));
    terminal.type_keys(CTRL_C);
    terminal.wait(|terminal| terminal.is_at_prompt(), "the prompt");
    // Stopped or not, by how fast the machine is: never a difference that is none.
    assert!(
        !terminal.screen().contains("+ arn:"),
        "{}",
        terminal.screen()
    );
}
