//! The one way in: command → authenticated → validated → authorized → done → recorded.

use serde_json::{Value, json};

use crate::arn::AccountId;
use crate::clock::Timestamp;
use crate::decision::{Context, Explanation, Principal};
use crate::lab::event::{Outcome, ResourceEffect};
use crate::lab::settings::SWITCHES;
use crate::lab::{Account, Caller, Command, Lab};
use crate::partition::Partition;

use super::access::{self, Ask, Target};
use super::authenticate::{Identity, authenticate};
use super::authorize::{Case, authorize};
use super::call::{Call, Reach, unsigned};
use super::error::AwsError;
use super::input::Input;
use super::table::{self, Operation, Service};
use super::{
    context, endpoint, last_used, model, organization, perform, root_key, root_task, sign_in,
    signature, sts, validate,
};

/// Does what `command` asks, or answers with AWS's error and changes nothing but the log.
///
/// Answers are documents with AWS's member names in AWS's order; times are ISO 8601 text, policy documents JSON text.
///
/// # Errors
/// AWS's error for the case, see [`AwsError`].
pub fn execute(lab: &mut Lab, command: Command) -> Result<Value, AwsError> {
    let command = lab.watch.given(command, lab);
    let who = command
        .caller()
        .map(|caller| authenticate(lab, caller, command.context()));
    let time = lab.clock.now();
    let mut changed = false;
    let done = dispatch(lab, &command, who.as_ref(), &mut changed);
    let answered = Answered::new(time, who.as_ref(), done, changed);
    record(lab, command, &answered);
    answered.result
}

/// Answers a command that changes nothing, without having the lab for itself, so that many can be answered at once; none for
/// a command that has to change the lab. What comes of it is to be [recorded](record) before anything else changes.
#[must_use]
pub fn look(lab: &Lab, command: &Command) -> Option<Answered> {
    let Command::Call {
        caller, context, ..
    } = command
    else {
        return None;
    };
    let who = authenticate(lab, caller, Some(context));
    let done = answer(&mut Reach::Shared(lab), command, &who);
    if done.as_ref().is_err_and(AwsError::is_about_reach) {
        return None;
    }
    Some(Answered::new(lab.clock.now(), Some(&who), done, false))
}

/// What came of a command.
#[derive(Debug)]
pub struct Answered {
    /// The answer.
    pub result: Result<Value, AwsError>,
    /// ARN of the authenticated caller; empty where there is none.
    pub caller: String,
    time: Timestamp,
    /// Whose credentials were used for which service, where they were used with success.
    used: Option<Use>,
    /// The lab was changed.
    changed: bool,
}

/// Credentials that were used with success, and for which service.
type Use = (Identity, Service);

impl Answered {
    fn new(
        time: Timestamp,
        who: Option<&Result<Identity, AwsError>>,
        done: Done,
        changed: bool,
    ) -> Self {
        let (result, used) = match done {
            Ok((answer, used)) => (Ok(answer), used),
            Err(error) => (Err(error), None),
        };
        let who = who.and_then(|who| who.as_ref().ok());
        Self {
            changed: changed && result.is_ok(),
            result,
            caller: who.map_or_else(String::new, |who| who.principal.caller_arn()),
            time,
            used,
        }
    }
}

/// Adds a command to the log with what came of it, and notes the use of its credentials.
pub fn record(lab: &mut Lab, command: Command, answered: &Answered) {
    if let Some((identity, service)) = &answered.used {
        last_used::record(lab, identity, service.name());
    }
    let outcome = match &answered.result {
        Ok(answer) => Outcome::Done(answer.into()),
        Err(error) => Outcome::Failed {
            code: error.code.to_owned(),
            message: error.message.clone(),
        },
    };
    let caller = answered.caller.clone();
    let changed = answered.changed;
    lab.log
        .record(answered.time, caller, command, outcome, changed);
}

/// An answer, and whose credentials were used for it.
type Done = Result<(Value, Option<Use>), AwsError>;

