"""Reserves the huge pages that PostgreSQL itself asks for with the cluster's parameters."""

import hashlib
import json
import os
import re
import tempfile
import time
from pathlib import Path

import yaml

from azure_patroni.boot.step import note
from azure_patroni.command import attempt, run
from azure_patroni.failure import Failure
from azure_patroni.files import write_json

CLUSTER = "/etc/patroni/conf.d/10-cluster.yml"
CACHE = "/var/lib/azure-patroni/huge-pages.json"
# Of earlier versions; a VM that became smaller cannot boot with it.
OLD_SYSCTL = Path("/etc/sysctl.d/91-azure-patroni-huge-pages.conf")
MEMINFO = Path("/proc/meminfo")
# Of the memory; the rest is for everything else on the host.
LARGEST_SHARE = 0.75
ATTEMPTS = 5


def settings() -> tuple[str, dict[str, str]]:
    """Where PostgreSQL's programs are, and the parameters that the cluster starts with."""
    try:
        with open(CLUSTER, encoding="utf-8") as file:
            cluster = yaml.safe_load(file)
        parameters = cluster["bootstrap"]["dcs"]["postgresql"]["parameters"]
        return cluster["postgresql"]["bin_dir"], {name: str(value) for name, value in parameters.items()}
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise Failure(f"{CLUSTER}: {error!r}: apply the host's bundle again")


def ask(programs: str, parameters: dict[str, str]) -> int:
    """The number that a server with these parameters needs; every parameter may count."""
    with tempfile.TemporaryDirectory(prefix="azure-patroni-") as folder:
        scratch = f"{folder}/scratch"
        os.chmod(folder, 0o711)
        run("install", "--directory", "--owner=postgres", "--group=postgres", "--mode=0700", scratch)
        made = attempt(f"{programs}/initdb", "--no-sync", "--auth=reject", f"--pgdata={scratch}", user="postgres")
        if not made.ok:
            raise Failure(f"{programs}/initdb: {made.reason()}")
        # The scratch server has no certificate.
        options = [word for name, value in (parameters | {"ssl": "off"}).items() for word in ("-c", f"{name}={value}")]
        asked = ("-C", "shared_memory_size_in_huge_pages")
        ran = attempt(f"{programs}/postgres", "-D", scratch, *options, *asked, user="postgres")
    if not ran.ok:
        raise Failure(f"PostgreSQL refuses the parameters of {CLUSTER}: {ran.reason()}: correct them in the stack file")
    return int(ran.output.split()[-1])


def wanted(programs: str, parameters: dict[str, str]) -> int:
    """PostgreSQL's answer, kept for the next boot while server and parameters are the same."""
    question = json.dumps([run(f"{programs}/postgres", "--version"), parameters], sort_keys=True)
    key = hashlib.sha256(question.encode()).hexdigest()
    try:
        with open(CACHE, encoding="utf-8") as file:
            known = json.load(file)
        if known["key"] == key:
            return int(known["pages"])
    except (OSError, ValueError, KeyError):
        pass
    pages = ask(programs, parameters)
    write_json(CACHE, {"key": key, "pages": pages})
    return pages


def memory(name: str) -> int:
    """A figure of the kernel's memory; 0 if it has none of this name."""
    found = re.search(rf"^{name}:\s+(\d+)", MEMINFO.read_text(encoding="ascii"), re.MULTILINE)
    return int(found[1]) if found else 0


def total() -> int:
    """The huge pages that the kernel has reserved."""
    return memory("HugePages_Total")


def affordable() -> int:
    """The most huge pages that leave a quarter of this host's memory."""
    return int(memory("MemTotal") * LARGEST_SHARE) // max(memory("Hugepagesize"), 1)


def ask_kernel(pages: int) -> None:
    attempt("sysctl", "--quiet", "--write", f"vm.nr_hugepages={pages}")


def reserve(pages: int) -> int:
    """Asks the kernel, which compacts its memory before each further attempt; returns how many are there."""
    before = total()
    for turn in range(ATTEMPTS):
        ask_kernel(pages)
        if total() >= pages:
            break
        if turn + 1 < ATTEMPTS:
            attempt("sysctl", "--quiet", "--write", "vm.compact_memory=1")
            time.sleep(1)
    there = total()
    if there < pages:
        # PostgreSQL takes all or none: a part would be wasted.
        ask_kernel(before)
    return there


def main(arguments: list[str]) -> None:
    OLD_SYSCTL.unlink(missing_ok=True)
    pages = max(wanted(*settings()), 0)
    if attempt("systemd-detect-virt", "--container", "--quiet").ok:
        note(f"PostgreSQL needs {pages} huge pages, but the kernel belongs to the container's host: left as it is")
        return
    most = affordable()
    if pages > most:
        ask_kernel(0)
        note(f"PostgreSQL needs {pages} huge pages, this host can give {most}: none are reserved; lower shared_buffers")
        return
    there = reserve(pages)
    if there < pages:
        # huge_pages is try: PostgreSQL starts with ordinary pages.
        note(f"the kernel gave {there} of {pages} huge pages, so PostgreSQL runs without: free memory, or reboot")
    else:
        note(f"{there} huge pages are reserved, {pages} needed")
