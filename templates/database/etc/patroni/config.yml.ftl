scope: [=yaml(host.patroni.scope)]
namespace: /service/
name: [=yaml(host.name)]

bootstrap:
  dcs:
    ttl: [=host.patroni.ttl]
    loop_wait: [=host.patroni.loopWait]
    retry_timeout: [=host.patroni.retryTimeout]
    maximum_lag_on_failover: 1048576
    synchronous_mode: [=yaml(host.patroni.synchronousMode)]
    synchronous_mode_strict: [=host.patroni.synchronousModeStrict?c]
    synchronous_node_count: 1
    failsafe_mode: true
    primary_start_timeout: 0
    primary_stop_timeout: 10
    check_timeline: true
    postgresql:
      use_pg_rewind: true
      use_slots: true
      remove_data_directory_on_rewind_failure: true
      remove_data_directory_on_diverged_timelines: true
      parameters:
[#list host.patroni.parameters as name, value]
        [=name]: [=yaml(value)]
[/#list]
