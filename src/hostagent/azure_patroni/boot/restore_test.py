"""Runs the restore test when it is due: on a standby, or on a leader that is alone."""

from azure_patroni import host as hosts
from azure_patroni import restore_test, restoring
from azure_patroni.boot.step import now
from azure_patroni.failure import Failure
from azure_patroni.kv import Store
from azure_patroni.patroni import Patroni


def main(arguments: list[str]) -> None:
    host = hosts.load()
    if host.backup is None:
        return
    store = Store(host)
    request = restoring.look(store).request
    if request and request.phase != restoring.DONE:
        return
    if not restore_test.due(restore_test.last(store), host.backup.restore_test_every_days, now()):
        return
    other = restore_test.here(Patroni(host).members(), host.name)
    if other:
        return
    result = restore_test.test(host)
    restore_test.keep(store, result)
    print(restore_test.describe(result), flush=True)
    if not result.ok:
        raise Failure(result.reason)
