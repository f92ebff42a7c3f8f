//! The operation table: every operation once, with what it is authorized on and what it does.

use super::access::Target;
use super::call::{Answer, Call};
use super::example::Example;
use super::{iam, sts};

/// The services whose operations the lab answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// AWS Identity and Access Management.
    Iam,
    /// AWS Security Token Service.
    Sts,
}

impl Service {
    /// The prefix of its actions, and its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Iam => "iam",
            Self::Sts => "sts",
        }
    }
}

/// One operation. Its parameters and answers are in the API model.
pub struct Operation {
    /// AWS's name, such as `CreateUser`.
    pub name: &'static str,
    /// What a caller needs permission for.
    pub target: Target,
    /// The second permission that tags in the request need, such as `TagUser` (rule B38).
    pub tagging: Option<&'static str>,
    /// What it does.
    pub handler: fn(&mut Call<'_>) -> Answer,
    /// One line of documentation.
    pub summary: &'static str,
    /// How it is used; runs as a test in the three ways it can be called.
    pub example: Example,
}

impl Operation {
    /// A row of the table.
    #[must_use]
    pub const fn new(
        name: &'static str,
        target: Target,
        handler: fn(&mut Call<'_>) -> Answer,
        summary: &'static str,
        example: Example,
    ) -> Self {
        Self {
            name,
            target,
            tagging: None,
            handler,
            summary,
            example,
        }
    }

    /// The same row for an operation that may set tags on what it creates.
    #[must_use]
    pub const fn tagging_with(mut self, action: &'static str) -> Self {
        self.tagging = Some(action);
        self
    }
}

/// All operations of a service, in the groups they are written in.
#[must_use]
pub const fn operations(service: Service) -> &'static [&'static [Operation]] {
    match service {
        Service::Iam => iam::OPERATIONS,
        Service::Sts => sts::OPERATIONS,
    }
}

/// The operation with AWS's name.
#[must_use]
pub fn find(service: Service, name: &str) -> Option<&'static Operation> {
    operations(service)
        .iter()
        .flat_map(|group| group.iter())
        .find(|operation| operation.name == name)
}
