//! The `iamsh` binary: parses the command line, calls the library, maps the result to an exit code.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
