//! Actions that do not exist.

use crate::policy::document::Statement;
use crate::reference::services;

use super::{Finding, Severity};

/// AWS knows more actions than it lists, so that an unknown one is no error.
pub(super) fn look(statement: &Statement, found: &mut Vec<Finding>) {
    for text in statement
        .action
        .iter()
        .flat_map(|element| &element.patterns)
    {
        let Some((service, _)) = text.value.split_once(':') else {
            continue;
        };
        let is_wild = service.contains(['*', '?']);
        let code = if !is_wild && services::find(&service.to_ascii_lowercase()).is_none() {
            "INVALID_SERVICE_IN_ACTION"
        } else if services::matching(&text.value).is_empty() {
            "INVALID_ACTION"
        } else {
            continue;
        };
        let message = match code {
            "INVALID_ACTION" if text.value.contains(['*', '?']) => {
                format!("no action is known that `{}` stands for", text.value)
            }
            "INVALID_ACTION" => format!("there is no action `{}`", text.value),
            _ => format!("there is no service `{service}`"),
        };
        let finding = Finding::new(Severity::Warning, code, text.span, message);
        found.push(match services::suggest(&text.value) {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")),
            None => finding,
        });
    }
}
