# exercise: bills
# finds: few-queries N1-QUERY
# says: the same query
# file: query.py
from sqlalchemy import text
from sqlmodel import Session


def bills(session: Session) -> list[str]:
    lines = []
    for id, name in session.execute(text("-- all of them\nSELECT id, name FROM customer ORDER BY id")).all():
        sql = text("/* the orders of one */ SELECT pence FROM \"order\" WHERE customer_id = :id")
        pence = session.execute(sql, {"id": id}).scalars().all()  # <-
        lines.append(f"{name}: {len(pence)} orders, {sum(pence)} pence")
    return lines
