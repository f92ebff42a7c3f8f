//! `IdentityProvider`: somebody outside AWS whose word an account may trust, run by the lab's operator.
//!
//! Tokens are signed with keys that follow from the lab's seed and the provider's URL, so nothing is recorded in the lab.

use std::rc::Rc;

use rhai::{Dynamic, Engine, ImmutableString};
use serde_json::{Map, Value, json};

use crate::lab::issuer;
use crate::lab::signing::Algorithm;
use crate::render::card;

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
        ["issuer", "host", "thumbprint"].map(Into::into).to_vec()
    }

    fn field(&self, name: &str) -> Result<Option<Dynamic>, Failure> {
        Ok(self.json().get(name).map(lift))
    }

    fn brief(&self) -> String {
        self.url.to_string()
    }

    fn card(&self) -> String {
        let json = self.json();
        let members = json.as_object().into_iter().flatten();
        let rows: Vec<_> = members
            .map(|(name, value)| (name.clone(), card::inline(value)))
            .collect();
        card::card("IdentityProvider", &rows)
    }

    fn json(&self) -> Value {
        let thumbprint = self
            .world
            .look(|lab| issuer::thumbprint(&lab.deriver(), &self.url));
        json!({ "issuer": &*self.url, "host": issuer::host(&self.url), "thumbprint": thumbprint })
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
}
