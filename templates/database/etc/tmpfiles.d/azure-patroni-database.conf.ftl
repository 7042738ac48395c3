# Patroni reads its passwords from memory, where the secrets step puts them; a rotation is a reload.
L+ /etc/patroni/conf.d/20-secrets.yml - - - - /run/azure-patroni/secrets/postgres/patroni.yml
[#if host.backup??]
# patroni.service has it, too, but does not run on a host whose data is restored first.
d /run/pgbackrest 0700 postgres postgres -
[/#if]
[#if host.backup?? && host.backup.encryption]
d /etc/pgbackrest/conf.d - - - -
L+ /etc/pgbackrest/conf.d/20-cipher.conf - - - - /run/azure-patroni/secrets/postgres/pgbackrest-cipher.conf
[#else]
r /etc/pgbackrest/conf.d/20-cipher.conf
[/#if]
