//! In commands of the shell, and behind `?`.

use crate::help;
use crate::shell::commands::{self, Argument};
use crate::shell::view::View;

use super::wanted::Wanted;
use super::{Candidate, Completion, files, policy, script};

/// What may stand at the end of a line that begins with a dot or a question mark.
pub fn complete(view: &View<'_>, before: &str) -> Completion {
    if before.starts_with('?') {
        let topic = before.trim_start_matches('?');
        let start = before.len() - topic.trim_start().len();
        return Completion::new(start, topics(view, topic.trim_start()));
    }
    let start = before.rfind(' ').map_or(0, |at| at + 1);
    let text = before.get(start..).unwrap_or_default();
    let mut words = before.split_whitespace();
    let name = words.next().unwrap_or_default();
    if start == 0 {
        return Completion::new(0, names(text));
    }
    let candidates = commands::find(name).map(|command| argument(view, &command.takes, text));
    Completion::new(start, candidates.unwrap_or_default())
}

fn names(prefix: &str) -> Vec<Candidate> {
    let matching = commands::COMMANDS
        .iter()
        .filter(|command| command.name.starts_with(prefix));
    matching
        .map(|command| Candidate {
            text: command.name.to_owned(),
            shown: format!("{}  {}", command.usage(), command.summary),
        })
        .collect()
}

fn argument(view: &View<'_>, takes: &Argument, text: &str) -> Vec<Candidate> {
    let one_of = |words: &[&'static str]| {
        let words = words.iter().filter(|word| word.starts_with(text));
        words.map(|&word| Candidate::plain(word)).collect()
    };
    match takes {
        Argument::Nothing | Argument::Free(_) => Vec::new(),
        Argument::OneOf(words) => one_of(words),
        Argument::File => files::files(view.folder, text),
        Argument::Save if text.starts_with('-') => one_of(&["--as"]),
        Argument::Save => {
            let mut found = files::files(view.folder, text);
            found.extend::<Vec<Candidate>>(one_of(&["script", "test", "markdown", "aws-cli"]));
            found
        }
        Argument::Branch => named(view.branches, text).collect(),
        Argument::Checkpoint => named(view.checkpoints, text).collect(),
        Argument::Point => named(view.branches, text)
            .chain(named(view.checkpoints, text))
            .collect(),
        Argument::Command => names(text),
        Argument::Identity => {
            const ACTORS: [&str; 3] = ["Account", "Session", "User"];
            let actors = view
                .variables
                .iter()
                .filter(|one| ACTORS.contains(&one.kind.as_str()));
            let actors = actors.filter(|one| one.name.starts_with(text));
            let mut found: Vec<Candidate> = actors
                .map(|one| Candidate::with_note(&one.name, &one.kind))
                .collect();
            // A variable that is called like its user stands for it.
            let users = script::list(view, &Wanted::User, text).into_iter();
            found.extend(users.filter(|user| view.variable(&user.text).is_none()));
            found
        }
    }
}

fn named(names: &[String], prefix: &str) -> impl Iterator<Item = Candidate> {
    let names = names.iter().filter(move |name| name.starts_with(prefix));
    names.map(Candidate::plain)
}

/// What help can be asked about.
fn topics(view: &View<'_>, prefix: &str) -> Vec<Candidate> {
    if prefix.contains(':') {
        return policy::actions(prefix);
    }
    let mut names = help::words();
    names.extend(view.functions.iter().map(|function| function.name.clone()));
    names.extend(view.variables.iter().map(|variable| variable.name.clone()));
    names.retain(|name| name.starts_with(prefix));
    names.into_iter().map(Candidate::plain).collect()
}
