# exercise: latent-n-plus-1
# only
# check: {type: query_growth, sizes: [4, 8, 16]}
# finds: query_growth GROWTH-QUADRATIC
# says: quadratic
# file: query.py
from sqlmodel import Session, select

from models import Task


def handles(session: Session) -> list[str]:
    ids = session.exec(select(Task.id)).all()
    both = []
    for one in ids:
        for other in ids:
            both.append(session.exec(select(Task.title).where(Task.id.in_([one, other]))).all())  # <-
    return both
