//! The inputs of a session, and going back and forth between them.
//!
//! A lab is deterministic: running the same inputs again gives the same session. Undo, redo and branches are nothing but that, so
//! they are exact, functions and variables included. A checkpoint is a name for the inputs so far; going to one takes the current branch
//! there, and `-` is the name of where it came from.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::decision::Explanation;
use crate::lab::{Lab, Watch};
use crate::script::{Answer, FaultKind, Interpreter, Ran, extents};
use crate::store::KeptLab;

use super::decisions::LastDecisions;

/// Makes an interpreter that prints with this and works on this lab.
pub type Make = Box<dyn Fn(Rc<dyn Fn(&str)>, KeptLab) -> Interpreter>;

/// Where scripts print to.
pub struct Printer {
    quiet: Cell<bool>,
    kept: RefCell<String>,
    print: Box<dyn Fn(&str)>,
}

impl Printer {
    fn line(&self, line: &str) {
        if self.quiet.get() {
            return;
        }
        let mut kept = self.kept.borrow_mut();
        kept.push_str(line);
        kept.push('\n');
        (self.print)(line);
    }
}

/// An input and what came of it.
#[derive(Clone)]
pub struct Entry {
    /// As it was typed.
    pub input: String,
    /// Its value.
    pub answer: Option<Answer>,
    /// What it printed.
    pub printed: String,
    /// The error that ended it, as it was shown, without colours.
    pub error: Option<String>,
    /// AWS's code of that error.
    pub code: Option<String>,
    /// The statements of it that succeeded: all, unless there is an error.
    pub succeeded: String,
}

/// The inputs so far, and those of other branches.
pub struct Timeline {
    /// The session as it is now.
    pub interpreter: Interpreter,
    make: Make,
    /// The lab before the first input.
    began: Lab,
    stop: Arc<AtomicBool>,
    printer: Rc<Printer>,
    entries: Vec<Entry>,
    undone: Vec<Entry>,
    current: String,
    folder: Option<PathBuf>,
    branches: BTreeMap<String, Vec<Entry>>,
    checkpoints: BTreeMap<String, Vec<Entry>>,
}

/// The checkpoint that the last checkout left behind.
pub const LEFT: &str = "-";

/// Why there is no lab of another branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoLab {
    /// There is no branch and no checkpoint of the name.
    Unknown,
    /// Ctrl-C came while its inputs ran again.
    Interrupted,
}

/// Ctrl-C came while inputs ran again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

impl Timeline {
    /// A session without inputs on a lab, which prints with `print`, and stops what runs when `stop` is raised.
    #[must_use]
    pub fn new(make: Make, lab: KeptLab, stop: Arc<AtomicBool>, print: Box<dyn Fn(&str)>) -> Self {
        let printer = Rc::new(Printer {
            quiet: Cell::new(false),
            kept: RefCell::default(),
            print,
        });
        Self {
            began: lab.lab().clone(),
            interpreter: make(printing(&printer), lab),
            make,
            stop,
            printer,
            entries: Vec::new(),
            undone: Vec::new(),
            current: "main".to_owned(),
            folder: None,
            branches: BTreeMap::new(),
            checkpoints: BTreeMap::new(),
        }
    }

    /// The number of the next input, 1 for the first.
    #[must_use]
    pub fn number(&self) -> usize {
        self.entries.len() + 1
    }

    /// The inputs, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Runs an input. One that is interrupted is not kept, since run again it would not stop at the same place: whoever said so then
    /// takes back what it did, with [`Self::take_back_interrupted`].
    pub fn run(&mut self, input: &str) -> Ran {
        self.printer.kept.take();
        let ran = self.interpreter.run_input(input, self.number());
        let fault = ran.fault.as_ref();
        match fault.map(|fault| fault.kind) {
            Some(FaultKind::Interrupted | FaultKind::Exit(_)) => {}
            _ => {
                let entry = Entry {
                    input: input.to_owned(),
                    answer: ran.value.clone(),
                    printed: self.printer.kept.take(),
                    error: fault.map(|fault| fault.render(crate::render::style::Style::Plain)),
                    code: fault.and_then(crate::script::Fault::code),
                    succeeded: succeeded(input, &ran),
                };
                self.entries.push(entry);
                self.undone.clear();
            }
        }
        ran
    }

    /// Makes the session what it was before an input that was interrupted.
    pub fn take_back_interrupted(&mut self) {
        self.replay();
    }

