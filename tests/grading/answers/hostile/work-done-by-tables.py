# exercise: bills
# only
# check: {type: query_count, select: {max: 2}}
# tried: to make a table for each customer, which is no SELECT
# stopped: TOO-MANY
# file: query.py
from sqlalchemy import text
from sqlmodel import select

from models import Customer


def bills(session):
    ids = session.exec(select(Customer.id).order_by(Customer.id)).all()
    for id in ids:
        session.execute(
            text(
                f"CREATE TABLE line{id} AS SELECT name || ': ' || (SELECT count(*) FROM \"order\" WHERE customer_id = c.id) || ' orders, ' || "
                f"(SELECT coalesce(sum(pence), 0) FROM \"order\" WHERE customer_id = c.id) || ' pence' AS line FROM customer c WHERE id = {id}"
            )
        )
    return session.execute(text(" UNION ALL ".join(f"SELECT line FROM line{id}" for id in ids))).scalars().all()
