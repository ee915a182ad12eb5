# exercise: one-page
# only
# check: {type: rows_fetched, max_per_object: 1}
# check: {type: query_growth, sizes: [4, 9, 30]}
# file: query.py
from sqlmodel import select

from models import Task


def page(session, number, size):
    oldest = session.exec(select(Task).order_by(Task.created_at, Task.id)).first()
    same = session.exec(select(Task.title).where(Task.created_at == oldest.created_at)).all()
    return [oldest.title, len(same)]
