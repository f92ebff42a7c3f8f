//! What can go wrong says so, and where.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use super::support::Project;

#[test]
fn a_broken_snapshot_is_said_and_can_be_written_anew() {
    let project = Project::with(&[("a.rhai", "1"), ("snapshots/a.snap", "<<<<<<< HEAD\n")]);
    project.run(&["test", "."]).expect(
        1,
        &["the snapshot `./snapshots/a.snap` is no snapshot: it does not begin with a line `---`"],
    );
    fs::write(
        project.path("snapshots/a.snap"),
        b"---\nsource: a\n---\n\xff\n",
    )
    .unwrap();
    project.run(&["test", "."]).expect(1, &["it is not UTF-8"]);
    project
        .run(&["test", ".", "--update", "all"])
        .expect(0, &["1 snapshot written"]);
    project.run(&["test", "."]).expect(0, &[]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_takes_no_files_is_said() {
    let project = Project::with(&[("a.rhai", "1"), ("snapshots/keep", "")]);
    let folder = project.path("snapshots");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let is_root = fs::write(folder.join("probe"), "").is_ok();
    let said = project.run(&["test", "."]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    if !is_root {
        said.expect(1, &["cannot be written"]);
    }
    // A file where the folder should be stops everybody.
    fs::remove_dir_all(&folder).unwrap();
    project.write("snapshots", "");
    project
        .run(&["test", "a.rhai"])
        .expect(1, &["the snapshot `./snapshots/a.snap` cannot be"]);
}

#[test]
fn a_script_that_never_ends_is_stopped() {
    let project = Project::with(&[
        ("a.rhai", "loop {}"),
        ("b.rhai", "fn f() { f() }\nf();"),
        ("c.rhai", "1"),
    ]);
    let start = Instant::now();
    project
        .run(&["test", ".", "--operations", "100000", "--update", "new"])
        .expect(
            1,
            &[
                "the script was stopped: it did more than it may",
                "--> ./a.rhai:1:",
                "calls are nested too deeply",
                "1 passed, 2 failed, 0 skipped",
            ],
        );
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn two_scenarios_of_one_name_are_an_error() {
    let project = Project::with(&[("a.rhai", "1"), ("b.rhai", "//@ name: a\n2")]);
    project.run(&["test", "."]).expect(2, &["`./a.rhai` and `./b.rhai` are both called `a`: give one of them another name with `//@ name: …`"]);
    project.write("b.rhai", "snapshot(\"x\", 1);\nsnapshot(\"x\", 2);");
    project
        .run(&["test", "b.rhai"])
        .expect(1, &["there is a snapshot `x` already", "--> b.rhai:2:1"]);
}

#[test]
fn exit_codes_say_what_happened() {
    let project = Project::with(&[("bad.rhai", "let a = ;"), ("head.rhai", "//@ nme: x\n1")]);
    project
        .run(&["test", "bad.rhai"])
        .expect(3, &["--> bad.rhai:1:9", "0 passed, 1 failed"]);
    project.run(&["test", "head.rhai"]).expect(
        2,
        &["`head.rhai`, line 1: there is no `//@ nme`: did you mean `name`?"],
    );
    project
        .run(&["test", "none"])
        .expect(2, &["cannot read `none`: no such file or folder"]);
    fs::create_dir(project.path("empty")).unwrap();
    project
        .run(&["test", "empty"])
        .expect(0, &["0 passed, 0 failed, 0 skipped"]);
    project
        .run(&["test", "empty", "--fail-on-empty"])
        .expect(4, &["there is no scenario to run"]);
    project
        .run(&["test", "--filter", "(", "."])
        .expect(2, &["regex"]);
    project
        .run(&["test", "--shard", "3/2", "."])
        .expect(2, &["a part such as 1/3 is expected"]);
    project.write("exit.rhai", "exit(7);");
    project
        .run(&["test", "exit.rhai"])
        .expect(1, &["0 passed, 1 failed"]);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_run() {
    let project = Project::with(&[("a.rhai", "loop {}"), ("b.rhai", "loop {}")]);
    let mut child = project
        .command(&["test", ".", "--operations", "100000000000"])
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(500));
    let id = child.id().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(child.wait().unwrap().code(), Some(130));
}
