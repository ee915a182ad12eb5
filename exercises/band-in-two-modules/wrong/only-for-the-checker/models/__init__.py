from typing import TYPE_CHECKING

from models.band import Band

if TYPE_CHECKING:
    from models.song import Song
