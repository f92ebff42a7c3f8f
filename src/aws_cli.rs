//! `aws …` command lines over the operation table: words in, what the AWS CLI prints out.
//!
//! Owns the line's grammar (options, shorthand, files, queries, output formats, profiles), all of it derived from the API
//! model. Decides nothing: each line becomes a [`Command`](crate::lab::Command), like every other request. Where versions
//! of the AWS CLI differ, `docs/aws-cli.md` says which one is followed. Source: AWS CLI User Guide, AWS CLI Command Reference.

mod close_matches;
mod configure;
mod credentials;
pub mod environment;
mod fault;
pub mod files;
mod given_input;
mod globals;
mod help;
mod json_text;
mod operation;
pub mod options;
mod output;
mod paginate;
mod parameters;
mod paramfile;
mod query;
mod shorthand;
mod skeleton;
mod virtual_mfa;
pub mod wait;
mod words;

use serde_json::Value;

use crate::api::AwsError;
use crate::api::model;
use crate::api::validate::python;
use crate::store::KeptLab;

use fault::Fault;
use operation::Line;
use words::{Rule, Word};

pub use environment::{Chosen, Environment};
pub use files::Files;
pub use globals::{FORMATS, GLOBALS, GlobalKind, GlobalOption};
pub use options::{commands, operations_of, options_of};

/// What a line came to.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// What the AWS CLI prints on its standard output, with the last line feed.
    pub stdout: String,
    /// What it prints on its standard error, with the last line feed.
    pub stderr: String,
    /// Its exit code: 0, 252 for a bad line, 253 for bad configuration, 254 for an error of the service, 255 for others;
    /// 1 for a setting that is not set.
    pub code: u8,
    /// The answer after `--query`, where there is one.
    pub answer: Option<Value>,
    /// The error of the service, with its reason.
    pub error: Option<AwsError>,
    /// Our own words about the error, to be shown after AWS's.
    pub help: Option<String>,
    /// Index of the word that is at fault, where one is.
    pub word: Option<usize>,
}

/// Runs the line whose words after `aws` are `words`.
///
/// A failed line changes nothing in the lab but its log.
pub fn run(
    lab: &mut KeptLab,
    environment: &mut Environment,
    words: &[String],
    files: &dyn Files,
) -> Output {
    let words: Vec<Word> = words
        .iter()
        .enumerate()
        .map(|(index, text)| Word {
            text: text.clone(),
            index,
        })
        .collect();
    dispatch(lab, environment, &words, files).unwrap_or_else(Fault::output)
}

fn dispatch(
    lab: &mut KeptLab,
    environment: &mut Environment,
    words: &[Word],
    files: &dyn Files,
) -> Result<Output, Fault> {
    let (globals, read) = globals::read(words)?;
    if globals.version {
        return Ok(Output {
            stdout: format!("aws-cli/2 iamsh/{}\n", env!("CARGO_PKG_VERSION")),
            ..Output::default()
        });
    }
    let wants_help = matches!(read.rest.as_slice(), [word] if word.text == "help");
    let command = read.value("command").unwrap_or_default();
    let service = match command {
        "help" => return Ok(help::of_all()),
        "configure" if wants_help => return Ok(help::of_configure()),
        "configure" => return configure::run(environment, &globals, &read.rest),
        name => match model::service(name) {
            Some(service) => service,
            None => return Ok(help::of_all()),
        },
    };
    credentials::profile_name(environment, globals.profile.as_deref())?;
    let mut choices = operations_of(service.name);
    choices.push("help".to_owned());
    let chosen = words::read(&[Rule::positional("operation", choices)], &read.rest)?;
    let mut line = Line {
        lab,
        environment,
        files,
        globals: &globals,
    };
    match chosen.value("operation").unwrap_or_default() {
        "help" => Ok(help::of_service(service)),
        "wait" => wait_for(&mut line, service, &chosen.rest),
        name => match service.find(name) {
            Some(operation) => line.run(operation, None, &chosen.rest),
            None => Ok(help::of_service(service)),
        },
    }
}

fn wait_for(
    line: &mut Line<'_>,
    service: &'static model::Service,
    rest: &[Word],
) -> Result<Output, Fault> {
    let commands = wait::waiters_of(service.name).map(|waiter| waiter.command.to_owned());
    let mut commands: Vec<String> = commands.collect();
    commands.push("help".to_owned());
    let chosen = words::read(&[Rule::positional("subcommand", commands)], rest)?;
    let name = chosen.value("subcommand").unwrap_or_default();
    let waiter = wait::waiters_of(service.name).find(|waiter| waiter.command == name);
    let found = waiter.and_then(|waiter| Some((waiter, service.operation(waiter.operation)?)));
    match found {
        Some((waiter, operation)) => line.run(operation, Some(waiter), &chosen.rest),
        None => Ok(help::of_waiters(service.name)),
    }
}

/// `repr(text)` of Python.
fn python_quoted(text: &str) -> String {
    let mut out = String::new();
    python::quoted(text, &mut out);
    out
}

/// `str(value)` of Python.
fn python_text(value: &Value) -> String {
    python::text(value)
}

/// `str(type(value))` of Python.
fn python_class(value: &Value) -> &'static str {
    python::class(value)
}
