"""Boot steps and daemons, a module each; `agent NAME` runs the module's main."""
