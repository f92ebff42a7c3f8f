//! The program: how it begins, how it ends, and what is left of it when it is killed.

use std::io::{BufRead, Read};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use iamsh::lab::Settings;
use iamsh::store::KeptLab;

use crate::server::{self, Server};

#[test]
fn a_script_builds_the_lab_and_fixed_keys_are_the_roots() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("start.rhai");
    std::fs::write(
        &script,
        "account(\"123456789012\").create_user(\"carlos\"); print(\"built\");",
    )
    .unwrap();
    let server = Server::start(&[script.to_str().unwrap()]);
    let (status, text) = server.call("GetUser&UserName=carlos");
    assert_eq!(status, 200, "{text}");
    assert!(
        server
            .call("GetCallerIdentity")
            .1
            .contains("arn:aws:iam::123456789012:root")
    );
}

/// Runs the command with arguments that it refuses.
fn refusal(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_iamsh"))
        .arg("serve")
        .args(arguments)
        .output()
        .unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn an_address_that_others_reach_needs_a_word() {
    let (code, text) = refusal(&["--listen", "0.0.0.0:0"]);
    assert_eq!(code, Some(2));
    assert!(
        text.starts_with("error: 0.0.0.0:0 is reached from other machines: ")
            && text.contains("--public"),
        "{text}"
    );
}

#[test]
fn a_port_that_is_taken_is_said_to_be() {
    let server = Server::start(&[]);
    let (code, text) = refusal(&["--listen", &server.address]);
    assert_eq!(code, Some(2));
    assert_eq!(
        text,
        format!(
            "error: cannot listen on {}: another process listens there\n",
            server.address
        )
    );
}

#[test]
fn a_script_that_fails_ends_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("start.rhai");
    std::fs::write(&script, "throw \"no\";").unwrap();
    let (code, text) = refusal(&["--listen", "127.0.0.1:0", script.to_str().unwrap()]);
    assert_eq!(code, Some(1));
    assert!(text.starts_with("error: "), "{text}");
}

#[test]
fn a_terminated_server_answers_what_is_under_way_and_ends_well() {
    let mut server = Server::start(&[]);
    let mut connection = server.connect();
    assert_eq!(
        connection.call(&server::keys(), "ListUsers").unwrap().0,
        200
    );
    server.signal("-TERM");
    let status = server.child.wait().unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(connection.call(&server::keys(), "ListUsers").is_none());
}

#[test]
fn each_request_is_a_line() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_iamsh"))
        .args(["serve", "--listen", "127.0.0.1:0", "--auth", "off"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let output = std::io::BufReader::new(child.stdout.take().unwrap());
    let greeting = output.lines().map(Result::unwrap);
    let start: Vec<String> = greeting
        .take_while(|line| !line.starts_with("export AWS_DEFAULT"))
        .collect();
    let start = start.join("\n");
    assert!(start.contains("signatures are not looked at"), "{start}");
    let address = start
        .split("http://")
        .nth(1)
        .unwrap()
        .split(',')
        .next()
        .unwrap();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let request = "GET /?Action=GetUser&Version=2010-05-08&UserName=x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "arn:aws:iam::123456789012:root iam:GetUser 404 NoSuchEntity: The user with name x cannot be found.\n"
    );
}

/// Users that some clients were told are there when the server was killed.
fn load_until_killed(file: &str, round: u32, after: Duration) -> Vec<String> {
    let mut server = Server::start(&["--lab", file]);
    let stop = AtomicBool::new(false);
    let answered = thread::scope(|scope| {
        let clients: Vec<_> = (0..4)
            .map(|client| {
                let (server, stop) = (&server, &stop);
                let mut connection = server.connect();
                scope.spawn(move || {
                    let mut made = Vec::new();
                    while !stop.load(Ordering::Relaxed) {
                        let name = format!("r{round}c{client}n{}", made.len());
                        let call = format!("CreateUser&UserName={name}");
                        match connection.call(&server::keys(), &call) {
                            Some((200, _)) => made.push(name),
                            _ => break,
                        }
                    }
                    made
                })
            })
            .collect();
        thread::sleep(after);
        server.signal("-KILL");
        stop.store(true, Ordering::Relaxed);
        clients
            .into_iter()
            .flat_map(|client| client.join().unwrap())
            .collect()
    });
    server.child.wait().unwrap();
    answered
}

#[test]
fn a_server_killed_under_load_loses_no_write_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.lab");
    let mut answered = Vec::new();
    for round in 0..3 {
        let after = Duration::from_millis(60 + u64::from(round) * 37);
        answered.extend(load_until_killed(file.to_str().unwrap(), round, after));
        let kept = KeptLab::open(&file, &Settings::default()).unwrap();
        let account = kept
            .lab()
            .account(&"123456789012".parse().unwrap())
            .unwrap();
        for name in &answered {
            assert!(account.user(name).is_some(), "{name} is lost");
        }
    }
    assert!(answered.len() > 10, "{}", answered.len());
}
