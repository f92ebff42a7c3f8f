//! When services were last used by an entity. Source: IAM API Reference, `GenerateServiceLastAccessedDetails`,
//! `GetServiceLastAccessedDetails`, `GetServiceLastAccessedDetailsWithEntities`, `ListPoliciesGrantingServiceAccess`.

use serde_json::{Value, json};

use crate::lab::report::{AccessReport, Scope, Use};
use crate::policy::document::Effect;
use crate::reference::services;

use super::super::access::Target;
use super::super::access_advisor::{self, Working};
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::shape::Shape;
use super::super::table::Operation;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "GenerateServiceLastAccessedDetails",
        Target::Arn("Arn"),
        generate,
        "Makes a report on which services a user, group, role or policy opens, and when they were last used.",
        Example::new(
            r#"let carlos = acct.create_user("carlos");"#,
            "Arn: carlos.arn",
        ),
    ),
    Operation::new(
        "GetServiceLastAccessedDetails",
        Target::Everything,
        get,
        "Shows a report on the services that an entity last used.",
        Example::new(
            r#"let carlos = acct.create_user("carlos");
carlos.attach_policy("arn:aws:iam::aws:policy/IAMReadOnlyAccess");
carlos.session().list_users();
let job = iam.generate_service_last_accessed_details(#{ Arn: carlos.arn }).JobId;"#,
            "JobId: job",
        ),
    ),
    Operation::new(
        "GetServiceLastAccessedDetailsWithEntities",
        Target::Everything,
        get_with_entities,
        "Shows which entities last used a service, out of such a report.",
        Example::new(
            r#"let carlos = acct.create_user("carlos");
let job = iam.generate_service_last_accessed_details(#{ Arn: carlos.arn }).JobId;"#,
            r#"JobId: job, ServiceNamespace: "iam""#,
        ),
    ),
    Operation::new(
        "ListPoliciesGrantingServiceAccess",
        Target::Arn("Arn"),
        list_policies,
        "Lists the policies of a user, group or role that open services.",
        Example::new(
            r#"let carlos = acct.create_user("carlos");
carlos.attach_policy("arn:aws:iam::aws:policy/IAMReadOnlyAccess");"#,
            r#"Arn: carlos.arn, ServiceNamespaces: ["iam"]"#,
        ),
    ),
];

fn generate(call: &mut Call<'_>) -> Answer {
    let arn = call.input.required("Arn");
    call.lab.change()?.use_aws_policy(arn);
    let subject = access_advisor::subject(&call.lab, call.account()?, arn)?;
    let actions = call.input.text("Granularity") == Some("ACTION_LEVEL");
    let report = AccessReport {
        created: call.now(),
        scope: Scope::Entity { actions },
        services: subject.services(),
        uses: subject.uses(&call.lab),
        entities: subject.entities,
        error: None,
    };
    keep(call, arn, report)
}

/// Keeps a report under a fresh id.
///
/// # Errors
/// When the caller is of no account.
pub fn keep(call: &mut Call<'_>, purpose: &str, report: AccessReport) -> Answer {
    let deriver = call.lab.deriver();
    let account = call.account_mut()?;
    let number = account.access_reports.len() as u64;
    let id = deriver.uuid(&format!("access report {purpose}"), number);
    account.access_reports.insert(id.clone(), report);
    Ok(json!({ "JobId": id }))
}

/// The report that `JobId` names, if it is of the right kind.
///
/// # Errors
/// `NoSuchEntity`.
pub fn named<'a>(call: &'a Call<'_>, of_organization: bool) -> Result<&'a AccessReport, AwsError> {
    let id = call.input.required("JobId");
    call.account()?
        .access_reports
        .get(id)
        .filter(|report| (report.scope == Scope::Organization) == of_organization)
        .ok_or_else(|| AwsError::new("NoSuchEntity", format!("Job {id} cannot be found.")))
}

/// The name of a service in the documentation.
#[must_use]
pub fn service_name(prefix: &str) -> &str {
    services::find(prefix).map_or(prefix, |service| service.name)
}

/// A page with what every report says of itself.
fn finished(report: &AccessReport, head: Shape, page: Value) -> Value {
    let created = report.created.to_string();
    let mut answer = Value::from(
        head.with("JobStatus", "COMPLETED")
            .with("JobCreationDate", created.as_str())
            .with("JobCompletionDate", created.as_str()),
    );
    if let (Some(answer), Value::Object(page)) = (answer.as_object_mut(), page) {
        answer.extend(page);
    }
    answer
}

fn get(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let report = named(call, false)?;
    let actions = report.scope == Scope::Entity { actions: true };
    let page = pager.page_by("ServicesLastAccessed", report.services.iter(), |service| {
        shown(report, service, actions)
    });
    let kind = if actions {
        "ACTION_LEVEL"
    } else {
        "SERVICE_LEVEL"
    };
    Ok(finished(report, Shape::new().with("JobType", kind), page))
}

fn shown(report: &AccessReport, service: &str, actions: bool) -> Value {
    let last = report.uses_of(service).max_by_key(|known| known.time);
    let mut users: Vec<usize> = report.uses_of(service).map(|known| known.entity).collect();
    users.sort_unstable();
    users.dedup();
    let entity = |known: &Use| {
        report
            .entities
            .get(known.entity)
            .map(|entity| entity.arn.clone())
    };
    let tracked: Vec<Value> = report
        .uses_of(service)
        .map(|known| {
            Shape::new()
                .with("ActionName", known.action.as_str())
                .with_some("LastAccessedEntity", entity(known))
                .with("LastAccessedTime", known.time.to_string())
                .with("LastAccessedRegion", known.region.as_str())
                .into()
        })
        .collect();
    Shape::new()
        .with("ServiceName", service_name(service))
        .with_some(
            "LastAuthenticated",
            last.map(|known| known.time.to_string()),
        )
        .with("ServiceNamespace", service)
        .with_some("LastAuthenticatedEntity", last.and_then(entity))
        .with_some(
            "LastAuthenticatedRegion",
            last.map(|known| known.region.as_str()),
        )
        .with("TotalAuthenticatedEntities", users.len())
        .with_some(
            "TrackedActionsLastAccessed",
            Some(tracked).filter(|_| actions),
        )
        .into()
}

fn get_with_entities(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let report = named(call, false)?;
    let service = call.input.required("ServiceNamespace");
    let entities = report.entities.iter().enumerate();
    let page = pager.page_by("EntityDetailsList", entities, |(place, entity)| {
        let last = report
            .uses_of(service)
            .filter(|known| known.entity == place)
            .map(|known| known.time)
            .max();
        let info = json!({
            "Arn": entity.arn, "Name": entity.name, "Type": entity.kind, "Id": entity.id, "Path": entity.path,
        });
        Shape::new()
            .with("EntityInfo", info)
            .with_some("LastAuthenticated", last.map(|time| time.to_string()))
            .into()
    });
    Ok(finished(report, Shape::new(), page))
}

fn list_policies(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let arn = call.input.required("Arn");
    if arn.contains(":policy/") {
        return Err(AwsError::new("InvalidInput", format!("Invalid ARN: {arn}"))
            .with_help("the ARN is that of a user, group or role"));
    }
    let subject = access_advisor::subject(&call.lab, call.account()?, arn)?;
    let namespaces = call.input.texts("ServiceNamespaces");
    Ok(pager.page_by(
        "PoliciesGrantingServiceAccess",
        namespaces.into_iter(),
        |service| {
            let granting: Vec<Value> = subject
                .policies
                .iter()
                .filter(|working| access_advisor::concerns(&working.policy, service, Effect::Allow))
                .map(policy)
                .collect();
            json!({ "ServiceNamespace": service, "Policies": granting })
        },
    ))
}

/// Only inline policies say what they are embedded in.
fn policy(working: &Working) -> Value {
    let inline = working.arn.is_none();
    Shape::new()
        .with("PolicyName", working.name.as_str())
        .with("PolicyType", if inline { "INLINE" } else { "MANAGED" })
        .with_some("PolicyArn", working.arn.as_deref())
        .with_some("EntityType", Some(working.holder).filter(|_| inline))
        .with_some(
            "EntityName",
            Some(working.holder_name.as_str()).filter(|_| inline),
        )
        .into()
}
