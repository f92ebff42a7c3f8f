//! Whose credentials a line carries: those of the profile that is asked for, of who was chosen, of the variables, of the default
//! profile.
//!
//! With none of them a line is the root user of the lab's first account: a lab is nobody's laptop, and whoever starts one
//! owns it. Source: AWS CLI User Guide, "Configuration and credential precedence", "Using an IAM role in the AWS CLI".

use serde_json::{Map, Value};

use crate::arn::AccountId;
use crate::clock::Timestamp;
use crate::decision::Context;
use crate::lab::{Caller, Command, Credentials, mfa};
use crate::store::KeptLab;

use super::environment::{Environment, Profile};
use super::fault::Fault;
use super::files::Files;

/// The account that is created where a lab has none.
const FIRST_ACCOUNT: &str = "123456789012";

/// The name of the profile that is used where none is asked for.
pub const DEFAULT_PROFILE: &str = "default";

/// The profile of a line: the option's, the variable's, or `default`.
///
/// # Errors
/// When one is asked for by name and there is none.
pub fn profile_name<'e>(
    environment: &'e Environment,
    option: Option<&'e str>,
) -> Result<&'e str, Fault> {
    match option.or_else(|| environment.chosen_profile()) {
        Some(name) if environment.profiles().contains_key(name) => Ok(name),
        // The default profile need not be written to be there.
        Some(DEFAULT_PROFILE) | None => Ok(DEFAULT_PROFILE),
        Some(name) => Err(Fault::General(format!(
            "The config profile ({name}) could not be found"
        ))),
    }
}

/// Finds credentials, and gets them where a profile names a role.
pub struct Finder<'a> {
    /// The lab that is asked.
    pub lab: &'a mut KeptLab,
    /// Variables and profiles.
    pub environment: &'a mut Environment,
    /// Where tokens of web identities are read from.
    pub files: &'a dyn Files,
}

