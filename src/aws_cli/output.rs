//! How answers are printed: `--output`, byte for byte as the AWS CLI prints them.
//!
//! Source: AWS CLI User Guide, "Setting the output format in the AWS CLI".

mod json;
mod scalar;
mod table;
mod text;
mod yaml;
mod yaml_types;

use serde_json::Value;

pub use json::escaped as escaped_json;
pub use json::pretty as pretty_json;
pub use yaml::block as yaml_block;

/// The formats of `--output`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// JSON, indented by four blanks.
    #[default]
    Json,
    /// Values separated by tabs.
    Text,
    /// A table for people.
    Table,
    /// YAML in block style.
    Yaml,
    /// YAML, a document for every page.
    YamlStream,
    /// Nothing.
    Off,
}

impl Format {
    /// The format of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "json" => Self::Json,
            "text" => Self::Text,
            "table" => Self::Table,
            "yaml" => Self::Yaml,
            "yaml-stream" => Self::YamlStream,
            "off" => Self::Off,
            _ => return None,
        })
    }

    /// The text of an answer; `title` is the operation's name.
    ///
    /// # Errors
    /// The AWS CLI's text for what makes no table.
    #[must_use]
    pub fn print(self, title: &str, answer: &Value) -> Result<String, String> {
        Ok(match self {
            Self::Json if is_empty_object(answer) => String::new(),
            Self::Json => format!("{}\n", json::pretty(answer)),
            Self::Text => text::tabbed(answer),
            Self::Table => table::drawn(title, answer)?,
            Self::Yaml if is_empty_object(answer) => String::new(),
            Self::Yaml => yaml::block(answer),
            Self::YamlStream if is_empty_object(answer) => String::new(),
            Self::YamlStream => yaml::block(&Value::Array(vec![answer.clone()])),
            Self::Off => String::new(),
        })
    }
}

fn is_empty_object(answer: &Value) -> bool {
    answer.as_object().is_some_and(serde_json::Map::is_empty)
}
