//! Random accounts and requests, in the JSON form of `iamsh decide`, out of few words so that things match.
//!
//! Names and account ids are single Greek letters and circled digits until an [`Alphabet`] writes them out: two alphabets give
//! the same question under other names.

mod conditions;
mod elements;
mod layers;
mod requests;
mod words;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

pub use elements::{Shape, statement};
pub use layers::{account, policy};
pub use requests::request;

/// What the placeholders stand for. No word may begin or end inside another, or wildcards would tell alphabets apart.
pub type Alphabet = [(char, &'static str); 7];

pub const PLAIN: Alphabet = [
    ('①', "111122"),
    ('②', "223333"),
    ('③', "444455"),
    ('α', "bob"),
    ('ω', "Bob"),
    ('β', "eve"),
    ('γ', "max"),
];

pub const OTHER: Alphabet = [
    ('①', "908070"),
    ('②', "605040"),
    ('③', "332211"),
    ('α', "kit"),
    ('ω', "Kit"),
    ('β', "ole"),
    ('γ', "dug"),
];

/// Writes the placeholders out.
pub fn render(value: &Value, alphabet: &Alphabet) -> String {
    let mut text = value.to_string();
    for (placeholder, word) in alphabet {
        text = text.replace(*placeholder, word);
    }
    text
}

fn word(words: &'static [&'static str]) -> impl Strategy<Value = Value> + Clone {
    select(words).prop_map(Value::from)
}

/// One of them, or a list.
fn one_or_many(one: impl Strategy<Value = Value> + Clone + 'static) -> BoxedStrategy<Value> {
    let many = prop::collection::vec(one.clone(), 1..4).prop_map(Value::from);
    prop_oneof![3 => one, 2 => many].boxed()
}
