//! In scripts: words, names behind a dot, and what stands in quotes.

use crate::api::model::{self, SERVICES};
use crate::script::{function_table, property_table, verb, verbs};
use crate::shell::view::View;

use super::arns::{Kinds, accounts, arns};
use super::place::{Frame, Place, Token};
use super::types::type_of;
use super::wanted::{self, Wanted};
use super::{Candidate, Completion, files, lab_names, policy};

/// Words of the language.
pub const KEYWORDS: &[&str] = &[
    "as", "break", "case", "catch", "const", "continue", "do", "else", "export", "false", "fn",
    "for", "if", "import", "in", "let", "loop", "private", "return", "switch", "this", "throw",
    "true", "try", "until", "while",
];

/// What may stand at the end of a script.
pub fn complete(view: &View<'_>, before: &str) -> Completion {
    let place = Place::of(before);
    match place.token {
        Token::Comment => Completion::default(),
        Token::Member { start, text, of } => {
            let kind = type_of(view, of, before);
            let candidates = kind.map(|kind| members(&kind, text)).unwrap_or_default();
            Completion::new(start, candidates)
        }
        Token::Word { start, text } if place.at_key() => {
            Completion::new(start, keys(view, &place, before, text))
        }
        Token::Word { start, text } => Completion::new(start, words(view, text)),
        Token::Text { start, text } => Completion::new(start, texts(view, &place, before, text)),
    }
}

/// Variables, functions and words of the language.
fn words(view: &View<'_>, prefix: &str) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let variables = view
        .variables
        .iter()
        .filter(|one| one.name.starts_with(prefix));
    found.extend(variables.map(|one| Candidate::with_note(&one.name, &format!(": {}", one.kind))));
    let own = view
        .functions
        .iter()
        .filter(|one| one.name.starts_with(prefix));
    found.extend(own.map(|one| Candidate {
        text: format!("{}(", one.name),
        shown: format!("{}({})", one.name, one.parameters.join(", ")),
    }));
    // Without a letter the functions of the lab are enough.
    if prefix.is_empty() {
        let rows = function_table::rows().filter(|row| row.of.is_empty());
        found.extend(rows.map(|row| function(&row)));
        return found;
    }
    let rows =
        function_table::rows().filter(|row| row.of.is_empty() && row.name.starts_with(prefix));
    found.extend(rows.map(|row| function(&row)));
    let known = |name: &str| {
        verb("Session", name).is_some() || function_table::named(name).next().is_some()
    };
    let of_rhai = view
        .names
        .iter()
        .filter(|name| name.starts_with(prefix) && !known(name) && !is_short_verb(name));
    found.extend(of_rhai.map(|name| Candidate {
        text: format!("{name}("),
        shown: format!("{name}(…)"),
    }));
    let keywords = KEYWORDS.iter().filter(|word| word.starts_with(prefix));
    found.extend(keywords.map(|&word| Candidate::plain(word)));
    found
}

fn is_short_verb(name: &str) -> bool {
    ["User", "Group", "Role", "Policy"]
        .iter()
        .any(|kind| verb(kind, name).is_some())
}

fn function(row: &function_table::Row) -> Candidate {
    Candidate {
        text: called(row.name, row.takes.is_empty()),
        shown: row.signature(),
    }
}

fn called(name: &str, takes_nothing: bool) -> String {
    format!("{name}({}", if takes_nothing { ")" } else { "" })
}

/// Methods and properties of a type.
fn members(kind: &str, prefix: &str) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let properties = property_table::properties(kind).iter();
    let properties = properties.filter(|(name, _)| name.starts_with(prefix));
    found.extend(properties.map(|(name, of)| Candidate::with_note(*name, &format!(": {of}"))));
    let rows = function_table::methods(kind).filter(|row| row.name.starts_with(prefix));
    found.extend(rows.map(|row| function(&row)));
    let verbs = verbs(kind)
        .iter()
        .filter(|verb| verb.name.starts_with(prefix));
    found.extend(verbs.map(|verb| Candidate {
        text: called(&verb.name, verb.places.is_empty()),
        shown: verb.signature(),
    }));
    if kind == "Client" {
        let operations = SERVICES.iter().filter_map(|name| model::service(name));
        let operations = operations.flat_map(|service| service.operations());
        let matching = operations.filter(|operation| operation.snake_name.starts_with(prefix));
        found.extend(matching.map(|operation| Candidate {
            text: called(&operation.snake_name, false),
            shown: format!("{}(#{{ … }})", operation.snake_name),
        }));
    }
    found.extend(of_list_or_text(kind, prefix));
    found
}

