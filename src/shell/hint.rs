//! Ghost text behind the cursor: what a call takes, once its parenthesis is open.

use crate::script::{function_table, verb};

use super::complete::place::{Frame, Place, Token};
use super::complete::types::type_of;
use super::view::View;

/// The signature of the call whose parenthesis was just opened, or whose next argument is due; none elsewhere.
#[must_use]
pub fn signature(view: &View<'_>, text: &str) -> Option<String> {
    if !text.trim_end().ends_with(['(', ',']) || text.starts_with(['.', '?']) {
        return None;
    }
    let place = Place::of(text);
    if !matches!(place.token, Token::Word { text: "", .. }) {
        return None;
    }
    let Some(Frame::Call { callee, argument }) = place.frames.last() else {
        return None;
    };
    let takes = takes(view, callee, text)?;
    let rest: Vec<String> = takes.into_iter().skip(*argument).collect();
    if rest.is_empty() && *argument > 0 {
        return None;
    }
    Some(format!("{})", rest.join(", ")))
}

fn takes(view: &View<'_>, callee: &str, text: &str) -> Option<Vec<String>> {
    let Some((of, name)) = callee.rsplit_once('.') else {
        if let Some(own) = view
            .functions
            .iter()
            .find(|function| function.name == callee)
        {
            return Some(own.parameters.clone());
        }
        let row = function_table::named(callee).find(|row| row.of.is_empty())?;
        return Some(parameters(row.takes));
    };
    let kind = type_of(view, of, text)?;
    if let Some(verb) = verb(&kind, name) {
        let required = verb.places.iter().filter(|member| member.required);
        let mut names: Vec<String> = required.map(|member| member.name.to_owned()).collect();
        if verb.optional().next().is_some() {
            names.push("#{ … }".to_owned());
        }
        return Some(names);
    }
    let row = function_table::methods(&kind).find(|row| row.name == name)?;
    Some(parameters(row.takes))
}

/// `a, [#{ B, C }]` in its parts: commas inside of braces part nothing.
fn parameters(takes: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    for letter in takes.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match (letter, depth, parts.last_mut()) {
            (',', 0, _) => parts.push(String::new()),
            (_, _, Some(part)) => part.push(letter),
            _ => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
        .into_iter()
        .map(|part| part.trim().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::complete::tests::with_view;
    use super::signature;

    #[test]
    fn an_open_call_says_what_it_takes() {
        with_view(|view| {
            let hint = |text: &str| signature(view, text);
            assert_eq!(hint("account(").as_deref(), Some("id, [#{ Email, Name }])"));
            assert_eq!(
                hint("carlos.can(\"s3:GetObject\", ").as_deref(),
                Some("resource, [#{ keys }])")
            );
            assert_eq!(
                hint("acct.create_role(").as_deref(),
                Some("RoleName, AssumeRolePolicyDocument, #{ … })")
            );
            assert_eq!(hint("carlos.attach_policy(").as_deref(), Some("PolicyArn)"));
            assert_eq!(hint("twice(").as_deref(), Some("x)"));
            for none in ["account", "nonsense(", "(", "account(\"1", "if (", ".use ("] {
                assert_eq!(hint(none), None, "{none}");
            }
        });
    }
}
