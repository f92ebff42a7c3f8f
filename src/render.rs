//! Data in, text out: colours, diagnostics with carets, JSON, the reason tree.

pub mod access;
pub mod card;
pub mod diagnostic;
pub mod diff;
pub mod excerpt;
pub mod finding;
pub mod inventory;
pub mod json;
pub mod remedy;
pub mod style;
pub mod table;
pub mod why;
pub mod yaml;
