//! A terminal with the REPL in it.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// How long anything may take before a test fails: generous, since machines are shared.
const PATIENCE: Duration = Duration::from_secs(8);

pub const ENTER: &str = "\r";
pub const TAB: &str = "\t";
pub const CTRL_C: &str = "\u{3}";
pub const CTRL_D: &str = "\u{4}";
pub const UP: &str = "\u{1b}[A";
pub const ALT_ENTER: &str = "\u{1b}\r";
pub const RIGHT: &str = "\u{1b}[C";

/// What the program is started with.
pub struct Setup {
    pub rows: u16,
    pub columns: u16,
    pub arguments: Vec<&'static str>,
    pub environment: Vec<(&'static str, String)>,
    /// Holds the history and the working folder; shared by terminals that follow each other.
    pub home: PathBuf,
}

pub struct Terminal {
    input: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    pub parser: vt100::Parser,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    _home: Option<TempDir>,
    pub home: PathBuf,
}

/// The REPL with a user carlos, variables `acct` and `carlos`.
pub fn with_carlos() -> Terminal {
    let mut terminal = Terminal::new();
    terminal
        .enter("let acct = account(\"123456789012\"); let carlos = acct.create_user(\"carlos\");");
    terminal
}

#[track_caller]
pub fn shows(terminal: &Terminal, text: &str) {
    assert!(
        terminal.screen().contains(text),
        "no {text:?} in\n{}",
        terminal.screen()
    );
}

impl Setup {
    pub fn new(home: &Path) -> Self {
        Self {
            rows: 40,
            columns: 110,
            arguments: vec!["--color", "never"],
            environment: Vec::new(),
            home: home.to_owned(),
        }
    }

    pub fn start(self) -> Terminal {
        let size = PtySize {
            rows: self.rows,
            cols: self.columns,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_iamsh"));
        command.args(&self.arguments);
        command.cwd(&self.home);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("HOME", &self.home);
        command.env("PATH", std::env::var_os("PATH").unwrap());
        command.env("PAGER", "");
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || sender.send(buffer.get(..count).unwrap().to_vec()).is_err() {
                    break;
                }
            }
        });
        Terminal {
            input: pair.master.take_writer().unwrap(),
            output,
            parser: vt100::Parser::new(self.rows, self.columns, 1_000),
            child,
            _master: pair.master,
            _home: None,
            home: self.home,
        }
    }
}

impl Terminal {
    /// The REPL in a folder of its own, at its first prompt.
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = Setup::new(home.path()).start();
        terminal._home = Some(home);
        terminal.wait_for_prompt();
        terminal
    }

    pub fn type_keys(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// Types a line and waits for the next prompt.
    pub fn enter(&mut self, line: &str) {
        self.type_keys(line);
        self.wait(|terminal| !terminal.is_at_prompt(), line);
        self.type_keys(ENTER);
        self.wait_for_prompt();
    }

    /// Throws away what is typed.
    pub fn clear_line(&mut self) {
        self.type_keys(CTRL_C);
        self.wait_for_prompt();
    }

    /// As pasted into a terminal that brackets what is pasted.
    pub fn paste(&mut self, text: &str) {
        self.type_keys(&format!("\u{1b}[200~{text}\u{1b}[201~"));
    }

    /// The cursor is behind a prompt, and nothing is typed there.
    pub fn is_at_prompt(&self) -> bool {
        let screen = self.parser.screen();
        let (row, column) = screen.cursor_position();
        let line = screen.contents_between(row, 0, row, column);
        line.contains("iamsh:") && line.trim_end().ends_with('>')
    }

    /// A line that is drawn anew looks like a prompt before its text has come: only one that stays is one.
    pub fn wait_for_prompt(&mut self) {
        loop {
            self.wait(Self::is_at_prompt, "a prompt");
            match self.output.recv_timeout(Duration::from_millis(15)) {
                Ok(bytes) => self.parser.process(&bytes),
                Err(_) => return,
            }
        }
    }

    pub fn wait_for(&mut self, text: &str) {
        self.wait(|terminal| terminal.screen().contains(text), text);
    }

    pub fn wait(&mut self, done: impl Fn(&Self) -> bool, what: &str) {
        let begun = Instant::now();
        while !done(self) {
            match self.output.recv_timeout(Duration::from_millis(50)) {
                Ok(bytes) => self.parser.process(&bytes),
                Err(RecvTimeoutError::Disconnected) if done(self) => return,
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("it ended while waiting for {what:?}:\n{}", self.screen())
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "waited for {what:?}:\n{}",
                self.screen()
            );
        }
    }

    /// The screen as text, blanks at the ends of lines left out.
    pub fn screen(&self) -> String {
        let text = self.parser.screen().contents();
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        lines.join("\n").trim_end().to_owned()
    }

    /// Ends the program without a word (SIGKILL), as nothing may be lost by it.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The same, and all that was on the screen by then.
    pub fn killed(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        while let Ok(bytes) = self.output.recv_timeout(PATIENCE) {
            self.parser.process(&bytes);
        }
        self.screen()
    }

    /// Waits for the end of the program and gives its exit code.
    pub fn end(mut self) -> u32 {
        let begun = Instant::now();
        loop {
            while let Ok(bytes) = self.output.try_recv() {
                self.parser.process(&bytes);
            }
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "it does not end:\n{}",
                self.screen()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
