//! `--lab FILE` as users meet it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn iamsh(arguments: &[&str], file: &Path, input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_iamsh"))
        .args(arguments)
        .arg("--lab")
        .arg(file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that ends before it reads has nothing to be told.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_lab_goes_on_in_the_next_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.lab");
    let first = iamsh(
        &[],
        &file,
        "account(\"123456789012\").create_user(\"carlos\"); advance(60);",
    );
    assert_eq!(first.status.code(), Some(0), "{}", text(first.stderr));
    let script = folder.path().join("second.rhai");
    std::fs::write(
        &script,
        "print(account(\"123456789012\").get_user(\"carlos\").arn);",
    )
    .unwrap();
    let second = iamsh(&["run", script.to_str().unwrap()], &file, "");
    assert_eq!(
        text(second.stdout),
        "arn:aws:iam::123456789012:user/carlos\n"
    );
}

#[test]
fn a_file_that_keeps_no_lab_is_a_wrong_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "no lab").unwrap();
    let refused = iamsh(&[], &file, "print(1);");
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(
        text(refused.stderr),
        format!(
            "error: cannot use the lab in `{}`: it is no file of a lab\n",
            file.display()
        )
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "no lab");
}