/// rhai's own methods that people use most.
fn of_list_or_text(kind: &str, prefix: &str) -> Vec<Candidate> {
    const LIST: &[&str] = &[
        "all", "contains", "filter", "find", "for_each", "index_of", "is_empty", "len", "map",
        "pop", "push", "reduce", "reverse", "some", "sort",
    ];
    const TEXT: &[&str] = &[
        "contains",
        "ends_with",
        "index_of",
        "is_empty",
        "len",
        "replace",
        "split",
        "starts_with",
        "sub_string",
        "to_lower",
        "to_upper",
        "trim",
    ];
    let names = match kind {
        _ if kind.ends_with("[]") || kind == "array" => LIST,
        "string" => TEXT,
        "document" | "map" => &["contains", "get", "keys", "to_json"],
        _ => return Vec::new(),
    };
    let takes_nothing = |name: &str| {
        [
            "is_empty", "keys", "len", "pop", "reverse", "to_json", "to_lower", "to_upper", "trim",
        ]
        .contains(&name)
    };
    let matching = names.iter().filter(|name| name.starts_with(prefix));
    matching
        .map(|name| Candidate {
            text: called(name, takes_nothing(name)),
            shown: format!("{name}(…)"),
        })
        .collect()
}

/// The call a place is in, as type of the receiver, name, and argument; options count as the argument they are.
struct Called<'a> {
    kind: Option<String>,
    name: &'a str,
    argument: usize,
    /// How many maps lie between.
    maps: usize,
}

fn call<'a>(view: &View<'_>, place: &Place<'a>, before: &str) -> Option<Called<'a>> {
    let mut maps = 0;
    for frame in place.frames.iter().rev() {
        match frame {
            Frame::Map { .. } => maps += 1,
            Frame::List => {}
            Frame::Block => return None,
            Frame::Call { callee, argument } => {
                let (of, name) = match callee.rsplit_once('.') {
                    Some((of, name)) => (Some(of), name),
                    None => (None, *callee),
                };
                let kind = match of {
                    Some(of) => Some(type_of(view, of, before)?),
                    None => None,
                };
                return Some(Called {
                    kind,
                    name: name.trim(),
                    argument: *argument,
                    maps,
                });
            }
        }
    }
    None
}

/// Keys of a map: options of a call, or elements of a policy.
fn keys(view: &View<'_>, place: &Place<'_>, before: &str, prefix: &str) -> Vec<Candidate> {
    if let Some(called) = call(view, place, before).filter(|called| called.maps == 1)
        && let Some(options) = options(&called, prefix)
    {
        return options;
    }
    policy::keys(&policy_path(place), prefix).unwrap_or_default()
}

/// The path inside the policy: an option that takes a policy is not part of it.
fn policy_path<'a>(place: &Place<'a>) -> Vec<&'a str> {
    let mut path = place.path();
    if path
        .first()
        .is_some_and(|key| key.ends_with("Document") || *key == "Policy")
    {
        path.remove(0);
    }
    path
}

/// The options of a call; none where it takes no options at this argument.
fn options(called: &Called<'_>, prefix: &str) -> Option<Vec<Candidate>> {
    let kind = called.kind.as_deref();
    let entry = |name: &str, note: &str| Candidate {
        text: format!("{name}: "),
        shown: format!("{name}  {note}"),
    };
    if kind == Some("Client") {
        let mut services = SERVICES.iter().filter_map(|name| model::service(name));
        let operation = services.find_map(|service| service.find(called.name))?;
        let members = operation
            .parameters()
            .filter(|member| member.name.starts_with(prefix));
        let note = |required: bool| if required { "required" } else { "" };
        return Some(
            members
                .map(|member| entry(member.name, note(member.required)))
                .collect(),
        );
    }
    if let Some(verb) = kind.and_then(|kind| verb(kind, called.name)) {
        let required = verb.places.iter().filter(|member| member.required).count();
        let takes_map = verb.optional().next().is_some();
        if called.argument < required || !takes_map {
            return None;
        }
        let members = verb
            .optional()
            .filter(|member| member.name.starts_with(prefix));
        return Some(members.map(|member| entry(member.name, "")).collect());
    }
    let row = function_table::named(called.name).find(|row| match kind {
        Some(kind) => row.of.contains(&kind),
        None => row.of.is_empty(),
    })?;
    let (_, rest) = row.takes.split_once("#{ ")?;
    let names = rest.split(" }").next()?.split(", ");
    let names = names.filter(|name| name.starts_with(|letter: char| letter.is_uppercase()));
    let found: Vec<Candidate> = names
        .filter(|name| name.starts_with(prefix))
        .map(|name| entry(name, ""))
        .collect();
    (!found.is_empty()).then_some(found)
}

