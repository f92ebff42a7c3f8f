//! The JSON objects of an input, one at a time: a single object, an array of them, or one after the other (JSON Lines).
//!
//! Holds one object in memory, however long the input is.

use std::io::{self, BufRead};

/// The largest object, in bytes: memory is bounded whatever the input holds.
const LARGEST: usize = 64 << 20;

/// An object found in the input.
#[derive(Debug, PartialEq, Eq)]
pub struct Item {
    /// Its text.
    pub text: String,
    /// The line it begins on, 1 for the first.
    pub line: usize,
}

/// Splits an input into its objects.
pub struct Items<R> {
    input: R,
    line: usize,
}

impl<R: BufRead> Items<R> {
    /// Reads from `input`.
    pub const fn new(input: R) -> Self {
        Self { input, line: 1 }
    }

    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.input.fill_buf()?.first().copied();
        if let Some(byte) = byte {
            self.input.consume(1);
            self.line += usize::from(byte == b'\n');
        }
        Ok(byte)
    }

    /// Skips white space and what stands between the elements of an array.
    fn first_byte(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.next_byte()? {
                Some(b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']') => {}
                other => return Ok(other),
            }
        }
    }

    fn item(&mut self) -> io::Result<Option<Item>> {
        let Some(first) = self.first_byte()? else {
            return Ok(None);
        };
        let line = self.line;
        let mut text = vec![first];
        if first == b'{' {
            self.rest_of_object(&mut text)?;
        } else {
            // Not an object: the reader of the item says so; go on behind this line.
            while let Some(byte) = self.next_byte()?.filter(|byte| *byte != b'\n') {
                text.push(byte);
            }
        }
        let text = String::from_utf8(text).map_err(|_| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("line {line}: not UTF-8"),
            )
        })?;
        Ok(Some(Item { text, line }))
    }

    /// Copies up to the brace that closes the object; an unclosed one goes to the end of the input.
    fn rest_of_object(&mut self, text: &mut Vec<u8>) -> io::Result<()> {
        let (mut depth, mut in_string, mut escaped) = (1_u32, false, false);
        while depth > 0 {
            let Some(byte) = self.next_byte()? else { break };
            if text.len() == LARGEST {
                let message = format!("line {}: an object of more than {LARGEST} bytes", self.line);
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
            text.push(byte);
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                b'{' if !in_string => depth += 1,
                b'}' if !in_string => depth -= 1,
                _ => {}
            }
        }
        Ok(())
    }
}

impl<R: BufRead> Iterator for Items<R> {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<Self::Item> {
        self.item().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<(usize, String)> {
        Items::new(text.as_bytes())
            .map(|item| item.map(|item| (item.line, item.text)))
            .collect::<io::Result<_>>()
            .unwrap()
    }

    #[test]
    fn an_object_an_array_and_lines() {
        let one = || r#"{"a": "}\"{", "b": {"c": [1]}}"#.to_owned();
        assert_eq!(items(&one()), [(1, one())]);
        assert_eq!(
            items(&format!("[\n {},\n {}]\n", one(), one())),
            [(2, one()), (3, one())]
        );
        assert_eq!(
            items(&format!("{}\n\n{}\n", one(), one())),
            [(1, one()), (3, one())]
        );
        assert_eq!(items(" \n"), []);
    }

    #[test]
    fn what_is_no_object_is_an_item_too() {
        assert_eq!(
            items("nonsense\n{}"),
            [(1, "nonsense".to_owned()), (2, "{}".to_owned())]
        );
        assert_eq!(items("{\"a\": "), [(1, "{\"a\": ".to_owned())]);
    }

    #[test]
    fn bytes_that_are_no_text_are_an_error() {
        let mut items = Items::new(&b"{\"a\": \"\xff\"}"[..]);
        assert!(items.next().unwrap().is_err());
    }
}
