//! A stack large enough for deep scripts.

use std::thread;

/// Bytes: with the limits of `limits.rs`, 8 MiB held in debug builds; this leaves room.
pub const STACK_SIZE: usize = 64 << 20;

/// Runs `work` on a thread with a large stack: recursive scripts overflow the 2 MiB that threads get.
///
/// # Errors
/// When the thread cannot be started or ends without a result.
pub fn with_stack<T: Send>(work: impl FnOnce() -> T + Send) -> std::io::Result<T> {
    thread::scope(|scope| {
        let handle = thread::Builder::new()
            .stack_size(STACK_SIZE)
            .spawn_scoped(scope, work)?;
        handle
            .join()
            .map_err(|_| std::io::Error::other("the script's thread ended without a result"))
    })
}
