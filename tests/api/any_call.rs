//! Random calls of every operation, made from the model: values follow the shapes, names and ids are those the lab has.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use iamsh::api::model::{self, Kind, Member, Operation, Shape};
use iamsh::clock::START;
use iamsh::lab::certificate::{self, Issued};
use iamsh::lab::signing::Algorithm;
use iamsh::lab::{Lab, Settings, issuer, mfa, saml, ssh_key};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::support::{ACCOUNT, policy, trust};

/// An operation, and what its parameters are chosen with.
#[derive(Clone)]
pub struct AnyCall {
    pub operation: &'static Operation,
    choices: u64,
}

/// Every operation of the models; those that make something more often, so that the others find something.
pub fn any_call() -> impl Strategy<Value = AnyCall> {
    let makes = |operation: &&Operation| {
        let prefixes = ["Create", "Put", "Upload", "Attach", "Add", "Enable"];
        prefixes
            .iter()
            .any(|prefix| operation.name.starts_with(prefix))
    };
    let all = || operations().collect::<Vec<_>>();
    let making = operations().filter(makes).collect::<Vec<_>>();
    let operation = prop_oneof![prop::sample::select(all()), prop::sample::select(making)];
    (operation, any::<u64>()).prop_map(|(operation, choices)| AnyCall { operation, choices })
}

/// All operations.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    model::SERVICES
        .iter()
        .filter_map(|service| model::service(service))
        .flat_map(|service| service.operations())
}

/// Texts that answers have shown, by the member they stood in.
#[derive(Default)]
pub struct Seen(BTreeMap<String, Vec<String>>);

impl Seen {
    /// Remembers the ids, versions and serial numbers of an answer to a call that made something.
    pub fn remember(&mut self, operation: &str, answer: &Value) {
        if !operation.starts_with("List") && !operation.starts_with("Get") {
            self.walk(answer);
        }
    }

    fn walk(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    match value.as_str() {
                        Some(text) => self
                            .0
                            .entry(name.clone())
                            .or_default()
                            .push(text.to_owned()),
                        None => self.walk(value),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.walk(item)),
            _ => {}
        }
    }
}

impl std::fmt::Debug for AnyCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:#x}", self.operation.name, self.choices)
    }
}

impl AnyCall {
    /// The call's parameters.
    pub fn input(&self, lab: &Lab, seen: &Seen) -> Value {
        let mut filler = Filler {
            state: self.choices,
            seen,
        };
        let Some(shape) = &self.operation.input else {
            return json!({});
        };
        let mut input = filler.structure(shape);
        show_codes(lab, &mut input);
        Value::Object(input)
    }
}

/// The codes that the device shows; whoever calls has it in their hand.
fn show_codes(lab: &Lab, input: &mut Map<String, Value>) {
    let serial = input.get("SerialNumber").and_then(Value::as_str);
    let codes = serial.and_then(|serial| mfa::codes(lab, serial, 2));
    let members = ["AuthenticationCode1", "AuthenticationCode2"];
    for (member, code) in members.iter().zip(codes.iter().flatten()) {
        if let Some(value) = input.get_mut(*member) {
            *value = json!(code);
        }
    }
    if let (Some(value), Some(codes)) = (input.get_mut("TokenCode"), codes) {
        *value = json!(codes[0]);
    }
}

struct Filler<'a> {
    state: u64,
    seen: &'a Seen,
}

