//! `aws configure set`, `get`, `list` and `list-profiles`, on the profiles of the environment.
//!
//! Source: AWS CLI Command Reference, `configure`.

use super::Output;
use super::credentials::{DEFAULT_PROFILE, profile_name};
use super::environment::Environment;
use super::fault::Fault;
use super::globals::Globals;
use super::words::{self, Rule, Takes, Word};

/// The sub-commands.
pub const COMMANDS: [&str; 4] = ["set", "get", "list", "list-profiles"];

/// Settings that are no profile's.
const SECTIONS: [&str; 2] = ["preview", "plugins"];

/// Runs a line after `aws configure`.
///
/// # Errors
/// The AWS CLI's.
pub fn run(
    environment: &mut Environment,
    globals: &Globals,
    rest: &[Word],
) -> Result<Output, Fault> {
    let mut command = Rule::positional("subcommand", COMMANDS.map(str::to_owned).to_vec());
    command.takes = Takes::Optional("");
    command.required = false;
    let read = words::read(&[command], rest)?;
    match read.value("subcommand") {
        None => Err(Fault::Usage {
            message: "aws: error: the AWS CLI would now ask for the settings one by one: use aws configure set".to_owned(),
            word: None,
        }),
        Some("set") => set(environment, globals, &read.rest),
        Some("get") => get(environment, globals, &read.rest),
        Some("list") => {
            nothing_more(&[], &read.rest)?;
            list(environment, globals)
        }
        Some(_) => {
            nothing_more(&[], &read.rest)?;
            let names = environment.profiles().keys();
            Ok(printed(names.map(|name| format!("{name}\n")).collect()))
        }
    }
}

fn printed(stdout: String) -> Output {
    Output {
        stdout,
        ..Output::default()
    }
}

/// The positional words of a sub-command, and nothing beside them.
fn nothing_more(names: &[&str], rest: &[Word]) -> Result<Vec<String>, Fault> {
    let rules: Vec<Rule> = names
        .iter()
        .map(|name| Rule::positional(name, Vec::new()))
        .collect();
    let read = words::read(&rules, rest)?;
    super::operation::no_unknown(&read.rest)?;
    let value = |name: &&str| read.value(name).unwrap_or_default().to_owned();
    Ok(names.iter().map(value).collect())
}

fn set(environment: &mut Environment, globals: &Globals, rest: &[Word]) -> Result<Output, Fault> {
    let given = nothing_more(&["varname", "value"], rest)?;
    let [name, value] = given.as_slice() else {
        return Ok(Output::default());
    };
    // A profile that is not there yet comes to be.
    let chosen = globals.profile.as_deref().or(environment.chosen_profile());
    let chosen = chosen.unwrap_or(DEFAULT_PROFILE).to_owned();
    let (profile, name) = scoped(name, &chosen);
    environment.configure(&profile, &name, value);
    Ok(Output::default())
}

fn get(environment: &Environment, globals: &Globals, rest: &[Word]) -> Result<Output, Fault> {
    let given = nothing_more(&["varname"], rest)?;
    let name = given.first().map_or("", String::as_str);
    let chosen = profile_name(environment, globals.profile.as_deref())?;
    let (profile, name) = match name.split_once('.') {
        Some((first, rest)) if environment.profiles().contains_key(first) => {
            (first.to_owned(), rest.to_owned())
        }
        _ => scoped(name, chosen),
    };
    match environment.setting(&profile, &name) {
        Some(value) => Ok(printed(format!("{value}\n"))),
        None => Err(Fault::Silent(String::new())),
    }
}

/// `profile.NAME.setting` and `default.setting` say whose setting it is; other names are of the chosen profile.
fn scoped(name: &str, chosen: &str) -> (String, String) {
    let parts: Vec<&str> = name.splitn(3, '.').collect();
    match parts.as_slice() {
        ["profile", profile, setting] => ((*profile).to_owned(), (*setting).to_owned()),
        [DEFAULT_PROFILE, ..] if parts.len() > 1 => (
            DEFAULT_PROFILE.to_owned(),
            name.split_once('.').map_or("", |(_, rest)| rest).to_owned(),
        ),
        [section, setting] if SECTIONS.contains(section) => {
            ((*section).to_owned(), (*setting).to_owned())
        }
        _ => (chosen.to_owned(), name.to_owned()),
    }
}

/// One line of `list`: the value, where it comes from, and under which name.
type Found = (String, String, String);

fn list(environment: &Environment, globals: &Globals) -> Result<Output, Fault> {
    let option = globals.profile.as_deref();
    let profile = profile_name(environment, option)?;
    let mut lines = row("Name", &text("Value", "Type", "Location"));
    lines.push_str(&row("----", &text("-----", "----", "--------")));
    let chosen = match (option, environment.chosen_profile()) {
        (Some(name), _) => text(name, "manual", "--profile"),
        (None, Some(name)) => text(name, "env", "['AWS_DEFAULT_PROFILE', 'AWS_PROFILE']"),
        (None, None) => not_set(),
    };
    lines.push_str(&row("profile", &chosen));
    let is_chosen = environment.chosen().is_some() && option.is_none();
    let key = |variable: &str, setting: &str| {
        if is_chosen {
            return text("<act_as>", "manual", "");
        }
        let of_variable = environment.variable(variable).filter(|_| option.is_none());
        match (of_variable, environment.setting(profile, setting)) {
            (Some(value), _) => text(&masked(value), "env", ""),
            (None, Some(value)) => text(&masked(value), "shared-credentials-file", ""),
            (None, None) => not_set(),
        }
    };
    lines.push_str(&row(
        "access_key",
        &key("AWS_ACCESS_KEY_ID", "aws_access_key_id"),
    ));
    lines.push_str(&row(
        "secret_key",
        &key("AWS_SECRET_ACCESS_KEY", "aws_secret_access_key"),
    ));
    let of_variable = environment.region(None, "");
    let region = match (
        globals.region.as_deref(),
        of_variable,
        environment.setting(profile, "region"),
    ) {
        (None, Some(value), _) => text(value, "env", "['AWS_REGION', 'AWS_DEFAULT_REGION']"),
        (None, None, Some(value)) => text(value, "config-file", "~/.aws/config"),
        (Some(value), ..) => text(value, "manual", "--region"),
        (None, None, None) => not_set(),
    };
    lines.push_str(&row("region", &region));
    Ok(printed(lines))
}

fn text(value: &str, kind: &str, place: &str) -> Found {
    (value.to_owned(), kind.to_owned(), place.to_owned())
}

fn not_set() -> Found {
    text("<not set>", "None", "None")
}

fn row(name: &str, (value, kind, place): &Found) -> String {
    format!("{name:>10} {value:>24} {kind:>16}    {place}\n")
}

/// Only the last four characters show.
fn masked(secret: &str) -> String {
    let shown: Vec<char> = secret.chars().rev().take(4).collect();
    format!(
        "****************{}",
        shown.into_iter().rev().collect::<String>()
    )
}
