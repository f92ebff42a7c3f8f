//! The service's check: constraints of the model in AWS's words.
//!
//! STS echoes the offending value, IAM does not. IAM has words of its own for names and paths, which come only when
//! nothing else is wrong. The order in which AWS reports several clauses is not stable; here it is the order of the
//! model's members, and on one member upper bound, lower bound, pattern, enumeration.

mod words;

use serde_json::Value;

use super::super::model::{Kind, List, Map, Operation, Shape, Text, lower_camel};
use super::Invalid;
use words::{all_of, bounds, count, java_text, pattern, special, values};

/// Refuses what the service refuses before it looks at anything else. Unknown members are ignored, as AWS does.
///
/// # Errors
/// [`Invalid::Service`] with code `ValidationError`, or `MalformedInput` if a value has not the type of its shape.
pub fn constraints(operation: &Operation, input: &Value) -> Result<(), Invalid> {
    let Some(shape) = &operation.input else {
        return Ok(());
    };
    let mut found = Found {
        echoes: operation.service == "sts",
        ..Found::default()
    };
    found.visit(shape, input, "");
    found.report()
}

/// What is wrong so far.
#[derive(Default)]
struct Found {
    /// The service is STS: it quotes values, and the members of an enumeration.
    echoes: bool,
    clauses: Vec<String>,
    /// The first special text.
    special: Option<String>,
    /// The first value that is not of its type, and what AWS says of it, mostly nothing.
    malformed: Option<&'static str>,
}

impl Found {
    fn report(self) -> Result<(), Invalid> {
        if let Some(message) = self.malformed {
            return Err(Invalid::Service {
                code: "MalformedInput",
                message: message.to_owned(),
            });
        }
        let message = match (self.clauses.as_slice(), self.special) {
            ([], None) => return Ok(()),
            ([], Some(special)) => special,
            ([one], _) => format!("1 validation error detected: {one}"),
            (several, _) => format!(
                "{} validation errors detected: {}",
                several.len(),
                several.join("; ")
            ),
        };
        Err(Invalid::Service {
            code: "ValidationError",
            message,
        })
    }

    fn add(&mut self, path: &str, shape: &Shape, value: &Value, constraint: &str) {
        let subject = match value {
            _ if !self.echoes || shape.sensitive => "Value".to_owned(),
            Value::Null => "Value null".to_owned(),
            _ => format!("Value '{}'", java_text(shape, value)),
        };
        self.clauses.push(format!(
            "{subject} at '{path}' failed to satisfy constraint: {constraint}"
        ));
    }

    fn visit(&mut self, shape: &Shape, value: &Value, path: &str) {
        match (&shape.kind, value) {
            (Kind::Structure(_), Value::Object(given)) => self.visit_members(shape, given, path),
            (Kind::List(list), Value::Array(items)) => {
                let size = bounds(list.length, count(items.len()), "length");
                if size.is_empty() {
                    self.visit_items(shape, list, value, items, path);
                }
                for constraint in size {
                    self.add(path, shape, value, &constraint);
                }
            }
            (Kind::Map(map), Value::Object(entries)) => {
                let size = bounds(map.length, count(entries.len()), "length");
                if size.is_empty() {
                    self.visit_entries(shape, map, value, entries, path);
                }
                for constraint in size {
                    self.add(path, shape, value, &constraint);
                }
            }
            (Kind::String(text), Value::String(given)) => {
                let special = self.special_words(text);
                for constraint in self.violated(text, given, special.is_none()) {
                    self.add(path, shape, value, &constraint);
                }
                if self.special.is_none() && !text.matches(given) {
                    self.special = special
                        .map(|words| format!("The specified value for {path} is invalid. {words}"));
                }
            }
            (Kind::Integer(range), Value::Number(number)) => {
                let Some(number) = number.as_i64().filter(|n| i32::try_from(*n).is_ok()) else {
                    self.is_malformed("");
                    return;
                };
                for constraint in bounds(*range, number, "value") {
                    self.add(path, shape, value, &constraint);
                }
            }
            (Kind::Boolean, Value::Bool(_)) | (Kind::Timestamp | Kind::Blob, Value::String(_)) => {}
            (Kind::Integer(_), Value::String(text)) if text.is_empty() => {
                self.is_malformed("missing value for decimal type");
            }
            _ => self.is_malformed(""),
        }
    }

    fn is_malformed(&mut self, words: &'static str) {
        self.malformed.get_or_insert(words);
    }

    fn visit_members(&mut self, shape: &Shape, given: &serde_json::Map<String, Value>, path: &str) {
        for member in shape.members() {
            let path = join(path, &lower_camel(member.name));
            match given.get(member.name).unwrap_or(&Value::Null) {
                Value::Null if !member.required => {}
                Value::Null => {
                    self.add(
                        &path,
                        &member.shape,
                        &Value::Null,
                        "Member must not be null",
                    );
                }
                value => self.visit(&member.shape, value, &path),
            }
        }
    }

