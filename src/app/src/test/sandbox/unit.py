"""unit.py UNIT: becomes the service of a unit, drop-ins included, as far as a test without systemd can."""

import glob
import os
import pathlib
import pwd
import re
import resource
import shlex
import socket
import subprocess
import sys


def settings(unit: str) -> dict[str, list[str]]:
    """The [Service] settings; an empty value takes back what was said before."""
    template = re.sub(r"@[^.]+\.", "@.", unit)
    found: dict[str, list[str]] = {}
    for path in fragments(unit, template):
        section = ""
        text = pathlib.Path(path).read_text().replace("\\\n", " ")
        for line in (line.strip() for line in text.splitlines()):
            if line.startswith("["):
                section = line
            elif section == "[Service]" and "=" in line and not line.startswith(("#", ";")):
                key, value = line.split("=", 1)
                found.setdefault(key, []).append(value)
                if not value:
                    found[key] = []
    return {key: [specifiers(value, unit) for value in values] for key, values in found.items()}


def fragments(unit: str, template: str) -> list[str]:
    for name in (unit, template):
        for folder in ("/etc/systemd/system", "/usr/lib/systemd/system"):
            if os.path.exists(f"{folder}/{name}"):
                drop_ins = {}
                for of in (template, unit):
                    for path in glob.glob(f"/etc/systemd/system/{of}.d/*.conf"):
                        drop_ins[os.path.basename(path)] = path
                return [f"{folder}/{name}"] + [drop_ins[key] for key in sorted(drop_ins)]
    sys.exit(f"there is no {unit}")


def specifiers(value: str, unit: str) -> str:
    name = unit.rsplit(".", 1)[0]
    prefix, _, instance = name.partition("@")
    known = {"i": instance, "I": instance, "p": prefix, "n": unit, "N": name, "%": "%", "t": "/run",
             "S": "/var/lib", "H": os.environ.get("SANDBOX_HOST", socket.gethostname())}
    return re.sub(r"%(.)", lambda found: known[found[1]], value)


def environment(unit: dict[str, list[str]]) -> dict[str, str]:
    variables = dict(os.environ)
    for text in unit.get("Environment", []):
        for word in shlex.split(text):
            name, _, value = word.partition("=")
            variables[name] = value
    for path in unit.get("EnvironmentFile", []):
        if path.startswith("-") and not os.path.exists(path[1:]):
            continue
        for line in pathlib.Path(path.lstrip("-")).read_text().splitlines():
            if line.strip() and not line.startswith(("#", ";")):
                name, _, value = line.partition("=")
                variables[name.strip()] = shlex.split(value)[0] if shlex.split(value) else ""
    return variables


def words(command: str, variables: dict[str, str]) -> list[str]:
    found: list[str] = []
    for word in shlex.split(command):
        if re.fullmatch(r"\$\w+", word):
            found += variables.get(word[1:], "").split()
        else:
            found.append(re.sub(r"\$\{(\w+)\}", lambda name: variables.get(name[1], ""), word))
    return found


def become(user: str) -> None:
    entry = pwd.getpwnam(user)
    os.initgroups(user, entry.pw_gid)
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


def make_folders(unit: dict[str, list[str]], user: str) -> None:
    entry = pwd.getpwnam(user)
    for kind, parent in (("StateDirectory", "/var/lib"), ("RuntimeDirectory", "/run"),
                         ("LogsDirectory", "/var/log")):
        mode = int(unit.get(f"{kind}Mode", ["0755"])[-1], 8)
        for name in " ".join(unit.get(kind, [])).split():
            os.makedirs(f"{parent}/{name}", exist_ok=True)
            os.chmod(f"{parent}/{name}", mode)
            os.chown(f"{parent}/{name}", entry.pw_uid, entry.pw_gid)


def main() -> None:
    unit = settings(sys.argv[1])
    user = unit.get("User", ["root"])[-1]
    variables = environment(unit)
    make_folders(unit, user)
    if "LimitNOFILE" in unit:
        # As far as this machine lets a test go.
        limit = min(int(unit["LimitNOFILE"][-1].split(":")[0]), resource.getrlimit(resource.RLIMIT_NOFILE)[1])
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    for command in unit.get("ExecStartPre", []):
        flags, rest = re.fullmatch(r"([-+!@:]*)(.*)", command).groups()
        as_root = "+" in flags or "!" in flags or "PermissionsStartOnly" in unit
        try:
            status = subprocess.run(words(rest, variables), env=variables, check=False,
                                    preexec_fn=None if as_root else lambda: become(user)).returncode
        except FileNotFoundError:
            status = 203
        if status and "-" not in flags:
            sys.exit(f"ExecStartPre={command} ended with {status}")
        # A hook may have written what the service reads.
        variables = environment(unit)
    command = words(unit["ExecStart"][-1].lstrip("-+!@:"), variables)
    become(user)
    os.chdir(unit.get("WorkingDirectory", ["/"])[-1].lstrip("-"))
    os.execve(command[0], command, variables)


if __name__ == "__main__":
    main()
