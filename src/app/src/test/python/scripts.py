"""Loads the hosts' scripts, which have no suffix, as modules."""

import importlib.machinery
import importlib.util
import types


def load(name: str) -> types.ModuleType:
    """The script of that name; running it is left to the test."""
    loader = importlib.machinery.SourceFileLoader(name, f"/usr/lib/azure-patroni/{name}")
    spec = importlib.util.spec_from_loader(name, loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module
