//! The verbs as a table, for completion and help: what each is called on, what it takes, what it answers.

use std::sync::OnceLock;

use crate::api::model::{Kind, Member, Operation};

use super::verbs::{filled_by, in_order, names, operation_of};

/// A verb on a type of values.
#[derive(Clone, Debug)]
pub struct Verb {
    /// `attach_policy`
    pub name: String,
    /// What it stands for.
    pub operation: &'static Operation,
    /// Parameters that values stand for: required ones first.
    pub places: Vec<&'static Member>,
}

impl Verb {
    /// `create_user(UserName, #{ Path, … }) -> User`
    #[must_use]
    pub fn signature(&self) -> String {
        let required = self.places.iter().filter(|member| member.required);
        let mut parts: Vec<String> = required.map(|member| member.name.to_owned()).collect();
        let optional: Vec<&str> = self.optional().map(|member| member.name).collect();
        if !optional.is_empty() {
            parts.push(format!("#{{ {} }}", optional.join(", ")));
        }
        let gives = self.gives();
        let arrow = if gives.is_empty() { "" } else { " -> " };
        format!("{}({}){arrow}{gives}", self.name, parts.join(", "))
    }

    /// The parameters that go into the options.
    pub fn optional(&self) -> impl Iterator<Item = &'static Member> {
        self.places
            .iter()
            .copied()
            .filter(|member| !member.required)
    }

    /// The type of the answer; that of an element in front of `[]` for lists, empty where there is no answer.
    #[must_use]
    pub fn gives(&self) -> String {
        answer_type(self.operation)
    }
}

/// What [`super::answer`] makes of an answer.
fn answer_type(operation: &Operation) -> String {
    if operation.name == "GetCallerIdentity" {
        return "CallerIdentity".to_owned();
    }
    let Some(output) = &operation.output else {
        return String::new();
    };
    if output.member("Credentials").is_some() {
        return "Session".to_owned();
    }
    let page = operation.paginator.as_ref();
    let is_page = |member: &&Member| {
        page.is_some_and(|page| {
            member.name == page.output_token || member.name == page.more_results
        })
    };
    let members: Vec<&Member> = output
        .members()
        .iter()
        .filter(|member| !is_page(member))
        .collect();
    let &[only] = members.as_slice() else {
        return "document".to_owned();
    };
    let item = match only.name {
        "User" | "Users" => "User",
        "Group" | "Groups" => "Group",
        "Role" | "Roles" => "Role",
        "Policy" | "Policies" | "AttachedPolicies" => "Policy",
        "AccessKey" | "AccessKeyMetadata" => "AccessKey",
        _ => "document",
    };
    match &only.shape.kind {
        Kind::List(list) if item == "document" && matches!(list.member.kind, Kind::String(_)) => {
            "string[]".to_owned()
        }
        Kind::List(_) => format!("{item}[]"),
        _ => item.to_owned(),
    }
}

/// The types that have verbs.
const KINDS: [&str; 5] = ["Session", "User", "Group", "Role", "Policy"];

/// The verbs of a type, sorted by name. An account has those of a session.
#[must_use]
pub fn verbs(kind: &str) -> &'static [Verb] {
    // Facts that follow from the model, so a `static` carries no state.
    static TABLES: [OnceLock<Vec<Verb>>; 5] = [const { OnceLock::new() }; 5];
    let kind = if kind == "Account" { "Session" } else { kind };
    let place = KINDS.iter().position(|known| *known == kind);
    match place.and_then(|place| TABLES.get(place)) {
        Some(table) => table.get_or_init(|| all(kind)),
        None => &[],
    }
}

/// The verb of this name.
#[must_use]
pub fn verb(kind: &str, name: &str) -> Option<&'static Verb> {
    let verbs = verbs(kind);
    let place = verbs
        .binary_search_by(|verb| verb.name.as_str().cmp(name))
        .ok()?;
    verbs.get(place)
}

/// Whether a type has a verb under any of its names: `carlos.attach_user_policy` is one as well.
#[must_use]
pub fn has_verb(kind: &str, name: &str) -> bool {
    verb(kind, name).is_some() || operation_of(kind, name).is_some_and(|_| KINDS.contains(&kind))
}

fn all(kind: &str) -> Vec<Verb> {
    let filled = filled_by(kind);
    let mut verbs: Vec<Verb> = names(kind)
        .into_iter()
        .filter_map(|name| {
            let operation = operation_of(kind, &name)?;
            // A session has no short verbs, and an alias belongs to its handle.
            let full = filled.is_some() || operation.snake_name == name;
            full.then(|| Verb {
                name,
                operation,
                places: in_order(operation, filled),
            })
        })
        .collect();
    if kind == "Role" {
        verbs.extend(operation_of(kind, "update_trust").map(|operation| Verb {
            name: "update_trust".to_owned(),
            operation,
            places: in_order(operation, filled),
        }));
    }
    verbs.sort_by(|one, other| one.name.cmp(&other.name));
    verbs.dedup_by(|one, other| one.name == other.name);
    verbs
}
