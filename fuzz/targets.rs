//! What is done with fuzzed bytes, for cargo-fuzz and for the replay of the corpus in `tests/fuzz_corpus.rs`.
//!
//! Besides not panicking each target demands something: spans that lie in the text, agreement with a plain matcher, operators
//! that contradict their negation, reasons that say what the decision says,
//! answers that are text and no fault of the server.
#![allow(
    dead_code,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "every target uses its own part, and fails by panicking"
)]

use bytes::Bytes;
use http::Request;
use iamsh::aws_cli::{self, Environment, files::NoFiles};
use iamsh::clock::START;
use iamsh::decision::stateless::Reader;
use iamsh::lab::{Command, Settings};
use iamsh::policy::check::{PolicyKind, check};
use iamsh::policy::{Document, Span};
use iamsh::script::aws_lines::rewrite;
use iamsh::serve::{Options, Service};
use iamsh::store::KeptLab;
use serde_json::{Value, json};

/// Longer inputs only slow the search down.
const LONGEST: usize = 4096;

const KINDS: [PolicyKind; 7] = [
    PolicyKind::Managed,
    PolicyKind::Inline,
    PolicyKind::Session,
    PolicyKind::Trust,
    PolicyKind::Resource,
    PolicyKind::ServiceControl,
    PolicyKind::ResourceControl,
];

fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data)
        .ok()
        .filter(|text| text.len() <= LONGEST)
}

fn lies_in(span: Span, text: &str) {
    assert!(
        text.get(span.start..span.end).is_some(),
        "{span:?} is not in the text"
    );
}

/// A policy text: what AWS would store can be evaluated, and every place that is pointed at is in the text.
pub fn policy(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let read = Document::parse(text);
    match &read {
        Ok((document, warnings)) => {
            warnings
                .iter()
                .for_each(|warning| lies_in(warning.span, text));
            for statement in &document.statements {
                lies_in(statement.span, text);
                statement
                    .conditions
                    .iter()
                    .for_each(|condition| lies_in(condition.span, text));
            }
        }
        Err(error) => lies_in(error.span, text),
    }
    for kind in KINDS {
        match (check(kind, text), &read) {
            (Ok(stored), Ok((document, _))) => assert_eq!(&stored, document, "{kind:?}"),
            (Ok(_), Err(error)) => panic!("stored as {kind:?}, but not read: {error}"),
            (Err(error), _) => lies_in(error.span, text),
        }
    }
}

/// Two lines, a pattern and a text: in resources, actions and Like operators they match as a plain matcher says.
pub fn pattern(data: &[u8]) {
    let Some((pattern, subject)) = text(data).and_then(|text| text.split_once('\n')) else {
        return;
    };
    let allow = |action: &str, resource: &str, condition: Value| {
        json!({ "Version": "2012-10-17", "Statement":
            { "Effect": "Allow", "Action": action, "Resource": resource, "Condition": condition } })
    };
    let arn = |rest: &str| format!("arn:aws:s3:::{rest}");
    let condition = |operator: &str, key: &str, value: &str| json!({ operator: { key: value } });
    let policies = [
        allow("*", &arn(pattern), json!({})),
        allow(&format!("s3:{pattern}"), "*", json!({})),
        allow("*", "*", condition("StringLike", "test:text", pattern)),
        allow("*", "*", condition("ArnLike", "test:arn", &arn(pattern))),
        // Without an ARN around it: only that it ends, and ends quietly.
        allow("*", pattern, json!({})),
    ];
    let found = policies.map(|policy| {
        allowed(&json!({
            "request": {
                "principal": "arn:aws:iam::111122223333:user/bob",
                "action": format!("s3:{subject}"),
                "resource": { "arn": arn(subject), "accountId": "111122223333" },
                "context": { "test:text": subject, "test:arn": arn(subject) },
            },
            "identityPolicies": [policy],
        }))
    });
    if pattern.contains("${") {
        return;
    }
    let plain = glob(pattern, subject);
    let folded = glob(&pattern.to_ascii_lowercase(), &subject.to_ascii_lowercase());
    assert_eq!(
        found[..4],
        [plain, folded, plain, plain],
        "{pattern:?} on {subject:?}"
    );
}

/// Whether a text matches a pattern with `*` and `?`, by a table of all their beginnings.
fn glob(pattern: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut matched = vec![false; text.len() + 1];
    matched[0] = true;
    for mark in pattern.chars() {
        let before = matched.clone();
        for end in 0..=text.len() {
            let one_less = |row: &[bool]| end > 0 && row[end - 1];
            matched[end] = match mark {
                '*' => before[end] || one_less(&matched),
                '?' => one_less(&before),
                c => one_less(&before) && text[end - 1] == c,
            };
        }
    }
    matched[text.len()]
}