impl Filler<'_> {
    /// A number below `end`; the step is that of SplitMix64.
    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed >> 33) as usize % end
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    /// Required members, and one in six of the others.
    fn structure(&mut self, shape: &Shape) -> Map<String, Value> {
        let mut input = Map::new();
        for member in shape.members() {
            if member.required || self.below(6) == 0 {
                input.insert(member.name.to_owned(), self.member(member));
            }
        }
        input
    }

    fn member(&mut self, member: &Member) -> Value {
        self.value(&member.shape, member.name)
    }

    fn value(&mut self, shape: &Shape, name: &str) -> Value {
        match &shape.kind {
            Kind::Structure(_) => Value::Object(self.structure(shape)),
            Kind::List(list) => {
                let count = 1 + self.below(2);
                (0..count).map(|_| self.value(&list.member, name)).collect()
            }
            Kind::Map(map) => {
                let value = self.value(&map.value, name);
                json!({ self.one(&["a", "k"]): value })
            }
            Kind::String(text) if !text.values.is_empty() => json!(self.one(&text.values)),
            Kind::String(_) => json!(self.text(name)),
            Kind::Integer(range) => {
                let least = range.min.unwrap_or(1);
                json!(self.one(&[least, least + 1, 900, 3600]))
            }
            Kind::Boolean => json!(self.below(2) == 0),
            Kind::Timestamp => json!("2030-01-01T00:00:00Z"),
            Kind::Blob => json!("AAAA"),
        }
    }

    fn text(&mut self, name: &str) -> String {
        let known = self.seen.0.get(name).filter(|_| !fixed(name));
        if let Some(known) = known
            && self.below(4) > 0
        {
            return self.one(known);
        }
        let texts = &*TEXTS;
        let of_member = texts.get(name).or_else(|| {
            let (_, kind) = KINDS.iter().find(|(ending, _)| name.ends_with(ending))?;
            texts.get(kind)
        });
        match of_member {
            Some(values) => self.one(values),
            None => self
                .one(&["a", "b", "00000000-0000-4000", "not valid \u{0}"])
                .to_owned(),
        }
    }
}

/// Members whose values are few anyway: what answers show of them would only make them more.
fn fixed(name: &str) -> bool {
    name.ends_with("Name") || name.ends_with("Arn") || name.ends_with("Path")
}

/// What a member holds, by the end of its name.
const KINDS: &[(&str, &str)] = &[
    ("Name", "Name"),
    ("Document", "PolicyDocument"),
    ("Policy", "PolicyDocument"),
    ("PolicyInputList", "PolicyDocument"),
    ("Password", "Password"),
    ("ActionNames", "Action"),
    ("Arn", "Arn"),
    ("Arns", "Arn"),
    ("Path", "Path"),
    ("PathPrefix", "Path"),
    ("Code", "Code"),
    ("Code1", "Code"),
    ("Code2", "Code"),
];

/// What a member may hold.
pub fn texts(member: &str) -> &'static [String] {
    &TEXTS[member]
}

