//! One operation: its options read, its parameters made, the lab asked, the answer printed.

use serde_json::{Map, Value};

use crate::api::model::{Kind, Operation, Shape, with_documents};
use crate::api::region;
use crate::api::validate;
use crate::decision::Context;
use crate::lab::{Caller, Command};
use crate::store::KeptLab;

use super::credentials::{Finder, profile_name};
use super::environment::Environment;
use super::fault::Fault;
use super::files::Files;
use super::globals::Globals;
use super::options::{BOOTSTRAP_METHODS, OperationOption, OptionKind, SKELETONS, options_of};
use super::output::{Format, pretty_json};
use super::paginate::{self, Paging};
use super::parameters::{parameters, place};
use super::wait::Waiter;
use super::words::{self, Read, Rule, Takes, Word};
use super::{Output, given_input, help, skeleton, virtual_mfa};

/// A line while it runs.
pub struct Line<'a> {
    /// The lab that is asked.
    pub lab: &'a mut KeptLab,
    /// Variables and profiles.
    pub environment: &'a mut Environment,
    /// Files the line names.
    pub files: &'a dyn Files,
    /// What the global options say.
    pub globals: &'a Globals,
}

/// Refuses what no rule knew.
///
/// # Errors
/// `Unknown options: …`
pub fn no_unknown(rest: &[Word]) -> Result<(), Fault> {
    if rest.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = rest.iter().map(|word| word.text.as_str()).collect();
    Err(Fault::Usage {
        message: format!("Unknown options: {}", names.join(", ")),
        word: rest.first().map(|word| word.index),
    })
}

/// The rule of each option of an operation; what is required need not be given beside a whole input.
fn rules(options: &[OperationOption], rest: &[Word]) -> Vec<Rule> {
    let has = |name: &str| rest.iter().any(|word| word.text == name);
    let whole_input =
        has("--cli-input-json") || has("--cli-input-yaml") || asks_for_input_skeleton(rest);
    let rule = |option: &OperationOption| {
        let takes = match option.kind {
            OptionKind::Flag(_) => Takes::Nothing,
            OptionKind::List => Takes::Many,
            OptionKind::Skeleton => Takes::Optional("input"),
            _ => Takes::One,
        };
        let rule = Rule::option(&option.name, takes).required(option.required && !whole_input);
        let mut rule = match option.kind {
            OptionKind::PageSize | OptionKind::MaxItems => rule.integer(),
            OptionKind::BootstrapMethod => rule.one_of(&BOOTSTRAP_METHODS),
            OptionKind::Skeleton => rule.one_of(&SKELETONS),
            _ => rule,
        };
        rule.place = place(option).to_owned();
        rule
    };
    let mut rules: Vec<Rule> = options.iter().map(rule).collect();
    let mut help = Rule::positional("help", Vec::new()).required(false);
    help.takes = Takes::Optional("");
    rules.push(help);
    rules
}

fn asks_for_input_skeleton(rest: &[Word]) -> bool {
    let at = rest
        .iter()
        .position(|word| word.text == "--generate-cli-skeleton");
    at.is_some_and(|at| rest.get(at + 1).is_none_or(|word| word.text != "output"))
}

