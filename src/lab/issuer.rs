//! Issuers of OpenID Connect tokens: the identity providers of the outside world, which the lab stands in for.
//!
//! Anybody can run an issuer, so one needs no entity in the lab: its keys follow from its URL. Whether an account trusts it is
//! another matter. Source: RFC 7515, RFC 7519; OpenID Connect Core 1.0, "ID Token".

use base16ct::lower::encode_string;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha1::{Digest as _, Sha1};

use crate::clock::Timestamp;
use crate::id::Deriver;

use super::signing::{Algorithm, KeyHolder};

/// Seconds a token is good for where its claims do not say.
const LIFETIME: i64 = 3600;

/// An issuer's URL without scheme and closing slash: what provider ARNs and condition keys begin with.
#[must_use]
pub fn host(url: &str) -> &str {
    let rest = url.strip_prefix("https://").unwrap_or(url);
    rest.strip_suffix('/').unwrap_or(rest)
}

/// What is wrong with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No JSON Web Token of an algorithm that is known.
    Malformed,
    /// The issuer it names has not signed it.
    Signature,
}

/// Signs claims as the issuer at `url`: a JSON Web Token.
///
/// `iss`, `iat` and `exp` are filled in where the claims do not have them.
#[must_use]
pub fn sign(
    deriver: Deriver,
    url: &str,
    algorithm: Algorithm,
    now: Timestamp,
    claims: &Map<String, Value>,
) -> Option<String> {
    let issued = now.seconds();
    let mut all = Map::new();
    for (name, value) in [
        ("iss", json!(format!("https://{}", host(url)))),
        ("iat", json!(issued)),
        ("exp", json!(issued.saturating_add(LIFETIME))),
    ] {
        all.insert(name.to_owned(), value);
    }
    all.extend(claims.clone());
    let header = json!({ "alg": algorithm.name(), "kid": key_id(url), "typ": "JWT" });
    let encode = |text: String| URL_SAFE_NO_PAD.encode(text);
    let signed = format!(
        "{}.{}",
        encode(header.to_string()),
        encode(Value::Object(all).to_string())
    );
    let signature = KeyHolder::new(deriver, host(url)).sign(algorithm, signed.as_bytes())?;
    Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// The claims of a token that the issuer named in it has signed.
///
/// # Errors
/// [`Fault`].
pub fn verified(deriver: Deriver, token: &str) -> Result<Map<String, Value>, Fault> {
    let (signed, signature) = token.rsplit_once('.').ok_or(Fault::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(Fault::Malformed)?;
    let object = |part: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
        serde_json::from_slice::<Map<String, Value>>(&bytes).ok()
    };
    let header = object(header).ok_or(Fault::Malformed)?;
    let claims = object(claims).ok_or(Fault::Malformed)?;
    let text = |map: &Map<String, Value>, name: &str| Some(map.get(name)?.as_str()?.to_owned());
    // A token that names no algorithm, or `none`, is signed by nobody.
    let algorithm = text(&header, "alg")
        .and_then(|name| Algorithm::named(&name))
        .ok_or(Fault::Malformed)?;
    let issuer = text(&claims, "iss").ok_or(Fault::Malformed)?;
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| Fault::Malformed)?;
    let holder = KeyHolder::new(deriver, host(&issuer));
    if holder.verifies(algorithm, signed.as_bytes(), &signature) {
        Ok(claims)
    } else {
        Err(Fault::Signature)
    }
}

/// SHA-1 of the certificate of the issuer's server, in hexadecimal digits.
#[must_use]
pub fn thumbprint(deriver: Deriver, url: &str) -> String {
    let [certificate, _] = deriver.key_material("server", host(url), 0);
    encode_string(&Sha1::digest(certificate))
}

fn key_id(url: &str) -> String {
    encode_string(&Sha1::digest(host(url)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::START;

    const URL: &str = "https://idp.example.com";

    fn token(claims: &Value) -> String {
        let claims = claims.as_object().unwrap().clone();
        sign(Deriver::new(0), URL, Algorithm::Es256, START, &claims).unwrap()
    }

    #[test]
    fn claims_come_back_out_of_a_token() {
        let claims = verified(Deriver::new(0), &token(&json!({ "sub": "carlos" }))).unwrap();
        assert_eq!(claims["sub"], "carlos");
        assert_eq!(claims["iss"], URL);
        assert_eq!(claims["exp"], json!(START.seconds() + 3600));
    }

    #[test]
    fn a_token_signed_by_somebody_else_or_changed_is_refused() {
        let forged = token(&json!({ "iss": "https://other.example.com" }));
        assert_eq!(verified(Deriver::new(0), &forged), Err(Fault::Signature));
        let own = token(&json!({ "sub": "carlos" }));
        assert_eq!(verified(Deriver::new(1), &own), Err(Fault::Signature));
        let parts: Vec<&str> = own.split('.').collect();
        let other = URL_SAFE_NO_PAD.encode(r#"{"iss":"https://idp.example.com","sub":"root"}"#);
        let changed = [parts[0], &other, parts[2]].join(".");
        assert_eq!(verified(Deriver::new(0), &changed), Err(Fault::Signature));
        let unsigned = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
        for odd in ["", "a.b", "a.b.c", &[&unsigned, parts[1], ""].join(".")] {
            assert_eq!(verified(Deriver::new(0), odd), Err(Fault::Malformed));
        }
    }
}
