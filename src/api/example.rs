//! Examples of operations: each is written once, and read in the three ways a script may call an operation.
//!
//! A row of the table gives what must be there before, and the parameters. From these follow the verb on a session, boto3's
//! form and the line of the AWS CLI. All three run as a test, on equal labs, and must come to the same.

use super::model::{self, kebab_case};
use super::table::Operation;

mod value;

use value::Value;

/// What every example begins with: an account, its administrator, and boto3's client of the root user to set things up with.
pub const PRELUDE: &str = r#"let acct = account("123456789012");
let iam = client("iam", acct);
acct.create_user("admin").attach_policy("arn:aws:iam::aws:policy/AdministratorAccess");
let admin = acct.create_access_key("admin").session();"#;

/// How an operation is used.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Statements after [`PRELUDE`] that make what the call needs.
    pub setup: &'static str,
    /// The variable that holds who calls.
    pub who: &'static str,
    /// The inside of a map of parameters: constants, and expressions over what the set-up made.
    pub parameters: &'static str,
    /// Options that only the command line has, and requires: where it saves what others get in the answer.
    pub line_options: &'static str,
    /// The code of the error it shows, for what nobody succeeds in.
    pub error: Option<&'static str>,
}

impl Example {
    /// An example in which the administrator calls.
    #[must_use]
    pub const fn new(setup: &'static str, parameters: &'static str) -> Self {
        Self {
            setup,
            who: "admin",
            parameters,
            line_options: "",
            error: None,
        }
    }

    /// The same with another caller, a variable of the set-up.
    #[must_use]
    pub const fn by(mut self, who: &'static str) -> Self {
        self.who = who;
        self
    }

    /// The same with options that only the command line has.
    #[must_use]
    pub const fn with_line_options(mut self, options: &'static str) -> Self {
        self.line_options = options;
        self
    }

    /// The same for a call that ends with an error.
    #[must_use]
    pub const fn fails(mut self, code: &'static str) -> Self {
        self.error = Some(code);
        self
    }

    fn members(&self) -> Vec<(&'static str, Value<'static>)> {
        value::members(self.parameters)
    }
}

impl Operation {
    /// The verb on a session: `admin.create_user("carlos", #{ Path: "/" })`.
    #[must_use]
    pub fn example_object(&self) -> String {
        let required: Vec<&str> = self
            .modelled()
            .map(|operation| {
                let members = operation.parameters().filter(|member| member.required);
                members.map(|member| member.name).collect()
            })
            .unwrap_or_default();
        let members = self.example.members();
        let mut values: Vec<&str> = required
            .iter()
            .filter_map(|name| members.iter().find(|(member, _)| member == name))
            .map(|(_, value)| value.text)
            .collect();
        let options: Vec<String> = members
            .iter()
            .filter(|(name, _)| !required.contains(name))
            .map(|(name, value)| format!("{name}: {}", value.text))
            .collect();
        let options = format!("#{{ {} }}", options.join(", "));
        if options.len() > 5 {
            values.push(&options);
        }
        format!(
            "{}.{}({})",
            self.example.who,
            model::snake_case(self.name),
            values.join(", ")
        )
    }

    /// boto3's form: `client("iam", admin).create_user(#{ UserName: "carlos" })`.
    #[must_use]
    pub fn example_client(&self) -> String {
        let parameters = match self.example.parameters {
            "" => String::new(),
            parameters => format!("#{{ {parameters} }}"),
        };
        let service = self.modelled().map_or("iam", |operation| operation.service);
        format!(
            r#"client("{service}", {}).{}({parameters})"#,
            self.example.who,
            model::snake_case(self.name)
        )
    }

    /// The line of the AWS CLI: `aws iam create-user --user-name carlos`. Expressions of the set-up stand as `${…}`.
    #[must_use]
    pub fn example_cli(&self) -> String {
        let service = self.modelled().map_or("iam", |operation| operation.service);
        let mut line = format!("aws {service} {}", kebab_case(self.name));
        for (name, value) in self.example.members() {
            line.push_str(&format!(" {}", value.option(&option(name))));
        }
        if !self.example.line_options.is_empty() {
            line.push_str(&format!(" {}", self.example.line_options));
        }
        line
    }

    fn modelled(&self) -> Option<&'static model::Operation> {
        model::SERVICES
            .iter()
            .find_map(|service| model::service(service)?.operation(self.name))
    }
}

/// The option of a parameter, without its hyphens. The AWS CLI sets a number at the end apart.
fn option(name: &str) -> String {
    let option = kebab_case(name);
    let word = option.trim_end_matches(|letter: char| letter.is_ascii_digit());
    match option.strip_prefix(word) {
        Some(number) if !number.is_empty() => format!("{word}-{number}"),
        _ => option,
    }
}
