//! From the embedded text to the typed model.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;

use super::shape::{Kind, List, Map, Member, Range, Shape, Structure, Text};
use super::{DeclaredError, Operation, Paginator, Service, kebab_case, snake_case};

/// The file as it is; strings are borrowed from the embedded text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawService<'a> {
    service: &'a str,
    full_name: &'a str,
    api_version: &'a str,
    xml_namespace: &'a str,
    #[serde(borrow)]
    errors: Vec<(&'a str, &'a str, u16)>,
    #[serde(borrow)]
    operations: HashMap<&'a str, RawOperation<'a>>,
    #[serde(borrow)]
    shapes: HashMap<&'a str, RawShape<'a>>,
}

#[derive(Deserialize)]
struct RawOperation<'a> {
    #[serde(borrow)]
    input: Option<&'a str>,
    #[serde(borrow)]
    output: Option<&'a str>,
    #[serde(borrow)]
    errors: Vec<&'a str>,
    #[serde(default)]
    unsigned: bool,
    #[serde(borrow)]
    page: Option<RawPage<'a>>,
}

#[derive(Deserialize)]
struct RawShape<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(borrow, default)]
    members: Vec<(&'a str, &'a str)>,
    #[serde(borrow, default)]
    required: Vec<&'a str>,
    #[serde(borrow)]
    member: Option<&'a str>,
    #[serde(borrow)]
    key: Option<&'a str>,
    #[serde(borrow)]
    value: Option<&'a str>,
    min: Option<i64>,
    max: Option<i64>,
    // Patterns hold escapes, so they cannot be borrowed.
    pattern: Option<String>,
    #[serde(borrow, rename = "enum", default)]
    values: Vec<&'a str>,
    #[serde(default)]
    sensitive: bool,
    #[serde(default)]
    union: bool,
}

#[derive(Deserialize)]
struct RawPage<'a> {
    input_token: &'a str,
    output_token: &'a str,
    limit_key: &'a str,
    more_results: &'a str,
    #[serde(borrow)]
    result_key: Vec<&'a str>,
    #[serde(borrow, default)]
    non_aggregate_keys: Vec<&'a str>,
}

/// The service of an embedded text; `None` if the text is not what the generator writes.
pub(super) fn service(text: &'static str) -> Option<Service> {
    let raw: RawService<'static> = serde_json::from_str(text).ok()?;
    let mut shapes = Shapes {
        raw: raw.shapes,
        built: HashMap::new(),
    };
    let errors: HashMap<_, _> = raw
        .errors
        .into_iter()
        .map(|(shape, code, http_status)| {
            let error = DeclaredError {
                shape,
                code,
                http_status,
            };
            (shape, error)
        })
        .collect();
    let mut operations = Vec::with_capacity(raw.operations.len());
    for (name, facts) in raw.operations {
        let errors = facts.errors.iter().map(|shape| errors.get(shape).copied());
        operations.push(Operation {
            service: raw.service,
            name,
            snake_name: snake_case(name),
            kebab_name: kebab_case(name),
            input: shapes.get_optional(facts.input)?,
            output: shapes.get_optional(facts.output)?,
            errors: errors.collect::<Option<_>>()?,
            paginator: facts.page.map(paginator),
            unsigned: facts.unsigned,
        });
    }
    operations.sort_unstable_by_key(|operation| operation.name);
    Some(Service {
        name: raw.service,
        full_name: raw.full_name,
        api_version: raw.api_version,
        xml_namespace: raw.xml_namespace,
        operations,
    })
}

fn paginator(page: RawPage<'static>) -> Paginator {
    Paginator {
        input_token: page.input_token,
        output_token: page.output_token,
        limit_key: page.limit_key,
        more_results: page.more_results,
        result_keys: page.result_key,
        non_aggregate_keys: page.non_aggregate_keys,
    }
}

/// Resolves names to shapes, each built once.
struct Shapes {
    raw: HashMap<&'static str, RawShape<'static>>,
    built: HashMap<&'static str, Arc<Shape>>,
}

impl Shapes {
    /// `Some(None)` for no name, `None` for a name without a shape.
    fn get_optional(&mut self, name: Option<&'static str>) -> Option<Option<Arc<Shape>>> {
        match name {
            Some(name) => self.get(name).map(Some),
            None => Some(None),
        }
    }

    /// The recursion ends: a raw shape is taken out before what it refers to is asked for.
    fn get(&mut self, name: &'static str) -> Option<Arc<Shape>> {
        if let Some(shape) = self.built.get(name) {
            return Some(Arc::clone(shape));
        }
        let raw = self.raw.remove(name)?;
        let sensitive = raw.sensitive;
        let kind = self.kind(raw)?;
        let shape = Arc::new(Shape {
            name,
            kind,
            sensitive,
        });
        self.built.insert(name, Arc::clone(&shape));
        Some(shape)
    }

    fn kind(&mut self, raw: RawShape<'static>) -> Option<Kind> {
        let length = Range {
            min: raw.min,
            max: raw.max,
        };
        Some(match raw.kind {
            "structure" => Kind::Structure(self.structure(raw)?),
            "list" => Kind::List(List {
                member: self.get(raw.member?)?,
                length,
            }),
            "map" => Kind::Map(Map {
                key: self.get(raw.key?)?,
                value: self.get(raw.value?)?,
                length,
            }),
            "string" => Kind::String(Text::new(length, raw.values, raw.pattern)),
            "integer" => Kind::Integer(length),
            "boolean" => Kind::Boolean,
            "timestamp" => Kind::Timestamp,
            "blob" => Kind::Blob,
            _ => return None,
        })
    }

    fn structure(&mut self, raw: RawShape<'static>) -> Option<Structure> {
        let mut members = Vec::with_capacity(raw.members.len());
        for (name, shape) in raw.members {
            members.push(Member {
                name,
                shape: self.get(shape)?,
                required: raw.required.contains(&name),
            });
        }
        Some(Structure {
            members,
            required: raw.required,
            union: raw.union,
        })
    }
}
