{
[#list changes as path, change]
  [=json(path)]: [=json(change)][#sep],[/#sep]
[/#list]
}
