{"max": [=host.pools.maxConnections], "poolers": [=host.pools.pooled()], "direct": [=host.pools.direct], "reserve": [=host.pools.reserve.all]}
