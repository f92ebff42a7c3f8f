//! Labs that survive: the commands a lab was given, kept in an embedded store, and a lab that is brought back by replaying them.
//!
//! A file is a [redb](https://docs.rs/redb) database of two tables: what the file is, and the commands by their number. A command
//! is on the disk **before** it is done, so whoever has seen an answer will find its command in the file; one that was kept and
//! not yet answered is done when the file is opened next. Commands are deterministic: nothing else needs to be kept.
//!
//! [`KeptLab::execute`] is where every front end gives its commands.

mod entry;
mod error;
mod file;
mod kept;

pub use error::{Damage, StoreError};
pub use file::Store;
pub use kept::KeptLab;
