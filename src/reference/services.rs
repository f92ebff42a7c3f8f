//! The service authorization reference: services, actions, resource types and condition keys.
//!
//! Mirrors "Actions, resources, and condition keys for AWS services" of the Service Authorization Reference. Generated
//! by `tools/generate_service_reference.py`. It feeds completion, suggestions and lints: an action that is not here is
//! worth a warning and never an error, since AWS's own policies name actions that no page lists.

mod record;
mod search;

use std::cmp::Ordering;
use std::sync::{LazyLock, OnceLock};

use super::archive::Archive;
use super::glob;

pub use search::{matching, suggest};

// Immutable facts that every lab shares, so a `static` carries no state; read on first use, one service at a time.
static REFERENCE: LazyLock<Option<Reference>> =
    LazyLock::new(|| Reference::open(include_bytes!("../../data/service-reference.bin")));

/// Global condition keys with several values; the service pages list only those that depend on the service.
/// Source: IAM User Guide, "AWS global condition context keys".
const GLOBAL_LISTS: [&str; 7] = [
    "aws:CalledVia",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceNamesList",
    "aws:ResourceOrgPaths",
    "aws:SourceOrgPaths",
    "aws:TagKeys",
    "aws:VpceOrgPaths",
];

#[derive(Debug)]
struct Reference {
    archive: Archive,
    /// INVARIANT: sorted by key; the place is the number of the record.
    entries: Vec<Entry>,
    /// Prefixes of condition keys that are no service, and the service that describes them.
    prefixes: Vec<(String, String)>,
}

#[derive(Debug)]
struct Entry {
    key: String,
    name: String,
    service: OnceLock<Option<Service>>,
}

/// One service with everything its page lists.
#[derive(Debug)]
pub struct Service {
    /// Prefix of its actions: `s3`.
    pub key: &'static str,
    /// Name in the documentation: `Amazon S3`.
    pub name: &'static str,
    /// INVARIANT: sorted by name without regard to case.
    actions: Vec<Action>,
    resource_types: Vec<ResourceType>,
    condition_keys: Vec<ConditionKey>,
}

/// One action of a service.
#[derive(Debug)]
pub struct Action {
    /// Without the prefix: `GetObject`.
    pub name: &'static str,
    /// AWS's classification.
    pub access_level: AccessLevel,
    resources: Vec<Pair>,
    /// Places in the service's condition keys.
    keys: Vec<usize>,
}

/// An action together with one of its resource types.
#[derive(Debug)]
struct Pair {
    place: usize,
    required: bool,
    keys: Vec<usize>,
}

/// What an action does to its resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessLevel {
    /// Sees that resources exist, not what is in them.
    List,
    /// Reads contents and attributes.
    Read,
    /// Creates, changes or deletes.
    Write,
    /// Changes tags only.
    Tagging,
    /// Grants or changes permissions.
    PermissionsManagement,
}

/// A kind of resource that a policy can name.
#[derive(Debug)]
pub struct ResourceType {
    /// `bucket`.
    pub name: &'static str,
    /// ARN with `${…}` where the values go: `arn:${Partition}:s3:::${BucketName}`.
    pub arn: &'static str,
    keys: Vec<usize>,
}

/// A condition key that a service provides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConditionKey {
    /// May hold `${…}` where a name goes: `aws:RequestTag/${TagKey}`.
    pub name: &'static str,
    /// Type of the value, or of each value.
    pub value: ValueType,
    /// Has a list of values, so that conditions need `ForAllValues:` or `ForAnyValue:`.
    pub multivalued: bool,
}

/// Types of condition values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// Text.
    String,
    /// An ARN.
    Arn,
    /// `true` or `false`.
    Bool,
    /// A number.
    Numeric,
    /// ISO 8601 or seconds since 1970.
    Date,
    /// An address.
    IpAddress,
}

/// Keys and names of all services, sorted by key.
pub fn list() -> impl Iterator<Item = (&'static str, &'static str)> {
    let entries = reference().map_or(&[][..], |reference| reference.entries.as_slice());
    entries
        .iter()
        .map(|entry| (entry.key.as_str(), entry.name.as_str()))
}

/// The service of a prefix, without regard to case.
#[must_use]
pub fn find(key: &str) -> Option<&'static Service> {
    let reference = reference()?;
    let place = reference
        .entries
        .binary_search_by(|entry| compare(&entry.key, key))
        .ok()?;
    reference.service(place)
}

/// The action of a full name such as `s3:GetObject`, without regard to case.
#[must_use]
pub fn action(name: &str) -> Option<(&'static Service, &'static Action)> {
    let (key, name) = name.split_once(':')?;
    let service = find(key)?;
    Some((service, service.action(name)?))
}

/// The condition key of a full name, without regard to case; `aws:RequestTag/team` finds `aws:RequestTag/${TagKey}`.
///
/// Keys of identity providers (`saml:aud`, `token.actions.githubusercontent.com:sub`) are found too. Of the global keys
/// only those are known that some service lists.
#[must_use]
pub fn condition_key(name: &str) -> Option<&'static ConditionKey> {
    let (prefix, _) = name.split_once(':')?;
    let described_by = if prefix.eq_ignore_ascii_case("aws") {
        // Every service that supports tags lists the three global keys.
        "sts"
    } else {
        let mut prefixes = reference()?.prefixes.iter();
        prefixes
            .find(|(known, _)| glob::matches(&placeholders_as_stars(known), prefix))
            .map_or(prefix, |(_, service)| service)
    };
    find(described_by)?.condition_key(name)
}

