//! What a host of scripts may want to know of a run: values that were snapshotted, policy documents, the files they came from.
//!
//! It may also exchange one policy document for another, wherever a script gives it to the lab: a mutant.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use rhai::{Dynamic, Engine, ImmutableString, NativeCallContext};

use crate::decision::{Explanation, Request};
use crate::lab::event::{EndpointChange, OrganizationChange, ResourceEffect};
use crate::lab::{Command, Lab, Observer, Watch};
use crate::partition::Partition;
use crate::policy::Document;
use crate::policy::check::PolicyKind;

use super::error::Error;
use super::native::Failure;
use super::show::show;
use super::world::World;

/// A value given to `snapshot(name, value)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Its name.
    pub name: String,
    /// The value as it would be shown.
    pub content: String,
}

/// A policy document that was given to the lab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenDocument {
    /// Its text.
    pub text: String,
    /// Its text as the lab keeps it: users and roles that it names stand there by their unique ids.
    pub stored: String,
    /// What it was given as.
    pub kind: PolicyKind,
    /// The name of the policy, or of what it belongs to.
    pub name: String,
    /// The file it was read from.
    pub file: Option<PathBuf>,
    /// The byte of the script where the statement that gave it stands.
    pub at: usize,
}

/// One document in another's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The document that is given.
    pub from: String,
    /// What the lab gets.
    pub to: String,
}

/// What was seen of a run.
#[derive(Default)]
pub struct Observed {
    snapshots: RefCell<Vec<Snapshot>>,
    /// Who looks at documents, if anybody does.
    documents: RefCell<Option<Arc<Documents>>>,
}

impl Observed {
    /// Has documents looked at.
    pub fn watch(&self, documents: Arc<Documents>) {
        *self.documents.borrow_mut() = Some(documents);
    }

    /// A statement begins at this byte of the script.
    pub fn begins(&self, at: usize) {
        self.tell(|seen| seen.at = at);
    }

    /// A file was read.
    pub fn read(&self, path: &Path, bytes: &[u8]) {
        self.tell(|seen| {
            if let Ok(text) = std::str::from_utf8(bytes) {
                seen.files.insert(text.to_owned(), path.to_owned());
            }
        });
    }

    fn tell(&self, what: impl FnOnce(&mut Seen)) {
        if let Some(documents) = self.documents.borrow().as_ref()
            && let Ok(mut seen) = documents.seen.lock()
        {
            what(&mut seen);
        }
    }

    /// The snapshots, in the order they were taken.
    pub fn snapshots(&self) -> Vec<Snapshot> {
        self.snapshots.borrow().clone()
    }

    /// Begins anew with snapshots.
    pub fn forget_snapshots(&self) {
        self.snapshots.borrow_mut().clear();
    }

    /// The documents, in the order they were given.
    pub fn documents(&self) -> Vec<GivenDocument> {
        let mut found = Vec::new();
        self.tell(|seen| found.clone_from(&seen.documents));
        found
    }

    fn take(&self, name: &str, content: String) -> Result<(), Failure> {
        let mut snapshots = self.snapshots.borrow_mut();
        if name.is_empty() {
            return Err(Error::misuse("a snapshot needs a name").thrown());
        }
        if snapshots.iter().any(|taken| taken.name == name) {
            return Err(
                Error::misuse(format!("there is a snapshot `{name}` already"))
                    .with_help("each snapshot of a scenario has a name of its own")
                    .thrown(),
            );
        }
        snapshots.push(Snapshot {
            name: name.to_owned(),
            content,
        });
        Ok(())
    }
}

/// Looks at the documents of commands, whichever way they come, and passes decisions on to somebody else.
pub struct Documents {
    then: Watch,
    exchange: Option<Exchange>,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// Where the running statement stands.
    at: usize,
    files: BTreeMap<String, PathBuf>,
    documents: Vec<GivenDocument>,
}

impl Documents {
    /// Exchanges a document for another, if one is given.
    pub fn new(then: Watch, exchange: Option<Exchange>) -> Self {
        Self {
            then,
            exchange,
            seen: Mutex::default(),
        }
    }
}

