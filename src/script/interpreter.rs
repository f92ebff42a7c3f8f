//! One session of scripting, for files and for the REPL: functions, imports, constants and variables persist between inputs.
//!
//! rhai forgets functions and imports between evaluations and counts lines from one each time. So each input is compiled whole,
//! behind as many blank lines as came before it, and run statement by statement: the value of each statement is known.

use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rhai::{AST, Dynamic, Engine, Module, Position, Scope, Stmt};

use crate::store::KeptLab;

use super::aws_lines::Source;
use super::command_line::Reply;
use super::complete_input::is_complete;
use super::engine::{engine, parser};
use super::fault::{Fault, Texts, explain, refused};
use super::imports::Sources;
use super::native::Failure;
use super::returns;
use super::show::show;
use super::test_functions::blanked;
use super::world::World;

/// What an interpreter is made of.
pub struct Setup {
    /// The lab, kept in a file or not.
    pub lab: KeptLab,
    /// The folder files and modules are read from; the current one where none is given.
    pub folder: Option<PathBuf>,
    /// Operations after which a statement is stopped; 0 for none.
    pub operations: u64,
    /// Raised to stop a running script.
    pub stop: Arc<AtomicBool>,
    /// Gets each line that scripts print.
    pub print: Rc<dyn Fn(&str)>,
    /// What the text is called in messages.
    pub name: String,
}

#[cfg(test)]
impl Setup {
    /// An empty lab, no files, no limit, and nobody who reads what is printed.
    pub fn silent() -> Self {
        Self {
            lab: KeptLab::in_memory(crate::lab::Settings::default()),
            folder: None,
            operations: 0,
            stop: Arc::default(),
            print: Rc::new(|_| {}),
            name: "test".to_owned(),
        }
    }
}

/// Sees the statements of an input as they run.
pub trait Watcher {
    /// A statement begins; `at` is the byte of the input that rhai names as its place.
    fn begins(&mut self, at: usize) {
        let _ = at;
    }
    /// It is done and has a value; text as it would be shown, none for `()`.
    fn ends(&mut self, value: Option<String>) {
        let _ = value;
    }
}

/// Watches nothing.
pub struct Unwatched;

impl Watcher for Unwatched {}

/// A session.
pub struct Interpreter {
    pub(super) engine: Engine,
    pub(super) world: Rc<World>,
    parser: Engine,
    sources: Sources,
    name: String,
    pub(super) scope: Scope<'static>,
    pub(super) functions: AST,
    imports: Vec<Stmt>,
    /// Everything compiled so far: earlier inputs blanked, but for imports that succeeded.
    compiled: String,
    /// Everything as it was typed, for carets.
    source: Source,
}

