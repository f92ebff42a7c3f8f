//! `aws iam wait …`: until something exists.
//!
//! The AWS CLI asks again and again. While one line runs nothing else changes in a lab, so asking once tells as much; the
//! clock stands still. Source: AWS CLI Command Reference, `iam wait`.

use crate::api::AwsError;

/// Something that can be waited for.
#[derive(Debug)]
pub struct Waiter {
    /// As a command: `user-exists`.
    pub command: &'static str,
    /// AWS's name: `UserExists`.
    pub name: &'static str,
    /// The operation that is asked.
    pub operation: &'static str,
    /// Asks again on this HTTP status, or on `NoSuchEntity` where it is none.
    pub retry_status: Option<u16>,
}

const IAM: &[Waiter] = &[
    Waiter {
        command: "instance-profile-exists",
        name: "InstanceProfileExists",
        operation: "GetInstanceProfile",
        retry_status: Some(404),
    },
    Waiter {
        command: "policy-exists",
        name: "PolicyExists",
        operation: "GetPolicy",
        retry_status: None,
    },
    Waiter {
        command: "role-exists",
        name: "RoleExists",
        operation: "GetRole",
        retry_status: None,
    },
    Waiter {
        command: "user-exists",
        name: "UserExists",
        operation: "GetUser",
        retry_status: None,
    },
];

/// The waiters of a service.
pub fn waiters_of(service: &str) -> impl Iterator<Item = &'static Waiter> {
    let waiters = if service == "iam" { IAM } else { &[] };
    waiters.iter()
}

impl Waiter {
    /// What the AWS CLI says when it gives up after this error.
    #[must_use]
    pub fn failure(&self, error: &AwsError) -> String {
        let matched = match self.retry_status {
            Some(status) if status == error.http_status => {
                format!("Matched expected HTTP status code: {status}")
            }
            None if error.code == "NoSuchEntity" => {
                "Matched expected service error code: NoSuchEntity".to_owned()
            }
            _ => {
                return format!(
                    "Waiter {} failed: An error occurred ({}): {}",
                    self.name, error.code, error.message
                );
            }
        };
        format!(
            "Waiter {} failed: Max attempts exceeded. Previously accepted state: {matched}",
            self.name
        )
    }
}
