//! `help`: of the CLI, of a service, of an operation. Made from the operation table and the API model; no text is AWS's.

use crate::api::model::{self, Kind, Operation, Shape};
use crate::api::table;

use super::Output;
use super::globals::{GLOBALS, GlobalKind};
use super::options::{OperationOption, OptionKind, commands, operations_of};
use super::parameters::is_complex;
use super::wait::{Waiter, waiters_of};

fn printed(stdout: String) -> Output {
    Output {
        stdout,
        ..Output::default()
    }
}

/// `aws help`
#[must_use]
pub fn of_all() -> Output {
    let mut text = "aws: command lines over the lab\n\nSynopsis\n  aws [options] <command> <subcommand> [parameters]\n\nCommands\n".to_owned();
    for name in commands() {
        let about = model::service(name).map_or(
            "settings of profiles: set, get, list, list-profiles",
            |service| service.full_name,
        );
        text.push_str(&format!("  {name:<12}{about}\n"));
    }
    text.push_str("\nOptions of every command\n");
    for option in GLOBALS {
        let value = match option.kind {
            GlobalKind::Flag => "",
            GlobalKind::Integer => " <integer>",
            GlobalKind::Value => " <value>",
        };
        let written = format!("--{}{value}", option.name);
        let choices = if option.choices.is_empty() {
            String::new()
        } else {
            format!(" One of {}.", option.choices.join(", "))
        };
        text.push_str(&format!("  {written:<32}{}{choices}\n", option.help));
    }
    printed(text)
}

/// `aws iam help`
#[must_use]
pub fn of_service(service: &'static model::Service) -> Output {
    let mut text = format!(
        "aws {}: {}\n\nOperations\n",
        service.name, service.full_name
    );
    for command in operations_of(service.name) {
        let about = service
            .find(&command)
            .map_or("wait until something exists", summary);
        text.push_str(&format!("  {command:<44}{about}\n"));
    }
    printed(text)
}

/// `aws iam wait help`
#[must_use]
pub fn of_waiters(service: &str) -> Output {
    let mut text = format!("aws {service} wait\n\nSubcommands\n");
    for waiter in waiters_of(service) {
        text.push_str(&format!(
            "  {:<28}until {} answers\n",
            waiter.command, waiter.operation
        ));
    }
    printed(text)
}

/// `aws configure help`
#[must_use]
pub fn of_configure() -> Output {
    printed(
        "aws configure: settings of profiles\n\n  \
         aws configure set <name> <value> [--profile <profile>]\n  \
         aws configure get <name> [--profile <profile>]\n  \
         aws configure list [--profile <profile>]\n  \
         aws configure list-profiles\n"
            .to_owned(),
    )
}

/// `aws iam create-user help`
#[must_use]
pub fn of_operation(
    operation: &'static Operation,
    options: &[OperationOption],
    waiter: Option<&Waiter>,
) -> Output {
    let command = match waiter {
        Some(waiter) => format!("wait {}", waiter.command),
        None => operation.kebab_name.clone(),
    };
    let shown: Vec<&OperationOption> = options.iter().filter(|option| !option.hidden).collect();
    let mut text = format!(
        "aws {} {command}: {}\n\nSynopsis\n  aws {} {command}\n",
        operation.service,
        summary(operation),
        operation.service
    );
    for option in &shown {
        text.push_str(&format!("    {}\n", synopsis(option)));
    }
    text.push_str("\nOptions\n");
    for option in &shown {
        text.push_str(&described(option));
    }
    if operation.paginator.is_some() && waiter.is_none() {
        text.push_str("\nComes in pages, which are put together unless --no-paginate is given.\n");
    }
    text.push_str(&format!(
        "\nExample\n  {}\n",
        example(operation, &command, &shown)
    ));
    printed(text)
}

/// The table's line about an operation.
fn summary(operation: &Operation) -> &'static str {
    let service = match operation.service {
        "sts" => table::Service::Sts,
        _ => table::Service::Iam,
    };
    table::find(service, operation.name).map_or("", |row| row.summary)
}

