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
    pub fn print(self, title: &str, answer: &Value) -> Result<String, String> {
        Ok(match self {
            Self::Json if is_empty_object(answer) => String::new(),
            Self::Json => format!("{}\n", json::pretty(answer)),
            Self::Text => text::tabbed(answer)?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws_cli::query::Query;

    /// What the AWS CLI printed for answers, queries and formats.
    #[test]
    fn answers_are_printed_as_the_aws_cli_prints_them() {
        let rows: Vec<Value> =
            serde_json::from_str(include_str!("../../tests/aws_cli/fixtures/printed.json"))
                .unwrap();
        let mut differences = Vec::new();
        for row in &rows {
            let format = Format::named(row["format"].as_str().unwrap()).unwrap();
            let printed = match row["query"].as_str() {
                Some(query) => Query::compile(query).and_then(|query| query.search(&row["answer"])),
                None => Ok(row["answer"].clone()),
            };
            let printed =
                printed.and_then(|picked| format.print(row["title"].as_str().unwrap(), &picked));
            let expected = match row["code"].as_i64() {
                Some(0) => Ok(row["stdout"].as_str().unwrap().to_owned()),
                _ => Err(row["stderr"][0].as_str().unwrap().to_owned()),
            };
            if printed != expected {
                differences.push(format!(
                    "{} {}\n  theirs {expected:?}\n  ours   {printed:?}",
                    row["query"], row["format"]
                ));
            }
        }
        assert!(
            differences.is_empty(),
            "{} of {} differ\n{}",
            differences.len(),
            rows.len(),
            differences.join("\n")
        );
    }
}
