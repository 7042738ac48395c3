[#macro object entries]{[#list entries as key, value][=json(key)]: [=json(value)][#sep], [/#list]}[/#macro]
[#macro array entries][[#list entries as entry][=json(entry)][#sep], [/#list]][/#macro]
{
  "name": [=json(host.name)],
  "role": [=json(host.role)],
  "address": [=json(host.address)],
  "voter": [=host.voter?c],
  "cluster": [=json(host.cluster)],
  "scope": [=json(host.scope)],
  "namespace": [=json(host.namespace)],
  "databases": [@object host.databases/],
  "poolers": [@object host.poolers/],
  "voters": [@object host.voters/],
  "databaseLb": [=json(host.databaseLb)],
  "poolerLb": [=json(host.poolerLb)],
  "vault": [=json(host.vault)],
  "secrets": [@object host.secrets/],
  "disks": [[#list host.disks as disk]
    {"name": [=json(disk.name)], "lun": [=disk.lun], "sizeGb": [=disk.sizeGb], "mount": [=json(disk.mount)]}[#sep],[/#sep][/#list]],
  "debianPackages": [@array host.debianPackages/],
  "pgdgPackages": [@array host.pgdgPackages/],
  "postgresql": [=host.spec.postgresql.version],
  "versions": {[#list host.versions as packages, range][=json(packages)]: [=json(range.text)][#sep], [/#list]},
  "pgdg": [=json(host.spec.packages.pgdgMirror)],
[#if host.backup??]
  "backup": {"account": [=json(host.backup.account)], "endpoint": [=json(host.backup.endpoint)], "container": [=json(host.backup.container)],
    "path": [=json(host.backup.path)], "retentionDays": [=host.backup.retentionDays], "fullEveryDays": [=host.backup.fullEveryDays],
    "differentialEveryHours": [=host.backup.differentialEveryHours], "window": [=json(host.backup.window)],
    "archiveTimeoutSeconds": [=host.backup.archiveTimeoutSeconds], "walQueueBytes": [=host.backup.walQueueBytes],
    "processes": [=host.backup.processes], "encryption": [=host.backup.encryption?c], "restoreTestEveryDays": [=host.backup.restoreTestEveryDays]},
[/#if]
  "processes": [=host.processes]
}
