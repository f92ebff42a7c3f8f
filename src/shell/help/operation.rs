//! Operations of IAM and STS.

use crate::api::model::{self, Kind, Member, Operation, Range, SERVICES, Shape};
use crate::api::table::{self, Service};
use crate::render::style::Style;
use crate::script::verbs;

/// The operation of this name in any spelling, or that a verb stands for on a type.
fn find(name: &str, kind: Option<&str>) -> Option<&'static Operation> {
    if let Some(verb) = kind.and_then(|kind| crate::script::verb(kind, name)) {
        return Some(verb.operation);
    }
    let mut services = SERVICES.iter().filter_map(|name| model::service(name));
    let full = services.find_map(|service| {
        let lower = name.to_ascii_lowercase();
        let any_case = |operation: &&Operation| operation.name.to_ascii_lowercase() == lower;
        service
            .find(name)
            .or_else(|| service.operations().iter().find(any_case))
    });
    // `attach_policy` stands for an operation on every kind that has it: the first one is as good as another.
    full.or_else(|| {
        let kinds = ["User", "Role", "Group", "Policy"];
        let found = kinds
            .iter()
            .find_map(|kind| crate::script::verb(kind, name));
        found.map(|verb| verb.operation)
    })
}

fn row(operation: &Operation) -> Option<&'static table::Operation> {
    let services = [Service::Iam, Service::Sts];
    let service = services
        .into_iter()
        .find(|service| service.name() == operation.service)?;
    table::find(service, operation.name)
}

/// A script that shows the operation at work.
pub fn example(name: &str) -> Option<String> {
    row(find(name, None)?).map(|row| row.example_object())
}

/// Signature, meaning, parameters, errors, and the forms of the CLI and of boto3.
pub fn operation(name: &str, kind: Option<&str>, style: Style) -> Option<String> {
    let operation = find(name, kind)?;
    let summary = row(operation).map_or("", |row| row.summary);
    let mut text = vec![style.strong(format!("{}:{}", operation.service, operation.name))];
    text.push(format!("  {summary}"));
    for kind in ["Session", "User", "Group", "Role", "Policy"] {
        let same = verbs(kind)
            .iter()
            .filter(|verb| std::ptr::eq(verb.operation, operation));
        for verb in same {
            text.push(format!(
                "  {}{}",
                style.muted(format!("{kind}.")),
                style.name(verb.signature())
            ));
        }
    }
    let members: Vec<&Member> = operation.parameters().collect();
    if !members.is_empty() {
        text.push(style.strong("Parameters"));
        let width = members
            .iter()
            .map(|member| member.name.len())
            .max()
            .unwrap_or(0);
        for member in &members {
            let gap = " ".repeat(width - member.name.len());
            let required = if member.required { "required" } else { "" };
            text.push(
                format!(
                    "  {}{gap}  {}  {required}",
                    member.name,
                    described(&member.shape)
                )
                .trim_end()
                .to_owned(),
            );
        }
    }
    if !operation.errors.is_empty() {
        text.push(style.strong("Errors"));
        let codes = operation
            .errors
            .iter()
            .map(|error| format!("{} ({})", error.code, error.http_status));
        text.push(format!("  {}", codes.collect::<Vec<_>>().join(", ")));
    }
    if let Some(row) = row(operation) {
        text.push(style.strong("Example"));
        let example = row.example_object();
        text.extend(example.lines().map(|line| format!("  {line}")));
    }
    text.push(style.strong("The same elsewhere"));
    let usage = crate::shell::complete::usage(operation);
    text.push(format!("  aws {} {usage}", operation.service));
    let required = members.iter().filter(|member| member.required);
    let parameters: Vec<String> = required
        .map(|member| format!("{}: …", member.name))
        .collect();
    text.push(format!(
        "  client(\"{}\", acct).{}(#{{ {} }})",
        operation.service,
        operation.snake_name,
        parameters.join(", ")
    ));
    Some(text.join("\n"))
}

/// The type of a value with its bounds.
fn described(shape: &Shape) -> String {
    match &shape.kind {
        Kind::String(text) if !text.values.is_empty() => text.values.join(" | "),
        Kind::String(text) => format!("text{}", bounds(text.length, "characters")),
        Kind::Integer(range) => format!("integer{}", bounds(*range, "")),
        Kind::Boolean => "true or false".to_owned(),
        Kind::Timestamp => "time, ISO 8601".to_owned(),
        Kind::Blob => "bytes, in base64".to_owned(),
        Kind::List(list) => format!(
            "list of {}{}",
            described(&list.member),
            bounds(list.length, "elements")
        ),
        Kind::Map(_) => "map".to_owned(),
        Kind::Structure(structure) => {
            let names = structure.members.iter().map(|member| member.name);
            format!("{{ {} }}", names.collect::<Vec<_>>().join(", "))
        }
    }
}

fn bounds(range: Range, unit: &str) -> String {
    let words = match (range.min, range.max) {
        (Some(min), Some(max)) => format!("{min} to {max} {unit}"),
        (None, Some(max)) => format!("at most {max} {unit}"),
        (Some(min), None) => format!("at least {min} {unit}"),
        (None, None) => return String::new(),
    };
    format!(", {}", words.trim_end())
}
