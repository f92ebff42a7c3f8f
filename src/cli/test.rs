//! `iamsh test`: scenarios in parallel, their snapshots, and reports.

mod analysis;
mod pending;
mod progress;
mod show;
mod watch;

use std::error::Error;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Instant, SystemTime};

use clap::{Args, ValueEnum};
use regex::Regex;

use crate::lab::Watch;
use crate::render::style::Style;
use crate::scenario::coverage::Collector;
use crate::scenario::discover::{Scenario, discover, whole_folders};
use crate::scenario::outcome::{Counts, Report, Status};
use crate::scenario::pool::{Pool, run_all};
use crate::scenario::report;
use crate::scenario::run::Options as RunOptions;
use crate::scenario::select::{Selection, Shard};
use crate::scenario::snapshot::store::{Update, put};
use crate::scenario::unreferenced::unreferenced;
use crate::script::OPERATIONS;

use super::exit::Exit;
use super::stop;
pub use show::print;

/// Options of the command.
#[derive(Args, Debug)]
pub struct Options {
    /// Scripts, documents, or folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Only scenarios whose id or name matches this regular expression
    #[arg(long, value_name = "RE")]
    filter: Option<Regex>,
    /// Only scenarios with this tag; `!TAG` for those without it; may be repeated
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Only one part of several, such as 1/3
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Scenarios at the same time; as many as there are cores when left out
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Begin nothing after a failure
    #[arg(long)]
    fail_fast: bool,
    /// What the ids of labs are derived from, where a scenario does not say
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Run in another order; the same number gives the same order
    #[arg(long, value_name = "N", num_args = 0..=1)]
    shuffle: Option<Option<u64>>,
    /// Operations after which a scenario is stopped
    #[arg(long, value_name = "N", default_value_t = OPERATIONS, value_parser = clap::value_parser!(u64).range(1..))]
    operations: u64,
    /// Run again whenever a file changes
    #[arg(long, conflicts_with_all = ["review", "accept", "reject"])]
    watch: bool,
    /// Which snapshots are written; without it, what is new or differs waits beside them, and in CI nothing is written
    #[arg(long, value_enum, value_name = "WHICH")]
    update: Option<UpdateArgument>,
    /// Afterwards, look at each snapshot that is new or differs
    #[arg(long, conflicts_with = "update")]
    review: bool,
    /// Run nothing, and accept the snapshots that wait
    #[arg(long, conflicts_with_all = ["review", "update", "reject"])]
    accept: bool,
    /// Run nothing, and reject the snapshots that wait
    #[arg(long, conflicts_with_all = ["review", "update"])]
    reject: bool,
    /// What to do about snapshots that no scenario takes
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Unreferenced::Warn)]
    unreferenced: Unreferenced,
    /// How results are shown
    #[arg(long, value_enum, default_value_t = Format::Pretty)]
    format: Format,
    /// Write JUnit XML to this file
    #[arg(long, value_name = "FILE")]
    report_junit: Option<PathBuf>,
    /// Write TAP 14 to this file
    #[arg(long, value_name = "FILE")]
    report_tap: Option<PathBuf>,
    /// Write JSON lines to this file
    #[arg(long, value_name = "FILE")]
    report_json: Option<PathBuf>,
    /// Fail when there is nothing to run
    #[arg(long)]
    fail_on_empty: bool,
    #[command(flatten)]
    coverage: analysis::CoverageOptions,
    #[command(flatten)]
    mutation: analysis::MutationOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum UpdateArgument {
    /// Those that are not there yet
    New,
    /// All
    All,
    /// None
    No,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Unreferenced {
    /// Name them
    Warn,
    /// Delete them
    Delete,
    /// Fail
    Error,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: what failed and why, then times
    Pretty,
    /// A letter for each scenario, then what failed and why
    Dots,
    /// TAP 14
    Tap,
    /// A JSON object a line
    Json,
    /// For people, and annotations of GitHub; chosen by itself in GitHub Actions
    Github,
}

/// Runs scenarios, once or whenever a file changes.
///
/// # Errors
/// For what cannot be read or written, and for options that contradict each other.
pub fn run(options: &Options, style: Style) -> Result<Exit, Box<dyn Error>> {
    let command = Command {
        options,
        style,
        update: update(options)?,
        stop: stop::on_interrupt()?,
        started: Instant::now(),
    };
    if !options.watch {
        return command.run();
    }
    watch::whenever_files_change(&options.paths, &command.stop, || {
        match command.run() {
            Ok(_) => {}
            Err(error) => eprintln!("error: {error}"),
        }
        if !command.stop.load(Ordering::Relaxed) {
            eprintln!("waiting for changes; Ctrl-C ends");
        }
    });
    Ok(Exit::Interrupted)
}

/// Never written in CI: there nobody would see it.
fn update(options: &Options) -> Result<Update, Box<dyn Error>> {
    let writes = matches!(
        options.update,
        Some(UpdateArgument::New | UpdateArgument::All)
    );
    if in_ci() {
        if writes || options.accept || options.reject || options.review {
            return Err("snapshots are not written where CI is set".into());
        }
        return Ok(Update::No);
    }
    Ok(match options.update {
        None => Update::Pending,
        Some(UpdateArgument::New) => Update::New,
        Some(UpdateArgument::All) => Update::All,
        Some(UpdateArgument::No) => Update::No,
    })
}

fn in_ci() -> bool {
    let set = std::env::var("CI").unwrap_or_default();
    !matches!(set.as_str(), "" | "0" | "false")
}

struct Command<'a> {
    options: &'a Options,
    style: Style,
    update: Update,
    stop: Arc<AtomicBool>,
    started: Instant,
}

