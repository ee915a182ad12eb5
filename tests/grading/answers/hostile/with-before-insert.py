# exercise: bills
# only
# check: {type: query_count, select: {max: 2}}
# tried: to read through WITH ... INSERT ... RETURNING, which was to pass for a change
# stopped: N1-QUERY
# file: query.py
from sqlalchemy import text
from sqlmodel import select

from models import Customer


def bills(session):
    session.execute(text("CREATE TEMP TABLE seen (id INTEGER, count INTEGER, pence INTEGER)"))
    lines = []
    for customer in session.exec(select(Customer).order_by(Customer.id)).all():
        row = session.execute(
            text(
                "WITH mine AS (SELECT pence FROM \"order\" WHERE customer_id = :id) "
                "INSERT INTO seen SELECT :id, count(*), coalesce(sum(pence), 0) FROM mine RETURNING count, pence"
            ),
            {"id": customer.id},
        ).one()
        lines.append(f"{customer.name}: {row.count} orders, {row.pence} pence")
    return lines
