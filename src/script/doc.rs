//! `Doc`: an AWS answer as an ordered, read-only document.
//!
//! rhai's own maps sort their keys and answer `()` for a misspelt one; a document keeps AWS's order and says which
//! members there are.

use std::rc::Rc;

use rhai::{Dynamic, Engine, Map};
use serde_json::Value;

use super::convert::{lift, to_json};
use super::native::unknown_field;
use crate::render::json;

/// An object of an answer.
#[derive(Clone, PartialEq)]
pub struct Doc(pub Rc<Value>);

impl Doc {
    fn keys(&self) -> Vec<&str> {
        self.0
            .as_object()
            .map(|object| object.keys().map(String::as_str).collect())
            .unwrap_or_default()
    }

    fn equals_map(&self, map: &Map) -> bool {
        to_json(&Dynamic::from_map(map.clone())).is_ok_and(|value| value == *self.0)
    }
}

/// Registers the type.
pub fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Doc>("Doc");
    engine.register_indexer_get(|doc: &mut Doc, key: &str| match doc.0.get(key) {
        Some(value) => Ok(lift(value)),
        None => Err(unknown_field("the document", key, &doc.keys())),
    });
    engine.register_fn("get", |doc: &mut Doc, key: &str| {
        doc.0.get(key).map_or(Dynamic::UNIT, lift)
    });
    engine.register_fn("contains", |doc: &mut Doc, key: &str| {
        doc.0.get(key).is_some()
    });
    engine.register_fn("keys", |doc: &mut Doc| -> rhai::Array {
        doc.keys()
            .into_iter()
            .map(|key| key.to_owned().into())
            .collect()
    });
    engine.register_fn("to_json", |doc: &mut Doc| doc.0.to_string());
    for name in ["to_string", "to_debug"] {
        engine.register_fn(name, |doc: &mut Doc| json::pretty(&doc.0));
    }
    engine.register_fn("==", |a: Doc, b: Doc| a == b);
    engine.register_fn("!=", |a: Doc, b: Doc| a != b);
    engine.register_fn("==", |a: Doc, b: Map| a.equals_map(&b));
    engine.register_fn("!=", |a: Doc, b: Map| !a.equals_map(&b));
    engine.register_fn("==", |a: Map, b: Doc| b.equals_map(&a));
    engine.register_fn("!=", |a: Map, b: Doc| !b.equals_map(&a));
}
