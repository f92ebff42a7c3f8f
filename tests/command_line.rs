//! The command line as users meet it: README and `tests/cmd/` are sessions, run as they stand.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Output, Stdio};

#[test]
fn sessions_say_what_they_show() {
    trycmd::TestCases::new()
        .case("README.md")
        .case("tests/cmd/*.md");
}

#[test]
fn the_readme_shows_the_script_that_it_runs() {
    let readme = fs::read_to_string("README.md").unwrap();
    let shown = readme
        .split("```rhai\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    assert_eq!(shown, fs::read_to_string("scripts/first.rhai").unwrap());
}

fn iamsh() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iamsh"));
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn piped(input: &[u8]) -> Output {
    let mut child = iamsh().spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn piped_input_is_a_script() {
    let output = piped(b"let a = account(\"123456789012\");\nprint(a.arn);\n");
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "arn:aws:iam::123456789012:root\n"
    );
    assert_eq!(output.status.code(), Some(0));
    let output = piped(b"print(1);\nthrow \"x\";");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains(" --> <stdin>:2:1")
    );
    assert_eq!(piped(b"let x = `open").status.code(), Some(3));
    assert_eq!(piped(b"let x = \xff").status.code(), Some(2));
    assert_eq!(piped(b"").status.code(), Some(0));
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let mut child = iamsh().spawn().unwrap();
    drop(child.stdout.take());
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"loop { print(1); }")
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[cfg(unix)]
#[test]
fn an_interrupt_stops_a_running_script() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("endless.rhai");
    fs::write(
        &script,
        "print(\"running\");\ntry { loop {} } catch { print(\"caught\"); }",
    )
    .unwrap();
    let mut child = iamsh().arg("run").arg(&script).spawn().unwrap();
    // The handler is set up before the script runs.
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    assert_eq!(first, "running\n");
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130));
}

#[test]
fn help_names_the_commands() {
    let output = iamsh().arg("--help").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(text.contains("run ") && text.contains("--color"), "{text}");
}
