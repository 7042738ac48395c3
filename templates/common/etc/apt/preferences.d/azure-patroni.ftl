# What the cluster runs, held below the versions that are too new for the stack file: apt never installs those. The first
# record of a package that a version matches counts. A pin below 1000 does not downgrade.
[#list host.versions as packages, range]

Package: [=packages]
Pin: version [=range.pattern]
Pin-Priority: 990

Package: [=packages]
Pin: version *
Pin-Priority: -1
[/#list]
