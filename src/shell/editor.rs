//! The line editor: rustyline behind a few calls, so that another editor could take its place.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::fs;
use std::io;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustyline::completion::{Candidate as Shown, Completer};
use rustyline::config::Configurer;
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter, HistoryHinter};
use rustyline::history::DefaultHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{
    Cmd, CompletionType, ConditionalEventHandler, Config, Context, EditMode, Event, EventContext,
    EventHandler, Helper, KeyCode, KeyEvent, Modifiers, RepeatCount,
};

use crate::render::style::Style;
use crate::script::{Function, Variable};

use super::complete::{Candidate, complete};
use super::highlight::highlight;
use super::hint::signature;
use super::paste;
use super::timeline::Timeline;
use super::view::View;

/// Candidates beyond which the editor asks before it lists them.
const ASK_BEYOND: usize = 120;

/// Milliseconds after which Escape is a key of its own and not the beginning of another one.
const ESCAPE: u16 = 100;

/// What the person did.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// Typed something.
    Input(String),
    /// Threw the line away.
    Cleared,
    /// Pressed Ctrl-C where there was nothing to throw away.
    Interrupted,
    /// Left.
    End,
}

/// What helps with typing: the session as it stands between two inputs.
struct Assistant {
    timeline: Rc<RefCell<Timeline>>,
    style: Style,
    variables: Vec<Variable>,
    functions: Vec<Function>,
    branches: Vec<String>,
    checkpoints: Vec<String>,
    profiles: Vec<String>,
    folder: PathBuf,
    /// A question is asked: what is typed is no script.
    asking: Arc<AtomicBool>,
    /// Reading the engine's functions takes a while: at the first key, not at the start.
    names: OnceCell<Vec<String>>,
}

impl Assistant {
    /// Whether the last of what was typed or pasted is finished.
    fn is_complete(&self, text: &str) -> bool {
        let timeline = self.timeline.borrow();
        let inputs = paste::inputs(text);
        let last = inputs.last().map_or(text, String::as_str);
        match paste::is_json(last) {
            true => !paste::is_open(last),
            false => timeline.interpreter.is_complete(last),
        }
    }

    fn is_asking(&self) -> bool {
        self.asking.load(Ordering::Relaxed)
    }

    fn look<T>(&self, at: impl FnOnce(&View<'_>) -> T) -> T {
        let timeline = self.timeline.borrow();
        let session = &timeline.interpreter;
        let names = self.names.get_or_init(|| session.engine_names());
        session.look(|lab| {
            at(&View {
                variables: &self.variables,
                functions: &self.functions,
                names,
                lab,
                folder: &self.folder,
                branches: &self.branches,
                checkpoints: &self.checkpoints,
                profiles: &self.profiles,
            })
        })
    }
}

impl Shown for Candidate {
    fn display(&self) -> &str {
        &self.shown
    }

    fn replacement(&self) -> &str {
        &self.text
    }
}

impl Helper for Assistant {}

impl Completer for Assistant {
    type Candidate = Candidate;

    fn complete(
        &self,
        line: &str,
        at: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Candidate>)> {
        if self.is_asking() {
            return Ok((at, Vec::new()));
        }
        let found = self.look(|view| complete(view, line, at));
        Ok((found.start, found.candidates))
    }
}

impl Validator for Assistant {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let input = context.input();
        let is_command = input.starts_with(['.', '?']);
        let complete =
            self.is_asking() || is_command || input.ends_with("\n\n") || self.is_complete(input);
        Ok(if complete {
            ValidationResult::Valid(None)
        } else {
            ValidationResult::Incomplete
        })
    }
}

/// Text behind the cursor: what is known of a call, or an earlier input that the right arrow takes over.
struct Ghost {
    shown: String,
    taken: Option<String>,
}

impl Hint for Ghost {
    fn display(&self) -> &str {
        &self.shown
    }

    fn completion(&self) -> Option<&str> {
        self.taken.as_deref()
    }
}

impl Hinter for Assistant {
    type Hint = Ghost;

    fn hint(&self, line: &str, at: usize, context: &Context<'_>) -> Option<Ghost> {
        if at < line.len() || self.is_asking() {
            return None;
        }
        if let Some(shown) = self.look(|view| signature(view, line)) {
            return Some(Ghost { shown, taken: None });
        }
        let taken = HistoryHinter::new().hint(line, at, context)?;
        let first_line = taken.lines().next().unwrap_or_default().to_owned();
        Some(Ghost {
            shown: first_line,
            taken: Some(taken),
        })
    }
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, at: usize) -> Cow<'l, str> {
        match self.style {
            Style::Plain => Cow::Borrowed(line),
            _ if self.is_asking() => Cow::Borrowed(line),
            style => Cow::Owned(self.look(|view| highlight(view, line, at, style))),
        }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(self.style.muted(hint))
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        // Brackets that belong together follow the cursor.
        self.style != Style::Plain
    }
}

/// Notes whether there was anything to throw away when Ctrl-C was pressed.
struct OnInterrupt(Arc<AtomicBool>);

impl ConditionalEventHandler for OnInterrupt {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, at: &EventContext<'_>) -> Option<Cmd> {
        self.0.store(at.line().is_empty(), Ordering::Relaxed);
        None
    }
}

