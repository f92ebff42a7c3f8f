//! `?name`: what something means. [`crate::help`] knows the words of IAM and of scripts; here is what only a session knows: its variables
//! and functions, what a verb stands for on a type, rhai's own functions, the commands.

mod reference;

use crate::api::model::capitalized;
use crate::help;
use crate::render::style::Style;
use crate::script::{Function, Interpreter, extents, verb};

use super::commands;
use super::timeline::Timeline;

/// The answer to a line that begins with `?` or `??`.
#[must_use]
pub fn answer(timeline: &Timeline, line: &str, style: Style) -> String {
    let line = line.trim();
    if let Some(name) = line.strip_prefix("??") {
        return source(timeline, name.trim(), style);
    }
    let topic = line.trim_start_matches('?').trim().trim_end_matches("()");
    one(&timeline.interpreter, topic, style).unwrap_or_else(|| help::answer(topic, style))
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
    let mut found: Vec<String> = own(session, topic, style).into_iter().collect();
    found.extend(on_a_type(session, topic, style));
    if found.is_empty() {
        found.extend(help::entry(topic).map(|entry| entry.text(style)));
    }
    if found.is_empty() {
        found.extend(reference::reference(topic, style));
    }
    if found.is_empty() {
        found.extend(of_rhai(session, topic, style));
    }
    (!found.is_empty()).then(|| found.join("\n\n"))
}

/// `carlos.attach_policy`, `role.attach_policy`, `attach_policy`: the operations that a verb stands for.
fn on_a_type(session: &Interpreter, topic: &str, style: Style) -> Option<String> {
    let (kinds, name) = match topic.rsplit_once('.') {
        Some((receiver, name)) => (vec![kind_of(session, receiver)], name),
        None => (
            ["User", "Group", "Role", "Policy"]
                .map(str::to_owned)
                .to_vec(),
            topic,
        ),
    };
    if verb("Session", name).is_some() {
        return None;
    }
    let verbs = kinds
        .iter()
        .filter_map(|kind| Some((kind, verb(kind, name)?)));
    let text = |(kind, verb): (&String, &crate::script::Verb)| {
        let signature = style.name(format!("{kind}.{}", verb.signature()));
        let entry = help::entry(&verb.operation.snake_name).map(|entry| entry.text(style));
        (signature, entry.unwrap_or_default())
    };
    let texts: Vec<(String, String)> = verbs.map(text).collect();
    match texts.as_slice() {
        [] => None,
        [(signature, entry)] => Some(format!("{signature}\n{entry}")),
        several => {
            let signatures: Vec<&str> = several
                .iter()
                .map(|(signature, _)| signature.as_str())
                .collect();
            Some(format!(
                "{}\n?user.{name}, ?role.{name} and so on say more",
                signatures.join("\n")
            ))
        }
    }
}

/// The type that a receiver stands for: a variable's, or the type's own name in any case.
fn kind_of(session: &Interpreter, receiver: &str) -> String {
    let variables = session.variables();
    if let Some(variable) = variables.iter().find(|variable| variable.name == receiver) {
        return variable.kind.clone();
    }
    capitalized(receiver)
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
        .or_else(|| help::entry(name)?.example)
        .unwrap_or_else(|| format!("{}: nothing here defines `{name}`", style.deny("error")))
}

fn defines(statement: &str, name: &str) -> bool {
    let head = statement.strip_prefix("private ").unwrap_or(statement);
    let rest = head.strip_prefix("fn ").map(str::trim_start);
    rest.and_then(|rest| rest.strip_prefix(name))
        .is_some_and(|rest| rest.trim_start().starts_with('('))
}
