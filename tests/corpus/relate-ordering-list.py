# Collections of the program's own class, and one that numbers its members.
from sqlalchemy.ext.orderinglist import ordering_list
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


class Titles(list):
    def titles(self):
        return [song.title for song in self]


class Album(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    tracks: list["Track"] = Relationship(
        back_populates="album",
        sa_relationship_kwargs={"order_by": "Track.position", "collection_class": ordering_list("position", count_from=1)},
    )
    songs: list["Song"] = Relationship(back_populates="album", sa_relationship_kwargs={"collection_class": Titles})


class Track(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    position: int | None = None
    album_id: int | None = Field(default=None, foreign_key="album.id")
    album: Album | None = Relationship(back_populates="tracks")


class Song(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str
    album_id: int | None = Field(default=None, foreign_key="album.id")
    album: Album | None = Relationship(back_populates="songs")


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as session:
    album = Album()
    session.add(album)
    for name in "abc":
        album.tracks.append(Track(name=name))
    session.commit()
    print([(track.name, track.position) for track in album.tracks])
    album.tracks.insert(0, Track(name="intro"))
    session.commit()
    print([(track.name, track.position) for track in album.tracks])
    last = album.tracks.pop()
    print(last.name, [track.position for track in album.tracks])
    album.tracks.insert(1, album.tracks.pop(2))
    session.commit()
    print([(track.name, track.position) for track in album.tracks], type(album.tracks).__name__)
    session.add(Track(name="late", album=album))
    print([(track.name, track.position) for track in album.tracks])
    album.songs.append(Song(title="One"))
    album.songs += [Song(title="Two")]
    session.commit()
    print(album.songs.titles(), type(album.songs).__name__, isinstance(album.songs, list))
    del album.songs[0]
    album.songs[0] = Song(title="Three")
    session.commit()
    print(album.songs.titles(), session.exec(select(Song.title, Song.album_id).order_by(Song.id)).all())
    album.songs = Titles([Song(title="Four")])
    session.commit()
    print(album.songs.titles())
