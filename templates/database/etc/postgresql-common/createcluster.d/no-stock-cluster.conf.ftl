# Patroni makes the cluster; the package must not make one of its own.
create_main_cluster = false
