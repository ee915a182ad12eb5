# exercise: bills
# finds: lines NO-ENTRY
# says: Is it get_bills?
# file: query.py
from sqlmodel import Session


def get_bills(session: Session) -> list[str]:
    return []
