"""Prints a signed GetCallerIdentity as a script of wrk."""

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

BODY = "Action=GetCallerIdentity&Version=2011-06-15"
request = AWSRequest(
    "POST",
    "http://lab:4596/",
    data=BODY,
    headers={"Host": "lab:4596", "Content-Type": "application/x-www-form-urlencoded; charset=utf-8"},
)
SigV4Auth(Credentials("bench", "bench"), "sts", "us-east-1").add_auth(request)
print(f'wrk.method = "POST"\nwrk.body = "{BODY}"')
for name, value in request.headers.items():
    print(f'wrk.headers["{name}"] = "{value}"')
