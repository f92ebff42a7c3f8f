//! `iamsh serve`: the lab over AWS's wire protocol.

use std::error::Error;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::arn::AccountId;
use crate::clock::Timestamp;
use crate::decision::Context;
use crate::lab::{Account, Caller, Command, Credentials};
use crate::render::style::Style;
use crate::scenario::files;
use crate::script::{Interpreter, OPERATIONS, Setup, with_stack};
use crate::serve::{self, Line, Service, Wall};
use crate::store::KeptLab;

use super::exit::Exit;
use super::lab;
use super::output::Output;

/// Options of the command.
#[derive(Debug, Args)]
pub struct Options {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:4566", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// Listen on an address that other machines reach
    #[arg(long)]
    public: bool,
    /// The first account, which clients without keys of their own are given
    #[arg(long, default_value = "123456789012", value_name = "ID")]
    account: AccountId,
    /// A key that clients have already: it becomes one of the first account's root user
    #[arg(long, value_name = "KEY", requires = "secret_key")]
    access_key: Option<String>,
    /// The secret of that key
    #[arg(long, value_name = "SECRET", requires = "access_key")]
    secret_key: Option<String>,
    /// Whether signatures are asked for; off, every call is made as the first account's root user
    #[arg(long, value_enum, default_value_t = Switch::On, value_name = "SWITCH")]
    auth: Switch,
    /// Whether requests must be signed within a quarter of an hour of this machine's time
    #[arg(long, value_enum, default_value_t = Switch::On, value_name = "SWITCH")]
    skew: Switch,
    /// The lab's clock: one that only moves when told to, or this machine's
    #[arg(long, value_enum, default_value_t = LabClock::Virtual, value_name = "CLOCK")]
    clock: LabClock,
    /// Answer the operator's requests below /_iamsh/: reset, advance, events, decide
    #[arg(long)]
    admin: bool,
    /// Another path that resets the lab, such as /moto-api/reset
    #[arg(long, value_name = "PATH", requires = "admin")]
    reset_path: Option<String>,
    /// Print no line for each request
    #[arg(long)]
    quiet: bool,
    /// Scripts (*.rhai) or folders of them that build the lab first
    #[arg(value_name = "SCRIPT")]
    scripts: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LabClock {
    Virtual,
    Real,
}

/// Serves until it is asked to end.
///
/// # Errors
/// For an address that cannot be had or is not for this machine alone, and files that cannot be used.
pub fn run(options: &Options, file: Option<&Path>, style: Style) -> Result<Exit, Box<dyn Error>> {
    let address = options.listen;
    if !address.ip().is_loopback() && !options.public {
        return Err(format!(
            "{address} is reached from other machines: whoever can connect gets credentials tried and policies changed by what they send. \
             Say --public if that is meant"
        )
        .into());
    }
    // The address first: scripts may take long, and a second server on the same port should hear at once.
    let listening = serve::listen(address)
        .map_err(|error| format!("cannot listen on {address}: {}", reason(&error)))?;
    let mut lab = lab::open(file)?;
    let key = first_account(&mut lab, options)?;
    let lab = match build(lab, &options.scripts, style)? {
        Ok(lab) => lab,
        Err(exit) => return Ok(exit),
    };
    let service = Service::new(lab, served(options)).map_err(|error| described(&error))?;
    // Whoever does not read the greeting knows the address already.
    let _ = greet(options, listening.address(), &key);
    listening.serve(Arc::new(service))?;
    Ok(Exit::Done)
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => "another process listens there".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

fn described(error: &crate::api::AwsError) -> String {
    match &error.help {
        Some(help) => format!("{error} ({help})"),
        None => error.to_string(),
    }
}

/// What this machine's clock shows.
fn wall() -> Wall {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let seconds = since.map_or(0, |since| since.as_secs());
        Timestamp::from_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
    })
}

fn served(options: &Options) -> serve::Options {
    let mut served = serve::Options::new(wall());
    served.real_clock = options.clock == LabClock::Real;
    served.any_date = options.skew == Switch::Off;
    served.without_authentication = (options.auth == Switch::Off).then(|| options.account.clone());
    served.admin = options.admin;
    served.reset_path.clone_from(&options.reset_path);
    let line: Line = Arc::new(|line: &str| {
        // Whoever closed the log wants no more of it; requests are answered all the same.
        let _ = writeln!(io::stderr(), "{line}");
    });
    served.line = (!options.quiet).then_some(line);
    served
}

