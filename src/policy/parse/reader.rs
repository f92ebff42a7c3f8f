//! What every element needs: members without duplicates, strings, and a place to leave warnings.

use std::collections::BTreeMap;

use super::{ParseError, Warning};
use crate::policy::document::Text;
use crate::policy::json::{Kind, Member, Node, Span};
use crate::policy::suggest::nearest;

/// Collects the warnings of one document.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) warnings: Vec<Warning>,
}

impl Reader {
    pub(super) fn warn(&mut self, span: Span, message: String) {
        self.warnings.push(Warning { span, message });
    }

    /// The members of an object; of several with one key the last (rule A20).
    pub(super) fn members<'a>(
        &mut self,
        node: &'a Node,
        what: &str,
    ) -> Result<Vec<&'a Member>, ParseError> {
        let Some(members) = node.as_object() else {
            return Err(wrong_type(node, what, "an object"));
        };
        let mut last_of_key = BTreeMap::new();
        for (at, member) in members.iter().enumerate() {
            if last_of_key.insert(member.key.as_str(), at).is_some() {
                let message = format!("`{}` is given twice: the last one counts", member.key);
                self.warn(member.key_span, message);
            }
        }
        let counts = |at: usize, member: &Member| last_of_key.get(member.key.as_str()) == Some(&at);
        Ok(members
            .iter()
            .enumerate()
            .filter(|(at, member)| counts(*at, member))
            .map(|(_, member)| member)
            .collect())
    }

    /// Warns of unknown elements. One that looks like a known one is refused: ignoring a `condition` would allow too much.
    pub(super) fn known_elements(
        &mut self,
        members: &[&Member],
        known: &[&str],
    ) -> Result<(), ParseError> {
        for member in members {
            let name = member.key.as_str();
            if known.contains(&name) {
                continue;
            }
            if let Some(meant) = nearest(name, known.iter().copied()) {
                return Err(ParseError {
                    message: format!("unknown element `{name}`"),
                    span: member.key_span,
                    help: Some(format!("did you mean `{meant}`?")),
                });
            }
            let message = format!("unknown element `{name}`: it is ignored");
            self.warn(member.key_span, message);
        }
        Ok(())
    }
}

pub(super) fn string(node: &Node, what: &str) -> Result<Text, ParseError> {
    match &node.kind {
        Kind::String(value) => Ok(Text {
            value: value.clone(),
            span: node.span,
        }),
        _ => Err(wrong_type(node, what, "a string")),
    }
}

/// `` `Sid` is a number, not a string ``
pub(super) fn wrong_type(node: &Node, what: &str, expected: &str) -> ParseError {
    ParseError {
        message: format!("{what} is {}, not {expected}", node.noun()),
        span: node.span,
        help: None,
    }
}
