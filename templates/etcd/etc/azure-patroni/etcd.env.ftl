# etcd as a member of [=host.cluster]; etcd-join adds what a member needs that joins later.
[#assign secrets = "/run/azure-patroni/secrets/etcd"]
ETCD_NAME=[=host.name]
ETCD_DATA_DIR=/var/lib/etcd/azure-patroni
ETCD_LISTEN_PEER_URLS=https://[=host.address]:2380
ETCD_LISTEN_CLIENT_URLS=https://[=host.address]:2379,https://127.0.0.1:2379
ETCD_INITIAL_ADVERTISE_PEER_URLS=https://[=host.address]:2380
ETCD_ADVERTISE_CLIENT_URLS=https://[=host.address]:2379
ETCD_INITIAL_CLUSTER_TOKEN=[=host.cluster]-[=host.scope]
ETCD_INITIAL_CLUSTER_STATE=new
ETCD_INITIAL_CLUSTER=[#list host.voters as name, address][=name]=https://[=address]:2380[#sep],[/#sep][/#list]
ETCD_CERT_FILE=[=secrets]/tls.crt
ETCD_KEY_FILE=[=secrets]/tls.key
ETCD_TRUSTED_CA_FILE=[=secrets]/ca.pem
ETCD_CLIENT_CERT_AUTH=true
ETCD_PEER_CERT_FILE=[=secrets]/tls.crt
ETCD_PEER_KEY_FILE=[=secrets]/tls.key
ETCD_PEER_TRUSTED_CA_FILE=[=secrets]/ca.pem
ETCD_PEER_CLIENT_CERT_AUTH=true
ETCD_PEER_CERT_ALLOWED_CN=[=host.etcdName]
ETCD_HEARTBEAT_INTERVAL=100
ETCD_ELECTION_TIMEOUT=1000
ETCD_QUOTA_BACKEND_BYTES=8589934592
ETCD_MAX_REQUEST_BYTES=1572864
ETCD_AUTO_COMPACTION_MODE=periodic
ETCD_AUTO_COMPACTION_RETENTION=1h
ETCD_LOGGER=zap
ETCD_LOG_LEVEL=info
ETCD_METRICS=basic
