//! The line editor: rustyline behind three calls, so that another editor could take its place.

use std::cell::RefCell;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::rc::Rc;

use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{
    Completer, Config, EventHandler, Helper, Highlighter, Hinter, KeyCode, KeyEvent, Modifiers,
};

use crate::script::{Interpreter, typed_input};

/// What the person did.
pub enum Line {
    /// Typed something.
    Input(String),
    /// Threw the line away.
    Cleared,
    /// Left.
    End,
}

#[derive(Completer, Helper, Highlighter, Hinter)]
struct Session {
    interpreter: Rc<RefCell<Interpreter>>,
}

impl Validator for Session {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let input = &*typed_input(context.input());
        let complete = input.starts_with('.') || self.interpreter.borrow().is_complete(input);
        Ok(if complete {
            ValidationResult::Valid(None)
        } else {
            ValidationResult::Incomplete
        })
    }
}

/// The editor and its history.
pub struct Editor {
    editor: rustyline::Editor<Session, DefaultHistory>,
    history: Option<PathBuf>,
}

fn other(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(error) => error,
        error => io::Error::other(error),
    }
}

impl Editor {
    /// An editor whose multi-line input is judged by the session's parser.
    ///
    /// # Errors
    /// When the terminal cannot be used.
    pub fn new(
        interpreter: Rc<RefCell<Interpreter>>,
        history: Option<PathBuf>,
    ) -> io::Result<Self> {
        let config = Config::builder()
            .auto_add_history(false)
            .history_ignore_space(true)
            .build();
        let mut editor = rustyline::Editor::with_config(config).map_err(other)?;
        editor.set_helper(Some(Session { interpreter }));
        let new_line = EventHandler::Simple(rustyline::Cmd::Newline);
        editor.bind_sequence(KeyEvent(KeyCode::Enter, Modifiers::ALT), new_line);
        if let Some(file) = &history {
            // A history that cannot be read is no reason not to start.
            let _ = editor.load_history(file);
        }
        Ok(Self { editor, history })
    }

    /// Asks for an input, which may be several lines.
    ///
    /// # Errors
    /// When the terminal cannot be read.
    pub fn read(&mut self, number: usize) -> io::Result<Line> {
        match self.editor.readline(&format!("iamsh:{number}> ")) {
            Ok(input) => Ok(Line::Input(typed_input(&input).into_owned())),
            Err(ReadlineError::Interrupted) => Ok(Line::Cleared),
            Err(ReadlineError::Eof) => Ok(Line::End),
            Err(error) => Err(other(error)),
        }
    }

    /// Keeps an input for later sessions.
    ///
    /// # Errors
    /// When the history cannot hold it.
    pub fn remember(&mut self, input: &str) -> io::Result<()> {
        self.editor.add_history_entry(input).map_err(other)?;
        if let Some(file) = &self.history {
            let folder = file.parent().map(fs::create_dir_all);
            if folder.is_none_or(|made| made.is_ok()) {
                let _ = self.editor.append_history(file);
            }
        }
        Ok(())
    }
}
