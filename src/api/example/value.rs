//! The values in examples: the part of rhai's expressions that the command line has words for.

/// An expression of the script, and what it is where it is a constant.
#[derive(Clone, Debug)]
pub struct Value<'a> {
    /// As it is written.
    pub text: &'a str,
    kind: Kind<'a>,
}

#[derive(Clone, Debug)]
enum Kind<'a> {
    Text(&'a str),
    /// A number.
    Plain(&'a str),
    Flag(bool),
    List(Vec<Value<'a>>),
    Map(Vec<(&'a str, Value<'a>)>),
    /// Known when the script runs.
    Expression,
}

impl<'a> Value<'a> {
    fn read(text: &'a str) -> Self {
        let text = text.trim();
        let inside = |open: &str, close: char| text.strip_prefix(open)?.strip_suffix(close);
        let kind = if let Some(text) = inside("\"", '"').filter(|text| !text.contains('"')) {
            Kind::Text(text)
        } else if let Some(items) = inside("[", ']') {
            Kind::List(parts(items).into_iter().map(Self::read).collect())
        } else if let Some(map) = inside("#{", '}') {
            Kind::Map(members(map))
        } else if let Ok(flag) = text.parse() {
            Kind::Flag(flag)
        } else if text.parse::<i64>().is_ok() {
            Kind::Plain(text)
        } else {
            Kind::Expression
        };
        Self { text, kind }
    }

    /// `--user-name carlos`, for the option's name without its hyphens.
    pub fn option(&self, name: &str) -> String {
        match &self.kind {
            Kind::Flag(true) => format!("--{name}"),
            Kind::Flag(false) => format!("--no-{name}"),
            Kind::List(items) => {
                let words: Vec<String> = items.iter().map(Self::word).collect();
                format!("--{name} {}", words.join(" "))
            }
            _ => format!("--{name} {}", self.word()),
        }
    }

    /// One word of the line.
    fn word(&self) -> String {
        match &self.kind {
            Kind::Text(text) | Kind::Plain(text) => quoted(text),
            Kind::Flag(flag) => flag.to_string(),
            Kind::Expression => format!("\"${{{}}}\"", self.text),
            Kind::Map(members) => {
                let shorthand: Vec<String> = members
                    .iter()
                    .map(|(name, value)| format!("{name}={}", value.word()))
                    .collect();
                shorthand.join(",")
            }
            Kind::List(items) => {
                let words: Vec<String> = items.iter().map(Self::word).collect();
                format!("[{}]", words.join(","))
            }
        }
    }
}

/// As a shell wants it: quoted where it holds anything a shell or the shorthand syntax would take for its own.
fn quoted(text: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:@+".contains(letter);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{text}'")
}

/// The members of the inside of a map.
pub fn members(text: &str) -> Vec<(&str, Value<'_>)> {
    parts(text)
        .into_iter()
        .filter_map(|part| part.split_once(':'))
        .map(|(name, value)| (name.trim(), Value::read(value)))
        .collect()
}

/// What stands between commas that are in no brackets and no text.
fn parts(text: &str) -> Vec<&str> {
    let (mut depth, mut in_text) = (0_usize, false);
    let comma = |letter: char| {
        match letter {
            '"' => in_text = !in_text,
            '(' | '[' | '{' if !in_text => depth += 1,
            ')' | ']' | '}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == ',' && depth == 0 && !in_text
    };
    text.split(comma)
        .filter(|part| !part.trim().is_empty())
        .collect()
}
