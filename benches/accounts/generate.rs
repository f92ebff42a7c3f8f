//! Makes accounts in the format of [`account`](crate::account): the same text for the same preset and seed.
//!
//! Statements are of the shapes people write: a few actions of one service or a wildcard over them, resources by name, by prefix or with
//! a principal's tag in them, one in three with conditions, one in ten a Deny.

use serde_json::{Map, Value, json};

use crate::catalogue::{KINDS, REGIONS, Resource, SERVICES, STAGES, TEAMS};
use crate::random::Random;

const ACCOUNT: &str = "123456789012";

/// How much of everything an account has.
struct Size {
    principals: usize,
    policies: usize,
    groups: usize,
    requests: usize,
}

/// An account: `small` (20 principals), `medium` (1,000), `large` (50,000), or `scale-N`: one user with N statements in inline
/// policies of 20, without groups, boundaries or SCPs. `None` for any other preset.
pub fn account(preset: &str, seed: u64) -> Option<String> {
    let mut maker = Maker {
        random: Random::new(seed),
    };
    let size = |principals, policies, groups, requests| Size {
        principals,
        policies,
        groups,
        requests,
    };
    let account = match preset {
        "small" => maker.organization(&size(20, 30, 4, 2000)),
        "medium" => maker.organization(&size(1000, 500, 50, 2000)),
        "large" => maker.organization(&size(50_000, 5000, 1000, 20_000)),
        _ => maker.one_user(preset.strip_prefix("scale-")?.parse().ok()?),
    };
    Some(account.to_string())
}

struct Maker {
    random: Random,
}

impl Maker {
    fn one_user(&mut self, statements: usize) -> Value {
        let mut inline = Vec::new();
        let mut left = statements;
        while left > 0 {
            let count = left.min(20);
            let mut document = self.document(count, 5);
            self.narrow_denials(&mut document);
            inline.push(json!({ "name": format!("inline{}", inline.len()), "doc": document }));
            left -= count;
        }
        let user = json!({
            "kind": "user", "name": "alice", "arn": format!("arn:aws:iam::{ACCOUNT}:user/alice"),
            "tags": { "team": "payments", "project": "payments-app", "env": "prod" },
            "groups": [], "attached": [], "inline": inline, "boundary": null,
        });
        let requests: Vec<Value> = (0..2000)
            .map(|_| self.request(&user, &Map::new()))
            .collect();
        json!({
            "preset": format!("scale-{statements}"), "account": ACCOUNT, "policies": {}, "scps": [], "groups": [],
            "principals": [user], "requests": requests,
        })
    }

    fn organization(&mut self, size: &Size) -> Value {
        let mut policies = Map::new();
        for number in 0..size.policies {
            let statements = self.random.between(5, 40);
            policies.insert(format!("policy-{number}"), self.document(statements, 4));
        }
        let names: Vec<String> = policies.keys().cloned().collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let boundaries = (size.policies / 50).max(3);
        for number in 0..boundaries {
            policies.insert(format!("boundary-{number}"), self.boundary());
        }
        let groups: Vec<Value> = (0..size.groups)
            .map(|number| {
                let count = self.random.between(1, 4);
                json!({ "name": format!("group-{number}"), "attached": self.random.sample(&names, count) })
            })
            .collect();
        let principals: Vec<Value> = (0..size.principals)
            .map(|number| self.principal(number, &names, size.groups, boundaries))
            .collect();
        let scps = json!([
            { "level": "r-root", "policies": self.control_policies(6) },
            { "level": "ou-workloads", "policies": self.control_policies(12) },
        ]);
        let requests: Vec<Value> = (0..size.requests)
            .map(
                |_| match principals.get(self.random.below(principals.len())) {
                    Some(principal) => self.request(principal, &policies),
                    None => Value::Null,
                },
            )
            .collect();
        json!({
            "account": ACCOUNT, "org": "o-abcdef1234", "policies": policies, "scps": scps, "groups": groups,
            "principals": principals, "requests": requests,
        })
    }

