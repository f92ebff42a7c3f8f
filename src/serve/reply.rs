//! Answers as HTTP.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use http::{Response, StatusCode};

/// A text of a kind.
pub fn text(status: u16, kind: &'static str, text: impl Into<Bytes>) -> Response<Bytes> {
    let mut reply = Response::new(text.into());
    *reply.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = HeaderValue::from_static(kind);
    reply.headers_mut().insert(CONTENT_TYPE, kind);
    reply
}

/// AWS's XML, with the request id as AWS's services give it.
pub fn xml(status: u16, body: String, request: &str) -> Response<Bytes> {
    let mut reply = text(status, "text/xml", body);
    if let Ok(id) = HeaderValue::from_str(request) {
        reply
            .headers_mut()
            .insert(HeaderName::from_static("x-amzn-requestid"), id);
    }
    reply
}

/// JSON.
pub fn json(status: u16, value: &serde_json::Value) -> Response<Bytes> {
    text(status, "application/json", format!("{value}\n"))
}

/// Elsewhere.
pub fn found(place: &'static str) -> Response<Bytes> {
    let mut reply = Response::new(Bytes::new());
    *reply.status_mut() = StatusCode::FOUND;
    let place = HeaderValue::from_static(place);
    reply.headers_mut().insert(LOCATION, place);
    reply
}
