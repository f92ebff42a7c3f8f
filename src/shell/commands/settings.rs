//! How the shell behaves: modes, switches, where output goes.

use std::fs::File;
use std::io;

use crate::policy::suggest::nearest;
use crate::shell::present::Mode;
use crate::shell::state::State;

use super::{Next, refuse};

/// `.mode [NAME]`
pub fn mode(state: &mut State, name: &str) -> io::Result<Next> {
    let mode = state.screen.borrow().mode;
    if name.is_empty() {
        state.say(&format!(
            "mode {}; there are {}",
            mode.name(),
            Mode::NAMES.join(", ")
        ))?;
        return Ok(Next::Prompt);
    }
    match Mode::named(name) {
        Some(mode) => state.screen.borrow_mut().mode = mode,
        None => {
            let near = nearest(name, Mode::NAMES.iter().copied());
            let help = near.map_or_else(
                || format!("there are {}", Mode::NAMES.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            return refuse(state, &format!("there is no mode `{name}`; {help}"));
        }
    }
    Ok(Next::Prompt)
}

/// Turns a switch, or says how it stands.
fn switch(
    state: &mut State,
    name: &str,
    text: &str,
    of: fn(&mut State) -> &mut bool,
) -> io::Result<Next> {
    match text {
        "on" => *of(state) = true,
        "off" => *of(state) = false,
        "" => {
            let stands = if *of(state) { "on" } else { "off" };
            state.say(&format!("{name} is {stands}"))?;
        }
        other => return refuse(state, &format!("`{other}` is neither on nor off")),
    }
    Ok(Next::Prompt)
}

/// `.timer on|off`
pub fn timer(state: &mut State, text: &str) -> io::Result<Next> {
    switch(state, "timer", text, |state| &mut state.timer)
}

/// `.echo on|off`
pub fn echo(state: &mut State, text: &str) -> io::Result<Next> {
    switch(state, "echo", text, |state| &mut state.echo)
}

/// `.bail on|off`
pub fn bail(state: &mut State, text: &str) -> io::Result<Next> {
    switch(state, "bail", text, |state| &mut state.bail)
}

/// `.pager on|off`
pub fn pager(state: &mut State, text: &str) -> io::Result<Next> {
    let mut screen = state.screen.borrow_mut();
    match text {
        "on" => screen.paging = true,
        "off" => screen.paging = false,
        "" => {
            let stands = match (&screen.pager, screen.paging) {
                (Some(pager), true) => format!("on: {pager}"),
                (None, true) => "on, but $PAGER names none".to_owned(),
                (_, false) => "off".to_owned(),
            };
            screen.say(&format!("pager is {stands}"))?;
        }
        other => {
            drop(screen);
            return refuse(state, &format!("`{other}` is neither on nor off"));
        }
    }
    Ok(Next::Prompt)
}

/// `.keys emacs|vi`
pub fn keys(state: &mut State, name: &str) -> io::Result<Next> {
    match name {
        "emacs" | "vi" => Ok(Next::Keys(name.to_owned())),
        other => refuse(state, &format!("`{other}` is neither emacs nor vi")),
    }
}

/// `.output [FILE]`
pub fn output(state: &mut State, name: &str) -> io::Result<Next> {
    if name.is_empty() {
        state.screen.borrow_mut().to = None;
        return Ok(Next::Prompt);
    }
    match create(state, name) {
        Ok(file) => state.screen.borrow_mut().to = Some(file),
        Err(words) => return refuse(state, &words),
    }
    Ok(Next::Prompt)
}

/// `.once FILE`
pub fn once(state: &mut State, name: &str) -> io::Result<Next> {
    if name.is_empty() {
        return refuse(state, "which file? .once FILE");
    }
    match create(state, name) {
        Ok(file) => state.screen.borrow_mut().once = Some(file),
        Err(words) => return refuse(state, &words),
    }
    Ok(Next::Prompt)
}

fn create(state: &State, name: &str) -> Result<File, String> {
    File::create(state.folder.join(name)).map_err(|error| format!("cannot write `{name}`: {error}"))
}

/// `.history [N]`
pub fn history(state: &mut State, text: &str) -> io::Result<Next> {
    let count = match text {
        "" => state.typed.len(),
        number => match number.parse() {
            Ok(number) => number,
            Err(_) => return refuse(state, &format!("`{number}` is no number of lines")),
        },
    };
    let from = state.typed.len().saturating_sub(count);
    let lines: Vec<&str> = state.typed.iter().skip(from).map(String::as_str).collect();
    state.show(&lines.join("\n"))?;
    Ok(Next::Prompt)
}

/// `.cd [FOLDER]`
pub fn change_folder(state: &mut State, name: &str) -> io::Result<Next> {
    if name.is_empty() {
        state.say(&state.folder.display().to_string())?;
        return Ok(Next::Prompt);
    }
    match state.folder.join(name).canonicalize() {
        Ok(folder) if folder.is_dir() => {
            state.timeline.borrow_mut().set_folder(folder.clone());
            state.folder = folder;
            Ok(Next::Prompt)
        }
        Ok(_) => refuse(state, &format!("`{name}` is no folder")),
        Err(error) => refuse(state, &format!("cannot go to `{name}`: {error}")),
    }
}

/// `.clear`
pub fn clear(state: &mut State, _: &str) -> io::Result<Next> {
    // Home, then erase the screen.
    state.say("\u{1b}[H\u{1b}[2J")?;
    Ok(Next::Prompt)
}
