//! Runs scripts for a host that looks on: a scenario, one of its tests, or the entries of a document.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::lab::{Lab, Settings, Watch};
use crate::render::style::Style;

use crate::store::KeptLab;

use super::fault::{Fault, FaultKind};
use super::interpreter::{Interpreter, Setup, Watcher, blanked_start};
use super::limits::OPERATIONS;
use super::observed::{Documents, Exchange, GivenDocument, Snapshot};
use super::test_functions::{Parts, parts};
use super::transcript::Writer;
use super::world::World;

/// How to run a script.
#[derive(Clone, Debug)]
pub struct Recording {
    /// What the text is called in messages.
    pub name: String,
    /// The folder files and modules are read from.
    pub folder: Option<PathBuf>,
    /// The lab's settings.
    pub settings: Settings,
    /// Operations after which it is stopped.
    pub operations: u64,
    /// Raised to stop it.
    pub stop: Arc<AtomicBool>,
    /// Sees every decision.
    pub watch: Watch,
    /// Whether the documents given to the lab are written down.
    pub documents: bool,
    /// A document to give to the lab in another's place.
    pub exchange: Option<Exchange>,
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Recorded {
    /// Each statement with what it printed, its value, or the error that ended it.
    pub transcript: String,
    /// What ended it before its end.
    pub fault: Option<Fault>,
    /// Values given to `snapshot`.
    pub snapshots: Vec<Snapshot>,
    /// Documents given to the lab, if they were to be written down.
    pub documents: Vec<GivenDocument>,
}

impl Recording {
    /// A run with everything as usual.
    #[must_use]
    pub fn new(name: &str, folder: Option<PathBuf>) -> Self {
        Self {
            name: name.to_owned(),
            folder,
            settings: Settings::default(),
            operations: OPERATIONS,
            stop: Arc::default(),
            watch: Watch::default(),
            documents: false,
            exchange: None,
        }
    }

    /// Runs the top-level code of a script.
    #[must_use]
    pub fn scenario(&self, script: &str) -> Recorded {
        self.scenario_and_lab(script).0
    }

    /// Runs the top-level code of a script, and hands out the lab it leaves.
    #[must_use]
    pub fn scenario_and_lab(&self, script: &str) -> (Recorded, Lab) {
        let setup = parts(script).setup;
        let (mut interpreter, written) = self.interpreter();
        let mut watcher = Placed {
            writer: Writer::new(&setup, Rc::clone(&written)),
            world: Rc::clone(&interpreter.world),
        };
        let result = interpreter.run_watched(&setup, &mut watcher);
        if result.is_ok() {
            watcher.writer.write_until(usize::MAX);
        }
        let lab = interpreter.world.look(Lab::clone);
        (recorded(&interpreter, &written, result.err()), lab)
    }

    /// Runs the top-level code of a script, then the test of this name. The transcript holds what both print.
    #[must_use]
    pub fn test(&self, script: &str, test: &str) -> Recorded {
        let (mut interpreter, written) = self.interpreter();
        let script = blanked_start(script);
        let Parts { setup, tests } = parts(&script);
        let body = tests.into_iter().find(|own| own.name == test);
        let result = interpreter.run(&setup).and_then(|_| {
            // What the top-level code has snapshotted is its own.
            interpreter.world.observed.forget_snapshots();
            match body {
                Some(test) => interpreter.run_part(&script, test.body),
                None => Ok(None),
            }
        });
        recorded(&interpreter, &written, result.err())
    }

    /// Begins a session whose entries come one by one.
    #[must_use]
    pub fn entries(&self) -> Entries {
        let (interpreter, written) = self.interpreter();
        Entries {
            interpreter,
            written,
        }
    }

    fn interpreter(&self) -> (Interpreter, Rc<RefCell<String>>) {
        let written = Rc::new(RefCell::new(String::new()));
        let print = {
            let written = Rc::clone(&written);
            Rc::new(move |line: &str| {
                let mut written = written.borrow_mut();
                written.push_str(line);
                written.push('\n');
            })
        };
        let interpreter = Interpreter::new(Setup {
            lab: KeptLab::in_memory(self.settings.clone()),
            folder: self.folder.clone(),
            operations: self.operations,
            stop: Arc::clone(&self.stop),
            print,
            name: self.name.clone(),
        });
        let world = &interpreter.world;
        if self.documents || self.exchange.is_some() {
            let documents = Documents::new(self.watch.clone(), self.exchange.clone());
            let documents = Arc::new(documents);
            world.observed.watch(Arc::clone(&documents));
            world.set_watch(Watch::by(documents));
        } else {
            world.set_watch(self.watch.clone());
        }
        (interpreter, written)
    }
}

/// Writes the transcript, and says which statement is running.
struct Placed<'a> {
    writer: Writer<'a>,
    world: Rc<World>,
}

impl Watcher for Placed<'_> {
    fn begins(&mut self, at: usize) {
        self.world.observed.begins(at);
        self.writer.begins(at);
    }

    fn ends(&mut self, value: Option<String>) {
        self.writer.ends(value);
    }
}

fn recorded(
    interpreter: &Interpreter,
    written: &RefCell<String>,
    fault: Option<Fault>,
) -> Recorded {
    let mut transcript = written.take();
    if let Some(fault) = &fault {
        transcript.push_str(&fault.render(Style::Plain));
    }
    // `exit()` is one way to come to the end.
    let fault = fault.filter(|fault| fault.kind != FaultKind::Exit(0));
    let observed = &interpreter.world.observed;
    Recorded {
        transcript,
        fault,
        snapshots: observed.snapshots(),
        documents: observed.documents(),
    }
}

/// A session whose entries come one by one, as at a prompt: an error ends the entry, not the session.
pub struct Entries {
    interpreter: Interpreter,
    written: Rc<RefCell<String>>,
}

impl Entries {
    /// Whether a text can be run, or more lines belong to it.
    #[must_use]
    pub fn is_complete(&self, text: &str) -> bool {
        self.interpreter.is_complete(text)
    }

    /// Runs an entry, and gives what it showed and the error that ended it.
    pub fn run(&mut self, text: &str) -> (String, Option<Fault>) {
        let result = self.interpreter.run(text);
        let mut shown = self.written.take();
        let fault = match result {
            Ok(None) => None,
            Ok(Some(value)) => {
                shown.push_str(&value);
                shown.push('\n');
                None
            }
            Err(fault) => {
                shown.push_str(&fault.render(Style::Plain));
                Some(fault)
            }
        };
        (shown, fault)
    }

    /// What else was seen so far.
    #[must_use]
    pub fn recorded(&self) -> Recorded {
        recorded(&self.interpreter, &RefCell::default(), None)
    }
}
