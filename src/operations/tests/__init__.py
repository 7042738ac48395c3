"""Tests; fakes/ is first on the PATH of the programs."""
