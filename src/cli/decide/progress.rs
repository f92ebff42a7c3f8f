//! A progress bar over the bytes of a file, for people who wait at a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// Bytes between two drawings: the bar costs nothing beside the work.
const STEP: usize = 1 << 20;

/// How far a file has been read; nothing is drawn where there is no size.
pub struct Progress {
    bar: Option<ProgressBar>,
    waiting: usize,
}

impl Progress {
    /// A bar of this many bytes.
    pub fn new(size: Option<u64>) -> Self {
        let bar = size.filter(|size| *size > STEP as u64).map(|size| {
            let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {eta}");
            let bar = ProgressBar::new(size);
            match style {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        Self { bar, waiting: 0 }
    }

    /// So many bytes more were read.
    pub fn advance(&mut self, bytes: usize) {
        self.waiting += bytes;
        if self.waiting >= STEP
            && let Some(bar) = &self.bar
        {
            bar.inc(self.waiting as u64);
            self.waiting = 0;
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
