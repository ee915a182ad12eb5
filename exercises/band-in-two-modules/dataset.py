"""Bands with one, two and more songs; one band has none yet, and some songs have no band."""
from models.band import Band
from models.song import Song


def build(session, size, seed):
    bands = [Band(name=f"The {n + 1}s of {seed}") for n in range(max(4, size // 4))]
    session.add_all(bands)
    session.flush()
    playing = [band.id for band in bands if band is not bands[1]]
    for n in range(size):
        band_id = None if n % 8 == 7 else playing[n * (1 + seed % 2) % len(playing)] if n >= 3 else playing[n]
        session.add(Song(title=f"song {n + 1} of {seed}", band_id=band_id))
