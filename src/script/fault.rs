//! What ended a script, with its place in the text.

use std::borrow::Cow;
use std::ops::Range;

use rhai::{Engine, EvalAltResult, ParseErrorType, Position};

use crate::policy::suggest::nearest;
use crate::render::diagnostic::{Diagnostic, Marked};
use crate::render::style::Style;

use super::asserts::error_of;
use super::aws_lines::{Refusal, Source};
use super::engine::RESERVED;
use super::error::Error;
use super::kinds::plain;
use super::native::Failure;
use super::roots::Exit;
use super::verbs;

/// Why a script ended before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The text is no script.
    Parse,
    /// Something failed while it ran.
    Runtime,
    /// It used more than it may.
    Limit,
    /// It was stopped from outside.
    Interrupted,
    /// It called `exit` with this code.
    Exit(u8),
}

/// What ended a script.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Why.
    pub kind: FaultKind,
    /// What to show, and where.
    pub diagnostic: Diagnostic,
    /// The lab's error behind it, where it was one.
    error: Option<Box<Error>>,
}

impl Fault {
    /// The code of the lab's error behind it, such as `NoSuchEntity`.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        Some(self.error.as_ref()?.code.to_owned())
    }

    /// As text, ending in a line break; empty for `exit`.
    #[must_use]
    pub fn render(&self, style: Style) -> String {
        if matches!(self.kind, FaultKind::Exit(_)) {
            return String::new();
        }
        let mut diagnostic = self.diagnostic.clone();
        if let Some(decision) = self
            .error
            .as_ref()
            .and_then(|error| error.decision.as_ref())
        {
            let tree = decision.why(style);
            diagnostic.footer = Some(match diagnostic.footer {
                Some(footer) => format!("{footer}\n{tree}"),
                None => tree,
            });
        }
        diagnostic.render(style)
    }
}

/// The texts a fault may point into.
pub struct Texts<'a> {
    /// Name of the main text.
    pub name: &'a str,
    /// The main text.
    pub main: &'a Source,
    /// The text of an imported module.
    pub module: &'a dyn Fn(&str) -> Option<Source>,
    /// Names that could have been meant.
    pub engine: &'a Engine,
    /// Variables that could have been meant.
    pub variables: Vec<String>,
}

/// One call on the way to the failure.
struct Frame {
    what: String,
    /// Source the call stands in is that of the next outer frame.
    source: String,
    at: Position,
}

/// Explains a failure.
#[must_use]
pub fn explain(failure: Failure, texts: &Texts<'_>) -> Fault {
    let error = error_of(&failure);
    let (mut cause, frames) = unwind(failure);
    let at = cause.position();
    cause.set_position(Position::NONE);
    let source = frames.first().map_or("", |frame| frame.source.as_str());
    let kind = kind(&cause);
    let (title, mut help) = match &error {
        Some(error) => (error.text(), error.help.iter().cloned().collect()),
        None => words(&cause, texts),
    };
    let mut lines = title.split('\n');
    let title = lines.next().unwrap_or_default().to_owned();
    let below = lines.skip_while(|line| line.is_empty());
    let mut footer: Vec<String> = below.map(str::to_owned).collect();
    let word = error.as_ref().and_then(|error| error.line.as_ref()?.word);
    let stretch = error.as_ref().and_then(|error| error.at.clone());
    let place = match stretch {
        Some(stretch) => Some(texts.stretch(source, stretch)),
        None => texts.place(source, at, word),
    };
    let mut places: Vec<Marked> = place.into_iter().collect();
    if let Some(place) = error.as_ref().and_then(|error| error.place.as_ref()) {
        places.push(Marked {
            name: "policy".to_owned(),
            text: place.text.clone(),
            start: place.span.start,
            end: place.span.end,
            label: None,
        });
    }
    footer.extend(calls(&frames, texts));
    help.dedup();
    let footer = (!footer.is_empty()).then(|| footer.join("\n"));
    Fault {
        kind,
        diagnostic: Diagnostic {
            title,
            places,
            help,
            footer,
        },
        error: error.map(Box::new),
    }
}

/// The root cause, and the calls that led to it, innermost first.
fn unwind(failure: Failure) -> (Failure, Vec<Frame>) {
    let (mut here, mut frames) = (failure, Vec::new());
    loop {
        here = match *here {
            EvalAltResult::ErrorInFunctionCall(name, source, inner, at) => {
                let what = if name.starts_with("anon$") {
                    "a closure".to_owned()
                } else {
                    format!("`{name}`")
                };
                frames.push(Frame { what, source, at });
                inner
            }
            EvalAltResult::ErrorInModule(path, inner, at) => {
                frames.push(Frame {
                    what: format!("module `{path}`"),
                    source: path,
                    at,
                });
                inner
            }
            other => {
                frames.reverse();
                return (Box::new(other), frames);
            }
        };
    }
}

fn calls(frames: &[Frame], texts: &Texts<'_>) -> Vec<String> {
    let outer = frames
        .iter()
        .skip(1)
        .map(|frame| frame.source.as_str())
        .chain([texts.name]);
    frames
        .iter()
        .zip(outer)
        .map(|(frame, source)| {
            let (name, source) = texts.source(source);
            let place = source.position(frame.at);
            let place =
                place.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
            format!("  in {}, called at {name}{place}", frame.what)
        })
        .collect()
}

fn kind(cause: &EvalAltResult) -> FaultKind {
    match cause {
        EvalAltResult::ErrorParsing(..) => FaultKind::Parse,
        EvalAltResult::ErrorTerminated(payload, _) => match payload.clone().try_cast::<Exit>() {
            Some(Exit(code)) => FaultKind::Exit(code),
            None => FaultKind::Interrupted,
        },
        EvalAltResult::ErrorTooManyOperations(_)
        | EvalAltResult::ErrorTooManyVariables(_)
        | EvalAltResult::ErrorTooManyModules(_)
        | EvalAltResult::ErrorStackOverflow(_)
        | EvalAltResult::ErrorDataTooLarge(..) => FaultKind::Limit,
        _ => FaultKind::Runtime,
    }
}

