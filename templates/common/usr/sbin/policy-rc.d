#!/bin/sh
# Packages may not start, restart or stop the cluster's services: an etcd started by apt is a cluster of its own, a
# PostgreSQL restarted by an upgrade is an outage. Everything else they may. Called: [--quiet] SERVICE[.service] ACTION.
while [ "${1#-}" != "$1" ]; do shift; done
case "$1" in
  etcd | etcd.* | patroni | patroni[.@]* | pgbouncer | pgbouncer[.@]* | postgresql | postgresql[.@]*) exit 101 ;;
esac
exit 0