    /// Takes back inputs; how many there were to take back.
    pub fn undo(&mut self, count: usize) -> usize {
        let keep = self.entries.len().saturating_sub(count);
        let taken = self.entries.split_off(keep);
        let count = taken.len();
        self.undone.extend(taken.into_iter().rev());
        if count > 0 {
            self.replay();
        }
        count
    }

    /// Does inputs again that were taken back; how many there were.
    pub fn redo(&mut self, count: usize) -> usize {
        let mut done = 0;
        while done < count {
            let Some(entry) = self.undone.pop() else {
                break;
            };
            let whole = self.run_again(&entry.input, self.number());
            self.entries.push(entry);
            done += 1;
            if !whole {
                self.replay();
            }
        }
        done
    }

    /// Goes to a branch; one that is not there begins here. True when it is new.
    pub fn branch(&mut self, name: &str) -> bool {
        if name == self.current {
            return false;
        }
        let found = self.branches.remove(name);
        let is_new = found.is_none();
        let target = found.unwrap_or_else(|| self.entries.clone());
        let left = std::mem::replace(&mut self.entries, target);
        let old = std::mem::replace(&mut self.current, name.to_owned());
        self.branches.insert(old, left);
        self.undone.clear();
        if !is_new {
            self.replay();
        }
        is_new
    }

    /// The name of the branch the session is on.
    #[must_use]
    pub fn current(&self) -> &str {
        &self.current
    }

    /// The names of the branches with their numbers of inputs.
    #[must_use]
    pub fn branches(&self) -> Vec<(String, usize)> {
        let others = self
            .branches
            .iter()
            .map(|(name, entries)| (name.clone(), entries.len()));
        let mut all: Vec<_> = others.collect();
        all.push((self.current.clone(), self.entries.len()));
        all.sort();
        all
    }

    /// Gives the inputs so far a name. True when it is new, false when it named others before.
    pub fn checkpoint(&mut self, name: &str) -> bool {
        let entries = self.entries.clone();
        self.checkpoints.insert(name.to_owned(), entries).is_none()
    }

    /// Takes the current branch to a checkpoint; how many inputs that has, none where there is no such. What is given up thereby can
    /// be done again when it came after the checkpoint, and is itself one.
    pub fn check_out(&mut self, name: &str) -> Option<usize> {
        let target = self.checkpoints.get(name)?.clone();
        let count = target.len();
        let left = std::mem::replace(&mut self.entries, target);
        let pairs = left.iter().zip(&self.entries);
        let is_later = left.len() >= count && pairs.into_iter().all(|(a, b)| a.input == b.input);
        let is_here = is_later && left.len() == count;
        match is_later {
            // What was undone before comes after what is given up now.
            true => self.undone.extend(left.iter().skip(count).rev().cloned()),
            false => self.undone.clear(),
        }
        self.checkpoints.insert(LEFT.to_owned(), left);
        if !is_here {
            self.replay();
        }
        Some(count)
    }

    /// The names of the checkpoints with their numbers of inputs.
    #[must_use]
    pub fn checkpoints(&self) -> Vec<(String, usize)> {
        let all = self.checkpoints.iter();
        all.map(|(name, entries)| (name.clone(), entries.len()))
            .collect()
    }

    /// The lab of another branch, or at a checkpoint; without a name, as it was before the first input.
    ///
    /// # Errors
    /// Where there is no such, and when Ctrl-C stopped the inputs that make it.
    pub fn lab_of(&self, name: &str) -> Result<Lab, NoLab> {
        if name.is_empty() {
            return Ok(self.began.clone());
        }
        let branch = self.branches.get(name);
        let entries = branch.or_else(|| self.checkpoints.get(name));
        let entries = entries.ok_or(NoLab::Unknown)?;
        let aside = self.aside(entries, Watch::default());
        Ok(aside.ok_or(NoLab::Interrupted)?.look(Lab::clone))
    }

    /// The decision before `back` others, whether it allowed a call, denied one, or answered a question: the inputs run again, and
    /// somebody looks on.
    ///
    /// # Errors
    /// When Ctrl-C stopped them.
    pub fn decision(&self, back: usize) -> Result<Option<Explanation>, Interrupted> {
        let last = Arc::new(LastDecisions::new(back + 1));
        let watch = Watch::by(Arc::clone(&last) as Arc<_>);
        self.aside(&self.entries, watch).ok_or(Interrupted)?;
        Ok(last.oldest())
    }

