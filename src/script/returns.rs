//! `return` inside of a statement of the top level ends the script, as it does where rhai runs a script as a whole.
//!
//! Statements are run one by one, and rhai does not say whether one ended by itself or returned. So one that may return leaves a
//! mark in the scope when it ends by itself.

use rhai::{ASTFlags, ASTNode, Dynamic, Expr, Ident, Position, Scope, Stmt, StmtBlock};

/// The mark: no name that can be typed.
const MARK: &str = "$ended";

/// The statement is not a `return`, but holds one.
pub fn inside(statement: &Stmt) -> bool {
    if matches!(statement, Stmt::Return(..)) {
        return false;
    }
    let mut found = false;
    statement.walk(&mut Vec::new(), &mut |path| {
        found |= matches!(path.last(), Some(ASTNode::Stmt(Stmt::Return(..))));
        !found
    });
    found
}

/// The same statement, which leaves the mark, with its value, when it ends by itself.
pub fn told(statement: &Stmt) -> Vec<Stmt> {
    let mark = |value: Expr| {
        let name = Ident {
            name: MARK.into(),
            pos: Position::NONE,
        };
        Stmt::Var(
            Box::new((name, value, None)),
            ASTFlags::empty(),
            statement.position(),
        )
    };
    match statement {
        // What it declares must stay behind; it has no value.
        Stmt::Var(..) | Stmt::Import(..) | Stmt::Export(..) => {
            vec![statement.clone(), mark(Expr::Unit(Position::NONE))]
        }
        _ => {
            let at = statement.position();
            let block = StmtBlock::new([statement.clone()], at, at);
            vec![mark(Expr::Stmt(Box::new(block)))]
        }
    }
}

/// Takes the mark away and gives its value; false where there is none, because the script returned.
pub fn take_value(scope: &mut Scope<'_>, value: &mut Dynamic) -> bool {
    match scope.remove::<Dynamic>(MARK) {
        Some(marked) => {
            *value = marked;
            true
        }
        None => false,
    }
}
