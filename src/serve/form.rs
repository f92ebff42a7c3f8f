//! Pairs of a form, from a query string or a body: `application/x-www-form-urlencoded`.
//! Source: URL Standard, "application/x-www-form-urlencoded"; RFC 3986, section 2.

use std::fmt::Write;

/// The pairs in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

/// A form that is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl Form {
    /// Reads pairs, `+` standing for a space.
    ///
    /// # Errors
    /// For a `%` without two hexadecimal digits, and for what is not UTF-8.
    pub fn read(text: &[u8]) -> Result<Self, Unreadable> {
        let pairs = text.split(|byte| *byte == b'&');
        let pairs = pairs.filter(|pair| !pair.is_empty()).map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = decoded(halves.next().unwrap_or_default())?;
            Ok((name, decoded(halves.next().unwrap_or_default())?))
        });
        pairs.collect::<Result<_, _>>().map(Self)
    }

    /// The pairs of another form, after these.
    pub fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }

    /// The pairs.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a name; the first where there are several.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }
}

fn decoded(text: &[u8]) -> Result<String, Unreadable> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().copied().and_then(hex).ok_or(Unreadable);
                digit()? << 4 | digit()?
            }
            other => *other,
        });
    }
    String::from_utf8(bytes).map_err(|_| Unreadable)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// Text with everything but RFC 3986's unreserved characters as `%XX`.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    encode_into(text, &mut out);
    out
}

/// The same, added to a text.
pub fn encode_into(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_in_their_order() {
        let form = Form::read(b"Action=GetUser&User+Name=a%2Bb%C3%A9&&x&Action=Other").unwrap();
        let pairs: Vec<_> = form.pairs().collect();
        assert_eq!(
            pairs,
            [
                ("Action", "GetUser"),
                ("User Name", "a+bé"),
                ("x", ""),
                ("Action", "Other")
            ]
        );
        assert_eq!(form.get("Action"), Some("GetUser"));
    }

    #[test]
    fn broken_escapes_and_bytes_that_are_no_text_are_refused() {
        for text in ["a=%", "a=%4", "a=%zz", "%ff=1", "a=%c3"] {
            assert_eq!(Form::read(text.as_bytes()), Err(Unreadable), "{text}");
        }
        assert_eq!(Form::read(b"a=\xff"), Err(Unreadable));
    }

    #[test]
    fn what_is_encoded_is_decoded_again() {
        let text = "{\"a\": \"b+c%20~é\"}";
        assert_eq!(decoded(encoded(text).as_bytes()).unwrap(), text);
        assert_eq!(encoded("a b/~"), "a%20b%2F~");
    }
}
