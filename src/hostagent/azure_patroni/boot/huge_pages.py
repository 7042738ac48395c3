"""Reserves the huge pages that PostgreSQL itself asks for with the cluster's parameters."""

import hashlib
import json
import os
import re
import tempfile
import time

import yaml

from azure_patroni.boot.step import note
from azure_patroni.command import attempt, run
from azure_patroni.failure import Failure
from azure_patroni.files import write, write_json

CLUSTER = "/etc/patroni/conf.d/10-cluster.yml"
CACHE = "/var/lib/azure-patroni/huge-pages.json"
SYSCTL = "/etc/sysctl.d/91-azure-patroni-huge-pages.conf"
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


def total() -> int:
    """The huge pages that the kernel has reserved."""
    with open("/proc/meminfo", encoding="ascii") as file:
        found = re.search(r"^HugePages_Total:\s+(\d+)$", file.read(), re.MULTILINE)
    return int(found[1]) if found else 0


def reserve(pages: int) -> int:
    """Asks the kernel, which compacts its memory before each further attempt; returns how many are there."""
    before = total()
    for turn in range(ATTEMPTS):
        attempt("sysctl", "--quiet", f"--load={SYSCTL}")
        if total() >= pages:
            break
        if turn + 1 < ATTEMPTS:
            attempt("sysctl", "--quiet", "--write", "vm.compact_memory=1")
            time.sleep(1)
    there = total()
    if there < pages:
        # PostgreSQL takes all or none: a part would be wasted.
        attempt("sysctl", "--quiet", "--write", f"vm.nr_hugepages={before}")
    return there


def main(arguments: list[str]) -> None:
    pages = wanted(*settings())
    write(SYSCTL, f"# What PostgreSQL says that its shared memory needs.\nvm.nr_hugepages = {max(pages, 0)}\n")
    if attempt("systemd-detect-virt", "--container", "--quiet").ok:
        note(f"PostgreSQL needs {pages} huge pages, but the kernel belongs to the container's host: left as it is")
        return
    there = reserve(pages)
    if there < pages:
        # huge_pages is try: PostgreSQL starts with ordinary pages.
        note(f"the kernel gave {there} of {pages} huge pages, so PostgreSQL runs without: free memory, or reboot")
    else:
        note(f"{there} huge pages are reserved, {pages} needed")
