[Unit]
[#list 1..host.pooler.processes as number]
After=pgbouncer@[=number].service
[/#list]
