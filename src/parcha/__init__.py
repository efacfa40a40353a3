"""parcha turns a Hindi health article into a talking leaflet."""

__version__ = "0.1.0"
