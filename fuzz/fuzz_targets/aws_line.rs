//! Words of `aws` lines: shorthand, JSON, queries, options.
#![no_main]

#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::aws_line(data));
