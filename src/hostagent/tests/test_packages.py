from azure_patroni.boot import packages

PREFERENCES = """\
Package: patroni
Pin: version 4.1.*
Pin-Priority: 990

Package: patroni
Pin: version *
Pin-Priority: -1
"""
POLICY = """\
patroni:
  Installed: (none)
  Candidate: (none)
  Version table:
     4.0.7-1 -1
        500 http://mirror trixie/main amd64 Packages
jq:
  Installed: 1.7.1-6
  Candidate: 1.7.1-6
  Version table:
 *** 1.7.1-6 500
"""


def test_the_first_record_of_a_package_is_its_pin() -> None:
    assert packages.pins(PREFERENCES) == {"patroni": "4.1.*"}


def test_what_is_missing_or_of_another_version_is_unmet() -> None:
    installed = {"patroni": "4.0.7-1", "jq": "1.7.1-6"}
    assert packages.unmet(["patroni", "jq", "curl"], installed, {"patroni": "4.1.*"}) == ["patroni", "curl"]
    assert packages.unmet(["patroni"], {"patroni": "4.1.4-1.pgdg13+1"}, {"patroni": "4.1.*"}) == []


def test_a_refusal_names_pin_versions_and_setting() -> None:
    found = packages.policies(POLICY)
    assert packages.refusal("jq", found["jq"], None) is None
    refused = packages.refusal("patroni", found["patroni"], "4.1.*")
    fix = "change packages.patroni in the stack file or the mirror"
    assert refused == f"no version of patroni matches 4.1.* (available: 4.0.7-1): {fix}"
    assert "no mirror has pgbouncer" in (packages.refusal("pgbouncer", None, "1.25.*") or "")
