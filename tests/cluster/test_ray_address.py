"""How Ray is started on this machine, with a stand-in for it."""

import os
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import SimpleNamespace

from inspector.cluster import ray_workers


def test_ray_of_this_machine_asks_for_a_token_and_keeps_to_the_loopback_address(monkeypatch):
    started = {}

    def init(address, **options):
        started.update(options, address=address, mode=os.environ["RAY_AUTH_MODE"], token=os.environ["RAY_AUTH_TOKEN"])

    fresh = {name: value for name, value in os.environ.items() if not name.startswith("RAY_")}
    monkeypatch.setattr(os, "environ", fresh)  # what is set for Ray stays in this test
    ray = SimpleNamespace(is_initialized=lambda: False, init=init, shutdown=lambda: None)
    monkeypatch.setitem(sys.modules, "ray", None)  # so that what is imported here goes with the test
    monkeypatch.delitem(sys.modules, "ray")
    monkeypatch.setattr(sys, "meta_path", [_Finder(ray), *sys.meta_path])
    with ray_workers._connected(None):
        pass
    assert (started["address"], started["_node_ip_address"]) == ("local", "127.0.0.1")
    assert (started["mode"], len(started["token"])) == ("token", 64)
    assert started["include_dashboard"] is False


class _Finder(MetaPathFinder, Loader):
    """Imports this in place of Ray."""

    def __init__(self, module):
        self._module = module

    def find_spec(self, name, path, target=None):
        return ModuleSpec(name, self) if name == "ray" else None

    def create_module(self, spec):
        return self._module

    def exec_module(self, module):
        """It is as it is."""