impl Observer for Documents {
    fn decided(&self, request: &Request, explanation: &Explanation) {
        self.then.tell(request, || explanation.clone());
    }

    fn given(&self, mut command: Command, lab: &Lab) -> Command {
        let Ok(mut seen) = self.seen.lock() else {
            return command;
        };
        for_each_document(&mut command, &mut |kind, name, text| {
            let given = GivenDocument {
                text: text.clone(),
                stored: stored(kind, text, lab),
                kind,
                name: name.to_owned(),
                file: seen.files.get(text).cloned(),
                at: seen.at,
            };
            seen.documents.push(given);
            if let Some(exchange) = self.exchange.as_ref().filter(|own| own.from == *text) {
                text.clone_from(&exchange.to);
            }
        });
        command
    }
}

fn stored(kind: PolicyKind, text: &str, lab: &Lab) -> String {
    let names_principals = matches!(kind, PolicyKind::Trust | PolicyKind::Resource);
    let document = Document::parse(text).ok().filter(|_| names_principals);
    let stored =
        document.and_then(|(document, _)| lab.store_principals(Partition::Aws, &document).ok());
    stored.unwrap_or_else(|| text.to_owned())
}

type Look<'a> = &'a mut dyn FnMut(PolicyKind, &str, &mut String);

/// Every policy document in a command.
fn for_each_document(command: &mut Command, look: Look<'_>) {
    match command {
        Command::Call {
            service,
            operation,
            input,
            ..
        } => in_call(service, operation, input, look),
        Command::Perform {
            resource,
            effect:
                ResourceEffect::Create {
                    policy: Some(text), ..
                }
                | ResourceEffect::SetPolicy { policy: Some(text) },
            ..
        } => look(PolicyKind::Resource, resource, text),
        Command::Organize {
            change:
                OrganizationChange::Attach {
                    kind,
                    name,
                    document,
                    ..
                },
            ..
        } => look(control(*kind), name, document),
        Command::Endpoint {
            endpoint,
            change:
                EndpointChange::Create {
                    policy: Some(text), ..
                }
                | EndpointChange::SetPolicy { policy: Some(text) },
        } => look(PolicyKind::Resource, endpoint, text),
        _ => {}
    }
}

const fn control(kind: crate::lab::organization::ControlKind) -> PolicyKind {
    use crate::lab::organization::ControlKind;
    match kind {
        ControlKind::Service => PolicyKind::ServiceControl,
        ControlKind::Resource => PolicyKind::ResourceControl,
    }
}

fn in_call(service: &str, operation: &str, input: &mut serde_json::Value, look: Look<'_>) {
    // The policy simulator is handed documents that nobody stores.
    if operation.starts_with("Simulate") || operation.starts_with("GetContextKeys") {
        return;
    }
    let Some(members) = input.as_object_mut() else {
        return;
    };
    let named = [
        "PolicyName",
        "PolicyArn",
        "RoleName",
        "RoleSessionName",
        "Name",
    ]
    .iter()
    .find_map(|member| members.get(*member)?.as_str());
    let name = named.unwrap_or(operation).to_owned();
    for (member, value) in members {
        let kind = match (member.as_str(), service, operation) {
            ("AssumeRolePolicyDocument", ..) | ("PolicyDocument", _, "UpdateAssumeRolePolicy") => {
                PolicyKind::Trust
            }
            ("PolicyDocument", _, "CreatePolicy" | "CreatePolicyVersion") => PolicyKind::Managed,
            ("PolicyDocument", ..) => PolicyKind::Inline,
            ("Policy", "sts", _) => PolicyKind::Session,
            _ => continue,
        };
        if let serde_json::Value::String(text) = value {
            look(kind, &name, text);
        }
    }
}

/// Registers `snapshot(name, value)`: only `iamsh test` has something to compare it with.
pub fn register(engine: &mut Engine, world: &Rc<World>) {
    let world = Rc::clone(world);
    engine.register_fn(
        "snapshot",
        move |context: NativeCallContext<'_>, name: ImmutableString, value: Dynamic| {
            let content = match value.clone().into_immutable_string() {
                Ok(text) => text.to_string(),
                Err(_) => show(context.engine(), &value),
            };
            world.observed.take(&name, content)
        },
    );
}