    /// Elements that are text are reported once for the whole list, with all constraints they are under.
    fn visit_items(
        &mut self,
        shape: &Shape,
        list: &List,
        value: &Value,
        items: &[Value],
        path: &str,
    ) {
        if let Kind::String(text) = &list.member.kind {
            if self.any_violates(text, items.iter()) {
                let constraint = format!(
                    "Member must satisfy constraint: [{}]",
                    all_of(text, self.echoes)
                );
                self.add(path, shape, value, &constraint);
            }
            return;
        }
        for (at, item) in (1..).zip(items) {
            self.visit(&list.member, item, &format!("{path}.{at}.member"));
        }
    }

    fn visit_entries(
        &mut self,
        shape: &Shape,
        map: &Map,
        value: &Value,
        entries: &serde_json::Map<String, Value>,
        path: &str,
    ) {
        if let Kind::String(text) = &map.key.kind
            && entries
                .keys()
                .any(|key| !self.violated(text, key, true).is_empty())
        {
            let constraint = format!(
                "Map keys must satisfy constraint: [{}]",
                all_of(text, self.echoes)
            );
            self.add(path, shape, value, &constraint);
        }
        if let Kind::String(text) = &map.value.kind {
            if self.any_violates(text, entries.values()) {
                let constraint = format!(
                    "Map value must satisfy constraint: [{}]",
                    all_of(text, self.echoes)
                );
                self.add(path, shape, value, &constraint);
            }
            return;
        }
        for (key, item) in entries {
            self.visit(&map.value, item, &format!("{path}.{key}.member"));
        }
    }