/// Escape leaves a question; elsewhere it is what it is to the editor.
struct OnEscape(Arc<AtomicBool>);

impl ConditionalEventHandler for OnEscape {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, _: &EventContext<'_>) -> Option<Cmd> {
        self.0.load(Ordering::Relaxed).then_some(Cmd::Interrupt)
    }
}

/// The editor and its history.
pub struct Editor {
    editor: rustyline::Editor<Assistant, DefaultHistory>,
    history: Option<PathBuf>,
    was_empty: Arc<AtomicBool>,
    asking: Arc<AtomicBool>,
}

fn other(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(error) => error,
        error => io::Error::other(error),
    }
}

impl Editor {
    /// An editor that is helped by the session.
    ///
    /// # Errors
    /// When the terminal cannot be used.
    pub fn new(
        timeline: Rc<RefCell<Timeline>>,
        style: Style,
        history: Option<PathBuf>,
    ) -> io::Result<Self> {
        let config = Config::builder()
            .auto_add_history(false)
            .history_ignore_space(true)
            .completion_type(CompletionType::List)
            .completion_show_all_if_ambiguous(true)
            .completion_prompt_limit(ASK_BEYOND)
            .bracketed_paste(true)
            .keyseq_timeout(Some(ESCAPE))
            .build();
        let mut editor = rustyline::Editor::with_config(config).map_err(other)?;
        let asking = Arc::new(AtomicBool::new(false));
        editor.set_helper(Some(Assistant {
            asking: Arc::clone(&asking),
            timeline,
            style,
            variables: Vec::new(),
            functions: Vec::new(),
            branches: Vec::new(),
            checkpoints: Vec::new(),
            profiles: Vec::new(),
            folder: PathBuf::new(),
            names: OnceCell::new(),
        }));
        let new_line = EventHandler::Simple(Cmd::Newline);
        editor.bind_sequence(KeyEvent(KeyCode::Enter, Modifiers::ALT), new_line);
        // What was typed so far is what older inputs must begin with.
        for (older, newer) in [
            (
                KeyEvent(KeyCode::PageUp, Modifiers::NONE),
                KeyEvent(KeyCode::PageDown, Modifiers::NONE),
            ),
            (KeyEvent::alt('p'), KeyEvent::alt('n')),
        ] {
            editor.bind_sequence(older, EventHandler::Simple(Cmd::HistorySearchBackward));
            editor.bind_sequence(newer, EventHandler::Simple(Cmd::HistorySearchForward));
        }
        let was_empty = Arc::new(AtomicBool::new(false));
        let on_interrupt = EventHandler::Conditional(Box::new(OnInterrupt(Arc::clone(&was_empty))));
        editor.bind_sequence(KeyEvent::ctrl('c'), on_interrupt);
        let on_escape = EventHandler::Conditional(Box::new(OnEscape(Arc::clone(&asking))));
        editor.bind_sequence(KeyEvent(KeyCode::Esc, Modifiers::NONE), on_escape);
        if let Some(file) = &history {
            // A history that cannot be read is no reason not to start.
            let _ = editor.load_history(file);
        }
        Ok(Self {
            editor,
            history,
            was_empty,
            asking,
        })
    }

    /// Types with the keys of `vi`, or of emacs.
    pub fn set_keys(&mut self, name: &str) {
        self.editor.set_edit_mode(match name {
            "vi" => EditMode::Vi,
            _ => EditMode::Emacs,
        });
    }

    /// Width and height of the terminal, where they are known.
    pub fn size(&mut self) -> Option<(usize, usize)> {
        let (columns, rows) = self.editor.dimensions()?;
        Some((usize::from(columns), usize::from(rows)))
    }

    /// Asks for an input, which may be several lines. The prompt comes without and with colours.
    ///
    /// # Errors
    /// When the terminal cannot be read.
    pub fn read(&mut self, prompt: &(String, String), folder: PathBuf) -> io::Result<Line> {
        if let Some(assistant) = self.editor.helper_mut() {
            let timeline = assistant.timeline.borrow();
            assistant.variables = timeline.interpreter.variables();
            assistant.functions = timeline.interpreter.own_functions();
            let names = |all: Vec<(String, usize)>| all.into_iter().map(|(name, _)| name).collect();
            assistant.branches = names(timeline.branches());
            assistant.checkpoints = names(timeline.checkpoints());
            assistant.profiles = timeline.interpreter.profiles();
            drop(timeline);
            assistant.folder = folder;
        }
        match self.editor.readline(prompt) {
            Ok(input) => Ok(Line::Input(input)),
            Err(ReadlineError::Interrupted) if self.was_empty.load(Ordering::Relaxed) => {
                Ok(Line::Interrupted)
            }
            Err(ReadlineError::Interrupted) => Ok(Line::Cleared),
            Err(ReadlineError::Eof) => Ok(Line::End),
            Err(error) => Err(other(error)),
        }
    }

    /// Asks a question that is answered in a line; none where the person does not answer.
    ///
    /// # Errors
    /// When the terminal cannot be read.
    pub fn ask(&mut self, question: &str) -> io::Result<Option<String>> {
        self.asking.store(true, Ordering::Relaxed);
        let answer = self.editor.readline(question);
        self.asking.store(false, Ordering::Relaxed);
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(ReadlineError::Interrupted | ReadlineError::Eof) => Ok(None),
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
