;; PgBouncer's databases. azure-patroni-leader.service copies this to /run/azure-patroni with the leader's own address
;; for that of the database load balancer; without it, this is what counts.
;; A limit on servers holds for each database by itself: were any other one served, all of them together would break
;; the cap that keeps PostgreSQL's reserve free.
application = host=[=host.databaseLb] port=5432
;; For looking passwords up and nothing else: clients may not connect to it.
postgres = host=[=host.databaseLb] port=5432 pool_size=[=host.pooler.lookups] max_db_connections=[=host.pooler.lookups]
