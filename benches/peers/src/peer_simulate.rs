//! The peer `@cloud-copilot/iam-simulate`, run as a program by `simulate.mjs` where node and the package are installed.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde::Deserialize;

use crate::measure::Timing;
use crate::verdict::Verdict;

/// The environment variable that names the folder the package was installed in.
const FOLDER: &str = "IAMSH_NODE_PEERS";
/// How long it is measured, in seconds.
const SECONDS: &str = "10";

#[derive(Deserialize)]
struct Output {
    median: u64,
    mean: u64,
    answers: Vec<String>,
}

/// Its timing and answers on the requests of the first principals.
pub fn run(file: &Path, principals: usize) -> Result<(Timing, Vec<Verdict>), String> {
    let folder = std::env::var_os(FOLDER).ok_or_else(|| format!("{FOLDER} is not set"))?;
    let file = file.canonicalize().map_err(|error| error.to_string())?;
    let output = Command::new("node")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/simulate.mjs"))
        .arg(file)
        .arg(principals.to_string())
        .arg(SECONDS)
        .current_dir(folder)
        .output()
        .map_err(|error| format!("node: {error}"))?;
    let output: Output = serde_json::from_slice(&output.stdout)
        .map_err(|_| String::from_utf8_lossy(&output.stderr).into_owned())?;
    let timing = Timing {
        median: Duration::from_nanos(output.median),
        mean: Duration::from_nanos(output.mean),
    };
    Ok((
        timing,
        output
            .answers
            .iter()
            .map(|answer| verdict(answer))
            .collect(),
    ))
}

fn verdict(answer: &str) -> Verdict {
    match answer {
        "Allowed" => Verdict::Allowed,
        "ExplicitlyDenied" => Verdict::Denied,
        "ImplicitlyDenied" => Verdict::Implicit,
        _ => Verdict::Error,
    }
}
