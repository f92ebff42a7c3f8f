"""boto3 against the endpoint that the environment names: chains, errors by code, paginators, waiters, presigned requests."""

import json
import urllib.error
import urllib.request

import boto3
from botocore.exceptions import ClientError

iam, sts = boto3.client("iam"), boto3.client("sts")
ACCOUNT = "123456789012"


def trust(principal):
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def allow(action):
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def refused(code, call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error
    raise AssertionError(f"{code} was expected")


def client(service, keys):
    return boto3.client(
        service,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys.get("SessionToken"),
    )


# Paginators, and lists that are longer than a page.
for number in range(250):
    iam.create_user(UserName=f"user{number:03}", Tags=[{"Key": "n", "Value": str(number)}])
pages = list(iam.get_paginator("list_users").paginate(PaginationConfig={"PageSize": 100}))
assert [len(page["Users"]) for page in pages] == [100, 100, 50]
assert [user["UserName"] for page in pages for user in page["Users"]] == [f"user{n:03}" for n in range(250)]

# Errors are classes of their own, and carry code, status and text.
try:
    iam.get_user(UserName="nobody")
except iam.exceptions.NoSuchEntityException as error:
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 404
    assert error.response["Error"]["Message"] == "The user with name nobody cannot be found."
    assert len(error.response["ResponseMetadata"]["RequestId"]) == 36
refused("ValidationError", iam.create_user, UserName="a b")
refused("MalformedPolicyDocument", iam.create_policy, PolicyName="p", PolicyDocument="{")

# Documents come back as they were given.
document = json.loads(trust(f"arn:aws:iam::{ACCOUNT}:user/user000"))
iam.create_role(RoleName="first", AssumeRolePolicyDocument=json.dumps(document))
assert iam.get_role(RoleName="first")["Role"]["AssumeRolePolicyDocument"] == document
iam.put_role_policy(RoleName="first", PolicyName="p", PolicyDocument=allow("sts:AssumeRole"))
assert iam.get_role_policy(RoleName="first", PolicyName="p")["PolicyDocument"] == json.loads(allow("sts:AssumeRole"))
iam.create_role(RoleName="second", AssumeRolePolicyDocument=trust(f"arn:aws:iam::{ACCOUNT}:role/first"))
iam.attach_role_policy(RoleName="second", PolicyArn="arn:aws:iam::aws:policy/IAMReadOnlyAccess")

# Waiters.
iam.get_waiter("role_exists").wait(RoleName="second")
iam.get_waiter("user_exists").wait(UserName="user001")

# A chain of roles.
keys = iam.create_access_key(UserName="user000")["AccessKey"]
first = client("sts", keys).assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/first", RoleSessionName="one")
second = client("sts", first["Credentials"]).assume_role(
    RoleArn=f"arn:aws:iam::{ACCOUNT}:role/second", RoleSessionName="two"
)
assert second["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/second/two"
assert second["Credentials"]["Expiration"].tzinfo is not None
session = client("iam", second["Credentials"])
assert session.list_users(MaxItems=1)["IsTruncated"]
refused("AccessDenied", session.create_user, UserName="x")
refused("AccessDenied", client("sts", keys).assume_role, RoleArn=f"arn:aws:iam::{ACCOUNT}:role/second", RoleSessionName="no")
refused("InvalidClientTokenId", client("sts", {**first["Credentials"], "SessionToken": "x"}).get_caller_identity)
refused("SignatureDoesNotMatch", client("sts", {**keys, "SecretAccessKey": "x"}).get_caller_identity)

# Presigned, as EKS and Vault use it: with a header of their own that is signed along.
url = client("sts", second["Credentials"]).generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
with urllib.request.urlopen(url) as answer:
    assert b":assumed-role/second/two</Arn>" in answer.read()
try:
    urllib.request.urlopen(url.replace("X-Amz-Expires=60", "X-Amz-Expires=61"))
    raise AssertionError("a changed request was answered")
except urllib.error.HTTPError as error:
    assert error.code == 403 and b"SignatureDoesNotMatch" in error.read()

# Blobs, maps, numbers and flags.
assert iam.get_account_summary()["SummaryMap"]["Users"] == 250
iam.generate_credential_report()
assert iam.get_credential_report()["Content"].startswith(b"user,arn,user_creation_time")
device = iam.create_virtual_mfa_device(VirtualMFADeviceName="phone")["VirtualMFADevice"]
assert device["QRCodePNG"].startswith(b"\x89PNG") and len(device["Base32StringSeed"]) == 64
assert iam.simulate_custom_policy(PolicyInputList=[allow("s3:*")], ActionNames=["s3:GetObject"])["EvaluationResults"][0][
    "EvalDecision"
] == "allowed"

# The operator's reset.
request = urllib.request.Request(f"{iam.meta.endpoint_url}/_iamsh/reset", method="POST")
urllib.request.urlopen(request).read()
assert iam.list_users()["Users"] == []
