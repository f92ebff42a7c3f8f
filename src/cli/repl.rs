//! `iamsh` without a command: the REPL on a terminal, a script when input is piped in.

use std::error::Error;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::render::style::Style;
use crate::script::{Interpreter, OPERATIONS, Setup, with_stack};
use crate::shell::{self, Shell};
use crate::store::KeptLab;

use super::exit::Exit;
use super::output::Output;
use super::{lab, stop};

/// Opens the REPL, or runs what is piped in.
///
/// # Errors
/// When the terminal, the input or the lab of the file cannot be read.
pub fn run(
    file: Option<&Path>,
    on_output: Style,
    on_errors: Style,
) -> Result<Exit, Box<dyn Error>> {
    let stop = stop::on_interrupt()?;
    let lab = lab::open(file)?;
    if io::stdin().is_terminal() {
        let history = history_file();
        let left = with_stack(|| {
            // No limit: Ctrl-C is at hand.
            let (interpreter, _) = interpreter("iamsh", lab, 0, &stop);
            let shell = Shell {
                interpreter,
                style: on_output,
                stop: Arc::clone(&stop),
                history,
            };
            shell::run(shell).map_err(|error| error.to_string())
        })??;
        return Ok(left.map_or(Exit::Done, Exit::Chosen));
    }
    let mut text = String::new();
    io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| format!("cannot read the input: {error}"))?;
    Ok(with_stack(|| {
        let (mut interpreter, output) = interpreter("<stdin>", lab, OPERATIONS, &stop);
        match interpreter.run(&text) {
            _ if output.is_closed() => Exit::Done,
            Ok(_) => Exit::Done,
            Err(fault) => {
                eprint!("{}", fault.render(on_errors));
                fault.kind.into()
            }
        }
    })?)
}

fn interpreter(
    name: &str,
    lab: KeptLab,
    operations: u64,
    stop: &Arc<AtomicBool>,
) -> (Interpreter, Rc<Output>) {
    let output = Rc::new(Output::new(Arc::clone(stop)));
    let lines = Rc::clone(&output);
    let interpreter = Interpreter::new(Setup {
        lab,
        folder: None,
        operations,
        stop: Arc::clone(stop),
        print: Rc::new(move |line: &str| lines.line(line)),
        name: name.to_owned(),
    });
    (interpreter, output)
}

/// `$XDG_STATE_HOME/iamsh/history`, below `~/.local/state` where that is not set.
fn history_file() -> Option<PathBuf> {
    let folder = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let state = folder("XDG_STATE_HOME").or_else(|| Some(folder("HOME")?.join(".local/state")))?;
    Some(state.join("iamsh/history"))
}