static TEXTS: LazyLock<BTreeMap<&str, Vec<String>>> = LazyLock::new(|| {
    let lab = Lab::new(Settings::default());
    let issued: Vec<Issued> = ["a", "b"]
        .map(|name| certificate::self_signed(lab.deriver(), name, START).unwrap())
        .to_vec();
    let arn = |rest: &str| format!("arn:aws:iam::{ACCOUNT}:{rest}");
    let metadata = ["https://a", "https://b"].map(|url| saml::metadata(lab.deriver(), url, START));
    let attributes = [
        (
            format!("{}Role", saml::ATTRIBUTES),
            vec![format!("{},{}", arn("role/a"), arn("saml-provider/aa"))],
        ),
        (
            format!("{}RoleSessionName", saml::ATTRIBUTES),
            vec!["test".to_owned()],
        ),
    ];
    let statement = saml::Statement {
        subject: "carlos",
        attributes: &attributes,
    };
    let assertion = saml::response(lab.deriver(), "https://a", START, &statement).unwrap();
    let claims = json!({ "sub": "carlos", "aud": "a" });
    let claims = claims.as_object().unwrap();
    let token = issuer::sign(lab.deriver(), "https://a", Algorithm::Es256, START, claims);
    let federated = |provider: &str, action: &str, condition: Value| {
        policy(
            json!([{ "Effect": "Allow", "Action": action, "Condition": condition,
            "Principal": { "Federated": arn(provider) } }]),
        )
    };
    let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    BTreeMap::from([
        ("Name", own(&["aa", "b", "B", "not valid"])),
        (
            "AWSServiceName",
            own(&[
                "ecs.amazonaws.com",
                "elasticbeanstalk.amazonaws.com",
                "nobody.amazonaws.com",
            ]),
        ),
        (
            "ServiceName",
            own(&["codecommit.amazonaws.com", "bedrock.amazonaws.com"]),
        ),
        ("UserName", own(&["a", "b", "B"])),
        ("GroupName", own(&["a", "b"])),
        ("RoleName", own(&["a", "b", "AWSServiceRoleForECS"])),
        ("NewUserName", own(&["a", "b", "c"])),
        ("PolicyName", own(&["a", "b"])),
        ("InstanceProfileName", own(&["a", "b"])),
        ("ServerCertificateName", own(&["a", "b"])),
        ("VirtualMFADeviceName", own(&["a", "b"])),
        ("RoleSessionName", own(&["test"])),
        (
            "PolicyDocument",
            vec![
                policy(json!([{ "Effect": "Allow", "Action": "*", "Resource": "*" }])),
                policy(json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }])),
                trust(json!({ "AWS": ACCOUNT })),
                "{".to_owned(),
            ],
        ),
        (
            "AssumeRolePolicyDocument",
            vec![
                trust(json!({ "AWS": ACCOUNT })),
                trust(json!({ "AWS": arn("user/a") })),
                federated(
                    "oidc-provider/a",
                    "sts:AssumeRoleWithWebIdentity",
                    json!({ "StringEquals": { "a:aud": "a" } }),
                ),
                federated(
                    "saml-provider/aa",
                    "sts:AssumeRoleWithSAML",
                    json!({ "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } }),
                ),
            ],
        ),
        (
            "SAMLMetadataDocument",
            metadata
                .into_iter()
                .flatten()
                .chain(["x".repeat(1000)])
                .collect(),
        ),
        ("SAMLAssertion", vec![assertion, "PGEvPg==".to_owned()]),
        (
            "WebIdentityToken",
            token.into_iter().chain(["none".to_owned()]).collect(),
        ),
        (
            "CertificateBody",
            issued
                .iter()
                .map(|issued| issued.certificate.clone())
                .collect(),
        ),
        (
            "PrivateKey",
            issued
                .iter()
                .map(|issued| issued.private_key.clone())
                .collect(),
        ),
        (
            "CertificateChain",
            issued
                .iter()
                .map(|issued| issued.certificate.clone())
                .collect(),
        ),
        (
            "SSHPublicKeyBody",
            ssh_key::of_holder(lab.deriver(), "carlos")
                .into_iter()
                .chain(["ssh-rsa AAAA".to_owned()])
                .collect(),
        ),
        (
            "Password",
            own(&["Correct-Horse-1", "Other-Horse-2", "weak"]),
        ),
        (
            "Action",
            own(&["s3:GetObject", "sts:AssumeRole", "iam:CreateUser"]),
        ),
        ("ServiceNamespaces", own(&["iam", "s3"])),
        ("ServiceNamespace", own(&["iam", "s3"])),
        ("Path", own(&["/", "/b/"])),
        ("Url", own(&["https://a", "https://b", "http://a"])),
        ("ClientID", own(&["a", "b"])),
        (
            "SerialNumber",
            vec!["GAHT12345678".to_owned(), arn("mfa/a")],
        ),
        ("ThumbprintList", vec!["0123456789".repeat(4)]),
        (
            "PolicyArn",
            vec![
                arn("policy/a"),
                arn("policy/b"),
                "arn:aws:iam::aws:policy/ReadOnlyAccess".to_owned(),
            ],
        ),
        (
            "PermissionsBoundary",
            vec![
                arn("policy/a"),
                "arn:aws:iam::aws:policy/AdministratorAccess".to_owned(),
            ],
        ),
        ("RoleArn", vec![arn("role/a"), arn("role/b")]),
        (
            "OpenIDConnectProviderArn",
            vec![arn("oidc-provider/a"), arn("oidc-provider/b")],
        ),
        (
            "SAMLProviderArn",
            vec![arn("saml-provider/aa"), arn("saml-provider/b")],
        ),
        ("PrincipalArn", vec![arn("saml-provider/aa")]),
        (
            "Arn",
            vec![
                arn("user/a"),
                arn("role/a"),
                arn("group/b"),
                arn("policy/a"),
                "arn:aws:s3:::a".to_owned(),
            ],
        ),
        ("Key", own(&["k", "team"])),
        ("TagKeys", own(&["k", "team"])),
        ("Value", own(&["v", "blog"])),
        ("AccountAlias", own(&["my-blog", "other"])),
        ("VersionId", own(&["v1", "v2"])),
        ("EntityPath", own(&["o-exampleorgid/r-ab12/123456789012"])),
        ("Code", own(&["123456"])),
        ("Audience", own(&["https://api.example.com"])),
        ("SigningAlgorithm", own(&["ES384", "RS256"])),
    ])
});
