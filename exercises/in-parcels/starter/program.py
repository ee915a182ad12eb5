from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Keeper


def rounds(session: Session) -> int:
    statement = select(Keeper).options(selectinload(Keeper.animals))
    keepers = session.exec(statement).unique().all()
    return sum(len(keeper.animals) for keeper in keepers)
