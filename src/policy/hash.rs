//! Hashes of names whose case does not count: action names and condition keys.

/// FNV-1a of the text in lower case. It needs no state and no seed: equal in every run, and for names known beforehand
/// computed while compiling. Whoever compares hashes compares the names, too: texts with equal hashes can be made.
#[must_use]
pub const fn folded(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        hash = (hash ^ byte.to_ascii_lowercase() as u64).wrapping_mul(0x0100_0000_01b3);
        rest = tail;
    }
    hash
}
