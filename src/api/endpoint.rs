//! Changes of VPC endpoints, made by the operator of the lab.
//!
//! EC2 is not simulated: no caller is authorized here. A request that carries `aws:SourceVpce` comes through the endpoint.
//! Source: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies", default endpoint policy.

use serde_json::{Value, json};

use crate::arn::AccountId;
use crate::lab::endpoint::VpcEndpoint;
use crate::lab::event::EndpointChange;
use crate::lab::{Lab, StoredPolicy};
use crate::partition::Partition;
use crate::policy::check::PolicyKind;

use super::documents;
use super::error::AwsError;
use super::prefixed_id;

/// The policy of an endpoint for which none was set.
const FULL_ACCESS: &str = r#"{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#;

/// Does what `change` says to the endpoint `id`.
///
/// # Errors
/// `EntityAlreadyExists`, `NoSuchEntity`, `ValidationError`, or what AWS answers to an unusable policy.
pub fn change(lab: &mut Lab, id: &str, change: &EndpointChange) -> Result<Value, AwsError> {
    match change {
        EndpointChange::Create { vpc, owner, policy } => {
            create(lab, id, vpc, owner, policy.as_deref())
        }
        EndpointChange::SetPolicy { policy } => {
            let policy = stored(lab, id, policy.as_deref())?;
            let endpoint = lab.endpoints.get_mut(id).ok_or_else(|| missing(id))?;
            endpoint.policy = policy;
            Ok(shown(endpoint))
        }
        EndpointChange::Delete => {
            let endpoint = lab.endpoints.remove(id).ok_or_else(|| missing(id))?;
            Ok(shown(&endpoint))
        }
    }
}

fn missing(id: &str) -> AwsError {
    AwsError::new("NoSuchEntity", format!("There is no VPC endpoint {id}."))
}

fn shown(endpoint: &VpcEndpoint) -> Value {
    json!({ "VpcEndpoint": {
        "VpcEndpointId": endpoint.id,
        "VpcId": endpoint.vpc,
        "OwnerId": endpoint.owner.as_str(),
        "PolicyDocument": endpoint.policy.text(),
    } })
}

fn create(
    lab: &mut Lab,
    id: &str,
    vpc: &str,
    owner: &AccountId,
    policy: Option<&str>,
) -> Result<Value, AwsError> {
    prefixed_id::check(id, "vpce-", 1)?;
    prefixed_id::check(vpc, "vpc-", 1)?;
    if lab.account(owner).is_none() {
        return Err(AwsError::new(
            "NoSuchEntity",
            format!("There is no account {owner}."),
        ));
    }
    if lab.endpoints.contains_key(id) {
        return Err(AwsError::new(
            "EntityAlreadyExists",
            format!("VPC endpoint {id} already exists."),
        ));
    }
    let endpoint = VpcEndpoint {
        id: id.to_owned(),
        vpc: vpc.to_owned(),
        owner: owner.clone(),
        policy: stored(lab, id, policy)?,
    };
    let answer = shown(&endpoint);
    lab.endpoints.insert(id.to_owned(), endpoint);
    Ok(answer)
}

fn stored(lab: &Lab, id: &str, policy: Option<&str>) -> Result<StoredPolicy, AwsError> {
    let document = documents::checked(lab, PolicyKind::Resource, policy.unwrap_or(FULL_ACCESS))?;
    documents::stored_with_principals(lab, Partition::Aws, id, PolicyKind::Resource, document)
}
