//! Runs the scenarios against each mutant.

use std::io;
use std::time::Duration;

use serde_json::{Value, json};

use crate::render::style::Style;
use crate::scenario::discover::Scenario;
use crate::scenario::outcome::Report;
use crate::scenario::pool::map;
use crate::scenario::run::{Options, run};

use super::memory::{Memory, key};
use super::mutants::Mutant;

/// What became of a mutant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This scenario noticed it.
    Noticed(String),
    /// No scenario did.
    Survived,
    /// There was no time.
    NotTried,
}

/// A mutant and what became of it.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The mutant.
    pub mutant: Mutant,
    /// What became of it.
    pub verdict: Verdict,
}

/// How long mutants are tried, and how many at once.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// At the same time.
    pub jobs: usize,
    /// No mutant is tried after this time.
    pub until: Option<Duration>,
    /// How long the program has been running.
    pub clock: &'a (dyn Fn() -> Duration + Sync),
    /// Is told of each mutant.
    pub done: &'a (dyn Fn() + Sync),
}

/// Tries mutants on the scenarios that gave their policies to the lab; `baseline` is what those say without a change.
///
/// # Errors
/// When a thread cannot be started, or a verdict cannot be written.
pub fn try_all(
    mutants: Vec<Mutant>,
    baseline: &[Report],
    options: &Options,
    memory: &Memory,
    limits: Limits<'_>,
) -> io::Result<Vec<Trial>> {
    let verdicts = map(&mutants, limits.jobs, |mutant| {
        let verdict = one(mutant, baseline, options, memory, limits);
        (limits.done)();
        verdict
    })?;
    let verdicts: io::Result<Vec<Verdict>> = verdicts.into_iter().collect();
    let pairs = mutants.into_iter().zip(verdicts?);
    Ok(pairs
        .map(|(mutant, verdict)| Trial { mutant, verdict })
        .collect())
}

fn one(
    mutant: &Mutant,
    baseline: &[Report],
    options: &Options,
    memory: &Memory,
    limits: Limits<'_>,
) -> io::Result<Verdict> {
    let gives = |report: &&Report| {
        let documents = &report.outcome.documents;
        documents
            .iter()
            .any(|given| given.text == mutant.exchange.from)
    };
    let users: Vec<&Report> = baseline.iter().filter(gives).collect();
    let given = |report: &Report| {
        let texts = report
            .outcome
            .documents
            .iter()
            .map(|given| given.text.as_str());
        texts.collect::<Vec<_>>().join("\n")
    };
    let scenarios: Vec<(&Scenario, String)> = users
        .iter()
        .map(|report| (&report.scenario, given(report)))
        .collect();
    let key = key(mutant, &scenarios);
    if let Some(known) = memory.recall(&key) {
        return Ok(known.clone());
    }
    let is_late = || limits.until.is_some_and(|until| (limits.clock)() >= until);
    let is_stopped = || options.stop.load(std::sync::atomic::Ordering::Relaxed);
    let mutated = Options {
        exchange: Some(mutant.exchange.clone()),
        documents: false,
        ..options.clone()
    };
    for report in users {
        if is_late() || is_stopped() {
            return Ok(Verdict::NotTried);
        }
        let outcome = run(&report.scenario, &mutated);
        if is_stopped() {
            return Ok(Verdict::NotTried);
        }
        if outcome.claims != report.outcome.claims {
            let verdict = Verdict::Noticed(report.scenario.id.clone());
            memory.keep(&key, &verdict)?;
            return Ok(verdict);
        }
    }
    memory.keep(&key, &Verdict::Survived)?;
    Ok(Verdict::Survived)
}

impl Mutant {
    /// Where the change is.
    #[must_use]
    pub fn place(&self) -> String {
        match &self.file {
            Some(file) => format!("{}:{}", file.display(), self.line),
            None => format!("{}:{}", self.policy, self.line),
        }
    }
}

impl Trial {
    /// `policy`, `change`, `line`, `verdict`, `noticed_by`
    #[must_use]
    pub fn json(&self) -> Value {
        let (verdict, by) = match &self.verdict {
            Verdict::Noticed(by) => ("noticed", Some(by)),
            Verdict::Survived => ("survived", None),
            Verdict::NotTried => ("not tried", None),
        };
        json!({
            "policy": self.mutant.policy,
            "file": self.mutant.file.as_ref().map(|file| file.display().to_string()),
            "line": self.mutant.line, "change": self.mutant.change, "verdict": verdict, "noticed_by": by,
        })
    }
}

/// The survivors, and a last line with the counts.
#[must_use]
pub fn report(trials: &[Trial], style: Style) -> String {
    let count =
        |wanted: fn(&Verdict) -> bool| trials.iter().filter(|trial| wanted(&trial.verdict)).count();
    let survived = count(|verdict| *verdict == Verdict::Survived);
    let not_tried = count(|verdict| *verdict == Verdict::NotTried);
    let noticed = trials.len() - survived - not_tried;
    let mut text = String::new();
    for trial in trials
        .iter()
        .filter(|trial| trial.verdict == Verdict::Survived)
    {
        let Trial { mutant, .. } = trial;
        text.push_str(&format!(
            "{}  {}: {}\n",
            style.deny("survived"),
            mutant.place(),
            mutant.change
        ));
    }
    let rest = match not_tried {
        0 => String::new(),
        count => format!(", {count} not tried"),
    };
    text.push_str(&format!(
        "{} mutants: {noticed} noticed, {survived} survived{rest}\n",
        trials.len()
    ));
    text
}
