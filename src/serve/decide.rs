//! `POST /decide`: decisions for applications, from JSON that brings its policies along; the form is that of `iamsh decide`.

use bytes::Bytes;
use http::Response;
use serde_json::{Value, json};

use crate::decision::stateless::Reader;

use super::reply;

/// Answers one question, or each of an array.
pub fn answer(body: &[u8]) -> Response<Bytes> {
    let refused = |text: &str| reply::json(400, &json!({ "error": text }));
    let Ok(text) = std::str::from_utf8(body) else {
        return refused("the body is not UTF-8");
    };
    let mut reader = Reader::new(false);
    if !text.trim_start().starts_with('[') {
        return match reader.read(text) {
            Ok(question) => reply::json(200, &question.answer()),
            Err(error) => refused(&error.message),
        };
    }
    let items: Vec<&serde_json::value::RawValue> = match serde_json::from_str(text) {
        Ok(items) => items,
        Err(error) => return refused(&error.to_string()),
    };
    let answers = items.iter().map(|item| match reader.read(item.get()) {
        Ok(question) => question.answer(),
        Err(error) => json!({ "error": error.message }),
    });
    reply::json(200, &answers.collect::<Value>())
}
