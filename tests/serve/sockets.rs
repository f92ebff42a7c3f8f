//! Slow, broken and many clients: none hurts another, and none changes the lab with what is no request.

use std::thread;
use std::time::{Duration, Instant};

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rand_chacha::rand_core::Rng;

use crate::server::{self, Server, date};
use crate::signer::{self, Keys, Scope};
use crate::support::body;

/// A number from the environment, for long runs.
fn given(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

fn malformed(number: u64, rng: &mut impl Rng, host: &str) -> Vec<u8> {
    let noise = |rng: &mut dyn Rng, length: usize| -> Vec<u8> {
        (0..length)
            .map(|_| rng.next_u32().to_le_bytes()[0])
            .collect()
    };
    let post = |headers: &str, body: &[u8]| {
        let head = format!(
            "POST / HTTP/1.1\r\nhost: {host}\r\n{headers}content-length: {}\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body].concat()
    };
    match number % 12 {
        0 => b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nbroken\r\n"
            .to_vec(),
        1 => format!(
            "GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n",
            "a".repeat(200_000)
        )
        .into_bytes(),
        2 => post("", &noise(rng, 40)),
        3 => post("", b"Action=%ff%fe&Version=2010-05-08"),
        4 => post(
            "",
            format!("Action=Fly{}&Version=2010-05-08", rng.next_u32()).as_bytes(),
        ),
        5 => {
            // A wrong secret, properly signed.
            let keys = Keys {
                secret: format!("{}", rng.next_u32()),
                ..server::keys()
            };
            let body = body("CreateUser&UserName=mallory");
            let headers = signer::headers(&keys, &Scope::at(&date(), "iam"), host, &body);
            let headers: String = headers
                .iter()
                .filter(|(name, _)| name != "host")
                .map(|(name, value)| format!("{name}: {value}\r\n"))
                .collect();
            post(&headers, body.as_bytes())
        }
        6 => post("", body("CreateUser&UserName=mallory").as_bytes()),
        7 => [noise(rng, 60), b"\r\n\r\n".to_vec()].concat(),
        8 => post(
            "authorization: AWS4-HMAC-SHA256 Credential=a/b, Signature=\r\n",
            body("ListUsers").as_bytes(),
        ),
        9 => post(
            "authorization: AWS4-HMAC-SHA256 \u{fe}\u{ff}\r\nx-amz-date: 2026\r\n",
            body("ListUsers").as_bytes(),
        ),
        10 => format!("GET /{} HTTP/1.1\r\nhost: {host}\r\n\r\n", "../".repeat(9)).into_bytes(),
        _ => b"BREW / HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(),
    }
}

#[test]
fn malformed_requests_get_4xx_and_leave_the_lab_unchanged() {
    let server = Server::start(&[]);
    server.call("CreateUser&UserName=carlos");
    let before = server.call("GetAccountAuthorizationDetails").1;
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    let mut rng = runner.new_rng();
    for number in 0..given("IAMSH_MALFORMED", 10_000) {
        let request = malformed(number, &mut rng, &server.address);
        let mut connection = server.connect();
        // A server that answers before it has read all may close under the writer's hands.
        if connection.send(&request).is_err() {
            continue;
        }
        let answer = connection.receive();
        let (status, _) = answer.unwrap_or((400, String::new()));
        assert!((400..500).contains(&status), "{number}: {status}");
    }
    let after = server.call("GetAccountAuthorizationDetails").1;
    let without_id = |text: &str| text.split("<ResponseMetadata>").next().unwrap().to_owned();
    assert_eq!(without_id(&before), without_id(&after));
}

#[test]
fn a_body_beyond_the_limit_is_refused() {
    let server = Server::start(&[]);
    let mut connection = server.connect();
    let head = format!(
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n",
        10_000_001
    );
    connection.send(head.as_bytes()).unwrap();
    let _ = connection.send(&vec![b'a'; 10_000_001]);
    let answer = connection.receive();
    assert!(answer.is_none_or(|(status, _)| status == 413));
}

#[test]
fn clients_that_stall_do_not_hold_up_others() {
    let server = Server::start(&[]);
    let mut stalled: Vec<_> = (0..100).map(|_| server.connect()).collect();
    for connection in &mut stalled {
        connection
            .send(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nAct")
            .unwrap();
    }
    let began = Instant::now();
    assert_eq!(server.call("ListUsers").0, 200);
    assert!(began.elapsed() < Duration::from_secs(5));
}

/// Each connection makes users of its own, reads them back, and deletes them: every answer is known beforehand.
#[test]
fn many_connections_get_no_wrong_answer() {
    let server = Server::start(&[]);
    let until = Instant::now() + Duration::from_secs(given("IAMSH_LOAD_SECONDS", 2));
    let connections: Vec<_> = (0..64).map(|_| server.connect()).collect();
    let answers: u64 = thread::scope(|scope| {
        let clients = connections
            .into_iter()
            .enumerate()
            .map(|(client, mut connection)| {
                scope.spawn(move || {
                    let keys = server::keys();
                    let mut answers = 0;
                    while Instant::now() < until {
                        let name = format!("c{client}n{answers}");
                        for (call, status, holds) in [
                            (format!("CreateUser&UserName={name}"), 200, name.as_str()),
                            (
                                format!("CreateUser&UserName={name}"),
                                409,
                                "EntityAlreadyExists",
                            ),
                            (format!("GetUser&UserName={name}"), 200, name.as_str()),
                            (
                                "GetCallerIdentity".to_owned(),
                                200,
                                "arn:aws:iam::123456789012:root",
                            ),
                            (
                                format!("DeleteUser&UserName={name}"),
                                200,
                                "DeleteUserResponse",
                            ),
                            (format!("GetUser&UserName={name}"), 404, "NoSuchEntity"),
                        ] {
                            let (got, text) = connection.call(&keys, &call).unwrap();
                            assert!(
                                got == status && text.contains(holds),
                                "{call}: {got} {text}"
                            );
                            answers += 1;
                        }
                    }
                    answers
                })
            });
        let clients: Vec<_> = clients.collect();
        clients
            .into_iter()
            .map(|client| client.join().unwrap())
            .sum()
    });
    assert_eq!(server.call("ListUsers").1.matches("<member>").count(), 0);
    assert!(answers > 64, "{answers}");
}
