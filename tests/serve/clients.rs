//! Real clients, where they are installed: `.ci/run` installs them and says where.

use std::path::Path;
use std::process::Command;

use crate::server::{self, Server};

/// Runs a program that is to talk to the server and end well.
fn run(server: &Server, program: &Path, arguments: &[&str]) {
    let endpoint = format!("http://{}", server.address);
    // The AWS CLI caches sessions of roles below its home, and those of another run are nobody's here.
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(program)
        .args(arguments)
        .env("HOME", home.path())
        .env("AWS_ENDPOINT_URL", &endpoint)
        .env("AWS_ACCESS_KEY_ID", server::KEY)
        .env("AWS_SECRET_ACCESS_KEY", server::SECRET)
        .env("AWS_REGION", "us-east-1")
        .env("AWS_DEFAULT_REGION", "us-east-1")
        .env("AWS_PAGER", "")
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/serve/clients"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Where clients of a kind are installed; none, and the test says so, where they are not.
fn installed(variable: &str) -> Option<std::path::PathBuf> {
    let found = std::env::var_os(variable).map(std::path::PathBuf::from);
    if found.is_none() {
        eprintln!("{variable} does not say where the clients are: nothing is tested");
    }
    found
}

/// The first account's lab with a real clock, which clients that renew their own credentials need.
fn server() -> Server {
    Server::start(&["--clock", "real", "--admin"])
}

#[test]
fn the_aws_cli_does_the_tutorial() {
    let Some(python) = installed("IAMSH_TEST_PYTHON") else {
        return;
    };
    let folder = python.join("bin");
    let path = std::env::var("PATH").unwrap_or_default();
    let server = server();
    let script = format!("PATH={}:{path} exec bash tutorial.sh", folder.display());
    run(&server, Path::new("bash"), &["-c", &script]);
}

#[test]
fn boto3_works() {
    let Some(python) = installed("IAMSH_TEST_PYTHON") else {
        return;
    };
    run(&server(), &python.join("bin/python"), &["session.py"]);
}

#[test]
fn the_javascript_sdk_works() {
    let Some(modules) = installed("IAMSH_TEST_NODE") else {
        return;
    };
    let script = format!(
        "import {{ main }} from '{}/session.mjs'; await main('{}');",
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/serve/clients"),
        modules.display()
    );
    run(
        &server(),
        Path::new("node"),
        &["--input-type=module", "-e", &script],
    );
}

#[test]
fn the_go_sdk_works() {
    let Some(sources) = installed("IAMSH_TEST_GO") else {
        return;
    };
    // Built from sources as Debian installs them, without modules: nothing is fetched.
    let build = format!(
        "GO111MODULE=off GOFLAGS= GOCACHE=\"$HOME/cache\" GOPATH={} exec go run session.go",
        sources.display()
    );
    run(&server(), Path::new("bash"), &["-c", &build]);
}
