"""The chair: it decides, and never touches a tensor.

from director import Director
film = Director().make("A fox walks through the snow. She finds a lantern.")
"""

from director.events import Event
from director.film import Clips, Director, Film, Keyframes
from director.settings import Settings

__all__ = ["Clips", "Director", "Event", "Film", "Keyframes", "Settings"]
