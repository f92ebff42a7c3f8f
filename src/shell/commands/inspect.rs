//! `.why`, `.who`, `.use`, `.events`, `.graph`: looking at the session.

use std::io;

use crate::api;
use crate::decision::Context;
use crate::lab::event::{Event, Outcome};
use crate::lab::{Caller, Command, Lab};
use crate::render::card::card;
use crate::render::remedy::what_would_allow;
use crate::render::table::Table;
use crate::render::{card, why};
use crate::shell::state::State;
use crate::shell::timeline::Interrupted;
use crate::shell::{graph, prompt};

use super::{Next, count, refuse};

/// The option of `.why` for what would have to change.
const CHANGES: &str = "--what-would-allow";

/// `.why [--what-would-allow] [N]`: the Nth last decision, the last where no number is given.
pub fn why(state: &mut State, text: &str) -> io::Result<Next> {
    let options = text.split_whitespace().filter(|word| word.starts_with('-'));
    let number: Vec<&str> = text
        .split_whitespace()
        .filter(|word| !word.starts_with('-'))
        .collect();
    let number = number.join(" ");
    let is_asked = options.clone().next().is_some();
    if let Some(option) = options.clone().find(|option| *option != CHANGES) {
        return refuse(
            state,
            &format!("`{option}` is no option: .why {CHANGES} says what would have to change"),
        );
    }
    let Some(wanted) = count(&number) else {
        return refuse(
            state,
            &format!("`{number}` is no number: .why 2 is the decision before the last one"),
        );
    };
    let found = state.timeline.borrow().decision(wanted - 1);
    let explanation = match found {
        Ok(Some(explanation)) => explanation,
        Ok(None) if wanted > 1 => return refuse(state, "there are not as many decisions yet"),
        Ok(None) => {
            return refuse(
                state,
                "nothing was decided yet: calls are, and who.can(action, resource) asks for a decision",
            );
        }
        Err(Interrupted) => return refuse(state, "stopped"),
    };
    let style = state.screen.borrow().style();
    state.show(&match is_asked {
        true => what_would_allow(&explanation, style),
        false => why::why(&explanation, style),
    })?;
    Ok(Next::Prompt)
}

/// `.who`
pub fn who(state: &mut State, _: &str) -> io::Result<Next> {
    let style = state.screen.borrow().style();
    let timeline = state.timeline.borrow();
    let chosen = state.chosen();
    let mut parts = Vec::new();
    parts.extend(timeline.interpreter.look(|lab| {
        let shown = match &chosen {
            Some(chosen) => identity(lab, &chosen.caller, Some(&chosen.context)),
            None => identity(lab, prompt::last_caller(lab)?, None),
        };
        Some(card::coloured(&shown, style))
    }));
    if parts.is_empty() {
        parts.push("nobody has acted yet".to_owned());
    }
    let mut table = Table {
        columns: vec!["NAME".to_owned(), "TYPE".to_owned(), "IS".to_owned()],
        rows: Vec::new(),
    };
    for variable in timeline.interpreter.variables() {
        let Some(caller) = timeline.interpreter.caller(&variable.name) else {
            continue;
        };
        let is = timeline.interpreter.look(|lab| prompt::who(lab, &caller));
        let is = is.map_or_else(String::new, |who| who.name);
        table.rows.push(vec![variable.name, variable.kind, is]);
    }
    if !table.rows.is_empty() {
        parts.push(table.render(state.screen.borrow().width, style));
    }
    state.show(&parts.join("\n\n"))?;
    Ok(Next::Prompt)
}

fn identity(lab: &Lab, caller: &Caller, given: Option<&Context>) -> String {
    let mut rows = Vec::new();
    match api::whoami(lab, caller, given) {
        Ok(identity) => {
            let members = identity.as_object().into_iter().flatten();
            rows.extend(
                members.map(|(name, value)| (api::model::snake_case(name), card::inline(value))),
            );
        }
        Err(error) => rows.push(("unusable".to_owned(), error.message)),
    }
    if let Some(end) = prompt::who(lab, caller).and_then(|who| who.expires) {
        rows.push(("expires".to_owned(), end.to_string()));
    }
    rows.push(("now".to_owned(), lab.clock.now().to_string()));
    let title = match given {
        Some(_) => "Chosen",
        None => "Last caller",
    };
    card(title, &rows)
}

/// `.use NAME`. The choice is an input, so that undo, branches and saved sessions know of it.
pub fn choose(state: &mut State, name: &str) -> io::Result<Next> {
    if name.is_empty() {
        return match state.chosen() {
            Some(_) => Ok(Next::Run("act_as(());".to_owned())),
            None => refuse(
                state,
                "nobody is chosen; .use NAME chooses, .who lists them",
            ),
        };
    }
    let timeline = state.timeline.borrow();
    let kind = timeline
        .interpreter
        .variables()
        .into_iter()
        .find(|variable| variable.name == name)
        .map(|variable| variable.kind);
    let me = match kind.as_deref() {
        Some("Session") if name == "me" => Some(String::new()),
        Some("Session") => Some(format!("let me = {name}; ")),
        Some("Account" | "User") => Some(format!("let me = {name}.session(); ")),
        Some(_) => None,
        None => timeline.interpreter.look(|lab| user_named(lab, name)),
    };
    drop(timeline);
    match me {
        Some(me) => Ok(Next::Run(format!("{me}act_as(me);"))),
        None => refuse(
            state,
            &format!(
                "`{name}` is nobody who acts: an account, a session, or a user is; .who lists them"
            ),
        ),
    }
}

