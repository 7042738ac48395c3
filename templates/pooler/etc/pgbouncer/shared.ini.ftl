;; What all PgBouncer processes of [=host.name] share. Included in the [pgbouncer] section of process-N.ini, hence
;; no heading here: a second [pgbouncer] would set everything of the first back to its default.

listen_addr = [=host.address],127.0.0.1
listen_port = 6432
;; Every process listens on the port; the kernel deals new clients out.
so_reuseport = 1

;; Who may connect from where; by SCRAM.
auth_type = hba
auth_hba_file = /etc/pgbouncer/hba.conf
;; Holds pgbouncer_auth and pgbouncer only; everybody else is looked up in the database.
auth_file = /run/azure-patroni/secrets/pgbouncer/userlist.txt
auth_user = pgbouncer_auth
auth_dbname = postgres
auth_query = SELECT * FROM pgbouncer.user_lookup($1)
admin_users = pgbouncer
stats_users = pgbouncer

client_tls_sslmode = require
client_tls_protocols = tlsv1.2,tlsv1.3
client_tls_cert_file = /run/azure-patroni/secrets/pgbouncer/tls.crt
client_tls_key_file = /run/azure-patroni/secrets/pgbouncer/tls.key
server_tls_sslmode = verify-full
server_tls_protocols = tlsv1.2,tlsv1.3
server_tls_ca_file = /run/azure-patroni/secrets/pgbouncer/ca.pem

;; To the journal, by standard error. A probe every 5 s and thousands of clients would drown the rest.
log_connections = 0
log_disconnections = 0

[#list host.pooler.shared as name, value]
[=name] = [=value]
[/#list]

[databases]
;; What /etc/pgbouncer/databases.ini says, with the host that leads now in place of the load balancer.
%include /run/azure-patroni/databases.ini

[peers]
;; A cancel comes over a connection of its own, which the load balancer and the kernel deal to any process of any
;; pooler; that one passes it on to the one that holds the client. Of another host it reaches some process, which does
;; the same again. It holds nothing secret, and only a key that fits ends a query.
[#list host.poolers as name, address]
[#list 1..host.pooler.processes as number]
[=name?index * host.pooler.processes + number] = [#if name == host.name]host=/run/pgbouncer/[=number][#else]host=[=address] port=6432[/#if]
[/#list]
[/#list]