impl Line<'_> {
    /// Runs an operation, or waits with it.
    ///
    /// # Errors
    /// The AWS CLI's.
    pub fn run(
        &mut self,
        operation: &'static Operation,
        waiter: Option<&'static Waiter>,
        rest: &[Word],
    ) -> Result<Output, Fault> {
        let options = options_of(operation);
        if rest.len() == 1 && rest.first().is_some_and(|word| word.text == "help") {
            return Ok(help::of_operation(operation, &options, waiter));
        }
        let mut read = words::read(&rules(&options, rest), rest)?;
        match read
            .given
            .remove("help")
            .and_then(|given| given.values.into_iter().next())
        {
            Some(word) if word.text == "help" => {
                return Ok(help::of_operation(operation, &options, waiter));
            }
            Some(word) => read.rest.push(word),
            None => {}
        }
        no_unknown(&read.rest)?;
        let mut paginate =
            self.globals.paginate && operation.paginator.is_some() && waiter.is_none();
        if paginate && gives_service_token(operation, &options, &read) {
            paginate = false;
        }
        let service_limit = check_paging(operation, &read, paginate)?;
        let mut input = parameters(&options, &read, self.files)?;
        input.extend(service_limit);
        if let Some(given) = given_input::read(&read, self.files)? {
            if let Some(page) = &operation.paginator {
                paginate &=
                    !given.contains_key(page.input_token) && !given.contains_key(page.limit_key);
            }
            for (name, value) in given {
                input.entry(name).or_insert(value);
            }
        }
        if let Some(kind) = read.value("generate-cli-skeleton") {
            return self.skeleton(operation, kind, input);
        }
        if let Some(path) = read
            .value("outfile")
            .filter(|path| !self.files.is_writable(path))
        {
            return Err(Fault::parameter(format!("Unable to write to file: {path}")));
        }
        let seed = read.value("outfile").zip(read.value("bootstrap-method"));
        match waiter {
            Some(waiter) => self.wait(operation, waiter, input),
            None if paginate => self.paged(operation, &input, &paging(&read)),
            None => self.single(operation, input, seed),
        }
    }

    fn skeleton(
        &self,
        operation: &Operation,
        kind: &str,
        input: Map<String, Value>,
    ) -> Result<Output, Fault> {
        let stdout = match kind {
            "output" => {
                check(operation, &input.into())?;
                return self.print(operation, skeleton::of_output(operation), None);
            }
            "yaml-input" => skeleton::of_input_in_yaml(operation),
            _ => format!("{}\n", pretty_json(&skeleton::of_input(operation))),
        };
        Ok(Output {
            stdout,
            ..Output::default()
        })
    }

    fn wait(
        &mut self,
        operation: &'static Operation,
        waiter: &Waiter,
        input: Map<String, Value>,
    ) -> Result<Output, Fault> {
        match self.call(operation, input) {
            Ok(_) => Ok(Output::default()),
            Err(Fault::Service { error, .. }) => Err(Fault::General(waiter.failure(&error))),
            Err(fault) => Err(fault),
        }
    }

    fn single(
        &mut self,
        operation: &'static Operation,
        input: Map<String, Value>,
        seed: Option<(&str, &str)>,
    ) -> Result<Output, Fault> {
        self.format()?;
        let mut answer = self.call(operation, input)?;
        if let Some((path, method)) = seed {
            virtual_mfa::save_seed(&mut answer, method, path, self.files)?;
        }
        self.print(operation, answer, None)
    }

    fn paged(
        &mut self,
        operation: &'static Operation,
        input: &Map<String, Value>,
        paging: &Paging,
    ) -> Result<Output, Fault> {
        let format = self.format()?;
        let Some(paginator) = &operation.paginator else {
            return self.single(operation, input.clone(), None);
        };
        check(operation, &Value::Object(input.clone()))?;
        let caller = self.caller(operation)?;
        let context = self.context(operation)?;
        let mut call =
            |input: Map<String, Value>| ask(self.lab, operation, &caller, &context, input);
        let pages = paginate::collect(paginator, input, paging, &mut call)?;
        let parts: Option<Vec<Value>> = match format {
            Format::Text => Some(pages.parts().collect()),
            Format::YamlStream => Some(pages.pages.clone()),
            _ => None,
        };
        let parts = parts.map(|parts| (parts, pages.next.clone()));
        let mut output = self.print(operation, pages.whole(), parts)?;
        if paging.max_items.is_some_and(|most| most <= 0) {
            output.stderr.push_str(
                "warning: Non-positive values for --max-items may result in undefined behavior.\n",
            );
        }
        Ok(output)
    }

    /// One call, the client's checks first: credentials are only looked for when they are needed.
    fn call(
        &mut self,
        operation: &'static Operation,
        input: Map<String, Value>,
    ) -> Result<Value, Fault> {
        let input = Value::Object(input);
        check(operation, &input)?;
        let caller = self.caller(operation)?;
        let context = self.context(operation)?;
        match input {
            Value::Object(input) => ask(self.lab, operation, &caller, &context, input),
            _ => Ok(Value::Null),
        }
    }

    fn caller(&mut self, operation: &Operation) -> Result<Caller, Fault> {
        if operation.unsigned || !self.globals.sign {
            return Ok(Caller::Anonymous);
        }
        let mut finder = Finder {
            lab: &mut *self.lab,
            environment: &mut *self.environment,
            files: self.files,
        };
        finder.caller(self.globals.profile.as_deref())
    }

    fn context(&self, operation: &Operation) -> Result<Context, Fault> {
        let own = self.globals.profile.is_none() && self.globals.sign;
        let chosen = self.environment.chosen().filter(|_| own);
        let mut context = chosen.map_or_else(Context::default, |chosen| chosen.context.clone());
        let profile = profile_name(self.environment, self.globals.profile.as_deref())?;
        let region = self
            .environment
            .region(self.globals.region.as_deref(), profile);
        if let Some(region) = region {
            let shaped = !region.is_empty()
                && region.len() <= 63
                && region
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !region.starts_with('-')
                && !region.ends_with('-');
            if !shaped {
                return Err(Fault::General(format!(
                    "Provided region_name '{region}' doesn't match a supported format."
                )));
            }
            region::set(&mut context, operation.service, region);
        }
        Ok(context)
    }

    fn format(&self) -> Result<Format, Fault> {
        let profile = profile_name(self.environment, self.globals.profile.as_deref())?;
        let name = self
            .globals
            .output
            .as_deref()
            .or_else(|| self.environment.variable("AWS_DEFAULT_OUTPUT"))
            .or_else(|| self.environment.setting(profile, "output"));
        match name {
            None => Ok(Format::default()),
            Some(name) => Format::named(name)
                .ok_or_else(|| Fault::General(format!("Unknown output type: {name}"))),
        }
    }

    /// Prints an answer, by its parts where the format does so.
    fn print(
        &self,
        operation: &Operation,
        answer: Value,
        parts: Option<(Vec<Value>, Option<String>)>,
    ) -> Result<Output, Fault> {
        let format = self.format()?;
        let answer = if answer.is_null() {
            Map::new().into()
        } else {
            answer
        };
        let picked = self.pick(&answer)?;
        let mut stdout = String::new();
        match parts {
            None => stdout.push_str(
                &format
                    .print(operation.name, &picked)
                    .map_err(Fault::General)?,
            ),
            Some((parts, next)) => {
                for part in parts {
                    let part = self.pick(&part)?;
                    stdout.push_str(
                        &format
                            .print(operation.name, &part)
                            .map_err(Fault::General)?,
                    );
                }
                if let Some(next) = next.filter(|_| format == Format::Text) {
                    let next: Value = serde_json::json!({ "NextToken": { "NextToken": next } });
                    let next = self.pick(&next)?;
                    stdout.push_str(
                        &format
                            .print(operation.name, &next)
                            .map_err(Fault::General)?,
                    );
                }
            }
        }
        Ok(Output {
            stdout,
            answer: Some(picked),
            ..Output::default()
        })
    }

    fn pick(&self, answer: &Value) -> Result<Value, Fault> {
        match &self.globals.query {
            Some(query) => query.search(answer).map_err(Fault::General),
            None => Ok(answer.clone()),
        }
    }
}

