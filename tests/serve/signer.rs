//! Signs requests as clients do: Signature Version 4, written a second time.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// What a client knows.
#[derive(Clone)]
pub struct Keys {
    pub id: String,
    pub secret: String,
    pub token: Option<String>,
}

/// Where and when a signature holds.
#[derive(Clone)]
pub struct Scope {
    pub date: String,
    pub region: String,
    pub service: String,
}

impl Scope {
    pub fn at(date: &str, service: &str) -> Self {
        Self {
            date: date.to_owned(),
            region: "us-east-1".to_owned(),
            service: service.to_owned(),
        }
    }

    fn day(&self) -> &str {
        self.date.split('T').next().unwrap()
    }

    fn text(&self) -> String {
        format!(
            "{}/{}/{}/aws4_request",
            self.day(),
            self.region,
            self.service
        )
    }
}

fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut hash = Hmac::<Sha256>::new_from_slice(key).unwrap();
    hash.update(text.as_bytes());
    hash.finalize().into_bytes().to_vec()
}

fn signature(keys: &Keys, scope: &Scope, canonical: &str) -> String {
    let mut key = format!("AWS4{}", keys.secret).into_bytes();
    for part in [scope.day(), &scope.region, &scope.service, "aws4_request"] {
        key = mac(&key, part);
    }
    let hash = hex(&Sha256::digest(canonical));
    let text = format!("AWS4-HMAC-SHA256\n{}\n{}\n{hash}", scope.date, scope.text());
    hex(&mac(&key, &text))
}

/// The headers of a signed POST to `/` with this body.
pub fn headers(keys: &Keys, scope: &Scope, host: &str, body: &str) -> Vec<(String, String)> {
    let kind = "application/x-www-form-urlencoded; charset=utf-8";
    let mut headers = vec![
        ("content-type".to_owned(), kind.to_owned()),
        ("host".to_owned(), host.to_owned()),
        ("x-amz-date".to_owned(), scope.date.clone()),
    ];
    if let Some(token) = &keys.token {
        headers.push(("x-amz-security-token".to_owned(), token.clone()));
    }
    let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
    let names = names.join(";");
    let lines: String = headers
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    let canonical = format!(
        "POST\n/\n\n{lines}\n{names}\n{}",
        hex(&Sha256::digest(body))
    );
    let signature = signature(keys, scope, &canonical);
    headers.push((
        "authorization".to_owned(),
        format!(
            "AWS4-HMAC-SHA256 Credential={}/{}, SignedHeaders={names}, Signature={signature}",
            keys.id,
            scope.text()
        ),
    ));
    headers
}

/// Path and query of a presigned GET; `query` is in order of names already.
pub fn presigned(keys: &Keys, scope: &Scope, host: &str, query: &str, seconds: u32) -> String {
    let escaped = |text: &str| {
        text.replace('/', "%2F")
            .replace('+', "%2B")
            .replace('=', "%3D")
    };
    let mut query = format!(
        "{query}&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}&X-Amz-Date={}&X-Amz-Expires={seconds}",
        escaped(&format!("{}/{}", keys.id, scope.text())),
        scope.date
    );
    if let Some(token) = &keys.token {
        query.push_str(&format!("&X-Amz-Security-Token={}", escaped(token)));
    }
    query.push_str("&X-Amz-SignedHeaders=host");
    let empty = hex(&Sha256::digest(""));
    let canonical = format!("GET\n/\n{query}\nhost:{host}\n\nhost\n{empty}");
    format!(
        "/?{query}&X-Amz-Signature={}",
        signature(keys, scope, &canonical)
    )
}
