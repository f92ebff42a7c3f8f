//! The vocabulary. `①②` and `①③` are accounts; `α`, `β`, `γ` are names, `ω` is `α` in another case.

pub const USERS: &[&str] = &[
    "arn:aws:iam::①②:user/αβ",
    "arn:aws:iam::①②:user/ωβ",
    "arn:aws:iam::①②:user/γ/α",
    "arn:aws:iam::①③:user/αβ",
];

pub const SESSIONS: &[&str] = &[
    "arn:aws:sts::①②:assumed-role/αγ/β",
    "arn:aws:sts::①②:assumed-role/β/αβ",
    "arn:aws:sts::①③:assumed-role/αγ/β",
    "arn:aws:iam::①②:role/αγ",
    "arn:aws:iam::①②:role/γ/β",
    "arn:aws:iam::①②:role/aws-service-role/x.amazonaws.com/αγ",
];

pub const OTHERS: &[&str] = &[
    "arn:aws:iam::①②:root",
    "arn:aws:iam::①③:root",
    "arn:aws:sts::①②:federated-user/α",
    "arn:aws:sts::①③:federated-user/α",
    "lambda.amazonaws.com",
    "ec2.amazonaws.com",
    "*",
    "arn:aws-cn:iam::①②:user/αβ",
];

/// Names under the key `AWS` of a principal element.
pub const AWS_PRINCIPALS: &[&str] = &[
    "*",
    "①②",
    "①③",
    "arn:aws:iam::①②:root",
    "arn:aws:iam::①③:root",
    "arn:aws:iam::①②:user/αβ",
    "arn:aws:iam::①②:user/ωβ",
    "arn:aws:iam::①②:user/γ/α",
    "arn:aws:iam::①③:user/αβ",
    "arn:aws:iam::①②:role/αγ",
    "arn:aws:iam::①②:role/γ/β",
    "arn:aws:iam::①②:role/β",
    "arn:aws:iam::①③:role/αγ",
    "arn:aws:sts::①②:assumed-role/αγ/β",
    "arn:aws:sts::①②:assumed-role/αγ/session",
    "arn:aws:sts::①③:assumed-role/αγ/β",
    "arn:aws:sts::①②:federated-user/α",
    "arn:aws-cn:iam::①②:user/αβ",
    "AIDAα",
    "AROAβ",
];

pub const SERVICES: &[&str] = &["lambda.amazonaws.com", "ec2.amazonaws.com"];

/// Resources and actions that go together.
pub const TARGETS: &[(&[&str], &[&str])] = &[
    (
        &[
            "arn:aws:s3:::αβ/γ",
            "arn:aws:s3:::αβ/γ/α",
            "arn:aws:s3:::α",
            "arn:aws:s3:::αβ/*",
            "arn:aws:s3:::αβ/${aws:username}",
            "arn:aws-cn:s3:::αβ/γ",
        ],
        &["s3:GetObject", "s3:PutObject", "S3:getobject"],
    ),
    (
        &[
            "arn:aws:sqs:us-east-1:①②:α",
            "arn:aws:sqs:eu-west-1:①③:α",
            "arn:aws:sqs:us-west-1:①②:β",
        ],
        &["sqs:SendMessage", "sqs:ReceiveMessage"],
    ),
    (
        &[
            "arn:aws:lambda:us-east-1:①②:function:α:β",
            "arn:aws:lambda:us-east-1:①③:function:α",
        ],
        &["lambda:InvokeFunction"],
    ),
    (
        &["arn:aws:iam::①②:role/αγ", "arn:aws:iam::①③:role/γ/α"],
        &[
            "sts:AssumeRole",
            "sts:TagSession",
            "sts:AssumeRole",
            "iam:GetRole",
        ],
    ),
    (
        &[
            "arn:aws:kms:us-east-1:①②:key/α",
            "arn:aws:kms:us-east-1:①③:key/α",
        ],
        &["kms:Decrypt", "kms:RetireGrant"],
    ),
    (
        &["arn:aws:iam::①②:user/αβ"],
        &["iam:GetUser", "iam:CreateUser"],
    ),
    (
        &["*"],
        &[
            "s3:ListAllMyBuckets",
            "kms:ListKeys",
            "sts:GetCallerIdentity",
            "iam:ListUsers",
        ],
    ),
];