/// What makes `me` the user of this name, where there is one.
fn user_named(lab: &Lab, name: &str) -> Option<String> {
    let (name, account) = match name.split_once('@') {
        Some((name, account)) => (name, Some(account)),
        None => (name, None),
    };
    let here = lab
        .accounts
        .values()
        .filter(|one| account.is_none_or(|id| id == one.id.as_str()));
    let user = here
        .filter_map(|account| Some((account, account.user(name)?)))
        .next();
    let (account, user) = user?;
    Some(format!(
        "let me = account(\"{}\").get_user(\"{}\").session(); ",
        account.id, user.name
    ))
}

/// `.events [last N] [done|failed] [changes|reads] [WORD…]`
pub fn events(state: &mut State, text: &str) -> io::Result<Next> {
    let mut words = text.split_whitespace();
    let (mut last, mut failed, mut changed, mut wanted) = (None, None, None, Vec::new());
    while let Some(word) = words.next() {
        match word {
            "last" => match words.next().and_then(|number| number.parse::<usize>().ok()) {
                Some(number) => last = Some(number),
                None => return refuse(state, "how many? .events last 10"),
            },
            "done" => failed = Some(false),
            "failed" => failed = Some(true),
            "changes" => changed = Some(true),
            "reads" => changed = Some(false),
            word => wanted.push(word.to_ascii_lowercase()),
        }
    }
    let timeline = state.timeline.borrow();
    let mut rows: Vec<Vec<String>> = timeline.interpreter.look(|lab| {
        let all = lab.log.events().iter();
        all.filter(|event| failed.is_none_or(|failed| is_failed(event) == failed))
            .filter(|event| changed.is_none_or(|changed| is_of_kind(event, changed)))
            .map(row)
            .filter(|row| {
                let line = row.join(" ").to_ascii_lowercase();
                wanted.iter().all(|word| line.contains(word))
            })
            .collect()
    });
    if let Some(last) = last {
        rows.drain(..rows.len().saturating_sub(last));
    }
    if rows.is_empty() {
        state.say("no such events")?;
        return Ok(Next::Prompt);
    }
    let columns = ["#", "TIME", "CALLER", "OPERATION", "ON", "OUTCOME"]
        .map(str::to_owned)
        .to_vec();
    let screen = state.screen.borrow();
    let table = Table { columns, rows }.render(screen.width, screen.style());
    drop(screen);
    state.show(&table)?;
    Ok(Next::Prompt)
}

const fn is_failed(event: &Event) -> bool {
    matches!(event.outcome, Outcome::Failed { .. })
}

/// What failed neither changed the lab nor was it only to look.
const fn is_of_kind(event: &Event, changed: bool) -> bool {
    event.changed == changed && !is_failed(event)
}

fn row(event: &Event) -> Vec<String> {
    let outcome = match &event.outcome {
        Outcome::Done(_) => "Done".to_owned(),
        Outcome::Failed { code, .. } => code.clone(),
    };
    let caller = event
        .caller
        .splitn(5, ':')
        .nth(4)
        .unwrap_or(&event.caller)
        .to_owned();
    vec![
        event.number.to_string(),
        event.time.to_string(),
        caller,
        event.command.operation().to_owned(),
        on(&event.command),
        outcome,
    ]
}

/// The first thing that a command names.
fn on(command: &Command) -> String {
    match command {
        Command::CreateAccount { id, .. } => id.to_string(),
        Command::AdoptKey { key, .. } => key.access_key_id.clone(),
        Command::Advance { seconds } => format!("{seconds}s"),
        Command::Configure { setting, value } => format!("{setting} {value}"),
        Command::SignIn { request, .. } => request.user.clone(),
        Command::Call { input, .. } => {
            let named = input.as_object().into_iter().flatten();
            let mut named =
                named.filter(|(name, _)| name.ends_with("Name") || name.ends_with("Arn"));
            named
                .next()
                .map(|(_, value)| card::inline(value))
                .unwrap_or_default()
        }
        Command::Perform { resource, .. } => resource.clone(),
        Command::Organize { organization, .. } => organization.clone(),
        Command::Endpoint { endpoint, .. } => endpoint.clone(),
        Command::RootTask { .. } => String::new(),
    }
}

/// `.graph [NAME] [--as FORM]`
pub fn graph(state: &mut State, text: &str) -> io::Result<Next> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (name, form) = match words.as_slice() {
        [] => ("", "text"),
        ["--as", form] => ("", *form),
        [name] => (*name, "text"),
        [name, "--as", form] => (*name, *form),
        _ => {
            return refuse(
                state,
                "one name, and perhaps a form: .graph carlos --as dot",
            );
        }
    };
    let forms = graph::Form::NAMES;
    let Some((_, form)) = forms.into_iter().find(|(known, _)| *known == form) else {
        return refuse(
            state,
            &format!("a graph cannot be written as `{form}`: text, dot or mermaid"),
        );
    };
    let style = state.screen.borrow().style();
    let timeline = state.timeline.borrow();
    let text = timeline
        .interpreter
        .look(|lab| graph::graph(lab, name, form, style));
    drop(timeline);
    match text {
        Ok(text) => state.show(&text)?,
        Err(words) => return refuse(state, &words),
    }
    Ok(Next::Prompt)
}
