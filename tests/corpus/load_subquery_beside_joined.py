# A subquery load beside a joined load of the same class: objects that the join brings first get their lists too.
from typing import List, Optional

from sqlalchemy.orm import joinedload, subqueryload
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


class User(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    boss_id: Optional[int] = Field(default=None, foreign_key="user.id")
    boss: Optional["User"] = Relationship(back_populates="team", sa_relationship_kwargs={"remote_side": "User.id"})
    team: List["User"] = Relationship(back_populates="boss")
    tasks: List["Task"] = Relationship(back_populates="owner")


class Task(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    owner_id: Optional[int] = Field(default=None, foreign_key="user.id")
    owner: Optional[User] = Relationship(back_populates="tasks")


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as session:
    session.add(User(name="ann", tasks=[Task(title="a")]))
    session.commit()
    session.add(User(name="bob", boss_id=1, tasks=[Task(title="b")]))
    session.commit()
    session.add(User(name="cid", boss_id=1))
    session.commit()

with Session(engine) as session:
    query = select(User).options(joinedload(User.team), subqueryload(User.tasks)).order_by(User.id)
    for user in session.exec(query).unique():
        print(user.name, [member.name for member in user.team], [task.title for task in user.tasks])
