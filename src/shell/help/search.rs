//! What is no name is searched for in names and meanings; what is nearly a name is asked back.

use crate::api::model;
use crate::api::table::{self, Service};
use crate::policy::suggest::nearest;
use crate::reference::services;
use crate::render::style::Style;
use crate::script::{Interpreter, function_table};
use crate::shell::commands::COMMANDS;

use super::language;

/// Most lines of a result.
const MOST: usize = 30;

/// Everything that can be asked about, with its meaning.
fn entries() -> Vec<(String, &'static str)> {
    let mut all: Vec<(String, &'static str)> = Vec::new();
    all.extend(
        function_table::FUNCTIONS
            .iter()
            .map(|row| (row.name.to_owned(), row.summary)),
    );
    for service in [Service::Iam, Service::Sts] {
        let operations = table::operations(service)
            .iter()
            .flat_map(|group| group.iter());
        all.extend(operations.map(|row| (model::snake_case(row.name), row.summary)));
    }
    all.extend(language::meanings().map(|(word, meaning)| (word.to_owned(), meaning)));
    all.extend(
        COMMANDS
            .iter()
            .map(|command| (command.name.to_owned(), command.summary)),
    );
    all
}

/// What has every word of the topic in its name or meaning, or what was probably meant.
pub fn search(session: &Interpreter, topic: &str, style: Style) -> String {
    let words: Vec<String> = topic.split_whitespace().map(str::to_lowercase).collect();
    let all = entries();
    let fits = |(name, meaning): &&(String, &str)| {
        let text = format!("{name} {meaning}").to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let found: Vec<_> = all.iter().filter(fits).collect();
    if found.is_empty() {
        return nothing(session, topic, &all, style);
    }
    let shown = found.get(..MOST).unwrap_or(&found);
    let width = shown.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let line = |(name, meaning): &&(String, &str)| {
        format!(
            "{}{}  {meaning}",
            style.name(name),
            " ".repeat(width - name.len())
        )
    };
    let mut lines: Vec<String> = shown.iter().map(line).collect();
    if found.len() > shown.len() {
        lines.push(format!("and {} more", found.len() - shown.len()));
    }
    lines.join("\n")
}

fn nothing(session: &Interpreter, topic: &str, all: &[(String, &str)], style: Style) -> String {
    let own: Vec<String> = session
        .variables()
        .into_iter()
        .map(|variable| variable.name)
        .collect();
    let names = all.iter().map(|(name, _)| name.as_str());
    let near = nearest(topic, names.chain(own.iter().map(String::as_str))).map(str::to_owned);
    let near = near.or_else(|| services::suggest(topic).filter(|_| topic.contains(':')));
    let help = near.map_or_else(
        || "? says what can be done".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    format!(
        "{}: nothing is known of `{topic}`; {help}",
        style.deny("error")
    )
}
