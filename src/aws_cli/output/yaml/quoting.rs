//! Texts in YAML: plain where they cannot be taken for something else, quoted where they can, folded beyond column 80.

use super::Writer;

/// Lines are folded at the first blank beyond this column.
const WIDTH: usize = 80;

/// How a text is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
}

impl Writer {
    /// Writes a text; lines after the first are indented by `indent`.
    pub(super) fn scalar(&mut self, text: &str, indent: usize, folds: bool) {
        match style_of(text) {
            Style::Plain => self.plain(text, indent, folds),
            Style::Single => self.single(text, indent, folds),
            Style::Double => self.double(text, indent, folds),
        }
    }

    fn plain(&mut self, text: &str, indent: usize, folds: bool) {
        let mut rest = text;
        while let Some((word, after)) = rest.split_once(' ') {
            self.push(word);
            let blanks = after.len() - after.trim_start_matches(' ').len() + 1;
            if blanks == 1 && folds && self.column > WIDTH {
                self.new_line(indent);
            } else {
                self.push(&" ".repeat(blanks));
            }
            rest = after.trim_start_matches(' ');
        }
        self.push(rest);
    }

    fn single(&mut self, text: &str, indent: usize, folds: bool) {
        self.push("'");
        let mut chars = text.chars().peekable();
        let mut at_start = true;
        while let Some(c) = chars.next() {
            match c {
                ' ' => {
                    let mut blanks = 1;
                    while chars.next_if_eq(&' ').is_some() {
                        blanks += 1;
                    }
                    let inside = !at_start && chars.peek().is_some();
                    if blanks == 1 && folds && self.column > WIDTH && inside {
                        self.new_line(indent);
                    } else {
                        self.push(&" ".repeat(blanks));
                    }
                }
                '\n' => {
                    self.push("\n\n");
                    while chars.next_if_eq(&'\n').is_some() {
                        self.push("\n");
                    }
                    self.push(&" ".repeat(indent));
                }
                '\'' => self.push("''"),
                c => self.push(c.encode_utf8(&mut [0; 4])),
            }
            at_start = false;
        }
        self.push("'");
    }

    fn double(&mut self, text: &str, indent: usize, folds: bool) {
        self.push("\"");
        let chars: Vec<char> = text.chars().collect();
        let last = chars.len().saturating_sub(1);
        let mut run = String::new();
        for (at, c) in chars.iter().enumerate() {
            let escaped = escape(*c);
            if escaped.is_some() {
                self.push(&std::mem::take(&mut run));
            }
            if let Some(escaped) = &escaped {
                self.push(escaped);
            }
            let length = run.chars().count();
            if folds
                && at > 0
                && at < last
                && (*c == ' ' || escaped.is_some())
                && self.column + length > WIDTH
            {
                self.push(&std::mem::take(&mut run));
                self.push("\\");
                self.new_line(indent);
                let next = if escaped.is_some() {
                    chars.get(at + 1)
                } else {
                    Some(c)
                };
                if next == Some(&' ') {
                    self.push("\\");
                }
            }
            if escaped.is_none() {
                run.push(*c);
            }
        }
        self.push(&run);
        self.push("\"");
    }
}

fn style_of(text: &str) -> Style {
    if text.chars().any(|c| c != '\n' && !is_printable(c)) || has_space_beside_break(text) {
        return Style::Double;
    }
    let may_be_plain = !text.is_empty()
        && !text.contains('\n')
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !has_indicator(text)
        && !super::super::yaml_types::is_typed(text);
    if may_be_plain {
        Style::Plain
    } else {
        Style::Single
    }
}

fn is_printable(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..='\u{10fffe}')
}

fn has_space_beside_break(text: &str) -> bool {
    text.contains(" \n")
}

/// Characters that mean something in a block: at the beginning, before or after a blank.
fn has_indicator(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let blank = |at: usize| chars.get(at).is_none_or(|c| *c == ' ');
    let leading = match chars.first() {
        Some(
            '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%'
            | '@' | '`',
        ) => true,
        Some('?' | ':' | '-') => blank(1),
        _ => false,
    };
    let inside = chars.iter().enumerate().skip(1).any(|(at, c)| match c {
        ':' => blank(at + 1),
        '#' => at > 0 && blank(at - 1),
        _ => false,
    });
    leading || inside || text.starts_with("---") || text.starts_with("...")
}

fn escape(c: char) -> Option<String> {
    Some(match c {
        '\0' => "\\0".to_owned(),
        '\u{7}' => "\\a".to_owned(),
        '\u{8}' => "\\b".to_owned(),
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        '\u{b}' => "\\v".to_owned(),
        '\u{c}' => "\\f".to_owned(),
        '\r' => "\\r".to_owned(),
        '\u{1b}' => "\\e".to_owned(),
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\u{85}' => "\\N".to_owned(),
        '\u{2028}' => "\\L".to_owned(),
        '\u{2029}' => "\\P".to_owned(),
        c if is_printable(c) => return None,
        c => match u32::from(c) {
            code @ ..=0xff => format!("\\x{code:02X}"),
            code @ ..=0xffff => format!("\\u{code:04X}"),
            code => format!("\\U{code:08X}"),
        },
    })
}
