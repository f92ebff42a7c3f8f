#!/usr/bin/env python3
"""Writes `data/api-model/*.json`: the IAM and STS models of botocore, facts only.

Prose is left out; operations, shapes and their constraints, declared errors and paginators are kept. A trait this
script does not know stops it: nothing of the model is lost in silence. Also writes botocore's own spelling of every
name in snake_case, which a test compares with ours.
"""

import gzip
import io
import json
import pathlib
import sys
import tempfile
import zipfile

import fetch

PACKAGE = ("botocore", "1.44.8", "76342a76c338701db80dcb8afe1c9bd079283d6fffbb9d881442abb02a215043")
SERVICES = {"iam": "2010-05-08", "sts": "2011-06-15"}
ROOT = pathlib.Path(__file__).resolve().parent.parent

# What is known and kept, and what is known and left out, of each part of a model.
KEPT = {
    "operation": {"name", "http", "input", "output", "errors", "authtype"},
    "shape": {"type", "members", "required", "member", "key", "value", "min", "max", "pattern", "enum", "sensitive",
              "union", "exception", "error"},
    "member": {"shape"},
    "page": {"input_token", "output_token", "limit_key", "more_results", "result_key", "non_aggregate_keys"},
}
DROPPED = {
    "operation": {"documentation", "auth"},
    "shape": {"documentation", "box"},
    "member": {"documentation", "deprecated", "deprecatedMessage", "deprecatedSince"},
    "page": set(),
}


def known(part, facts):
    """`facts` without what is dropped; ends the program at a trait nobody has thought about."""
    unknown = set(facts) - KEPT[part] - DROPPED[part]
    if unknown:
        sys.exit(f"unknown trait of a {part}: {sorted(unknown)}")
    return {key: value for key, value in facts.items() if key in KEPT[part]}


def reference(facts):
    return known("member", facts)["shape"]


def declared_error(name, shape):
    """`[shape, code, status]`; a shape without an error trait answers with its own name and 400."""
    error = shape.get("error", {})
    return [name, error.get("code", name), error.get("httpStatusCode", 400)]


def paginator(page):
    page = known("page", page)
    keys = page["result_key"]
    page["result_key"] = keys if isinstance(keys, list) else [keys]
    return page


def operation(name, facts, shapes, pages):
    facts = known("operation", facts)
    if facts["http"] != {"method": "POST", "requestUri": "/"} or facts["name"] != name:
        sys.exit(f"{name} is no plain Query operation")
    out = {}
    if "input" in facts:
        out["input"] = reference(facts["input"])
    if "output" in facts:
        wrapper = facts["output"].pop("resultWrapper")
        if wrapper != f"{name}Result":
            sys.exit(f"{name} has the result wrapper {wrapper}")
        out["output"] = reference(facts["output"])
    out["errors"] = [reference(error) for error in facts.get("errors", [])]
    if facts.get("authtype") == "none":
        out["unsigned"] = True
    if name in pages:
        out["page"] = paginator(pages[name])
    return out


def shape(facts):
    out = {key: value for key, value in known("shape", facts).items() if key not in ("exception", "error")}
    if "members" in out:
        out["members"] = [[name, reference(member)] for name, member in out["members"].items()]
    for role in ("member", "key", "value"):
        if role in out:
            out[role] = reference(out[role])
    return out


def reachable(operations, shapes):
    """Names of all shapes that an input or output leads to; ends the program at a recursive shape."""
    seen = set()

    def visit(name, above):
        if name in above:
            sys.exit(f"{name} is recursive")
        seen.add(name)
        facts = shapes[name]
        below = [target for _, target in facts.get("members", [])]
        below += [facts[role] for role in ("member", "key", "value") if role in facts]
        for target in below:
            visit(target, above | {name})

    for facts in operations.values():
        for side in ("input", "output"):
            if side in facts:
                visit(facts[side], frozenset())
    return seen


def line(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


def table(entries):
    return "{\n" + ",\n".join(f"{line(name)}:{line(facts)}" for name, facts in sorted(entries.items())) + "\n}"


def model(service, source, pages):
    metadata = source["metadata"]
    if metadata["protocol"] != "query":
        sys.exit(f"{service} does not speak the Query protocol")
    exceptions = {name: facts for name, facts in source["shapes"].items() if facts.get("exception")}
    shapes = {name: shape(facts) for name, facts in source["shapes"].items()}
    operations = {name: operation(name, facts, shapes, pages) for name, facts in source["operations"].items()}
    used = reachable(operations, shapes)
    head = {"service": service, "apiVersion": metadata["apiVersion"], "xmlNamespace": metadata["xmlNamespace"],
            "fullName": metadata["serviceFullName"]}
    parts = [f"{line(key)}:{line(value)}" for key, value in head.items()]
    errors = sorted(declared_error(name, facts) for name, facts in exceptions.items())
    parts.append('"errors":[\n' + ",\n".join(line(error) for error in errors) + "\n]")
    parts.append('"operations":' + table(operations))
    parts.append('"shapes":' + table({name: facts for name, facts in shapes.items() if name in used}))
    return "{" + ",\n".join(parts) + "}\n"


def names(source):
    """Every name a user can meet: operations and members."""
    found = set(source["operations"])
    for facts in source["shapes"].values():
        found.update(facts.get("members", {}))
    return found


def main():
    wheel = fetch.pypi_wheel(*PACKAGE)
    archive = zipfile.ZipFile(io.BytesIO(wheel))
    spelled = set()
    for service, version in SERVICES.items():
        folder = f"botocore/data/{service}/{version}"
        source = json.loads(gzip.decompress(archive.read(f"{folder}/service-2.json.gz")))
        pages = json.loads(archive.read(f"{folder}/paginators-1.json"))["pagination"]
        (ROOT / "data" / "api-model" / f"{service}.json").write_text(model(service, source, pages), encoding="ascii")
        spelled |= names(source)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "botocore.whl"
        path.write_bytes(wheel)
        sys.path.insert(0, str(path))
        from botocore import xform_name  # pylint: disable=import-outside-toplevel,import-error

        lines = "".join(f"{name}\t{xform_name(name)}\n" for name in sorted(spelled))
    (ROOT / "src" / "api" / "model" / "snake_names.tsv").write_text(lines, encoding="ascii")


if __name__ == "__main__":
    main()
