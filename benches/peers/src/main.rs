//! Measures iamsh's decision engine and other evaluators on the same accounts, in one run.
//!
//! `iamsh-peers write FOLDER [SEED]` makes accounts; `iamsh-peers FILE|FOLDER…` measures on them. See `benches/README.md`.

#[path = "../../accounts/account.rs"]
mod account;
#[path = "../../accounts/catalogue.rs"]
mod catalogue;
#[path = "../../accounts/generate.rs"]
mod generate;
mod measure;
#[path = "../../accounts/ours.rs"]
mod ours;
mod peer_cedar;
mod peer_iam_rs;
mod peer_simulate;
#[path = "../../accounts/random.rs"]
mod random;
mod report;
#[path = "../../accounts/verdict.rs"]
mod verdict;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The accounts that `write` makes.
const PRESETS: &[&str] = &[
    "scale-10",
    "scale-100",
    "scale-150",
    "scale-1000",
    "scale-10000",
    "small",
    "medium",
    "large",
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        [] => Err("usage: iamsh-peers write FOLDER [SEED] | iamsh-peers FILE|FOLDER…".to_owned()),
        ["write", folder, seed @ ..] => {
            write(Path::new(folder), seed.first().copied().unwrap_or("7"))
        }
        paths => paths
            .iter()
            .try_for_each(|path| measure_all(Path::new(path))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}

fn write(folder: &Path, seed: &str) -> Result<(), String> {
    let seed = seed
        .parse()
        .map_err(|_| format!("`{seed}` is no seed: a number is needed"))?;
    fs::create_dir_all(folder).map_err(at(folder))?;
    for preset in PRESETS {
        let file = folder.join(format!("{preset}.json"));
        let account = generate::account(preset, seed).unwrap_or_default();
        fs::write(&file, account).map_err(at(&file))?;
    }
    Ok(())
}

/// Measures on a file, or on every JSON file of a folder, the smallest first.
fn measure_all(path: &Path) -> Result<(), String> {
    if !path.is_dir() {
        return report::account(path);
    }
    let mut files: Vec<(u64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(path).map_err(at(path))? {
        let entry = entry.map_err(at(path))?;
        if entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push((entry.metadata().map_err(at(path))?.len(), entry.path()));
        }
    }
    files.sort();
    files.iter().try_for_each(|(_, file)| report::account(file))
}