pub const ACTION_PATTERNS: &[&str] = &[
    "*",
    "s3:*",
    "s3:Get*",
    "S3:GETOBJECT",
    "s3:?etObject",
    "s3:GetObject",
    "s3:PutObject",
    "s3:*Object",
    "s3:Get Object",
    "s3:ListAllMyBuckets",
    "s?:*",
    "*:*Object",
    "*:Get*",
    "sqs:*",
    "sqs:SendMessage",
    "sqs:Send*,sqs:*",
    "lambda:Invoke*",
    "iam:*",
    "iam:GetRole",
    "iam:Get*",
    "sts:*",
    "sts:AssumeRole",
    "sts:AssumeRole*",
    "sts:TagSession",
    "sts:GetCallerIdentity",
    "kms:*",
    "kms:Decrypt",
    "kms:ListKeys",
    "nosuch:*",
];

pub const RESOURCE_PATTERNS: &[&str] = &[
    "*",
    "arn:*",
    "arn:aws:*",
    "arn:aws:s3*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::α*",
    "arn:aws:s3:::αβ/*",
    "arn:aws:s3:::*/γ",
    "arn:aws:s3:::αβ?γ",
    "arn:aws:s3:::αβ/γ",
    "arn:aws:s3:::ωβ/γ",
    "arn:aws:s3:::αβ/?*",
    "arn:aws:s3:::α?",
    "arn:?ws:s3:::*",
    "arn:aws*:s3:::*",
    "arn:aws:s3:::${aws:username}/*",
    "arn:aws:s3:::αβ/${aws:PrincipalTag/team}",
    "arn:aws:s3:::αβ/${aws:PrincipalTag/team, 'γ'}",
    "arn:aws:s3:::αβ/${aws:TagKeys}",
    "arn:aws:s3:::αβ/${*}",
    "arn:aws:s3:::αβ/${$}{aws:username}",
    "arn:aws:s3:::α${aws:RequestTag/team, 'β'}/*",
    "arn:aws:sqs:*:α",
    "arn:aws:sqs:us-*1:①②:α",
    "arn:aws:sqs:us-*1:α",
    "arn:aws:sqs:us-*:*",
    "arn:aws:sqs:us-????-1:①②:*",
    "arn:aws:sqs:*:①②:${aws:username}",
    "arn:aws:sqs:*:①*:α",
    "arn:aws:lambda:*:*:function:α",
    "arn:aws:lambda:*:*:function:*",
    "arn:aws:lambda:*:α:β",
    "arn:aws:lambda:*n:*:α:?*",
    "arn:aws:iam::*:role/*",
    "arn:aws:iam::①②:role/αγ",
    "arn:aws:iam::*:role/γ/*",
    "arn:aws:iam::①②:user/${aws:username}",
    "arn:aws:iam::①②:*",
    "arn:aws:kms:*:①②:key/*",
    "arn:aws:*:*:①②:*",
    "arn:aws:*:*:*:*α*",
    "α",
];

/// Keys of a family with the values requests give them.
pub const STRING_KEYS: &[&str] = &[
    "aws:username",
    "aws:PrincipalTag/team",
    "aws:principaltag/TEAM",
    "aws:RequestTag/team",
    "aws:ResourceTag/team",
    "aws:userid",
    "aws:PrincipalType",
    "AWS:PrincipalAccount",
    "aws:PrincipalServiceName",
    "nosuch:Key",
];
pub const LIST_KEYS: &[&str] = &[
    "aws:TagKeys",
    "aws:CalledVia",
    "aws:PrincipalServiceNamesList",
];
pub const DATE_KEYS: &[&str] = &["aws:CurrentTime", "aws:EpochTime", "aws:TokenIssueTime"];
pub const NUMBER_KEYS: &[&str] = &["aws:MultiFactorAuthAge", "s3:max-keys", "aws:EpochTime"];
pub const BOOL_KEYS: &[&str] = &[
    "aws:SecureTransport",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalIsAWSService",
];
pub const IP_KEYS: &[&str] = &["aws:SourceIp", "aws:VpcSourceIp"];
pub const ARN_KEYS: &[&str] = &["aws:PrincipalArn", "aws:SourceArn"];
pub const BINARY_KEYS: &[&str] = &["test:Blob"];

