from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Artist(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    albums: list["Album"] = Relationship(back_populates="artist")


class Album(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    year: int
    artist_id: Optional[int] = Field(
        default=None, foreign_key="artist.id", index=True
    )

    artist: Optional[Artist] = Relationship(back_populates="albums")

    @property
    def label(self) -> str:
        artist = self.artist.name if self.artist else "various"
        return f"{self.title} ({self.year}), {artist}"
