//! `aws`, `export` and `unset` lines as scripts run them: values become words, what the CLI prints becomes a value.
//!
//! [`super::aws_lines`] finds the lines and makes these calls of them; [`crate::aws_cli`] knows what the words mean.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use rhai::{Array, Dynamic, Engine, ImmutableString};
use serde_json::Value;

use crate::aws_cli::Output;
use crate::lab::Command;

use super::convert::{self, lift};
use super::error::{Error, LineEnd};
use super::kinds::a_kind;
use super::native::{Failure, Native, unknown_field};
use super::world::World;

/// Code of lines that are no request: the CLI's exit code 252.
const USAGE: &str = "ParamValidation";
/// Code of lines without credentials or with broken settings: 253.
const CONFIGURATION: &str = "InvalidConfiguration";
/// Code of lines that fail otherwise.
const FAILED: &str = "CommandFailed";

/// What a line printed, which is also the answer.
#[derive(Clone)]
pub struct Reply {
    printed: Rc<str>,
    answer: Rc<Value>,
}

impl Native for Reply {
    const NAME: &'static str = "Reply";

    fn fields(&self) -> Vec<String> {
        let members = self.answer.as_object().into_iter().flatten();
        members.map(|(name, _)| name.clone()).collect()
    }

    fn field(&self, name: &str) -> Result<Option<Dynamic>, Failure> {
        match self.answer.get(name) {
            Some(value) => Ok(Some(lift(value))),
            None => Err(unknown_field("the answer", name, &self.fields())),
        }
    }

    fn brief(&self) -> String {
        self.printed.to_string()
    }

    fn card(&self) -> String {
        self.brief()
    }

    fn json(&self) -> Value {
        (*self.answer).clone()
    }
}

/// What is printed, without the line break that ends it.
fn printed(output: &Output) -> &str {
    output.stdout.strip_suffix('\n').unwrap_or(&output.stdout)
}

/// The answer as a document; text where text was asked for, or where there is no answer but text.
fn value(words: &[String], output: &Output) -> Dynamic {
    let empty = |answer: &Value| answer.as_object().is_some_and(|members| members.is_empty());
    match &output.answer {
        // What answers with nothing prints nothing.
        Some(answer) if !as_text(words) && (!output.stdout.is_empty() || !empty(answer)) => {
            lift(answer)
        }
        _ if output.stdout.is_empty() => Dynamic::UNIT,
        _ => printed(output).into(),
    }
}

fn as_text(words: &[String]) -> bool {
    let pairs = words.iter().zip(words.iter().skip(1));
    let mut formats = pairs
        .filter(|(option, _)| *option == "--output")
        .map(|(_, format)| format.as_str())
        .chain(
            words
                .iter()
                .filter_map(|word| word.strip_prefix("--output=")),
        );
    formats.next_back() == Some("text")
}

/// What a top-level line comes to: a value with the members of the answer; nothing where it prints nothing.
fn shown(output: &Output) -> Dynamic {
    if output.stdout.is_empty() {
        return Dynamic::UNIT;
    }
    Dynamic::from(Reply {
        printed: printed(output).into(),
        answer: Rc::new(output.answer.clone().unwrap_or_default()),
    })
}

fn show(output: &Output, print: &dyn Fn(&str)) {
    if !output.stdout.is_empty() {
        print(printed(output));
    }
}

fn run(world: &World, words: &[Dynamic]) -> Result<(Vec<String>, Output), Failure> {
    let words = texts(words)?;
    let output = world.command_line(&words);
    if let Some(reason) = output
        .error
        .as_ref()
        .and_then(|error| error.reason.as_ref())
    {
        world.remember(Arc::clone(reason));
    }
    if output.code == 0 {
        return Ok((words, output));
    }
    Err(failed(world, output).thrown())
}

/// The usual error, with the CLI's text and exit code.
fn failed(world: &World, output: Output) -> Error {
    let text = said(&output.stderr).into_owned();
    let mut error = match output.error {
        Some(error) => Error::aws(error, &last_operation(world)),
        None => {
            let code = match output.code {
                252 => USAGE,
                253 => CONFIGURATION,
                _ => FAILED,
            };
            let message = if text.is_empty() {
                format!("the line ended with exit code {}", output.code)
            } else {
                text.clone()
            };
            Error::command_line(code, message)
        }
    };
    error.help = error.help.or(output.help);
    error.line = Some(Rc::new(LineEnd {
        text: if text.is_empty() {
            error.message.clone()
        } else {
            text
        },
        stderr: output.stderr,
        exit_code: output.code,
        word: output.word,
    }));
    error
}

