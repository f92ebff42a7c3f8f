//! Acting as the root user of a member account, for one task. Source: STS API Reference, `AssumeRoot`; IAM User Guide, "Perform a
//! privileged task on an AWS Organizations member account".

use crate::arn::{AccountId, Arn};
use crate::lab::organization::RootFeature;
use crate::lab::session::SessionOf;
use crate::lab::{Lab, StoredPolicy};

use super::super::access::{Ask, Target};
use super::super::authorize::{ROOT_POWERS, authorize};
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::input::Input;
use super::super::table::Operation;
use super::issue::NewSession;

/// What the policies of tasks are called; AWS writes them.
const TASKS: &str = ":iam::aws:policy/root-task/";
/// Seconds a session lasts where the call does not say, and at most.
const DURATION: u32 = 900;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[Operation::new(
    "AssumeRoot",
    Target::Handler,
    assume_root,
    "Gives temporary credentials of a member account's root user, for one of the tasks that AWS names.",
    Example::new(
        r#"let org = organization("o-exampleorgid", "r-ab12", acct);
org.add_account(account("210987654321"));
iam.enable_organizations_root_sessions();"#,
        r#"TargetPrincipal: "210987654321", TaskPolicyArn: #{ arn: "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials" }"#,
    ),
)];

fn assume_root(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let target = target(input.required("TargetPrincipal"))?;
    let task = input
        .value("TaskPolicyArn")
        .map(|descriptor| Input::new(descriptor).required("arn"))
        .unwrap_or_default();
    permitted(call, &target, task)?;
    check_organization(call, &target)?;
    let policy = task_policy(call.lab.change()?, task)?;
    let source = call
        .identity
        .session(&call.lab)
        .and_then(|session| session.source_identity.clone());
    let duration = match input.number("DurationSeconds") {
        None | Some(0) => DURATION,
        Some(seconds) => seconds,
    };
    // A task's policy only denies: what it leaves are the root user's own powers.
    call.lab.change()?.use_aws_policy(ROOT_POWERS);
    let powers = call.lab.managed_policy(ROOT_POWERS);
    let powers = powers.map(|compiled| StoredPolicy { compiled });
    let session = NewSession {
        policies: Some([policy].into_iter().chain(powers).collect()),
        source_identity: source.clone(),
        ..NewSession::plain(
            target,
            SessionOf::AssumedRoot,
            "assumed-root".to_owned(),
            duration,
        )
    };
    Ok(session
        .issue(call.lab.change()?, input)
        .with_some("SourceIdentity", source)
        .into())
}

/// An account id, or the ARN of its root user.
fn target(text: &str) -> Result<AccountId, AwsError> {
    let of_root = |arn: Arn| (arn.resource() == "root").then(|| arn.account_id())?;
    text.parse()
        .ok()
        .or_else(|| of_root(text.parse().ok()?))
        .ok_or_else(|| AwsError::new("ValidationError", format!("{text} is invalid")))
}

fn root_of(call: &Call<'_>, target: &AccountId) -> Arn {
    Arn::iam(call.identity.partition, target, "root")
}

/// Decided in the caller's account alone: the root user has no policy that could object.
fn permitted(call: &Call<'_>, target: &AccountId, task: &str) -> Result<(), AwsError> {
    let mut ask = Ask::new("sts:AssumeRoot", root_of(call, target).as_str());
    ask.owner = Some(call.id()?.clone());
    ask.key("sts:TaskPolicyArn", task);
    authorize(&call.lab, call.identity, &ask, None, call.given)
}

/// AWS answers all that is missing in the organization alike.
fn check_organization(call: &Call<'_>, target: &AccountId) -> Result<(), AwsError> {
    let caller = call.id()?;
    let refused = |help: &str| {
        let who = call.identity.principal.caller_arn();
        let root = root_of(call, target);
        AwsError::new(
            "AccessDenied",
            format!("User: {who} is not authorized to perform: sts:AssumeRoot on resource: {root}"),
        )
        .with_help(help)
    };
    let organization = call
        .lab
        .organization_of(caller)
        .filter(|organization| organization.management == *caller)
        .ok_or_else(|| refused("only the management account of an organization can do this"))?;
    if !organization.root_features.contains(&RootFeature::Sessions) {
        return Err(refused("call EnableOrganizationsRootSessions first"));
    }
    let member = organization.nodes.contains_key(target.as_str())
        && call
            .lab
            .account(target)
            .is_some_and(|account| !account.closed);
    if !member || target == caller {
        return Err(refused(
            "the target must be a member account of the organization",
        ));
    }
    Ok(())
}

fn task_policy(lab: &mut Lab, arn: &str) -> Result<StoredPolicy, AwsError> {
    let known = arn.contains(TASKS) && lab.use_aws_policy(arn);
    lab.managed_policy(arn)
        .filter(|_| known)
        .map(|compiled| StoredPolicy { compiled })
        .ok_or_else(|| {
            AwsError::new("ValidationError", format!("Policy {arn} is not a root task policy."))
                .with_help(format!("the tasks are {TASKS}IAMAuditRootUserCredentials, …IAMCreateRootUserPassword, …IAMDeleteRootUserCredentials, …S3UnlockBucketPolicy, …SQSUnlockQueuePolicy"))
        })
}
