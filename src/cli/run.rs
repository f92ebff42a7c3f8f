//! `iamsh run`: scripts, one after the other, each in a fresh lab, or all in the lab of a file.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Args;

use crate::render::style::Style;
use crate::scenario::files;
use crate::script::{Interpreter, OPERATIONS, Setup, parts, with_stack};
use crate::store::StoreError;

use super::exit::Exit;
use super::output::Output;
use super::{lab, stop};

/// Options of the command.
#[derive(Args, Debug)]
pub struct Options {
    /// Say of each statement what it asked of the lab, what decided, and what changed by it
    #[arg(long)]
    trace: bool,
    /// Scripts (*.rhai) or folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Runs the scripts that are named, and stops at the first error.
///
/// # Errors
/// For paths that cannot be used, and a file that keeps no lab.
pub fn run(options: &Options, file: Option<&Path>, style: Style) -> Result<Exit, Box<dyn Error>> {
    let scripts = files::scripts(&options.paths)?;
    let stop = stop::on_interrupt()?;
    for (number, script) in scripts.iter().enumerate() {
        let text = files::text(script)?;
        if scripts.len() > 1 {
            let gap = if number == 0 { "" } else { "\n" };
            Output::new(Arc::clone(&stop)).line(&format!("{gap}== {}", script.display()));
        }
        match with_stack(|| one(script, &text, options.trace, file, &stop, style))?? {
            Exit::Done => {}
            other => return Ok(other),
        }
    }
    Ok(Exit::Done)
}

fn one(
    script: &Path,
    text: &str,
    trace: bool,
    file: Option<&Path>,
    stop: &Arc<AtomicBool>,
    style: Style,
) -> Result<Exit, StoreError> {
    let output = Rc::new(Output::new(Arc::clone(stop)));
    let print: Rc<dyn Fn(&str)> = {
        let output = Rc::clone(&output);
        Rc::new(move |line: &str| output.line(line))
    };
    let mut interpreter = Interpreter::new(Setup {
        lab: lab::open(file)?,
        folder: Some(files::folder_of(script)),
        operations: OPERATIONS,
        stop: Arc::clone(stop),
        print: Rc::clone(&print),
        name: script.display().to_string(),
    });
    // Its tests are for `iamsh test`.
    let script = parts(text).setup;
    let result = match trace {
        true => interpreter.run_traced(&script, print),
        false => interpreter.run(&script),
    };
    Ok(match result {
        _ if output.is_closed() => Exit::Done,
        Ok(_) => Exit::Done,
        Err(fault) => {
            eprint!("{}", fault.render(style));
            fault.kind.into()
        }
    })
}
