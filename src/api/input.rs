//! The parameters of a call, already validated from the model.

use serde_json::{Map, Value};

/// Read access to a call's parameters by AWS's names. An absent or differently typed member reads as none.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a>(Option<&'a Map<String, Value>>);

impl<'a> Input<'a> {
    /// Wraps the parameters; anything but an object has no members.
    #[must_use]
    pub fn new(value: &'a Value) -> Self {
        Self(value.as_object())
    }

    /// The member, unless it is absent or null.
    #[must_use]
    pub fn value(self, name: &str) -> Option<&'a Value> {
        self.0?.get(name).filter(|value| !value.is_null())
    }

    /// True when the member was given.
    #[must_use]
    pub fn has(self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// An optional string.
    #[must_use]
    pub fn text(self, name: &str) -> Option<&'a str> {
        self.value(name)?.as_str()
    }

    /// A string that the model requires; validation has seen that it is there.
    #[must_use]
    pub fn required(self, name: &str) -> &'a str {
        self.text(name).unwrap_or_default()
    }

    /// An optional whole number.
    #[must_use]
    pub fn number(self, name: &str) -> Option<u32> {
        self.value(name)?
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
    }

    /// A flag; absent is false.
    #[must_use]
    pub fn flag(self, name: &str) -> bool {
        self.value(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// A list of strings; absent is empty.
    #[must_use]
    pub fn texts(self, name: &str) -> Vec<&'a str> {
        self.list(name).iter().filter_map(Value::as_str).collect()
    }

    /// A list of structures; absent is empty.
    #[must_use]
    pub fn structures(self, name: &str) -> Vec<Input<'a>> {
        self.list(name).iter().map(Input::new).collect()
    }

    /// A list of `{Key, Value}` structures; absent is empty.
    #[must_use]
    pub fn tags(self, name: &str) -> Vec<(&'a str, &'a str)> {
        self.structures(name)
            .into_iter()
            .map(|tag| (tag.required("Key"), tag.required("Value")))
            .collect()
    }

    fn list(self, name: &str) -> &'a [Value] {
        self.value(name)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }
}
