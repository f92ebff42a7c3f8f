//! What came of a scenario.

use std::path::PathBuf;
use std::time::Duration;

use crate::script::{Fault, FaultKind, GivenDocument};

use super::discover::Scenario;

/// How a scenario ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// As it should.
    Passed,
    /// Something is not as it should be.
    Failed,
    /// It is no script.
    Unparsable,
    /// It was not to be run, and why.
    Skipped(String),
    /// It was stopped, or its turn did not come.
    NotRun,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// In one line.
    pub title: String,
    /// The line of the file, from 1.
    pub line: usize,
    /// Everything there is to say: place, difference, reason.
    pub plain: String,
    /// The same for the terminal it was made for.
    pub shown: String,
}

/// What came of a scenario.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// Why it failed.
    pub problems: Vec<Problem>,
    /// The snapshots it was compared with.
    pub snapshots: Vec<PathBuf>,
    /// How many of them were written.
    pub written: usize,
    /// It ended before its end, by an error: further snapshots may belong to it.
    pub cut_short: bool,
    /// Documents it gave to the lab, if they were asked for.
    pub documents: Vec<GivenDocument>,
    /// What it said of itself: values given to `snapshot`, and how it ended.
    pub claims: Claims,
}

/// Whether two runs of a scenario claim the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// The error that ended it, in one line.
    pub fault: Option<String>,
    /// Values given to `snapshot`, by name.
    pub values: Vec<(String, String)>,
}

impl Outcome {
    /// Nothing came of it yet.
    #[must_use]
    pub fn new(status: Status) -> Self {
        Self {
            status,
            problems: Vec::new(),
            snapshots: Vec::new(),
            written: 0,
            cut_short: false,
            documents: Vec::new(),
            claims: Claims::default(),
        }
    }

    /// Something is not as it should be.
    pub fn fail(&mut self, problem: Problem) {
        if self.status == Status::Passed {
            self.status = Status::Failed;
        }
        self.problems.push(problem);
    }
}

impl Status {
    /// How a scenario ended that ended with this.
    #[must_use]
    pub fn of(fault: &Fault) -> Self {
        match fault.kind {
            FaultKind::Parse => Self::Unparsable,
            FaultKind::Interrupted => Self::NotRun,
            FaultKind::Runtime | FaultKind::Limit | FaultKind::Exit(_) => Self::Failed,
        }
    }

    /// `passed`, `failed`, `skipped`, `not run`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed | Self::Unparsable => "failed",
            Self::Skipped(_) => "skipped",
            Self::NotRun => "not run",
        }
    }

    /// Something is wrong with the scenario.
    #[must_use]
    pub const fn is_bad(&self) -> bool {
        matches!(self, Self::Failed | Self::Unparsable)
    }
}

/// A scenario, what came of it, and how long it took.
#[derive(Clone, Debug)]
pub struct Report {
    /// The scenario.
    pub scenario: Scenario,
    /// What came of it.
    pub outcome: Outcome,
    /// How long it took.
    pub time: Duration,
}

/// How many scenarios ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// As they should.
    pub passed: usize,
    /// Not so.
    pub failed: usize,
    /// Not to be run.
    pub skipped: usize,
    /// Their turn did not come.
    pub not_run: usize,
}

impl Counts {
    /// Counts reports.
    #[must_use]
    pub fn of(reports: &[Report]) -> Self {
        let mut counts = Self::default();
        for report in reports {
            match report.outcome.status {
                Status::Passed => counts.passed += 1,
                Status::Failed | Status::Unparsable => counts.failed += 1,
                Status::Skipped(_) => counts.skipped += 1,
                Status::NotRun => counts.not_run += 1,
            }
        }
        counts
    }

    /// `N passed, N failed, N skipped`
    #[must_use]
    pub fn line(&self) -> String {
        let Self {
            passed,
            failed,
            skipped,
            not_run,
        } = self;
        let rest = if *not_run == 0 {
            String::new()
        } else {
            format!(", {not_run} not run")
        };
        format!("{passed} passed, {failed} failed, {skipped} skipped{rest}")
    }
}
