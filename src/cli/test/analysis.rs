//! What scenarios say about policies: coverage and mutation.

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget};
use std::io::{self, IsTerminal};

use crate::render::style::Style;
use crate::scenario::coverage::{Collector, Coverage, html, lcov, table};
use crate::scenario::mutation::{Limits, Memory, Verdict, mutants, report, try_all};
use crate::scenario::outcome::Report;
use crate::scenario::run::Options as RunOptions;
use crate::script::GivenDocument;

use super::super::exit::Exit;
use super::{show, write};

/// Options about coverage.
#[derive(Args, Debug)]
pub struct CoverageOptions {
    /// Show which statements of the policies, and what in them, ever decided a request
    #[arg(long)]
    coverage: bool,
    /// Write the coverage of policy files in the format of lcov to this file
    #[arg(long, value_name = "FILE")]
    coverage_lcov: Option<PathBuf>,
    /// Write the coverage as a page of HTML to this file
    #[arg(long, value_name = "FILE")]
    coverage_html: Option<PathBuf>,
    /// Fail when less of the policies decided
    #[arg(long, value_name = "PERCENT")]
    coverage_min: Option<f64>,
}

/// Options about mutation.
#[derive(Args, Debug)]
pub struct MutationOptions {
    /// When all pass, change each policy in one place at a time, and report the changes that no assert notices
    #[arg(long, conflicts_with = "watch")]
    mutate: bool,
    /// Begin with no further change after so many seconds
    #[arg(long, value_name = "SECONDS", requires = "mutate")]
    time_limit: Option<u64>,
    /// Keep what is found out in this file, and go on from there
    #[arg(long, value_name = "FILE", requires = "mutate")]
    resume: Option<PathBuf>,
}

impl CoverageOptions {
    /// Whether decisions are to be looked at.
    pub const fn is_wanted(&self) -> bool {
        self.coverage
            || self.coverage_lcov.is_some()
            || self.coverage_html.is_some()
            || self.coverage_min.is_some()
    }

    /// Shows and writes what was asked for; false when it is too little.
    pub fn report(
        &self,
        reports: &[Report],
        collector: &Collector,
        style: Style,
    ) -> Result<bool, Box<dyn Error>> {
        let coverage = Coverage::new(&documents(reports), collector);
        if self.coverage {
            show::print(&format!("\n{}", table(&coverage, style)))?;
        }
        if let Some(file) = &self.coverage_lcov {
            write(file, &lcov(&coverage))?;
        }
        if let Some(file) = &self.coverage_html {
            write(file, &html(&coverage))?;
        }
        match self.coverage_min {
            Some(wanted) if coverage.percent() < wanted => {
                let found = coverage.percent();
                eprintln!("error: {found:.1}% of the policies decided; {wanted}% are wanted");
                Ok(false)
            }
            _ => Ok(true),
        }
    }
}

fn documents(reports: &[Report]) -> Vec<GivenDocument> {
    let all = reports
        .iter()
        .flat_map(|report| report.outcome.documents.iter().cloned());
    all.collect()
}

impl MutationOptions {
    /// Whether policies are to be changed.
    pub const fn is_wanted(&self) -> bool {
        self.mutate
    }
}

/// A run over all mutants.
pub struct Mutation<'a> {
    pub options: &'a MutationOptions,
    pub style: Style,
    pub jobs: usize,
    pub as_json: bool,
    pub clock: &'a (dyn Fn() -> Duration + Sync),
}

impl Mutation<'_> {
    /// Tries all mutants of the policies of scenarios that passed.
    pub fn run(&self, baseline: &[Report], options: &RunOptions) -> Result<Exit, Box<dyn Error>> {
        let memory = match &self.options.resume {
            None => Memory::default(),
            Some(file) => Memory::in_file(file)
                .map_err(|error| format!("cannot use `{}`: {error}", file.display()))?,
        };
        let mutants = mutants(&documents(baseline));
        let target = match io::stderr().is_terminal() {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(mutants.len() as u64), target);
        let limits = Limits {
            jobs: self.jobs,
            until: self
                .options
                .time_limit
                .map(|seconds| (self.clock)() + Duration::from_secs(seconds)),
            clock: self.clock,
            done: &|| bar.inc(1),
        };
        let trials = try_all(mutants, baseline, options, &memory, limits)?;
        bar.finish_and_clear();
        let text = match self.as_json {
            true => trials
                .iter()
                .map(|trial| format!("{}\n", trial.json()))
                .collect(),
            false => format!("\n{}", report(&trials, self.style)),
        };
        show::print(&text)?;
        let any = |wanted: &Verdict| trials.iter().any(|trial| trial.verdict == *wanted);
        Ok(if options.stop.load(std::sync::atomic::Ordering::Relaxed) {
            Exit::Interrupted
        } else if any(&Verdict::Survived) {
            Exit::Failed
        } else {
            Exit::Done
        })
    }
}
