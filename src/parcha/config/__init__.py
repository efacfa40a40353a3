"""`leaflet.yaml`: what this leaflet is (`data`), and how it is read (`read`)."""

from parcha.config.data import (
    BRIEF,
    CLOSING,
    LICENCE_URLS,
    OPENING,
    Article,
    ChapterPlan,
    Config,
    Edition,
    Fix,
    LeaveOut,
    Pauses,
    Review,
)
from parcha.config.read import SETTINGS, load

__all__ = [
    "BRIEF",
    "CLOSING",
    "LICENCE_URLS",
    "OPENING",
    "SETTINGS",
    "Article",
    "ChapterPlan",
    "Config",
    "Edition",
    "Fix",
    "LeaveOut",
    "Pauses",
    "Review",
    "load",
]
