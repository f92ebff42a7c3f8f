//! How far the scenarios are: a line on a terminal, or a letter for each.

use std::io::{self, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::scenario::outcome::{Report, Status};

/// Shows progress on standard error, where that is a terminal; letters on standard output.
pub struct Progress {
    bar: ProgressBar,
    dots: bool,
}

impl Progress {
    /// For so many scenarios.
    pub fn new(count: usize, dots: bool) -> Self {
        let is_shown = !dots && io::stderr().is_terminal();
        let target = match is_shown {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(count as u64), target);
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len}  {elapsed}  {wide_msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar, dots }
    }

    /// One more is done.
    pub fn done(&self, report: &Report) {
        if self.dots {
            let letter = match report.outcome.status {
                Status::Passed => ".",
                Status::Failed => "F",
                Status::Unparsable => "E",
                Status::Skipped(_) => "s",
                Status::NotRun => "-",
            };
            let mut out = io::stdout().lock();
            let _ = write!(out, "{letter}").and_then(|()| out.flush());
        }
        self.bar.inc(1);
        self.bar.set_message(report.scenario.id.clone());
    }

    /// All are done.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
        if self.dots {
            println!();
        }
    }
}
