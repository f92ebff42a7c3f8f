//! The files a line names: `file://`, `fileb://`, `--outfile`. Which files there are is for the front end to say.

/// A place files are read from and written to.
pub trait Files {
    /// All bytes of the file.
    ///
    /// # Errors
    /// Why it cannot be read, as [`told`] has it: `[Errno 2] No such file or directory`.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;

    /// Writes the file, replacing what is there.
    ///
    /// # Errors
    /// Why it cannot be written.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), String>;

    /// Whether the file could be written: asked before the lab is, so that nothing is created for nothing.
    fn is_writable(&self, _path: &str) -> bool {
        true
    }
}

/// A system's error as Python tells it, for [`Files`]: `[Errno 2] No such file or directory`.
#[must_use]
pub fn told(error: &std::io::Error) -> String {
    let text = error.to_string();
    match (error.raw_os_error(), text.split_once(" (os error")) {
        (Some(number), Some((text, _))) => format!("[Errno {number}] {text}"),
        _ => text,
    }
}

/// No files at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _path: &str) -> Result<Vec<u8>, String> {
        Err("[Errno 2] No such file or directory".to_owned())
    }

    fn write(&self, _path: &str, _bytes: &[u8]) -> Result<(), String> {
        Err("[Errno 13] Permission denied".to_owned())
    }

    fn is_writable(&self, _path: &str) -> bool {
        false
    }
}
