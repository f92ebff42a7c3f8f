//! Words to options and positionals, by the rules of Python's `argparse`, which the AWS CLI is built on.
//!
//! An option may be cut short as long as it stays clear, may be followed by its value or carry it after `=`, and what is
//! not known is handed back to whoever reads the line next. Source: Python Library Reference, "argparse".

use std::collections::BTreeMap;
use std::ops::Range;

/// How many words an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// None: it is there or not.
    Nothing,
    /// One.
    One,
    /// One or none; the text stands for none.
    Optional(&'static str),
    /// As many as follow.
    Many,
}

/// An option or a positional word.
#[derive(Clone, Debug)]
pub struct Rule {
    /// With its dashes; a positional has none.
    pub name: String,
    /// Where its value goes; several options may share a place.
    pub place: String,
    /// How many words follow.
    pub takes: Takes,
    /// The value must be one of these; empty allows any.
    pub choices: Vec<String>,
    /// The value must be a whole number.
    pub integer: bool,
    /// It must be given.
    pub required: bool,
}

impl Rule {
    /// An option that takes words.
    #[must_use]
    pub fn option(name: &str, takes: Takes) -> Self {
        Self {
            name: format!("--{name}"),
            place: name.to_owned(),
            takes,
            choices: Vec::new(),
            integer: false,
            required: false,
        }
    }

    /// A word without dashes.
    #[must_use]
    pub fn positional(name: &str, choices: Vec<String>) -> Self {
        Self {
            name: name.to_owned(),
            place: name.to_owned(),
            takes: Takes::One,
            choices,
            integer: false,
            required: true,
        }
    }

    /// The same rule, to be given.
    #[must_use]
    pub fn required(mut self, required: bool) -> Self {
        self.required = required;
        self
    }

    /// The same rule for whole numbers.
    #[must_use]
    pub fn integer(mut self) -> Self {
        self.integer = true;
        self
    }

    /// The same rule with a closed set of values.
    #[must_use]
    pub fn one_of(mut self, choices: &[&str]) -> Self {
        self.choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
        self
    }

    fn is_option(&self) -> bool {
        self.name.starts_with('-')
    }
}

/// A word and its index in the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The text.
    pub text: String,
    /// Index among the words after `aws`.
    pub index: usize,
}

/// What an option was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The option as the rule has it: `--no-set-as-default` shares its place with `--set-as-default`.
    pub name: String,
    /// Index of the option itself; of the word for a positional.
    pub index: usize,
    /// Its values.
    pub values: Vec<Word>,
}

/// A line that was read.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// What was given, by place; the last one counts.
    pub given: BTreeMap<String, Given>,
    /// What no rule knows, in the order of `argparse`.
    pub rest: Vec<Word>,
}

impl Read {
    /// The one value given for a place.
    #[must_use]
    pub fn value(&self, place: &str) -> Option<&str> {
        let given = self.given.get(place)?;
        given.values.first().map(|word| word.text.as_str())
    }

    /// Whether something was given for a place.
    #[must_use]
    pub fn has(&self, place: &str) -> bool {
        self.given.contains_key(place)
    }
}

/// Why a line cannot be read: `argparse`'s text, and the word at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Without `aws: error: `.
    pub message: String,
    /// Index of the word, where one is at fault.
    pub word: Option<usize>,
}

/// Reads `words` by `rules`.
///
/// # Errors
/// In `argparse`'s words.
pub fn read(rules: &[Rule], words: &[Word]) -> Result<Read, Unreadable> {
    let mut reader = Reader {
        rules,
        words,
        kinds: Vec::with_capacity(words.len()),
        positionals: rules.iter().filter(|rule| !rule.is_option()).collect(),
        read: Read::default(),
    };
    reader.classify()?;
    reader.run()?;
    reader.check_required()?;
    Ok(reader.read)
}

/// What a word is.
#[derive(Clone, Debug)]
enum WordKind<'r> {
    /// A value or a positional.
    Plain,
    /// `--` alone: what follows is plain.
    Divider,
    /// An option; `None` if no rule knows it. The text is what came after `=`.
    Option(Option<&'r Rule>, Option<String>),
}

