//! Runs one scenario in a fresh lab and compares what it says with its snapshots.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::lab::{Settings, Watch};
use crate::render::diff::diff;
use crate::render::style::Style;
use crate::script::{Exchange, Fault, FaultKind, OPERATIONS, Recorded, Recording};

use super::discover::{Part, Scenario};
use super::document;
use super::files::folder_of;
use super::outcome::{Claims, Outcome, Problem, Status};
use super::snapshot::store::{self, Compared, Update};

/// How scenarios are run.
#[derive(Clone, Debug)]
pub struct Options {
    /// What problems are made to be shown on.
    pub style: Style,
    /// Whether snapshots are written.
    pub update: Update,
    /// What the ids of labs are derived from, where a header says nothing.
    pub seed: Option<u64>,
    /// Operations after which a scenario is stopped.
    pub operations: u64,
    /// Raised to stop everything.
    pub stop: Arc<AtomicBool>,
    /// Sees every decision.
    pub watch: Watch,
    /// Whether documents given to the lab are written down.
    pub documents: bool,
    /// A document to give to the lab in another's place. What a scenario says is then not compared with its snapshots.
    pub exchange: Option<Exchange>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            style: Style::Plain,
            update: Update::No,
            seed: None,
            operations: OPERATIONS,
            stop: Arc::default(),
            watch: Watch::default(),
            documents: false,
            exchange: None,
        }
    }
}

/// Runs a scenario.
#[must_use]
pub fn run(scenario: &Scenario, options: &Options) -> Outcome {
    if let Some(reason) = &scenario.file.header.skip {
        return Outcome::new(Status::Skipped(reason.clone()));
    }
    let recording = recording(scenario, options);
    let judge = Judge { scenario, options };
    let text = &scenario.file.text;
    match &scenario.part {
        Part::TopLevel => judge.script(&recording.scenario(text), true),
        Part::Test(test) => judge.script(&recording.test(text, &test.name), false),
        Part::Document => {
            let mut session = recording.entries();
            let ran = document::run(text, &mut session);
            judge.document(&ran, &session.recorded())
        }
    }
}

fn recording(scenario: &Scenario, options: &Options) -> Recording {
    let (path, header) = (&scenario.file.path, &scenario.file.header);
    // Transcripts hold paths as seen from the scenario's folder: they are the same wherever the command is run.
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let usual = Settings::default();
    Recording {
        settings: Settings {
            seed: header.seed.or(options.seed).unwrap_or(usual.seed),
            start: header.now.unwrap_or(usual.start),
            ..usual
        },
        operations: options.operations,
        stop: Arc::clone(&options.stop),
        watch: options.watch.clone(),
        documents: options.documents,
        exchange: options.exchange.clone(),
        ..Recording::new(&name, Some(folder_of(path)))
    }
}

struct Judge<'a> {
    scenario: &'a Scenario,
    options: &'a Options,
}