/// The first account, and a key of its root user: the one that was given, one it has, or a new one.
fn first_account(lab: &mut KeptLab, options: &Options) -> Result<Credentials, String> {
    let id = &options.account;
    let done = |lab: &mut KeptLab, command| lab.execute(command).map_err(|error| described(&error));
    if lab.lab().account(id).is_none() {
        let command = Command::CreateAccount {
            id: id.clone(),
            email: format!("root@{id}.example.com"),
            name: format!("account {id}"),
        };
        done(lab, command)?;
    }
    let given = options.access_key.as_ref().zip(options.secret_key.as_ref());
    let given = given.map(|(id, secret)| Credentials {
        access_key_id: id.clone(),
        secret_access_key: secret.clone(),
        session_token: None,
    });
    let wanted = |known: &&Credentials| given.as_ref().is_none_or(|given| *known == given);
    if let Some(known) = keys(lab.lab().account(id)).find(wanted) {
        return Ok(known.clone());
    }
    if let Some(key) = given {
        let account = id.clone();
        done(
            lab,
            Command::AdoptKey {
                account,
                key: key.clone(),
            },
        )?;
        return Ok(key);
    }
    let command = Command::Call {
        caller: Caller::Root(id.clone()),
        service: "iam".to_owned(),
        operation: "CreateAccessKey".to_owned(),
        input: json!({}),
        context: Context::default(),
    };
    let answer = done(lab, command)?;
    let part = |name: &str| {
        let part = answer.get("AccessKey").and_then(|key| key.get(name));
        part.and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    Ok(Credentials {
        access_key_id: part("AccessKeyId"),
        secret_access_key: part("SecretAccessKey"),
        session_token: None,
    })
}

/// The keys of the root user that work.
fn keys(account: Option<&Account>) -> impl Iterator<Item = &Credentials> {
    let keys = account.into_iter().flat_map(|account| &account.root_keys);
    keys.filter(|key| key.active).map(|key| &key.credentials)
}

/// Runs the scripts, all on this lab; the exit code if one of them ends otherwise than well.
fn build(
    mut lab: KeptLab,
    scripts: &[PathBuf],
    style: Style,
) -> Result<Result<KeptLab, Exit>, Box<dyn Error>> {
    let scripts = if scripts.is_empty() {
        Vec::new()
    } else {
        files::scripts(scripts)?
    };
    for script in scripts {
        let text = files::text(&script)?;
        lab = match with_stack(|| one(lab, &script, &text, style))? {
            Ok(lab) => lab,
            Err(exit) => return Ok(Err(exit)),
        };
    }
    Ok(Ok(lab))
}

fn one(lab: KeptLab, script: &Path, text: &str, style: Style) -> Result<KeptLab, Exit> {
    let stop = Arc::new(AtomicBool::new(false));
    let output = Output::new(Arc::clone(&stop));
    let mut interpreter = Interpreter::new(Setup {
        lab,
        folder: Some(files::folder_of(script)),
        operations: OPERATIONS,
        stop,
        print: Rc::new(move |line: &str| output.line(line)),
        name: script.display().to_string(),
    });
    match interpreter.run(text) {
        Ok(_) => Ok(interpreter.into_lab()),
        Err(fault) => match fault.kind.into() {
            Exit::Done => Ok(interpreter.into_lab()),
            exit => {
                eprint!("{}", fault.render(style));
                Err(exit)
            }
        },
    }
}

/// Says where the lab is and how clients find it.
fn greet(options: &Options, address: SocketAddr, key: &Credentials) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "serving IAM and STS at http://{address}, account {}",
        options.account
    )?;
    if options.auth == Switch::Off {
        writeln!(
            out,
            "signatures are not looked at: every call is made as the root user of {}",
            options.account
        )?;
    }
    writeln!(out)?;
    for (name, value) in [
        ("AWS_ENDPOINT_URL", format!("http://{address}").as_str()),
        ("AWS_ACCESS_KEY_ID", key.access_key_id.as_str()),
        ("AWS_SECRET_ACCESS_KEY", key.secret_access_key.as_str()),
        // The AWS CLI of version 1 and boto3 read the second, everybody else the first.
        ("AWS_REGION", "us-east-1"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ] {
        writeln!(out, "export {name}={}", quoted(value))?;
    }
    writeln!(out)?;
    out.flush()
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:+=".contains(&byte);
    if word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
