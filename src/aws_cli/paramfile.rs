//! `file://` and `fileb://`: values that stand in files. `http://` is text, as in version 2 of the AWS CLI.
//!
//! Source: AWS CLI User Guide, "Loading a parameter from a file in the AWS CLI".

use super::files::Files;

/// What a file gave.
pub enum Loaded {
    /// `file://`: text, every line ending in `\n`.
    Text(String),
    /// `fileb://`: bytes as they are.
    Bytes(Vec<u8>),
}

/// The content of the file a value names; `None` for values that name none.
///
/// # Errors
/// The AWS CLI's text.
pub fn load(value: &str, files: &dyn Files) -> Result<Option<Loaded>, String> {
    if let Some(path) = value.strip_prefix("file://") {
        let bytes = read(value, path, files)?;
        let text = String::from_utf8(bytes).map_err(|_| {
            format!(
                "Unable to load paramfile ({path}), text contents could not be decoded.  If this is a binary file, \
                 please use the fileb:// prefix instead of the file:// prefix."
            )
        })?;
        return Ok(Some(Loaded::Text(universal_lines(&text))));
    }
    match value.strip_prefix("fileb://") {
        Some(path) => read(value, path, files).map(|bytes| Some(Loaded::Bytes(bytes))),
        None => Ok(None),
    }
}

/// The same where only text will do.
///
/// # Errors
/// The AWS CLI's text.
pub fn load_text(value: &str, files: &dyn Files) -> Result<Option<String>, String> {
    Ok(match load(value, files)? {
        None => None,
        Some(Loaded::Text(text)) => Some(text),
        Some(Loaded::Bytes(bytes)) => Some(
            String::from_utf8(bytes)
                .map_err(|_| format!("Unable to load paramfile {value}: it is not UTF-8"))?,
        ),
    })
}

fn read(value: &str, path: &str, files: &dyn Files) -> Result<Vec<u8>, String> {
    files.read(path).map_err(|why| {
        format!(
            "Unable to load paramfile {value}: {why}: {}",
            super::python_quoted(path)
        )
    })
}

/// Python's text files end lines in `\n`, whatever the file has.
fn universal_lines(text: &str) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

/// Bytes as Python prints them: `b'\x89PNG'`.
#[must_use]
pub fn python_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') {
        '"'
    } else {
        '\''
    };
    let mut text = format!("b{quote}");
    for byte in bytes {
        match *byte {
            b'\\' => text.push_str("\\\\"),
            b'\t' => text.push_str("\\t"),
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            byte if char::from(byte) == quote => {
                text.push('\\');
                text.push(quote);
            }
            byte @ b' '..=b'~' => text.push(char::from(byte)),
            byte => text.push_str(&format!("\\x{byte:02x}")),
        }
    }
    text.push(quote);
    text
}
