//! The credential report. Source: IAM API Reference, `GenerateCredentialReport`, `GetCredentialReport`; IAM User Guide, "Generate
//! credential reports for your AWS account", understanding the report format.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::clock::Timestamp;
use crate::lab::Account;
use crate::lab::credential::SigningCertificate;
use crate::lab::report::CredentialReport;
use crate::lab::user::{AccessKey, User};
use crate::partition::Partition;

use super::super::access::Target;
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::table::Operation;
use super::mfa_assignment::devices_of;

/// Seconds for which a report is not made anew.
const FRESH: i64 = 4 * 3600;
const DAY: i64 = 86_400;
const NONE: &str = "N/A";
const NOT_SUPPORTED: &str = "not_supported";
const NO_INFORMATION: &str = "no_information";
const HEADER: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,\
access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,\
cert_2_active,cert_2_last_rotated";

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "GenerateCredentialReport",
        Target::Everything,
        generate,
        "Makes the credential report; one that is younger than four hours is kept.",
        Example::new("", ""),
    ),
    Operation::new(
        "GetCredentialReport",
        Target::Everything,
        get,
        "Shows the credential report, comma-separated values in base 64.",
        Example::new("iam.generate_credential_report();", ""),
    ),
];

fn is_fresh(report: &CredentialReport, now: Timestamp) -> bool {
    now < report.generated.plus(FRESH)
}

/// It is there at once; AWS takes a while, so the first answer is `STARTED` there as well.
fn generate(call: &mut Call<'_>) -> Answer {
    let now = call.now();
    let account = call.account()?;
    let description = match &account.credential_report {
        Some(report) if is_fresh(report, now) => return Ok(json!({ "State": "COMPLETE" })),
        Some(_) => "The previous report has expired. Starting a new report generation task",
        None => "No report exists. Starting a new report generation task",
    };
    let csv = csv(account, call.identity.partition);
    call.account_mut()?.credential_report = Some(CredentialReport {
        generated: now,
        csv,
    });
    Ok(json!({ "State": "STARTED", "Description": description }))
}

fn get(call: &mut Call<'_>) -> Answer {
    let report = call.account()?.credential_report.as_ref().ok_or_else(|| {
        AwsError::new("ReportNotPresent", "No credential report is present.")
            .with_help("GenerateCredentialReport makes one")
    })?;
    if !is_fresh(report, call.now()) {
        return Err(
            AwsError::new("ReportExpired", "The credential report has expired.").with_help(
                "a report is kept for four hours; GenerateCredentialReport makes a new one",
            ),
        );
    }
    Ok(json!({
        "Content": STANDARD.encode(&report.csv),
        "ReportFormat": "text/csv",
        "GeneratedTime": report.generated.to_string(),
    }))
}

/// `2026-01-02T03:04:05+00:00`
fn date(at: Timestamp) -> String {
    at.to_string().replace('Z', "+00:00")
}

fn csv(account: &Account, partition: Partition) -> String {
    let mut lines = vec![HEADER.to_owned(), root_line(account, partition)];
    lines.extend(account.users.values().map(|user| user_line(account, user)));
    lines.join("\n")
}

fn root_line(account: &Account, partition: Partition) -> String {
    let mut fields = vec![
        "<root_account>".to_owned(),
        account.root_arn(partition).to_string(),
        date(account.created),
        NOT_SUPPORTED.to_owned(),
        NO_INFORMATION.to_owned(),
        NOT_SUPPORTED.to_owned(),
        NOT_SUPPORTED.to_owned(),
        has_mfa(account, account.id.as_str()),
    ];
    fields.extend(keys(&account.root_keys));
    fields.extend(certificates(&account.root_signing_certificates));
    fields.join(",")
}

fn has_mfa(account: &Account, owner: &str) -> String {
    devices_of(account, owner).next().is_some().to_string()
}

fn user_line(account: &Account, user: &User) -> String {
    let mut fields = vec![
        user.name.clone(),
        user.arn.to_string(),
        date(user.created),
        user.login.is_some().to_string(),
    ];
    fields.extend(password(account, user));
    fields.push(has_mfa(account, &user.id));
    fields.extend(keys(&user.access_keys));
    fields.extend(certificates(&user.signing_certificates));
    fields.join(",")
}

/// Last used, last changed, next rotation.
fn password(account: &Account, user: &User) -> [String; 3] {
    let none = || NONE.to_owned();
    let Some(profile) = &user.login else {
        return [none(), none(), none()];
    };
    let days = account
        .password_policy
        .as_ref()
        .and_then(|policy| policy.max_age);
    let next = days.map(|days| date(profile.set.plus(i64::from(days) * DAY)));
    [
        user.password_last_used
            .map_or_else(|| NO_INFORMATION.to_owned(), date),
        date(profile.set),
        next.unwrap_or_else(none),
    ]
}

/// Active, rotated, used when, where and for which service; of two keys.
fn keys(keys: &[AccessKey]) -> Vec<String> {
    (0..2)
        .flat_map(|place| match keys.get(place) {
            None => ["false", NONE, NONE, NONE, NONE].map(str::to_owned),
            Some(key) => {
                let used = key.last_used.as_ref();
                let none = || NONE.to_owned();
                [
                    key.active.to_string(),
                    date(key.created),
                    used.map_or_else(none, |used| date(used.time)),
                    used.map_or_else(none, |used| used.region.clone()),
                    used.map_or_else(none, |used| used.service.clone()),
                ]
            }
        })
        .collect()
}

fn certificates(certificates: &[SigningCertificate]) -> Vec<String> {
    (0..2)
        .flat_map(|place| match certificates.get(place) {
            None => ["false".to_owned(), NONE.to_owned()],
            Some(known) => [known.active.to_string(), date(known.uploaded)],
        })
        .collect()
}
