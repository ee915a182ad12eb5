# exercise: latent-n-plus-1
# only
# check: {type: output_equals}
# finds: output_equals OUTPUT-DIFFERS
# says: The output goes on after line 1
# file: query.py
from sqlmodel import Session, select

from models import Worker


def handles(session: Session) -> list[str]:
    team = session.exec(select(Worker)).all()
    print(len(team), "workers")
    print(team[0].handle)
    return []
