//! When services were last used in a part of an organization. Source: IAM API Reference, `GenerateOrganizationsAccessReport`,
//! `GetOrganizationsAccessReport`; IAM User Guide, "View last accessed information for Organizations".

use serde_json::{Value, json};

use crate::arn::AccountId;
use crate::lab::Organization;
use crate::lab::organization::ControlKind;
use crate::lab::report::{AccessReport, Entity, Scope};
use crate::policy::document::Effect;
use crate::reference::services;

use super::super::access::{Ask, Target};
use super::super::access_advisor::{concerns, last_uses};
use super::super::authorize::{authorize, levels};
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::shape::Shape;
use super::super::table::Operation;
use super::last_accessed::{keep, named, service_name};

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "GenerateOrganizationsAccessReport",
        Target::Handler,
        generate,
        "Makes a report on which services a part of the organization can use, and when it last did.",
        Example::new(
            r#"organization("o-exampleorgid", "r-ab12", acct);"#,
            r#"EntityPath: "o-exampleorgid/r-ab12/123456789012""#,
        ),
    ),
    Operation::new(
        "GetOrganizationsAccessReport",
        Target::Everything,
        get,
        "Shows a report on the services that a part of the organization last used.",
        Example::new(
            r#"organization("o-exampleorgid", "r-ab12", acct);
let job = iam.generate_organizations_access_report(#{ EntityPath: "o-exampleorgid/r-ab12/123456789012" }).JobId;"#,
            "JobId: job",
        ),
    ),
];

fn permitted(call: &Call<'_>, path: &str, policy: Option<&str>) -> Result<(), AwsError> {
    let arn = call.arn(&format!("access-report/{path}"))?;
    let mut ask = Ask::new("iam:GenerateOrganizationsAccessReport", arn.as_str());
    ask.owner = arn.account_id();
    if let Some(policy) = policy {
        ask.key("iam:OrganizationsPolicyId", policy);
    }
    authorize(&call.lab, call.identity, &ask, None, call.given)
}

fn generate(call: &mut Call<'_>) -> Answer {
    let path = call.input.required("EntityPath").trim_end_matches('/');
    let policy = call.input.text("OrganizationsPolicyId");
    permitted(call, path, policy)?;
    let caller = call.id()?;
    let organization = call
        .lab
        .organization_of(caller)
        .filter(|organization| organization.management == *caller);
    let mut report = AccessReport {
        created: call.now(),
        scope: Scope::Organization,
        entities: Vec::new(),
        services: Vec::new(),
        uses: Vec::new(),
        error: None,
    };
    // AWS accepts the request, and the job fails.
    match organization.map(|organization| accounts(organization, path)) {
        None => {
            let text = "The account is not the management account of an organization.";
            report.error = Some(("AccessDenied", text.to_owned()));
        }
        Some(accounts) if accounts.is_empty() => {
            let text = format!("The entity path {path} cannot be found.");
            report.error = Some(("NoSuchEntity", text));
        }
        Some(accounts) => fill(call, &mut report, &accounts, policy),
    }
    keep(call, path, report)
}

/// The accounts at or below a path, with their own paths.
fn accounts(organization: &Organization, path: &str) -> Vec<(AccountId, String)> {
    let members = organization.nodes.keys().filter_map(|id| id.parse().ok());
    members
        .map(|account: AccountId| {
            let own = format!("{}{account}", organization.path_text(&account));
            (account, own)
        })
        .filter(|(_, own)| {
            own.strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
        .collect()
}

fn fill(
    call: &Call<'_>,
    report: &mut AccessReport,
    accounts: &[(AccountId, String)],
    policy: Option<&str>,
) {
    report.entities = accounts
        .iter()
        .map(|(account, path)| Entity {
            arn: path.clone(),
            name: account.to_string(),
            kind: "ACCOUNT",
            id: account.to_string(),
            path: path.clone(),
        })
        .collect();
    let open = |service: &&str| {
        accounts
            .iter()
            .any(|(id, _)| is_open(call, id, service, policy))
    };
    report.services = services::list()
        .map(|(service, _)| service)
        .filter(|service| open(service))
        .map(str::to_owned)
        .collect();
    report.uses = last_uses(&call.lab, |event| {
        let account = event.caller.split(':').nth(4)?;
        accounts.iter().position(|(id, _)| id.as_str() == account)
    });
}

/// Whether the SCPs over an account leave something of a service; with a policy given, whether that one does.
fn is_open(call: &Call<'_>, account: &AccountId, service: &str, policy: Option<&str>) -> bool {
    let all = levels(&call.lab, Some(account), ControlKind::Service);
    if let Some(id) = policy {
        let named = |arn: &str| arn.ends_with(&format!("/{id}"));
        return all
            .iter()
            .flat_map(|level| &level.policies)
            .filter(|known| known.label().arn.as_deref().is_some_and(named))
            .any(|known| concerns(known, service, Effect::Allow));
    }
    let managed = call
        .lab
        .organization_of(account)
        .is_some_and(|organization| organization.management == *account);
    managed
        || all.iter().all(|level| {
            let any = |effect| {
                level
                    .policies
                    .iter()
                    .any(|known| concerns(known, service, effect))
            };
            any(Effect::Allow) && !any(Effect::Deny)
        })
}

fn get(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let report = named(call, true)?;
    let head = Shape::new()
        .with(
            "JobStatus",
            if report.error.is_some() {
                "FAILED"
            } else {
                "COMPLETED"
            },
        )
        .with("JobCreationDate", report.created.to_string())
        .with("JobCompletionDate", report.created.to_string());
    if let Some((code, message)) = &report.error {
        let error = json!({ "Message": message, "Code": code });
        return Ok(head.with("ErrorDetails", error).into());
    }
    let last = |service: &str| report.uses_of(service).map(|known| known.time).max();
    let used = report
        .services
        .iter()
        .filter(|service| last(service).is_some());
    let not_used = report.services.len() - used.count();
    let mut sorted: Vec<&String> = report.services.iter().collect();
    match call.input.text("SortKey") {
        Some("SERVICE_NAMESPACE_DESCENDING") => sorted.reverse(),
        Some("LAST_AUTHENTICATED_TIME_ASCENDING") => sorted.sort_by_key(|service| last(service)),
        Some("LAST_AUTHENTICATED_TIME_DESCENDING") => {
            sorted.sort_by_key(|service| std::cmp::Reverse(last(service)));
        }
        _ => {}
    }
    let page = pager.page_by("AccessDetails", sorted.into_iter(), |service| {
        shown(report, service)
    });
    let mut answer = Value::from(
        head.with("NumberOfServicesAccessible", report.services.len())
            .with("NumberOfServicesNotAccessed", not_used),
    );
    if let (Some(answer), Value::Object(page)) = (answer.as_object_mut(), page) {
        answer.extend(page);
    }
    Ok(answer)
}

fn shown(report: &AccessReport, service: &str) -> Value {
    let last = report.uses_of(service).max_by_key(|known| known.time);
    let mut accounts: Vec<usize> = report.uses_of(service).map(|known| known.entity).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let path = last
        .and_then(|known| report.entities.get(known.entity))
        .map(|entity| entity.path.as_str());
    Shape::new()
        .with("ServiceName", service_name(service))
        .with("ServiceNamespace", service)
        .with_some("Region", last.map(|known| known.region.as_str()))
        .with_some("EntityPath", path)
        .with_some(
            "LastAuthenticatedTime",
            last.map(|known| known.time.to_string()),
        )
        .with("TotalAuthenticatedEntities", accounts.len())
        .into()
}