    fn any_violates<'a>(&mut self, text: &Text, items: impl Iterator<Item = &'a Value>) -> bool {
        let mut found = false;
        for item in items {
            match item {
                Value::String(given) => found |= !self.violated(text, given, true).is_empty(),
                _ => self.is_malformed(""),
            }
        }
        found
    }

    /// The constraints that `given` breaks.
    fn violated(&self, text: &Text, given: &str, with_pattern: bool) -> Vec<String> {
        let mut out = bounds(text.length, count(given.chars().count()), "length");
        if let Some(source) = text.pattern()
            && with_pattern
            && !text.matches(given)
        {
            out.push(pattern(source));
        }
        if !text.values.is_empty() && !text.values.contains(&given) {
            out.push(values(text, self.echoes));
        }
        out
    }

    /// IAM's own words for a violated pattern, if it has some.
    fn special_words(&self, text: &Text) -> Option<&'static str> {
        if self.echoes { None } else { special(text) }
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::model;
    use super::words::BEGIN_AND_END;
    use super::*;

    fn refused(service: &str, operation: &str, input: &Value) -> String {
        let service = model::service(service).unwrap();
        let operation = service.operation(operation).unwrap();
        match constraints(operation, input) {
            Ok(()) => "accepted".to_owned(),
            Err(invalid) => format!("{}: {invalid}", invalid.code()),
        }
    }

    #[test]
    fn f3_iam_does_not_echo_the_value() {
        let long = "a".repeat(65);
        for (operation, input, text) in [
            (
                "CreateUser",
                json!({"UserName": long}),
                "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must have length less than or equal to 64",
            ),
            (
                "CreateUser",
                json!({}),
                "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must not be null",
            ),
            (
                "GetUser",
                json!({"UserName": ""}),
                "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must have length greater than or equal to 1",
            ),
            (
                "DeleteServiceSpecificCredential",
                json!({"ServiceSpecificCredentialId": "ACCAEXAMPLE-EXAMPLE-EXAMPLE"}),
                r"1 validation error detected: Value at 'serviceSpecificCredentialId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w]+",
            ),
            (
                "UpdateAccessKey",
                json!({"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "Status": "active"}),
                "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set",
            ),
            (
                "ListUsers",
                json!({"MaxItems": 1001}),
                "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000",
            ),
            (
                "ListUsers",
                json!({"MaxItems": 0, "Marker": ""}),
                r"3 validation errors detected: Value at 'marker' failed to satisfy constraint: Member must have length greater than or equal to 1; Value at 'marker' failed to satisfy constraint: Member must satisfy regular expression pattern: [\u0020-\u00FF]+; Value at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1",
            ),
        ] {
            assert_eq!(
                refused("iam", operation, &input),
                format!("ValidationError: {text}")
            );
        }
    }

    #[test]
    fn f3_names_and_paths_of_iam_have_their_own_words() {
        let name = "It must contain only alphanumeric characters and/or the following: +=,.@_-";
        for (operation, input, text) in [
            ("CreateUser", json!({"UserName": "a b"}), format!("userName is invalid. {name}")),
            ("GetRole", json!({"RoleName": "a\0"}), format!("roleName is invalid. {name}")),
            ("CreateGroup", json!({"GroupName": "é"}), format!("groupName is invalid. {name}")),
            (
                "UpdateUser",
                json!({"UserName": "a", "NewUserName": "b/c"}),
                format!("newUserName is invalid. {name}"),
            ),
            (
                "CreatePolicy",
                json!({"PolicyName": "a:b", "PolicyDocument": "{}"}),
                format!("policyName is invalid. {name}"),
            ),
            (
                "CreateUser",
                json!({"UserName": "a", "Path": "x"}),
                format!("path is invalid. {BEGIN_AND_END}"),
            ),
            (
                "CreatePolicy",
                json!({"PolicyName": "a", "Path": "/x", "PolicyDocument": "{}"}),
                format!("path is invalid. {BEGIN_AND_END}"),
            ),
            (
                "ListUsers",
                json!({"PathPrefix": "x"}),
                "pathPrefix is invalid. It must begin with / and contain only alphanumeric characters and/or / characters.".to_owned(),
            ),
        ] {
            let expected = format!("ValidationError: The specified value for {text}");
            assert_eq!(refused("iam", operation, &input), expected);
        }
        // A clause of the general kind comes first.
        let both = json!({"UserName": "a b".repeat(30)});
        assert_eq!(
            refused("iam", "CreateUser", &both),
            "ValidationError: 1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must have length less than or equal to 64"
        );
    }

    #[test]
    fn sts_echoes_the_value_and_joins_clauses() {
        let role = "arn:aws:iam::123456789012:role/blog-role";
        for (input, text) in [
            (
                json!({"RoleArn": role, "RoleSessionName": "Session1:2"}),
                r"1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*",
            ),
            (
                json!({"RoleSessionName": "cli-session"}),
                "1 validation error detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null",
            ),
            (
                json!({"RoleArn": "short", "RoleSessionName": "x"}),
                "2 validation errors detected: Value 'short' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20; Value 'x' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
            ),
            (
                json!({"RoleArn": role, "RoleSessionName": "cli-session", "DurationSeconds": 43201}),
                "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
            ),
            (
                json!({"RoleArn": role, "RoleSessionName": "cli-session", "Tags": [{"Key": "a", "Value": "b"}, {"Key": "", "Value": "<"}]}),
                r"3 validation errors detected: Value '' at 'tags.2.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'tags.2.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+; Value '<' at 'tags.2.member.value' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]*",
            ),
            (
                json!({"RoleArn": role, "RoleSessionName": "cli-session", "TransitiveTagKeys": ["a", ""]}),
                r"1 validation error detected: Value '[a, ]' at 'transitiveTagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+]",
            ),
        ] {
            assert_eq!(
                refused("sts", "AssumeRole", &input),
                format!("ValidationError: {text}")
            );
        }
    }

    #[test]
    fn lengths_count_unicode_scalars() {
        let tag =
            |length| json!({"UserName": "a", "Tags": [{"Key": "k", "Value": "é".repeat(length)}]});
        assert_eq!(refused("iam", "TagUser", &tag(256)), "accepted");
        assert_eq!(
            refused("iam", "TagUser", &tag(257)),
            "ValidationError: 1 validation error detected: Value at 'tags.1.member.value' failed to satisfy constraint: Member must have length less than or equal to 256"
        );
    }

    #[test]
    fn a_list_that_is_too_long_is_one_clause() {
        let keys: Vec<_> = (0..100_000)
            .map(|n| json!({"Key": "", "Value": n.to_string()}))
            .collect();
        assert_eq!(
            refused("iam", "TagUser", &json!({"UserName": "a", "Tags": keys})),
            "ValidationError: 1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50"
        );
    }

    #[test]
    fn secrets_are_never_echoed() {
        let input = json!({
            "RoleArn": "arn:aws:iam::123456789012:role/r",
            "PrincipalArn": "arn:aws:iam::123456789012:saml-provider/p",
            "SAMLAssertion": "abc"
        });
        assert_eq!(
            refused("sts", "AssumeRoleWithSAML", &input),
            "ValidationError: 1 validation error detected: Value at 'sAMLAssertion' failed to satisfy constraint: Member must have length greater than or equal to 4"
        );
    }

    #[test]
    fn a_value_of_another_type_is_malformed() {
        for input in [
            json!(null),
            json!([]),
            json!({"UserName": 1}),
            json!({"UserName": "a", "Tags": {}}),
            json!({"UserName": "a", "Tags": [null]}),
        ] {
            assert_eq!(refused("iam", "CreateUser", &input), "MalformedInput: ");
        }
        for number in [
            json!(1e3),
            json!(4_000_000_000_i64),
            json!(true),
            json!("900"),
        ] {
            let input = json!({"DurationSeconds": number});
            assert_eq!(
                refused("sts", "GetSessionToken", &input),
                "MalformedInput: "
            );
        }
        // What the operation does not know is ignored.
        assert_eq!(
            refused("sts", "GetCallerIdentity", &json!({"X": [1]})),
            "accepted"
        );
    }
}
