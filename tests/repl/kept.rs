//! `iamsh --lab FILE`: what was answered at the prompt is there the next time, and what was taken back is not.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use iamsh::api;
use iamsh::lab::Settings;
use iamsh::store::KeptLab;

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

/// How often it is killed: as often as the processes of `tests/store/kill.rs`.
fn rounds() -> u32 {
    let given = std::env::var("IAMSH_KILLS").ok();
    given.map_or(8, |given| given.parse().unwrap())
}

/// Types inputs of two calls each and kills the program while the last one is read, run or answered; gives the names it answered with.
fn killed_while_typing(home: &Path, round: u32, chance: u32) -> Vec<String> {
    let mut setup = Setup::new(home);
    setup.arguments.extend(["--lab", "lab.redb"]);
    setup.rows = 200;
    let mut terminal = setup.start();
    terminal.wait_for_prompt();
    terminal.enter("let acct = account(\"123456789012\");");
    let whole = chance % 4;
    let input = |number| {
        let name = format!("round-{round}-{number}");
        format!("acct.create_user(\"{name}\"); acct.create_group(\"{name}\").name")
    };
    for number in 0..whole {
        terminal.enter(&input(number));
    }
    terminal.type_keys(&format!("{}{ENTER}", input(whole)));
    thread::sleep(Duration::from_micros(u64::from(chance / 4 % 12_000)));
    let screen = terminal.killed();
    let answers = screen
        .lines()
        .filter_map(|line| line.strip_prefix("\"round-"));
    answers
        .filter_map(|rest| Some(format!("round-{}", rest.strip_suffix('"')?)))
        .collect()
}

#[test]
fn nothing_answered_is_lost_however_often_it_is_killed() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("lab.redb");
    let mut answered: Vec<String> = Vec::new();
    let mut unfinished = 0;
    let began = Instant::now();
    for round in 0..rounds() {
        // Moments that follow no pattern.
        let chance = began.elapsed().subsec_nanos() / 64;
        let names = killed_while_typing(home.path(), round, chance);
        unfinished += usize::from(names.len() == chance as usize % 4);
        answered.extend(names);
        let kept = KeptLab::open(&file, &Settings::default()).unwrap();
        let account = kept.lab().account(&"123456789012".parse().unwrap());
        for name in &answered {
            let both = account.is_some_and(|account| {
                account.user(name).is_some() && account.group(name).is_some()
            });
            assert!(both, "{name} is lost");
        }
        // The lab is what its log says, no more and no less.
        let commands = kept
            .lab()
            .log
            .events()
            .iter()
            .map(|event| event.command.clone());
        assert!(api::replay(Settings::default(), commands) == *kept.lab());
    }
    eprintln!(
        "{} answers, {unfinished} rounds ended before the last one",
        answered.len()
    );
    assert!(!answered.is_empty());
}
