//! How the program ends.

use std::process::ExitCode;

use crate::script::FaultKind;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: a script failed.
    Failed,
    /// 2: the command line, or a file it names, is wrong.
    Usage,
    /// 3: a script does not parse.
    Unparsable,
    /// 4: there is nothing to do, and that is an error.
    Empty,
    /// 130: interrupted.
    Interrupted,
    /// A script chose the code.
    Chosen(u8),
}

impl From<FaultKind> for Exit {
    fn from(kind: FaultKind) -> Self {
        match kind {
            FaultKind::Parse => Self::Unparsable,
            FaultKind::Runtime | FaultKind::Limit => Self::Failed,
            FaultKind::Interrupted => Self::Interrupted,
            FaultKind::Exit(0) => Self::Done,
            FaultKind::Exit(code) => Self::Chosen(code),
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Unparsable => 3,
            Exit::Empty => 4,
            Exit::Interrupted => 130,
            Exit::Chosen(code) => code,
        })
    }
}
