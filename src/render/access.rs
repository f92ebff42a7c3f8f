//! Who gained and lost which access, by principal.

use crate::access::{Change, Direction};

use super::style::Style;

/// A line for each change below its principal, ending in a line break.
#[must_use]
pub fn changes(changes: &[Change], style: Style) -> String {
    if changes.is_empty() {
        return "nobody gained or lost anything\n".to_owned();
    }
    let mut text = String::new();
    let mut principal = "";
    for change in changes {
        if principal != change.principal {
            principal = &change.principal;
            text.push_str(&format!("{}\n", style.strong(principal)));
        }
        let word = match change.direction {
            Direction::Gained => style.deny("+ gained"),
            Direction::Lost => style.allow("- lost  "),
        };
        let action = with_exceptions(&change.action, &change.except_actions);
        let resource = with_exceptions(&change.resource, &change.except_resources);
        text.push_str(&format!("  {word}  {action}  on {resource}\n"));
        for when in &change.when {
            text.push_str(&format!(
                "{}\n",
                style.muted(format!("            when {when}"))
            ));
        }
    }
    text
}

fn with_exceptions<'a>(pattern: &str, except: impl IntoIterator<Item = &'a String>) -> String {
    let except: Vec<&str> = except.into_iter().map(String::as_str).collect();
    match except.is_empty() {
        true => pattern.to_owned(),
        false => format!("{pattern} but {}", except.join(", ")),
    }
}