    fn principal(
        &mut self,
        number: usize,
        policies: &[&str],
        groups: usize,
        boundaries: usize,
    ) -> Value {
        let is_user = self.random.chance(40);
        let (kind, mark) = if is_user {
            ("user", "u")
        } else {
            ("role", "svc")
        };
        let team = self.random.pick(TEAMS);
        let name = format!("{team}-{mark}{number}");
        let mut tags = json!({
            "team": team,
            "project": format!("{team}-{}", self.random.pick(KINDS)),
            "env": self.random.pick(STAGES),
        });
        if self.random.chance(50) {
            tags["costcenter"] = self.random.pick(&["100", "200", "300"]).into();
        }
        let in_groups = if is_user { self.random.below(4) } else { 0 };
        let in_groups: Vec<String> = (0..in_groups)
            .map(|_| format!("group-{}", self.random.below(groups)))
            .collect();
        let attached = self.random.between(1, 6);
        let inline: Vec<Value> = (0..usize::from(self.random.chance(25)))
            .map(|_| {
                let statements = self.random.between(1, 5);
                json!({ "name": "inline0", "doc": self.document(statements, 4) })
            })
            .collect();
        let boundary = self
            .random
            .chance(20)
            .then(|| format!("boundary-{}", self.random.below(boundaries)));
        json!({
            "kind": kind, "name": name, "arn": format!("arn:aws:iam::{ACCOUNT}:{kind}/{name}"), "tags": tags,
            "groups": in_groups, "attached": self.random.sample(policies, attached), "inline": inline, "boundary": boundary,
        })
    }

    fn document(&mut self, statements: usize, denials: usize) -> Value {
        let statements: Vec<Value> = (0..statements)
            .map(|number| self.statement(number, denials))
            .collect();
        json!({ "Version": "2012-10-17", "Statement": statements })
    }

    fn boundary(&mut self) -> Value {
        let count = self.random.between(6, SERVICES.len());
        let services: Vec<String> = self
            .random
            .sample(SERVICES, count)
            .iter()
            .map(|(service, _)| format!("{service}:*"))
            .collect();
        let mut document = self.document(4, 30);
        if let Some(statements) = document["Statement"].as_array_mut() {
            statements.push(
                json!({ "Sid": "Core", "Effect": "Allow", "Action": services, "Resource": "*" }),
            );
        }
        document
    }