/// Lines: an operator, the request's value, the policy's values. An operator and its negation never both hold.
pub fn condition(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let mut lines = text.split('\n');
    let (Some(operator), Some(found)) = (lines.next(), lines.next()) else {
        return;
    };
    let wanted: Vec<&str> = lines.collect();
    let holds = |operator: &str, found: &Value| {
        let condition = json!({ operator: { "test:key": wanted } });
        allowed(&json!({
            "request": {
                "principal": "arn:aws:iam::111122223333:user/bob",
                "action": "s3:GetObject",
                "resource": "arn:aws:s3:::bucket/key",
                "context": { "test:key": found },
            },
            "identityPolicies": [{ "Version": "2012-10-17", "Statement":
                { "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition } }],
        }))
    };
    let one = json!(found);
    let plain = holds(operator, &one);
    assert_eq!(
        plain,
        holds(&operator.to_ascii_lowercase(), &one),
        "case matters"
    );
    for prefix in ["", "ForAllValues:", "ForAnyValue:"] {
        for suffix in ["", "IfExists"] {
            let _ = holds(
                &format!("{prefix}{operator}{suffix}"),
                &json!([found, "", found]),
            );
        }
    }
    for family in ["String", "Arn", "Numeric", "Date"] {
        if let Some(name) = operator.strip_prefix(family) {
            let negation = holds(&format!("{family}Not{name}"), &one);
            assert!(!(plain && negation), "{operator} and its negation hold");
        }
    }
}

/// A question of `iamsh decide`: what a strict reader reads a lenient one reads too, and the reason fits the decision.
pub fn decide(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let lenient = Reader::new(false).read(text);
    if let Ok(strict) = Reader::new(true).read(text) {
        let lenient = lenient.as_ref().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(strict.answer(), lenient.answer());
    }
    let Ok(question) = lenient else { return };
    let (decision, reason) = (question.decide(), question.explain());
    assert_eq!(decision.outcome, reason.decision.outcome);
    assert_eq!(decision.blocked_by, reason.decision.blocked_by);
    assert_eq!(decision.allowed(), decision.blocked_by.is_empty());
    let answer = question.answer();
    assert_eq!(answer["message"].is_null(), decision.allowed());
}

/// Lines: the words of an `aws` line. What fails has a text and an exit code of the CLI's, and creates nothing.
pub fn aws_line(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let words: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let (mut lab, mut environment) = (
        KeptLab::in_memory(Settings::default()),
        Environment::default(),
    );
    let output = aws_cli::run(&mut lab, &mut environment, &words, &NoFiles);
    match output.code {
        0 => {}
        // A setting that is not set.
        1 => assert!(output.stdout.is_empty()),
        252..=255 => assert!(!output.stderr.is_empty()),
        other => panic!("exit code {other}"),
    }
    let entities = lab
        .lab()
        .accounts
        .values()
        .map(|account| account.users.len() + account.roles.len() + account.groups.len());
    assert!(
        output.code == 0 || entities.sum::<usize>() == 0,
        "a line failed and created something"
    );
    assert!(output.word.is_none_or(|word| word < words.len()));
}

/// A script with `aws` lines: line numbers stay, what is copied is the same, and once is enough.
pub fn aws_lines(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let done = rewrite(text);
    assert_eq!(done.text.matches('\n').count(), text.matches('\n').count());
    for copied in &done.copied {
        let typed = &text[copied.source..copied.source + copied.length];
        assert_eq!(
            typed,
            &done.text[copied.output..copied.output + copied.length]
        );
    }
    let (mut back, mut at) = (String::new(), 0);
    for line in done.lines.iter().filter(|line| !line.nested) {
        back.push_str(&done.text[at..line.output.start]);
        back.push_str(&text[line.source.clone()]);
        at = line.output.end;
    }
    back.push_str(&done.text[at..]);
    assert_eq!(back, text);
    if done.open.is_none() {
        assert_eq!(rewrite(&done.text).text, done.text);
    }
}

fn allowed(question: &Value) -> bool {
    match Reader::new(false).read(&question.to_string()) {
        Ok(question) => question.decide().allowed(),
        Err(error) => panic!("{error}"),
    }
}

/// A request as HTTP/1.1 writes it: a line, headers, an empty line, a body. With signatures it is a stranger's, without it is the
/// root user's.
pub fn request(data: &[u8]) {
    let (head, body) = match data.windows(2).position(|pair| pair == b"\n\n") {
        Some(at) => (&data[..at], &data[at + 2..]),
        None => (data, &b""[..]),
    };
    let Some(head) = text(head) else { return };
    let mut lines = head.lines();
    let (method, target) = lines
        .next()
        .and_then(|line| line.split_once(' '))
        .unwrap_or(("GET", "/"));
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        request = request.header(name, value);
    }
    let Ok(request) = request.body(Bytes::copy_from_slice(body)) else {
        return;
    };
    let account = "123456789012"
        .parse()
        .unwrap_or_else(|_| panic!("it is an account id"));
    for open in [false, true] {
        let mut lab = KeptLab::in_memory(Settings::default());
        let begin = Command::CreateAccount {
            id: iamsh::arn::AccountId::clone(&account),
            email: "root@example.com".to_owned(),
            name: "fuzz".to_owned(),
        };
        assert!(lab.execute(begin).is_ok());
        let mut options = Options::new(std::sync::Arc::new(|| START));
        options.admin = true;
        options.without_authentication = open.then(|| account.clone());
        let Ok(service) = Service::new(lab, options) else {
            return;
        };
        let response = service.answer(&request, None);
        assert!(response.status().as_u16() < 500, "{response:?}");
        assert!(std::str::from_utf8(response.body()).is_ok());
    }
}
