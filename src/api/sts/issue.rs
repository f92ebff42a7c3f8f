//! Issuing temporary credentials: what every operation that gives some away has in common.

use serde_json::{Value, json};

use crate::arn::AccountId;
use crate::clock::Timestamp;
use crate::id::Kind;
use crate::lab::session::{Login, Session, SessionOf};
use crate::lab::{Lab, StoredPolicy};

use super::super::input::Input;
use super::super::shape::Shape;
use super::session_tags::SessionTags;

/// The longest session token there is, and what its utilization is counted against.
const TOKEN_SPACE: usize = 4096;
/// What fills a token up to the size that was asked for.
const FILLER: &str = "A";

/// A session that is to be.
pub struct NewSession {
    /// Account it acts in.
    pub account: AccountId,
    /// Whose it is.
    pub of: SessionOf,
    /// What its keys are derived from: the user, or role and session name.
    pub name: String,
    /// Seconds it lasts.
    pub duration: u32,
    /// When an MFA code was given for it.
    pub mfa: Option<Timestamp>,
    /// Session policies.
    pub policies: Option<Vec<StoredPolicy>>,
    /// Policies that scope it down further, one by one.
    pub scopes: Vec<StoredPolicy>,
    /// What it is for.
    pub description: Option<String>,
    /// Session tags.
    pub tags: SessionTags,
    /// `aws:SourceIdentity`.
    pub source_identity: Option<String>,
    /// ARN of the EC2 instance it is for.
    pub instance: Option<String>,
    /// The login it was obtained with.
    pub login: Option<Login>,
}

impl NewSession {
    /// A session without policies, tags or anything else of its own.
    #[must_use]
    pub fn plain(account: AccountId, of: SessionOf, name: String, duration: u32) -> Self {
        Self {
            account,
            of,
            name,
            duration,
            mfa: None,
            policies: None,
            scopes: Vec::new(),
            description: None,
            tags: SessionTags::default(),
            source_identity: None,
            instance: None,
            login: None,
        }
    }

    /// Issues its credentials and answers with `Credentials`, and the size of the token where a minimum was asked for.
    pub fn issue(self, lab: &mut Lab, input: Input<'_>) -> Shape {
        let mut credentials = lab.issue_credentials(&self.account, Kind::TemporaryKey, &self.name);
        let minimum = input.number("MinimumSessionTokenSize");
        let mut size = 0;
        if let Some(token) = &mut credentials.session_token {
            let missing = (minimum.unwrap_or_default() as usize).saturating_sub(token.len());
            token.push_str(&FILLER.repeat(missing));
            size = token.len();
        }
        let now = lab.clock.now();
        let session = Session {
            credentials,
            account: self.account,
            of: self.of,
            issued: now,
            expires: now.plus(i64::from(self.duration)),
            mfa: self.mfa,
            policies: self.policies,
            scopes: self.scopes,
            description: self.description,
            tags: self.tags.all,
            transitive: self.tags.transitive,
            source_identity: self.source_identity,
            instance: self.instance,
            login: self.login,
        };
        let answer = Shape::new()
            .with("Credentials", document(&session))
            .with_some("SessionTokenSize", minimum.map(|_| size))
            .with_some(
                "SessionTokenUtilization",
                minimum.map(|_| (100 * size).div_ceil(TOKEN_SPACE)),
            );
        lab.sessions
            .insert(session.credentials.access_key_id.clone(), session);
        answer
    }
}

/// `Credentials` as the operations of STS answer them.
fn document(session: &Session) -> Value {
    let keys = &session.credentials;
    json!({
        "AccessKeyId": keys.access_key_id,
        "SecretAccessKey": keys.secret_access_key,
        "SessionToken": keys.session_token,
        "Expiration": session.expires.to_string(),
    })
}
