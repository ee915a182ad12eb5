from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str


class Match(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    day: int
    home_id: int = Field(foreign_key="team.id", index=True)
    away_id: Optional[int] = Field(
        default=None, foreign_key="team.id", index=True
    )
