"""What boto3 reaches against the lab and against a canned answer, and how long a reset takes.

Arguments: the lab's port, the bare server's port. Rounds are short, alternate, and change their order, so that what else the machine
does hits both.
"""

import http.client
import statistics
import sys
import time

import boto3

LAB, BARE = sys.argv[1:]
CALLS, ROUNDS, RESETS = 20, 600, 500


def client(service, port):
    return boto3.client(
        service,
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id="bench",
        aws_secret_access_key="bench",
    )


def rate(sts):
    start = time.perf_counter()
    for _ in range(CALLS):
        sts.get_caller_identity()
    return CALLS / (time.perf_counter() - start)


servers = {"lab": client("sts", LAB), "canned": client("sts", BARE)}
for sts in servers.values():
    sts.get_caller_identity()
rates = {name: [] for name in servers}
for number in range(ROUNDS):
    for name in sorted(servers, reverse=number % 2 == 0):
        rates[name].append(rate(servers[name]))
lab, canned = (statistics.median(rates[name]) for name in ("lab", "canned"))
print(f"boto3: {lab:.0f} a second of the lab, {canned:.0f} of a canned answer: {lab / canned:.1%}")

iam = client("iam", LAB)
connection = http.client.HTTPConnection("127.0.0.1", int(LAB))
times = []
for number in range(RESETS):
    iam.create_user(UserName=f"user-{number}")
    start = time.perf_counter()
    connection.request("POST", "/_iamsh/reset")
    answer = connection.getresponse()
    answer.read()
    times.append(time.perf_counter() - start)
    assert answer.status < 300, answer.status
assert not iam.list_users()["Users"]
times.sort()
print(f"reset: median {times[len(times) // 2] * 1000:.2f} ms, 95th percentile {times[len(times) * 95 // 100] * 1000:.2f} ms")
