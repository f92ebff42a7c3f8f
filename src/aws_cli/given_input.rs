//! `--cli-input-json` and `--cli-input-yaml`: all parameters at once; options that are given beside them win.
//!
//! Source: AWS CLI User Guide, "Generating a AWS CLI skeleton template".

use serde_json::{Map, Value};
use yaml_rust2::parser::{Event, Parser};
use yaml_rust2::{Yaml, YamlLoader};

use super::fault::Fault;
use super::files::Files;
use super::words::Read;
use super::{json_text, paramfile};

/// Deeper YAML is refused, as deeper JSON is.
const DEEPEST: usize = 100;

/// The parameters given, if any were.
///
/// # Errors
/// The AWS CLI's text for what is no object.
pub fn read(read: &Read, files: &dyn Files) -> Result<Option<Map<String, Value>>, Fault> {
    let json = read
        .given
        .get("cli-input-json")
        .map(|given| (given, "json"));
    let yaml = read
        .given
        .get("cli-input-yaml")
        .map(|given| (given, "yaml"));
    let (given, kind) = match (json, yaml) {
        (Some(_), Some(_)) => {
            return Err(Fault::parameter(
                "Only one --cli-input- parameter may be specified.",
            ));
        }
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return Ok(None),
    };
    let word = given.values.first();
    let refused = |why: String| Fault::Parameter {
        message: format!("Error parsing parameter 'cli-input-{kind}': {why}"),
        word: word.map(|word| word.index),
    };
    let text = word.map_or("", |word| word.text.as_str());
    let loaded = paramfile::load_text(text, files).map_err(refused)?;
    let text = loaded.unwrap_or_else(|| text.to_owned());
    let value = if kind == "json" {
        json_text::parse(&text)
            .map_err(|why| refused(format!("Invalid JSON: {why}\nJSON received: {text}")))?
    } else {
        parse_yaml(&text).map_err(|why| refused(format!("Invalid YAML: {why}")))?
    };
    match value {
        Value::Object(members) => Ok(Some(members)),
        other => Err(refused(format!(
            "Invalid type: expecting map, received {}",
            super::python_class(&other)
        ))),
    }
}

fn parse_yaml(text: &str) -> Result<Value, String> {
    check_yaml(text)?;
    let documents = YamlLoader::load_from_str(text).map_err(|error| error.to_string())?;
    match documents.as_slice() {
        [document] => json_of(document),
        [] => Ok(Value::Null),
        _ => Err("expected a single document in the stream".to_owned()),
    }
}

/// The loader recurses and copies what an alias stands for: what has no bound is refused before it is loaded.
fn check_yaml(text: &str) -> Result<(), String> {
    let mut parser = Parser::new_from_str(text);
    let mut depth = 0_usize;
    loop {
        let (event, _) = parser.next_token().map_err(|error| error.to_string())?;
        match event {
            Event::StreamEnd => return Ok(()),
            Event::Alias(_) => return Err("aliases are not read here".to_owned()),
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(format!("nested more than {DEEPEST} deep"));
        }
    }
}

fn json_of(yaml: &Yaml) -> Result<Value, String> {
    Ok(match yaml {
        Yaml::Null | Yaml::BadValue => Value::Null,
        Yaml::Boolean(truth) => (*truth).into(),
        Yaml::Integer(number) => (*number).into(),
        Yaml::Real(text) => text
            .parse::<f64>()
            .map_or_else(|_| text.as_str().into(), Value::from),
        Yaml::String(text) => text.as_str().into(),
        Yaml::Array(items) => items.iter().map(json_of).collect::<Result<_, _>>()?,
        Yaml::Hash(members) => {
            let mut object = Map::new();
            for (key, value) in members {
                let key = match key {
                    Yaml::String(text) | Yaml::Real(text) => text.clone(),
                    Yaml::Integer(number) => number.to_string(),
                    Yaml::Boolean(truth) => truth.to_string(),
                    _ => return Err("a key is no text".to_owned()),
                };
                object.insert(key, json_of(value)?);
            }
            object.into()
        }
        Yaml::Alias(_) => Value::Null,
    })
}