impl Command<'_> {
    fn run(&self) -> Result<Exit, Box<dyn Error>> {
        let options = self.options;
        let selection = Selection {
            filter: options.filter.clone(),
            tags: options.tags.clone(),
            shard: options.shard,
        };
        let chosen = selection.of(discover(&options.paths)?);
        if chosen.is_empty() && options.fail_on_empty {
            eprintln!("error: there is no scenario to run");
            return Ok(Exit::Empty);
        }
        if options.accept || options.reject {
            return pending::decide_all(&chosen, options.accept);
        }
        let collector = options
            .coverage
            .is_wanted()
            .then(|| Arc::new(Collector::default()));
        let run_options = self.run_options(collector.clone());
        let reports = self.reports(&chosen, &run_options)?;
        self.show(&reports)?;
        self.write_reports(&reports)?;
        let whole = match selection.is_everything() {
            true => whole_folders(&options.paths),
            false => Vec::new(),
        };
        let is_tidy = self.tidy(&reports, &whole)?;
        if options.review && !self.stop.load(Ordering::Relaxed) {
            pending::review(&chosen, self.style)?;
        }
        let is_covered = match &collector {
            Some(collector) => options.coverage.report(&reports, collector, self.style)?,
            None => true,
        };
        let exit = exit(
            &reports,
            is_tidy && is_covered,
            self.stop.load(Ordering::Relaxed),
        );
        if exit == Exit::Done && options.mutation.is_wanted() {
            let runner = analysis::Mutation {
                options: &options.mutation,
                style: self.style,
                jobs: self.jobs(),
                as_json: options.format == Format::Json,
                clock: &|| self.started.elapsed(),
            };
            return runner.run(&reports, &run_options);
        }
        Ok(exit)
    }

    fn jobs(&self) -> usize {
        let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
        self.options.jobs.map_or_else(cores, NonZeroUsize::get)
    }

    fn run_options(&self, collector: Option<Arc<Collector>>) -> RunOptions {
        let options = self.options;
        RunOptions {
            style: self.style,
            update: self.update,
            seed: options.seed,
            operations: options.operations,
            stop: Arc::clone(&self.stop),
            documents: collector.is_some() || options.mutation.is_wanted(),
            watch: collector.map_or_else(Watch::default, |collector| Watch::by(collector)),
            exchange: None,
        }
    }

    fn reports(
        &self,
        chosen: &[Scenario],
        run_options: &RunOptions,
    ) -> Result<Vec<Report>, Box<dyn Error>> {
        let options = self.options;
        let shuffle = options.shuffle.map(|seed| seed.unwrap_or_else(some_number));
        if let Some(seed) = shuffle {
            eprintln!("shuffled: --shuffle {seed}");
        }
        let progress = progress::Progress::new(chosen.len(), options.format == Format::Dots);
        let pool = Pool {
            jobs: self.jobs(),
            fail_fast: options.fail_fast,
            shuffle,
            clock: &|| self.started.elapsed(),
            done: &|report| progress.done(report),
        };
        let reports = run_all(chosen, run_options, pool)?;
        progress.finish();
        Ok(reports)
    }

    fn show(&self, reports: &[Report]) -> Result<(), Box<dyn Error>> {
        let in_github = std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true");
        let text = match self.options.format {
            Format::Tap => report::tap(reports),
            Format::Json => report::json_lines(reports),
            Format::Dots => show::pretty(reports, false, self.style),
            Format::Pretty | Format::Github => {
                let mut text = show::pretty(reports, true, self.style);
                if in_github || self.options.format == Format::Github {
                    text.insert_str(0, &report::annotations(reports));
                }
                text
            }
        };
        show::print(&text)?;
        Ok(())
    }

    fn write_reports(&self, reports: &[Report]) -> Result<(), Box<dyn Error>> {
        let options = self.options;
        if let Some(file) = &options.report_junit {
            write(file, &report::junit(reports)?)?;
        }
        if let Some(file) = &options.report_tap {
            write(file, &report::tap(reports))?;
        }
        if let Some(file) = &options.report_json {
            write(file, &report::json_lines(reports))?;
        }
        Ok(())
    }

    /// Says which snapshots belong to nothing, or deletes them; false when that is an error.
    fn tidy(&self, reports: &[Report], whole: &[&Path]) -> Result<bool, Box<dyn Error>> {
        let left = unreferenced(reports, whole);
        for file in &left {
            let name = file.display();
            match self.options.unreferenced {
                Unreferenced::Warn => eprintln!("warning: no scenario takes the snapshot `{name}`"),
                Unreferenced::Error => eprintln!("error: no scenario takes the snapshot `{name}`"),
                Unreferenced::Delete if self.update == Update::No => {
                    eprintln!(
                        "warning: no scenario takes the snapshot `{name}`; nothing is deleted where nothing is written"
                    );
                }
                Unreferenced::Delete => {
                    std::fs::remove_file(file)
                        .map_err(|error| format!("cannot delete `{name}`: {error}"))?;
                    eprintln!("deleted `{name}`");
                }
            }
        }
        Ok(left.is_empty() || self.options.unreferenced != Unreferenced::Error)
    }
}

fn exit(reports: &[Report], is_tidy: bool, stopped: bool) -> Exit {
    let any = |status: &Status| {
        reports
            .iter()
            .any(|report| report.outcome.status == *status)
    };
    if stopped {
        Exit::Interrupted
    } else if any(&Status::Unparsable) {
        Exit::Unparsable
    } else if Counts::of(reports).failed > 0 || !is_tidy {
        Exit::Failed
    } else {
        Exit::Done
    }
}

/// Writes a report.
fn write(file: &Path, text: &str) -> Result<(), String> {
    put(file, text).map_err(|error| format!("cannot write `{}`: {error}", file.display()))
}

/// A number that differs from run to run.
fn some_number() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(0, |now| u64::from(now.subsec_nanos()))
}
