;; PgBouncer process [=process] of [=host.pooler.processes] on [=host.name]: its share of the limits.
[pgbouncer]
peer_id = [=host.poolers?keys?seq_index_of(host.name) * host.pooler.processes + process]
unix_socket_dir = /run/pgbouncer/[=process]
[#list host.pooler.limits(process).settings() as name, value]
[=name] = [=value]
[/#list]

%include /etc/pgbouncer/shared.ini