/// Whether a condition key has several values; `None` for a key that is not known.
#[must_use]
pub fn is_multivalued(name: &str) -> Option<bool> {
    let mut lists = GLOBAL_LISTS.iter();
    if lists.any(|known| known.eq_ignore_ascii_case(name)) || is_method_reference(name) {
        return Some(true);
    }
    condition_key(name).map(|key| key.multivalued)
}

/// `amr`, the methods of an authentication, is a list whatever the provider is, though the pages call it a string.
fn is_method_reference(name: &str) -> bool {
    name.rsplit_once(':')
        .is_some_and(|(_, claim)| claim.eq_ignore_ascii_case("amr"))
}

impl Service {
    /// All actions, sorted by name.
    #[must_use]
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// All resource types.
    #[must_use]
    pub fn resource_types(&self) -> &[ResourceType] {
        &self.resource_types
    }

    /// All condition keys its page lists, global ones included.
    #[must_use]
    pub fn condition_keys(&self) -> &[ConditionKey] {
        &self.condition_keys
    }

    /// The action of a name without prefix, without regard to case.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<&Action> {
        let place = self
            .actions
            .binary_search_by(|action| compare(action.name, name))
            .ok()?;
        self.actions.get(place)
    }

    /// The condition key of a full name, without regard to case.
    #[must_use]
    pub fn condition_key(&self, name: &str) -> Option<&ConditionKey> {
        self.condition_keys.iter().find(|key| key.covers(name))
    }

    /// Resource types an action takes, each with whether it is required; empty if it takes only `*`.
    pub fn resource_types_of(
        &self,
        action: &Action,
    ) -> impl Iterator<Item = (&ResourceType, bool)> {
        action
            .resources
            .iter()
            .filter_map(|pair| Some((self.resource_types.get(pair.place)?, pair.required)))
    }

    /// The resource type that an ARN is of, or an ARN with wildcards reads like: of those that fit, the one that says most.
    #[must_use]
    pub fn resource_type_of(&self, arn: &str) -> Option<&ResourceType> {
        let fits = |kind: &&ResourceType| glob::matches(&placeholders_as_stars(kind.arn), arn);
        let types = self.resource_types.iter().filter(fits);
        types.max_by_key(|kind| placeholders_as_stars(kind.arn).len())
    }

    /// Condition keys an action supports, by itself or through a resource type, each once, in the order of the page.
    #[must_use]
    pub fn condition_keys_of(&self, action: &Action) -> Vec<&ConditionKey> {
        let mut places = action.keys.clone();
        for pair in &action.resources {
            places.extend(&pair.keys);
            if let Some(resource) = self.resource_types.get(pair.place) {
                places.extend(&resource.keys);
            }
        }
        places.sort_unstable();
        places.dedup();
        places
            .into_iter()
            .filter_map(|place| self.condition_keys.get(place))
            .collect()
    }
}

impl ConditionKey {
    /// Whether `name` is this key, or what this key becomes with its placeholder filled in; case does not count.
    #[must_use]
    pub fn covers(&self, name: &str) -> bool {
        glob::matches(&placeholders_as_stars(self.name), name)
    }
}

impl Reference {
    fn open(bytes: &'static [u8]) -> Option<Self> {
        let archive = Archive::open(bytes)?;
        let (mut entries, mut prefixes) = (Vec::new(), Vec::new());
        for line in archive.index() {
            let (key, name) = line.split_once('\t')?;
            match key.strip_prefix('@') {
                Some(prefix) => prefixes.push((prefix.to_owned(), name.to_owned())),
                None => entries.push(Entry {
                    key: key.to_owned(),
                    name: name.to_owned(),
                    service: OnceLock::new(),
                }),
            }
        }
        Some(Self {
            archive,
            entries,
            prefixes,
        })
    }

    fn service(&'static self, place: usize) -> Option<&'static Service> {
        let entry = self.entries.get(place)?;
        entry
            .service
            .get_or_init(|| record::parse(&entry.key, &entry.name, self.archive.record(place)?))
            .as_ref()
    }
}

/// INVARIANT: the embedded file is well formed; the tests below hold it.
fn reference() -> Option<&'static Reference> {
    REFERENCE.as_ref()
}

/// Order of names without regard to case, as the generator sorts.
fn compare(one: &str, other: &str) -> Ordering {
    let (one, other) = (one.bytes(), other.bytes());
    one.map(|byte| byte.to_ascii_lowercase())
        .cmp(other.map(|byte| byte.to_ascii_lowercase()))
}

/// `aws:RequestTag/${TagKey}` → `aws:RequestTag/?*`: something must stand there.
fn placeholders_as_stars(template: &str) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once("${") {
        out.push_str(before);
        out.push_str("?*");
        rest = behind.split_once('}').map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests;
