//! Mutation of policies: each policy of a run is changed in one place, and the scenarios that use it run again. A change that no
//! assert and no `snapshot` notices is a hole in the tests. Transcripts do not count: they show policies, so they notice anything.

mod memory;
mod mutants;
mod trial;

pub use memory::Memory;
pub use mutants::{Mutant, mutants};
pub use trial::{Limits, Trial, Verdict, report, try_all};

#[cfg(test)]
mod tests;