/// What stands in quotes.
fn texts(view: &View<'_>, place: &Place<'_>, before: &str, prefix: &str) -> Vec<Candidate> {
    if place.at_key() {
        return policy::keys(&policy_path(place), prefix).unwrap_or_default();
    }
    let called = call(view, place, before);
    let of_call = called.as_ref().and_then(|called| match called.maps {
        0 => wanted::of_argument(called.kind.as_deref(), called.name, called.argument),
        1 => option_value(called, place),
        _ => None,
    });
    let wanted = of_call.or_else(|| policy::value(&policy_path(place)));
    wanted
        .map(|wanted| list(view, &wanted, prefix))
        .unwrap_or_default()
}

/// What an option's value is for.
fn option_value(called: &Called<'_>, place: &Place<'_>) -> Option<Wanted> {
    let key = *place.path().last()?;
    let operation = match called.kind.as_deref()? {
        "Client" => {
            let mut services = SERVICES.iter().filter_map(|name| model::service(name));
            services.find_map(|service| service.find(called.name))?
        }
        kind => verb(kind, called.name)?.operation,
    };
    let member = operation.parameters().find(|member| member.name == key)?;
    wanted::of_member(operation.name, member)
}

/// Everything of a kind that begins with `prefix`.
pub fn list(view: &View<'_>, wanted: &Wanted, prefix: &str) -> Vec<Candidate> {
    let lab = view.lab;
    match wanted {
        Wanted::User => lab_names::names(lab, prefix, |a| &a.users, |user| &user.name, "user"),
        Wanted::Group => lab_names::names(lab, prefix, |a| &a.groups, |group| &group.name, "group"),
        Wanted::Role => lab_names::names(lab, prefix, |a| &a.roles, |role| &role.name, "role"),
        Wanted::InstanceProfile => lab_names::names(
            lab,
            prefix,
            |a| &a.instance_profiles,
            |profile| &profile.name,
            "",
        ),
        Wanted::InlinePolicy => lab_names::inline_policies(lab, prefix),
        Wanted::PolicyArn => arns(lab, prefix, Kinds::Policies),
        Wanted::RoleArn => arns(lab, prefix, Kinds::Roles),
        Wanted::Arn => arns(lab, prefix, Kinds::All),
        Wanted::Principal => {
            let mut found = arns(lab, prefix, Kinds::Principals);
            if !prefix.is_empty() && !prefix.starts_with("arn:") {
                found.extend(policy::service_principals(prefix));
            }
            found
        }
        Wanted::Action => policy::actions(prefix),
        Wanted::Account => accounts(lab, prefix),
        Wanted::ServicePrincipal => policy::service_principals(prefix),
        Wanted::AccessKey => lab_names::access_keys(lab, prefix),
        Wanted::File => files::files(view.folder, prefix),
        Wanted::ErrorCode => error_codes(prefix),
        Wanted::OneOf(values) => {
            let matching = values.iter().filter(|value| value.starts_with(prefix));
            matching.map(|&value| Candidate::plain(value)).collect()
        }
    }
}

/// Codes that the models declare, and those common to all operations.
pub fn error_codes(prefix: &str) -> Vec<Candidate> {
    const COMMON: &[&str] = &[
        "AccessDenied",
        "ExpiredToken",
        "InvalidClientTokenId",
        "SignatureDoesNotMatch",
        "ValidationError",
    ];
    let services = SERVICES.iter().filter_map(|name| model::service(name));
    let declared = services
        .flat_map(|service| service.operations())
        .flat_map(|operation| operation.errors.iter().map(|error| error.code));
    let matching = declared
        .chain(COMMON.iter().copied())
        .filter(|code| code.starts_with(prefix));
    let unique: std::collections::BTreeSet<&str> = matching.collect();
    unique.into_iter().map(Candidate::plain).collect()
}
