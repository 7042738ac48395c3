[#-- Empty without backups: the units of backups start only if it is not. --]
[#if host.backup??]
[#assign backup = host.backup]
[#assign major = host.spec.postgresql.version]
# pgBackRest of [=host.name]: backups and the archive of the WAL.
[global]
repo1-type=azure
repo1-azure-account=[=backup.account]
repo1-azure-container=[=backup.container]
repo1-azure-endpoint=[=backup.endpoint?remove_beginning(backup.account + ".")]
# A token of this host's identity; there is no key.
repo1-azure-key-type=auto
repo1-path=[=backup.path]
[#if backup.encryption]
# Without the password, which conf.d has, pgBackRest refuses to run.
repo1-cipher-type=aes-256-cbc
[/#if]
repo1-bundle=y
repo1-block=y
repo1-retention-full-type=time
repo1-retention-full=[=backup.retentionDays?c]
compress-type=zst
process-max=[=backup.processes?c]
start-fast=y
archive-async=y
# In memory, in a folder of patroni.service.
spool-path=/run/pgbackrest
lock-path=/run/pgbackrest
# The journal has messages and the time.
log-level-console=off
log-level-stderr=warn
log-level-file=off
log-timestamp=n

# Neither a shutdown nor a promotion waits for a store that does not answer. WAL beyond the queue is dropped, which is a
# hole in the archive, but the WAL disk does not fill.
[global:archive-push]
archive-push-queue-max=[=backup.walQueueBytes?c]
archive-timeout=10
io-timeout=10

[global:archive-get]
archive-timeout=10
io-timeout=10

[global:restore]
link-map=pg_wal=/pgwal/[=major]/main

[main]
pg1-path=/pgdata/[=major]/main
pg1-port=5432
pg1-socket-path=/run/postgresql
[/#if]
