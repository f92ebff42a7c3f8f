//! JSON as people read it.

use serde_json::Value;

/// Indented by two blanks, members in their order.
#[must_use]
pub fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