/// Replays a log on an empty lab with the settings of the lab it comes from.
#[must_use]
pub fn replay(settings: crate::lab::Settings, commands: impl IntoIterator<Item = Command>) -> Lab {
    let mut lab = Lab::new(settings);
    for command in commands {
        // A command that failed then fails now, and is recorded again: that is what replay means.
        let _ = execute(&mut lab, command);
    }
    lab
}

fn dispatch(
    lab: &mut Lab,
    command: &Command,
    who: Option<&Result<Identity, AwsError>>,
    changed: &mut bool,
) -> Done {
    let identity = || match who {
        Some(who) => who.as_ref().map_err(Clone::clone),
        None => Err(unsigned()),
    };
    let done = match command {
        Command::Call { .. } => {
            let who = who.map_or_else(|| Err(unsigned()), Clone::clone);
            return answer(&mut Reach::Own(lab, changed), command, &who);
        }
        Command::CreateAccount { id, email, name } => create_account(lab, id, email, name),
        Command::AdoptKey { account, key } => root_key::adopt(lab, account, key),
        Command::Advance { seconds } => {
            lab.clock.advance(*seconds);
            Ok(json!({ "Now": lab.clock.now().to_string() }))
        }
        Command::Configure { setting, value } => configure(lab, setting, *value),
        Command::SignIn { account, request } => sign_in::sign_in(lab, account, request),
        Command::Perform {
            action,
            resource,
            context,
            effect,
            passes,
            ..
        } => {
            let act = perform::Act {
                action,
                resource,
                effect,
                passes,
            };
            perform::perform(lab, identity()?, &act, context)
        }
        Command::Organize {
            organization,
            change,
        } => organization::change(lab, organization, change),
        Command::Endpoint { endpoint, change } => endpoint::change(lab, endpoint, change),
        Command::RootTask { task, .. } => root_task::run(lab, identity()?, task),
    };
    *changed = !only_uses(command);
    done.map(|answer| (answer, None))
}

/// To use a resource, and to leave it the roles it has, changes nothing.
fn only_uses(command: &Command) -> bool {
    match command {
        Command::Perform { effect, passes, .. } => {
            *effect == ResourceEffect::Use && passes.is_empty()
        }
        _ => false,
    }
}

fn create_account(
    lab: &mut Lab,
    id: &AccountId,
    email: &str,
    name: &str,
) -> Result<Value, AwsError> {
    if lab.account(id).is_some() {
        return Err(AwsError::new(
            "EntityAlreadyExists",
            format!("Account {id} already exists."),
        ));
    }
    root_task::check_email(lab, email)?;
    let now = lab.clock.now();
    let account = Account::new(id.clone(), email.to_owned(), name.to_owned(), now);
    let answer = json!({ "Account": {
        "Id": id.as_str(), "Arn": account.root_arn(Partition::Aws).as_str(), "Email": email, "Name": name,
    } });
    lab.accounts.insert(id.clone(), account);
    Ok(answer)
}

fn configure(lab: &mut Lab, setting: &str, value: bool) -> Result<Value, AwsError> {
    let Some((_, switch)) = SWITCHES.iter().find(|(name, _)| *name == setting) else {
        let names: Vec<&str> = SWITCHES.iter().map(|(name, _)| *name).collect();
        return Err(
            AwsError::new("InvalidInput", format!("There is no setting {setting}."))
                .with_help(format!("the settings are {}", names.join(", "))),
        );
    };
    *switch(&mut lab.settings) = value;
    Ok(json!({ setting: value }))
}

fn service_named(name: &str) -> Option<Service> {
    [Service::Iam, Service::Sts]
        .into_iter()
        .find(|service| service.name() == name)
}