impl Finder<'_> {
    /// The caller of a line; `option` is its `--profile`.
    ///
    /// # Errors
    /// Credentials that are missing or half there; the service's error where a role is not to be assumed.
    pub fn caller(&mut self, option: Option<&str>) -> Result<Caller, Fault> {
        if let (None, Some(chosen)) = (option, self.environment.chosen()) {
            return Ok(chosen.caller.clone());
        }
        let profile = profile_name(self.environment, option)?.to_owned();
        let is_named = option.is_some() || self.environment.chosen_profile().is_some();
        if option.is_none()
            && let Some(keys) = self.of_variables()?
        {
            return Ok(Caller::Keys(keys));
        }
        if let Some(keys) = self.of_profile(&profile, &mut Vec::new())? {
            return Ok(Caller::Keys(keys));
        }
        if is_named {
            return Err(Fault::Configuration("Unable to locate credentials. You can configure credentials by running \"aws configure\".".to_owned()));
        }
        self.owner()
    }

    /// The root user of the first account that is open.
    fn owner(&mut self) -> Result<Caller, Fault> {
        let open = self
            .lab
            .lab()
            .accounts
            .values()
            .find(|account| !account.closed);
        if let Some(account) = open {
            return Ok(Caller::Root(account.id.clone()));
        }
        let broken = |why: String| Fault::General(why);
        let id: AccountId = FIRST_ACCOUNT.parse().map_err(|_| broken(String::new()))?;
        let command = Command::CreateAccount {
            email: format!("root@{id}.example.com"),
            name: format!("account {id}"),
            id: id.clone(),
        };
        self.lab
            .execute(command)
            .map_err(|error| broken(error.message))?;
        Ok(Caller::Root(id))
    }

    fn of_variables(&self) -> Result<Option<Credentials>, Fault> {
        let variable = |name: &str| self.environment.variable(name).map(str::to_owned);
        let Some(access_key_id) = variable("AWS_ACCESS_KEY_ID") else {
            return Ok(None);
        };
        let secret_access_key = variable("AWS_SECRET_ACCESS_KEY")
            .ok_or_else(|| partial("env", "AWS_SECRET_ACCESS_KEY"))?;
        Ok(Some(Credentials {
            access_key_id,
            secret_access_key,
            session_token: variable("AWS_SESSION_TOKEN").or_else(|| variable("AWS_SECURITY_TOKEN")),
        }))
    }

    /// `visited` are the profiles that led here: a chain of them must end.
    fn of_profile(
        &mut self,
        name: &str,
        visited: &mut Vec<String>,
    ) -> Result<Option<Credentials>, Fault> {
        let Some(profile) = self.environment.profiles().get(name).cloned() else {
            return Ok(None);
        };
        let Some(role) = profile.get("role_arn") else {
            return of_keys(&profile);
        };
        let now = self.lab.lab().clock.now();
        if let Some((keys, ends)) = self.environment.sessions.get(name)
            && *ends > now
        {
            return Ok(Some(keys.clone()));
        }
        let session = match profile.get("web_identity_token_file") {
            Some(file) => self.with_web_identity(&profile, role, file)?,
            None => {
                let source = self.source(name, &profile, visited)?;
                self.assume(&profile, role, source)?
            }
        };
        self.environment
            .sessions
            .insert(name.to_owned(), session.clone());
        Ok(Some(session.0))
    }

    /// Who assumes the role of a profile.
    fn source(
        &mut self,
        name: &str,
        profile: &Profile,
        visited: &mut Vec<String>,
    ) -> Result<Credentials, Fault> {
        match (profile.get("source_profile"), profile.get("credential_source")) {
            (Some(_), Some(_)) => Err(configuration(format!(
                "The profile \"{name}\" contains both source_profile and credential_source."
            ))),
            (None, None) => Err(partial("assume-role", "source_profile or credential_source")),
            (None, Some(source)) if source == "Environment" => {
                self.of_variables()?.ok_or_else(|| {
                    configuration(
                        "Error when retrieving credentials from Environment: No credentials found in credential_source \
                         referenced in profile"
                            .to_owned(),
                    )
                })
            }
            (None, Some(source)) => Err(configuration(format!(
                "The credential source \"{source}\" referenced in profile \"{name}\" is not valid."
            ))),
            (Some(source), None) => self.of_source_profile(name, &source.clone(), visited),
        }
    }

    fn of_source_profile(
        &mut self,
        name: &str,
        source: &str,
        visited: &mut Vec<String>,
    ) -> Result<Credentials, Fault> {
        let Some(profile) = self.environment.profiles().get(source) else {
            return Err(configuration(format!(
                "The source_profile \"{source}\" referenced in the profile \"{name}\" does not exist."
            )));
        };
        visited.push(name.to_owned());
        // A profile may name itself: its own keys are then the source.
        let keys = if source == name {
            of_keys(profile)?
        } else if visited.iter().any(|before| before == source) {
            return Err(configuration(format!(
                "Infinite loop in credential configuration detected. Attempting to load from profile {source} which has \
                 already been visited. Visited profiles: [{}]",
                visited
                    .iter()
                    .map(|name| super::python_quoted(name))
                    .collect::<Vec<_>>()
                    .join(", ")
            )));
        } else {
            self.of_profile(source, visited)?
        };
        keys.ok_or_else(|| {
            configuration(format!(
                "The source profile \"{source}\" must have credentials."
            ))
        })
    }

    fn assume(
        &mut self,
        profile: &Profile,
        role: &str,
        source: Credentials,
    ) -> Result<(Credentials, Timestamp), Fault> {
        let mut input = self.role_and_session(profile, role);
        if let Some(id) = profile.get("external_id") {
            input.insert("ExternalId".to_owned(), id.as_str().into());
        }
        if let Some(seconds) = profile
            .get("duration_seconds")
            .and_then(|text| text.parse::<i64>().ok())
        {
            input.insert("DurationSeconds".to_owned(), seconds.into());
        }
        if let Some(serial) = profile.get("mfa_serial") {
            // The AWS CLI asks whoever holds the device for the code it shows.
            let code = mfa::current_code(self.lab.lab(), serial).unwrap_or_default();
            input.insert("SerialNumber".to_owned(), serial.as_str().into());
            input.insert("TokenCode".to_owned(), code.into());
        }
        self.session("AssumeRole", Caller::Keys(source), input)
    }

    fn with_web_identity(
        &mut self,
        profile: &Profile,
        role: &str,
        file: &str,
    ) -> Result<(Credentials, Timestamp), Fault> {
        let bytes = self.files.read(file);
        let bytes = bytes
            .map_err(|why| Fault::General(format!("{why}: {}", super::python_quoted(file))))?;
        let token = String::from_utf8_lossy(&bytes).into_owned();
        let mut input = self.role_and_session(profile, role);
        input.insert("WebIdentityToken".to_owned(), token.into());
        self.session("AssumeRoleWithWebIdentity", Caller::Anonymous, input)
    }

    fn role_and_session(&self, profile: &Profile, role: &str) -> Map<String, Value> {
        let session = match profile.get("role_session_name") {
            Some(name) => name.clone(),
            None => format!("botocore-session-{}", self.lab.lab().clock.now().seconds()),
        };
        Map::from_iter([
            ("RoleArn".to_owned(), role.into()),
            ("RoleSessionName".to_owned(), session.into()),
        ])
    }

    fn session(
        &mut self,
        operation: &'static str,
        caller: Caller,
        input: Map<String, Value>,
    ) -> Result<(Credentials, Timestamp), Fault> {
        let command = Command::Call {
            caller,
            service: "sts".to_owned(),
            operation: operation.to_owned(),
            input: input.into(),
            context: Context::default(),
        };
        let answer = self
            .lab
            .execute(command)
            .map_err(|error| Fault::of_call(operation, error))?;
        let member = |name: &str| {
            answer
                .pointer(&format!("/Credentials/{name}"))
                .and_then(Value::as_str)
        };
        let text = |name: &str| member(name).unwrap_or_default().to_owned();
        let keys = Credentials {
            access_key_id: text("AccessKeyId"),
            secret_access_key: text("SecretAccessKey"),
            session_token: member("SessionToken").map(str::to_owned),
        };
        let ends = member("Expiration").and_then(Timestamp::parse);
        Ok((keys, ends.unwrap_or(self.lab.lab().clock.now())))
    }
}

fn of_keys(profile: &Profile) -> Result<Option<Credentials>, Fault> {
    let Some(access_key_id) = profile.get("aws_access_key_id") else {
        return Ok(None);
    };
    let secret = profile.get("aws_secret_access_key");
    let secret =
        secret.ok_or_else(|| partial("shared-credentials-file", "aws_secret_access_key"))?;
    Ok(Some(Credentials {
        access_key_id: access_key_id.clone(),
        secret_access_key: secret.clone(),
        // An empty setting is none, as it is to botocore.
        session_token: profile
            .get("aws_session_token")
            .filter(|token| !token.is_empty())
            .cloned(),
    }))
}

fn partial(provider: &str, missing: &str) -> Fault {
    Fault::Configuration(format!(
        "Partial credentials found in {provider}, missing: {missing}"
    ))
}

const fn configuration(message: String) -> Fault {
    Fault::Configuration(message)
}
