[Unit]
Description=PgBouncer, process %i
# A pooler waits for its secrets and never for the database.
Requires=azure-patroni-secrets.service
After=azure-patroni-secrets.service
Wants=azure-patroni-metadata.service
After=azure-patroni-metadata.service
StartLimitIntervalSec=0

[Service]
# Before anybody has looked who leads, the load balancer knows.
ExecStartPre=+/bin/sh -c 'test -e /run/azure-patroni/databases.ini || cp /etc/pgbouncer/databases.ini /run/azure-patroni/'
ExecStart=
ExecStart=/usr/sbin/pgbouncer /etc/pgbouncer/process-%i.ini
# Each process has its own sockets, so each removes only its own.
RuntimeDirectory=pgbouncer/%i
RuntimeDirectoryMode=0755
Restart=always
RestartSec=1
# SIGINT lets running transactions end; this is how long.
TimeoutStopSec=30
LimitNOFILE=[=host.pooler.fileLimit]
OOMScoreAdjust=-800

# What the service does not need; `systemd-analyze security pgbouncer@1` lists it.
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
PrivateDevices=yes
