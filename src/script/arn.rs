//! `Arn`: an ARN and its parts.

use rhai::{Dynamic, Engine, ImmutableString};
use serde_json::{Value, json};

use crate::arn::Arn;
use crate::render::card;

use super::error::Error;
use super::native::{Failure, Native};

/// An ARN as scripts see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptArn(Arn);

impl ScriptArn {
    fn parts(&self) -> [(&'static str, &str); 7] {
        let arn = &self.0;
        [
            ("partition", arn.partition()),
            ("service", arn.service()),
            ("region", arn.region()),
            ("account", arn.account()),
            ("resource", arn.resource()),
            ("resource_type", arn.resource_type()),
            ("resource_name", arn.resource_name()),
        ]
    }
}

impl Native for ScriptArn {
    const NAME: &'static str = "Arn";

    fn fields(&self) -> Vec<String> {
        self.parts()
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect()
    }

    fn field(&self, name: &str) -> Result<Option<Dynamic>, Failure> {
        let part = self.parts().into_iter().find(|(known, _)| *known == name);
        Ok(part.map(|(_, value)| value.into()))
    }

    fn brief(&self) -> String {
        self.0.as_str().to_owned()
    }

    fn card(&self) -> String {
        let filled = self
            .parts()
            .into_iter()
            .filter(|(_, value)| !value.is_empty());
        let rows: Vec<_> = filled
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        card::card(self.0.as_str(), &rows)
    }

    fn json(&self) -> Value {
        json!(self.0.as_str())
    }
}

fn parse(text: &str) -> Result<ScriptArn, Failure> {
    let refused = |_| {
        Error::misuse(format!("`{text}` is no ARN"))
            .with_help("an ARN has six parts: arn:partition:service:region:account:resource")
            .thrown()
    };
    text.parse().map(ScriptArn).map_err(refused)
}

/// Registers the type's constructor and its comparison with text.
pub fn register(engine: &mut Engine) {
    engine.register_fn("arn", |text: ImmutableString| parse(&text));
    engine.register_fn("==", |arn: ScriptArn, text: ImmutableString| {
        arn.0.as_str() == text.as_str()
    });
    engine.register_fn("!=", |arn: ScriptArn, text: ImmutableString| {
        arn.0.as_str() != text.as_str()
    });
    engine.register_fn("==", |text: ImmutableString, arn: ScriptArn| {
        arn.0.as_str() == text.as_str()
    });
    engine.register_fn("!=", |text: ImmutableString, arn: ScriptArn| {
        arn.0.as_str() != text.as_str()
    });
}
