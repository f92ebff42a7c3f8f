//! The engine against a second evaluator, written from the documentation alone, on random accounts.
//!
//! `naive` shares no code with the engine: it reads the JSON form of `iamsh decide` and answers outcome and layers, simply
//! and slowly. `generate` makes accounts and requests out of few words, so that things match. The long run:
//! `IAMSH_AGREEMENT=1000000 cargo test --release --test agreement -- --nocapture`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests fail by panicking"
)]
#![expect(
    clippy::needless_pass_by_value,
    reason = "documents are written where they are passed"
)]

mod compare;
mod generate;
mod metamorphic;
mod naive;
mod regressions;
mod remedies;
