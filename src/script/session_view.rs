//! What a session can be asked between inputs: its variables and functions, the lab, the decisions that were seen.

use std::path::PathBuf;
use std::sync::Arc;

use rhai::Dynamic;

use crate::decision::Explanation;
use crate::lab::{Caller, Lab};

use super::actor;
use super::command_line::Reply;
use super::fault::Fault;
use super::interpreter::{Interpreter, Watcher};
use super::kinds::kind;
use super::show::{self, show};
use super::value_view::Answer;

/// A variable of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// The name of its value's type; that of the first element in front of `[]` for lists.
    pub kind: String,
    /// The value in one line, where it is short.
    pub brief: String,
    /// It was declared with `const`: functions see it too.
    pub constant: bool,
}

/// A function, of the session or of the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Names of its parameters, with types where the engine knows them.
    pub parameters: Vec<String>,
    /// What its author wrote above it, without comment marks.
    pub comment: String,
}

/// What came of an input.
pub struct Ran {
    /// Its value; none for `()`.
    pub value: Option<Answer>,
    /// What ended it before its end.
    pub fault: Option<Fault>,
    /// The byte of the input at which the statement that failed begins, or somewhat behind; the whole input where none did.
    pub until: usize,
}

struct Progress {
    begun: usize,
}

impl Watcher for Progress {
    fn begins(&mut self, at: usize) {
        self.begun = at;
    }
}

impl Interpreter {
    /// Runs an input; its value becomes `it`, and `r7` when the input's number is 7.
    pub fn run_input(&mut self, input: &str, number: usize) -> Ran {
        let mut progress = Progress { begun: 0 };
        match self.run_for_value(input, &mut progress) {
            Ok(value) => {
                let value = value.flatten();
                Ran {
                    value: self.keep(value, number),
                    fault: None,
                    until: input.len(),
                }
            }
            Err(fault) => Ran {
                value: None,
                fault: Some(fault),
                until: progress.begun,
            },
        }
    }

    fn keep(&mut self, value: Dynamic, number: usize) -> Option<Answer> {
        if value.is_unit() {
            return None;
        }
        self.scope.set_or_push("it", value.clone());
        self.scope.set_or_push(format!("r{number}"), value.clone());
        if value.is::<Reply>() {
            // Printed when the line ran.
            return None;
        }
        let text = show(&self.engine, &value);
        let brief = show::brief(&self.engine, &value);
        Some(Answer { value, text, brief })
    }

    /// The variables, the last one of each name.
    #[must_use]
    pub fn variables(&self) -> Vec<Variable> {
        let mut found: Vec<Variable> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for (name, constant, value) in self.scope.iter_raw() {
            if seen.insert(name) {
                found.push(Variable {
                    name: name.to_owned(),
                    kind: kind_of(value),
                    brief: brief(value),
                    constant,
                });
            }
        }
        found.reverse();
        found
    }

    /// Whether a variable can have this name.
    #[must_use]
    pub fn can_be_named(&self, name: &str) -> bool {
        let declared = format!("let {name} = 1;");
        rhai::is_valid_identifier(name) && self.engine.compile(declared).is_ok()
    }

    /// Whether a variable of the session has this name.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        self.scope.contains(name)
    }

    /// The name, or where a variable has it already the name with a number behind it.
    #[must_use]
    pub fn free_name(&self, name: &str) -> String {
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        let free = names.find(|name| !self.is_named(name));
        free.unwrap_or_default()
    }

    /// The functions that the session's inputs defined.
    #[must_use]
    pub fn own_functions(&self) -> Vec<Function> {
        let functions = self.functions.iter_functions();
        functions
            .filter(|function| !function.name.starts_with("anon$"))
            .map(|function| Function {
                name: function.name.to_owned(),
                parameters: function
                    .params
                    .iter()
                    .map(|&name| name.to_owned())
                    .collect(),
                comment: uncommented(function.comments.iter().copied()),
            })
            .collect()
    }

    /// The functions of the engine with this name, rhai's own among them.
    #[must_use]
    pub fn engine_functions(&self, name: &str) -> Vec<Function> {
        self.engine.collect_fn_metadata(
            None,
            |info| {
                (info.metadata.name == name).then(|| Function {
                    name: name.to_owned(),
                    parameters: info
                        .metadata
                        .params_info
                        .iter()
                        .map(ToString::to_string)
                        .collect(),
                    comment: uncommented(info.metadata.comments.iter().map(AsRef::as_ref)),
                })
            },
            true,
        )
    }

    /// Names of all functions of the engine that are words, each once.
    #[must_use]
    pub fn engine_names(&self) -> Vec<String> {
        // `aws_…` is what lines become: nobody writes it.
        let word = |name: &str| {
            name.starts_with(|letter: char| letter.is_alphabetic())
                && !name.starts_with("aws_")
                && name
                    .chars()
                    .all(|letter| letter.is_alphanumeric() || letter == '_')
        };
        let mut names = self.engine.collect_fn_metadata(
            None,
            |info| word(&info.metadata.name).then(|| info.metadata.name.to_string()),
            true,
        );
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Who acts for a variable: an account's root user, a user, a session.
    #[must_use]
    pub fn caller(&self, variable: &str) -> Option<Caller> {
        let value = self.scope.get(variable)?;
        actor::of(value).map(|actor| actor.caller)
    }

    /// The properties of a variable's value.
    #[must_use]
    pub fn properties(&self, variable: &str) -> Vec<String> {
        let value = self.scope.get(variable).cloned();
        let fields = value.and_then(|value| {
            self.engine
                .eval_fn_call::<rhai::Array>("fields", None, (value,))
                .ok()
        });
        let fields = fields.unwrap_or_default();
        fields.into_iter().map(|field| field.to_string()).collect()
    }

    /// Names of the profiles of `aws` lines.
    #[must_use]
    pub fn profiles(&self) -> Vec<String> {
        let mut names = Vec::new();
        self.world
            .set_environment(|environment| names.extend(environment.profiles().keys().cloned()));
        names
    }

    /// Looks at the lab.
    pub fn look<T>(&self, at: impl FnOnce(&Lab) -> T) -> T {
        self.world.look(at)
    }

    /// The last decision that was asked for, or that refused a call.
    #[must_use]
    pub fn decision(&self) -> Option<Arc<Explanation>> {
        self.world.decision()
    }

    /// Sets the folder files are read from.
    pub fn set_folder(&self, folder: Option<PathBuf>) {
        self.world.set_folder(folder);
    }
}

fn kind_of(value: &Dynamic) -> String {
    if let Some(items) = value.read_lock::<rhai::Array>()
        && let Some(first) = items.first()
    {
        return format!("{}[]", kind(first));
    }
    kind(value).to_owned()
}

/// Plain values in one line.
fn brief(value: &Dynamic) -> String {
    const MOST: usize = 60;
    let plain = value.is_string() || value.is_int() || value.is_bool() || value.is_float();
    if !plain {
        return String::new();
    }
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

fn uncommented<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let lines = lines.flat_map(str::lines).map(|line| {
        let line = line.trim_start();
        let text = line.strip_prefix("///").unwrap_or(line);
        text.strip_prefix(' ').unwrap_or(text).to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}