    fn control_policies(&mut self, statements: usize) -> Value {
        let mut guards = vec![
            json!({ "Sid": "Region", "Effect": "Deny", "NotAction": ["iam:*", "sts:*", "route53:*", "s3:ListAllMyBuckets"],
                    "Resource": "*", "Condition": { "StringNotEquals": { "aws:RequestedRegion": REGIONS } } }),
            json!({ "Sid": "Trail", "Effect": "Deny", "Action": ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"],
                    "Resource": "*", "Condition": { "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/sre-*" } } }),
            json!({ "Sid": "Mfa", "Effect": "Deny", "Action": ["iam:DeleteUser", "kms:ScheduleKeyDeletion"],
                    "Resource": "*", "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } } }),
        ];
        while guards.len() < statements {
            let statement = self.statement(guards.len(), 100);
            if statement["Resource"] != "*" || statement.get("Condition").is_some() {
                guards.push(statement);
            }
        }
        let full = json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] });
        json!([
            { "name": "FullAWSAccess", "doc": full },
            { "name": "Guard", "doc": { "Version": "2012-10-17", "Statement": guards } },
        ])
    }

    /// A service, the first ones more often.
    fn service(&mut self) -> (&'static str, &'static [Resource]) {
        let bound = self.random.between(1, SERVICES.len());
        SERVICES
            .get(self.random.below(bound))
            .copied()
            .unwrap_or_default()
    }

    fn statement(&mut self, number: usize, denials: usize) -> Value {
        let (service, resources) = self.service();
        let (template, actions) = self.random.pick(resources);
        let effect = if self.random.chance(denials) {
            "Deny"
        } else {
            "Allow"
        };
        let mut statement = json!({
            "Sid": format!("S{number}"), "Effect": effect,
            "Action": self.action_patterns(service, actions), "Resource": self.resource_patterns(template),
        });
        if self.random.chance(30) {
            statement["Condition"] = self.conditions();
        }
        statement
    }

    /// A Deny of a whole service would end most decisions early: each names single resources instead.
    fn narrow_denials(&mut self, document: &mut Value) {
        for statement in document["Statement"].as_array_mut().into_iter().flatten() {
            if statement["Effect"] == "Deny" {
                let (service, resources) = self.service();
                let (template, actions) = resources.first().copied().unwrap_or_default();
                statement["Action"] = self.action_patterns(service, actions).into();
                statement["Resource"] = json!([self.arn(template), self.arn(template)]);
            }
        }
    }

    fn action_patterns(&mut self, service: &str, actions: &[&str]) -> Vec<String> {
        let some = self.random.pick(actions);
        let verb = some
            .char_indices()
            .find(|(at, c)| *at > 0 && c.is_uppercase())
            .map_or(some.len(), |(at, _)| at);
        match self.random.below(100) {
            0..55 => {
                let count = self.random.pick(&[1, 1, 2, 3, 4]);
                let names = self.random.sample(actions, count);
                names
                    .iter()
                    .map(|name| format!("{service}:{name}"))
                    .collect()
            }
            55..85 => vec![format!("{service}:{}*", some.get(..verb).unwrap_or(some))],
            85..95 => vec![format!("{service}:*")],
            _ => vec![format!(
                "{service}:*{}",
                some.get(verb..).unwrap_or_default()
            )],
        }
    }

    fn resource_patterns(&mut self, template: &str) -> Value {
        if template.is_empty() || self.random.chance(22) {
            return "*".into();
        }
        let count = self.random.pick(&[1, 1, 1, 2, 2, 3]);
        let patterns: Vec<String> = (0..count)
            .map(|_| {
                let (team, stage, kind) = (
                    self.random.pick(TEAMS),
                    self.random.pick(STAGES),
                    self.random.pick(KINDS),
                );
                let (region, name, key) = match self.random.below(100) {
                    0..30 => return self.arn(template),
                    30..55 => (
                        self.random.pick(REGIONS),
                        format!("{team}-{stage}-*"),
                        "*".to_owned(),
                    ),
                    55..72 => ("*", format!("{team}-*"), format!("{team}/*")),
                    72..84 => ("*", format!("*-{stage}-{kind}-*"), "*/2026/*".to_owned()),
                    84..90 => ("*", format!("{team}-????-{kind}-*"), "*".to_owned()),
                    _ => (
                        self.random.pick(REGIONS),
                        "${aws:PrincipalTag/team}-*".to_owned(),
                        "*".to_owned(),
                    ),
                };
                fill(template, region, &name, &key, "*")
            })
            .collect();
        patterns.into()
    }

    /// A resource.
    fn arn(&mut self, template: &str) -> String {
        let (team, stage, kind) = (
            self.random.pick(TEAMS),
            self.random.pick(STAGES),
            self.random.pick(KINDS),
        );
        let name = format!("{team}-{stage}-{kind}-{}", self.random.below(40));
        let key = format!(
            "{team}/2026/{:02}/object-{}",
            self.random.between(1, 12),
            self.random.below(500)
        );
        let id = format!("{:08x}", self.random.below(1 << 32));
        fill(template, self.random.pick(REGIONS), &name, &key, &id)
    }

    fn conditions(&mut self) -> Value {
        let mut random = |list: &[&'static str]| self.random.pick(list);
        let team = random(TEAMS);
        match random(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]) {
            "0" => json!({ "StringEquals": { "aws:PrincipalTag/team": [team, random(TEAMS)] } }),
            "1" => {
                json!({ "IpAddress": { "aws:SourceIp": [random(&["10.0.0.0/8", "192.168.0.0/16"]), "203.0.113.0/24"] } })
            }
            "2" => {
                json!({ "StringLike": { "aws:PrincipalTag/project": ["${aws:PrincipalTag/team}-*", format!("{team}-*")] } })
            }
            "3" => {
                json!({ "ArnLike": { "aws:PrincipalArn": format!("arn:aws:iam::*:role/{team}-*") } })
            }
            "4" => {
                json!({ "DateLessThan": { "aws:CurrentTime": random(&["2026-12-31T00:00:00Z", "2026-01-31T00:00:00Z"]) } })
            }
            "5" => json!({ "Bool": { "aws:MultiFactorAuthPresent": "true" } }),
            "6" => {
                json!({ "StringEquals": { "aws:RequestedRegion": [random(REGIONS), random(REGIONS)] } })
            }
            "7" => json!({ "StringNotEquals": { "aws:PrincipalTag/env": [random(STAGES)] } }),
            "8" => {
                json!({ "NumericLessThan": { "aws:MultiFactorAuthAge": random(&["900", "3600", "43200"]) } })
            }
            _ => {
                json!({ "StringEqualsIfExists": { "aws:PrincipalTag/costcenter": random(&["100", "200"]) },
                         "Bool": { "aws:SecureTransport": "true" } })
            }
        }
    }

    /// A request of a principal: two in three are about what one of its statements is about.
    fn request(&mut self, principal: &Value, policies: &Map<String, Value>) -> Value {
        let (service, resources) = self.service();
        let (template, actions) = self.random.pick(resources);
        let mut action = format!("{service}:{}", self.random.pick(actions));
        let mut resource = if template.is_empty() {
            "*".to_owned()
        } else {
            self.arn(template)
        };
        if self.random.chance(67)
            && let Some((wanted, on)) = self
                .statement_of(principal, policies)
                .and_then(|own| self.meeting(&own, principal))
        {
            (action, resource) = (wanted, on);
        }
        json!({
            "principal": principal["arn"], "action": action, "resource": resource, "context": self.context(principal),
        })
    }

    fn statement_of(&mut self, principal: &Value, policies: &Map<String, Value>) -> Option<Value> {
        let inline = principal["inline"]
            .as_array()?
            .iter()
            .map(|policy| &policy["doc"]);
        let attached = principal["attached"]
            .as_array()?
            .iter()
            .filter_map(|name| policies.get(name.as_str()?));
        let documents: Vec<&Value> = inline.chain(attached).collect();
        let document = documents.get(self.random.below(documents.len()))?;
        let statements = document["Statement"].as_array()?;
        statements.get(self.random.below(statements.len())).cloned()
    }

    /// An action and a resource that a statement's first patterns are about.
    fn meeting(&mut self, statement: &Value, principal: &Value) -> Option<(String, String)> {
        let (service, name) = statement["Action"][0].as_str()?.split_once(':')?;
        let (_, resources) = SERVICES.iter().find(|(own, _)| *own == service)?;
        let fits = |action: &str| match name.split_once('*') {
            Some((start, end)) => action.starts_with(start) && action.ends_with(end),
            None => action == name,
        };
        let (template, action) = resources
            .iter()
            .find_map(|(arn, actions)| Some((*arn, *actions.iter().find(|own| fits(own))?)))?;
        let action = format!("{service}:{action}");
        if template.is_empty() {
            return Some((action, "*".to_owned()));
        }
        let Some(pattern) = statement["Resource"][0]
            .as_str()
            .filter(|pattern| *pattern != "*")
        else {
            return Some((action, self.arn(template)));
        };
        let team = principal["tags"]["team"].as_str().unwrap_or_default();
        let region = self.random.pick(REGIONS);
        let resource = pattern
            .replace("${aws:PrincipalTag/team}", team)
            .replace(":*:", &format!(":{region}:"));
        Some((action, resource.replace("????", "prod").replace('*', "a1")))
    }

    fn context(&mut self, principal: &Value) -> Value {
        let mut context = Map::new();
        for (key, value) in principal["tags"].as_object().into_iter().flatten() {
            context.insert(format!("aws:PrincipalTag/{key}"), value.clone());
        }
        let mut set = |key: &str, value: &str| context.insert(key.to_owned(), value.into());
        set(
            "aws:PrincipalArn",
            principal["arn"].as_str().unwrap_or_default(),
        );
        set("aws:PrincipalAccount", ACCOUNT);
        set(
            "aws:SourceIp",
            self.random
                .pick(&["10.1.2.3", "192.168.7.9", "203.0.113.77", "8.8.4.4"]),
        );
        set("aws:CurrentTime", "2026-06-01T12:00:00Z");
        set("aws:SecureTransport", "true");
        set(
            "aws:RequestedRegion",
            if self.random.chance(95) {
                self.random.pick(REGIONS)
            } else {
                "sa-east-1"
            },
        );
        if self.random.chance(60) {
            set("aws:MultiFactorAuthPresent", "true");
            set(
                "aws:MultiFactorAuthAge",
                self.random.pick(&["60", "1200", "7200"]),
            );
        } else {
            set("aws:MultiFactorAuthPresent", "false");
        }
        if principal["kind"] == "user" {
            set(
                "aws:username",
                principal["name"].as_str().unwrap_or_default(),
            );
        }
        context.into()
    }
}

/// A template with its capitals that stand alone replaced.
fn fill(template: &str, region: &str, name: &str, key: &str, id: &str) -> String {
    let mut filled = String::new();
    for part in template.split_inclusive([':', '/', '-']) {
        let (word, end) = match part.strip_suffix([':', '/', '-']) {
            Some(word) => (word, part.get(word.len()..).unwrap_or_default()),
            None => (part, ""),
        };
        filled.push_str(match word {
            "R" => region,
            "A" => ACCOUNT,
            "N" => name,
            "K" => key,
            "I" => id,
            other => other,
        });
        filled.push_str(end);
    }
    filled
}
