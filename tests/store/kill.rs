//! A process is killed at any moment: what it has answered is there afterwards, and nothing is half done.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use iamsh::api;
use iamsh::lab::{Lab, Settings};
use iamsh::store::KeptLab;

/// Each round makes users until it is killed; every printed name was answered.
const SCRIPT: &str = r#"
let a = account("123456789012");
for n in 0..100000 {
    let name = `round-ROUND-${n}`;
    a.create_user(name);
    print(name);
}
"#;

fn rounds() -> u32 {
    let given = std::env::var("IAMSH_KILLS").ok();
    given.map_or(10, |given| given.parse().unwrap())
}

/// Runs the script for a while, kills it, and gives the names it printed.
fn killed(file: &Path, round: u32, after: Duration) -> Vec<String> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_iamsh"))
        .arg("--lab")
        .arg(file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let reader = thread::spawn(move || output.lines().map_while(Result::ok).collect());
    let mut input = child.stdin.take().unwrap();
    let script = SCRIPT.replace("ROUND", &round.to_string());
    input.write_all(script.as_bytes()).unwrap();
    drop(input);
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

#[test]
fn nothing_answered_is_lost_however_often_the_process_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.lab");
    let mut answered = Vec::new();
    let began = Instant::now();
    for round in 0..rounds() {
        // Moments that follow no pattern: the sub-second part of the time it took so far.
        let after = Duration::from_millis(u64::from(began.elapsed().subsec_nanos() % 120));
        answered.extend(killed(&file, round, after));
        let kept = KeptLab::open(&file, &Settings::default()).unwrap();
        if let Some(account) = kept.lab().account(&"123456789012".parse().unwrap()) {
            for name in &answered {
                assert!(account.user(name).is_some(), "{name} is lost");
            }
        } else {
            assert!(answered.is_empty());
        }
        assert!(whole(kept.lab()));
    }
    assert!(!answered.is_empty());
}

/// The lab is what its log says, no more and no less.
fn whole(lab: &Lab) -> bool {
    let commands = lab.log.events().iter().map(|event| event.command.clone());
    api::replay(Settings::default(), commands) == *lab
}
