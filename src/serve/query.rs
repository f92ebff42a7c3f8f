//! One call of the Query protocol: from the form to a command, and from the answer to XML.

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{Method, Request, Response};

use crate::api::model::{self, Operation, Service};
use crate::api::{AwsError, region, validate};
use crate::clock::Timestamp;
use crate::decision::Context;
use crate::lab::{Caller, Command};

use super::desk::{Desk, Told};
use super::form::Form;
use super::parameters::parameters;
use super::{reply, signing, xml};

/// Where AWS sends a visitor without an action.
const HOME: &str = "https://aws.amazon.com/iam";

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

/// Answers a request.
pub fn answer(
    desk: &Desk,
    trust: &Trust,
    request: &Request<Bytes>,
    arrival: &Arrival<'_>,
) -> (Response<Bytes>, About) {
    let mut about = About::default();
    let refused = |error: AwsError, service: Option<&Service>, mut about: About| {
        let text = xml::error(service, &error, arrival.id);
        let reply = reply::xml(error.http_status, text, arrival.id);
        about.error = Some(error);
        (reply, about)
    };
    let (url, form) = match forms(request) {
        Ok(forms) => forms,
        Err(error) => return refused(error, None, about),
    };
    let Some(action) = form.get("Action").filter(|action| !action.is_empty()) else {
        return (reply::found(HOME), about);
    };
    about.operation = action.to_owned();
    let (service, operation) = match operation(action, form.get("Version")) {
        Ok(found) => found,
        Err(error) => return refused(error, None, about),
    };
    about.operation = format!("{}:{}", service.name, operation.name);
    let caller = match caller(trust, request, &url, operation, arrival) {
        Ok(caller) => caller,
        Err(error) => return refused(error, Some(service), about),
    };
    let mut context = context(request, arrival);
    if let Some(region) = signing::region(request, &url) {
        region::set(&mut context, service.name, region);
    }
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
    let Told { result, caller } = told;
    about.caller = caller;
    match result {
        Ok(value) => {
            let text = xml::answer(service, operation, &value, arrival.id);
            (reply::xml(200, text, arrival.id), about)
        }
        Err(error) => {
            let error = as_the_service(error, operation, &form);
            refused(error, Some(service), about)
        }
    }
}

/// The pairs of the URL's query, and all pairs: a form in the body counts first.
fn forms(request: &Request<Bytes>) -> Result<(Form, Form), AwsError> {
    let broken = |_| {
        let text = "The query string contains a syntax error.";
        AwsError::new("MalformedQueryString", text)
    };
    let url = request.uri().query().unwrap_or_default();
    let url = Form::read(url.as_bytes()).map_err(broken)?;
    if *request.method() != Method::POST {
        return Ok((url.clone(), url));
    }
    let mut all = Form::read(request.body()).map_err(broken)?;
    all.extend(url.clone());
    Ok((url, all))
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

fn caller(
    trust: &Trust,
    request: &Request<Bytes>,
    url: &Form,
    operation: &Operation,
    arrival: &Arrival<'_>,
) -> Result<Caller, AwsError> {
    // Such calls carry their proof in their parameters; a signature that comes along is not looked at.
    if operation.unsigned {
        return Ok(Caller::Anonymous);
    }
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
fn context(request: &Request<Bytes>, arrival: &Arrival<'_>) -> Context {
    let mut context = Context::default();
    if let Some(address) = arrival.address {
        context.set("aws:SourceIp", address.to_canonical().to_string());
    }
    for (key, header) in [
        ("aws:UserAgent", USER_AGENT),
        ("aws:Referer", http::header::REFERER),
    ] {
        let value = request.headers().get(header);
        if let Some(text) = value.and_then(|value| value.to_str().ok()) {
            context.set(key, text);
        }
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
