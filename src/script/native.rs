//! What every type of the lab offers to scripts: named properties, comparison, text and JSON.

use rhai::{Dynamic, Engine, EvalAltResult};
use serde_json::Value;

use crate::policy::suggest::nearest;
use crate::render::card;

use super::convert::lift;
use super::error::Error;

/// A failure inside rhai.
pub type Failure = Box<EvalAltResult>;

/// A type of the lab as scripts see it.
pub trait Native: Clone + 'static {
    /// The type's name in scripts.
    const NAME: &'static str;

    /// Names of the properties.
    fn fields(&self) -> Vec<String>;

    /// The property of this name, if there is one: the member of the value's JSON, unless a type knows better.
    ///
    /// # Errors
    /// When the property cannot be read, as with an entity that is gone.
    fn field(&self, name: &str) -> Result<Option<Dynamic>, Failure> {
        Ok(self.json().get(name).map(lift))
    }

    /// One line: what stands for the value in text.
    fn brief(&self) -> String;

    /// What the value looks like at the prompt; may be several lines. The members of its JSON, unless a type knows better.
    fn card(&self) -> String {
        let json = self.json();
        let members = json.as_object().into_iter().flatten();
        let present = members.filter(|(_, value)| !value.is_null());
        let rows: Vec<_> = present
            .map(|(name, value)| (name.clone(), card::inline(value)))
            .collect();
        card::card(Self::NAME, &rows)
    }

    /// The value as JSON.
    fn json(&self) -> Value;

    /// Whether both are the same thing.
    fn same(&self, other: &Self) -> bool {
        self.json() == other.json()
    }
}

/// Registers a type with everything in [`Native`].
pub fn register<T: Native>(engine: &mut Engine) {
    engine.register_type_with_name::<T>(T::NAME);
    engine.register_indexer_get(|value: &mut T, name: &str| match value.field(name)? {
        Some(field) => Ok(field),
        None => Err(unknown_field(T::NAME, name, &value.fields())),
    });
    engine.register_fn("fields", |value: &mut T| -> rhai::Array {
        value.fields().into_iter().map(Into::into).collect()
    });
    engine.register_fn("to_json", |value: &mut T| value.json().to_string());
    engine.register_fn("to_string", |value: &mut T| value.brief());
    engine.register_fn("to_debug", |value: &mut T| value.card());
    engine.register_fn("==", |a: T, b: T| a.same(&b));
    engine.register_fn("!=", |a: T, b: T| !a.same(&b));
}

/// The error for a property that does not exist: it lists those that do.
pub fn unknown_field(of: &str, name: &str, fields: &[impl AsRef<str>]) -> Failure {
    let names: Vec<&str> = fields.iter().map(AsRef::as_ref).collect();
    let has = format!("it has {}", names.join(", "));
    let help = match nearest(name, names) {
        Some(near) => format!("did you mean `{near}`? {has}"),
        None => has,
    };
    Error::misuse(format!("{of} has no property `{name}`"))
        .with_help(help)
        .thrown()
}
