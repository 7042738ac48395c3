[#-- One process's part, as a real template prints it. --]
peer_id = [=process]
max_db_connections = [=host.pooler.limits(process).settings().max_db_connections]
pool_mode = [=host.pooler.shared.pool_mode]
