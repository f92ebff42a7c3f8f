//! Answers and errors as XML, by the model.
//! Source: IAM API Reference, "Making query requests", and answers recorded from AWS.

use serde_json::Value;

use crate::api::AwsError;
use crate::api::model::{Kind, Operation, Service, Shape};

use super::form;

/// Namespace of errors that come before a service is found.
const FAULT: &str = "http://webservices.amazon.com/AWSFault/2005-15-09";
/// The shape of policy documents: in answers they are percent-encoded.
const DOCUMENT: &str = "policyDocumentType";

/// The answer of a call that succeeded.
pub fn answer(service: &Service, operation: &Operation, answer: &Value, request: &str) -> String {
    let mut out = Writer(String::with_capacity(1024));
    let root = format!("{}Response", operation.name);
    out.open_with(&root, service.xml_namespace);
    if let Some(shape) = &operation.output {
        let wrapper = operation.result_wrapper();
        out.open(&wrapper);
        out.value(shape, answer);
        out.close(&wrapper);
    }
    out.open("ResponseMetadata");
    out.element("RequestId", request);
    out.close("ResponseMetadata");
    out.close(&root);
    out.0
}

/// The answer of a call that failed. `service` is none where no service was found.
pub fn error(service: Option<&Service>, error: &AwsError, request: &str) -> String {
    let mut out = Writer(String::with_capacity(512));
    let namespace = service.map_or(FAULT, |service| service.xml_namespace);
    out.open_with("ErrorResponse", namespace);
    out.open("Error");
    let culprit = if error.http_status < 500 {
        "Sender"
    } else {
        "Receiver"
    };
    out.element("Type", culprit);
    out.element("Code", error.code);
    if !error.message.is_empty() {
        out.element("Message", &error.message);
    }
    out.close("Error");
    out.element("RequestId", request);
    out.close("ErrorResponse");
    out.0
}

struct Writer(String);

impl Writer {
    fn open(&mut self, name: &str) {
        self.0.push('<');
        self.0.push_str(name);
        self.0.push('>');
    }

    fn open_with(&mut self, name: &str, namespace: &str) {
        self.0.push('<');
        self.0.push_str(name);
        self.0.push_str(" xmlns=\"");
        self.0.push_str(namespace);
        self.0.push_str("\">");
    }

    fn close(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    fn element(&mut self, name: &str, text: &str) {
        self.open(name);
        self.text(text);
        self.close(name);
    }

    /// Text that reads back as it was; what XML cannot say at all becomes U+FFFD.
    fn text(&mut self, text: &str) {
        let plain = |byte: u8| (b' '..0x7f).contains(&byte) && !b"&<>\"".contains(&byte);
        if text.bytes().all(plain) {
            self.0.push_str(text);
            return;
        }
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\r' => self.0.push_str("&#xD;"),
                '\n' | '\t' => self.0.push(letter),
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => self.0.push('\u{fffd}'),
                _ => self.0.push(letter),
            }
        }
    }

    /// What is inside the element of a value.
    fn value(&mut self, shape: &Shape, value: &Value) {
        match (&shape.kind, value) {
            (Kind::Structure(_), Value::Object(given)) => {
                for member in shape.members() {
                    if let Some(inner) = given.get(member.name) {
                        self.member(member.name, &member.shape, inner);
                    }
                }
            }
            (Kind::List(list), Value::Array(items)) => {
                for item in items {
                    self.member("member", &list.member, item);
                }
            }
            (Kind::Map(map), Value::Object(entries)) => {
                for (key, inner) in entries {
                    self.open("entry");
                    self.element("key", key);
                    self.member("value", &map.value, inner);
                    self.close("entry");
                }
            }
            (Kind::String(_), Value::String(text)) if shape.name == DOCUMENT => {
                form::encode_into(text, &mut self.0);
            }
            (_, Value::String(text)) => self.text(text),
            (_, Value::Null) => {}
            (_, other) => self.text(&other.to_string()),
        }
    }

    fn member(&mut self, name: &str, shape: &Shape, value: &Value) {
        if value.is_null() {
            return;
        }
        self.open(name);
        self.value(shape, value);
        self.close(name);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::model;

    fn written(service: &str, operation: &str, value: &Value) -> String {
        let service = model::service(service).unwrap();
        answer(service, service.operation(operation).unwrap(), value, "id")
    }

    #[test]
    fn an_answer_has_its_namespace_wrapper_and_metadata() {
        assert_eq!(
            written(
                "sts",
                "GetCallerIdentity",
                &json!({ "UserId": "A", "Account": "1", "Arn": "a&b<\u{1}\r" })
            ),
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
             <UserId>A</UserId><Account>1</Account><Arn>a&amp;b&lt;\u{fffd}&#xD;</Arn></GetCallerIdentityResult>\
             <ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></GetCallerIdentityResponse>"
        );
    }

    #[test]
    fn an_operation_without_output_has_only_metadata() {
        assert_eq!(
            written("iam", "DeleteUser", &Value::Null),
            "<DeleteUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\
             <ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></DeleteUserResponse>"
        );
    }

    #[test]
    fn lists_maps_and_documents_have_their_forms() {
        let text = written(
            "iam",
            "ListUsers",
            &json!({ "Users": [{ "UserName": "a" }], "IsTruncated": false }),
        );
        assert!(
            text.contains("<Users><member><UserName>a</UserName></member></Users><IsTruncated>false</IsTruncated>"),
            "{text}"
        );
        let text = written(
            "iam",
            "GetAccountSummary",
            &json!({ "SummaryMap": { "Users": 1 } }),
        );
        assert!(
            text.contains(
                "<SummaryMap><entry><key>Users</key><value>1</value></entry></SummaryMap>"
            ),
            "{text}"
        );
        let text = written(
            "iam",
            "GetRolePolicy",
            &json!({ "RoleName": "r", "PolicyName": "p", "PolicyDocument": "{\"a\": \"100%\"}" }),
        );
        assert!(
            text.contains("<PolicyDocument>%7B%22a%22%3A%20%22100%25%22%7D</PolicyDocument>"),
            "{text}"
        );
    }

    #[test]
    fn an_error_names_the_culprit_and_may_have_no_message() {
        let sts = model::service("sts");
        assert_eq!(
            error(sts, &AwsError::new("MalformedInput", ""), "id"),
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>\
             <Code>MalformedInput</Code></Error><RequestId>id</RequestId></ErrorResponse>"
        );
        let text = error(None, &AwsError::new("ServiceFailure", "x"), "id");
        assert!(
            text.contains("AWSFault/2005-15-09\"><Error><Type>Receiver</Type>"),
            "{text}"
        );
    }
}
