//! Signing keys: what a secret gives for one day, one Region and one service, by four hashes.
//!
//! A client signs with the same key all day, so each thread keeps the keys with which it verified signatures last.

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

/// The key that a request with this scope is to be signed with, if it was kept.
pub fn kept(signed: &Signed, secret: &str) -> Option<Hash> {
    LAST.with_borrow(|last| {
        let known = last.iter().find(|known| known.is_of(signed, secret))?;
        Some(known.hash.clone())
    })
}

/// Keeps the key of a request whose signature is right: others would push out the keys of those who have a secret.
pub fn keep(signed: &Signed, secret: &str, hash: Hash) {
    LAST.with_borrow_mut(|last| {
        if last.len() == KEPT {
            last.pop_front();
        }
        last.push_back(Derived {
            secret: secret.to_owned(),
            day: signed.day.clone(),
            region: signed.region.clone(),
            service: signed.service.clone(),
            hash,
        });
    });
}

/// The key that a request with this scope is to be signed with.
pub fn derive(signed: &Signed, secret: &str) -> Option<Hash> {
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

#[cfg(test)]
mod tests {
    use hmac::Mac;

    use super::super::tests::example;
    use super::*;

    fn signature(hash: Hash) -> Vec<u8> {
        hash.finalize().into_bytes().to_vec()
    }

    #[test]
    fn a_kept_key_is_that_of_its_scope_and_secret_alone() {
        let first = example();
        let hash = derive(&first, "secret").unwrap();
        keep(&first, "secret", hash.clone());
        let known = kept(&first, "secret").map(signature);
        assert_eq!(known, Some(signature(hash)));
        assert!(kept(&first, "another").is_none());
        for change in [
            |signed: &mut Signed| signed.day = "20150831".to_owned(),
            |signed: &mut Signed| signed.region = "eu-west-1".to_owned(),
            |signed: &mut Signed| signed.service = "sts".to_owned(),
        ] {
            let mut other = example();
            change(&mut other);
            assert!(kept(&other, "secret").is_none());
        }
    }

    #[test]
    fn the_oldest_goes_when_there_are_too_many() {
        let of = |number: usize| Signed {
            region: format!("region-{number}"),
            ..example()
        };
        for number in 0..=KEPT {
            keep(
                &of(number),
                "secret",
                derive(&of(number), "secret").unwrap(),
            );
        }
        assert!(kept(&of(0), "secret").is_none());
        assert!(kept(&of(1), "secret").is_some());
        assert!(kept(&of(KEPT), "secret").is_some());
    }
}
