//! A script as it is read along: each top-level statement that asked something of the lab, with every command it gave, the decisions
//! about it, and what changed by it.
//!
//! Lines go where the script's own output goes, between its lines: their order is what a trace is read for, and two streams would lose
//! it. What changed is found by comparing what there is before and after each command that changed the lab.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::api::history;
use crate::api::inventory::{Inventory, differences, inventory};
use crate::decision::{Explanation, Request};
use crate::lab::event::{Event, Outcome};
use crate::lab::{Command, Lab, Observer, Watch};
use crate::render::card::inline;
use crate::render::style::Style;
use crate::render::{self, why};

use super::fault::Fault;
use super::interpreter::{Interpreter, Watcher};
use super::statements::extents;

/// Writes the lines.
pub struct Tracer {
    seen: Arc<Seen>,
    print: Rc<dyn Fn(&str)>,
    /// The line of the running statement, until something is written below it.
    statement: RefCell<Option<String>>,
    before: RefCell<Inventory>,
    /// Events that were written.
    written: Cell<usize>,
}

/// What the lab says while a command is under way.
#[derive(Default)]
struct Seen {
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    /// Decisions about each command, oldest first; one more list for those about none.
    decisions: Vec<Vec<Decided>>,
}

struct Decided {
    who: String,
    line: String,
}

impl Observer for Seen {
    fn decided(&self, request: &Request, explanation: &Explanation) {
        let decided = Decided {
            who: request.principal.caller_arn(),
            line: format!(
                "{} on {}: {}",
                request.action,
                request.resource.arn,
                why::in_one_line(explanation)
            ),
        };
        if let Ok(mut open) = self.open.lock() {
            match open.decisions.last_mut() {
                Some(last) => last.push(decided),
                None => open.decisions.push(vec![decided]),
            }
        }
    }

    fn given(&self, command: Command, _: &Lab) -> Command {
        if let Ok(mut open) = self.open.lock() {
            open.decisions.push(Vec::new());
        }
        command
    }
}

impl Tracer {
    fn new(lab: &Lab, print: Rc<dyn Fn(&str)>) -> Rc<Self> {
        Rc::new(Self {
            seen: Arc::default(),
            print,
            statement: RefCell::default(),
            before: RefCell::new(inventory(lab)),
            written: Cell::new(lab.log.events().len()),
        })
    }

    /// Something was asked of the lab: commands that are in its log now, or a question.
    pub fn asked(&self, lab: &Lab) {
        let decisions = match self.seen.open.lock() {
            Ok(mut open) => std::mem::take(&mut open.decisions),
            Err(_) => return,
        };
        let events = lab
            .log
            .events()
            .get(self.written.get()..)
            .unwrap_or_default();
        self.written.set(lab.log.events().len());
        if events.is_empty() {
            for Decided { who, line } in decisions.iter().flatten() {
                self.line(&format!("  question of {who}: {line}"));
            }
        }
        for (number, event) in events.iter().enumerate() {
            self.line(&format!("  {}", headline(event)));
            for Decided { line, .. } in decisions.get(number).into_iter().flatten() {
                self.line(&format!("    {line}"));
            }
            if let Some(session) = session(event) {
                self.line(&format!("    + {session}"));
            }
        }
        if events.iter().any(|event| event.changed) {
            let after = inventory(lab);
            let before = self.before.replace(after);
            let differences = differences(&before, &self.before.borrow());
            for line in render::inventory::lines(&differences, Style::Plain) {
                self.line(&format!("    {line}"));
            }
        }
    }

    fn line(&self, line: &str) {
        if let Some(statement) = self.statement.take() {
            (self.print)(&statement);
        }
        (self.print)(line);
    }
}

/// `CreateUser by arn:…: done`
fn headline(event: &Event) -> String {
    let document = history::document(event);
    let text = |name: &str| {
        document
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let by = match (event.caller.as_str(), event.command.caller()) {
        ("", Some(_)) => " by nobody the lab knows".to_owned(),
        ("", None) => format!(" {}", inline(document.get("Input").unwrap_or(&Value::Null))),
        (caller, _) => format!(" by {caller}"),
    };
    let outcome = match &event.outcome {
        Outcome::Done(_) => "done".to_owned(),
        Outcome::Failed { code, message } => format!("{code}: {}", message.replace('\n', " ")),
    };
    format!("{}{by}: {outcome}", text("Operation"))
}

/// The temporary credentials that were given, and whose they are.
fn session(event: &Event) -> Option<String> {
    let Outcome::Done(answer) = &event.outcome else {
        return None;
    };
    let answer = answer.value();
    let text = |path: &str| {
        answer
            .pointer(path)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let key = text("/Credentials/AccessKeyId")?;
    let whose = text("/AssumedRoleUser/Arn").or_else(|| text("/FederatedUser/Arn"));
    Some(format!(
        "session {key} of {}",
        whose.unwrap_or_else(|| event.caller.clone())
    ))
}

/// Says which statement is running.
struct Statements<'a> {
    name: String,
    text: &'a str,
    extents: Vec<Range<usize>>,
    tracer: Rc<Tracer>,
}

impl Watcher for Statements<'_> {
    fn begins(&mut self, at: usize) {
        let own = self.extents.iter().rev().find(|range| range.start <= at);
        let Some(range) = own.cloned() else { return };
        let before = self.text.get(..range.start).unwrap_or_default();
        let statement = self.text.get(range).unwrap_or_default();
        let first = statement.lines().next().unwrap_or_default().trim_end();
        let line = before.matches('\n').count() + 1;
        let headline = format!("{}:{line}  {first}", self.name);
        *self.tracer.statement.borrow_mut() = Some(headline);
    }
}

impl Interpreter {
    /// Runs a script, and prints with `print` what it asks of the lab.
    ///
    /// # Errors
    /// As [`Interpreter::run`].
    pub fn run_traced(
        &mut self,
        script: &str,
        print: Rc<dyn Fn(&str)>,
    ) -> Result<Option<String>, Fault> {
        let tracer = self.look(|lab| Tracer::new(lab, print));
        self.world.set_watch(Watch::by(tracer.seen.clone()));
        self.world.set_tracer(Some(Rc::clone(&tracer)));
        let mut statements = Statements {
            name: self.name().to_owned(),
            text: script,
            extents: extents(script),
            tracer,
        };
        let result = self.run_watched(script, &mut statements);
        self.world.set_tracer(None);
        self.world.set_watch(Watch::default());
        result
    }
}
