//! The functions of scripts as completion and hints ask for them, one row a way to call one. The table itself, with what they mean,
//! is [`crate::help::FUNCTIONS`].

use crate::help::FUNCTIONS;

/// A function or a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Types it is a method of; empty for functions.
    pub of: &'static [&'static str],
    /// Its name.
    pub name: &'static str,
    /// What it takes, without the receiver: names, options in `#{ … }`, what may be left out in brackets.
    pub takes: &'static str,
    /// The type of its value; empty for none.
    pub gives: &'static str,
}

impl Row {
    /// `can(action, resource, [#{ keys }]) -> Decision`
    #[must_use]
    pub fn signature(&self) -> String {
        let arrow = if self.gives.is_empty() { "" } else { " -> " };
        format!("{}({}){arrow}{}", self.name, self.takes, self.gives)
    }
}

/// Every way to call a function.
pub fn rows() -> impl Iterator<Item = Row> {
    FUNCTIONS.iter().flat_map(|function| {
        function.forms.iter().map(|form| Row {
            of: form.of,
            name: function.name,
            takes: form.takes,
            gives: form.gives,
        })
    })
}

/// The rows of a name: a function, and methods of some types.
pub fn named(name: &str) -> impl Iterator<Item = Row> {
    rows().filter(move |row| row.name == name)
}

/// The methods of a type.
pub fn methods(kind: &str) -> impl Iterator<Item = Row> {
    rows().filter(move |row| row.of.contains(&kind))
}

/// What every value of the lab has.
pub const COMMON: &[(&str, &str)] = &[("fields", "string[]"), ("to_json", "string")];

#[cfg(test)]
mod tests {

    use rhai::Engine;

    use super::super::verbs;
    use super::super::{Interpreter, Setup};
    use super::*;

    #[test]
    fn every_function_of_the_engine_stands_in_the_table() {
        let setup = Setup::silent();
        let ours = Interpreter::new(setup).engine_names();
        let of_rhai = Engine::new().collect_fn_metadata(
            None,
            |info| Some(info.metadata.name.to_string()),
            true,
        );
        let verbs: Vec<String> = ["Session", "User", "Group", "Role", "Policy"]
            .iter()
            .flat_map(|kind| verbs::names(kind))
            .collect();
        let known = |name: &String| {
            of_rhai.contains(name)
                // What command lines are rewritten to is for nobody to call.
                || name.starts_with("aws_")
                || verbs.contains(name)
                || named(name).next().is_some()
                || COMMON.iter().any(|(common, _)| common == name)
        };
        let missing: Vec<_> = ours.iter().filter(|name| !known(name)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let gone: Vec<_> = rows()
            .filter(|row| !ours.contains(&row.name.to_owned()))
            .collect();
        assert!(gone.is_empty(), "{gone:?}");
    }
}
