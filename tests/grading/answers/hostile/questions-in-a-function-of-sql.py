# exercise: bills
# only
# check: {type: query_count, select: {max: 2}}
# tried: to ask for each customer from a Python function that SQL calls
# stopped: N1-QUERY
# file: query.py
from sqlalchemy import text
from sqlmodel import select

from models import Order


def bills(session):
    connection = session.connection().connection.dbapi_connection

    def line(id):
        cursor = connection.cursor()
        pence = [row[0] for row in cursor.execute('SELECT pence FROM "order" WHERE customer_id = ?', (id,)).fetchall()]
        return f"{len(pence)} orders, {sum(pence)} pence"

    connection.create_function("line", 1, line)
    return list(session.execute(text("SELECT name || ': ' || line(id) FROM customer ORDER BY id")).scalars())
