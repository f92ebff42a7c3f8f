//! Lines that begin with a dot are for the shell. One table feeds dispatch, `.help`, completion and the documentation.

mod files;
mod inspect;
mod settings;
mod travel;

use std::io;

use crate::policy::suggest::nearest;

use super::present::Mode;
use super::state::State;

/// What to do after a command.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Leave the shell.
    Leave,
    /// Ask for the next line.
    Prompt,
    /// Run this as if it had been typed.
    Run(String),
    /// Run these, one after the other.
    RunAll(Vec<String>),
    /// Type keys as in this editor.
    Keys(String),
}

/// What a command takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Nothing.
    Nothing,
    /// Words, as this says.
    Free(&'static str),
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A file.
    File,
    /// A file to write, and in which form.
    Save,
    /// A branch.
    Branch,
    /// A checkpoint.
    Checkpoint,
    /// A branch or a checkpoint.
    Point,
    /// A command.
    Command,
    /// Somebody who acts: a variable, or a user.
    Identity,
}

/// A command of the shell.
pub struct Command {
    /// With its dot.
    pub name: &'static str,
    /// What it takes.
    pub takes: Argument,
    /// What it does, in one line.
    pub summary: &'static str,
    /// Does it. The text is what stands behind the name.
    run: fn(&mut State, &str) -> io::Result<Next>,
}

impl Command {
    /// `.use NAME`
    #[must_use]
    pub fn usage(&self) -> String {
        let takes = match self.takes {
            Argument::Nothing => return self.name.to_owned(),
            Argument::Free(words) => words.to_owned(),
            Argument::OneOf(words) => words.join("|"),
            Argument::File => "FILE".to_owned(),
            Argument::Save => "FILE [--as script|test|markdown|aws-cli]".to_owned(),
            Argument::Branch | Argument::Checkpoint | Argument::Point | Argument::Identity => {
                "NAME".to_owned()
            }
            Argument::Command => "[COMMAND]".to_owned(),
        };
        format!("{} {takes}", self.name)
    }
}

const SWITCH: Argument = Argument::OneOf(&["on", "off"]);

const fn command(
    name: &'static str,
    takes: Argument,
    summary: &'static str,
    run: fn(&mut State, &str) -> io::Result<Next>,
) -> Command {
    Command {
        name,
        takes,
        summary,
        run,
    }
}

/// Every command, those of one subject together.
#[rustfmt::skip]
pub const COMMANDS: &[Command] = &[
    command(".help", Argument::Command, "these commands, or one of them", help),
    command(".learn", Argument::Free("[LESSON|next|hint|skip|restart|stop]"), "the tutorial, step by step", super::learn::command),
    command(".tutorial", Argument::Free("[LESSON|next|hint|skip|restart|stop]"), "the same as .learn", super::learn::command),
    command(".why", Argument::Free("[--what-would-allow] [N]"), "the reason of the last decision, or of the Nth last; or what would have to change", inspect::why),
    command(".who", Argument::Nothing, "who was chosen, or acted last, and who can be chosen", inspect::who),
    command(".use", Argument::Identity, "act as a variable or a user: makes `me` a session of it, which `aws` lines are, too; alone, as variables and profiles say", inspect::choose),
    command(".events", Argument::Free("[last N] [done|failed] [changes|reads] [WORD…]"), "what was asked of the lab, as a table; all of it, what changed the lab, what only looked", inspect::events),
    command(".graph", Argument::Free("[NAME] [--as text|dot|mermaid]"), "who can assume which role, and under which conditions", inspect::graph),
    command(".undo", Argument::Free("[N]"), "takes back the last input, or the last N", travel::undo),
    command(".redo", Argument::Free("[N]"), "does again what was taken back", travel::redo),
    command(".branch", Argument::Branch, "goes to a branch, which begins here where there is none; alone, lists them", travel::branch),
    command(".checkpoint", Argument::Free("[NAME]"), "gives the inputs so far a name; alone, lists these", travel::checkpoint),
    command(".checkout", Argument::Checkpoint, "takes the branch back to a checkpoint, by replay; - is where the last one came from", travel::checkout),
    command(".diff", Argument::Point, "what entities and what access differ from another branch or a checkpoint; alone, from the beginning", travel::diff),
    command(".save", Argument::Save, "writes the session: script, test, markdown or aws-cli", files::save),
    command(".load", Argument::File, "begins again with a script", files::load),
    command(".read", Argument::File, "runs a script in this session", files::read),
    command(".edit", Argument::Free("[N]"), "opens the last input, or input N, in an editor and runs what comes of it", files::edit),
    command(".history", Argument::Free("[N]"), "what was typed in this session", settings::history),
    command(".mode", Argument::OneOf(Mode::NAMES), "how values are shown", settings::mode),
    command(".output", Argument::File, "sends output to a file; alone, to the screen again", settings::output),
    command(".once", Argument::File, "sends the output of the next input to a file", settings::once),
    command(".pager", SWITCH, "whether long output goes to the pager", settings::pager),
    command(".timer", SWITCH, "whether to say how long inputs take", settings::timer),
    command(".echo", SWITCH, "whether .read shows what it runs", settings::echo),
    command(".bail", SWITCH, "whether .read stops at the first error", settings::bail),
    command(".keys", Argument::OneOf(&["emacs", "vi"]), "which editor's keys to type with", settings::keys),
    command(".cd", Argument::File, "reads files from another folder", settings::change_folder),
    command(".clear", Argument::Nothing, "clears the screen", settings::clear),
    command(".quit", Argument::Nothing, "leaves, as Ctrl-D does", |_, _| Ok(Next::Leave)),
];

