//! The tutorial inside the REPL.

use crate::terminal::{CTRL_D, Setup, Terminal};

/// Takes every step with the line it proposes.
#[test]
fn the_tutorial_can_be_followed_to_its_end() {
    let mut terminal = Terminal::new();
    terminal.enter(".learn");
    let mut steps = 0;
    while let Some(line) = proposed(&terminal) {
        steps += 1;
        assert!(steps < 40, "it does not end");
        terminal.enter(".clear");
        terminal.enter(&line);
        let screen = terminal.screen();
        assert!(
            screen.contains('✓'),
            "the step is not reached by {line}\n{screen}"
        );
    }
    assert!(
        terminal.screen().contains("Well done."),
        "{}",
        terminal.screen()
    );
    assert_eq!(steps, 15);
}

/// The line of the step on the screen.
fn proposed(terminal: &Terminal) -> Option<String> {
    let screen = terminal.parser.screen();
    let lines: Vec<String> = screen.rows(0, 110).collect();
    let at = lines.iter().rposition(|line| line.starts_with("  try "))?;
    let rest = lines.get(at..)?;
    let end = rest.iter().position(|line| line.contains("iamsh:"))?;
    // A long line goes on in the next rows of the screen.
    let text: String = rest
        .get(..end)?
        .iter()
        .map(|line| format!("{line:110}"))
        .collect();
    Some(
        text.trim_start()
            .strip_prefix("try ")?
            .trim_end()
            .to_owned(),
    )
}

#[test]
fn another_way_counts_and_progress_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let mut setup = Setup::new(home.path());
    setup.arguments.insert(0, "learn");
    let mut terminal = setup.start();
    terminal.wait_for("Lesson 1 of 5");
    terminal.wait_for_prompt();
    terminal.enter("1 + 1");
    assert!(!terminal.screen().contains('✓'));
    terminal.enter(".learn hint");
    assert!(
        terminal.screen().contains("hint: account("),
        "{}",
        terminal.screen()
    );
    terminal.enter("let mine = account(\"999999999999\", #{ Name: \"Blog\" });");
    assert!(
        terminal.screen().contains("✓ The account is there"),
        "{}",
        terminal.screen()
    );
    terminal.type_keys(CTRL_D);
    assert_eq!(terminal.end(), 0);
    let mut setup = Setup::new(home.path());
    setup.arguments.insert(0, "learn");
    let mut again = setup.start();
    again.wait_for("You are back where you were");
    again.wait_for_prompt();
    again.enter("mine.name");
    assert!(
        again.screen().contains("\n\"Blog\"\n"),
        "{}",
        again.screen()
    );
    again.enter(".learn 9");
    assert!(
        again.screen().contains("there is no lesson `9`"),
        "{}",
        again.screen()
    );
    again.enter(".tutorial 3");
    assert!(
        again.screen().contains("Lesson 3 of 5"),
        "{}",
        again.screen()
    );
    again.enter(".learn 2");
    assert!(
        again.screen().contains("Lesson 2 of 5"),
        "{}",
        again.screen()
    );
}
