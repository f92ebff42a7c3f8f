//! `/_iamsh/…`: what the operator of the lab may do, not AWS's callers. Off unless asked for, and for this machine only.
//!
//! | request | what it does |
//! | --- | --- |
//! | `POST /_iamsh/reset`, or the path that was set | takes the lab back to its start |
//! | `POST /_iamsh/advance?seconds=N` | moves the lab's clock |
//! | `GET /_iamsh/events?after=N` | the log as JSON lines |
//! | `POST /_iamsh/decide` | `{"principal": ARN or key id, "action", "resource", "context"}` against the lab |

use std::net::IpAddr;

use bytes::Bytes;
use http::header::{HOST, ORIGIN};
use http::uri::Authority;
use http::{Method, Request, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::{self, AwsError, history};
use crate::decision::{Context, ContextValue};
use crate::lab::{Command, Lab};

use super::desk::Desk;
use super::form::Form;
use super::query::Arrival;
use super::reply;

/// Where all of it lies.
pub const PREFIX: &str = "/_iamsh/";

/// What the operator asked for, on a desk whose lab began as `start`.
pub struct Admin {
    /// The path that resets the lab, besides `/_iamsh/reset`.
    pub reset_path: Option<String>,
    /// The lab as it was at the start.
    pub start: Lab,
}

impl Admin {
    /// The answer to a request that is the operator's; none for one that is not.
    pub fn answer(
        &self,
        desk: &Desk,
        request: &Request<Bytes>,
        arrival: &Arrival<'_>,
    ) -> Option<Response<Bytes>> {
        let path = request.uri().path();
        let task = match &self.reset_path {
            Some(reset) if reset == path => "reset",
            _ => path.strip_prefix(PREFIX)?,
        };
        // A page in a browser can make requests too: those say where they come from.
        let near = arrival
            .address
            .is_none_or(|address| address.to_canonical().is_loopback());
        if !near || request.headers().contains_key(ORIGIN) || !is_for_here(request) {
            let text = "the operator's requests come from this machine, and not from a web page";
            return Some(refused(403, text));
        }
        Some(match (request.method(), task) {
            (&Method::POST, "reset") => match desk.restore(&self.start) {
                Ok(()) => reply::json(200, &json!({ "status": "ok" })),
                Err(error) => refused(500, &error.to_string()),
            },
            (&Method::POST, "advance") => advance(desk, request),
            (&Method::GET, "events") => events(desk, request),
            (&Method::POST, "decide") => decide(desk, request.body()),
            (_, "reset" | "advance" | "events" | "decide") => {
                refused(405, "another method is needed")
            }
            _ => refused(404, "there is no such task: reset, advance, events, decide"),
        })
    }
}

/// Whether a request names this machine by a name that nobody else gives away: a page may have any other made to mean it.
fn is_for_here(request: &Request<Bytes>) -> bool {
    let Some(host) = request.headers().get(HOST) else {
        return true;
    };
    let authority = host.to_str().ok().and_then(|host| host.parse().ok());
    authority.is_some_and(|authority: Authority| {
        let host = authority.host().trim_matches(['[', ']']);
        let address: Option<IpAddr> = host.parse().ok();
        host == "localhost"
            || host.ends_with(".localhost")
            || address.is_some_and(|address| address.to_canonical().is_loopback())
    })
}

fn refused(status: u16, text: &str) -> Response<Bytes> {
    reply::json(status, &json!({ "error": text }))
}

fn number(request: &Request<Bytes>, name: &str) -> Option<u32> {
    let query = request.uri().query().unwrap_or_default();
    Form::read(query.as_bytes()).ok()?.get(name)?.parse().ok()
}

fn advance(desk: &Desk, request: &Request<Bytes>) -> Response<Bytes> {
    let Some(seconds) = number(request, "seconds") else {
        return refused(400, "?seconds= takes a whole number");
    };
    match desk.answer(Command::Advance { seconds }).result {
        Ok(now) => reply::json(200, &now),
        Err(error) => failed(&error),
    }
}

fn events(desk: &Desk, request: &Request<Bytes>) -> Response<Bytes> {
    let after = number(request, "after").unwrap_or(0) as usize;
    let lines = desk.look(|lab| {
        let events = lab.log.events().iter().skip(after);
        let lines = events.map(|event| format!("{}\n", history::document(event)));
        lines.collect::<String>()
    });
    reply::text(200, "application/jsonl", lines)
}

fn failed(error: &AwsError) -> Response<Bytes> {
    let document = json!({ "code": error.code, "error": error.message, "help": error.help });
    reply::json(error.http_status, &document)
}

/// A question to the lab.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    principal: String,
    action: String,
    resource: String,
    #[serde(default)]
    context: serde_json::Map<String, Value>,
}

fn decide(desk: &Desk, body: &[u8]) -> Response<Bytes> {
    let question: Question = match serde_json::from_slice(body) {
        Ok(question) => question,
        Err(error) => return refused(400, &error.to_string()),
    };
    let mut context = Context::default();
    for (name, value) in question.context {
        match serde_json::from_value::<ContextValue>(value) {
            Ok(value) => context.set(&name, value),
            Err(_) => {
                return refused(400, &format!("{name} takes a text or a list of texts"));
            }
        }
    }
    let found = desk.look(|lab| {
        let caller = api::caller_named(lab, &question.principal)?;
        api::evaluate(lab, &caller, &question.action, &question.resource, &context)
    });
    match found {
        Err(error) => failed(&error),
        Ok(explanation) => {
            let decision = &explanation.decision;
            let mut answer = json!({
                "decision": decision.outcome.to_string(),
                "blockedBy": decision.blocked_by_names(),
            });
            if !decision.allowed()
                && let Some(members) = answer.as_object_mut()
            {
                members.insert("message".to_owned(), explanation.sentence(None).into());
            }
            reply::json(200, &answer)
        }
    }
}
