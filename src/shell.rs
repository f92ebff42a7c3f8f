//! The REPL: a line editor around a scripting session. Decides nothing about IAM.

mod commands;
pub mod complete;
mod decisions;
mod difference;
mod editor;
mod graph;
mod help;
mod highlight;
mod hint;
mod learn;
mod paste;
mod present;
mod probe;
mod prompt;
mod save;
mod screen;
mod state;
mod timeline;
mod unknown;
mod view;

use std::cell::RefCell;
use std::io;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crate::render::style::Style;
use crate::script::FaultKind;
use crate::store::KeptLab;

use commands::Next;
use editor::{Editor, Line};
use present::{Mode, present};
use screen::Screen;
use state::State;
use timeline::Timeline;

pub use highlight::highlight;
pub use hint::signature;
pub use timeline::Make;
pub use view::View;

/// Columns of a terminal that does not say how many it has.
const WIDTH: usize = 80;

/// What the REPL works with.
pub struct Shell {
    /// Makes a session on a lab.
    pub make: Make,
    /// The lab to begin with.
    pub lab: KeptLab,
    /// Whether to colour.
    pub style: Style,
    /// Raised by Ctrl-C while a script runs.
    pub stop: Arc<AtomicBool>,
    /// Where typed lines are kept between sessions.
    pub history: Option<PathBuf>,
    /// Where the tutorial's progress is kept.
    pub progress: Option<PathBuf>,
    /// The folder files are read from at first.
    pub folder: PathBuf,
    /// The command that shows long output.
    pub pager: Option<String>,
    /// The command that edits a file.
    pub editor: Option<String>,
    /// The first line, as if it had been typed.
    pub first: Option<String>,
}

/// Reads and runs inputs until the person leaves; an exit code if a script chose one.
///
/// # Errors
/// When the terminal cannot be used.
pub fn run(shell: Shell) -> io::Result<Option<u8>> {
    let screen = Rc::new(RefCell::new(Screen {
        style: shell.style,
        width: WIDTH,
        height: None,
        mode: Mode::default(),
        pager: shell.pager,
        paging: true,
        to: None,
        once: None,
    }));
    let print = {
        let screen = Rc::clone(&screen);
        Box::new(move |line: &str| screen.borrow_mut().line(line))
    };
    let timeline = Rc::new(RefCell::new(Timeline::new(
        shell.make,
        shell.lab,
        Arc::clone(&shell.stop),
        print,
    )));
    let mut editor = Editor::new(Rc::clone(&timeline), shell.style, shell.history)?;
    let mut repl = Repl {
        stop: shell.stop,
        state: State {
            timeline,
            screen,
            timer: false,
            echo: false,
            bail: true,
            folder: shell.folder,
            editor: shell.editor,
            typed: Vec::new(),
            learner: None,
            progress: shell.progress,
        },
    };
    repl.greet()?;
    if let Some(line) = shell.first {
        repl.handle(&line, &mut editor)?;
    }
    repl.read_all(&mut editor)
}

/// How a line ended.
enum Handled {
    /// Ask for the next one.
    Prompt,
    /// Ctrl-C stopped it: what was to come after it does not run.
    Interrupted,
    /// Leave, perhaps with an exit code.
    Leave(Option<u8>),
}

struct Repl {
    state: State,
    stop: Arc<AtomicBool>,
}

impl Repl {
    fn greet(&self) -> io::Result<()> {
        let version = env!("CARGO_PKG_VERSION");
        self.state.say(&format!("iamsh {version} · .help lists commands, ? says what can be done, .learn teaches, Ctrl-D leaves"))
    }

    fn read_all(&mut self, editor: &mut Editor) -> io::Result<Option<u8>> {
        let mut interrupted = false;
        loop {
            if let Some((width, height)) = editor.size() {
                let mut screen = self.state.screen.borrow_mut();
                (screen.width, screen.height) = (width, Some(height));
            }
            // Ctrl-C between two lines comes as a signal, not as a key.
            let line = if self.stop.swap(false, Ordering::Relaxed) {
                Line::Interrupted
            } else {
                editor.read(&self.prompt(), self.state.folder.clone())?
            };
            let again = std::mem::replace(&mut interrupted, line == Line::Interrupted);
            let input = match line {
                Line::Input(input) if input.trim().is_empty() => continue,
                Line::Input(input) => input,
                Line::Cleared => continue,
                Line::Interrupted if again => return Ok(None),
                Line::Interrupted => {
                    self.state.say("Ctrl-C again leaves, and so does Ctrl-D")?;
                    continue;
                }
                Line::End => return Ok(None),
            };
            editor.remember(&input)?;
            self.state.typed.push(input.trim_end().to_owned());
            let handled = self.handle(&input, editor)?;
            // What stopped the input was for the input.
            self.stop.store(false, Ordering::Relaxed);
            if let Handled::Leave(code) = handled {
                return Ok(code);
            }
        }
    }

    fn prompt(&self) -> (String, String) {
        let timeline = self.state.timeline.borrow();
        let (chosen, style) = (self.state.chosen(), self.state.screen.borrow().style);
        timeline.interpreter.look(|lab| {
            prompt::prompt(
                lab,
                chosen.as_ref().map(|one| &one.caller),
                timeline.number(),
                style,
            )
        })
    }

