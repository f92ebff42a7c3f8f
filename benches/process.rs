//! Whole processes: from the start of the program to its end, as a person waits for it.
//!
//! `aws` is measured beside it where the AWS CLI is installed: asking who one is, the least it can do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use divan::Bencher;

fn main() {
    divan::main();
}

fn iamsh(arguments: &[&str]) {
    run(Command::new(env!("CARGO_BIN_EXE_iamsh")).args(arguments));
}

fn run(command: &mut Command) {
    let ended = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(
        ended.is_ok_and(|status| status.success()),
        "{command:?} failed"
    );
}

fn script(text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench.rhai");
    assert!(fs::write(&path, text).is_ok());
    path
}

/// The command line alone: no engine, no lab.
#[divan::bench]
fn version() {
    iamsh(&["--version"]);
}

/// Start-up to first output.
#[divan::bench]
fn hello(bencher: Bencher<'_, '_>) {
    let path = script("print(\"hello\");");
    bencher.bench_local(|| iamsh(&["run", &path.display().to_string()]));
}

/// An account, a user, a policy, a decision.
#[divan::bench]
fn first_decision(bencher: Bencher<'_, '_>) {
    let path = script(
        r#"let carlos = account("123456789012").create_user("carlos");
           carlos.put_policy("read", allow("s3:GetObject", "*"));
           assert_allowed(carlos, "s3:GetObject", "arn:aws:s3:::b/k");"#,
    );
    bencher.bench_local(|| iamsh(&["run", &path.display().to_string()]));
}

/// The whole tutorial, seven scripts.
#[divan::bench]
fn tutorial() {
    iamsh(&[
        "run",
        concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/tutorial"),
    ]);
}

/// A thousand scenarios, by one worker and by as many as there are cores.
#[divan::bench(args = [1, 2, 4], sample_count = 3, sample_size = 1)]
fn thousand_scenarios(bencher: Bencher<'_, '_>, jobs: usize) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("thousand");
    assert!(fs::create_dir_all(&folder).is_ok());
    for number in 0..1000 {
        let script = format!(
            "//@ snapshot: no\nlet acct = account(\"123456789012\");\nlet role = acct.create_role(\"r\", trust_for(acct));\n\
             for n in 0..20 {{ acct.create_user(`user-${{n}}`).put_policy(\"p\", allow(\"s3:*\", `arn:aws:s3:::b-{number}/${{n}}/*`)); }}\n\
             let user = acct.create_user(\"last\");\nassert_denied(user, \"s3:GetObject\", \"arn:aws:s3:::b-{number}/1/x\");\n"
        );
        assert!(fs::write(folder.join(format!("s{number}.rhai")), script).is_ok());
    }
    let (folder, jobs) = (folder.display().to_string(), jobs.to_string());
    bencher.bench_local(|| iamsh(&["test", &folder, "--jobs", &jobs]));
}

/// The peer: the AWS CLI answering `sts get-caller-identity` with no network needed to fail.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn aws_cli_version(bencher: Bencher<'_, '_>) {
    if Command::new("aws")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_err()
    {
        return;
    }
    bencher.bench_local(|| run(Command::new("aws").arg("--version")));
}
