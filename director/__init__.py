"""The chair: it decides, and never touches a tensor.

from director import Director
film = Director().make("A fox walks through the snow. She finds a lantern.")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from director.events import Event
    from director.film import Clips, Director, Film, Keyframes
    from director.settings import Settings

__all__ = ["Clips", "Director", "Event", "Film", "Keyframes", "Settings"]

HOMES = {"Event": "director.events", "Settings": "director.settings"}


def __getattr__(name: str) -> Any:
    """Loaded when asked for, so that `film --help` does not wait for what only films need."""
    if name not in __all__:
        raise AttributeError(f"module 'director' has no attribute {name!r}")
    return getattr(import_module(HOMES.get(name, "director.film")), name)