/// What is wrong, and advice.
fn words(cause: &EvalAltResult, texts: &Texts<'_>) -> (String, Vec<String>) {
    match cause {
        EvalAltResult::ErrorTerminated(..) => ("interrupted".to_owned(), Vec::new()),
        EvalAltResult::ErrorTooManyOperations(_) => (
            "the script was stopped: it did more than it may".to_owned(),
            vec!["does a loop never end?".to_owned()],
        ),
        EvalAltResult::ErrorStackOverflow(_) => (
            "calls are nested too deeply".to_owned(),
            vec!["does a function call itself for ever?".to_owned()],
        ),
        EvalAltResult::ErrorFunctionNotFound(signature, _) => no_function(signature, texts),
        EvalAltResult::ErrorVariableNotFound(name, _) => unknown_variable(name, texts),
        EvalAltResult::ErrorForbiddenVariable(name, _) => reserved(name),
        EvalAltResult::ErrorParsing(kind, _) => match kind {
            ParseErrorType::ForbiddenVariable(name) => reserved(name),
            ParseErrorType::VariableUndefined(name) => unknown_variable(name, texts),
            other => (other.to_string(), Vec::new()),
        },
        EvalAltResult::ErrorRuntime(value, _) => (format!("the script threw {value}"), Vec::new()),
        other => (other.to_string(), Vec::new()),
    }
}

fn reserved(name: &str) -> (String, Vec<String>) {
    (
        format!("`{name}` cannot be the name of a variable"),
        vec![format!(
            "it begins a command line, such as `{RESERVED} iam list-users`"
        )],
    )
}

fn unknown_variable(name: &str, texts: &Texts<'_>) -> (String, Vec<String>) {
    let near = nearest(name, texts.variables.iter().map(String::as_str));
    let help = near.map(|near| format!("did you mean `{near}`?"));
    (
        format!("there is no variable `{name}`"),
        help.into_iter().collect(),
    )
}

/// `creat_user (Account, &str)` → what was called on what, and what was probably meant.
fn no_function(signature: &str, texts: &Texts<'_>) -> (String, Vec<String>) {
    let (name, types) = signature.split_once(" (").unwrap_or((signature, ""));
    let types: Vec<&str> = types
        .trim_end_matches(')')
        .split(", ")
        .filter(|kind| !kind.is_empty())
        .collect();
    let receiver = types.first().copied().unwrap_or_default();
    let verbs = verbs::names(receiver);
    let functions =
        texts
            .engine
            .collect_fn_metadata(None, |info| Some(info.metadata.name.to_string()), false);
    let known = functions.iter().any(|function| function == name);
    let is_word = name
        .chars()
        .all(|letter| letter.is_alphanumeric() || letter == '_');
    let near = nearest(name, verbs.iter().chain(&functions).map(String::as_str));
    let given = types
        .iter()
        .map(|kind| plain(kind))
        .collect::<Vec<_>>()
        .join(", ");
    if !is_word {
        return (format!("`{name}` cannot be applied to {given}"), Vec::new());
    }
    let title = match (known, types.len()) {
        (true, 0) => format!("`{name}` needs values"),
        (true, _) => format!("`{name}` does not take ({given})"),
        (false, 0) => format!("there is no function `{name}`"),
        (false, _) => format!("there is no function `{name}` for {given}"),
    };
    let help = near
        .filter(|near| *near != name)
        .map(|near| format!("did you mean `{near}`?"));
    (title, help.into_iter().collect())
}

impl Texts<'_> {
    /// The text of this name: a module's, or the main one.
    fn source(&self, name: &str) -> (String, Cow<'_, Source>) {
        let module = Some(name).filter(|name| !name.is_empty() && *name != self.name);
        match module.and_then(|name| Some((name, (self.module)(name)?))) {
            Some((name, source)) => (name.to_owned(), Cow::Owned(source)),
            None => (self.name.to_owned(), Cow::Borrowed(self.main)),
        }
    }

    /// The place of a position, as wide as what stands there.
    fn place(&self, source: &str, at: Position, word: Option<usize>) -> Option<Marked> {
        let stretch = self.source(source).1.marked(at, word)?;
        Some(self.stretch(source, stretch))
    }

    /// A stretch of a text.
    fn stretch(&self, source: &str, stretch: Range<usize>) -> Marked {
        let (name, source) = self.source(source);
        Marked {
            name,
            text: source.typed().to_owned(),
            start: stretch.start,
            end: stretch.end,
            label: None,
        }
    }
}

/// What the lab does not do, of all that shells do.
#[must_use]
pub fn refused(refusal: Refusal, name: &str, text: &str) -> Fault {
    Fault {
        kind: FaultKind::Parse,
        diagnostic: Diagnostic {
            title: refusal.message.to_owned(),
            places: vec![Marked {
                name: name.to_owned(),
                text: text.to_owned(),
                start: refusal.at.start,
                end: refusal.at.end,
                label: None,
            }],
            help: vec![refusal.help],
            footer: None,
        },
        error: None,
    }
}

/// The byte of a position: rhai counts characters from 1.
#[must_use]
pub fn byte_of(text: &str, at: Position) -> Option<usize> {
    let (line, column) = (at.line()?, at.position().unwrap_or(1).max(1));
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = text.get(start..)?;
    rest.char_indices()
        .map(|(offset, _)| start + offset)
        .chain([text.len()])
        .nth(column - 1)
}
