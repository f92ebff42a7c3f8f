//! The JSON that questions are written in.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Form<'a> {
    #[serde(default)]
    pub(super) id: Option<Value>,
    pub(super) request: RequestForm,
    #[serde(borrow, default)]
    pub(super) identity_policies: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) permissions_boundary: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) session_policies: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) resource_policy: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) service_control_policies: Vec<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    pub(super) resource_control_policies: Vec<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    pub(super) vpc_endpoint_policies: Vec<&'a RawValue>,
    #[serde(default)]
    pub(super) expected: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RequestForm {
    pub(super) principal: String,
    pub(super) action: String,
    pub(super) resource: ResourceForm,
    #[serde(default)]
    pub(super) context: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum ResourceForm {
    Arn(String),
    #[serde(rename_all = "camelCase")]
    Full {
        arn: String,
        #[serde(default)]
        account_id: Option<String>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named<'a> {
    pub(super) name: String,
    #[serde(borrow)]
    pub(super) document: &'a RawValue,
}
