//! `?name`: what something means, takes, answers and refuses. From the operation table, the API model and AWS's catalogue.

mod errors;
mod language;
mod operation;
mod overview;
mod reference;
mod search;

use crate::render::style::Style;
use crate::script::{Function, Interpreter, extents, function_table};

use super::commands;
use super::timeline::Timeline;

/// The answer to a line that begins with `?` or `??`.
#[must_use]
pub fn answer(timeline: &Timeline, line: &str, style: Style) -> String {
    let line = line.trim();
    if let Some(name) = line.strip_prefix("??") {
        return source(timeline, name.trim(), style);
    }
    let topic = line.trim_start_matches('?').trim();
    if topic.is_empty() {
        return overview::overview(style);
    }
    one(&timeline.interpreter, topic, style)
        .unwrap_or_else(|| search::search(&timeline.interpreter, topic, style))
}

/// One thing by its name.
fn one(session: &Interpreter, topic: &str, style: Style) -> Option<String> {
    if let Some(command) = topic
        .starts_with('.')
        .then(|| commands::find(topic))
        .flatten()
    {
        return Some(format!(
            "{}\n  {}",
            style.strong(command.usage()),
            command.summary
        ));
    }
    let (receiver, name) = match topic.rsplit_once('.') {
        Some((receiver, name)) => (Some(receiver), name),
        None => (None, topic),
    };
    let kind = receiver.map(|receiver| kind_of(session, receiver));
    let name = name.trim_end_matches("()");
    let mut found: Vec<String> = function(name, kind.as_deref(), style).into_iter().collect();
    found.extend(operation::operation(name, kind.as_deref(), style));
    if found.is_empty() {
        found.extend(own(session, name, style));
    }
    found.extend(language::word(topic, style));
    found.extend(errors::error(topic, style));
    found.extend(reference::reference(topic, style));
    if found.is_empty() {
        found.extend(of_rhai(session, name, style));
    }
    (!found.is_empty()).then(|| found.join("\n\n"))
}

/// The type that a receiver stands for: a variable's, or the type's own name in any case.
fn kind_of(session: &Interpreter, receiver: &str) -> String {
    let variables = session.variables();
    if let Some(variable) = variables.iter().find(|variable| variable.name == receiver) {
        return variable.kind.clone();
    }
    let mut letters = receiver.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// Functions and methods that are no operations.
fn function(name: &str, kind: Option<&str>, style: Style) -> Option<String> {
    let rows =
        function_table::named(name).filter(|row| kind.is_none_or(|kind| row.of.contains(&kind)));
    let texts: Vec<String> = rows
        .map(|row| {
            let of = match row.of {
                [] => String::new(),
                of => format!("{}.", of.join(", ")),
            };
            format!(
                "{}\n  {}\n  {} {}",
                style.strong(format!("{of}{}", row.signature())),
                row.summary,
                style.muted("for example"),
                row.example
            )
        })
        .collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

/// What the session defined.
fn own(session: &Interpreter, name: &str, style: Style) -> Option<String> {
    let functions = session.own_functions();
    if let Some(function) = functions.iter().find(|function| function.name == name) {
        return Some(described(function, style));
    }
    let variables = session.variables();
    let variable = variables.iter().find(|variable| variable.name == name)?;
    let mut text = format!("{} : {}", style.strong(name), variable.kind);
    if !variable.brief.is_empty() {
        text.push_str(&format!(" = {}", variable.brief));
    }
    let properties = session.properties(name);
    if !properties.is_empty() {
        text.push_str(&format!("\n  it has {}", properties.join(", ")));
    }
    Some(text)
}

/// Functions of the language.
fn of_rhai(session: &Interpreter, name: &str, style: Style) -> Option<String> {
    let functions = session.engine_functions(name);
    let mut texts: Vec<String> = functions
        .iter()
        .map(|function| described(function, style))
        .collect();
    texts.dedup();
    texts.truncate(4);
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

fn described(function: &Function, style: Style) -> String {
    let mut text = style.strong(format!(
        "{}({})",
        function.name,
        function.parameters.join(", ")
    ));
    for line in function.comment.lines().filter(|line| !line.is_empty()) {
        text.push_str(&format!("\n  {line}"));
    }
    text
}

/// `??name`: a function as it was written, or the script that shows an operation at work.
fn source(timeline: &Timeline, name: &str, style: Style) -> String {
    let written = timeline.entries().iter().rev().find_map(|entry| {
        let statements = extents(&entry.input).into_iter();
        let mut statements = statements.filter_map(|range| entry.input.get(range));
        statements
            .find(|text| defines(text, name))
            .map(str::to_owned)
    });
    written
        .or_else(|| operation::example(name))
        .unwrap_or_else(|| format!("{}: nothing here defines `{name}`", style.deny("error")))
}

fn defines(statement: &str, name: &str) -> bool {
    let head = statement.strip_prefix("private ").unwrap_or(statement);
    let rest = head.strip_prefix("fn ").map(str::trim_start);
    rest.and_then(|rest| rest.strip_prefix(name))
        .is_some_and(|rest| rest.trim_start().starts_with('('))
}
