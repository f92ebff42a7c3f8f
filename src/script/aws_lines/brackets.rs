//! The brackets around a place of the code, and whether anybody gets the value of the block in there.

use super::super::scan::PieceKind;
use super::Expected;

/// An open bracket.
struct Open<'a> {
    mark: &'a str,
    /// The value of this block goes nowhere.
    forgets: bool,
    /// What was known of the next block when this bracket was opened.
    next: Option<bool>,
}

/// The open brackets, the innermost last.
pub struct Brackets<'a> {
    open: Vec<Open<'a>>,
    /// The text itself is a value: the code in a `${…}`.
    is_value: bool,
    /// Whether the value of the next block goes nowhere, where a word before it says so.
    next: Option<bool>,
    /// The same of the block that was closed last: `else` and `catch` are like what they follow.
    last: bool,
    /// The last piece that is no space.
    before: &'a str,
}

impl<'a> Brackets<'a> {
    /// None open.
    pub const fn new(is_value: bool) -> Self {
        Self {
            open: Vec::new(),
            is_value,
            next: None,
            last: false,
            before: "",
        }
    }

    /// Goes over a piece of code; `expected` is what could stand there.
    pub fn step(&mut self, kind: PieceKind, piece: &'a str, expected: Expected) {
        let is_statement = expected == Expected::Statement;
        match (kind, piece) {
            (PieceKind::Space | PieceKind::Comment, _) => return,
            (PieceKind::Word, "for" | "while" | "loop" | "do") => self.next = Some(true),
            (PieceKind::Word, "if" | "try") if is_statement => self.next = Some(self.forgets()),
            (PieceKind::Word, "else" | "catch") => self.next = Some(self.last),
            (PieceKind::Word, "fn") => self.next = Some(false),
            (PieceKind::Mark, "{") if self.before == "#" => self.open(piece, false),
            (PieceKind::Mark, "{") => {
                let of_its_own = is_statement && self.forgets();
                let forgets = self.next.take().unwrap_or(of_its_own);
                self.open(piece, forgets);
            }
            (PieceKind::Mark, "(" | "[") => self.open(piece, false),
            (PieceKind::Mark, "}" | ")" | "]") => {
                if let Some(closed) = self.open.pop() {
                    self.next = closed.next;
                    self.last = closed.forgets;
                }
            }
            (PieceKind::Mark, ";") => self.next = None,
            _ => {}
        }
        self.before = piece;
    }

    fn open(&mut self, mark: &'a str, forgets: bool) {
        let next = self.next.take();
        self.open.push(Open {
            mark,
            forgets,
            next,
        });
    }

    /// Nothing is open.
    pub const fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// A list, or what a call takes.
    pub fn in_list(&self) -> bool {
        self.open.last().is_some_and(|open| open.mark != "{")
    }

    /// Nobody gets the value of what stands here: the body of a loop, a branch of a statement.
    pub fn forgets(&self) -> bool {
        self.open.last().map_or(!self.is_value, |open| open.forgets)
    }
}