    /// Does what a line says.
    fn handle(&mut self, line: &str, editor: &mut Editor) -> io::Result<Handled> {
        // `.once` is for the line after it.
        let had_once = self.state.screen.borrow().once.is_some();
        let handled = self.dispatch(line, editor);
        if had_once {
            self.state.screen.borrow_mut().once = None;
        }
        handled
    }

    fn dispatch(&mut self, line: &str, editor: &mut Editor) -> io::Result<Handled> {
        if line.starts_with('?') {
            let style = self.state.screen.borrow().style();
            let text = help::answer(&self.state.timeline.borrow(), line, style);
            self.state.show(&text)?;
            return Ok(Handled::Prompt);
        }
        if !line.starts_with('.') {
            return self.run_pasted(line, editor);
        }
        match commands::run(&mut self.state, line)? {
            Next::Leave => return Ok(Handled::Leave(None)),
            Next::Prompt => {}
            Next::Keys(name) => editor.set_keys(&name),
            Next::Run(input) => {
                self.echo(&input)?;
                return self.run(&input);
            }
            Next::RunAll(inputs) => {
                for input in inputs {
                    self.echo(&input)?;
                    match self.run(&input)? {
                        Handled::Prompt => {}
                        ended => return Ok(ended),
                    }
                }
            }
        }
        Ok(Handled::Prompt)
    }

    /// What was typed or pasted: a script, or a transcript of several inputs and commands.
    fn run_pasted(&mut self, text: &str, editor: &mut Editor) -> io::Result<Handled> {
        let inputs = paste::inputs(text);
        let is_transcript = paste::is_transcript(text);
        for input in inputs {
            let is_command = is_transcript && input.starts_with(['.', '?']);
            let handled = match paste::policy(&input) {
                _ if is_command => self.dispatch(&input, editor)?,
                Some(policy) => self.offer(&policy, editor)?,
                None => self.run(&input)?,
            };
            match handled {
                Handled::Prompt => {}
                ended => return Ok(ended),
            }
        }
        Ok(Handled::Prompt)
    }

    /// Asks what a policy shall be called, and keeps it; whatever is wrong with it is said before.
    fn offer(&mut self, policy: &paste::Policy<'_>, editor: &mut Editor) -> io::Result<Handled> {
        let style = self.state.screen.borrow().style;
        let errors = policy.errors(style);
        if !errors.is_empty() {
            self.state.say(&errors)?;
        }
        let free = self.state.timeline.borrow().interpreter.free_name("pasted");
        let Some(question) = policy.question(&free) else {
            return Ok(Handled::Prompt);
        };
        while let Some(answer) = editor.ask(&question)? {
            let name = match answer.trim() {
                "" => free.as_str(),
                name => name,
            };
            let Some(words) = self.not_to_be_named(name) else {
                return self.run(&policy.kept_as(name));
            };
            self.state
                .say(&format!("{}: {words}", style.deny("error")))?;
        }
        Ok(Handled::Prompt)
    }

    /// Why no new variable can have this name.
    fn not_to_be_named(&self, name: &str) -> Option<String> {
        let interpreter = &self.state.timeline.borrow().interpreter;
        if !interpreter.can_be_named(name) {
            return Some(format!("a variable cannot be called `{name}`"));
        }
        let words = || format!("there is a `{name}` already");
        interpreter.is_named(name).then(words)
    }

    fn echo(&self, input: &str) -> io::Result<()> {
        if self.state.echo {
            let style = self.state.screen.borrow().style;
            self.state.say(&style.muted(input.trim_end()))?;
        }
        Ok(())
    }

    /// Runs an input and shows what came of it.
    fn run(&mut self, input: &str) -> io::Result<Handled> {
        self.stop.store(false, Ordering::Relaxed);
        let started = Instant::now();
        let ran = self.state.timeline.borrow_mut().run(input);
        let elapsed = started.elapsed();
        self.stop.store(false, Ordering::Relaxed);
        if let Some(answer) = &ran.value {
            let text = {
                let screen = self.state.screen.borrow();
                present(answer, screen.mode, screen.width, screen.style())
            };
            self.state.show(&text)?;
        }
        if let Some(fault) = &ran.fault {
            if let FaultKind::Exit(code) = fault.kind {
                return Ok(Handled::Leave(Some(code)));
            }
            let style = self.state.screen.borrow().style;
            self.state.say(&fault.render(style))?;
            if fault.kind == FaultKind::Interrupted {
                self.state
                    .say("nothing of it was kept; what came before is as it was")?;
                // Running what came before again takes its time; that the input is stopped is said first.
                self.state.timeline.borrow_mut().take_back_interrupted();
                return Ok(Handled::Interrupted);
            }
        }
        if self.state.timer {
            let style = self.state.screen.borrow().style;
            self.state
                .say(&style.muted(format!("{:.1} ms", elapsed.as_secs_f64() * 1_000.0)))?;
        }
        learn::look(&mut self.state)?;
        Ok(Handled::Prompt)
    }
}
