from typing import TYPE_CHECKING, Optional

from sqlmodel import Field, Relationship, SQLModel

if TYPE_CHECKING:
    from models.song import Song


class Band(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    songs: list["Song"] = Relationship(
        sa_relationship_kwargs={"viewonly": True}
    )
