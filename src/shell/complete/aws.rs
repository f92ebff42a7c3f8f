//! In `aws …` lines: services, operations, options and their values.

use crate::api::model::{self, Kind, Member, Operation, SERVICES};
use crate::shell::view::View;

use super::wanted;
use super::{Candidate, Completion, files, script};

/// Options of every command.
const GLOBAL: &[(&str, &str)] = &[
    ("--endpoint-url", "URL"),
    ("--output", "json, text, table, yaml"),
    ("--profile", "name"),
    ("--query", "JMESPath"),
    ("--region", "name"),
];

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
    let found = SERVICES.iter().filter(|name| name.starts_with(prefix));
    let named = found.filter_map(|name| Some((*name, model::service(name)?.full_name)));
    named
        .map(|(name, full)| Candidate::with_note(name, full))
        .collect()
}

fn operations(service: &str, prefix: &str) -> Vec<Candidate> {
    let operations = model::service(service).map_or(&[][..], |service| service.operations());
    let matching = operations
        .iter()
        .filter(|operation| operation.kebab_name.starts_with(prefix));
    matching
        .map(|operation| Candidate {
            text: operation.kebab_name.clone(),
            shown: usage(operation),
        })
        .collect()
}

/// `create-user --user-name …`
pub fn usage(operation: &Operation) -> String {
    let required = operation.parameters().filter(|member| member.required);
    let options = required.map(|member| format!(" --{} …", model::kebab_case(member.name)));
    format!("{}{}", operation.kebab_name, options.collect::<String>())
}

fn arguments(view: &View<'_>, operation: &Operation, done: &[&str], text: &str) -> Vec<Candidate> {
    let option = done.iter().rposition(|word| word.starts_with("--"));
    let name = option
        .and_then(|at| done.get(at))
        .copied()
        .unwrap_or_default();
    let member = operation.parameters().find(|member| {
        name.strip_prefix("--")
            .is_some_and(|name| name == model::kebab_case(member.name))
    });
    let given = option.map_or(0, |at| done.len() - at - 1);
    let many = member.is_some_and(|member| matches!(member.shape.kind, Kind::List(_)));
    let wants_value = member.is_some() && (given == 0 || many) && !text.starts_with("--");
    match member {
        Some(member) if wants_value && !(given > 0 && text.is_empty()) => {
            values(view, operation, member, text)
        }
        _ if given == 0 && name == "--output" => script::list(
            view,
            &wanted::Wanted::OneOf(vec!["json", "table", "text", "yaml"]),
            text,
        ),
        _ => options(operation, done, text),
    }
}

fn options(operation: &Operation, done: &[&str], text: &str) -> Vec<Candidate> {
    let fresh = |option: &String| option.starts_with(text) && !done.contains(&option.as_str());
    let note = |member: &Member| if member.required { "required" } else { "" };
    let own = operation.parameters().map(|member| {
        (
            format!("--{}", model::kebab_case(member.name)),
            note(member),
        )
    });
    let global = GLOBAL
        .iter()
        .map(|(name, note)| ((*name).to_owned(), *note));
    let all = own.chain(global.filter(|_| text.len() > 2));
    all.filter(|(option, _)| fresh(option))
        .map(|(option, note)| Candidate::with_note(option, note))
        .collect()
}

fn values(view: &View<'_>, operation: &Operation, member: &Member, text: &str) -> Vec<Candidate> {
    if let Some(path) = text.strip_prefix("file://") {
        let found = files::files(view.folder, path).into_iter();
        return found
            .map(|file| Candidate {
                text: format!("file://{}", file.text),
                shown: file.shown,
            })
            .collect();
    }
    if member.name.ends_with("Document") {
        return vec![Candidate::with_note("file://", "a JSON file")];
    }
    let wanted = wanted::of_member(operation.name, member);
    wanted
        .map(|wanted| script::list(view, &wanted, text))
        .unwrap_or_default()
}
