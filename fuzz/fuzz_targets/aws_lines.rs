//! Scripts with `aws` lines: rewritten without a loss.
#![no_main]

#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::aws_lines(data));
