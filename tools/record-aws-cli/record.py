#!/usr/bin/env python3
"""Writes `tests/aws_cli/fixtures/`: what the AWS CLI does with the lines of `lines.py`. See README.md."""

import base64
import contextlib
import functools
import io
import json
import os
import pathlib
import sys
import tempfile
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FIXTURES = ROOT / "tests" / "aws_cli" / "fixtures"
sys.path.insert(0, str(HERE))

for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
HOME = tempfile.mkdtemp()
CONFIG = pathlib.Path(HOME) / "config"
CONFIG.write_text("[default]\ncli_timestamp_format = iso8601\nregion = us-east-1\n")
os.environ.update(
    HOME=HOME,
    AWS_CONFIG_FILE=str(CONFIG),
    AWS_SHARED_CREDENTIALS_FILE=str(pathlib.Path(HOME) / "credentials"),
    AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    AWS_EC2_METADATA_DISABLED="true",
    COLUMNS="80",
)

import awscli  # noqa: E402
import botocore.client as client  # noqa: E402
import botocore.loaders as loaders  # noqa: E402
from awscli.arguments import CLIArgument  # noqa: E402
from awscli.clidriver import create_clidriver  # noqa: E402

import lines  # noqa: E402

sys.argv[0] = "aws"
VERSION = "1.46.3"
CALLS = []
ANSWER = {}


class Response:
    status_code = 200
    headers = {}


original = client.BaseClient._make_api_call


def make_api_call(self, operation_name, api_params):
    CALLS.append({"operation": operation_name, "input": json.loads(json.dumps(api_params, default=str))})
    return original(self, operation_name, api_params)


def make_request(self, operation_model, request_dict, request_context):
    answer = ANSWER["give"](operation_model.name, CALLS[-1]["input"])
    return Response(), {**answer, "ResponseMetadata": {"RequestId": "r", "HTTPStatusCode": 200}}


# Each line builds a whole CLI; the models it reads are the same ones.
loaders.JSONFileLoader.load_file = functools.lru_cache(maxsize=None)(loaders.JSONFileLoader.load_file)
LOADER = loaders.JSONFileLoader()
loaders.Loader.FILE_LOADER_CLASS = lambda self=None: LOADER
client.BaseClient._make_api_call = make_api_call
client.BaseClient._make_request = make_request


def nothing(operation, params):
    return {"VirtualMFADevice": {}} if operation == "CreateVirtualMFADevice" else {}


def run(words, give=nothing):
    """Runs a line; the calls it made, its output and its exit code."""
    CALLS.clear()
    ANSWER["give"] = give
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = create_clidriver().main(list(words))
        except SystemExit as leaving:
            code = leaving.code
    return list(CALLS), out.getvalue(), err.getvalue(), code


def told(stderr):
    """The message without the usage before it, and without lists of choices, which differ between versions."""
    for start in ("aws: error: ", "Unknown options: "):
        at = stderr.find(start)
        if at >= 0:
            stderr = stderr[at:]
            break
    stderr = stderr.strip("\n")
    if "valid choices are:" in stderr:
        first, _, rest = stderr.partition("\n")
        close = rest.find("Invalid choice: ")
        return [first] + ([rest[close:]] if close >= 0 else [])
    return [stderr] if stderr else []


def in_folder(files):
    folder = tempfile.mkdtemp()
    for name, content in files.items():
        data = base64.b64decode(content["base64"]) if isinstance(content, dict) else content.encode()
        (pathlib.Path(folder) / name).write_bytes(data)
    os.chdir(folder)


def sample(shape, name):
    """A value that the client's own checks accept."""
    kind = shape.type_name
    if kind == "string":
        if shape.enum:
            return shape.enum[0]
        return (name[:6] + "x" * 200)[: max(shape.metadata.get("min", 1), 5)]
    if kind == "integer":
        return max(shape.metadata.get("min", 0), 1)
    if kind == "boolean":
        return True
    if kind == "list":
        return [sample(shape.member, name)] * max(shape.metadata.get("min", 1), 2)
    if kind == "map":
        return {"key": sample(shape.value, name)}
    if kind == "structure":
        return {key: sample(member, key) for key, member in shape.members.items()}
    raise SystemExit(f"no sample for {kind}")


