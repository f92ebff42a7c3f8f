//! The command line: sub-commands and exit codes. The only place that reads the environment and sets up signals.

mod aws;
mod check;
mod decide;
mod diff;
mod exit;
mod lab;
mod output;
mod repl;
mod run;
mod serve;
mod stop;
mod test;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::render::style::Style;

pub use exit::Exit;

/// A shell for AWS IAM that needs no AWS account.
///
/// Without a command it is a REPL; input that is piped in runs as a script.
#[derive(Debug, Parser)]
#[command(version, about, long_about)]
struct Arguments {
    /// When to colour the output
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    color: Colour,
    /// Keep the lab in a file, which is made if there is none: what was answered is never lost
    #[arg(long, global = true, value_name = "FILE")]
    lab: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Teach IAM: the tutorial, step by step, in the REPL
    Learn,
    /// Run scripts, each in a fresh lab, or with --lab all in one; folders in the order of their names
    ///
    /// Stops at the first error. Exit codes: 0 done, 1 a script failed, 2 usage, 3 a script does not parse, 130 interrupted.
    Run(run::Options),
    /// Run scenarios in parallel, each in a fresh lab, and compare what they say with their snapshots
    ///
    /// Scenarios are scripts (*.rhai), each `fn test_…()` in them, and documents (*.md) with blocks of `iamsh`. Exit codes: 0 all
    /// passed, 1 one failed, 2 usage, 3 a script does not parse, 4 nothing to run with --fail-on-empty, 130 interrupted.
    Test(Box<test::Options>),
    /// Say who can do what now that could not before, and the other way round
    ///
    /// Exit codes: 0 done, 1 there is a change of a kind given with --fail-on, 2 usage.
    Diff(diff::Options),
    /// Say what is wrong or odd about policies: what AWS would not store, what gives more than is safe, what does nothing
    ///
    /// Exit codes: 0 done, 1 there is an error (or what --fail-on says), 2 usage.
    Check(check::Options),
    /// Serve the lab over AWS's wire protocol, for the AWS CLI, the SDKs and Terraform, with policies enforced
    ///
    /// Scripts build the lab first. Prints the lines that point clients here, then one line a request.
    Serve(serve::Options),
    /// Decide requests given as JSON, each with all its policies: an object, an array or JSON Lines
    ///
    /// Answers one JSON object a line. Exit codes: 0 done, 1 an answer is not the `expected` one, 2 a question or file cannot be read.
    Decide(decide::Options),
    /// Run one line of the AWS CLI, such as `iamsh aws iam create-user --user-name carlos`, in a fresh lab or that of `--lab`
    ///
    /// Prints what the AWS CLI prints and ends with its exit code; `iamsh aws help` tells more.
    #[command(disable_help_flag = true)]
    Aws {
        /// Words of the line
        #[arg(
            trailing_var_arg = true,
            allow_hyphen_values = true,
            value_name = "WORD"
        )]
        words: Vec<OsString>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Colour {
    /// On terminals, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Colour {
    fn style(self, is_terminal: bool) -> Style {
        let set = |name: &str| {
            std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0")
        };
        let coloured = match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => !set("NO_COLOR") && (set("CLICOLOR_FORCE") || is_terminal),
        };
        if coloured {
            Style::Coloured
        } else {
            Style::Plain
        }
    }
}

/// Runs the program.
#[must_use]
pub fn main() -> Exit {
    let mut words = std::env::args_os().skip(1);
    if words.next().is_some_and(|word| word == "aws") {
        // All that follows is the AWS CLI's, `--color` and `--version` too.
        return aws::run(words.collect(), None).unwrap_or_else(refused);
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; clap knows where to print what.
            let exit = if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            };
            let _ = error.print();
            return exit;
        }
    };
    let on_errors = arguments.color.style(std::io::stderr().is_terminal());
    let file = arguments.lab.as_deref();
    let result = match arguments.command {
        Some(Command::Run(options)) => run::run(&options, file, on_errors),
        Some(Command::Serve(options)) => serve::run(&options, file, on_errors),
        Some(Command::Decide(_)) if file.is_some() => {
            Err("`decide` works on no lab: `--lab` means nothing to it".into())
        }
        Some(Command::Decide(options)) => {
            let on_output = arguments.color.style(std::io::stdout().is_terminal());
            decide::run(&options, on_output)
        }
        Some(Command::Test(options)) => {
            let on_output = arguments.color.style(std::io::stdout().is_terminal());
            test::run(&options, on_output)
        }
        Some(Command::Diff(options)) => {
            let on_output = arguments.color.style(std::io::stdout().is_terminal());
            diff::run(&options, on_output)
        }
        Some(Command::Check(options)) => {
            let on_output = arguments.color.style(std::io::stdout().is_terminal());
            check::run(&options, on_output)
        }
        Some(Command::Learn) => repl::learn(arguments.color.style(std::io::stdout().is_terminal())),
        Some(Command::Aws { words }) => aws::run(words, file).map_err(Into::into),
        None => {
            let on_output = arguments.color.style(std::io::stdout().is_terminal());
            repl::run(file, on_output, on_errors)
        }
    };
    result.unwrap_or_else(refused)
}

fn refused(error: impl std::fmt::Display) -> Exit {
    eprintln!("error: {error}");
    Exit::Usage
}
