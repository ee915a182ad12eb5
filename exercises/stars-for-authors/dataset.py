"""Authors with no, one and more books; books with no, one and more reviews."""
import random

from models import Author, Book, Review


def build(session, size, seed):
    rng = random.Random(seed)
    for n in range(size):
        author = Author(name=f"author {n + 1} of {seed}")
        for m in range((2, 1, 0, 3)[(n + seed % 3) % 4]):
            reviews = [Review(stars=rng.randrange(1, 6)) for _ in range((1, 2, 0)[(n + m) % 3])]
            author.books.append(Book(title=f"book {m + 1} by {n + 1}", reviews=reviews))
        session.add(author)
