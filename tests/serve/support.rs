//! A served lab without sockets, and requests to it.

use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use iamsh::clock::Timestamp;
use iamsh::lab::{Command, Credentials, Settings};
use iamsh::serve::{Options, Service};
use iamsh::store::KeptLab;

use crate::signer::{self, Keys, Scope};

pub const ACCOUNT: &str = "123456789012";
pub const OTHER: &str = "210987654321";
pub const HOST: &str = "localhost:4566";
/// When requests are signed unless a test says otherwise, and when they arrive.
pub const DATE: &str = "20260301T120000Z";
const ARRIVAL: &str = "2026-03-01T12:00:00Z";

pub struct Served {
    pub service: Service,
    pub wall: Arc<AtomicI64>,
    pub lines: Arc<Mutex<Vec<String>>>,
}

pub struct Answer {
    pub status: u16,
    pub text: String,
    pub headers: http::HeaderMap,
}

impl Answer {
    /// The text of the first element of this name.
    pub fn element(&self, name: &str) -> &str {
        let (_, rest) = self
            .text
            .split_once(&format!("<{name}>"))
            .unwrap_or_else(|| panic!("no {name} in {}", self.text));
        rest.split_once("</").unwrap().0
    }

    pub fn error(&self) -> (u16, &str) {
        (self.status, self.element("Code"))
    }
}

/// The key of an account's root user; it says whose it is, as the names of these tests do.
pub fn root_of(account: &str) -> Keys {
    Keys {
        id: format!("ROOT{account}"),
        secret: format!("secret of {account}"),
        token: None,
    }
}

pub fn root() -> Keys {
    root_of(ACCOUNT)
}

fn lab() -> KeptLab {
    let mut lab = KeptLab::in_memory(Settings::default());
    for id in [ACCOUNT, OTHER] {
        let account = Command::CreateAccount {
            id: id.parse().unwrap(),
            email: format!("{id}@example.com"),
            name: "Test".to_owned(),
        };
        lab.execute(account).unwrap();
        let keys = root_of(id);
        let key = Credentials {
            access_key_id: keys.id,
            secret_access_key: keys.secret,
            session_token: None,
        };
        let account = id.parse().unwrap();
        lab.execute(Command::AdoptKey { account, key }).unwrap();
    }
    lab
}

impl Served {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    pub fn with(set: impl FnOnce(&mut Options)) -> Self {
        let wall = Arc::new(AtomicI64::new(Timestamp::parse(ARRIVAL).unwrap().seconds()));
        let lines = Arc::new(Mutex::new(Vec::new()));
        let (clock, log) = (Arc::clone(&wall), Arc::clone(&lines));
        let mut options = Options::new(Arc::new(move || {
            Timestamp::from_seconds(clock.load(Ordering::Relaxed))
        }));
        options.line = Some(Arc::new(move |line| {
            log.lock().unwrap().push(line.to_owned())
        }));
        set(&mut options);
        let service = Service::new(lab(), options).unwrap();
        Self {
            service,
            wall,
            lines,
        }
    }

    /// Lets time pass outside the lab.
    pub fn pass(&self, seconds: i64) {
        self.wall.fetch_add(seconds, Ordering::Relaxed);
    }

    pub fn send(
        &self,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: &str,
    ) -> Answer {
        self.send_from("127.0.0.1", method, target, headers, body)
    }

    pub fn send_from(
        &self,
        address: &str,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: &str,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.body(Bytes::from(body.to_owned())).unwrap();
        let address: IpAddr = address.parse().unwrap();
        read(self.service.answer(&request, Some(address)))
    }

    /// A call signed with these keys.
    pub fn call(&self, keys: &Keys, parameters: &str) -> Answer {
        self.call_in(keys, &Scope::at(DATE, service_of(parameters)), parameters)
    }

    pub fn call_in(&self, keys: &Keys, scope: &Scope, parameters: &str) -> Answer {
        let body = body(parameters);
        self.send(
            "POST",
            "/",
            &signer::headers(keys, scope, HOST, &body),
            &body,
        )
    }

    /// A call of the root user that must succeed.
    pub fn done(&self, parameters: &str) -> Answer {
        let answer = self.call(&root(), parameters);
        assert_eq!(answer.status, 200, "{parameters}: {}", answer.text);
        answer
    }

    /// A new user's keys.
    pub fn user(&self, name: &str) -> Keys {
        self.done(&format!("CreateUser&UserName={name}"));
        let answer = self.done(&format!("CreateAccessKey&UserName={name}"));
        keys(&answer)
    }

    pub fn last_line(&self) -> String {
        self.lines.lock().unwrap().last().unwrap().clone()
    }
}

/// The credentials in an answer.
pub fn keys(answer: &Answer) -> Keys {
    Keys {
        id: answer.element("AccessKeyId").to_owned(),
        secret: answer.element("SecretAccessKey").to_owned(),
        token: answer
            .text
            .contains("<SessionToken>")
            .then(|| answer.element("SessionToken").to_owned()),
    }
}

const STS: [&str; 5] = [
    "GetCallerIdentity",
    "AssumeRole",
    "GetSessionToken",
    "GetAccessKeyInfo",
    "GetFederationToken",
];

pub fn service_of(parameters: &str) -> &'static str {
    let action = parameters.split('&').next().unwrap();
    if STS.contains(&action) { "sts" } else { "iam" }
}

/// `CreateUser&UserName=x` as a whole body.
pub fn body(parameters: &str) -> String {
    let version = if service_of(parameters) == "sts" {
        "2011-06-15"
    } else {
        "2010-05-08"
    };
    format!("Version={version}&Action={parameters}")
}

/// A value of a form.
pub fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

fn read(response: Response<Bytes>) -> Answer {
    let (head, body) = response.into_parts();
    Answer {
        status: head.status.as_u16(),
        text: String::from_utf8(body.to_vec()).unwrap(),
        headers: head.headers,
    }
}