struct Reader<'r> {
    rules: &'r [Rule],
    words: &'r [Word],
    kinds: Vec<WordKind<'r>>,
    /// Those that still wait for a word.
    positionals: Vec<&'r Rule>,
    read: Read,
}

impl<'r> Reader<'r> {
    fn classify(&mut self) -> Result<(), Unreadable> {
        let mut plain = false;
        for word in self.words {
            let kind = if plain {
                WordKind::Plain
            } else if word.text == "--" {
                plain = true;
                WordKind::Divider
            } else {
                self.kind_of(word)?
            };
            self.kinds.push(kind);
        }
        Ok(())
    }

    fn kind_of(&self, word: &Word) -> Result<WordKind<'r>, Unreadable> {
        let text = word.text.as_str();
        if !text.starts_with('-') || text.len() == 1 {
            return Ok(WordKind::Plain);
        }
        if let Some(rule) = self.option(text) {
            return Ok(WordKind::Option(Some(rule), None));
        }
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (text, None),
        };
        if let Some(rule) = self.option(name).filter(|_| value.is_some()) {
            return Ok(WordKind::Option(Some(rule), value));
        }
        let close = self.beginning_with(name);
        match close.as_slice() {
            [] if is_negative_number(text) || text.contains(' ') => Ok(WordKind::Plain),
            [] => Ok(WordKind::Option(None, None)),
            [rule] => Ok(WordKind::Option(Some(rule), value)),
            several => {
                let names: Vec<&str> = several.iter().map(|rule| rule.name.as_str()).collect();
                Err(Unreadable {
                    message: format!("ambiguous option: {text} could match {}", names.join(", ")),
                    word: Some(word.index),
                })
            }
        }
    }

    fn option(&self, name: &str) -> Option<&'r Rule> {
        self.rules
            .iter()
            .find(|rule| rule.is_option() && rule.name == name)
    }

    fn beginning_with(&self, name: &str) -> Vec<&'r Rule> {
        let named = |rule: &&Rule| rule.is_option() && rule.name.starts_with(name);
        if name.starts_with("--") {
            self.rules.iter().filter(named).collect()
        } else {
            Vec::new()
        }
    }

    fn run(&mut self) -> Result<(), Unreadable> {
        let mut at = 0;
        let is_option = |kind: &WordKind<'_>| matches!(kind, WordKind::Option(..));
        while let Some(next) =
            (at..self.kinds.len()).find(|i| self.kinds.get(*i).is_some_and(is_option))
        {
            if at != next {
                let after = self.take_positionals(at)?;
                if after > at {
                    at = after;
                    continue;
                }
                self.leave(at..next);
                at = next;
            }
            at = self.take_option(at)?;
        }
        at = self.take_positionals(at)?;
        self.leave(at..self.words.len());
        Ok(())
    }

    fn leave(&mut self, range: Range<usize>) {
        let words = self.words.get(range).unwrap_or_default();
        self.read.rest.extend_from_slice(words);
    }

    fn is_plain(&self, at: usize) -> bool {
        matches!(self.kinds.get(at), Some(WordKind::Plain))
    }

    fn is_divider(&self, at: usize) -> bool {
        matches!(self.kinds.get(at), Some(WordKind::Divider))
    }

    /// Gives waiting positionals the words from `at` on; answers where it stopped.
    fn take_positionals(&mut self, mut at: usize) -> Result<usize, Unreadable> {
        while let Some(rule) = self.positionals.first().copied() {
            let mut word = at;
            while self.is_divider(word) {
                word += 1;
            }
            if self.is_plain(word) {
                let values = self.words.get(word..=word).unwrap_or_default().to_vec();
                self.positionals.remove(0);
                let index = values.first().map_or(0, |word| word.index);
                self.store(rule, index, values)?;
                at = word + 1;
            } else if matches!(rule.takes, Takes::Optional(_)) {
                // One that needs no word is used up where it could have stood.
                self.positionals.remove(0);
                at = word;
            } else {
                break;
            }
        }
        Ok(at)
    }

    fn take_option(&mut self, at: usize) -> Result<usize, Unreadable> {
        let (Some(word), Some(WordKind::Option(rule, value))) =
            (self.words.get(at), self.kinds.get(at).cloned())
        else {
            return Ok(at + 1);
        };
        let Some(rule) = rule else {
            self.read.rest.push(word.clone());
            return Ok(at + 1);
        };
        if let Some(value) = value {
            if rule.takes == Takes::Nothing {
                let message = format!("ignored explicit argument {}", super::python_quoted(&value));
                return Err(fault(rule, &message, word.index));
            }
            let text = Word {
                text: value,
                index: word.index,
            };
            self.store(rule, word.index, vec![text])?;
            return Ok(at + 1);
        }
        let mut end = at + 1;
        let most = match rule.takes {
            Takes::Nothing => 0,
            Takes::One | Takes::Optional(_) => 1,
            Takes::Many => usize::MAX,
        };
        while self.is_plain(end) && end - at - 1 < most {
            end += 1;
        }
        let mut values = self.words.get(at + 1..end).unwrap_or_default().to_vec();
        match rule.takes {
            Takes::One if values.is_empty() => {
                return Err(fault(rule, "expected one argument", word.index));
            }
            Takes::Optional(text) if values.is_empty() => values.push(Word {
                text: text.to_owned(),
                index: word.index,
            }),
            _ => {}
        }
        self.store(rule, word.index, values)?;
        Ok(end)
    }

    fn store(&mut self, rule: &Rule, index: usize, values: Vec<Word>) -> Result<(), Unreadable> {
        for value in &values {
            if rule.integer && !is_python_integer(&value.text) {
                let quoted = super::python_quoted(&value.text);
                let message = format!("invalid int value: {quoted}");
                return Err(fault(rule, &message, value.index));
            }
            if !rule.choices.is_empty() && !rule.choices.contains(&value.text) {
                let message = invalid_choice(&value.text, &rule.choices);
                return Err(fault(rule, &message, value.index));
            }
        }
        let name = rule.name.clone();
        let given = Given {
            name,
            index,
            values,
        };
        self.read.given.insert(rule.place.clone(), given);
        Ok(())
    }

    fn check_required(&self) -> Result<(), Unreadable> {
        let missing: Vec<&str> = self
            .rules
            .iter()
            .filter(|rule| rule.required && !self.read.has(&rule.place))
            .map(|rule| rule.name.as_str())
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Unreadable {
            message: format!(
                "the following arguments are required: {}",
                missing.join(", ")
            ),
            word: None,
        })
    }
}

