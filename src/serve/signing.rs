//! What a request says about who signed it: in its `Authorization` header, or in the query of a presigned URL.
//!
//! Makes the canonical request and its hash; whether the signature is right needs the secret and is decided in [`crate::api`].
//! Source: IAM User Guide, "Create a signed AWS API request".

use bytes::Bytes;
use http::Request;
use http::header::{AUTHORIZATION, DATE, HeaderMap, HeaderName};
use http::uri::Authority;
use sha2::{Digest, Sha256};

use crate::api::AwsError;
use crate::clock::Timestamp;
use crate::lab::{Caller, Signed};

use super::form::{Form, encoded};

const X_AMZ_DATE: HeaderName = HeaderName::from_static("x-amz-date");
const X_AMZ_SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// A signature that would hold for any server.
const HOST_NOT_SIGNED: &str =
    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";
/// A presigned request may be used for a week.
const LONGEST: u32 = 7 * 24 * 3600;

/// Parts of a signature as a request gives them.
struct Claim<'a> {
    credential: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
    date: &'a str,
    token: Option<&'a str>,
    lifetime: Option<u32>,
}

/// Who signed a request, as far as it says so: the proof is in the caller and is looked at when the call is authenticated.
///
/// `url` are the pairs of the URL's query, `received` is when the request came, none where dates do not matter.
///
/// # Errors
/// `IncompleteSignature` for a signature with parts missing.
pub fn caller(
    request: &Request<Bytes>,
    url: &Form,
    received: Option<Timestamp>,
) -> Result<Caller, AwsError> {
    let header = text(request.headers(), AUTHORIZATION);
    let claim = match header {
        Some(header) if header.starts_with("AWS4") => from_header(header, request.headers())?,
        Some(_) => return Ok(Caller::Anonymous),
        None if url.get("X-Amz-Algorithm").is_some() => from_url(url)?,
        None => return Ok(Caller::Anonymous),
    };
    let mut names = claim.signed_headers.split(';');
    if !names.any(|name| name == "host" || name == ":authority") {
        return Err(AwsError::new("SignatureDoesNotMatch", HOST_NOT_SIGNED));
    }
    let [access_key_id, day, region, service] = scope(claim.credential)?;
    Ok(Caller::Signed(Box::new(Signed {
        access_key_id,
        session_token: claim.token.map(str::to_owned),
        date: claim.date.to_owned(),
        day,
        region,
        service,
        request_hash: hash(canonical(request, url, claim.signed_headers).as_bytes()),
        signature: claim.signature.to_owned(),
        lifetime: claim.lifetime,
        received,
    })))
}

/// The Region that a request says it is signed for, where nobody looks at its signature.
#[must_use]
pub fn region<'a>(request: &'a Request<Bytes>, url: &'a Form) -> Option<&'a str> {
    let header = text(request.headers(), AUTHORIZATION);
    let of_header = header
        .and_then(|header| header.split_once(' '))
        .and_then(|(_, parts)| part(parts, "Credential"));
    let credential = of_header.or_else(|| url.get("X-Amz-Credential"))?;
    credential.split('/').nth(2)
}

/// One of the parts of an `Authorization` header.
fn part<'a>(parts: &'a str, name: &str) -> Option<&'a str> {
    let mut parts = parts.split(',').map(str::trim);
    parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn incomplete(message: String) -> AwsError {
    AwsError::new("IncompleteSignature", message)
}

fn from_header<'a>(header: &'a str, headers: &'a HeaderMap) -> Result<Claim<'a>, AwsError> {
    let (algorithm, rest) = header.split_once(' ').unwrap_or((header, ""));
    if algorithm != ALGORITHM {
        return Err(incomplete(format!(
            "Unsupported AWS 'algorithm': '{algorithm}'. "
        )));
    }
    let part = |name: &str| part(rest, name);
    let date = text(headers, X_AMZ_DATE).or_else(|| text(headers, DATE));
    let parts = [
        (part("Credential"), "'Credential' parameter"),
        (part("Signature"), "'Signature' parameter"),
        (part("SignedHeaders"), "'SignedHeaders' parameter"),
        (
            date,
            "existence of either a 'X-Amz-Date' or a 'Date' header",
        ),
    ];
    let [
        Some(credential),
        Some(signature),
        Some(signed_headers),
        Some(date),
    ] = parts.map(|(found, _)| found.filter(|found| !found.is_empty()))
    else {
        let missing = parts
            .iter()
            .filter(|(found, _)| found.is_none_or(str::is_empty));
        let missing: String = missing
            .map(|(_, what)| format!("Authorization header requires {what}. "))
            .collect();
        return Err(incomplete(format!("{missing}Authorization={algorithm}")));
    };
    Ok(Claim {
        credential,
        signed_headers,
        signature,
        date,
        token: text(headers, X_AMZ_SECURITY_TOKEN),
        lifetime: None,
    })
}

fn from_url(url: &Form) -> Result<Claim<'_>, AwsError> {
    let algorithm = url.get("X-Amz-Algorithm").unwrap_or_default();
    if algorithm != ALGORITHM {
        return Err(incomplete(format!(
            "Unsupported AWS 'algorithm': '{algorithm}'. "
        )));
    }
    let names = [
        "X-Amz-Credential",
        "X-Amz-Signature",
        "X-Amz-SignedHeaders",
        "X-Amz-Date",
    ];
    let found = names.map(|name| url.get(name).filter(|value| !value.is_empty()));
    let [
        Some(credential),
        Some(signature),
        Some(signed_headers),
        Some(date),
    ] = found
    else {
        let missing = names.iter().zip(found).filter(|(_, found)| found.is_none());
        let missing: String = missing
            .map(|(name, _)| format!("AWS query-string parameters must include '{name}'. "))
            .collect();
        return Err(incomplete(format!(
            "{missing}Re-examine the query-string parameters."
        )));
    };
    let lifetime = match url.get("X-Amz-Expires") {
        None => None,
        Some(text) => Some(
            text.parse()
                .ok()
                .filter(|seconds| (1..=LONGEST).contains(seconds))
                .ok_or_else(|| {
                    incomplete(format!(
                        "X-Amz-Expires must be a number between 1 and {LONGEST} seconds, got '{text}'"
                    ))
                })?,
        ),
    };
    Ok(Claim {
        credential,
        signed_headers,
        signature,
        date,
        token: url.get("X-Amz-Security-Token"),
        lifetime,
    })
}

