//! A request decided step by step as "Policy evaluation logic" tells it. Nothing is prepared, nothing is remembered.

mod conditions;
mod context;
mod dates;
mod principals;
mod statements;
mod strings;

use serde_json::Value;

use context::Context;
use principals::{Caller, Kind, Named};
use statements::{Findings, Question, findings};

/// What the evaluator answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub outcome: String,
    pub blocked_by: Vec<String>,
}

impl Verdict {
    fn new(outcome: &str, blocked_by: &[&str]) -> Self {
        Self {
            outcome: outcome.to_owned(),
            blocked_by: blocked_by.iter().map(|layer| (*layer).to_owned()).collect(),
        }
    }
}

/// Services whose resources RCPs bind, as far as the words of the generator go.
const UNDER_RCP: [&str; 4] = ["s3", "sts", "kms", "sqs"];

/// Decides one object of the JSON form.
pub fn decide(input: &Value) -> Verdict {
    let request = &input["request"];
    let mut context = Context::read(&request["context"]);
    let caller = Caller::read(request["principal"].as_str().unwrap(), &context);
    context.derive(&caller);
    let action = request["action"].as_str().unwrap().to_ascii_lowercase();
    if action == "sts:getcalleridentity" || action == "sts:getsessiontoken" {
        return Verdict::new("Allowed", &[]);
    }
    let resource = Resource::read(&request["resource"], &caller);
    let question = Question {
        caller: &caller,
        action: &action,
        resource: &resource.arn,
        context: &context,
        has_boundary: caller.has_policies() && !list(&input["permissionsBoundary"]).is_empty(),
        same_partition: resource.partition.is_empty() || resource.partition == caller.partition,
    };
    Layers::read(input, &question, &resource).verdict(&question, &resource)
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

struct Resource {
    arn: String,
    owner: Option<String>,
    partition: String,
    service: String,
    is_role: bool,
}

impl Resource {
    fn read(value: &Value, caller: &Caller) -> Self {
        let arn = value.as_str().or(value["arn"].as_str()).unwrap().to_owned();
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let part = |at: usize| (*parts.get(at).unwrap_or(&"")).to_owned();
        let written = part(4);
        let is_account = written.len() == 12 && written.chars().all(|c| c.is_ascii_digit());
        let owner = match value["accountId"].as_str() {
            Some(id) => Some(id.to_owned()),
            None if is_account => Some(written),
            None => caller.account.clone(),
        };
        Self {
            owner,
            partition: part(1),
            service: part(2),
            is_role: part(2) == "iam" && part(5).starts_with("role/"),
            arn,
        }
    }
}

/// What each layer says; `None` where the layer is not there or does not bind.
struct Layers {
    rcp: Option<Vec<Findings>>,
    scp: Option<Vec<Findings>>,
    vpce: Option<Findings>,
    resource: Option<Findings>,
    resource_name: &'static str,
    identity: Findings,
    boundary: Option<Findings>,
    session: Option<Findings>,
}

impl Layers {
    fn read(input: &Value, question: &Question<'_>, resource: &Resource) -> Self {
        let caller = question.caller;
        let service = question.action.split(':').next().unwrap();
        let at = |layer: &str, documents: Vec<Value>| findings(layer, &documents, question);
        let present = |layer: &str, member: &str, there: bool| {
            let documents = list(&input[member]);
            (there && !documents.is_empty()).then(|| at(layer, documents))
        };
        let levels = |layer: &str, member: &str, binds: bool| {
            let levels = list(&input[member]);
            (binds && !levels.is_empty()).then(|| {
                levels
                    .iter()
                    .map(|level| at(layer, list(level)))
                    .collect::<Vec<_>>()
            })
        };
        let has_policies = caller.has_policies();
        let assumes = resource.is_role && service == "sts";
        // A trust policy says who may assume the role, and nothing of the calls that read or change it.
        let attached = !resource.is_role || assumes;
        Self {
            rcp: levels(
                "rcp",
                "resourceControlPolicies",
                UNDER_RCP.contains(&service)
                    && question.action != "kms:retiregrant"
                    && !caller.service_linked,
            ),
            scp: levels(
                "scp",
                "serviceControlPolicies",
                caller.account.is_some() && !caller.service_linked,
            ),
            vpce: present("vpce", "vpcEndpointPolicies", true),
            resource: match &input["resourcePolicy"] {
                Value::Null => assumes.then(Findings::default),
                policy => attached.then(|| at("resource", vec![policy.clone()])),
            },
            resource_name: if assumes { "trust" } else { "resource" },
            identity: present("identity", "identityPolicies", has_policies).unwrap_or_default(),
            boundary: present("boundary", "permissionsBoundary", has_policies),
            session: present(
                "session",
                "sessionPolicies",
                has_policies || caller.kind == Kind::Root,
            ),
        }
    }

    fn verdict(&self, question: &Question<'_>, resource: &Resource) -> Verdict {
        let denying = self.denying();
        if !denying.is_empty() {
            return Verdict::new("ExplicitlyDenied", &denying);
        }
        let mut refusing = self.refusing_filters();
        refusing.extend(self.refusing_sides(question, resource));
        match refusing.is_empty() {
            true => Verdict::new("Allowed", &[]),
            false => Verdict::new("ImplicitlyDenied", &refusing),
        }
    }

    /// Step 1, over all policies of all types.
    fn denying(&self) -> Vec<&'static str> {
        let level_denies =
            |levels: &Option<Vec<Findings>>| levels.iter().flatten().any(|level| level.denies);
        let denies = |layer: &Option<Findings>| layer.as_ref().is_some_and(|found| found.denies);
        let mut found = vec![];
        for (says_no, name) in [
            (level_denies(&self.rcp), "rcp"),
            (level_denies(&self.scp), "scp"),
            (denies(&self.vpce), "vpce"),
            (denies(&self.resource), self.resource_name),
            (self.identity.denies, "identity"),
            (denies(&self.boundary), "boundary"),
            (denies(&self.session), "session"),
        ] {
            if says_no {
                found.push(name);
            }
        }
        found
    }

    /// Steps 2, 3 and the endpoint. RCPFullAWSAccess is on every RCP level, so only a deny there bites.
    fn refusing_filters(&self) -> Vec<&'static str> {
        let mut found = vec![];
        if self.scp.iter().flatten().any(|level| !level.allows()) {
            found.push("scp");
        }
        if self
            .vpce
            .as_ref()
            .is_some_and(|endpoint| !endpoint.allows())
        {
            found.push("vpce");
        }
        found
    }

    /// Steps 4 to 7.
    fn refusing_sides(&self, question: &Question<'_>, resource: &Resource) -> Vec<&'static str> {
        let caller = question.caller;
        let grant = self.resource.as_ref().and_then(|found| found.grant);
        let identity_allows = caller.kind == Kind::Root || self.identity.allows();
        let mut found = vec![];
        if caller.account.is_none() {
            // Services and anonymous callers have nothing but the resource policy.
            if grant.is_none() {
                found.push(self.resource_name);
            }
            return found;
        }
        let own_account = question.same_partition
            && (resource.owner.is_none() || resource.owner == caller.account);
        if !own_account {
            if grant.is_none() {
                found.push(self.resource_name);
            }
            if !identity_allows {
                found.push("identity");
            }
            found.extend(self.refusing_limits(caller));
            return found;
        }
        let assumes = ["sts:assumerole", "sts:tagsession", "sts:setsourceidentity"]
            .contains(&question.action)
            && resource.is_role;
        if grant == Some(Named::Directly) && !assumes {
            return found;
        }
        let must_itself_allow =
            resource.is_role && self.resource_name == "trust" || resource.service == "kms";
        if must_itself_allow && self.resource.is_some() {
            match grant {
                None => found.push(self.resource_name),
                Some(Named::ByAccount) if !identity_allows => found.push("identity"),
                Some(_) => {}
            }
        } else if !identity_allows && !matches!(grant, Some(Named::Directly | Named::Behind)) {
            found.push("identity");
        }
        found.extend(self.refusing_limits(caller));
        found
    }

    fn refusing_limits(&self, caller: &Caller) -> Vec<&'static str> {
        let mut found = vec![];
        if self.boundary.as_ref().is_some_and(|limit| !limit.allows()) {
            found.push("boundary");
        }
        let session_allows = match &self.session {
            Some(limit) => limit.allows(),
            None => caller.kind != Kind::FederatedUser,
        };
        if !session_allows {
            found.push("session");
        }
        found
    }
}
