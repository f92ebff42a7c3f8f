//! The session that the README shows: typed, recorded, and held to what is written there.
//!
//! `UPDATE_DOCS=1 cargo test --test repl recorded` writes it anew; `tools/draw_session.py` then draws the picture.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use crate::terminal::Setup;

const LINES: &[&str] = &[
    "let acct = account(\"123456789012\"); let carlos = acct.create_user(\"carlos\");",
    "let role = acct.create_role(\"blog-role\", trust_for(carlos));",
    "role.put_policy(\"publish\", allow(\"s3:PutObject\", \"arn:aws:s3:::blog/*\"));",
    "let me = carlos.session().assume_role(role, \"cli\");",
    "me.get_caller_identity()",
    "me.can(\"s3:DeleteObject\", \"arn:aws:s3:::blog/index.html\")",
    "advance(\"45m\");",
    "acct.list_roles().map(|role| role.name)",
    ".undo",
];

/// The README's block, between these lines.
const BEGIN: &str = "<!-- session -->\n```text\n";
const END: &str = "```\n<!-- /session -->";

fn root(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn the_readme_shows_a_real_session() {
    let home = tempfile::tempdir().unwrap();
    let mut setup = Setup::new(home.path());
    setup.arguments = vec!["--color", "always"];
    (setup.rows, setup.columns) = (38, 120);
    let mut terminal = setup.start();
    terminal.wait_for_prompt();
    for line in LINES {
        terminal.enter(line);
    }
    let screen = terminal.parser.screen();
    let mut formatted = String::new();
    for row in screen.rows_formatted(0, 120) {
        let _ = writeln!(formatted, "{}\u{1b}[m", String::from_utf8(row).unwrap());
    }
    let plain = format!("{}\n", terminal.screen());
    let readme = fs::read_to_string(root("README.md")).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (shown, after) = rest.split_once(END).unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(
            root("README.md"),
            format!("{before}{BEGIN}{plain}{END}{after}"),
        )
        .unwrap();
        fs::write(root("docs/session.ansi"), formatted).unwrap();
        return;
    }
    assert_eq!(shown, plain, "UPDATE_DOCS=1 writes it anew");
    assert_eq!(
        fs::read_to_string(root("docs/session.ansi")).unwrap(),
        formatted
    );
}
