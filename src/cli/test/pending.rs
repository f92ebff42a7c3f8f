//! Snapshots that are new or differ: accepted, rejected, looked at one by one.

use std::error::Error;
use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;
use std::process;

use crate::render::diff::diff;
use crate::render::style::Style;
use crate::scenario::discover::Scenario;
use crate::scenario::snapshot::{format, store};
use crate::scenario::unreferenced::waiting;

use super::super::exit::Exit;

/// Accepts or rejects everything that waits.
pub fn decide_all(scenarios: &[Scenario], accepts: bool) -> Result<Exit, Box<dyn Error>> {
    let waiting = waiting(scenarios);
    for file in &waiting {
        match accepts {
            true => accept(file)?,
            false => reject(file)?,
        }
    }
    if waiting.is_empty() {
        println!("no snapshot waits");
    }
    Ok(Exit::Done)
}

fn accept(file: &Path) -> Result<(), Box<dyn Error>> {
    let target = store::target(file);
    store::accept(file).map_err(|error| format!("cannot write `{}`: {error}", target.display()))?;
    println!("accepted {}", target.display());
    Ok(())
}

fn reject(file: &Path) -> Result<(), Box<dyn Error>> {
    store::reject(file).map_err(|error| format!("cannot delete `{}`: {error}", file.display()))?;
    println!("rejected {}", store::target(file).display());
    Ok(())
}

/// Shows each change that waits and asks what is to become of it.
pub fn review(scenarios: &[Scenario], style: Style) -> Result<(), Box<dyn Error>> {
    let waiting = waiting(scenarios);
    for (number, file) in waiting.iter().enumerate() {
        let title = format!(
            "{}/{} {}",
            number + 1,
            waiting.len(),
            store::target(file).display()
        );
        println!("\n{}", style.strong(title));
        print!("{}", difference(file, style));
        if !ask(file, style)? {
            break;
        }
    }
    Ok(())
}

/// False to end the review.
fn ask(file: &Path, style: Style) -> Result<bool, Box<dyn Error>> {
    loop {
        print!("[a]ccept  [r]eject  [s]kip  [d] whole text  [e]dit  [q]uit > ");
        io::stdout().flush()?;
        match key()? {
            Some('a') => return accept(file).map(|()| true),
            Some('r') => return reject(file).map(|()| true),
            Some('s') => return Ok(true),
            Some('d') => println!("{}", content(file)),
            Some('e') => {
                edit(file)?;
                print!("{}", difference(file, style));
            }
            Some('q') | None => return Ok(false),
            Some(_) => {}
        }
    }
}

/// The next key; none at the end of input. Where keys do not come from a terminal, a line is a key.
fn key() -> io::Result<Option<char>> {
    if io::stdin().is_terminal() {
        let key = console::Term::stdout().read_key();
        println!();
        return match key {
            Ok(console::Key::Char(letter)) => Ok(Some(letter)),
            Ok(console::Key::Escape | console::Key::CtrlC) => Ok(None),
            Ok(_) => Ok(Some(' ')),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(None),
            Err(error) => Err(error),
        };
    }
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line)?;
    println!();
    Ok((read > 0).then(|| line.trim().chars().next().unwrap_or(' ')))
}

fn difference(file: &Path, style: Style) -> String {
    diff(&content(&store::target(file)), &content(file), style)
}

/// The content of a snapshot; a document as it is; nothing of what is not there.
fn content(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let content = format::content(&text).unwrap_or(text);
    match content.is_empty() {
        true => content,
        false => format!("{}\n", content.trim_end()),
    }
}

fn edit(file: &Path) -> Result<(), Box<dyn Error>> {
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok());
    let editor = editor.unwrap_or_else(|| "vi".to_owned());
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let status = process::Command::new(program)
        .args(words)
        .arg(file)
        .status();
    match status {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("cannot run `{editor}`: {error}").into()),
    }
}
