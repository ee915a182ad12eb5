# A relationship with single_parent=True looks at what it replaces, even where the object is expired.
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


class User(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    profile: "Profile" = Relationship(
        back_populates="user",
        sa_relationship_kwargs={"uselist": False, "cascade": "all, delete-orphan", "single_parent": True},
    )


class Profile(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    bio: str
    user_id: int | None = Field(default=None, foreign_key="user.id", unique=True)
    user: User | None = Relationship(back_populates="profile")


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as session:
    user = User(name="ada", profile=Profile(bio="first"))
    session.add(user)
    session.commit()
    user.profile = None
    session.rollback()
    user.profile = Profile(bio="second")
    session.rollback()
    user.profile = Profile(bio="third")
    session.add(Profile(bio="fourth", user_id=1))
    try:
        session.commit()
    except Exception as error:
        print(type(error).__name__, error.detail)
        session.rollback()
    user.profile = None
    session.commit()
    print(session.exec(select(Profile)).all())

with Session(engine) as session:
    user = session.get(User, 1)
    user.profile = Profile(bio="fifth")
    session.commit()
    print(user.profile.bio)
