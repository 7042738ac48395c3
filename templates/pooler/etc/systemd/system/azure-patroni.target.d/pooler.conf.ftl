[Unit]
[#list 1..host.pooler.processes as number]
Wants=pgbouncer@[=number].service
[/#list]
Wants=azure-patroni-leader.service
