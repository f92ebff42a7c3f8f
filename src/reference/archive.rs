//! The container of the embedded catalogues: an index and records, deflated in blocks.
//!
//! Written by `tools/archive.py`, which describes the layout. Everything that is not as described gives `None`.

use std::sync::OnceLock;

use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// No index or block inflates to more, in bytes; guards against a damaged file.
const LIMIT: usize = 4 << 20;

/// Ends every record.
const SEPARATOR: char = '\u{1e}';

/// An embedded catalogue. Blocks stay inflated once they were needed.
#[derive(Debug)]
pub(super) struct Archive {
    index: String,
    blocks: Vec<Block>,
}

#[derive(Debug)]
struct Block {
    deflated: &'static [u8],
    /// How many records it holds.
    records: usize,
    text: OnceLock<Option<String>>,
}

impl Archive {
    /// Inflates the index alone.
    pub(super) fn open(bytes: &'static [u8]) -> Option<Self> {
        let (size, rest) = bytes.split_first_chunk::<4>()?;
        let size = usize::try_from(u32::from_le_bytes(*size)).ok()?;
        let (deflated, mut rest) = rest.split_at_checked(size)?;
        let index = inflate(deflated)?;
        let mut blocks = Vec::new();
        for entry in index.lines().next()?.split_ascii_whitespace() {
            let (size, records) = entry.split_once(':')?;
            let (deflated, behind) = rest.split_at_checked(size.parse().ok()?)?;
            rest = behind;
            blocks.push(Block {
                deflated,
                records: records.parse().ok()?,
                text: OnceLock::new(),
            });
        }
        Some(Self { index, blocks })
    }

    /// Lines of the index, without the one that describes the blocks.
    pub(super) fn index(&self) -> impl Iterator<Item = &str> {
        self.index.lines().skip(1)
    }

    /// The record of a number, counted from 0 through all blocks.
    pub(super) fn record(&self, number: usize) -> Option<&str> {
        let mut before = 0;
        for block in &self.blocks {
            if let Some(place) = number.checked_sub(before).filter(|p| *p < block.records) {
                return block.text()?.split(SEPARATOR).nth(place);
            }
            before += block.records;
        }
        None
    }
}

impl Block {
    fn text(&self) -> Option<&str> {
        let text = self.text.get_or_init(|| inflate(self.deflated));
        text.as_deref()
    }
}

fn inflate(deflated: &[u8]) -> Option<String> {
    let bytes = decompress_to_vec_with_limit(deflated, LIMIT).ok()?;
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_none_and_no_panic() {
        for bytes in [
            &b""[..],
            b"\x01",
            b"\xff\xff\xff\xff",
            b"\x00\x00\x00\x00",
            b"\x03\x00\x00\x00abc",
            b"\x02\x00\x00\x00\x03\x00",
        ] {
            assert!(Archive::open(bytes).is_none(), "{bytes:?}");
        }
    }
}
