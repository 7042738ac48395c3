;; PgBouncer process [=process] of [=host.pooler.processes] on [=host.name]: its share of the limits.
[pgbouncer]
peer_id = [=process]
unix_socket_dir = /run/pgbouncer/[=process]
[#list host.pooler.settings(process) as name, value]
[=name] = [=value]
[/#list]

%include /etc/pgbouncer/shared.ini
