//! Options every line may carry, before, between or after the others.
//!
//! Source: AWS CLI Command Reference, "Global options".

use super::fault::Fault;
use super::query::Query;
use super::words::{self, Read, Rule, Takes, Word};

/// One global option.
pub struct GlobalOption {
    /// Without dashes.
    pub name: &'static str,
    /// What a value may be; empty for any.
    pub choices: &'static [&'static str],
    /// How it is written.
    pub kind: GlobalKind,
    /// One line of help.
    pub help: &'static str,
}

/// How a global option is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GlobalKind {
    /// Without a value.
    Flag,
    /// With a text.
    Value,
    /// With a whole number.
    Integer,
}

/// The formats of `--output`.
pub const FORMATS: &[&str] = &["json", "text", "table", "yaml", "yaml-stream", "off"];

const fn flag(name: &'static str, help: &'static str) -> GlobalOption {
    GlobalOption {
        name,
        choices: &[],
        kind: GlobalKind::Flag,
        help,
    }
}

const fn value(
    name: &'static str,
    choices: &'static [&'static str],
    help: &'static str,
) -> GlobalOption {
    GlobalOption {
        name,
        choices,
        kind: GlobalKind::Value,
        help,
    }
}

const fn integer(name: &'static str, help: &'static str) -> GlobalOption {
    GlobalOption {
        name,
        choices: &[],
        kind: GlobalKind::Integer,
        help,
    }
}

/// All of them, in the CLI's order.
pub const GLOBALS: &[GlobalOption] = &[
    flag("debug", "Accepted; the lab's event log tells more."),
    value("endpoint-url", &[], "Accepted; every line goes to the lab."),
    flag("no-verify-ssl", "Accepted; nothing is sent."),
    flag(
        "no-paginate",
        "One call, and the answer as the service gives it.",
    ),
    value("output", FORMATS, "How the answer is printed."),
    value(
        "query",
        &[],
        "A JMESPath expression that picks from the answer.",
    ),
    value(
        "profile",
        &[],
        "The profile whose credentials and settings are used.",
    ),
    value(
        "region",
        &[],
        "The region that is asked: AWS STS sees it, and it decides the partition of new ARNs.",
    ),
    flag("version", "Prints the version."),
    value(
        "color",
        &["on", "off", "auto"],
        "Accepted; tables are printed without colours.",
    ),
    flag("no-sign-request", "Sends no credentials."),
    value("ca-bundle", &[], "Accepted; nothing is sent."),
    integer("cli-read-timeout", "Accepted; nothing is waited for."),
    integer("cli-connect-timeout", "Accepted; nothing is waited for."),
    value(
        "cli-binary-format",
        &["base64", "raw-in-base64-out"],
        "How values of bytes are written.",
    ),
    flag("no-cli-pager", "Accepted; there is no pager."),
    flag("cli-auto-prompt", "Accepted; nothing is prompted for."),
    flag("no-cli-auto-prompt", "Accepted; nothing is prompted for."),
];

/// What the global options say.
#[derive(Clone, Debug)]
pub struct Globals {
    /// `--output`
    pub output: Option<String>,
    /// `--query`
    pub query: Option<Query>,
    /// `--profile`
    pub profile: Option<String>,
    /// `--region`
    pub region: Option<String>,
    /// Pages are put together.
    pub paginate: bool,
    /// Credentials are sent.
    pub sign: bool,
    /// `--version`
    pub version: bool,
}

fn rules(commands: Vec<String>) -> Vec<Rule> {
    let mut rules: Vec<Rule> = GLOBALS
        .iter()
        .map(|option| {
            let takes = match option.kind {
                GlobalKind::Flag => Takes::Nothing,
                _ => Takes::One,
            };
            let rule = Rule::option(option.name, takes).one_of(option.choices);
            if option.kind == GlobalKind::Integer {
                rule.integer()
            } else {
                rule
            }
        })
        .collect();
    rules.push(Rule::positional("command", commands));
    rules
}

/// Reads the global options; the command and what belongs to it come back beside them.
///
/// # Errors
/// `argparse`'s, and a query that is none.
pub fn read(words: &[Word]) -> Result<(Globals, Read), Fault> {
    let mut commands: Vec<String> = super::options::commands()
        .into_iter()
        .map(str::to_owned)
        .collect();
    commands.push("help".to_owned());
    let mut rules = rules(commands);
    if words.iter().any(|word| word.text == "--version") {
        // Nothing else matters then, as with `argparse`'s action of this name.
        rules.retain(|rule| rule.name.starts_with('-'));
    }
    let read = words::read(&rules, words)?;
    let text = |place: &str| read.value(place).map(str::to_owned);
    let query = match read
        .given
        .get("query")
        .and_then(|given| given.values.first())
    {
        Some(word) => Some(Query::compile(&word.text).map_err(|why| Fault::Parameter {
            message: format!("Bad value for --query {}: {why}", word.text),
            word: Some(word.index),
        })?),
        None => None,
    };
    let globals = Globals {
        output: text("output"),
        query,
        profile: text("profile"),
        region: text("region"),
        paginate: !read.has("no-paginate"),
        sign: !read.has("no-sign-request"),
        version: read.has("version"),
    };
    Ok((globals, read))
}
