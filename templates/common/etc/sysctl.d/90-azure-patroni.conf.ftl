# Kernel settings of [=host.name], worked out for its size.
[#list host.sysctls as key, value]
[=key] = [=value]
[/#list]