/// What the CLI says of an error: its usage left out, and the list of all there is where it knows what was meant.
fn said(stderr: &str) -> Cow<'_, str> {
    let mut text = stderr.trim();
    if text.starts_with("usage:") {
        text = match text.find("\naws: ") {
            Some(at) => text.get(at + 1..).unwrap_or_default(),
            None => text.rsplit("\n\n").next().unwrap_or_default(),
        };
    }
    let meant = text.split_once("Invalid choice, valid choices are:");
    match meant.and_then(|(head, list)| Some((head, list.get(list.find("Invalid choice: ")?..)?))) {
        Some((head, meant)) => Cow::Owned(format!("{head}{meant}")),
        None => Cow::Borrowed(text),
    }
}

/// The request that was made last: the one that failed.
fn last_operation(world: &World) -> String {
    world.look(|lab| match lab.log.events().last() {
        Some(event) => match &event.command {
            Command::Call { operation, .. } => operation.clone(),
            _ => String::new(),
        },
        None => String::new(),
    })
}

/// The words of a line. A word with code in it comes as the list of its parts, and stays one word.
fn texts(words: &[Dynamic]) -> Result<Vec<String>, Failure> {
    let mut done: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        let text = match word.read_lock::<Array>() {
            None => text_of(word, "")?,
            Some(parts) => {
                let mut text = String::new();
                for part in parts.iter() {
                    let member = member(&text, done.last());
                    text.push_str(&text_of(part, &member)?);
                }
                text
            }
        };
        done.push(text);
    }
    Ok(done)
}

/// What a value is for: the key before it in a shorthand, or the option before the word.
fn member(before: &str, option: Option<&String>) -> String {
    let key = before.strip_suffix('=').map(|before| {
        let at = before.rfind([',', '{', '[']).map_or(0, |at| at + 1);
        before.get(at..).unwrap_or_default()
    });
    let name = key
        .or_else(|| option?.strip_prefix("--"))
        .unwrap_or_default();
    // `--user-name` takes a name as `UserName` does.
    if name.trim_start_matches('-').ends_with("-name") {
        return "Name".to_owned();
    }
    name.to_owned()
}

fn text_of(value: &Dynamic, member: &str) -> Result<String, Failure> {
    if value.is_unit() {
        return Err(Error::misuse("`()` is no word of a line")
            .with_help("the code in `${…}` has no value")
            .thrown());
    }
    convert::word(value, member).map_err(|_| {
        Error::misuse(format!("{} cannot stand in a line", a_kind(value)))
            .with_help("texts, numbers, handles, documents, and lists and maps of them can")
            .thrown()
    })
}

/// Names and values of `export NAME=VALUE …`.
fn assignments(words: &[Dynamic]) -> Result<Vec<(String, String)>, Failure> {
    let pair = |word: String| match word.split_once('=') {
        Some((name, value)) if is_variable(name) => Ok((name.to_owned(), value.to_owned())),
        _ => Err(no_variable(&word)),
    };
    texts(words)?.into_iter().map(pair).collect()
}

fn is_variable(name: &str) -> bool {
    let plain =
        |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_';
    name.starts_with("AWS_") && name.chars().all(plain)
}

fn no_variable(word: &str) -> Failure {
    Error::misuse(format!("`{word}` is no variable of the AWS CLI"))
        .with_help("lines look at AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and others that begin with AWS_")
        .thrown()
}

fn export(world: &World, words: &[Dynamic]) -> Result<(), Failure> {
    let assignments = assignments(words)?;
    world.set_environment(|environment| {
        for (name, value) in assignments {
            environment.set(name, value);
        }
    });
    Ok(())
}

fn unset(world: &World, words: &[Dynamic]) -> Result<(), Failure> {
    let names = texts(words)?;
    if let Some(name) = names.iter().find(|name| !is_variable(name)) {
        return Err(no_variable(name));
    }
    world.set_environment(|environment| names.iter().for_each(|name| environment.unset(name)));
    Ok(())
}

/// Registers what lines become, and keeps their first word free.
pub fn register(engine: &mut Engine, world: &Rc<World>, print: &Rc<dyn Fn(&str)>) {
    let w = Rc::clone(world);
    engine.register_fn("aws_value", move |words: Array| {
        run(&w, &words).map(|(words, output)| value(&words, &output))
    });
    let w = Rc::clone(world);
    let out = Rc::clone(print);
    engine.register_fn("aws_shown", move |words: Array| {
        let (_, output) = run(&w, &words)?;
        show(&output, &*out);
        Ok::<_, Failure>(shown(&output))
    });
    let w = Rc::clone(world);
    let out = Rc::clone(print);
    engine.register_fn("aws_printed", move |words: Array| {
        let (_, output) = run(&w, &words)?;
        show(&output, &*out);
        Ok::<_, Failure>(())
    });
    let w = Rc::clone(world);
    engine.register_fn("aws_export", move |words: Array| export(&w, &words));
    let w = Rc::clone(world);
    engine.register_fn("aws_unset", move |words: Array| unset(&w, &words));
    engine.register_fn("get", |reply: &mut Reply, name: ImmutableString| {
        reply.answer.get(name.as_str()).map_or(Dynamic::UNIT, lift)
    });
}