/// The client's own checks.
fn check(operation: &Operation, input: &Value) -> Result<(), Fault> {
    validate::parameters(operation, input).map_err(|invalid| Fault::parameter(invalid.message()))
}

fn ask(
    lab: &mut KeptLab,
    operation: &'static Operation,
    caller: &Caller,
    context: &Context,
    input: Map<String, Value>,
) -> Result<Value, Fault> {
    let command = Command::Call {
        caller: caller.clone(),
        service: operation.service.to_owned(),
        operation: operation.name.to_owned(),
        input: input.into(),
        context: context.clone(),
    };
    let answer = lab
        .execute(command)
        .map_err(|error| Fault::of_call(operation.name, error))?;
    let answer = with_documents(answer, operation);
    Ok(match &operation.output {
        Some(shape) => with_offsets(answer, shape),
        None => answer,
    })
}

/// Version 2 of the AWS CLI prints times as ISO 8601 with an offset: `2026-01-01T00:00:00+00:00`.
fn with_offsets(value: Value, shape: &Shape) -> Value {
    match (&shape.kind, value) {
        (Kind::Structure(_), Value::Object(members)) => members
            .into_iter()
            .map(|(name, value)| match shape.member(&name) {
                Some(member) => (name, with_offsets(value, &member.shape)),
                None => (name, value),
            })
            .collect(),
        (Kind::List(list), Value::Array(items)) => items
            .into_iter()
            .map(|item| with_offsets(item, &list.member))
            .collect(),
        (Kind::Timestamp, Value::String(time)) => match time.strip_suffix('Z') {
            Some(time) => format!("{time}+00:00").into(),
            None => time.into(),
        },
        (_, other) => other,
    }
}

/// `--marker` is the service's own paging: the answer is then printed as it is.
fn gives_service_token(operation: &Operation, options: &[OperationOption], read: &Read) -> bool {
    let Some(page) = &operation.paginator else {
        return false;
    };
    options.iter().any(|option| {
        option
            .member
            .is_some_and(|member| member.name == page.input_token)
            && read.has(&option.name)
    })
}

fn number(read: &Read, name: &str) -> Option<i64> {
    let text = words::python_integer(read.value(name)?)?;
    let furthest = if text.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    };
    Some(text.parse().unwrap_or(furthest))
}

fn paging(read: &Read) -> Paging {
    Paging {
        max_items: number(read, "max-items"),
        page_size: number(read, "page-size"),
        starting_token: read.value("starting-token").map(str::to_owned),
    }
}

/// Without pagination the CLI's own options mean nothing, but `--max-items` is the service's.
fn check_paging(
    operation: &Operation,
    read: &Read,
    paginate: bool,
) -> Result<Map<String, Value>, Fault> {
    let mut limit = Map::new();
    let Some(page) = operation.paginator.as_ref().filter(|_| !paginate) else {
        return Ok(limit);
    };
    let used: Vec<&str> = ["starting-token", "page-size"]
        .into_iter()
        .filter(|name| read.has(name))
        .collect();
    if !used.is_empty() {
        let used: Vec<String> = used.iter().map(|name| format!("--{name}")).collect();
        return Err(Fault::General(format!(
            "Error during pagination: Cannot specify --no-paginate along with pagination arguments: {}",
            used.join(", ")
        )));
    }
    if let Some(most) = number(read, "max-items") {
        limit.insert(page.limit_key.to_owned(), most.into());
    }
    Ok(limit)
}
