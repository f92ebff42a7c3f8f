//! The REPL: a line editor around a scripting session. Decides nothing about IAM.

mod commands;
mod editor;

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::render::style::Style;
use crate::script::{FaultKind, Interpreter};

use commands::Next;
use editor::{Editor, Line};

/// What the REPL works with.
pub struct Shell {
    /// The session.
    pub interpreter: Interpreter,
    /// Whether to colour.
    pub style: Style,
    /// Raised by Ctrl-C while a script runs.
    pub stop: Arc<AtomicBool>,
    /// Where typed lines are kept between sessions.
    pub history: Option<PathBuf>,
}

/// Reads and runs inputs until the person leaves; an exit code if a script chose one.
///
/// # Errors
/// When the terminal cannot be used.
pub fn run(shell: Shell) -> io::Result<Option<u8>> {
    let Shell {
        interpreter,
        style,
        stop,
        history,
    } = shell;
    // The editor asks the session between inputs whether a line is finished.
    let session = Rc::new(RefCell::new(interpreter));
    let mut editor = Editor::new(Rc::clone(&session), history)?;
    let mut out = io::stdout();
    writeln!(
        out,
        "iamsh {} · .help for help, Ctrl-D to leave",
        env!("CARGO_PKG_VERSION")
    )?;
    let mut number = 1;
    loop {
        let input = match editor.read(number)? {
            Line::Input(input) => input,
            Line::Cleared => continue,
            Line::End => return Ok(None),
        };
        if input.trim().is_empty() {
            continue;
        }
        number += 1;
        editor.remember(&input)?;
        match commands::run(&input, &mut out)? {
            Next::Leave => return Ok(None),
            Next::Prompt => continue,
            Next::Script => {}
        }
        stop.store(false, Ordering::Relaxed);
        match session.borrow_mut().run(&input) {
            Ok(Some(value)) => writeln!(out, "{value}")?,
            Ok(None) => {}
            Err(fault) => {
                if let FaultKind::Exit(code) = fault.kind {
                    return Ok(Some(code));
                }
                write!(out, "{}", fault.render(style))?;
            }
        }
    }
}
