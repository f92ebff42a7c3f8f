//! What options were given, as parameters of the API: files are loaded, JSON and shorthand read.

use serde_json::{Map, Value};

use crate::api::model::{Kind, Shape};

use super::fault::Fault;
use super::files::Files;
use super::options::{OperationOption, OptionKind};
use super::paramfile::{self, Loaded};
use super::words::{Given, Read};
use super::{json_text, shorthand};

/// The parameters the options set, in the order of the options.
///
/// # Errors
/// The AWS CLI's text for a value that cannot be read.
pub fn parameters(
    options: &[OperationOption],
    read: &Read,
    files: &dyn Files,
) -> Result<Map<String, Value>, Fault> {
    let mut parameters = Map::new();
    for option in options {
        let (Some(member), Some(given)) = (option.member, read.given.get(place(option))) else {
            continue;
        };
        let value = match option.kind {
            OptionKind::Flag(_) => Value::from(!given.name.starts_with("--no-")),
            _ => value_of(option, &member.shape, given, files)?,
        };
        parameters.insert(member.name.to_owned(), value);
    }
    Ok(parameters)
}

/// Both forms of a boolean share a place.
#[must_use]
pub fn place(option: &OperationOption) -> &str {
    match option.kind {
        OptionKind::Flag(false) => option.name.strip_prefix("no-").unwrap_or(&option.name),
        _ => &option.name,
    }
}

/// The value after files were loaded.
enum Raw {
    Words(Vec<String>),
    Text(String),
}

fn value_of(
    option: &OperationOption,
    shape: &Shape,
    given: &Given,
    files: &dyn Files,
) -> Result<Value, Fault> {
    let word = given.values.first().map_or(given.index, |word| word.index);
    let refused = |why: String| Fault::Parameter {
        message: format!("Error parsing parameter '--{}': {why}", option.name),
        word: Some(word),
    };
    let raw = match given.values.as_slice() {
        // The one parameter whose value looks like an address and is none to load.
        [one] if option.name != "url" => {
            match paramfile::load(&one.text, files).map_err(refused)? {
                Some(Loaded::Text(text)) => Raw::Text(text),
                Some(Loaded::Bytes(bytes)) => {
                    return Err(bytes_refused(option, shape, &bytes, word));
                }
                None => Raw::Words(vec![one.text.clone()]),
            }
        }
        words => Raw::Words(words.iter().map(|word| word.text.clone()).collect()),
    };
    let raw = match (raw, option.kind) {
        (Raw::Words(words), OptionKind::List) => Raw::Words(words),
        (Raw::Words(words), _) => Raw::Text(words.into_iter().next().unwrap_or_default()),
        (text, _) => text,
    };
    unpack(shape, raw, files, &refused)
}

fn bytes_refused(option: &OperationOption, shape: &Shape, bytes: &[u8], word: usize) -> Fault {
    let wanted = match shape.kind {
        Kind::List(_) => "<class 'list'>, <class 'tuple'>",
        Kind::Structure(_) | Kind::Map(_) => "<class 'dict'>",
        Kind::Integer(_) => "<class 'int'>",
        _ => "<class 'str'>",
    };
    let name = option
        .member
        .map_or(option.name.as_str(), |member| member.name);
    Fault::Parameter {
        message: format!(
            "Parameter validation failed:\nInvalid type for parameter {name}, value: {}, type: <class 'bytes'>, valid types: {wanted}",
            paramfile::python_bytes(bytes)
        ),
        word: Some(word),
    }
}

fn unpack(
    shape: &Shape,
    raw: Raw,
    files: &dyn Files,
    refused: &dyn Fn(String) -> Fault,
) -> Result<Value, Fault> {
    let looks_like_json = |text: &str| text.trim_start().starts_with(['[', '{']);
    let first = match &raw {
        Raw::Words(words) => words.first().map_or("", String::as_str),
        Raw::Text(text) => text,
    };
    if is_complex(shape) && !looks_like_json(first) {
        let parse = |text: &String| shorthand::parse(text, files).map_err(refused);
        return match raw {
            Raw::Words(words) => {
                let parsed = words.iter().map(parse).collect::<Result<Value, _>>()?;
                shorthand::fit(shape, parsed).map_err(Fault::General)
            }
            // A list that stands in one file is one structure to the CLI, which the service's shape then refuses.
            Raw::Text(text) => match &shape.kind {
                Kind::List(_) => parse(&text),
                _ => shorthand::fit(shape, parse(&text)?).map_err(Fault::General),
            },
        };
    }
    match (&shape.kind, raw) {
        (Kind::List(_), Raw::Words(words)) => match words.as_slice() {
            [one] if one.trim_start().starts_with('[') => json(one, refused),
            _ => unpack_each(shape, words, files, refused),
        },
        (Kind::List(_), Raw::Text(text)) if text.trim_start().starts_with('[') => {
            json(&text, refused)
        }
        // The CLI takes a text where it wants words for its letters.
        (Kind::List(_), Raw::Text(text)) => {
            let letters = text.chars().map(String::from).collect();
            unpack_each(shape, letters, files, refused)
        }
        (Kind::Structure(_) | Kind::Map(_), Raw::Text(text)) => {
            if text.trim_start().starts_with('{') {
                json(&text, refused)
            } else {
                Err(refused(format!("Invalid JSON:\n{text}")))
            }
        }
        (Kind::Integer(_), Raw::Text(text)) => shorthand::integer(&text).map_err(Fault::General),
        (_, Raw::Text(text)) => Ok(text.into()),
        (_, Raw::Words(words)) => Ok(words.into()),
    }
}

fn unpack_each(
    shape: &Shape,
    words: Vec<String>,
    files: &dyn Files,
    refused: &dyn Fn(String) -> Fault,
) -> Result<Value, Fault> {
    let Kind::List(list) = &shape.kind else {
        return Ok(words.into());
    };
    words
        .into_iter()
        .map(|word| match list.member.kind {
            // Words of a list of structures that begins with JSON are JSON each.
            Kind::Structure(_) | Kind::Map(_) => unpack_json_word(&word, refused),
            _ => unpack(&list.member, Raw::Text(word), files, refused),
        })
        .collect()
}

fn unpack_json_word(word: &str, refused: &dyn Fn(String) -> Fault) -> Result<Value, Fault> {
    if word.trim_start().starts_with('{') {
        json(word, refused)
    } else {
        Err(refused(format!("Invalid JSON:\n{word}")))
    }
}

fn json(text: &str, refused: &dyn Fn(String) -> Fault) -> Result<Value, Fault> {
    json_text::parse(text)
        .map_err(|why| refused(format!("Invalid JSON: {why}\nJSON received: {text}")))
}

/// Shapes that have a shorthand: structures, maps, and lists of them.
#[must_use]
pub fn is_complex(shape: &Shape) -> bool {
    match &shape.kind {
        Kind::Structure(_) | Kind::Map(_) => true,
        Kind::List(list) => {
            matches!(
                list.member.kind,
                Kind::Structure(_) | Kind::Map(_) | Kind::List(_)
            )
        }
        _ => false,
    }
}
