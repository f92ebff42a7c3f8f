//! One call of the Query protocol: from the form to a command, and from the answer to XML.

use bytes::Bytes;
use http::header::{HeaderName, REFERER, USER_AGENT};
use http::{Method, Request, Response};

use crate::api::model::{self, Operation, Service};
use crate::api::{AwsError, region, validate};
use crate::clock::Timestamp;
use crate::decision::Context;
use crate::lab::{Caller, Command};

use super::desk::Desk;
use super::form::Form;
use super::parameters::parameters;
use super::repeats::{Question, Repeat};
use super::{reply, signing, xml};

/// Where AWS sends a visitor without an action.
const HOME: &str = "https://aws.amazon.com/iam";
/// The headers that policies see, and as what.
pub const SEEN: [(&str, HeaderName); 2] = [("aws:UserAgent", USER_AGENT), ("aws:Referer", REFERER)];

/// How calls are taken.
#[derive(Clone, Debug)]
pub enum Trust {
    /// Signatures count; requests are judged by when they came, unless dates do not matter.
    Signatures {
        /// Whether dates matter.
        dates: bool,
    },
    /// Nothing is asked for: everybody is this caller.
    Everybody(Caller),
}

/// What a request was about, for the log.
#[derive(Default)]
pub struct About {
    /// ARN of the caller; empty where it is not known.
    pub caller: String,
    /// `iam:CreateUser`
    pub operation: String,
    /// The error, and why.
    pub error: Option<AwsError>,
}

/// Whence and when a request came.
pub struct Arrival<'a> {
    /// Address of the client, where there is one.
    pub address: Option<std::net::IpAddr>,
    /// The time outside the lab.
    pub time: Timestamp,
    /// The id its answer will have.
    pub id: &'a str,
}

/// A call that is not answered, and by which service; none where it was not found.
struct Refused {
    service: Option<&'static Service>,
    error: AwsError,
}

impl From<AwsError> for Refused {
    fn from(error: AwsError) -> Self {
        Self {
            service: None,
            error,
        }
    }
}

/// Answers a request.
pub fn answer(
    desk: &Desk,
    trust: &Trust,
    request: &Request<Bytes>,
    arrival: &Arrival<'_>,
) -> (Response<Bytes>, About) {
    let mut about = About::default();
    let reply = match respond(desk, trust, request, arrival, &mut about) {
        Ok(reply) => reply,
        Err(Refused { service, error }) => {
            let text = xml::error(service, &error, arrival.id);
            let reply = reply::xml(error.http_status, text, arrival.id);
            about.error = Some(error);
            reply
        }
    };
    (reply, about)
}

fn respond(
    desk: &Desk,
    trust: &Trust,
    request: &Request<Bytes>,
    arrival: &Arrival<'_>,
    about: &mut About,
) -> Result<Response<Bytes>, Refused> {
    let url = form_of(request.uri().query().unwrap_or_default().as_bytes())?;
    let caller = claimed(trust, request, &url, arrival);
    let known = caller.as_ref().ok();
    let question = known.and_then(|caller| Question::new(request, caller, arrival));
    if let (Some(question), Some(caller)) = (&question, known)
        && let Some(repeat) = desk.again(question, caller)
    {
        about.operation.clone_from(&repeat.operation);
        about.caller.clone_from(&repeat.caller);
        return Ok(reply::xml(200, repeat.text(arrival.id), arrival.id));
    }
    let form = form(request, &url)?;
    let Some(action) = form.get("Action").filter(|action| !action.is_empty()) else {
        return Ok(reply::found(HOME));
    };
    about.operation = action.to_owned();
    let (service, operation) = operation(action, form.get("Version"))?;
    about.operation = format!("{}:{}", service.name, operation.name);
    let refused = |error| Refused {
        service: Some(service),
        error,
    };
    // Such calls carry their proof in their parameters; a signature that comes along is not looked at.
    let caller = if operation.unsigned {
        Caller::Anonymous
    } else {
        caller.map_err(refused)?
    };
    let context = context(request, &url, &caller, service, arrival);
    let told = desk.answer(Command::Call {
        caller,
        service: service.name.to_owned(),
        operation: operation.name.to_owned(),
        input: match &operation.input {
            Some(shape) => parameters(&form, shape),
            None => serde_json::Value::Object(serde_json::Map::new()),
        },
        context,
    });
    about.caller = told.caller;
    let as_the_service = |error| refused(as_the_service(error, operation, &form));
    let value = told.result.map_err(as_the_service)?;
    let text = xml::answer(service, operation, &value, arrival.id);
    if let (Some(question), Some(records)) = (question, told.holds)
        && let Some(repeat) = Repeat::new(about, &text, arrival.id)
    {
        desk.keep(question, repeat, records);
    }
    Ok(reply::xml(200, text, arrival.id))
}

