//! Signing keys: what a secret gives for one day, one Region and one service, by four hashes.
//!
//! A client signs with the same key all day, so each thread keeps the keys that it derived last.

use std::cell::RefCell;
use std::collections::VecDeque;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::lab::Signed;

/// A hash that is keyed and waits for what is to be signed.
pub type Hash = Hmac<Sha256>;

/// Keys that a thread keeps. More clients than this at a time cost what deriving costs, nothing else.
const KEPT: usize = 32;

/// What a key was derived from, and the key.
struct Derived {
    secret: String,
    day: String,
    region: String,
    service: String,
    hash: Hash,
}

impl Derived {
    fn is_of(&self, signed: &Signed, secret: &str) -> bool {
        self.secret == secret
            && self.day == signed.day
            && self.region == signed.region
            && self.service == signed.service
    }
}

thread_local! {
    static LAST: RefCell<VecDeque<Derived>> = const { RefCell::new(VecDeque::new()) };
}

/// The key that a request with this scope is to be signed with.
pub fn of(signed: &Signed, secret: &str) -> Option<Hash> {
    LAST.with_borrow_mut(|last| {
        if let Some(known) = last.iter().find(|known| known.is_of(signed, secret)) {
            return Some(known.hash.clone());
        }
        let hash = derive(signed, secret)?;
        if last.len() == KEPT {
            last.pop_front();
        }
        last.push_back(Derived {
            secret: secret.to_owned(),
            day: signed.day.clone(),
            region: signed.region.clone(),
            service: signed.service.clone(),
            hash: hash.clone(),
        });
        Some(hash)
    })
}

fn derive(signed: &Signed, secret: &str) -> Option<Hash> {
    let mut key = keyed(format!("AWS4{secret}").as_bytes())?;
    for part in [&signed.day, &signed.region, &signed.service, "aws4_request"] {
        key.update(part.as_bytes());
        key = keyed(&key.finalize().into_bytes())?;
    }
    Some(key)
}

fn keyed(key: &[u8]) -> Option<Hash> {
    Hash::new_from_slice(key).ok()
}
