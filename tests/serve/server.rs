//! The program itself, listening on a port, and a small client for it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use iamsh::clock::Timestamp;

use crate::signer::{self, Keys, Scope};
use crate::support::{body, service_of};

pub const KEY: &str = "test-key";
pub const SECRET: &str = "test/secret+key";

pub struct Server {
    pub child: Child,
    /// `127.0.0.1:PORT`
    pub address: String,
    _output: BufReader<ChildStdout>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn keys() -> Keys {
    Keys {
        id: KEY.to_owned(),
        secret: SECRET.to_owned(),
        token: None,
    }
}

/// This moment, as signatures say it.
pub fn date() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = Timestamp::from_seconds(i64::try_from(now.as_secs()).unwrap());
    now.to_string().replace(['-', ':'], "")
}

impl Server {
    /// Starts it with a key of fixed secret on a free port.
    pub fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_iamsh"))
            .args(["serve", "--listen", "127.0.0.1:0", "--quiet"])
            .args(["--access-key", KEY, "--secret-key", SECRET])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut address = String::new();
        loop {
            let mut line = String::new();
            if output.read_line(&mut line).unwrap() == 0 {
                let mut errors = String::new();
                child
                    .stderr
                    .take()
                    .unwrap()
                    .read_to_string(&mut errors)
                    .unwrap();
                panic!("it did not start: {errors}");
            }
            if let Some(found) = line.strip_prefix("export AWS_ENDPOINT_URL=http://") {
                address = found.trim().to_owned();
            }
            // The last line of the greeting.
            if line.starts_with("export AWS_DEFAULT_REGION=") {
                break;
            }
        }
        Self {
            child,
            address,
            _output: output,
        }
    }

    pub fn connect(&self) -> Connection {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        Connection {
            host: self.address.clone(),
            reader: BufReader::new(stream.try_clone().unwrap()),
            stream,
        }
    }

    /// One call on a connection of its own: status and body.
    pub fn call(&self, parameters: &str) -> (u16, String) {
        self.connect().call(&keys(), parameters).unwrap()
    }

    pub fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args([name, &self.child.id().to_string()])
            .status();
        assert!(status.unwrap().success());
    }
}

pub struct Connection {
    host: String,
    stream: TcpStream,
    reader: BufReader<TcpStream>,
}

impl Connection {
    pub fn send(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.stream.write_all(bytes)
    }

    /// Status and body of the next answer; none when the connection ended instead.
    pub fn receive(&mut self) -> Option<(u16, String)> {
        let mut length = 0;
        let mut status = None;
        loop {
            let mut line = String::new();
            if self.reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let line = line.trim_end();
            match status {
                None => status = line.split(' ').nth(1)?.parse().ok(),
                Some(_) if line.is_empty() => break,
                Some(_) => {
                    let lower = line.to_ascii_lowercase();
                    if let Some(value) = lower.strip_prefix("content-length:") {
                        length = value.trim().parse().ok()?;
                    }
                }
            }
        }
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body).ok()?;
        Some((status?, String::from_utf8(body).ok()?))
    }

    pub fn call(&mut self, keys: &Keys, parameters: &str) -> Option<(u16, String)> {
        let body = body(parameters);
        let scope = Scope::at(&date(), service_of(parameters));
        let headers = signer::headers(keys, &scope, &self.host, &body);
        let headers: String = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let request = format!(
            "POST / HTTP/1.1\r\n{headers}content-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.send(request.as_bytes()).ok()?;
        self.receive()
    }
}