/// All pairs of a request whose URL has these: a form in the body counts first.
fn form(request: &Request<Bytes>, url: &Form) -> Result<Form, AwsError> {
    if *request.method() != Method::POST {
        return Ok(url.clone());
    }
    let mut all = form_of(request.body())?;
    all.extend(url.clone());
    Ok(all)
}

fn form_of(text: &[u8]) -> Result<Form, AwsError> {
    let broken = "The query string contains a syntax error.";
    Form::read(text).map_err(|_| AwsError::new("MalformedQueryString", broken))
}

/// The operation of this name in the service with this version.
fn operation(
    action: &str,
    version: Option<&str>,
) -> Result<(&'static Service, &'static Operation), AwsError> {
    let services = model::SERVICES
        .iter()
        .filter_map(|name| model::service(name));
    services
        .filter(|service| Some(service.api_version) == version)
        .find_map(|service| Some((service, service.operation(action)?)))
        .ok_or_else(|| {
            let version = version.unwrap_or("NO_VERSION_SPECIFIED");
            let text = format!("Could not find operation {action} for version {version}");
            AwsError::new("InvalidAction", text)
        })
}

/// Whose call a request says it is.
fn claimed(
    trust: &Trust,
    request: &Request<Bytes>,
    url: &Form,
    arrival: &Arrival<'_>,
) -> Result<Caller, AwsError> {
    let dates = match trust {
        Trust::Everybody(caller) => return Ok(caller.clone()),
        Trust::Signatures { dates } => *dates,
    };
    match signing::caller(request, url, Some(arrival.time).filter(|_| dates))? {
        Caller::Anonymous => Err(crate::api::call::unsigned()),
        caller => Ok(caller),
    }
}

/// What policies can know of a request besides what it asks.
fn context(
    request: &Request<Bytes>,
    url: &Form,
    caller: &Caller,
    service: &Service,
    arrival: &Arrival<'_>,
) -> Context {
    let mut context = Context::default();
    if let Some(address) = arrival.address {
        context.set("aws:SourceIp", address.to_canonical().to_string());
    }
    for (key, header) in SEEN {
        let value = request.headers().get(header);
        if let Some(text) = value.and_then(|value| value.to_str().ok()) {
            context.set(key, text);
        }
    }
    let region = match caller {
        Caller::Signed(signed) => Some(signed.region.as_str()),
        _ => signing::region(request, url),
    };
    if let Some(region) = region {
        region::set(&mut context, service.name, region);
    }
    context
}

/// On the wire there is no client left to refuse parameters: the service's own words stand instead.
fn as_the_service(error: AwsError, operation: &Operation, form: &Form) -> AwsError {
    if error.code != "ParamValidation" {
        return error;
    }
    let given = operation
        .input
        .as_ref()
        .map(|shape| parameters(form, shape));
    let refused = given.map(|given| validate::constraints(operation, &given));
    match refused {
        Some(Err(invalid)) => invalid.into(),
        _ => AwsError::new("ValidationError", error.message),
    }
}