/// The command of this name; `.exit` is what some say for `.quit`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Command> {
    let name = if name == ".exit" { ".quit" } else { name };
    COMMANDS.iter().find(|command| command.name == name)
}

/// Runs a line that begins with a dot.
///
/// # Errors
/// When the terminal cannot be written to.
pub fn run(state: &mut State, line: &str) -> io::Result<Next> {
    let line = line.trim();
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    if let Some(command) = find(name) {
        return (command.run)(state, rest.trim());
    }
    let near = nearest(name, COMMANDS.iter().map(|command| command.name));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => ".help lists them".to_owned(),
    };
    refuse(state, &format!("there is no command `{name}`; {help}"))
}

/// Says why a command does nothing.
fn refuse(state: &State, words: &str) -> io::Result<Next> {
    let style = state.screen.borrow().style;
    state.say(&format!("{}: {words}", style.deny("error")))?;
    Ok(Next::Prompt)
}

fn help(state: &mut State, name: &str) -> io::Result<Next> {
    let style = state.screen.borrow().style;
    if !name.is_empty() {
        let dotted = format!(".{}", name.trim_start_matches('.'));
        let Some(command) = find(&dotted) else {
            return refuse(
                state,
                &format!("there is no command `{name}`; .help lists them"),
            );
        };
        state.show(&format!(
            "{}  {}",
            style.name(command.usage()),
            command.summary
        ))?;
        return Ok(Next::Prompt);
    }
    let width = COMMANDS
        .iter()
        .map(|command| command.name.len())
        .max()
        .unwrap_or(0);
    let line = |command: &Command| {
        let gap = " ".repeat(width - command.name.len());
        format!("{}{gap}  {}", style.name(command.name), command.summary)
    };
    let lines: Vec<String> = COMMANDS.iter().map(line).collect();
    let help =
        "what can be done, by task; ?create_role, ?s3:GetObject, ?NoSuchEntity explain one thing";
    let end = format!("{}{}  {help}", style.name("?"), " ".repeat(width - 1));
    state.show(&format!("{}\n{end}", lines.join("\n")))?;
    Ok(Next::Prompt)
}

/// A count behind a command; 1 where there is none.
fn count(text: &str) -> Option<usize> {
    match text {
        "" => Some(1),
        number => number.parse().ok().filter(|&number| number > 0),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::COMMANDS;

    /// The commands as a page of the documentation.
    fn page() -> String {
        let mut page = String::from(
            "# The commands of the REPL\n\nGenerated from the table in `src/shell/commands.rs` by `UPDATE_DOCS=1 cargo test --lib commands`.\n\n\
             A line that begins with a dot is for the shell, one that begins with `?` asks for help, everything else is a script.\n\n\
             | command | what it does |\n| --- | --- |\n",
        );
        for command in COMMANDS {
            let usage = command.usage().replace('|', "\\|");
            page.push_str(&format!("| `{usage}` | {} |\n", command.summary));
        }
        page
    }

    #[test]
    fn the_documentation_lists_every_command() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/repl.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(file, page()).unwrap();
        }
        let written = fs::read_to_string(file).unwrap_or_default();
        assert_eq!(written, page(), "UPDATE_DOCS=1 writes it anew");
    }
}
