"""Two keys to one table that differ on every row; one team never plays, and some matches lack their guest."""
import random

from models import Match, Team


def build(session, size, seed):
    rng = random.Random(seed)
    teams = [Team(name=f"team {n + 1} of {seed}") for n in range(max(5, size // 3))]
    session.add_all(teams)
    session.flush()
    keys = [team.id for team in teams[:-1]]
    for n in range(size):
        home = n % len(keys) if n < 4 else rng.randrange(len(keys) - 1)
        away = (home + 1 + n % (len(keys) - 1)) % len(keys)
        session.add(Match(day=n + 1, home_id=keys[home], away_id=None if n % 9 == 5 else keys[away]))