impl Interpreter {
    /// A session.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let world = World::new(setup.lab);
        world.set_folder(setup.folder);
        let sources = Sources::default();
        Self {
            engine: engine(
                &world,
                Rc::clone(&sources),
                setup.operations,
                setup.stop,
                setup.print,
            ),
            world,
            parser: parser(),
            sources,
            name: setup.name,
            scope: Scope::new(),
            functions: AST::empty(),
            imports: Vec::new(),
            compiled: String::new(),
            source: Source::default(),
        }
    }

    /// Runs an input and gives its last value as it would be shown; none for `()`.
    ///
    /// # Errors
    /// What ended it. What ran before stays, its functions do not.
    pub fn run(&mut self, input: &str) -> Result<Option<String>, Fault> {
        self.run_watched(input, &mut Unwatched)
    }

    /// The same, seen by a watcher.
    ///
    /// # Errors
    /// As [`Interpreter::run`].
    pub fn run_watched(
        &mut self,
        input: &str,
        watcher: &mut dyn Watcher,
    ) -> Result<Option<String>, Fault> {
        let value = self.run_for_value(input, watcher)?;
        Ok(self.shown(&value))
    }

    /// Runs an input for its last value.
    pub(super) fn run_for_value(
        &mut self,
        input: &str,
        watcher: &mut dyn Watcher,
    ) -> Result<Dynamic, Fault> {
        let input = blanked_start(input);
        let first_line = self.compiled.matches('\n').count() + 1;
        let read = match self.source.push(&input) {
            Ok(read) => read,
            Err(refusal) => {
                self.compiled.push_str(&blank_lines(&input));
                return Err(refused(refusal, &self.name, self.source.typed()));
            }
        };
        let source = format!("{}{read}", self.compiled);
        self.compiled.push_str(&blank_lines(&input));
        self.evaluate(&source, first_line, watcher)
            .map_err(|failure| self.fault(failure))
    }

    /// Runs a part of a script whose other parts ran as the first input: places are those of the whole script.
    ///
    /// # Errors
    /// As [`Interpreter::run`].
    pub(super) fn run_part(
        &mut self,
        script: &str,
        part: Range<usize>,
    ) -> Result<Option<String>, Fault> {
        self.source = Source::default();
        if let Err(refusal) = self.source.push(script) {
            return Err(refused(refusal, &self.name, self.source.typed()));
        }
        let alone = alone(&self.source, &part);
        // Imports that ran are still there for the strict checks.
        let mut imports = self.compiled.split('\n');
        let lines = alone.split('\n').map(|line| match imports.next() {
            Some(import) if line.trim().is_empty() => import,
            _ => line,
        });
        let source = lines.collect::<Vec<_>>().join("\n");
        let before = script.get(..part.start).unwrap_or_default();
        let value = self
            .evaluate(&source, before.matches('\n').count() + 1, &mut Unwatched)
            .map_err(|failure| self.fault(failure))?;
        Ok(self.shown(&value))
    }

    /// The lab, as the session leaves it.
    #[must_use]
    pub fn into_lab(self) -> KeptLab {
        self.world.give_up()
    }

    /// Works on another lab from here on.
    pub fn set_lab(&self, lab: KeptLab) {
        self.world.set_lab(lab);
    }

    /// What the text is called in messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether an input can be run, or more lines belong to it.
    #[must_use]
    pub fn is_complete(&self, input: &str) -> bool {
        is_complete(&self.parser, input)
    }

    fn evaluate(
        &mut self,
        source: &str,
        first_line: usize,
        watcher: &mut dyn Watcher,
    ) -> Result<Dynamic, Failure> {
        let mut ast = self.engine.compile_with_scope(&self.scope, source)?;
        ast.set_source(self.name.as_str());
        let program = self.functions.merge(&ast);
        let mut value = Dynamic::UNIT;
        let start = line_start(self.source.typed(), first_line);
        let fresh = |statement: &&Stmt| {
            statement
                .position()
                .line()
                .is_none_or(|line| line >= first_line)
        };
        for statement in ast.statements().iter().filter(fresh) {
            let at = self.source.typed_of(statement.position()).unwrap_or(start);
            watcher.begins(at.saturating_sub(start));
            self.offer_constants();
            let may_return = returns::inside(statement);
            let run = match may_return {
                true => returns::told(statement),
                false => vec![statement.clone()],
            };
            let statements = self.imports.iter().cloned().chain(run);
            let mut one = AST::new(statements, program.shared_lib().clone());
            one.set_source(self.name.as_str());
            let me = self.acting_me();
            let result = self.engine.eval_ast_with_scope(&mut self.scope, &one);
            self.follow_me(me.as_ref());
            value = result?;
            let returned = may_return && !returns::take_value(&mut self.scope, &mut value);
            watcher.ends(self.shown(&value));
            match statement {
                Stmt::Import(..) => {
                    self.imports.push(statement.clone());
                    self.keep_line(source, statement.position());
                }
                Stmt::Return(..) => break,
                _ if returned => break,
                _ => {}
            }
        }
        self.functions = program.clone_functions_only();
        Ok(value)
    }

    /// `global::NAME` finds the constants of earlier statements.
    fn offer_constants(&mut self) {
        let constants: Vec<_> = self
            .scope
            .iter_raw()
            .filter(|(_, constant, _)| *constant)
            .collect();
        if constants.is_empty() {
            return;
        }
        let mut module = Module::new();
        for (name, _, value) in constants {
            module.set_var(name, value.clone());
        }
        self.engine.register_static_module("global", module.into());
    }

    /// Strict checking must see the import again before each later input.
    fn keep_line(&mut self, source: &str, at: Position) {
        let Some(line) = at.line() else { return };
        let text = source.split('\n').nth(line - 1).unwrap_or_default();
        let kept: Vec<&str> = self.compiled.split('\n').collect();
        let lines = kept
            .iter()
            .enumerate()
            .map(|(number, old)| if number + 1 == line { text } else { old });
        self.compiled = lines.collect::<Vec<_>>().join("\n");
    }

    /// A value as the prompt shows it; none for `()`.
    fn shown(&self, value: &Dynamic) -> Option<String> {
        // What an `aws` line answers was printed when it ran.
        let printed = value.is::<Reply>();
        (!value.is_unit() && !printed).then(|| show(&self.engine, value))
    }

    fn fault(&self, failure: Failure) -> Fault {
        let module = |name: &str| self.sources.borrow().get(name).cloned();
        explain(
            failure,
            &Texts {
                name: &self.name,
                main: &self.source,
                module: &module,
                engine: &self.engine,
                variables: self
                    .scope
                    .iter_raw()
                    .map(|(name, _, _)| name.to_owned())
                    .collect(),
            },
        )
    }
}

/// A byte order mark and a `#!` line are no part of a script; its lines keep their numbers.
pub(super) fn blanked_start(input: &str) -> String {
    let text = input.strip_prefix('\u{feff}').unwrap_or(input);
    match text.strip_prefix("#!") {
        Some(rest) => format!("// {rest}"),
        None => text.to_owned(),
    }
}

/// What rhai reads of a part of what was typed, everything else blanked.
fn alone(source: &Source, part: &Range<usize>) -> String {
    let read = source.read();
    let first = |typed: usize| {
        let mut bytes = read.char_indices().map(|(byte, _)| byte);
        bytes
            .find(|byte| source.typed_at(*byte) >= typed)
            .unwrap_or(read.len())
    };
    let (start, end) = (first(part.start), first(part.end));
    let text = |range: Range<usize>| read.get(range).unwrap_or_default();
    [
        blanked(text(0..start)),
        text(start..end).to_owned(),
        blanked(text(end..read.len())),
    ]
    .concat()
}

/// The line breaks of an input, the one behind it included.
fn blank_lines(input: &str) -> String {
    "\n".repeat(input.matches('\n').count() + 1)
}

fn line_start(text: &str, line: usize) -> usize {
    text.split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum()
}
