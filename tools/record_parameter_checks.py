#!/usr/bin/env python3
"""Writes `src/api/validate/botocore_cases.json`: what botocore itself says about a table of good and bad parameters.

Needs the pinned botocore with its dependencies, in a virtual environment of its own:

    python3 -m venv /tmp/botocore && /tmp/botocore/bin/pip install botocore==1.44.8
    /tmp/botocore/bin/python tools/record_parameter_checks.py
"""

import json
import pathlib

import botocore.session
import botocore.validate
from botocore.exceptions import ParamValidationError

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROLE = "arn:aws:iam::123456789012:role/blog-role"
POLICY_ID = {"PolicyType": "USER_INLINE"}
SIMULATE = {"PolicySourceArn": ROLE, "ActionNames": ["s3:GetObject"]}
CASES = [
    ("iam", "CreateUser", {"UserName": "carlos"}),
    ("iam", "CreateUser", {}),
    ("iam", "CreateUser", {"UserNam": "carlos"}),
    ("iam", "CreateUser", {"UserName": 1}),
    ("iam", "CreateUser", {"UserName": 1.5}),
    ("iam", "CreateUser", {"UserName": 1e300}),
    ("iam", "CreateUser", {"UserName": None}),
    ("iam", "CreateUser", {"UserName": True}),
    ("iam", "CreateUser", {"UserName": ["a", "it's", "say \"hi\"", "\n\u0000\u007f"]}),
    ("iam", "CreateUser", {"UserName": {"a": 1, "b": [None, False, {"c": 0.1}]}}),
    ("iam", "CreateUser", {"UserName": ""}),
    ("iam", "CreateUser", {"UserName": "x" * 65, "Path": "no slash"}),
    ("iam", "CreateUser", {"UserName": "a", "Tags": "Key=a,Value=b"}),
    ("iam", "CreateUser", {"UserName": "a", "Tags": {"Key": "a", "Value": "b"}}),
    ("iam", "CreateUser", {"UserName": "a", "Tags": [{"Key": "a"}, {"Value": 3}, "x", None]}),
    ("iam", "CreateUser", {"UserName": "a", "Tags": [{"Key": "", "Value": "", "key": "a"}]}),
    ("iam", "CreateUser", {"Tags": [{}], "Path": 3, "userName": "a", "Nam": "b"}),
    ("iam", "CreateUser", "carlos"),
    ("iam", "CreateUser", None),
    ("iam", "CreateUser", [1, "a"]),
    ("iam", "GetUser", {}),
    ("iam", "GetAccountSummary", {}),
    ("iam", "ListUsers", {"MaxItems": 0}),
    ("iam", "ListUsers", {"MaxItems": 100000}),
    ("iam", "ListUsers", {"MaxItems": "10"}),
    ("iam", "ListUsers", {"MaxItems": 10.0}),
    ("iam", "ListUsers", {"MaxItems": True}),
    ("iam", "ListUsers", {"MaxItems": False}),
    ("iam", "ListUsers", {"MaxItems": -18446744073709551}),
    ("iam", "ListUsers", {"Marker": "", "PathPrefix": ""}),
    ("iam", "ListPolicies", {"OnlyAttached": "true"}),
    ("iam", "ListPolicies", {"OnlyAttached": 1, "Scope": "Everything"}),
    ("iam", "AddClientIDToOpenIDConnectProvider", {"OpenIDConnectProviderArn": "short", "ClientID": ""}),
    ("iam", "SimulatePrincipalPolicy", {**SIMULATE, "ActionNames": [1, "", "s3:GetObject"]}),
    ("iam", "SimulatePrincipalPolicy", {**SIMULATE, "ContextEntries": [{"ContextKeyName": "ab", "ContextKeyValues": 3}]}),
    ("iam", "SimulatePrincipalPolicy", {**SIMULATE, "PolicyExclusionList": [{}]}),
    ("iam", "SimulatePrincipalPolicy", {**SIMULATE, "PolicyExclusionList": [{"PolicyArn": ROLE, **POLICY_ID}]}),
    ("iam", "PutAccountProperties", {"Properties": {"a": 1, "b": "c"}}),
    ("iam", "PutAccountProperties", {"Properties": ["a"]}),
    ("sts", "AssumeRole", {"RoleArn": ROLE}),
    ("sts", "AssumeRole", {"RoleArn": ROLE, "RoleSessionName": "x"}),
    ("sts", "AssumeRole", {"RoleArn": ROLE, "RoleSessionName": "cli-session", "DurationSeconds": 899}),
    ("sts", "AssumeRole", {"RoleArn": ROLE, "RoleSessionName": "a:b", "DurationSeconds": 99999}),
    ("sts", "AssumeRole", {"RoleArn": ROLE, "RoleSessionName": "cli", "PolicyArns": [ROLE]}),
    ("sts", "AssumeRole", {"RoleArn": ROLE, "RoleSessionName": "cli", "TransitiveTagKeys": ["", 2]}),
    ("sts", "GetCallerIdentity", {"Verbose": True}),
]


def report(service, operation, given):
    """botocore's message, or `None` where it accepts."""
    model = botocore.session.get_session().get_service_model(service)
    shape = model.operation_model(operation).input_shape
    if shape is None:
        return None
    try:
        botocore.validate.validate_parameters(given, shape)
    except ParamValidationError as error:
        return str(error)
    return None


def main():
    if botocore.__version__ != "1.44.8":
        raise SystemExit(f"botocore is {botocore.__version__}, pinned is 1.44.8")
    cases = [
        {"service": service, "operation": operation, "input": given, "message": report(service, operation, given)}
        for service, operation, given in CASES
    ]
    text = ",\n".join(json.dumps(case) for case in cases)
    path = ROOT / "src" / "api" / "validate" / "botocore_cases.json"
    path.write_text(f"[\n{text}\n]\n", encoding="ascii")


if __name__ == "__main__":
    main()
