//! The `iamsh` binary: hands the command line to the library and maps the result to an exit code.

fn main() -> std::process::ExitCode {
    iamsh::cli::main().into()
}
