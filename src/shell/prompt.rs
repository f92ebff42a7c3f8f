//! The prompt: who one is, and the clock once it was moved.

use crate::api;
use crate::arn::Arn;
use crate::clock::Timestamp;
use crate::lab::{Caller, Command, Lab};
use crate::render::style::Style;

/// Who acted last, or who was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// `carlos@123456789012`, `blog-role/cli-session@123456789012`.
    pub name: String,
    /// It is a session of a role, or another one with an end.
    pub assumed: bool,
    /// When the session ends.
    pub expires: Option<Timestamp>,
}

/// Who a caller is; none where the credentials never were any.
#[must_use]
pub fn who(lab: &Lab, caller: &Caller) -> Option<Who> {
    let session = match caller {
        Caller::Keys(keys) => lab.sessions.get(&keys.access_key_id),
        _ => None,
    };
    let identity = api::whoami(lab, caller, None).ok();
    let arn = identity
        .as_ref()
        .and_then(|identity| identity.get("Arn")?.as_str());
    let name = match (arn, session) {
        (Some(arn), _) => short(arn),
        (None, Some(session)) => format!("expired@{}", session.account),
        (None, None) => return None,
    };
    Some(Who {
        assumed: arn
            .is_none_or(|arn| arn.contains(":assumed-role/") || arn.contains(":federated-user/")),
        name,
        expires: session.map(|session| session.expires),
    })
}

/// The caller of the last call that had one.
#[must_use]
pub fn last_caller(lab: &Lab) -> Option<&Caller> {
    let events = lab.log.events().iter().rev();
    events.take(1_000).find_map(|event| match &event.command {
        Command::Call { caller, .. }
        | Command::Perform { caller, .. }
        | Command::RootTask { caller, .. } => Some(caller),
        _ => None,
    })
}

/// `arn:aws:iam::123456789012:user/path/carlos` → `carlos@123456789012`
fn short(arn: &str) -> String {
    let Ok(parsed) = arn.parse::<Arn>() else {
        return arn.to_owned();
    };
    let resource = parsed.resource();
    let name = match resource.split_once('/') {
        Some(("user", path)) => path.rsplit('/').next().unwrap_or(path),
        Some((_, rest)) => rest,
        None => resource,
    };
    format!("{name}@{}", parsed.account())
}

/// The prompt without and with colours; both are equally wide.
#[must_use]
pub fn prompt(lab: &Lab, chosen: Option<&Caller>, number: usize, style: Style) -> (String, String) {
    let mut plain = String::new();
    let mut styled = String::new();
    let mut add = |text: String, look: fn(Style, &str) -> String| {
        styled.push_str(&look(style, &text));
        styled.push(' ');
        plain.push_str(&text);
        plain.push(' ');
    };
    let now = lab.clock.now();
    if now != lab.settings.start {
        add(now.to_string(), |style, text| style.muted(text));
    }
    if let Some(who) = chosen
        .or_else(|| last_caller(lab))
        .and_then(|caller| who(lab, caller))
    {
        let left = who.expires.map(|end| left(end.seconds() - now.seconds()));
        if who.assumed {
            add(who.name, |style, text| style.assumed(text));
        } else {
            add(who.name, |style, text| style.own(text));
        }
        if let Some(left) = left {
            add(left, |style, text| style.muted(text));
        }
    }
    let end = format!("iamsh:{number}> ");
    plain.push_str(&end);
    styled.push_str(&end);
    (plain, styled)
}

/// The time that is left, in its largest unit.
fn left(seconds: i64) -> String {
    match seconds {
        ..=0 => "expired".to_owned(),
        1..60 => format!("{seconds}s"),
        60..3_600 => format!("{}m", seconds / 60),
        _ => format!("{}h{:02}m", seconds / 3_600, seconds % 3_600 / 60),
    }
}
