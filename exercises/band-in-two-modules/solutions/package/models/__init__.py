from models.band import Band
from models.song import Song
