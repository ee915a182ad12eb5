from typing import TYPE_CHECKING, Optional

from sqlmodel import Field, Relationship, SQLModel

if TYPE_CHECKING:
    from models.band import Band


class Song(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    band_id: Optional[int] = Field(
        default=None, foreign_key="band.id", index=True
    )

    band: Optional["Band"] = Relationship(back_populates="songs")