/// Answers a call; `who` is what came of its authentication.
fn answer(lab: &mut Reach<'_>, command: &Command, who: &Result<Identity, AwsError>) -> Done {
    let Command::Call {
        caller,
        service,
        operation: name,
        input,
        context: given,
    } = command
    else {
        return Err(unsigned());
    };
    let version = model::service(service).map_or("NO_VERSION_SPECIFIED", |known| known.api_version);
    let unknown = || {
        AwsError::new(
            "InvalidAction",
            format!("Could not find operation {name} for version {version}"),
        )
    };
    let service = service_named(service).ok_or_else(unknown)?;
    let operation = table::find(service, name).ok_or_else(unknown)?;
    let model = model::service(service.name())
        .and_then(|known| known.operation(name))
        .ok_or_else(unknown)?;
    match caller {
        // A signed request has left its client: the service's own checks are all there is.
        Caller::Signed(signed) => signature::check_scope(signed, service.name())?,
        _ => validate::parameters(model, input)?,
    }
    // Some calls carry their own proof of identity; credentials that come along are not looked at.
    let nobody;
    let identity = if model.unsigned {
        nobody = Identity::of_nobody(Principal::Anonymous);
        &nobody
    } else {
        who.as_ref().map_err(Clone::clone)?
    };
    validate::constraints(model, input)?;
    sts::limits::check(lab, identity, service, name)?;
    context::refuse_set_by_calls(given)?;
    let input = Input::new(input);
    allow(lab, identity, service, operation, input, given)?;
    let mut answer = (operation.handler)(&mut Call {
        lab: lab.again(),
        identity,
        caller_account: identity.account.clone(),
        input,
        given,
    })?;
    match &model.output {
        Some(shape) => model::conform(shape, &mut answer),
        None => answer = Value::Null,
    }
    Ok((answer, Some((identity.clone(), service))))
}

/// Asks for what the table says the operation needs.
fn allow(
    lab: &Lab,
    identity: &Identity,
    service: Service,
    operation: &Operation,
    input: Input<'_>,
    given: &Context,
) -> Result<(), AwsError> {
    if matches!(operation.target, Target::Nothing | Target::Handler) {
        return Ok(());
    }
    let account = identity
        .account
        .as_ref()
        .and_then(|id| lab.account(id))
        .ok_or_else(unsigned)?;
    let mut ask = access::ask(account, identity, operation.name, operation.target, input)?;
    if service == Service::Sts {
        ask.action = format!("sts:{}", operation.name);
    }
    authorize(lab, identity, &ask, None, given)?;
    if let Some(action) = operation.tagging.filter(|_| !input.tags("Tags").is_empty()) {
        ask.action = format!("{}:{action}", service.name());
        authorize(lab, identity, &ask, None, given)?;
    }
    Ok(())
}

/// Whether `caller` may perform `action` (`service:Action`) on `resource` (ARN or `*`), and why. Changes and logs nothing.
///
/// # Errors
/// When the caller cannot be authenticated, or a context key is not the caller's to set.
pub fn evaluate(
    lab: &Lab,
    caller: &Caller,
    action: &str,
    resource: &str,
    given: &Context,
) -> Result<Explanation, AwsError> {
    let identity = authenticate(lab, caller, Some(given))?;
    let mut ask = Ask::new(action, resource);
    let policy = perform::resource_policy(lab, &identity, &mut ask)?;
    let case = Case::new(lab, &identity, &ask, policy, given)?;
    Ok(case.answer())
}

/// Who `caller` is, as `GetCallerIdentity` answers: `UserId`, `Account`, `Arn`.
///
/// # Errors
/// When the caller cannot be authenticated.
pub fn whoami(lab: &Lab, caller: &Caller, given: Option<&Context>) -> Result<Value, AwsError> {
    authenticate(lab, caller, given).map(|identity| identity_document(&identity))
}

/// `GetCallerIdentity`'s answer.
#[must_use]
pub fn identity_document(identity: &Identity) -> Value {
    json!({
        "UserId": identity.user_id(),
        "Account": identity.account.as_ref().map_or("", |id| id.as_str()),
        "Arn": identity.principal.caller_arn(),
    })
}
