//! Credentials for one service. Source: IAM API Reference, `CreateServiceSpecificCredential`, `ListServiceSpecificCredentials`,
//! `ResetServiceSpecificCredential`, `UpdateServiceSpecificCredential`, `DeleteServiceSpecificCredential`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::id::Kind;
use crate::lab::credential::ServiceCredential;
use crate::lab::quota;
use crate::lab::user::User;

use super::super::access::{self, Target};
use super::super::authorize::authorize;
use super::super::call::{Answer, Call, nothing, within_quota};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::shape::Shape;
use super::super::table::Operation;
use super::signing_certificates::{asked_status, status};
use super::users;

/// Services whose credentials are a name and a password.
const WITH_PASSWORD: &[&str] = &["cassandra.amazonaws.com", "codecommit.amazonaws.com"];
/// Services whose credentials are a key, which may end.
const WITH_KEY: &[&str] = &["bedrock.amazonaws.com", "logs.amazonaws.com"];
const DAY: i64 = 86_400;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreateServiceSpecificCredential",
        Target::User,
        create,
        "Creates a user's name and password, or key, for one service.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });"#,
            r#"UserName: "carlos", ServiceName: "codecommit.amazonaws.com""#,
        ),
    ),
    Operation::new(
        "ListServiceSpecificCredentials",
        Target::Handler,
        list,
        "Lists a user's credentials for single services, or those of all users.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });"#,
            r#"UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "ResetServiceSpecificCredential",
        Target::User,
        reset,
        "Gives a credential for a service a new password, which is shown this once.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
let id = iam.create_service_specific_credential(#{ UserName: "carlos", ServiceName: "codecommit.amazonaws.com" }).ServiceSpecificCredential.ServiceSpecificCredentialId;"#,
            r#"ServiceSpecificCredentialId: id, UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "UpdateServiceSpecificCredential",
        Target::User,
        update,
        "Switches a credential for a service off or on.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
let id = iam.create_service_specific_credential(#{ UserName: "carlos", ServiceName: "codecommit.amazonaws.com" }).ServiceSpecificCredential.ServiceSpecificCredentialId;"#,
            r#"ServiceSpecificCredentialId: id, Status: "Inactive", UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "DeleteServiceSpecificCredential",
        Target::User,
        delete,
        "Deletes a credential for a service.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
let id = iam.create_service_specific_credential(#{ UserName: "carlos", ServiceName: "codecommit.amazonaws.com" }).ServiceSpecificCredential.ServiceSpecificCredentialId;"#,
            r#"ServiceSpecificCredentialId: id, UserName: "carlos""#,
        ),
    ),
];

fn is_key(service: &str) -> bool {
    WITH_KEY.contains(&service)
}

fn check_service(service: &str) -> Result<(), AwsError> {
    if is_key(service) || WITH_PASSWORD.contains(&service) {
        return Ok(());
    }
    Err(AwsError::new(
        "NoSuchEntity",
        format!("No such service {service} is supported for Service Specific Credentials"),
    )
    .with_help(format!(
        "the services are {}",
        [WITH_PASSWORD, WITH_KEY].concat().join(", ")
    )))
}

/// What lists show; the secret is shown when it is made only.
fn metadata(user: &User, credential: &ServiceCredential) -> Shape {
    let name = if is_key(&credential.service) {
        "ServiceCredentialAlias"
    } else {
        "ServiceUserName"
    };
    Shape::new()
        .with("UserName", user.name.as_str())
        .with("Status", status(credential.active))
        .with(name, credential.name.as_str())
        .with("CreateDate", credential.created.to_string())
        .with_some(
            "ExpirationDate",
            credential.expires.map(|end| end.to_string()),
        )
        .with("ServiceSpecificCredentialId", credential.id.as_str())
        .with("ServiceName", credential.service.as_str())
}

fn with_secret(user: &User, credential: &ServiceCredential) -> Value {
    let name = if is_key(&credential.service) {
        "ServiceCredentialSecret"
    } else {
        "ServicePassword"
    };
    let shown = metadata(user, credential).with(name, credential.secret.as_str());
    json!({ "ServiceSpecificCredential": Value::from(shown) })
}

/// `name-at-account`, with the number of the credential from the second on.
fn name(user: &User, account: &str, number: usize) -> String {
    let plus = if number == 0 {
        String::new()
    } else {
        format!("+{number}")
    };
    format!("{}{plus}-at-{account}", user.name)
}

/// A fresh id and secret; those of the same user and service differ from each other.
fn issue(
    call: &mut Call<'_>,
    user: &User,
    service: &str,
    name: &str,
) -> Result<(String, String), AwsError> {
    let account = call.id()?.clone();
    let purpose = format!("{}/{service}", user.name);
    let issued = call
        .lab
        .change()?
        .issue_credentials(&account, Kind::ServiceCredential, &purpose);
    let secret = if is_key(service) {
        let text = format!("{name}:{}", issued.secret_access_key);
        format!("ABSK{}", STANDARD.encode(text))
    } else {
        issued.secret_access_key
    };
    Ok((issued.access_key_id, secret))
}

fn create(call: &mut Call<'_>) -> Answer {
    let service = call.input.required("ServiceName");
    let days = call.input.number("CredentialAgeDays");
    let user = users::named(call)?.clone();
    check_service(service)?;
    if days.is_some() && !is_key(service) {
        return Err(AwsError::new(
            "InvalidInput",
            format!("Credentials of {service} do not expire."),
        ));
    }
    let of_service: Vec<&ServiceCredential> = user
        .service_credentials
        .iter()
        .filter(|known| known.service == service)
        .collect();
    within_quota(
        "ServiceSpecificCredentialsPerUser",
        of_service.len(),
        quota::SERVICE_CREDENTIALS,
    )?;
    let account = call.id()?.to_string();
    let free = (0..).map(|number| name(&user, &account, number));
    let name = free
        .into_iter()
        .find(|name| !of_service.iter().any(|known| known.name == *name))
        .unwrap_or_default();
    let (id, secret) = issue(call, &user, service, &name)?;
    let now = call.now();
    let credential = ServiceCredential {
        id,
        service: service.to_owned(),
        name,
        secret,
        active: true,
        created: now,
        expires: days.map(|days| now.plus(i64::from(days) * DAY)),
    };
    let answer = with_secret(&user, &credential);
    users::named_mut(call)?.service_credentials.push(credential);
    Ok(answer)
}

/// All users' credentials are another resource than one's own.
fn list(call: &mut Call<'_>) -> Answer {
    let all = call.input.flag("AllUsers");
    let target = if all {
        Target::List("user")
    } else {
        Target::User
    };
    let account = call.account()?;
    let operation = "ListServiceSpecificCredentials";
    let ask = access::ask(account, call.identity, operation, target, call.input)?;
    authorize(&call.lab, call.identity, &ask, None, call.given)?;
    let service = call.input.text("ServiceName");
    if let Some(service) = service {
        check_service(service)?;
    }
    let pager = Pager::new(call.input)?;
    let listed: Vec<&User> = if all {
        account.users.values().collect()
    } else {
        vec![users::named(call)?]
    };
    let credentials = listed.into_iter().flat_map(|user| {
        let own = user.service_credentials.iter();
        own.map(move |credential| (user, credential))
    });
    let wanted = credentials
        .filter(|(_, credential)| service.is_none_or(|service| credential.service == service));
    Ok(pager.page_by(
        "ServiceSpecificCredentials",
        wanted,
        |(user, credential)| metadata(user, credential).into(),
    ))
}

/// The place of the credential a call names among those of its user.
fn place(call: &Call<'_>) -> Result<usize, AwsError> {
    let id = call.input.required("ServiceSpecificCredentialId");
    users::named(call)?
        .service_credentials
        .iter()
        .position(|credential| credential.id == id)
        .ok_or_else(|| AwsError::new("NoSuchEntity", "No such credential ID exists"))
}

fn reset(call: &mut Call<'_>) -> Answer {
    let place = place(call)?;
    let user = users::named(call)?.clone();
    let Some(mut credential) = user.service_credentials.get(place).cloned() else {
        return Ok(nothing());
    };
    (_, credential.secret) = issue(call, &user, &credential.service, &credential.name)?;
    let answer = with_secret(&user, &credential);
    if let Some(old) = users::named_mut(call)?.service_credentials.get_mut(place) {
        *old = credential;
    }
    Ok(answer)
}

fn update(call: &mut Call<'_>) -> Answer {
    let place = place(call)?;
    let active = asked_status(call)?;
    let credentials = &mut users::named_mut(call)?.service_credentials;
    if let Some(credential) = credentials.get_mut(place) {
        credential.active = active;
    }
    Ok(nothing())
}

fn delete(call: &mut Call<'_>) -> Answer {
    let place = place(call)?;
    users::named_mut(call)?.service_credentials.remove(place);
    Ok(nothing())
}
