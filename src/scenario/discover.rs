//! Which scenarios some paths hold: the top-level code of a script, each of its tests, a document with blocks.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::script::{TestFunction, extents, parts};

use super::document;
use super::files::{self, Candidate, Unusable, has_extension};
use super::header::{Header, HeaderError};

/// A file of scenarios.
#[derive(Clone, Debug)]
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// What it says.
    pub text: String,
    /// How it is run.
    pub header: Header,
}

/// Something that passes or fails.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What it is called in reports: the file without its kind, and the test after `::`.
    pub id: String,
    /// The file it stands in.
    pub file: Arc<File>,
    /// The part of it.
    pub part: Part,
}

/// What of a file is run.
#[derive(Clone, Debug)]
pub enum Part {
    /// The top-level code of a script.
    TopLevel,
    /// A test of it.
    Test(TestFunction),
    /// A document.
    Document,
}

/// Why scenarios cannot be run.
#[derive(Debug)]
pub enum Undiscovered {
    /// A file cannot be read.
    Unusable(Unusable),
    /// A header is wrong.
    Header(PathBuf, HeaderError),
    /// Two files would share their snapshots.
    SameName(PathBuf, PathBuf, String),
}

impl fmt::Display for Undiscovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unusable(error) => error.fmt(f),
            Self::Header(path, error) => write!(f, "`{}`, {error}", path.display()),
            Self::SameName(one, other, name) => write!(
                f,
                "`{}` and `{}` are both called `{name}`: give one of them another name with `//@ name: …`",
                one.display(),
                other.display()
            ),
        }
    }
}

impl std::error::Error for Undiscovered {}

impl From<Unusable> for Undiscovered {
    fn from(error: Unusable) -> Self {
        Self::Unusable(error)
    }
}

impl File {
    /// What it is called: its header's name, or that of the file.
    #[must_use]
    pub fn name(&self) -> String {
        let stem = || self.path.file_stem().unwrap_or_default().to_string_lossy();
        self.header
            .name
            .clone()
            .unwrap_or_else(|| stem().into_owned())
    }

    /// The snapshot of a part: of the whole where no part is given.
    #[must_use]
    pub fn snapshot(&self, part: Option<&str>) -> PathBuf {
        let mut name = as_file_name(&self.name());
        if let Some(part) = part {
            name.push('@');
            name.push_str(&as_file_name(part));
        }
        name.push_str(".snap");
        self.snapshots().join(name)
    }

    /// The folder of its snapshots.
    #[must_use]
    pub fn snapshots(&self) -> PathBuf {
        files::folder_of(&self.path).join("snapshots")
    }
}

/// Folders become double underscores, as insta has it; what file systems or insta do not take becomes a dash.
fn as_file_name(name: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_. ".contains(letter);
    let name = name.replace('/', "__");
    let letters = name
        .chars()
        .map(|letter| if plain(letter) { letter } else { '-' });
    letters.collect()
}

impl Scenario {
    /// The name of its test, if it is one.
    #[must_use]
    pub fn test(&self) -> Option<&str> {
        match &self.part {
            Part::Test(test) => Some(&test.name),
            Part::TopLevel | Part::Document => None,
        }
    }
}

/// The scenarios that `paths` hold, in the order of the paths, of the names below them, of the text.
///
/// # Errors
/// For what cannot be read, a wrong header, and names that are not unique.
pub fn discover(paths: &[PathBuf]) -> Result<Vec<Scenario>, Undiscovered> {
    let mut found = Vec::new();
    let mut names: BTreeMap<(PathBuf, String), PathBuf> = BTreeMap::new();
    for candidate in files::candidates(paths)? {
        let scenarios = of_file(&candidate)?;
        let Some(first) = scenarios.first() else {
            continue;
        };
        let key = (first.file.snapshots(), as_file_name(&first.file.name()));
        if let Some(other) = names.insert(key, candidate.path.clone()) {
            return Err(Undiscovered::SameName(
                other,
                candidate.path,
                first.file.name(),
            ));
        }
        found.extend(scenarios);
    }
    Ok(found)
}

fn of_file(candidate: &Candidate) -> Result<Vec<Scenario>, Undiscovered> {
    let path = &candidate.path;
    let text = files::text(path)?;
    let is_document = has_extension(path, "md");
    if is_document && !candidate.named && document::blocks(&text).is_empty() {
        return Ok(Vec::new());
    }
    let header = Header::read(&text).map_err(|error| Undiscovered::Header(path.clone(), error))?;
    let split = parts(&text);
    let is_module = split.tests.is_empty() && !candidate.named && defines_only(&text);
    let file = Arc::new(File {
        path: path.clone(),
        text,
        header,
    });
    let scenario = |part, test: &str| Scenario {
        id: format!("{}{test}", path.with_extension("").display()),
        file: Arc::clone(&file),
        part,
    };
    if is_document {
        return Ok(vec![scenario(Part::Document, "")]);
    }
    let tests = split.tests.into_iter().map(|test| {
        let name = format!("::{}", test.name);
        scenario(Part::Test(test), &name)
    });
    let whole = (!is_module).then(|| scenario(Part::TopLevel, ""));
    Ok(whole.into_iter().chain(tests).collect())
}

/// A module: others import it, and by itself it does nothing.
fn defines_only(text: &str) -> bool {
    let defines = |statement: &str| {
        let word = statement
            .split(|letter: char| !letter.is_alphanumeric())
            .next();
        matches!(word, Some("fn" | "private" | "const" | "import" | "export"))
    };
    let mut statements = extents(text).into_iter();
    statements.all(|range| text.get(range).is_some_and(defines))
}

/// The folders of which every file was looked at, for finding snapshots that belong to nothing.
#[must_use]
pub fn whole_folders(paths: &[PathBuf]) -> Vec<&Path> {
    paths
        .iter()
        .map(PathBuf::as_path)
        .filter(|path| path.is_dir())
        .collect()
}
