"""Threads at least three levels deep; answers and quotes point at different comments, and some comments stand alone."""
import random

from models import Comment


def build(session, size, seed):
    rng = random.Random(seed)
    keys = []
    for n in range(max(size, 9)):
        answers = {1: 0, 2: 1, 3: 1, 5: 2, 6: 2}.get(n) if n < 7 else None if n % 9 == 0 else rng.randrange(1, 5)
        quotes = {2: 0, 5: 0, 6: 1}.get(n) if n < 8 else n - 3 - n % 2
        comment = Comment(
            text=f"comment {n + 1} of {seed}",
            answers_id=None if answers is None else keys[answers],
            quotes_id=None if quotes is None else keys[quotes],
        )
        session.add(comment)
        session.flush()
        keys.append(comment.id)