/// Key id, day, region and service of `KEY/20260101/us-east-1/iam/aws4_request`.
fn scope(credential: &str) -> Result<[String; 4], AwsError> {
    let parts: Vec<&str> = credential.split('/').collect();
    let [key, day, region, service, end] = parts.as_slice() else {
        return Err(incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'"
        )));
    };
    if *end != "aws4_request" {
        return Err(AwsError::new(
            "SignatureDoesNotMatch",
            format!(
                "Credential should be scoped with a valid terminator: 'aws4_request', not '{end}'. "
            ),
        ));
    }
    Ok([key, day, region, service].map(|part| (*part).to_owned()))
}

/// The request in the one form that both sides hash.
fn canonical(request: &Request<Bytes>, url: &Form, signed_headers: &str) -> String {
    let mut text = String::with_capacity(1024);
    for line in [
        request.method().as_str(),
        request.uri().path(),
        &canonical_query(url),
    ] {
        text.push_str(line);
        text.push('\n');
    }
    for name in signed_headers.split(';') {
        text.push_str(name);
        text.push(':');
        push_header(&mut text, request, name);
        text.push('\n');
    }
    text.push('\n');
    text.push_str(signed_headers);
    text.push('\n');
    text.push_str(&hash(request.body()));
    text
}

fn canonical_query(url: &Form) -> String {
    let pairs = url.pairs().filter(|(name, _)| *name != "X-Amz-Signature");
    let mut pairs: Vec<(String, String)> = pairs
        .map(|(name, value)| (encoded(name), encoded(value)))
        .collect();
    pairs.sort();
    let pairs = pairs.iter().map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join("&")
}

/// Adds all values of a header, without space around them or twice inside.
fn push_header(text: &mut String, request: &Request<Bytes>, name: &str) {
    let mut values = request.headers().get_all(name).iter().peekable();
    if values.peek().is_none() && name == "host" {
        // Where there is no socket, the host is only in the URI.
        text.push_str(request.uri().authority().map_or("", Authority::as_str));
    }
    while let Some(value) = values.next() {
        let value = String::from_utf8_lossy(value.as_bytes());
        let mut words = value.split_ascii_whitespace();
        text.push_str(words.next().unwrap_or_default());
        for word in words {
            text.push(' ');
            text.push_str(word);
        }
        if values.peek().is_some() {
            text.push(',');
        }
    }
}

/// SHA-256 in hexadecimal digits.
fn hash(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUERY: &str = "Action=ListUsers&Version=2010-05-08";

    fn example() -> Request<Bytes> {
        Request::builder()
            .uri(format!("/?{QUERY}"))
            .header(
                "content-type",
                "application/x-www-form-urlencoded;  charset=utf-8 ",
            )
            .header("host", "iam.amazonaws.com")
            .header("x-amz-date", "20150830T123600Z")
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, \
                 SignedHeaders=content-type;host;x-amz-date, \
                 Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            )
            .body(Bytes::new())
            .unwrap()
    }

    fn read(request: &Request<Bytes>) -> Result<Caller, AwsError> {
        let query = request.uri().query().unwrap_or_default();
        caller(request, &Form::read(query.as_bytes()).unwrap(), None)
    }

    /// The example of the IAM User Guide, with space in a header that does not count.
    #[test]
    fn the_documented_example_has_the_documented_hash() {
        let Ok(Caller::Signed(signed)) = read(&example()) else {
            panic!("it is signed");
        };
        assert_eq!(
            signed.request_hash,
            "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59"
        );
        assert_eq!(
            (signed.region.as_str(), signed.service.as_str()),
            ("us-east-1", "iam")
        );
    }

    #[test]
    fn a_request_that_says_nothing_is_nobodys() {
        let mut request = example();
        request.headers_mut().remove("authorization");
        assert_eq!(read(&request).unwrap(), Caller::Anonymous);
        request
            .headers_mut()
            .insert("authorization", "Bearer x".parse().unwrap());
        assert_eq!(read(&request).unwrap(), Caller::Anonymous);
    }

    #[test]
    fn what_is_missing_is_named() {
        let with = |header: &str| {
            let mut request = example();
            request
                .headers_mut()
                .insert("authorization", header.parse().unwrap());
            let error = read(&request).unwrap_err();
            (error.code, error.message)
        };
        assert_eq!(
            with("AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request"),
            (
                "IncompleteSignature",
                "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. \
                 Authorization=AWS4-HMAC-SHA256"
                    .to_owned()
            )
        );
        assert_eq!(
            with("AWS4-ECDSA-P256-SHA256 x").1,
            "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'. "
        );
        assert!(
            with("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=x")
                .1
                .ends_with("got 'a/b'")
        );
        assert_eq!(
            with("AWS4-HMAC-SHA256 Credential=a/b/c/d/aws5, SignedHeaders=host, Signature=x").0,
            "SignatureDoesNotMatch"
        );
    }
}
