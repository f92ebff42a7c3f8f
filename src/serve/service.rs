//! Which request goes where, without sockets: requests in, responses out.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use http::{Method, Request, Response};
use serde_json::json;

use crate::api::AwsError;
use crate::arn::AccountId;
use crate::clock::Timestamp;
use crate::id::Deriver;
use crate::lab::Caller;
use crate::store::KeptLab;

use super::admin::Admin;
use super::desk::{Desk, Wall};
use super::query::{About, Arrival, Trust};
use super::{decide, query, reply, xml};

/// Gets one line about each request.
pub type Line = Arc<dyn Fn(&str) + Send + Sync>;

/// How the lab is served.
#[derive(Clone)]
pub struct Options {
    /// The time outside the lab: signatures are judged by it.
    pub wall: Wall,
    /// The lab's clock goes with the one outside; else only commands move it.
    pub real_clock: bool,
    /// Signatures of any date are taken.
    pub any_date: bool,
    /// Nobody is asked who they are: every call is made as the root user of this account.
    pub without_authentication: Option<AccountId>,
    /// The operator's requests, `/_iamsh/…`, are answered.
    pub admin: bool,
    /// A path that resets the lab, besides `/_iamsh/reset`; it means nothing without `admin`.
    pub reset_path: Option<String>,
    /// Gets one line about each request.
    pub line: Option<Line>,
}

impl Options {
    /// Everything as AWS does it, by this clock.
    #[must_use]
    pub fn new(wall: Wall) -> Self {
        Self {
            wall,
            real_clock: false,
            any_date: false,
            without_authentication: None,
            admin: false,
            reset_path: None,
            line: None,
        }
    }
}

/// A lab that answers HTTP requests, from many threads at once.
pub struct Service {
    desk: Desk,
    trust: Trust,
    admin: Option<Admin>,
    wall: Wall,
    line: Option<Line>,
    deriver: Deriver,
    requests: AtomicU64,
    kept: bool,
}

impl Service {
    /// Serves a lab.
    ///
    /// # Errors
    /// `ServiceFailure` when the lab's file cannot be written.
    pub fn new(lab: KeptLab, options: Options) -> Result<Self, AwsError> {
        let deriver = lab.lab().deriver();
        let kept = lab.is_kept();
        let wall = options.real_clock.then(|| Arc::clone(&options.wall));
        let desk = Desk::new(lab, wall)?;
        let admin = options.admin.then(|| Admin {
            reset_path: options.reset_path,
            start: desk.look(Clone::clone),
        });
        Ok(Self {
            desk,
            trust: match options.without_authentication {
                Some(account) => Trust::Everybody(Caller::Root(account)),
                None => Trust::Signatures {
                    dates: !options.any_date,
                },
            },
            admin,
            wall: options.wall,
            line: options.line,
            deriver,
            requests: AtomicU64::new(0),
            kept,
        })
    }

    /// Whether an answer may take as long as a disk does.
    #[must_use]
    pub const fn waits_for_a_disk(&self) -> bool {
        self.kept
    }

    /// Answers a request; `address` is the client's, where there is one.
    #[must_use]
    pub fn answer(&self, request: &Request<Bytes>, address: Option<IpAddr>) -> Response<Bytes> {
        let id = self.next_id();
        let arrival = Arrival {
            address,
            time: (self.wall)(),
            id: &id,
        };
        let (response, about) = self.route(request, &arrival);
        self.write_line(Some(request), &response, &about);
        response
    }

    /// The answer to a request that could not be read as HTTP's body.
    #[must_use]
    pub fn unreadable(&self, status: u16, text: &str) -> Response<Bytes> {
        let id = self.next_id();
        let error = AwsError::new("MalformedHttpRequestException", text);
        let response = reply::xml(status, xml::error(None, &error, &id), &id);
        let about = About {
            error: Some(error),
            ..About::default()
        };
        self.write_line(None, &response, &about);
        response
    }

    /// Id of the next request.
    fn next_id(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        self.deriver.uuid("request", number)
    }

    fn route(&self, request: &Request<Bytes>, arrival: &Arrival<'_>) -> (Response<Bytes>, About) {
        let other = |response| (response, About::default());
        if let Some(admin) = &self.admin
            && let Some(response) = admin.answer(&self.desk, request, arrival)
        {
            return other(response);
        }
        match (request.method(), request.uri().path()) {
            (&Method::GET | &Method::POST, "/") => {
                query::answer(&self.desk, &self.trust, request, arrival)
            }
            (&Method::POST, "/decide") => other(decide::answer(request.body())),
            (_, "/" | "/decide") => {
                let text = json!({ "error": "another method is needed" });
                other(reply::json(405, &text))
            }
            _ => other(reply::json(
                404,
                &json!({ "error": "there is nothing here" }),
            )),
        }
    }

    /// Writes the line of a request, if it could be read.
    fn write_line(
        &self,
        request: Option<&Request<Bytes>>,
        response: &Response<Bytes>,
        about: &About,
    ) {
        let Some(line) = &self.line else { return };
        let who = if about.caller.is_empty() {
            "-"
        } else {
            &about.caller
        };
        let what = match request {
            _ if !about.operation.is_empty() => about.operation.clone(),
            Some(request) => format!("{} {}", request.method(), request.uri().path()),
            None => "-".to_owned(),
        };
        let mut text = format!("{who} {what} {}", response.status().as_u16());
        if let Some(error) = &about.error {
            text.push_str(&format!(" {}: {}", error.code, error.message));
            if let Some(help) = &error.help {
                text.push_str(&format!(" ({help})"));
            }
        }
        line(&one_line(&text));
    }

    /// The time outside the lab.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.wall)()
    }
}

/// Callers choose parts of the line: nothing of theirs ends it or moves a terminal's cursor.
fn one_line(text: &str) -> String {
    let letters = text
        .chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c });
    letters.collect()
}
