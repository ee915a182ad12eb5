# exercise: bills
# tried: to hang within SQLite
# stopped: stopped
# file: query.py
from sqlalchemy import text


def bills(session):
    wide = " CROSS JOIN ".join(["(SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) AS t%d" % n for n in range(40)])
    return session.execute(text("SELECT count(*) FROM " + wide)).scalar()
