//! Central control of the root users of member accounts. Source: IAM API Reference,
//! `EnableOrganizationsRootCredentialsManagement`, `EnableOrganizationsRootSessions`, their `Disable…`, `ListOrganizationsFeatures`;
//! IAM User Guide, "Centrally manage root access for member accounts".
//!
//! Trusted access for IAM counts as switched on: the Organizations API is not simulated. Nobody is a delegated administrator.

use serde_json::{Value, json};

use crate::lab::Organization;
use crate::lab::organization::RootFeature;

use super::super::access::Target;
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::table::Operation;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "EnableOrganizationsRootCredentialsManagement",
        Target::Everything,
        |call| enable(call, RootFeature::Credentials),
        "Lets the management account manage the root users' credentials of its member accounts.",
        Example::new(r#"organization("o-exampleorgid", "r-ab12", acct);"#, ""),
    ),
    Operation::new(
        "EnableOrganizationsRootSessions",
        Target::Everything,
        |call| enable(call, RootFeature::Sessions),
        "Lets the management account act as the root users of its member accounts, task by task.",
        Example::new(r#"organization("o-exampleorgid", "r-ab12", acct);"#, ""),
    ),
    Operation::new(
        "DisableOrganizationsRootCredentialsManagement",
        Target::Everything,
        |call| disable(call, RootFeature::Credentials),
        "Ends the central management of root users' credentials.",
        Example::new(r#"organization("o-exampleorgid", "r-ab12", acct);"#, ""),
    ),
    Operation::new(
        "DisableOrganizationsRootSessions",
        Target::Everything,
        |call| disable(call, RootFeature::Sessions),
        "Ends root sessions in member accounts; those that exist run out.",
        Example::new(r#"organization("o-exampleorgid", "r-ab12", acct);"#, ""),
    ),
    Operation::new(
        "ListOrganizationsFeatures",
        Target::Everything,
        list,
        "Lists which kinds of central root access are on.",
        Example::new(r#"organization("o-exampleorgid", "r-ab12", acct);"#, ""),
    ),
];

/// The id of the caller's organization, which the caller must manage.
fn managed(call: &Call<'_>, code: &'static str, text: &str) -> Result<String, AwsError> {
    let account = call.id()?;
    let organization = call.lab.organization_of(account).ok_or_else(|| {
        AwsError::new(
            "OrganizationNotFoundException",
            "The request was rejected because your account is not part of an organization.",
        )
    })?;
    if organization.management != *account {
        return Err(AwsError::new(code, text).with_help(format!(
            "the management account is {}",
            organization.management
        )));
    }
    Ok(organization.id.clone())
}

fn of_administrator(call: &Call<'_>) -> Result<String, AwsError> {
    managed(
        call,
        "AccountNotManagementOrDelegatedAdministratorException",
        "The request was rejected because the account making the request is not the management account or delegated \
         administrator account for centralized root access.",
    )
}

fn enable(call: &mut Call<'_>, feature: RootFeature) -> Answer {
    let id = managed(
        call,
        "CallerIsNotManagementAccountException",
        "The request was rejected because the account making the request is not the management account for the organization.",
    )?;
    change(call, &id, |organization| {
        organization.root_features.insert(feature);
    })
}

fn disable(call: &mut Call<'_>, feature: RootFeature) -> Answer {
    let id = of_administrator(call)?;
    change(call, &id, |organization| {
        organization.root_features.remove(&feature);
    })
}

fn list(call: &mut Call<'_>) -> Answer {
    let id = of_administrator(call)?;
    let organization = call.lab.organizations.get(&id);
    Ok(answer(&id, organization))
}

fn change(call: &mut Call<'_>, id: &str, act: impl FnOnce(&mut Organization)) -> Answer {
    let mut organization = call.lab.change()?.organizations.get_mut(id);
    if let Some(organization) = &mut organization {
        act(organization);
    }
    Ok(answer(id, organization.as_deref()))
}

fn answer(id: &str, organization: Option<&Organization>) -> Value {
    let features =
        organization.map(|known| known.root_features.iter().map(|feature| feature.name()));
    let features: Vec<&str> = features.into_iter().flatten().collect();
    json!({ "OrganizationId": id, "EnabledFeatures": features })
}
