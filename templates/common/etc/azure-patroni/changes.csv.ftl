# What `pgcluster apply` does when a file changed: path, actions.
[#list host.changes as path, actions]
[=path],[=actions]
[/#list]
