//! Calls that are made again: whoever asks the same while nothing has happened since gets the same answer, without the lab
//! being asked.
//!
//! Clients poll, and waiters and tests ask who they are before each step. Only the proof that the caller is who it says is looked at
//! each time.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request};

use crate::lab::{Caller, Signed};

use super::query::{About, Arrival, SEEN};

/// Room for answers and what was asked, in bytes.
const ROOM: usize = 1 << 20;
/// The longest body that is remembered, in bytes.
const LONGEST: usize = 16 << 10;

/// Everything of a signed request that its answer depends on.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Question(Vec<u8>);

impl Question {
    /// What a request asks; none where nobody signed it, and for what hardly comes twice: presigned requests, whose URL says it, and
    /// long ones.
    pub fn new(request: &Request<Bytes>, caller: &Caller, arrival: &Arrival<'_>) -> Option<Self> {
        let Caller::Signed(signed) = caller else {
            return None;
        };
        let says_all = *request.method() == Method::POST && request.uri().query().is_none();
        if !says_all || request.body().len() > LONGEST {
            return None;
        }
        let Signed {
            access_key_id,
            session_token,
            region,
            service,
            ..
        } = signed.as_ref();
        // Policies see one address, in whichever of its two forms it comes.
        let address = match arrival.address {
            Some(IpAddr::V4(address)) => address.to_ipv6_mapped(),
            Some(IpAddr::V6(address)) => address,
            None => Ipv6Addr::UNSPECIFIED,
        };
        let mut text = Vec::with_capacity(512 + request.body().len());
        let mut add = |part: &[u8]| {
            // With its length before it, no part can be taken for the end of the one before.
            text.extend_from_slice(&part.len().to_le_bytes());
            text.extend_from_slice(part);
        };
        for part in [access_key_id, region, service] {
            add(part.as_bytes());
        }
        add(session_token.as_deref().unwrap_or_default().as_bytes());
        add(&address.octets());
        for (_, name) in SEEN {
            // Policies tell a header that is empty from one that is not there.
            if let Some(value) = request.headers().get(&name) {
                add(name.as_str().as_bytes());
                add(value.as_bytes());
            }
        }
        add(request.body());
        Some(Self(text))
    }
}

/// An answer, as it is given to everybody who asks the same.
pub struct Repeat {
    /// ARN of the caller.
    pub caller: String,
    /// `iam:ListUsers`
    pub operation: String,
    /// The text up to the request's id, and from there on.
    text: (String, String),
}

impl Repeat {
    /// An answer that was given to the request with this id.
    pub fn new(about: &About, text: &str, id: &str) -> Option<Self> {
        let (before, after) = text.rsplit_once(id)?;
        Some(Self {
            caller: about.caller.clone(),
            operation: about.operation.clone(),
            text: (before.to_owned(), after.to_owned()),
        })
    }

    /// The answer to the request with this id.
    pub fn text(&self, id: &str) -> String {
        let (before, after) = &self.text;
        [before, id, after].concat()
    }

    fn size(&self) -> usize {
        let texts = [&self.text.0, &self.text.1, &self.caller, &self.operation];
        texts.iter().map(|text| text.len()).sum()
    }
}

/// The answers that still hold.
#[derive(Default)]
pub struct Repeats {
    answers: HashMap<Question, Arc<Repeat>>,
    size: usize,
}

impl Repeats {
    /// The answer to a question, if it was asked before.
    pub fn get(&self, question: &Question) -> Option<&Arc<Repeat>> {
        self.answers.get(question)
    }

    /// Keeps an answer. When there is no more room, what was kept is forgotten.
    pub fn keep(&mut self, question: Question, repeat: Repeat) {
        let size = question.0.len() + repeat.size();
        if size > ROOM || self.answers.contains_key(&question) {
            return;
        }
        if self.size + size > ROOM {
            self.clear();
        }
        self.size += size;
        self.answers.insert(question, Arc::new(repeat));
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.answers.clear();
        self.size = 0;
    }
}
