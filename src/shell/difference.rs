//! `.diff`: what entities, and what access, differ between two labs.
//!
//! Access is compared as `iamsh diff` compares it: by what the policies say, not by single questions.

use crate::access;
use crate::api::inventory::{differences, inventory};
use crate::lab::Lab;
use crate::render;
use crate::render::style::Style;

/// The report: `-` is only in `old`, `+` only in `new`, `~` in both and different; then who gained and lost which access.
#[must_use]
pub fn report(old: &Lab, new: &Lab, style: Style) -> String {
    let mut lines = render::inventory::lines(&differences(&inventory(old), &inventory(new)), style);
    if lines.is_empty() {
        lines.push("no entity differs".to_owned());
    }
    let changes = access::difference(&access::of_lab(old), &access::of_lab(new));
    lines.push(String::new());
    lines.push(render::access::changes(&changes, style));
    lines.join("\n")
}
