"""Names the modules of cloud-init's final stage, as the host configures it, that it would not find."""

from cloudinit.config.modules import Modules
from cloudinit.stages import Init

init = Init()
init.read_cfg()
modules = Modules(init)
wanted = modules._read_modules("cloud_final_modules")
found = modules._fixup_modules(wanted)
for module in wanted:
    if all(details.name != module["mod"] for details in found):
        print(module["mod"], "is no module of cloud-init's")
