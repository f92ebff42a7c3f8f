//! How values look at the prompt, in transcripts and in messages.

use rhai::{Array, Dynamic, Engine, ImmutableString};

use super::kinds::is_native;

/// A value as people read it: a card, a document, text in quotes; a list of the lab's own things one a line.
#[must_use]
pub fn show(engine: &Engine, value: &Dynamic) -> String {
    if let Some(items) = value.read_lock::<Array>()
        && items.iter().any(is_native)
    {
        return items
            .iter()
            .map(|item| text(engine, "to_string", item))
            .collect::<Vec<_>>()
            .join("\n");
    }
    text(engine, "to_debug", value)
}

/// A value as scripts make text of it.
#[must_use]
pub fn brief(engine: &Engine, value: &Dynamic) -> String {
    text(engine, "to_string", value)
}

fn text(engine: &Engine, function: &str, value: &Dynamic) -> String {
    let text = engine.eval_fn_call::<ImmutableString>(function, None, (value.clone(),));
    text.map_or_else(|_| value.to_string(), |text| text.to_string())
}
