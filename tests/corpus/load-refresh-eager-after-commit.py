# What is loaded eagerly by its mapping comes with the refresh after a commit: joined in one statement, selectin by a second one.
from typing import List, Optional

from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    players: List["Player"] = Relationship(back_populates="team", sa_relationship_kwargs={"lazy": "selectin"})


class Player(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    team_id: Optional[int] = Field(default=None, foreign_key="team.id")
    team: Optional[Team] = Relationship(back_populates="players", sa_relationship_kwargs={"lazy": "joined"})


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as session:
    session.add(Team(name="red"))
    session.flush()
    session.add(Player(name="ann", team_id=1))
    session.flush()
    session.add(Player(name="bob", team_id=1))
    session.commit()

with Session(engine) as session:
    player = session.get(Player, 1)
    session.commit()
    print(player.name)
    print(player.team.name)
    session.refresh(player)
    print(player.team.name, player.team is session.get(Team, 1))
    session.expire(player)
    print(player.team_id)
    print(player.team.name)

with Session(engine) as session:
    team = session.exec(select(Team)).one()
    session.commit()
    print(team.name)
    print([player.name for player in team.players])
    session.expire(team, ["name"])
    print(team.name)
    print(len(team.players))
