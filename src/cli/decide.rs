//! `iamsh decide`: stateless decisions from JSON, one answer a line.
//!
//! Reads one object, an array or JSON Lines, holds one question at a time and writes each answer as it is found, so that a file
//! of a million questions takes no more memory than one of ten.

mod items;
mod progress;

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::decision::stateless::{Question, Reader};
use crate::render::style::Style;
use crate::render::why::why;

use super::exit::Exit;
use items::Items;
use progress::Progress;

/// Options of the command.
#[derive(Debug, Args)]
pub struct Options {
    /// Files of questions; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Refuse policies that AWS would not store, in AWS's words
    #[arg(long)]
    strict: bool,
    /// Print the reason of each decision instead of JSON
    #[arg(long)]
    why: bool,
}

/// What became of all questions.
#[derive(Default)]
struct Tally {
    differing: bool,
    unreadable: bool,
}

/// Answers the questions in the files.
///
/// # Errors
/// For files that cannot be read. A reader of the answers that goes away ends the command quietly.
pub fn run(options: &Options, style: Style) -> Result<Exit, Box<dyn Error>> {
    let mut tally = Tally::default();
    let mut reader = Reader::new(options.strict);
    let mut out = io::BufWriter::new(io::stdout().lock());
    for file in &options.files {
        match answer_file(file, options, style, &mut reader, &mut out, &mut tally) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(Exit::Done),
            Err(error) => return Err(format!("cannot read `{}`: {error}", file.display()).into()),
            Ok(()) => {}
        }
    }
    match out.flush() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => return Err(error.into()),
        _ => {}
    }
    Ok(match tally {
        Tally {
            unreadable: true, ..
        } => Exit::Usage,
        Tally {
            differing: true, ..
        } => Exit::Failed,
        Tally { .. } => Exit::Done,
    })
}

fn open(file: &Path) -> io::Result<(Box<dyn BufRead>, Option<u64>)> {
    if file.as_os_str() == "-" {
        return Ok((Box::new(BufReader::new(io::stdin())), None));
    }
    let opened = File::open(file)?;
    let size = opened.metadata()?.len();
    Ok((
        Box::new(BufReader::with_capacity(1 << 16, opened)),
        Some(size),
    ))
}

fn answer_file(
    file: &Path,
    options: &Options,
    style: Style,
    reader: &mut Reader,
    out: &mut impl Write,
    tally: &mut Tally,
) -> io::Result<()> {
    let (input, size) = open(file)?;
    let mut progress = Progress::new(size.filter(|_| io::stderr().is_terminal()));
    for item in Items::new(input) {
        let item = item?;
        progress.advance(item.text.len());
        match reader.read(&item.text) {
            Ok(question) => answer(&question, options, style, out, tally)?,
            Err(error) => {
                tally.unreadable = true;
                let place = format!("{}:{}", file.display(), item.line);
                writeln!(
                    out,
                    "{}",
                    json!({ "id": id_of(&item.text), "error": error.message, "at": place })
                )?;
            }
        }
    }
    Ok(())
}

fn answer(
    question: &Question,
    options: &Options,
    style: Style,
    out: &mut impl Write,
    tally: &mut Tally,
) -> io::Result<()> {
    let (mut document, outcome) = if options.why {
        let explanation = question.explain();
        if let Some(id) = &question.id {
            writeln!(out, "{}", style.strong(id))?;
        }
        write!(out, "{}", why(&explanation, style))?;
        (Value::Null, explanation.decision.outcome.to_string())
    } else {
        let document = question.answer();
        let outcome = document
            .get("decision")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        (document, outcome)
    };
    let differs = question
        .expected
        .as_ref()
        .filter(|expected| **expected != outcome);
    if let Some(expected) = differs {
        tally.differing = true;
        match document.as_object_mut() {
            Some(members) => {
                members.insert("expected".to_owned(), json!(expected));
            }
            None => writeln!(out, "{} {expected} was expected", style.deny("differs:"))?,
        }
    }
    if !options.why {
        writeln!(out, "{document}")?;
    }
    Ok(())
}

/// The `id` of an item that is no question, where it can be found.
fn id_of(text: &str) -> Value {
    let value: Option<Value> = serde_json::from_str(text).ok();
    value
        .and_then(|value| value.get("id").cloned())
        .unwrap_or_default()
}
