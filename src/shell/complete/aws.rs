//! In `aws …` lines: services, operations, options and their values.

use crate::api::model::{self, Operation};
use crate::aws_cli::options::{Names, OperationOption, OptionKind};
use crate::aws_cli::{self, GLOBALS, GlobalKind, GlobalOption, options_of};
use crate::shell::view::View;

use super::wanted::{self, Wanted};
use super::{Candidate, Completion, files, script};

/// The first byte of the `aws` line that the text ends in; none where it ends in something else.
pub fn line(before: &str) -> Option<usize> {
    let mut start = before.rfind('\n').map_or(0, |at| at + 1);
    // Lines that end in a backslash go on.
    while let Some(above) = before.get(..start.saturating_sub(1)).filter(|_| start > 0) {
        if !above.ends_with('\\') {
            break;
        }
        start = above.rfind('\n').map_or(0, |at| at + 1);
    }
    let text = before.get(start..)?;
    let words = text.trim_start().trim_start_matches("$ ");
    let begin = start + (text.len() - words.len());
    words.starts_with("aws ").then_some(begin)
}

/// What may stand at the end of an `aws` line that begins at `start`.
pub fn complete(view: &View<'_>, before: &str, start: usize) -> Completion {
    let line = before.get(start..).unwrap_or_default();
    let words: Vec<&str> = line
        .split([' ', '\n', '\t'])
        .filter(|word| !matches!(*word, "" | "\\"))
        .collect();
    let typing = line.rfind([' ', '\n', '\t']).map_or(0, |at| at + 1);
    let current = line.get(typing..).unwrap_or_default();
    let done = words.len().saturating_sub(usize::from(!current.is_empty()));
    let words = words.get(..done).unwrap_or_default();
    let quotes = current.len() - current.trim_start_matches(['\'', '"']).len();
    let begin = start + typing + quotes;
    let text = current.get(quotes..).unwrap_or_default();
    let candidates = match words {
        [_] => services(text),
        [_, service] => operations(service, text),
        [_, service, operation, rest @ ..] => {
            let found = model::service(service).and_then(|service| service.find(operation));
            found
                .map(|operation| arguments(view, operation, rest, text))
                .unwrap_or_default()
        }
        [] => Vec::new(),
    };
    Completion::new(begin, candidates)
}

fn services(prefix: &str) -> Vec<Candidate> {
    let found = aws_cli::commands()
        .into_iter()
        .filter(|name| name.starts_with(prefix));
    let note = |name: &str| model::service(name).map_or("profiles", |service| service.full_name);
    found
        .map(|name| Candidate::with_note(name, note(name)))
        .collect()
}

fn operations(service: &str, prefix: &str) -> Vec<Candidate> {
    let names = aws_cli::operations_of(service)
        .into_iter()
        .filter(|name| name.starts_with(prefix));
    let shown = |name: &str| {
        let operation = model::service(service)?.find(name)?;
        Some(usage(operation))
    };
    names
        .map(|name| Candidate {
            shown: shown(&name).unwrap_or_else(|| name.clone()),
            text: name,
        })
        .collect()
}

/// `create-user --user-name …`
fn usage(operation: &'static Operation) -> String {
    let options = options_of(operation)
        .into_iter()
        .filter(|option| option.required);
    let options = options.map(|option| format!(" --{} …", option.name));
    format!("{}{}", operation.kebab_name, options.collect::<String>())
}

fn arguments(
    view: &View<'_>,
    operation: &'static Operation,
    done: &[&str],
    text: &str,
) -> Vec<Candidate> {
    let at = done.iter().rposition(|word| word.starts_with("--"));
    let name = at
        .and_then(|at| done.get(at)?.strip_prefix("--"))
        .unwrap_or_default();
    let given = at.map_or(0, |at| done.len() - at - 1);
    let options = options_of(operation);
    let option = options.iter().find(|option| option.name == name);
    let many = option.is_some_and(|option| option.kind == OptionKind::List);
    let is_option = text.starts_with("--") || (given > 0 && (!many || text.is_empty()));
    match option {
        Some(option) if !matches!(option.kind, OptionKind::Flag(_)) && !is_option => {
            return values(view, option, text);
        }
        _ => {}
    }
    let global = GLOBALS.iter().find(|global| global.name == name);
    match global.filter(|global| global.kind != GlobalKind::Flag && given == 0) {
        Some(global) => of_global(view, global, text),
        None => names(&options, done, text),
    }
}

/// The options that are left: those of the operation, then those of every command.
fn names(options: &[OperationOption], done: &[&str], text: &str) -> Vec<Candidate> {
    let fresh = |option: &String| option.starts_with(text) && !done.contains(&option.as_str());
    let own = options.iter().filter(|option| !option.hidden);
    let note = |option: &OperationOption| if option.required { "required" } else { "" };
    let own = own.map(|option| (format!("--{}", option.name), note(option)));
    let global = GLOBALS
        .iter()
        .map(|global| (format!("--{}", global.name), global.help));
    let all = own.chain(global.filter(|_| text.len() > 2));
    all.filter(|(option, _)| fresh(option))
        .map(|(option, note)| Candidate::with_note(option, note))
        .collect()
}

fn of_global(view: &View<'_>, global: &GlobalOption, text: &str) -> Vec<Candidate> {
    if global.name == "profile" {
        let names = view.profiles.iter().filter(|name| name.starts_with(text));
        return names.map(Candidate::plain).collect();
    }
    let choices = global
        .choices
        .iter()
        .filter(|choice| choice.starts_with(text));
    choices.map(|&choice| Candidate::plain(choice)).collect()
}

fn values(view: &View<'_>, option: &OperationOption, text: &str) -> Vec<Candidate> {
    if let Some(path) = text.strip_prefix("file://") {
        let found = files::files(view.folder, path).into_iter();
        return found
            .map(|file| Candidate {
                text: format!("file://{}", file.text),
                shown: file.shown,
            })
            .collect();
    }
    let wanted = match option.names() {
        Names::File => return vec![Candidate::with_note("file://", "a file")],
        Names::User => Wanted::User,
        Names::Group => Wanted::Group,
        Names::Role => Wanted::Role,
        Names::RoleArn => Wanted::RoleArn,
        Names::PolicyArn => Wanted::PolicyArn,
        Names::InstanceProfile => Wanted::InstanceProfile,
        Names::AccessKey => Wanted::AccessKey,
        _ => match option
            .member
            .and_then(|member| wanted::of_member("", member))
        {
            Some(wanted) => wanted,
            None => Wanted::OneOf(option.values()),
        },
    };
    script::list(view, &wanted, text)
}
