//! Operations of IAM and STS, from the table and the API model: what they do, how they are called, what goes in, what can go wrong.

use crate::api::model::{self, Kind, Member, Range, Shape};
use crate::api::table::{self, Service};

use super::Entry;

/// The answer for an operation, in any of its spellings.
pub(super) fn entry(word: &str) -> Option<Entry> {
    let (row, model) = find(word)?;
    let (required, optional): (Vec<&Member>, Vec<&Member>) =
        model.parameters().partition(|member| member.required);
    let parameters = required.iter().chain(&optional).map(|member| {
        let must = if member.required { ", required" } else { "" };
        (
            member.name.to_owned(),
            format!("{}{must}", values(&member.shape)),
        )
    });
    let answer = model.output.iter().flat_map(|shape| shape.members());
    let answer = answer.map(|member| (member.name.to_owned(), values(&member.shape)));
    let errors = model
        .errors
        .iter()
        .map(|error| (error.code.to_owned(), format!("HTTP {}", error.http_status)));
    let mut entry = Entry::new(
        format!(
            "{} — {}",
            row.name,
            model::service(model.service)?.full_name
        ),
        row.summary,
    );
    entry.forms = vec![
        verb(model, &required, &optional),
        client(model, &required),
        line(model, &required, &optional),
    ];
    entry.example = Some(row.example);
    let paged = model.paginator.iter().map(|pages| {
        let form = format!(
            "client(\"{}\", who).paginate(\"{}\", #{{}})",
            model.service, model.snake_name
        );
        (pages.result_keys.join(", "), form)
    });
    Some(
        entry
            .with("parameters", parameters.collect())
            .with("answer", answer.collect())
            .with("in pages", paged.collect())
            .with("errors", errors.collect()),
    )
}

/// Names of all operations as verbs.
pub(super) fn names() -> impl Iterator<Item = String> {
    rows().map(|(_, row)| model::snake_case(row.name))
}

/// Name and summary of every operation.
pub(super) fn summaries() -> impl Iterator<Item = (String, &'static str)> {
    rows().map(|(_, row)| (model::snake_case(row.name), row.summary))
}

fn rows() -> impl Iterator<Item = (Service, &'static table::Operation)> {
    [Service::Iam, Service::Sts]
        .into_iter()
        .flat_map(|service| {
            let groups = table::operations(service).iter();
            groups
                .flat_map(|group| group.iter())
                .map(move |row| (service, row))
        })
}

fn find(word: &str) -> Option<(&'static table::Operation, &'static model::Operation)> {
    [Service::Iam, Service::Sts]
        .into_iter()
        .find_map(|service| {
            let model = model::service(service.name())?.find(word)?;
            Some((table::find(service, model.name)?, model))
        })
}

fn verb(model: &model::Operation, required: &[&Member], optional: &[&Member]) -> String {
    let mut places: Vec<String> = required
        .iter()
        .map(|member| member.name.to_owned())
        .collect();
    if !optional.is_empty() {
        let names: Vec<&str> = optional.iter().map(|member| member.name).collect();
        places.push(format!("#{{ {} }}", names.join(", ")));
    }
    format!("who.{}({})", model.snake_name, places.join(", "))
}

fn client(model: &model::Operation, required: &[&Member]) -> String {
    let names: Vec<String> = required
        .iter()
        .map(|member| format!("{}: …", member.name))
        .collect();
    let map = if names.is_empty() {
        String::new()
    } else {
        format!("#{{ {} }}", names.join(", "))
    };
    format!(
        "client(\"{}\", who).{}({map})",
        model.service, model.snake_name
    )
}

fn line(model: &model::Operation, required: &[&Member], optional: &[&Member]) -> String {
    let mut line = format!("aws {} {}", model.service, model.kebab_name);
    for member in required {
        line.push_str(&format!(" --{} …", model::kebab_case(member.name)));
    }
    if !optional.is_empty() {
        line.push_str(" [options]");
    }
    line
}

/// What a value may be.
fn values(shape: &Shape) -> String {
    let unit = if shape.name.to_ascii_lowercase().contains("duration") {
        " seconds"
    } else {
        ""
    };
    match &shape.kind {
        Kind::Structure(structure) => {
            let names: Vec<&str> = structure.members.iter().map(|member| member.name).collect();
            format!("{{ {} }}", names.join(", "))
        }
        Kind::List(list) => format!("list of {}", values(&list.member)),
        Kind::Map(map) => format!("map of {}", values(&map.value)),
        Kind::String(text) if !text.values.is_empty() => text.values.join(" | "),
        Kind::String(text) => format!("text{}", bounds(text.length, " characters")),
        Kind::Integer(range) => format!("number{}", bounds(*range, unit)),
        Kind::Boolean => "true or false".to_owned(),
        Kind::Timestamp => "time, ISO 8601".to_owned(),
        Kind::Blob => "bytes, base64".to_owned(),
    }
}

fn bounds(range: Range, unit: &str) -> String {
    match (range.min, range.max) {
        (Some(min), Some(max)) if min == max => format!(", {min}{unit}"),
        (Some(min), Some(max)) => format!(", {min} to {max}{unit}"),
        (Some(min), None) => format!(", {min}{unit} or more"),
        (None, Some(max)) => format!(", at most {max}{unit}"),
        (None, None) if unit.trim() == "seconds" => ", in seconds".to_owned(),
        (None, None) => String::new(),
    }
}
