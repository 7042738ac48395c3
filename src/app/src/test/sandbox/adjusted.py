"""adjusted.py CONFIGURATION [SETTING=VALUE]...: prints what Patroni does not run with as it was told."""

import logging
import sys

from patroni import global_config
from patroni.config import Config

logging.basicConfig(stream=sys.stdout, level=logging.WARNING, format="%(message)s")
config = Config(sys.argv[1])
dcs = dict(config["bootstrap"]["dcs"])
dcs.update({name: int(value) for name, value in (word.split("=") for word in sys.argv[2:])})
config.set_dynamic_configuration(dict(dcs))
for setting in ("ttl", "loop_wait", "retry_timeout"):
    if int(config[setting]) != int(dcs[setting]):
        print(f"{setting} is {config[setting]}, not {dcs[setting]}")
global_config.update(None, dcs)
if not global_config.is_synchronous_mode:
    print(f"synchronous_mode {dcs['synchronous_mode']} is not synchronous")
