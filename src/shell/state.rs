//! What commands work on.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use crate::aws_cli::Chosen;

use super::learn::Learner;
use super::screen::Screen;
use super::timeline::Timeline;

/// The session and the settings of the shell.
pub struct State {
    /// The inputs and the session they made. The editor looks at it between inputs.
    pub timeline: Rc<RefCell<Timeline>>,
    /// Where output goes. Scripts print there.
    pub screen: Rc<RefCell<Screen>>,
    /// Whether to say how long inputs take.
    pub timer: bool,
    /// Whether `.read` shows what it runs.
    pub echo: bool,
    /// Whether `.read` stops at the first error.
    pub bail: bool,
    /// The folder files are read from; also the interpreter's.
    pub folder: PathBuf,
    /// The command that `.edit` opens.
    pub editor: Option<String>,
    /// What was typed, commands included.
    pub typed: Vec<String>,
    /// The tutorial, while it goes on.
    pub learner: Option<Learner>,
    /// Where the tutorial's progress is kept.
    pub progress: Option<PathBuf>,
}

impl State {
    /// Who was chosen to act.
    #[must_use]
    pub fn chosen(&self) -> Option<Chosen> {
        self.timeline.borrow().interpreter.acting()
    }

    /// Shows a text where output goes.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn show(&self, text: &str) -> std::io::Result<()> {
        self.screen.borrow_mut().show(text)
    }

    /// Says something to the person.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn say(&self, text: &str) -> std::io::Result<()> {
        self.screen.borrow().say(text)
    }
}
