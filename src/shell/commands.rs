//! Lines that begin with a dot are for the shell, not for the script.

use std::io::{self, Write};

/// What to do after a line.
pub enum Next {
    /// Leave the shell.
    Leave,
    /// Ask for the next line.
    Prompt,
    /// The line is a script.
    Script,
}

/// A command of the shell.
struct Command {
    name: &'static str,
    summary: &'static str,
}

const COMMANDS: &[Command] = &[
    Command {
        name: ".help",
        summary: "this list, and how to begin",
    },
    Command {
        name: ".quit",
        summary: "leave, as Ctrl-D does",
    },
];

const BEGINNING: &str = r#"
let acct = account("123456789012");           an account; it acts as its root user
let carlos = acct.create_user("carlos");      every IAM operation is a verb, in snake_case
carlos.put_policy("read", allow("s3:GetObject", "*"));
carlos.can("s3:PutObject", "arn:aws:s3:::b/k")   a decision, with its reason
let me = carlos.session();                    act as somebody; me.assume_role(role, "name") becomes somebody else
advance("1h");                                only you move the clock
carlos.fields()                               what a value has"#;

/// Runs the line if it is a command.
///
/// # Errors
/// When the terminal cannot be written to.
pub fn run(line: &str, out: &mut impl Write) -> io::Result<Next> {
    let word = line.split_whitespace().next().unwrap_or_default();
    if !line.starts_with('.') {
        return Ok(Next::Script);
    }
    match word {
        ".quit" => return Ok(Next::Leave),
        ".help" => {
            for command in COMMANDS {
                writeln!(out, "{:8} {}", command.name, command.summary)?;
            }
            writeln!(out, "{BEGINNING}")?;
        }
        other => writeln!(out, "there is no command `{other}`; .help lists them")?,
    }
    Ok(Next::Prompt)
}
