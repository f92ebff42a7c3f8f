//! Single values as Python's `str()` gives them: `True`, `None`, `1.5`.

use serde_json::Value;

/// Neither a list nor an object.
pub fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

/// The value as text.
pub fn text(value: &Value) -> String {
    crate::aws_cli::python_text(value)
}