impl Judge<'_> {
    fn script(&self, ran: &Recorded, has_transcript: bool) -> Outcome {
        let header = &self.scenario.file.header;
        let mut outcome = self.outcome(ran);
        let is_parsed = ran
            .fault
            .as_ref()
            .is_none_or(|fault| fault.kind != FaultKind::Parse);
        self.ended(ran.fault.as_ref(), &mut outcome);
        let compares = self.options.exchange.is_none()
            && outcome.status == Status::Passed
            && (ran.fault.is_none() || header.expect_fail && is_parsed);
        if compares {
            if has_transcript && header.snapshot {
                self.compare(None, &ran.transcript, &mut outcome);
            }
            for snapshot in &ran.snapshots {
                self.compare(Some(&snapshot.name), &snapshot.content, &mut outcome);
            }
        } else if has_transcript && header.snapshot {
            outcome.snapshots.push(self.scenario.file.snapshot(None));
        }
        outcome
    }

    fn document(&self, ran: &document::Run, seen: &Recorded) -> Outcome {
        let mut outcome = self.outcome(seen);
        if let Some((line, fault)) = &ran.fault {
            outcome.claims.fault = Some(fault.diagnostic.title.clone());
            self.ended(Some(fault), &mut outcome);
            for problem in &mut outcome.problems {
                problem.line = *line;
            }
            return outcome;
        }
        outcome
            .claims
            .values
            .push((String::new(), ran.text.clone()));
        if self.options.exchange.is_some() {
            return outcome;
        }
        let file = &self.scenario.file;
        if !ran.changed.is_empty() {
            let compared = store::compare_document(&file.path, &ran.text, self.options.update);
            match compared {
                Compared::Written => outcome.written += 1,
                Compared::Unusable(reason) => {
                    outcome.fail(self.problem(1, &reason, |_| String::new()))
                }
                _ => {
                    for changed in &ran.changed {
                        let difference = |style| diff(&changed.wanted, &changed.found, style);
                        outcome.fail(self.problem(
                            changed.line,
                            "the block shows something else",
                            difference,
                        ));
                    }
                }
            }
        } else if self.options.update != Update::No {
            drop(std::fs::remove_file(store::pending(&file.path)));
        }
        for snapshot in &seen.snapshots {
            self.compare(Some(&snapshot.name), &snapshot.content, &mut outcome);
        }
        outcome
    }

    fn outcome(&self, ran: &Recorded) -> Outcome {
        let values = ran.snapshots.iter();
        Outcome {
            cut_short: ran.fault.is_some(),
            documents: ran.documents.clone(),
            claims: Claims {
                fault: ran
                    .fault
                    .as_ref()
                    .map(|fault| fault.diagnostic.title.clone()),
                values: values
                    .map(|own| (own.name.clone(), own.content.clone()))
                    .collect(),
            },
            ..Outcome::new(Status::Passed)
        }
    }

    /// Whether the scenario ended as it should.
    fn ended(&self, fault: Option<&Fault>, outcome: &mut Outcome) {
        let expects = self.scenario.file.header.expect_fail;
        match fault {
            None if expects => {
                outcome.fail(
                    self.problem(1, "it was expected to fail, and does not", |_| {
                        String::new()
                    }),
                );
            }
            None => {}
            Some(fault) if expects && fault.kind == FaultKind::Runtime => {}
            Some(fault) => {
                outcome.status = Status::of(fault);
                if outcome.status != Status::NotRun {
                    outcome.problems.push(self.fault(fault));
                }
            }
        }
    }

    fn fault(&self, fault: &Fault) -> Problem {
        let mut fault = fault.clone();
        let path = &self.scenario.file.path;
        let own = path.file_name().unwrap_or_default().to_string_lossy();
        let mut line = 1;
        for place in fault
            .diagnostic
            .places
            .iter_mut()
            .rev()
            .filter(|place| place.name == own)
        {
            place.name = path.display().to_string();
            line = place
                .text
                .get(..place.start)
                .unwrap_or_default()
                .matches('\n')
                .count()
                + 1;
        }
        let exit = match fault.kind {
            FaultKind::Exit(code) => Some(format!("it called exit({code})")),
            _ => None,
        };
        let title = exit.unwrap_or_else(|| fault.diagnostic.title.clone());
        Problem {
            line,
            title,
            plain: fault.render(Style::Plain),
            shown: fault.render(self.options.style),
        }
    }

    fn problem(&self, line: usize, title: &str, detail: impl Fn(Style) -> String) -> Problem {
        let render = |style: Style| {
            format!(
                "{}: {title}\n --> {}:{line}\n{}",
                style.deny("error"),
                self.scenario.file.path.display(),
                detail(style)
            )
        };
        Problem {
            title: title.to_owned(),
            line,
            plain: render(Style::Plain),
            shown: render(self.options.style),
        }
    }

    /// Compares a snapshot: the transcript where no name is given.
    fn compare(&self, name: Option<&str>, found: &str, outcome: &mut Outcome) {
        let file = &self.scenario.file;
        let part = match (self.scenario.test(), name) {
            (Some(test), Some(name)) => Some(format!("{test}.{name}")),
            (_, name) => name.map(str::to_owned),
        };
        let snapshot = file.snapshot(part.as_deref());
        let what = match name {
            None => "the transcript".to_owned(),
            Some(name) => format!("the snapshot `{name}`"),
        };
        let source = file.path.to_string_lossy().replace('\\', "/");
        match store::compare(&snapshot, &source, found, self.options.update) {
            Compared::Same => {}
            Compared::Written => outcome.written += 1,
            Compared::Unusable(reason) => outcome.fail(self.problem(1, &reason, |_| String::new())),
            Compared::New { found } => {
                let title = format!("{what} is new: `{}`", snapshot.display());
                let detail = |style| diff("", &format!("{found}\n"), style);
                outcome.fail(self.problem(1, &title, detail));
            }
            Compared::Differs { wanted, found } => {
                let title = format!("{what} differs from `{}`", snapshot.display());
                let detail = |style| diff(&format!("{wanted}\n"), &format!("{found}\n"), style);
                outcome.fail(self.problem(1, &title, detail));
            }
        }
        outcome.snapshots.push(snapshot);
    }
}
