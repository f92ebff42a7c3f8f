//! What a person waits for in the REPL: the first prompt, a key, a Tab.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark that cannot run should say so"
)]

use std::io::Read;
use std::path::Path;
use std::rc::Rc;
use std::time::Instant;

use divan::{Bencher, black_box};
use iamsh::lab::Settings;
use iamsh::render::style::Style;
use iamsh::script::{Function, Interpreter, Setup, Variable};
use iamsh::shell::{View, complete::complete, highlight, signature};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

fn main() {
    let memory = Running::start().child.process_id().and_then(resident);
    println!(
        "resident memory of an empty REPL: {} kB",
        memory.unwrap_or(0)
    );
    slowest_keys();
    divan::main();
}

/// A session with so many users, a tenth as many roles and groups, and some policies.
struct Session {
    interpreter: Interpreter,
    variables: Vec<Variable>,
    functions: Vec<Function>,
    names: Vec<String>,
}

impl Session {
    fn with_users(count: usize) -> Self {
        let mut interpreter = Interpreter::new(Setup {
            lab: iamsh::store::KeptLab::in_memory(Settings::default()),
            folder: None,
            operations: 0,
            stop: Default::default(),
            print: Rc::new(|_| {}),
            name: "bench".to_owned(),
        });
        // An account holds 5,000 users.
        let text = format!(
            r#"let acct = account("100000000000"); let carlos = acct.create_user("carlos");
               for n in 0..{count} {{
                   let here = account(`${{100000000000 + n / 4000}}`);
                   here.create_user(`user-${{n}}`);
               }}
               for n in 0..900 {{ acct.create_role(`role-${{n}}`, trust_for(carlos)); }}"#
        );
        let ran = interpreter.run_input(&text, 1);
        assert!(ran.fault.is_none(), "{:?}", ran.fault);
        Self {
            variables: interpreter.variables(),
            functions: interpreter.own_functions(),
            names: interpreter.engine_names(),
            interpreter,
        }
    }

    fn look<T>(&self, at: impl FnOnce(&View<'_>) -> T) -> T {
        self.interpreter.look(|lab| {
            at(&View {
                variables: &self.variables,
                functions: &self.functions,
                names: &self.names,
                lab,
                folder: Path::new("."),
                branches: &[],
                checkpoints: &[],
                profiles: &[],
            })
        })
    }
}

const TABS: &[&str] = &[
    "acct.get_user(\"user-",
    "acct.get_user(\"",
    "carlos.attach_policy(\"arn:aws:iam::",
    "carlos.can(\"s3:GetObject\", \"arn:aws:iam::100000000000:user/user-1",
    "carlos.can(\"s3:Get",
    "acct.create_",
    "c",
    "aws iam get-user --user-name user-9",
    "policy(#\"{ \"Statement\": [{ \"Principal\": { \"AWS\": \"arn:aws:iam::100000000000:",
];

/// A Tab in a lab of 100,000 users.
#[divan::bench(args = TABS)]
fn tab(bencher: Bencher<'_, '_>, input: &str) {
    let session = Session::with_users(100_000);
    session.look(|view| bencher.bench_local(|| complete(view, black_box(input), input.len())));
}

const TYPED: &str = "let role = acct.create_role(\"blog-role\", #{ Version: \"2012-10-17\", Statement: [#{ Effect: \"Allow\", \
    Principal: #{ AWS: carlos.arn }, Action: \"sts:AssumeRole\" }] }); role.put_policy(\"p\", policy(#\"{ \"Statement\": [] }\"#)); \
    carlos.session().assume_role(";

/// One key: colours and hint, in a lab of 10,000 entities, at the end of a long line.
#[divan::bench]
fn key(bencher: Bencher<'_, '_>) {
    let session = Session::with_users(9_100);
    session.look(|view| bencher.bench_local(|| press(view, TYPED)));
}

/// One key at the end of a block of 170 lines.
#[divan::bench]
fn key_in_a_long_block(bencher: Bencher<'_, '_>) {
    let session = Session::with_users(9_100);
    let block = include_str!("../scripts/scenarios/t13-recreated-principal.rhai").repeat(2);
    session.look(|view| bencher.bench_local(|| press(view, &block)));
}

fn press(view: &View<'_>, text: &str) -> (String, Option<String>) {
    let text = black_box(text);
    (
        highlight(view, text, text.len(), Style::Coloured),
        signature(view, text),
    )
}

/// The 95th percentile over every key of the line, the first one included.
fn slowest_keys() {
    let session = Session::with_users(9_100);
    session.look(|view| {
        let ends = TYPED
            .char_indices()
            .map(|(at, letter)| at + letter.len_utf8());
        let mut times: Vec<_> = ends
            .map(|end| {
                let begun = Instant::now();
                black_box(press(view, TYPED.get(..end).unwrap()));
                begun.elapsed()
            })
            .collect();
        times.sort();
        let at = times.len() * 95 / 100;
        let (most, last) = (times.get(at).unwrap(), times.last().unwrap());
        println!("a key: 95th percentile {most:?}, slowest {last:?}");
    });
}

/// From the start of the program to its first prompt on a terminal. Ending it is not measured.
#[divan::bench]
fn prompt(bencher: Bencher<'_, '_>) {
    bencher.bench_local(Running::start);
}

/// The REPL at its first prompt.
struct Running {
    child: Box<dyn Child + Send + Sync>,
    _terminal: Box<dyn MasterPty + Send>,
}

impl Running {
    fn start() -> Self {
        let pair = native_pty_system()
            .openpty(PtySize::default())
            .expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_iamsh"));
        command.env_clear();
        command.env("TERM", "xterm");
        command.env("HOME", env!("CARGO_TARGET_TMPDIR"));
        command.cwd(env!("CARGO_TARGET_TMPDIR"));
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (mut shown, mut buffer) = (Vec::new(), [0; 1024]);
        while !String::from_utf8_lossy(&shown).contains("iamsh:1>") {
            let count = reader.read(&mut buffer).unwrap();
            shown.extend(buffer.get(..count).unwrap());
        }
        Self {
            child,
            _terminal: pair.master,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Kilobytes of resident memory, where the system tells.
fn resident(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
