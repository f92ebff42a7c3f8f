//! `iamsh diff`: who can do what now that could not before, and the other way round.

use std::error::Error;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::access::{Access, Change, Direction, difference, of_dump, of_lab, of_policy};
use crate::render::style::Style;
use crate::scenario::files::{self, folder_of, has_extension};
use crate::script::{Recording, with_stack};

use super::exit::Exit;
use super::test::print;

/// Options of the command.
#[derive(Args, Debug)]
pub struct Options {
    /// A script, a policy, or a dump of an account (`aws iam get-account-authorization-details`)
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The same, later
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// How the difference is shown
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Exit with 1 for changes of this kind; may be repeated
    #[arg(long, value_enum, value_name = "CHANGE")]
    fail_on: Vec<FailOn>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each change
    Table,
    /// A list of objects
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Something can be done that could not
    Gained,
    /// Something cannot be done any more
    Lost,
}

/// Compares two states.
///
/// # Errors
/// For what cannot be read, is neither, or is a script that fails.
pub fn run(options: &Options, style: Style) -> Result<Exit, Box<dyn Error>> {
    let changes = difference(&access(&options.old)?, &access(&options.new)?);
    let text = match options.format {
        Format::Table => crate::render::access::changes(&changes, style),
        Format::Json => format!(
            "{}\n",
            crate::render::json::pretty(&changes.iter().map(as_json).collect())
        ),
    };
    print(&text)?;
    let fails = |change: &Change| {
        options.fail_on.iter().any(|on| match on {
            FailOn::Gained => change.direction == Direction::Gained,
            FailOn::Lost => change.direction == Direction::Lost,
        })
    };
    Ok(if changes.iter().any(fails) {
        Exit::Failed
    } else {
        Exit::Done
    })
}

fn access(path: &Path) -> Result<Access, Box<dyn Error>> {
    let text = files::text(path)?;
    if has_extension(path, "rhai") {
        return of_script(path, &text);
    }
    let because = |reason: String| format!("cannot use `{}`: {reason}", path.display());
    let json: Value =
        serde_json::from_str(&text).map_err(|error| because(format!("it is no JSON: {error}")))?;
    let read = match json.get("Statement") {
        Some(_) => of_policy(&text),
        None => of_dump(&json),
    };
    Ok(read.map_err(|error| because(error.to_string()))?)
}

fn of_script(path: &Path, text: &str) -> Result<Access, Box<dyn Error>> {
    let name = path.display().to_string();
    let access = with_stack(|| {
        let (ran, lab) = Recording::new(&name, Some(folder_of(path))).scenario_and_lab(text);
        match ran.fault {
            Some(fault) => Err(fault.render(Style::Plain)),
            None => Ok(of_lab(&lab)),
        }
    })?;
    access.map_err(|fault| format!("`{name}` does not come to its end\n{fault}").into())
}

fn as_json(change: &Change) -> Value {
    json!({
        "change": change.direction.word(),
        "principal": change.principal,
        "action": change.action,
        "exceptActions": change.except_actions,
        "resource": change.resource,
        "exceptResources": change.except_resources,
        "when": change.when,
    })
}
