//! The policy simulator's operations. Source: IAM API Reference, `SimulateCustomPolicy`, `SimulatePrincipalPolicy`,
//! `GetContextKeysForCustomPolicy`, `GetContextKeysForPrincipalPolicy`.

use serde_json::json;

use crate::decision::{Context, Level};
use crate::lab::organization::ControlKind;
use crate::policy::check::PolicyKind;

use super::super::access::Target;
use super::super::authorize::{is_management, levels};
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::simulate::context_keys::{Keys, of_document};
use super::super::simulate::source::{self, Exclusions};
use super::super::simulate::{Simulation, answer, caller, inputs};
use super::super::table::Operation;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "SimulateCustomPolicy",
        Target::Everything,
        simulate_custom,
        "Tells what the policies passed would answer.",
        Example::new(
            r#"let document = allow("s3:GetObject", "*");"#,
            r#"PolicyInputList: [document], ActionNames: ["s3:GetObject", "s3:PutObject"]"#,
        ),
    ),
    Operation::new(
        "SimulatePrincipalPolicy",
        Target::Arn("PolicySourceArn"),
        simulate_principal,
        "Tells what the policies of a user, group or role would answer, with others added or some left out.",
        Example::new(
            r#"let arn = iam.create_user(#{ UserName: "carlos" }).User.Arn;"#,
            r#"PolicySourceArn: arn, ActionNames: ["s3:GetObject"]"#,
        ),
    ),
    Operation::new(
        "GetContextKeysForCustomPolicy",
        Target::Everything,
        custom_keys,
        "Lists the condition keys that the policies passed ask for.",
        Example::new(
            r#"let document = allow("s3:GetObject", "arn:aws:s3:::home/${aws:username}/*");"#,
            "PolicyInputList: [document]",
        ),
    ),
    Operation::new(
        "GetContextKeysForPrincipalPolicy",
        Target::Arn("PolicySourceArn"),
        principal_keys,
        "Lists the condition keys that the policies of a user, group or role ask for.",
        Example::new(
            r#"let arn = iam.create_user(#{ UserName: "carlos" }).User.Arn;"#,
            "PolicySourceArn: arn",
        ),
    ),
];

const POLICIES: &str = "PolicyInputList";

fn simulate_custom(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let mut context = Context::default();
    let caller = match input.text("CallerArn") {
        Some(arn) => caller::named(&call.lab, arn, &mut context)?,
        None if input.has("ResourcePolicy") => {
            return Err(AwsError::new(
                "InvalidInput",
                "CallerArn must be specified if a ResourcePolicy is specified.",
            ));
        }
        None => caller::nobody(call.identity.partition, call.id()?),
    };
    let simulation = Simulation {
        caller,
        identity: inputs::policies(POLICIES, PolicyKind::Inline, &input.texts(POLICIES))?,
        boundary: inputs::boundary(input)?,
        service_control: control_levels(call)?,
        caller_is_management: false,
        ..shared(call, context)?
    };
    run(call, &simulation)
}

/// `OrderedOrganizationPolicyInputList`: one level each, from the root to the account.
fn control_levels(call: &Call<'_>) -> Result<Vec<Level>, AwsError> {
    let member = "OrderedOrganizationPolicyInputList";
    let given = call.input.structures(member);
    let numbered = given.iter().enumerate();
    numbered
        .map(|(at, level)| {
            let texts = level.texts("ServiceControlPolicyInputList");
            let name = format!("{member}.{}", at + 1);
            Ok(Level {
                policies: inputs::policies(&name, PolicyKind::ServiceControl, &texts)?,
                name: name.into(),
            })
        })
        .collect()
}

fn simulate_principal(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let account = call.account()?;
    let entity = source::entity(&call.lab, account, input.required("PolicySourceArn"))?;
    let exclusions = Exclusions::read(&input.structures("PolicyExclusionList"))?;
    let mut context = Context::default();
    let arn = input.text("CallerArn").unwrap_or(entity.arn.as_str());
    let caller = caller::named(&call.lab, arn, &mut context)?;
    let own = entity
        .sources
        .iter()
        .filter(|source| !exclusions.leave_out(source));
    let mut identity: Vec<_> = own.map(|source| source.policy.clone()).collect();
    identity.extend(inputs::policies(
        POLICIES,
        PolicyKind::Inline,
        &input.texts(POLICIES),
    )?);
    let attached = entity
        .boundary
        .filter(|_| !exclusions.leave_out_all("permission-boundary"))
        .map(|arn| call.lab.managed_policy(arn).into_iter().collect());
    let service_control = if exclusions.leave_out_all("scp") {
        Vec::new()
    } else {
        levels(&call.lab, Some(&account.id), ControlKind::Service)
    };
    let simulation = Simulation {
        caller,
        identity,
        boundary: inputs::boundary(input)?.or(attached),
        service_control,
        caller_is_management: is_management(&call.lab, Some(&account.id)),
        ..shared(call, context)?
    };
    run(call, &simulation)
}

/// What both simulations take: the policy and the owner of resources, the time, and the context entries, which beat all.
fn shared(call: &Call<'_>, mut context: Context) -> Result<Simulation, AwsError> {
    let input = call.input;
    context.set("aws:CurrentTime", call.now().to_string());
    context.set("aws:EpochTime", call.now().seconds().to_string());
    inputs::context_entries(input, &mut context)?;
    let resource_policy = input.text("ResourcePolicy");
    Ok(Simulation {
        caller: caller::nobody(call.identity.partition, call.id()?),
        identity: Vec::new(),
        boundary: None,
        service_control: Vec::new(),
        caller_is_management: false,
        resource_policy: resource_policy.map(inputs::resource_policy).transpose()?,
        owner: inputs::owner(input)?,
        context,
    })
}

fn run(call: &Call<'_>, simulation: &Simulation) -> Answer {
    let pager = Pager::new(call.input)?;
    let resources = inputs::resources(call.input)?;
    let actions = inputs::actions(call.input)?;
    let results = actions
        .iter()
        .map(|action| answer::evaluation_result(&call.lab, simulation, action, &resources));
    Ok(pager.page_of("EvaluationResults", results.collect()))
}

fn custom_keys(call: &mut Call<'_>) -> Answer {
    let mut keys = Keys::default();
    for policy in inputs::policies(POLICIES, PolicyKind::Inline, &call.input.texts(POLICIES))? {
        keys.extend(of_document(policy.document()));
    }
    Ok(json!({ "ContextKeyNames": keys.into_names() }))
}

fn principal_keys(call: &mut Call<'_>) -> Answer {
    let entity = source::entity(
        &call.lab,
        call.account()?,
        call.input.required("PolicySourceArn"),
    )?;
    let mut keys = Keys::default();
    for source in &entity.sources {
        keys.extend(of_document(source.policy.document()));
    }
    if let Some(boundary) = entity.boundary.and_then(|arn| call.lab.managed_policy(arn)) {
        keys.extend(of_document(boundary.document()));
    }
    for policy in inputs::policies(POLICIES, PolicyKind::Inline, &call.input.texts(POLICIES))? {
        keys.extend(of_document(policy.document()));
    }
    Ok(json!({ "ContextKeyNames": keys.into_names() }))
}
