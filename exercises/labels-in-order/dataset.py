"""Albums of many artists, two by some; one artist has none, and a few albums are by nobody in particular."""
import random

from models import Album, Artist


def build(session, size, seed):
    rng = random.Random(seed)
    artists = [Artist(name=f"artist {rng.randrange(100)}-{n + 1} of {seed}") for n in range(max(size, 4))]
    session.add_all(artists)
    session.flush()
    keys = [artist.id for artist in artists[:-1]]
    rng.shuffle(keys)
    for n in range(size):
        artist_id = None if n % 8 == 5 else keys[n - 1 if n % 7 == 3 else n % len(keys)]
        session.add(Album(title=f"album {rng.randrange(100)}-{n + 1}", year=1960 + rng.randrange(60), artist_id=artist_id))