fn fault(rule: &Rule, message: &str, word: usize) -> Unreadable {
    Unreadable {
        message: format!("argument {}: {message}", rule.name),
        word: Some(word),
    }
}

/// The choices in two columns, and those that are close.
fn invalid_choice(given: &str, choices: &[String]) -> String {
    let mut text = "Invalid choice, valid choices are:\n".to_owned();
    for pair in choices.chunks(2) {
        let cells: Vec<String> = pair.iter().map(|choice| format!("{choice:<40}")).collect();
        text.push('\n');
        text.push_str(&cells.join(" | "));
    }
    let close = super::close_matches::close_matches(given, choices);
    if !close.is_empty() {
        let quoted = super::python_quoted(given);
        text.push_str(&format!(
            "\n\n\nInvalid choice: {quoted}, maybe you meant:\n"
        ));
        for choice in close {
            text.push_str(&format!("\n  * {choice}"));
        }
    }
    text
}

fn is_negative_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('-') else {
        return false;
    };
    let all = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    match digits.split_once('.') {
        Some((whole, rest)) => all(whole) && all(rest) && !rest.is_empty(),
        None => all(digits) && !digits.is_empty(),
    }
}

/// Whether Python's `int()` reads the text.
#[must_use]
pub fn is_python_integer(text: &str) -> bool {
    python_integer(text).is_some()
}

/// What Python's `int()` makes of a text: blanks around it, a sign and single `_` between digits are fine.
#[must_use]
pub fn python_integer(text: &str) -> Option<String> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let parts_are_digits = digits
        .split('_')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if !parts_are_digits {
        return None;
    }
    let digits = digits.replace('_', "");
    let digits = match digits.trim_start_matches('0') {
        "" => "0",
        significant => significant,
    };
    Some(if digits == "0" {
        digits.to_owned()
    } else {
        format!("{sign}{digits}")
    })
}