fn synopsis(option: &OperationOption) -> String {
    let written = match option.kind {
        OptionKind::Flag(true) => format!("--{0} | --no-{0}", option.name),
        OptionKind::Flag(false) => return format!("[--{}]", option.name),
        OptionKind::Skeleton => format!("--{} [<value>]", option.name),
        OptionKind::List => format!("--{} <value>...", option.name),
        _ => format!("--{} <value>", option.name),
    };
    if option.required {
        written
    } else {
        format!("[{written}]")
    }
}

fn described(option: &OperationOption) -> String {
    let kind = option
        .member
        .map_or("string", |member| kind_name(&member.shape));
    let required = if option.required { ", required" } else { "" };
    let mut text = format!("  --{} ({kind}{required})\n", option.name);
    let values = option.values();
    if !values.is_empty() {
        text.push_str(&format!("      one of {}\n", values.join(", ")));
    }
    if let Some(member) = option.member.filter(|member| is_complex(&member.shape)) {
        text.push_str(&format!(
            "      shorthand: {}\n",
            shorthand(&member.shape, 0)
        ));
    }
    let own = match option.kind {
        OptionKind::StartingToken => "the NextToken of the answer before",
        OptionKind::PageSize => "items the service is asked for at a time",
        OptionKind::MaxItems => "items that are shown at most",
        OptionKind::InputJson => "all parameters as a JSON object, or a file:// of them",
        OptionKind::InputYaml => "all parameters as YAML, or a file:// of them",
        OptionKind::Skeleton => "prints what a request or an answer looks like, and asks nothing",
        OptionKind::OutFile => "the file the seed is written to",
        OptionKind::BootstrapMethod => "the form of the seed",
        _ => return text,
    };
    text.push_str(&format!("      {own}\n"));
    text
}

const fn kind_name(shape: &Shape) -> &'static str {
    match shape.kind {
        Kind::Structure(_) => "structure",
        Kind::List(_) => "list",
        Kind::Map(_) => "map",
        Kind::String(_) => "string",
        Kind::Integer(_) => "integer",
        Kind::Boolean => "boolean",
        Kind::Timestamp => "timestamp",
        Kind::Blob => "blob",
    }
}

fn shorthand(shape: &Shape, depth: usize) -> String {
    let braced = |text: String| {
        if depth > 0 {
            format!("{{{text}}}")
        } else {
            text
        }
    };
    match &shape.kind {
        Kind::Structure(structure) => {
            let members = structure.members.iter();
            let members = members
                .map(|member| format!("{}={}", member.name, shorthand(&member.shape, depth + 1)));
            braced(members.collect::<Vec<_>>().join(","))
        }
        Kind::Map(map) => {
            let value = shorthand(&map.value, depth + 1);
            braced(format!("KeyName1={value},KeyName2={value}"))
        }
        Kind::List(list) if depth == 0 => format!("{} ...", shorthand(&list.member, 0)),
        Kind::List(list) => {
            let element = shorthand(&list.member, depth + 1);
            format!("[{element},{element}]")
        }
        _ => kind_name(shape).to_owned(),
    }
}

/// A line with everything that is required.
fn example(operation: &Operation, command: &str, options: &[&OperationOption]) -> String {
    let mut line = format!("aws {} {command}", operation.service);
    for option in options.iter().filter(|option| option.required) {
        let value = match (option.member, option.values().first()) {
            (_, Some(value)) => (*value).to_owned(),
            (Some(member), None) if is_complex(&member.shape) => {
                shorthand(&member.shape, 0).replace(" ...", "")
            }
            (Some(member), None) if member.name.ends_with("Document") => {
                "file://policy.json".to_owned()
            }
            _ => format!("<{}>", option.name),
        };
        line.push_str(&format!(" --{} {value}", option.name));
    }
    line
}
