//! `.save`, `.load`, `.read`, `.edit`: the session and files.

use std::fs;
use std::io;
use std::process::Command;

use crate::script::extents;
use crate::shell::save::{self, Form};
use crate::shell::state::State;

use super::{Next, refuse};

/// `.save FILE [--as FORM]`
pub fn save(state: &mut State, text: &str) -> io::Result<Next> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (name, form) = match words.as_slice() {
        [name] | ["--as", "script", name] => (*name, "script"),
        [name, "--as", form] | ["--as", form, name] => (*name, *form),
        _ => {
            return refuse(
                state,
                "which file? .save FILE --as script, test, markdown or aws-cli",
            );
        }
    };
    let Some(form) = Form::named(form) else {
        return refuse(
            state,
            &format!("`{form}` is none of script, test, markdown, aws-cli"),
        );
    };
    let timeline = state.timeline.borrow();
    let text = timeline
        .interpreter
        .look(|lab| save::text(form, timeline.entries(), lab));
    drop(timeline);
    match fs::write(state.folder.join(name), text) {
        Ok(()) => state.say(&format!("written to {name}"))?,
        Err(error) => return refuse(state, &format!("cannot write `{name}`: {error}")),
    }
    Ok(Next::Prompt)
}

/// `.load FILE`
pub fn load(state: &mut State, name: &str) -> io::Result<Next> {
    match text_of(state, name) {
        Ok(text) => {
            state.timeline.borrow_mut().reset();
            inputs(state, text)
        }
        Err(words) => refuse(state, &words),
    }
}

/// `.read FILE`
pub fn read(state: &mut State, name: &str) -> io::Result<Next> {
    match text_of(state, name) {
        Ok(text) => inputs(state, text),
        Err(words) => refuse(state, &words),
    }
}

/// A script is one input; where errors shall not stop it, each of its statements is.
fn inputs(state: &State, text: String) -> io::Result<Next> {
    if state.bail {
        return Ok(Next::Run(text));
    }
    let statements = extents(&text).into_iter();
    let statements = statements.filter_map(|range| text.get(range).map(str::to_owned));
    Ok(Next::RunAll(statements.collect()))
}

fn text_of(state: &State, name: &str) -> Result<String, String> {
    if name.is_empty() {
        return Err("which file?".to_owned());
    }
    let path = state.folder.join(name);
    fs::read_to_string(path).map_err(|error| format!("cannot read `{name}`: {error}"))
}

/// `.edit [N]`
pub fn edit(state: &mut State, text: &str) -> io::Result<Next> {
    let timeline = state.timeline.borrow();
    let entries = timeline.entries();
    let place = match text {
        "" => entries.len().checked_sub(1),
        number => match number
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1))
        {
            Some(place) if place < entries.len() => Some(place),
            _ => {
                drop(timeline);
                return refuse(state, &format!("there is no input {text}"));
            }
        },
    };
    let old = place
        .and_then(|place| entries.get(place))
        .map(|entry| entry.input.clone());
    drop(timeline);
    let Some(editor) = state.editor.clone() else {
        return refuse(state, "no editor: set $EDITOR");
    };
    match edited(&editor, &old.unwrap_or_default()) {
        Ok(text) if text.trim().is_empty() => Ok(Next::Prompt),
        Ok(text) => {
            state.say(text.trim_end())?;
            Ok(Next::Run(text.trim_end().to_owned()))
        }
        Err(error) => refuse(state, &format!("cannot edit with `{editor}`: {error}")),
    }
}

/// Opens the editor on a text and gives what comes of it.
fn edited(editor: &str, text: &str) -> io::Result<String> {
    let folder = std::env::temp_dir();
    let file = folder.join(format!("iamsh-{}.rhai", std::process::id()));
    fs::write(&file, text)?;
    let mut words = editor.split_whitespace();
    let program = words.next().ok_or(io::ErrorKind::NotFound)?;
    let status = Command::new(program).args(words).arg(&file).status();
    let text = fs::read_to_string(&file);
    let _ = fs::remove_file(&file);
    if status?.success() {
        text
    } else {
        Ok(String::new())
    }
}
