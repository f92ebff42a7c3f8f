//! Console passwords of users, and the account's password policy.
//!
//! Source: IAM User Guide, "Set an account password policy for IAM users", default password policy and its options.

use crate::clock::Timestamp;

use super::Account;

/// What counts as a symbol.
const SYMBOLS: &str = "!@#$%^&*()_+-=[]{}|'";
/// Passwords remembered: the most that `PasswordReusePrevention` can ask for.
const REMEMBERED: usize = 24;
const SECONDS_PER_DAY: i64 = 86_400;
/// Shortest password where no policy says otherwise.
const DEFAULT_LENGTH: usize = 8;

/// A user's way into the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginProfile {
    /// When the profile was created.
    pub created: Timestamp,
    /// The password in force.
    pub password: String,
    /// When it was set: `MaxPasswordAge` counts from here.
    pub set: Timestamp,
    /// Passwords before it, newest first.
    pub previous: Vec<String>,
    /// The user must choose a new password when signing in.
    pub reset_required: bool,
    /// Seconds a console session lasts (3600..=7776000); 12 hours where none is set.
    pub max_session: Option<u32>,
}

impl LoginProfile {
    /// Sets a password and remembers the old one.
    pub fn replace(&mut self, password: &str, now: Timestamp) {
        let old = std::mem::replace(&mut self.password, password.to_owned());
        self.previous.insert(0, old);
        self.previous.truncate(REMEMBERED);
        self.set = now;
    }

    /// The last `count` passwords hold this one.
    fn used_recently(&self, password: &str, count: usize) -> bool {
        std::iter::once(&self.password)
            .chain(&self.previous)
            .take(count)
            .any(|old| old == password)
    }
}

/// What passwords of an account must be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// 6..=128
    pub minimum_length: usize,
    /// At least one symbol.
    pub symbols: bool,
    /// At least one digit.
    pub numbers: bool,
    /// At least one letter A–Z.
    pub uppercase: bool,
    /// At least one letter a–z.
    pub lowercase: bool,
    /// Users may change their own passwords without a policy that allows it.
    pub users_may_change: bool,
    /// Days a password is good for (1..=1095); none for ever.
    pub max_age: Option<u32>,
    /// How many passwords, the present one included, cannot be chosen again (1..=24).
    pub reuse_prevention: Option<u32>,
    /// Users with an expired password cannot choose a new one themselves.
    pub hard_expiry: Option<bool>,
}

/// Whether a password has run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// It has not.
    Valid,
    /// The user must choose a new one.
    MustChange,
    /// Only an administrator can set a new one.
    LockedOut,
}

impl Account {
    /// Why a password cannot be set, in AWS's words; none when it can.
    #[must_use]
    pub fn refuses_password(
        &self,
        password: &str,
        profile: Option<&LoginProfile>,
    ) -> Option<String> {
        let Some(policy) = &self.password_policy else {
            return self.refused_by_default(password);
        };
        let has = |class: fn(char) -> bool| password.chars().any(class);
        let minimum = format!(
            "Password should have a minimum length of {}",
            policy.minimum_length
        );
        let reused = policy.reuse_prevention.is_some_and(|count| {
            profile.is_some_and(|profile| profile.used_recently(password, count as usize))
        });
        [
            (password.chars().count() < policy.minimum_length, &*minimum),
            (
                policy.uppercase && !has(is_upper),
                "Password should have at least one uppercase letter",
            ),
            (
                policy.lowercase && !has(is_lower),
                "Password should have at least one lowercase letter",
            ),
            (
                policy.numbers && !has(is_digit),
                "Password should have at least one number",
            ),
            (
                policy.symbols && !has(is_symbol),
                "Password should have at least one symbol",
            ),
            (
                reused,
                "Password does not conform to the account password policy.",
            ),
        ]
        .into_iter()
        .find_map(|(refused, text)| refused.then(|| text.to_owned()))
    }

    /// Without a policy: eight characters, three of the four classes, and neither the account's name nor its e-mail address.
    fn refused_by_default(&self, password: &str) -> Option<String> {
        if password.chars().count() < DEFAULT_LENGTH {
            return Some(format!(
                "Password should have a minimum length of {DEFAULT_LENGTH}"
            ));
        }
        let classes: [fn(char) -> bool; 4] = [is_upper, is_lower, is_digit, is_symbol];
        let mixed = classes
            .iter()
            .filter(|class| password.chars().any(**class))
            .count()
            >= 3;
        let guessed = password == self.name || password == self.email;
        (!mixed || guessed)
            .then(|| "Password does not conform to the account password policy.".to_owned())
    }

    /// Whether the password of a profile has run out.
    #[must_use]
    pub fn password_expiry(&self, profile: &LoginProfile, now: Timestamp) -> Expiry {
        let Some(policy) = &self.password_policy else {
            return Expiry::Valid;
        };
        let age = now.seconds().saturating_sub(profile.set.seconds());
        let expired = policy
            .max_age
            .is_some_and(|days| age >= i64::from(days) * SECONDS_PER_DAY);
        match (expired, policy.hard_expiry) {
            (false, _) => Expiry::Valid,
            (true, Some(true)) => Expiry::LockedOut,
            (true, _) => Expiry::MustChange,
        }
    }
}

const fn is_upper(c: char) -> bool {
    c.is_ascii_uppercase()
}

const fn is_lower(c: char) -> bool {
    c.is_ascii_lowercase()
}

const fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_symbol(c: char) -> bool {
    SYMBOLS.contains(c)
}
