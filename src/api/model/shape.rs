//! Shapes: what a value of the API may be.

use std::sync::{Arc, OnceLock};

use super::pattern::Pattern;

/// A named type of the model with its constraints.
#[derive(Debug)]
pub struct Shape {
    /// The model's name: `userNameType`.
    pub name: &'static str,
    /// What values look like.
    pub kind: Kind,
    /// A secret: never to be shown in logs, nor echoed in errors.
    pub sensitive: bool,
}

impl Shape {
    /// Members of a structure, in order; empty for every other kind.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Structure(structure) => &structure.members,
            _ => &[],
        }
    }

    /// The member of a structure with exactly this name.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members().iter().find(|member| member.name == name)
    }
}

/// The kinds of values of the two models.
#[derive(Debug)]
pub enum Kind {
    /// An object with known members.
    Structure(Structure),
    /// A list of one shape.
    List(List),
    /// An object with free keys.
    Map(Map),
    /// Text.
    String(Text),
    /// A whole number; the bounds are of its value.
    Integer(Range),
    /// `true` or `false`.
    Boolean,
    /// ISO 8601 text, whole seconds.
    Timestamp,
    /// Bytes; base64 on the wire.
    Blob,
}

/// An object with known members.
#[derive(Debug)]
pub struct Structure {
    /// In the order of the model, which is the order of answers.
    pub members: Vec<Member>,
    /// Names of the required members, in the model's own order.
    pub required: Vec<&'static str>,
    /// Exactly one member must be set.
    pub union: bool,
}

/// One member of a structure.
#[derive(Debug)]
pub struct Member {
    /// AWS's spelling: `UserName`.
    pub name: &'static str,
    /// What it holds.
    pub shape: Arc<Shape>,
    /// Must be given.
    pub required: bool,
}

/// A list; on the wire `Name.member.N`.
#[derive(Debug)]
pub struct List {
    /// Shape of every element.
    pub member: Arc<Shape>,
    /// Bounds of the number of elements.
    pub length: Range,
}

/// An object with free keys; on the wire `entry/key/value`.
#[derive(Debug)]
pub struct Map {
    /// Shape of every key.
    pub key: Arc<Shape>,
    /// Shape of every value.
    pub value: Arc<Shape>,
    /// Bounds of the number of entries.
    pub length: Range,
}

/// Inclusive bounds: of a number's value, of a text's length in Unicode scalars, or of a number of elements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// Smallest allowed; `None` is no bound.
    pub min: Option<i64>,
    /// Largest allowed; `None` is no bound.
    pub max: Option<i64>,
}

/// Text with its constraints.
#[derive(Debug)]
pub struct Text {
    /// Bounds of the length in Unicode scalars.
    pub length: Range,
    /// The allowed values; empty if it is no enumeration.
    pub values: Vec<&'static str>,
    pattern: Option<String>,
    /// Compiled when first matched: most runs meet a few of the patterns.
    compiled: OnceLock<Option<Pattern>>,
}

impl Text {
    pub(super) const fn new(
        length: Range,
        values: Vec<&'static str>,
        pattern: Option<String>,
    ) -> Self {
        Self {
            length,
            values,
            pattern,
            compiled: OnceLock::new(),
        }
    }

    /// AWS's regular expression (Java's syntax), which the whole text must match.
    #[must_use]
    pub fn pattern(&self) -> Option<&str> {
        self.pattern.as_deref()
    }

    /// Whether `text` satisfies the pattern, if there is one.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let Some(source) = self.pattern() else {
            return true;
        };
        // INVARIANT: every pattern of the model compiles; a test in `pattern` holds it.
        self.compiled
            .get_or_init(|| Pattern::new(source))
            .as_ref()
            .is_none_or(|pattern| pattern.matches(text))
    }
}
