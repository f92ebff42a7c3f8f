//! The recursive descent over the bytes of a text: one pass, each byte looked at a constant number of times.

use super::{JsonError, Kind, MAX_DEPTH, Member, Node, Span};

/// Reads a text that holds one JSON value and nothing else.
///
/// # Errors
/// [`JsonError`] at the first byte that RFC 8259 does not allow, or where nesting passes [`MAX_DEPTH`].
pub fn parse(text: &str) -> Result<Node, JsonError> {
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
    };
    if text.starts_with('\u{feff}') {
        return Err(parser.error_here(
            "the text begins with a byte order mark",
            Some("save it as UTF-8 without one"),
        ));
    }
    parser.skip_blanks();
    let node = parser.value()?;
    parser.skip_blanks();
    if parser.peek().is_some() {
        let message = format!("expected the end of the text, found {}", parser.found());
        return Err(parser.error_here(&message, None));
    }
    Ok(node)
}

struct Parser<'a> {
    text: &'a str,
    /// Byte offset of the next byte. INVARIANT: on a character boundary whenever a slice or an error is made.
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The text from `start` to the current place.
    fn since(&self, start: usize) -> &str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    fn skip_while(&mut self, accept: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&accept) {
            self.at += 1;
        }
    }

    /// Takes the byte if it comes next.
    fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn next_char(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    /// The next character, for messages.
    fn found(&self) -> String {
        match self.next_char() {
            None => "the end of the text".to_owned(),
            Some(c) if c.is_control() => format!("U+{:04X}", u32::from(c)),
            Some(c) => format!("`{c}`"),
        }
    }

    fn error(&self, start: usize, message: &str, help: Option<&'static str>) -> JsonError {
        JsonError {
            span: Span::new(start, self.at),
            message: message.to_owned(),
            help,
        }
    }

    /// An error that points at the next character.
    fn error_here(&self, message: &str, help: Option<&'static str>) -> JsonError {
        let width = self.next_char().map_or(0, char::len_utf8);
        JsonError {
            span: Span::new(self.at, self.at + width),
            message: message.to_owned(),
            help,
        }
    }

    fn expected(&self, what: &str, help: Option<&'static str>) -> JsonError {
        self.error_here(&format!("expected {what}, found {}", self.found()), help)
    }

    fn value(&mut self) -> Result<Node, JsonError> {
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => Kind::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Kind::Number(self.number()?),
            Some(b'a'..=b'z' | b'A'..=b'Z') => self.word()?,
            Some(b'\'') => return Err(self.expected("a value", Some(DOUBLE_QUOTES))),
            Some(b'/') => return Err(self.expected("a value", Some(NO_COMMENTS))),
            _ => return Err(self.expected("a value", None)),
        };
        Ok(Node {
            span: Span::new(start, self.at),
            kind,
        })
    }

    /// Reads a list or an object one level deeper.
    fn nested(
        &mut self,
        read: fn(&mut Self) -> Result<Kind, JsonError>,
    ) -> Result<Kind, JsonError> {
        if self.depth == MAX_DEPTH {
            let message = format!("lists and objects nest more than {MAX_DEPTH} levels deep");
            return Err(self.error_here(&message, None));
        }
        self.depth += 1;
        let kind = read(self)?;
        self.depth -= 1;
        Ok(kind)
    }

    fn array(&mut self) -> Result<Kind, JsonError> {
        self.at += 1;
        let mut elements = Vec::new();
        self.skip_blanks();
        if self.eat(b']') {
            return Ok(Kind::Array(elements));
        }
        loop {
            elements.push(self.value()?);
            if self.closes(b']', "`,` or `]`")? {
                return Ok(Kind::Array(elements));
            }
        }
    }

    fn object(&mut self) -> Result<Kind, JsonError> {
        self.at += 1;
        let mut members = Vec::new();
        self.skip_blanks();
        if self.eat(b'}') {
            return Ok(Kind::Object(members));
        }
        loop {
            members.push(self.object_member()?);
            if self.closes(b'}', "`,` or `}`")? {
                return Ok(Kind::Object(members));
            }
        }
    }

    fn object_member(&mut self) -> Result<Member, JsonError> {
        let start = self.at;
        let key = match self.peek() {
            Some(b'"') => self.string()?,
            Some(b'/') => return Err(self.expected("a key in double quotes", Some(NO_COMMENTS))),
            _ => return Err(self.expected("a key in double quotes", None)),
        };
        let key_span = Span::new(start, self.at);
        self.skip_blanks();
        if !self.eat(b':') {
            return Err(self.expected("`:` after the key", None));
        }
        self.skip_blanks();
        let value = self.value()?;
        Ok(Member {
            key,
            key_span,
            value,
        })
    }

    /// After an element: true at the closing bracket, false after a comma that something follows.
    fn closes(&mut self, bracket: u8, expected: &str) -> Result<bool, JsonError> {
        self.skip_blanks();
        if self.eat(bracket) {
            return Ok(true);
        }
        let comma = self.at;
        if !self.eat(b',') {
            let help = match self.peek() {
                Some(b'"' | b'{' | b'[') => Some("put a comma between the two"),
                Some(b'/') => Some(NO_COMMENTS),
                _ => None,
            };
            return Err(self.expected(expected, help));
        }
        let after_comma = self.at;
        self.skip_blanks();
        if self.peek() == Some(bracket) {
            self.at = after_comma;
            return Err(self.error(
                comma,
                "nothing follows this comma",
                Some("remove the comma"),
            ));
        }
        Ok(false)
    }

    /// `true`, `false` or `null`.
    fn word(&mut self) -> Result<Kind, JsonError> {
        let start = self.at;
        self.skip_while(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        match self.since(start) {
            "true" => Ok(Kind::Bool(true)),
            "false" => Ok(Kind::Bool(false)),
            "null" => Ok(Kind::Null),
            _ => {
                let message = "expected a value, found a word without quotes";
                Err(self.error(start, message, Some(DOUBLE_QUOTES)))
            }
        }
    }

    fn number(&mut self) -> Result<String, JsonError> {
        let start = self.at;
        self.eat(b'-');
        let integer = self.at;
        self.digits()?;
        if self.since(integer).len() > 1 && self.since(integer).starts_with('0') {
            return Err(self.error(start, "a number does not begin with a zero", None));
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            if !self.eat(b'+') {
                self.eat(b'-');
            }
            self.digits()?;
        }
        Ok(self.since(start).to_owned())
    }

    /// At least one digit.
    fn digits(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        self.skip_while(|byte| byte.is_ascii_digit());
        if self.at == start {
            return Err(self.expected("a digit", None));
        }
        Ok(())
    }

    fn string(&mut self) -> Result<String, JsonError> {
        let start = self.at;
        self.at += 1;
        let mut decoded = String::new();
        loop {
            let run = self.at;
            self.skip_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f));
            decoded.push_str(self.since(run));
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(decoded);
                }
                Some(b'\\') => decoded.push(self.escape()?),
                Some(b'\n' | b'\r') => {
                    let message = "the string is not closed on its line";
                    return Err(self.error(start, message, Some(LINE_BREAK)));
                }
                Some(_) => {
                    let message = format!("{} stands bare in a string", self.found());
                    return Err(
                        self.error_here(&message, Some("write it as `\\u` and four digits"))
                    );
                }
                None => {
                    self.at = start + 1;
                    return Err(self.error(start, "the string is not closed", None));
                }
            }
        }
    }

    /// One character written with a backslash.
    fn escape(&mut self) -> Result<char, JsonError> {
        let start = self.at;
        self.at += 1;
        let plain = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(start),
            _ => return Err(self.expected("one of `\" \\ / b f n r t u` after `\\`", None)),
        };
        self.at += 1;
        Ok(plain)
    }

    /// `\uXXXX`, or two of them that make a surrogate pair.
    fn unicode_escape(&mut self, start: usize) -> Result<char, JsonError> {
        let first = self.hex_unit()?;
        let code = match first {
            0xd800..=0xdbff if self.eat(b'\\') && self.peek() == Some(b'u') => {
                let second = self.hex_unit()?;
                match second {
                    0xdc00..=0xdfff => 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00),
                    _ => first,
                }
            }
            _ => first,
        };
        // A surrogate without its partner is no character.
        char::from_u32(code).ok_or_else(|| {
            let message = "half of a surrogate pair stands alone";
            self.error(
                start,
                message,
                Some("write both halves, or the character itself"),
            )
        })
    }

    /// The `u` and its four hexadecimal digits.
    fn hex_unit(&mut self) -> Result<u32, JsonError> {
        self.at += 1;
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.expected("a hexadecimal digit", None));
            };
            unit = unit * 16 + digit;
            self.at += 1;
        }
        Ok(unit)
    }
}

const DOUBLE_QUOTES: &str = "strings are written in double quotes";
const NO_COMMENTS: &str = "JSON has no comments";
const LINE_BREAK: &str = "close it, or write a line break as `\\n`";
