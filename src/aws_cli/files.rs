//! The files a line names: `file://`, `fileb://`, `--outfile`. Which files there are is for the front end to say.

/// A place files are read from and written to.
pub trait Files {
    /// All bytes of the file.
    ///
    /// # Errors
    /// Why it cannot be read, in the system's words: `No such file or directory`.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;

    /// Writes the file, replacing what is there.
    ///
    /// # Errors
    /// Why it cannot be written.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), String>;
}

/// No files at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _path: &str) -> Result<Vec<u8>, String> {
        Err("No such file or directory".to_owned())
    }

    fn write(&self, _path: &str, _bytes: &[u8]) -> Result<(), String> {
        Err("Permission denied".to_owned())
    }
}