def shorthand(value, top=True):
    if isinstance(value, dict):
        text = ",".join(f"{key}={shorthand(inner, False)}" for key, inner in value.items())
        return text if top else "{" + text + "}"
    if isinstance(value, list):
        return "[" + ",".join(shorthand(inner, False) for inner in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def words_for(name, argument, form):
    """An option with a sample value, written in one of the forms."""
    shape = argument.argument_model
    option = f"--{name}"
    if shape.type_name == "boolean":
        return [option]
    value = sample(shape, argument.name.replace("-", ""))
    if form == "json" and shape.type_name in ("list", "map", "structure"):
        return [option, json.dumps(value)]
    if shape.type_name == "list":
        return [option] + [shorthand(item) for item in value]
    return [option, shorthand(value)]


def generated():
    """Every operation of the CLI with all its options, and with the required ones alone."""
    for service in ("iam", "sts"):
        command = create_clidriver()._get_command_table()[service]
        for name, operation in command._get_command_table().items():
            table = getattr(operation, "arg_table", None)
            if not table or not hasattr(operation, "_operation_model"):
                continue
            own = {
                key: argument
                for key, argument in table.items()
                if isinstance(argument, CLIArgument) and not key.startswith("no-")
                and not getattr(argument, "_UNDOCUMENTED", False)
            }
            extra = ["--outfile", "seed", "--bootstrap-method", "QRCodePNG"] if "outfile" in table else []
            for form in ("shorthand", "json", "required", "negative"):
                words = [service, name]
                for key, argument in own.items():
                    if form == "required" and not argument.required:
                        continue
                    is_flag = argument.argument_model.type_name == "boolean"
                    if form == "negative" and (is_flag or argument.required):
                        words += [f"--no-{key}"] if is_flag else words_for(key, argument, form)
                    elif form != "negative":
                        words += words_for(key, argument, form)
                yield {"words": words + extra}


def record_requests():
    rows, seen = [], set()
    for row in [*generated(), *lines.LINES]:
        key = json.dumps(row)
        if key in seen:
            continue
        seen.add(key)
        in_folder(row.get("files", {}))
        calls, out, err, code = run(row["words"])
        row = {**row, "calls": calls, "stderr": told(err), "code": code}
        if out and not calls:
            row["stdout"] = out
        rows.append(row)
    return rows


def on_the_wire(answer):
    """A copy whose policy document is text, as it is before the CLI decodes it."""
    copy = json.loads(json.dumps(answer))
    role = copy.get("Role", {})
    if "AssumeRolePolicyDocument" in role:
        role["AssumeRolePolicyDocument"] = urllib.parse.quote(json.dumps(role["AssumeRolePolicyDocument"]))
    return copy


def record_printed():
    rows = []
    for title, answer, queries in lines.ANSWERS:
        for query in queries:
            for style in ("json", "text", "table"):
                words = [*lines.TITLES[title], "--output", style, "--no-paginate"]
                words += ["--query", query] if query is not None else []
                _, out, err, code = run(words, lambda operation, params: on_the_wire(answer))
                rows.append({"title": title, "answer": answer, "query": query, "format": style,
                             "stdout": out, "stderr": told(err), "code": code})
        if not answer:
            continue
        rows.append({"title": title, "answer": answer, "query": None, "format": "yaml", "stdout": yaml(answer),
                     "stderr": [], "code": 0})
    return rows


def yaml(answer):
    import ruamel.yaml

    writer = ruamel.yaml.YAML(typ="safe")
    writer.default_flow_style = False
    stream = io.StringIO()
    writer.dump(answer, stream)
    return stream.getvalue()


def users(operation, params):
    """Seven users in pages, with the lab's markers: the last name of the page in URL-safe base64."""
    names = [f"user-{number}" for number in range(7)]
    size = params.get("MaxItems", 100)
    after = params.get("Marker")
    if after is not None:
        last = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)).decode()
        names = [name for name in names if name > last]
    page, more = names[:size], len(names) > size
    answer = {"Users": [{"UserName": name} for name in page], "IsTruncated": more}
    if more:
        answer["Marker"] = base64.urlsafe_b64encode(page[-1].encode()).decode().rstrip("=")
    return answer


def record_pages():
    rows = []
    for words in lines.PAGES:
        calls, out, err, code = run(words, users)
        rows.append({"words": words, "calls": calls, "stdout": out, "stderr": told(err), "code": code})
    return rows


def main():
    if awscli.__version__ != VERSION:
        raise SystemExit(f"awscli is {awscli.__version__}, recorded with {VERSION}")
    for name, rows in (
        ("requests", record_requests()),
        ("printed", record_printed()),
        ("pages", record_pages()),
    ):
        text = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (FIXTURES / f"{name}.json").write_text(f"[\n{text}\n]\n", encoding="utf-8")
        print(f"{name}: {len(rows)}")


if __name__ == "__main__":
    main()