pub const STRINGS: &[&str] = &[
    "αβ",
    "ωβ",
    "α",
    "β",
    "γ",
    "α*",
    "αβ*",
    "",
    "team",
    "User",
    "AIDAα",
    "①②",
    "a:b",
    "AROAβ:αβ",
];
pub const STRING_PATTERNS: &[&str] = &[
    "αβ",
    "ωβ",
    "γ",
    "α*",
    "*β",
    "α???",
    "*",
    "",
    "team",
    "t?am",
    "User",
    "*User",
    "AIDAα",
    "①②",
    "①*",
    "${aws:username}",
    "α${*}",
    "${aws:PrincipalTag/team}*",
    "${aws:PrincipalTag/team, 'γ'}",
    "${AWS:RequestTag/TEAM}",
    "${aws:TagKeys}",
    "${aws:TagKeys, 'γ'}",
    "${nosuch:Key}",
    "*:${aws:username}",
    "${$}{aws:username}",
    "lambda.amazonaws.com",
];
pub const DATES: &[&str] = &[
    "2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00.5Z",
    "2026-01-01T02:00:00+02:00",
    "2025-12-31T23:59:59Z",
    "2026",
    "2026-01",
    "2026-02-29",
    "2026-01-01T00:00Z",
    "1767225600",
    "1767225601",
    "2020",
    "2030-06-15",
    "yesterday",
    "2026-01-01T25:00:00Z",
];
pub const NUMBERS: &[&str] = &[
    "0",
    "10",
    "10.0",
    "010",
    "9.99",
    "-5",
    "3600",
    "1767225600",
    "ten",
    "",
    "10.5",
];
pub const BOOLS: &[&str] = &[
    "true",
    "false",
    "TRUE",
    "False",
    "yes",
    "${aws:SecureTransport}",
];
pub const ADDRESSES: &[&str] = &[
    "10.0.0.1",
    "10.0.1.1",
    "192.0.2.7",
    "2001:db8::1",
    "2001:db8:1::1",
    "somewhere",
];
pub const RANGES: &[&str] = &[
    "10.0.0.0/24",
    "10.0.0.9/16",
    "10.0.0.1",
    "0.0.0.0/0",
    "2001:db8::/48",
    "2001:db8::1",
    "::/0",
    "10.0.0.0/33",
    "nowhere",
];
pub const ARNS: &[&str] = &[
    "arn:aws:iam::①②:user/αβ",
    "arn:aws:iam::①②:role/αγ",
    "arn:aws:sns:us-east-1:①②:α",
    "arn:aws:lambda:us-east-1:①②:function:α:β",
    "arn:aws:sns",
    "αβ",
];
pub const ARN_PATTERNS: &[&str] = &[
    "arn:aws:iam::①②:user/*",
    "arn:aws:iam::①②:user/αβ",
    "arn:aws:iam::①②:role/*",
    "arn:aws:iam::*:*/α*",
    "arn:aws:*:*:①②:*",
    "arn:aws:*:α",
    "arn:aws:sns:us-*-1:①②:?*",
    "arn:*",
    "*",
    "arn:aws:iam::①②:user/${aws:username}",
    "${aws:PrincipalArn}",
    "${aws:SourceArn, 'arn:aws:iam::①②:user/αβ'}",
    "arn:aws:iam::${aws:PrincipalAccount}:role/*",
    "arn:aws:sns:us-east-1:①②:${nosuch:Key}",
    "${nosuch:Key}",
];
pub const BINARIES: &[&str] = &["QQ==", "qq==", "YWJj", "", "?", "QQ="];
