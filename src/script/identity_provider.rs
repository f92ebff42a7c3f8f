//! `IdentityProvider`: somebody outside AWS whose word an account may trust, run by the lab's operator.
//!
//! Tokens are signed with keys that follow from the lab's seed and the provider's URL, so nothing is recorded in the lab.

use std::rc::Rc;

use rhai::{Dynamic, Engine, ImmutableString};
use serde_json::{Map, Value, json};

use crate::lab::issuer;
use crate::lab::saml;
use crate::lab::signing::Algorithm;

use super::convert::{lift, to_json};
use super::error::Error;
use super::kinds::with_article;
use super::native::{Failure, Native};
use super::world::World;

/// An identity provider of the outside world.
#[derive(Clone)]
pub struct IdentityProvider {
    world: Rc<World>,
    url: Rc<str>,
}

impl IdentityProvider {
    /// A signed token with these claims; `iss`, `iat` and `exp` are filled in where they are left out.
    fn token(&self, claims: &Dynamic) -> Result<String, Failure> {
        let claims = object(claims)?;
        self.world
            .look(|lab| {
                let now = lab.clock.now();
                issuer::sign(lab.deriver(), &self.url, Algorithm::Es256, now, &claims)
            })
            .ok_or_else(|| Error::misuse("the token cannot be signed".to_owned()).thrown())
    }
}

impl IdentityProvider {
    fn thumbprint(&self) -> String {
        self.world
            .look(|lab| issuer::thumbprint(lab.deriver(), &self.url))
    }

    fn saml_metadata(&self) -> Option<String> {
        self.world
            .look(|lab| saml::metadata(lab.deriver(), &self.url, lab.settings.start))
    }

    /// A signed response that asserts attributes of somebody, in base 64. AWS's own attributes go by their last words.
    fn assertion(&self, subject: &str, attributes: &Dynamic) -> Result<String, Failure> {
        let attributes: Vec<(String, Vec<String>)> = object(attributes)?
            .into_iter()
            .map(|(name, value)| (attribute_name(&name), texts(&value)))
            .collect();
        let statement = saml::Statement {
            subject,
            attributes: &attributes,
        };
        self.world
            .look(|lab| saml::response(lab.deriver(), &self.url, lab.clock.now(), &statement))
            .ok_or_else(|| Error::misuse("the assertion cannot be signed".to_owned()).thrown())
    }
}

/// The attributes of AWS; `PrincipalTag:…` is one as well.
const OWN_ATTRIBUTES: &[&str] = &[
    "Role",
    "RoleSessionName",
    "SessionDuration",
    "SourceIdentity",
    "TransitiveTagKeys",
];

fn attribute_name(name: &str) -> String {
    if OWN_ATTRIBUTES.contains(&name) || name.starts_with("PrincipalTag:") {
        return format!("{}{name}", saml::ATTRIBUTES);
    }
    name.to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

fn object(claims: &Dynamic) -> Result<Map<String, Value>, Failure> {
    match to_json(claims) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(Error::misuse("claims are a map".to_owned()).thrown()),
        Err(kind) => Err(Error::misuse(format!("{} is no claim", with_article(&kind))).thrown()),
    }
}

impl Native for IdentityProvider {
    const NAME: &'static str = "IdentityProvider";

    fn fields(&self) -> Vec<String> {
        ["issuer", "host", "thumbprint", "saml_metadata"]
            .map(Into::into)
            .to_vec()
    }

    /// One at a time: the metadata hold a certificate, which takes a signature to make.
    fn field(&self, name: &str) -> Result<Option<Dynamic>, Failure> {
        Ok(Some(match name {
            "issuer" => self.brief().into(),
            "host" => issuer::host(&self.url).into(),
            "thumbprint" => self.thumbprint().into(),
            "saml_metadata" => lift(&json!(self.saml_metadata())),
            _ => return Ok(None),
        }))
    }

    fn brief(&self) -> String {
        self.url.to_string()
    }

    fn json(&self) -> Value {
        json!({
            "issuer": &*self.url,
            "host": issuer::host(&self.url),
            "thumbprint": self.thumbprint(),
            "saml_metadata": self.saml_metadata(),
        })
    }
}

/// Registers the constructor and what a provider hands out.
pub fn register(engine: &mut Engine, world: &Rc<World>) {
    let w = Rc::clone(world);
    engine.register_fn("identity_provider", move |url: ImmutableString| {
        if !url.starts_with("https://") {
            let text =
                "an identity provider is known by a URL that begins with https://".to_owned();
            return Err(Error::misuse(text).thrown());
        }
        Ok(IdentityProvider {
            world: Rc::clone(&w),
            url: url.as_str().into(),
        })
    });
    engine.register_fn(
        "token",
        |provider: &mut IdentityProvider, claims: Dynamic| provider.token(&claims),
    );
    engine.register_fn(
        "assertion",
        |provider: &mut IdentityProvider, subject: ImmutableString, attributes: Dynamic| {
            provider.assertion(&subject, &attributes)
        },
    );
}
