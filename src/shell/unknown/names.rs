//! What names mean at a place of the text: what the text declares, what the session has, what the engine knows.

use crate::script::{function_table, has_verb, property_table, verb};

use super::super::complete::types::{function, method, property};
use super::tokens::Token;
use super::{Name, Walk};

/// Words that the engine itself understands as functions or values.
const OF_THE_ENGINE: &[&str] = &[
    "_",
    "Fn",
    "aws",
    "call",
    "curry",
    "debug",
    "eval",
    "export",
    "global",
    "import",
    "is_def_fn",
    "is_def_var",
    "is_shared",
    "print",
    "type_of",
    "unset",
];

impl<'a> Walk<'a, '_> {
    pub(super) fn declare(&mut self, name: &'a str, constant: bool) {
        if let Some(block) = self.blocks.last_mut() {
            block.names.push(Name {
                name,
                kind: None,
                constant,
            });
        }
    }

    /// Declares the words from one place up to a mark, and says where that is.
    pub(super) fn declare_up_to(&mut self, tokens: &[Token<'a>], from: usize, end: &str) -> usize {
        let rest = tokens.get(from..).unwrap_or_default();
        let names = rest.iter().take_while(|token| token.word != end);
        let count = names.clone().count();
        for name in names.filter(|token| token.is_word()) {
            self.declare(name.word, false);
        }
        from + count
    }

    /// A variable, or a function that is called.
    pub(super) fn name(&mut self, token: &Token<'a>, is_call: bool) {
        let name = token.word;
        if name.starts_with(|letter: char| letter.is_ascii_digit()) {
            return;
        }
        if is_call {
            let known = self.is_function(name)
                || self.declared(name).is_some()
                || self.view.variable(name).is_some();
            self.note(token, known);
            self.kind = function(name).filter(|_| !self.defined.contains(name));
            return;
        }
        match self.declared(name) {
            Some(kind) => self.kind = kind,
            None => {
                let variable = self.view.variable(name);
                let seen = variable.filter(|variable| variable.constant || !self.in_function());
                let known = seen.is_some() || self.is_own(name) || OF_THE_ENGINE.contains(&name);
                self.note(token, known);
                self.kind = seen.map(|variable| variable.kind.clone());
            }
        }
        if self.assigned.contains(name) {
            self.kind = None;
        }
    }

    /// What stands behind a dot.
    pub(super) fn member(&mut self, token: &Token<'a>, is_call: bool) {
        let Some(kind) = self.kind.take() else {
            return;
        };
        let name = token.word;
        // A client has every operation as a method.
        let is_told = kind != "Client" && !property_table::properties(&kind).is_empty();
        if is_call {
            self.note(token, !is_told || self.is_method(&kind, name));
            self.kind = method(&kind, name);
        } else {
            let known = !is_told || property_table::has(&kind, name);
            self.note(token, known);
            self.kind = property(&kind, name);
        }
    }

    pub(super) fn note(&mut self, token: &Token<'a>, known: bool) {
        if !known {
            self.found.push(token.range.clone());
        }
    }

    /// What the text declares under a name: perhaps its type.
    pub(super) fn declared(&self, name: &str) -> Option<Option<String>> {
        let mut hidden = false;
        for block in self.blocks.iter().rev() {
            let mut names = block.names.iter().rev();
            if let Some(own) = names.find(|own| own.name == name && (!hidden || own.constant)) {
                return Some(own.kind.clone());
            }
            hidden |= block.function;
        }
        None
    }

    pub(super) fn in_function(&self) -> bool {
        self.blocks.iter().any(|block| block.function)
    }

    /// A function of the session or of the text.
    pub(super) fn is_own(&self, name: &str) -> bool {
        self.defined.contains(name) || self.view.functions.iter().any(|own| own.name == name)
    }

    pub(super) fn is_function(&self, name: &str) -> bool {
        self.is_own(name)
            || OF_THE_ENGINE.contains(&name)
            || verb("Session", name).is_some()
            || function_table::named(name).next().is_some()
            || self.view.is_of_the_engine(name)
    }

    /// Every function may be called as a method, but not those that are methods of other types only.
    pub(super) fn is_method(&self, kind: &str, name: &str) -> bool {
        let rows = || function_table::named(name);
        let of_others = rows().next().is_some() || is_verb(name);
        has_verb(kind, name)
            || rows().any(|row| row.of.is_empty() || row.of.contains(&kind))
            || function_table::COMMON
                .iter()
                .any(|(common, _)| *common == name)
            || self.is_own(name)
            || OF_THE_ENGINE.contains(&name)
            || (!of_others && self.view.is_of_the_engine(name))
    }

    /// An operator: what is bound is of another type than what stands beside it.
    pub(super) fn unbind(&mut self) {
        self.binding = self.binding.filter(|(_, depth)| *depth != self.open.len());
    }

    pub(super) fn bind(&mut self, name: &str, kind: Option<String>) {
        let names = self.blocks.last_mut().map(|block| &mut block.names);
        let own = names.and_then(|names| names.iter_mut().rev().find(|own| own.name == name));
        if let Some(own) = own {
            own.kind = kind;
        }
    }
}

fn is_verb(name: &str) -> bool {
    ["Session", "User", "Group", "Role", "Policy"]
        .iter()
        .any(|kind| verb(kind, name).is_some())
}
