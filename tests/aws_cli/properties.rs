//! No words make a line panic, and what fails changes nothing.

use iamsh::api::model::{SERVICES, service};
use iamsh::aws_cli::options_of;
use proptest::prelude::*;

use crate::support::Shell;

/// Commands, options and values of lines, good and bad.
fn word() -> impl Strategy<Value = String> {
    let known: Vec<String> = [
        "iam",
        "sts",
        "configure",
        "help",
        "wait",
        "set",
        "get",
        "list",
        "--",
        "-",
        "user-exists",
        "file://a",
        "fileb://b",
    ]
    .into_iter()
    .map(str::to_owned)
    .chain(SERVICES.iter().flat_map(|name| {
        service(name)
            .unwrap()
            .operations()
            .iter()
            .flat_map(|operation| {
                let options = options_of(operation)
                    .into_iter()
                    .map(|option| format!("--{}", option.name));
                options.chain([operation.kebab_name.clone()])
            })
    }))
    .collect();
    prop_oneof![
        4 => prop::sample::select(known),
        2 => "[a-zA-Z@=,{}\\[\\]'\"\\\\ .:/|*&?!<>()`0-9\n-]{0,24}",
        1 => any::<String>(),
        1 => prop::sample::select(vec!["--query", "--output", "--profile", "--max-items", "text", "table", "yaml", "carlos", "Key=a,Value=b", "[]", "{}", "7"]).prop_map(str::to_owned),
    ]
}

/// A line of one operation with options of its own.
fn line() -> impl Strategy<Value = Vec<String>> {
    let operations: Vec<_> = SERVICES
        .iter()
        .flat_map(|name| service(name).unwrap().operations())
        .collect();
    (
        prop::sample::select(operations),
        prop::collection::vec((any::<prop::sample::Index>(), word()), 0..6),
    )
        .prop_map(|(operation, given)| {
            let options = options_of(operation);
            let mut words = vec![operation.service.to_owned(), operation.kebab_name.clone()];
            for (index, value) in given {
                words.push(format!("--{}", options[index.index(options.len())].name));
                words.push(value);
            }
            words
        })
}

fn check(words: &[String]) {
    let mut shell = Shell::new()
        .file("a", "[{\"Key\":\"a\"}]")
        .file("b", b"\xff");
    shell.done("iam create-user --user-name carlos");
    let before = shell.lab.clone();
    let output = shell.words(words);
    assert!(matches!(output.code, 0 | 1 | 252..=255), "{}", output.code);
    if output.code == 0 {
        return;
    }
    assert!(output.code == 1 || !output.stderr.is_empty());
    assert!(output.word.is_none_or(|word| word < words.len()));
    let mut after = shell.lab.clone();
    after.log = before.log.clone();
    assert_eq!(after, before, "{words:?} failed and changed the lab");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_words_end_well(words in prop::collection::vec(word(), 0..8)) {
        check(&words);
    }

    #[test]
    fn any_line_of_an_operation_ends_well(words in line()) {
        check(&words);
    }
}
