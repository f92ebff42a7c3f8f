//! `.undo`, `.redo`, `.branch`, `.checkpoint`, `.checkout`, `.diff`: the session at other times.

use std::io;

use crate::shell::difference;
use crate::shell::state::State;
use crate::shell::timeline::{LEFT, NoLab, Timeline};

use super::{Next, count, refuse};

/// `.undo [N]`
pub fn undo(state: &mut State, text: &str) -> io::Result<Next> {
    let Some(wanted) = count(text) else {
        return refuse(state, &format!("`{text}` is no number of inputs"));
    };
    let taken = state.timeline.borrow_mut().undo(wanted);
    report(
        state,
        taken,
        "taken back; .redo does them again",
        "there is nothing to take back",
    )
}

/// `.redo [N]`
pub fn redo(state: &mut State, text: &str) -> io::Result<Next> {
    let Some(wanted) = count(text) else {
        return refuse(state, &format!("`{text}` is no number of inputs"));
    };
    let done = state.timeline.borrow_mut().redo(wanted);
    report(state, done, "done again", "there is nothing to do again")
}

fn report(state: &State, count: usize, what: &str, nothing: &str) -> io::Result<Next> {
    let words = match count {
        0 => nothing.to_owned(),
        1 => format!("1 input {what}").replace("does them", "does it"),
        many => format!("{many} inputs {what}"),
    };
    state.say(&words)?;
    Ok(Next::Prompt)
}

/// `.branch [NAME]`
pub fn branch(state: &mut State, name: &str) -> io::Result<Next> {
    if name.is_empty() {
        let timeline = state.timeline.borrow();
        let line = |(name, inputs): (String, usize)| {
            let mark = if name == timeline.current() { "*" } else { " " };
            format!("{mark} {name}  {inputs} inputs")
        };
        let lines: Vec<String> = timeline.branches().into_iter().map(line).collect();
        state.show(&lines.join("\n"))?;
        return Ok(Next::Prompt);
    }
    if name.contains(char::is_whitespace) || name == LEFT {
        return refuse(state, "the name of a branch is one word, and not `-`");
    }
    if has(&state.timeline.borrow().checkpoints(), name) {
        let words = format!("`{name}` is a checkpoint; .checkout {name} goes there");
        return refuse(state, &words);
    }
    let from = state.timeline.borrow().current().to_owned();
    let is_new = state.timeline.borrow_mut().branch(name);
    state.say(&match is_new {
        _ if from == name => format!("this is {name}"),
        true => format!("{name} begins here; .branch {from} goes back"),
        false => format!("this is {name}; .branch {from} goes back"),
    })?;
    Ok(Next::Prompt)
}

fn has(names: &[(String, usize)], name: &str) -> bool {
    names.iter().any(|(own, _)| own == name)
}

/// `.checkpoint [NAME]`
pub fn checkpoint(state: &mut State, name: &str) -> io::Result<Next> {
    if name.is_empty() {
        let all = state.timeline.borrow().checkpoints().into_iter();
        let lines: Vec<String> = all
            .map(|(name, inputs)| format!("{name}  {inputs} inputs"))
            .collect();
        state.show(&match lines.is_empty() {
            true => "there is no checkpoint; .checkpoint NAME makes one".to_owned(),
            false => lines.join("\n"),
        })?;
        return Ok(Next::Prompt);
    }
    if name.contains(char::is_whitespace) || name == LEFT {
        return refuse(state, "the name of a checkpoint is one word, and not `-`");
    }
    if has(&state.timeline.borrow().branches(), name) {
        let words = format!("`{name}` is a branch; .branch {name} goes there");
        return refuse(state, &words);
    }
    let is_new = state.timeline.borrow_mut().checkpoint(name);
    let moved = if is_new { "" } else { "now " };
    state.say(&format!(
        "{name} is {moved}here; .checkout {name} comes back"
    ))?;
    Ok(Next::Prompt)
}

/// `.checkout NAME`
pub fn checkout(state: &mut State, name: &str) -> io::Result<Next> {
    let Some(inputs) = state.timeline.borrow_mut().check_out(name) else {
        let names = state.timeline.borrow().checkpoints().into_iter();
        let names: Vec<String> = names.map(|(name, _)| name).collect();
        let known = match names.as_slice() {
            [] => "there is none; .checkpoint NAME makes one".to_owned(),
            names => format!("there are {}", names.join(", ")),
        };
        return refuse(state, &format!("`{name}` is no checkpoint; {known}"));
    };
    let inputs = match inputs {
        1 => "1 input".to_owned(),
        many => format!("{many} inputs"),
    };
    state.say(&format!(
        "this is {name}, with {inputs}; .checkout {LEFT} goes back"
    ))?;
    Ok(Next::Prompt)
}

/// `.diff [NAME]`
pub fn diff(state: &mut State, name: &str) -> io::Result<Next> {
    let timeline = state.timeline.borrow();
    let other = match timeline.lab_of(name) {
        Ok(other) => other,
        Err(NoLab::Interrupted) => {
            return refuse(state, "interrupted: there is nothing to compare with");
        }
        Err(NoLab::Unknown) => return refuse(state, &no_other(&timeline, name)),
    };
    let style = state.screen.borrow().style();
    let text = timeline
        .interpreter
        .look(|lab| difference::report(&other, lab, style));
    state.show(&text)?;
    Ok(Next::Prompt)
}

/// That there is no branch of this name, and which there are.
fn no_other(timeline: &Timeline, name: &str) -> String {
    let others = timeline
        .branches()
        .into_iter()
        .chain(timeline.checkpoints());
    let others = others.map(|(name, _)| name);
    let names: Vec<String> = others.filter(|name| name != timeline.current()).collect();
    let known = match names.as_slice() {
        [] => "there is no other branch; .branch NAME makes one".to_owned(),
        names => format!("the others are {}", names.join(", ")),
    };
    format!("`{name}` is no other branch; {known}")
}