    /// Another session on a copy of the lab as it was before the first input, in which these inputs ran without a word; none where
    /// Ctrl-C stopped one.
    fn aside(&self, entries: &[Entry], watch: Watch) -> Option<Interpreter> {
        self.stop.store(false, Ordering::Relaxed);
        let mut lab = KeptLab::copy_of(self.began.clone());
        lab.set_watch(watch);
        let mut interpreter = (self.make)(Rc::new(|_: &str| {}), lab);
        interpreter.set_folder(self.folder.clone());
        for (entry, number) in entries.iter().zip(1..) {
            interpreter.run_input(&entry.input, number);
            if self.stop.swap(false, Ordering::Relaxed) {
                return None;
            }
        }
        Some(interpreter)
    }

    /// Runs inputs of an earlier session, without a word.
    pub fn restore(&mut self, inputs: &[String]) {
        for input in inputs {
            // Ctrl-C that comes now shall not leave a hole in the session.
            while !self.run_quietly(input) {
                self.replay();
            }
        }
    }

    /// Runs an input, without a word, as [`Self::run`] does; false where Ctrl-C stopped it.
    fn run_quietly(&mut self, input: &str) -> bool {
        self.printer.quiet.set(true);
        let ran = self.run(input);
        self.printer.quiet.set(false);
        ran.fault
            .is_none_or(|fault| fault.kind != FaultKind::Interrupted)
    }

    /// Sets the folder files are read from, for whatever is run again as well.
    pub fn set_folder(&mut self, folder: PathBuf) {
        self.interpreter.set_folder(Some(folder.clone()));
        self.folder = Some(folder);
    }

    /// Begins again with the lab as it was before the first input.
    pub fn reset(&mut self) {
        self.entries.clear();
        self.undone.clear();
        self.replay();
    }

    fn replay(&mut self) {
        let entries = std::mem::take(&mut self.entries);
        let kept = self.begin_again();
        // Ctrl-C that comes now shall not leave half of the session.
        while !self.all_again(&entries) {
            self.begin_again();
        }
        self.entries = entries;
        self.keep_in(kept);
    }

    /// A session on a copy of the lab as it was at the beginning; gives the lab of the session it replaces.
    fn begin_again(&mut self) -> KeptLab {
        // What stopped the last input shall not stop those before it.
        self.stop.store(false, Ordering::Relaxed);
        let again = (self.make)(
            printing(&self.printer),
            KeptLab::copy_of(self.began.clone()),
        );
        let left = std::mem::replace(&mut self.interpreter, again).into_lab();
        self.interpreter.set_folder(self.folder.clone());
        left
    }

    /// Runs inputs without a word; false where Ctrl-C stopped one.
    fn all_again(&mut self, entries: &[Entry]) -> bool {
        let mut numbered = entries.iter().zip(1..);
        numbered.all(|(entry, number)| self.run_again(&entry.input, number))
    }

    /// A file that keeps the lab gets the state that was reached.
    fn keep_in(&mut self, mut kept: KeptLab) {
        if !kept.is_kept() {
            return;
        }
        match kept.follow(self.interpreter.look(Lab::clone)) {
            Ok(()) => self.interpreter.set_lab(kept),
            Err(error) => self.printer.line(&format!(
                "error: {error}; the session goes on without the file"
            )),
        }
    }

    /// Runs an input without a word; false where Ctrl-C stopped it.
    fn run_again(&mut self, input: &str, number: usize) -> bool {
        self.printer.quiet.set(true);
        let ran = self.interpreter.run_input(input, number);
        self.printer.quiet.set(false);
        ran.fault
            .is_none_or(|fault| fault.kind != FaultKind::Interrupted)
    }
}

fn printing(printer: &Rc<Printer>) -> Rc<dyn Fn(&str)> {
    let printer = Rc::clone(printer);
    Rc::new(move |line: &str| printer.line(line))
}

/// The statements before the one that failed. The functions of an input that fails are not kept.
fn succeeded(input: &str, ran: &Ran) -> String {
    if ran.fault.is_none() {
        return input.to_owned();
    }
    let whole = extents(input)
        .into_iter()
        .filter(|range| range.end <= ran.until);
    let statements = whole.filter_map(|range| input.get(range));
    let kept: Vec<&str> = statements
        .filter(|text| !text.starts_with("fn ") && !text.starts_with("private "))
        .collect();
    kept.join("\n")
}
