# exercise: bills
# tried: to fill the memory from within SQL
# stopped: RAISED
# file: query.py
from sqlalchemy import text


def bills(session):
    return session.execute(text("SELECT hex(zeroblob(900000000)), randomblob(900000000), printf('%.*c', 900000000, 'x')")).all()
