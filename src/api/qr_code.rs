//! QR codes as PNG images: what an authenticator app reads off the screen.
//!
//! One grey level a bit, no filters: a writer of a few lines whose bytes are the same in every run.
//! Source: PNG (Third Edition), W3C Recommendation, sections 5 and 11.

use miniz_oxide::deflate::compress_to_vec_zlib;
use qrcodegen::{QrCode, QrCodeEcc};

/// Pixels a module is wide.
const SCALE: i32 = 4;
/// Modules of white around the code.
const BORDER: i32 = 4;
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A PNG image of the QR code of `text`; none for a text longer than any QR code holds.
#[must_use]
pub fn png(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = (code.size() + 2 * BORDER) * SCALE;
    let mut header = Vec::new();
    header.extend(side.to_be_bytes());
    header.extend(side.to_be_bytes());
    // One bit a pixel, grey, and the only compression, filter method and interlacing there is.
    header.extend([1, 0, 0, 0, 0]);
    let mut image = SIGNATURE.to_vec();
    chunk(&mut image, b"IHDR", &header);
    chunk(
        &mut image,
        b"IDAT",
        &compress_to_vec_zlib(&rows(&code, side), 9),
    );
    chunk(&mut image, b"IEND", &[]);
    Some(image)
}

/// Each row is its filter, none, and its pixels, eight a byte, white ones set.
fn rows(code: &QrCode, side: i32) -> Vec<u8> {
    let white = |x: i32, y: i32| !code.get_module(x / SCALE - BORDER, y / SCALE - BORDER);
    let mut bytes = Vec::new();
    for y in 0..side {
        bytes.push(0);
        for start in (0..side).step_by(8) {
            let byte = (start..start + 8).fold(0_u8, |byte, x| {
                (byte << 1) | u8::from(x < side && white(x, y))
            });
            bytes.push(byte);
        }
    }
    bytes
}

fn chunk(image: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    image.extend(length.to_be_bytes());
    image.extend(kind);
    image.extend(data);
    image.extend(crc(kind.iter().chain(data)).to_be_bytes());
}

/// CRC-32 of PNG (ISO 3309).
fn crc<'b>(bytes: impl Iterator<Item = &'b u8>) -> u32 {
    !bytes.fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                0xedb8_8320 ^ (crc >> 1)
            } else {
                crc >> 1
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standard() {
        assert_eq!(crc(b"123456789".iter()), 0xcbf4_3926);
    }

    #[test]
    fn an_image_has_a_header_a_body_and_an_end() {
        let image = png("otpauth://totp/carlos@123456789012?secret=ABC").unwrap();
        assert!(image.starts_with(SIGNATURE));
        assert!(image.ends_with(b"IEND\xae\x42\x60\x82"));
        assert!(png(&"x".repeat(5000)).is_none());
    }
}
