"""Settings shared by all tests."""

from hypothesis import settings

# How fast an example runs depends on what else the machine does; speed is measured elsewhere.
settings.register_profile("brinkwatch", deadline=None)
settings.load_profile("brinkwatch")
