from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    home_matches: list["Match"] = Relationship(
        back_populates="home",
        sa_relationship_kwargs={"foreign_keys": "[Team.id]"},
    )
    away_matches: list["Match"] = Relationship(
        back_populates="away",
        sa_relationship_kwargs={"foreign_keys": "[Team.id]"},
    )


class Match(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    day: int
    home_id: int = Field(foreign_key="team.id", index=True)
    away_id: Optional[int] = Field(
        default=None, foreign_key="team.id", index=True
    )

    home: Team = Relationship(
        back_populates="home_matches",
        sa_relationship_kwargs={"foreign_keys": "[Team.id]"},
    )
    away: Optional[Team] = Relationship(
        back_populates="away_matches",
        sa_relationship_kwargs={"foreign_keys": "[Team.id]"},
    )
