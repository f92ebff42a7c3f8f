//! `iamsh` without a command: the REPL on a terminal, a script when input is piped in.

use std::error::Error;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::lab::Settings;
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
        return open(lab, on_output, &stop, None);
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

/// `iamsh learn`: the REPL with the tutorial open.
///
/// # Errors
/// When the input is no terminal.
pub fn learn(on_output: Style) -> Result<Exit, Box<dyn Error>> {
    if !io::stdin().is_terminal() {
        return Err(
            "the tutorial needs a terminal; `iamsh run scripts/tutorial` runs it without one"
                .into(),
        );
    }
    open(
        KeptLab::in_memory(Settings::default()),
        on_output,
        &stop::on_interrupt()?,
        Some(".learn".to_owned()),
    )
}

fn open(
    lab: KeptLab,
    style: Style,
    stop: &Arc<AtomicBool>,
    first: Option<String>,
) -> Result<Exit, Box<dyn Error>> {
    let folder = std::env::current_dir()?;
    let left = with_stack(|| {
        let stop = Arc::clone(stop);
        let make = {
            let stop = Arc::clone(&stop);
            Box::new(move |print, lab| {
                Interpreter::new(Setup {
                    lab,
                    folder: None,
                    // No limit: Ctrl-C is at hand.
                    operations: 0,
                    stop: Arc::clone(&stop),
                    print,
                    name: "iamsh".to_owned(),
                })
            })
        };
        shell::run(Shell {
            make,
            lab,
            style,
            stop,
            history: state_file("history"),
            progress: state_file("learn.json"),
            folder,
            pager: pager(),
            editor: variable("VISUAL").or_else(|| variable("EDITOR")),
            first,
        })
        .map_err(|error| error.to_string())
    })??;
    Ok(left.map_or(Exit::Done, Exit::Chosen))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// `$PAGER`; `less` where it is not set, nothing where it is empty. `less` keeps colours, and leaves short output on the screen.
fn pager() -> Option<String> {
    const LESS: &str = "less -FRX";
    match std::env::var("PAGER") {
        Ok(pager) if pager.is_empty() => None,
        Ok(pager) if pager != "less" => Some(pager),
        _ => Some(LESS.to_owned()),
    }
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

/// A file of `$XDG_STATE_HOME/iamsh`, below `~/.local/state` where that is not set.
fn state_file(name: &str) -> Option<PathBuf> {
    let folder = |name: &str| variable(name).map(PathBuf::from);
    let state = folder("XDG_STATE_HOME").or_else(|| Some(folder("HOME")?.join(".local/state")))?;
    Some(state.join("iamsh").join(name))
}
