# Names of tags as a list of strings, words as a set, one attribute of a parent; and the same in conditions.
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Post(Base):
    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    tags: Mapped[list["Tag"]] = relationship(back_populates="post")
    names = association_proxy("tags", "name", creator=lambda name: Tag(name=name))
    labels: Mapped[set["Label"]] = relationship()
    words = association_proxy("labels", "word", creator=lambda word: Label(word=word))


class Tag(Base):
    __tablename__ = "tag"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    post: Mapped["Post"] = relationship(back_populates="tags")
    post_title = association_proxy("post", "title")


class Label(Base):
    __tablename__ = "label"
    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session:
    post = Post(title="Hello")
    session.add(post)
    post.names = ["a", "b", "c"]
    post.names.append("d")
    post.names.insert(1, "x")
    post.names[0] = "z"
    post.names[2:3] = ["m", "n"]
    print(post.names, post.names[1:3], len(post.names), "x" in post.names, post.names.index("x"), post.names + ["q"])
    post.words.add("w")
    post.words |= {"w", "v"}
    print(sorted(post.words), post.words == {"v", "w"}, post.words - {"v"})
    session.commit()
    post.names.remove("x")
    print(post.names.pop())
    post.words.discard("w")
    post.words = {"new", "v"}
    session.commit()
    print(post.names, sorted(post.words))
    tag = post.tags[0]
    print(tag.post_title)
    tag.post_title = "again"
    print(post.title)
    print(session.scalars(select(Post).where(Post.names == "z")).one().title)
    print(select(Post).where(Post.names.contains("z")))
    print(select(Tag).where(Tag.post_title.like("x%")))
    print(select(Tag).where(Tag.post_title == None))
    for wrong in (lambda: Post.names.has(), lambda: Tag.post_title.any(), lambda: post.names.remove("nope"),
                  lambda: post.words.remove("nope"), lambda: Post.names.any(name="x"), lambda: post.names.sort()):
        try:
            wrong()
        except Exception as error:
            print(type(error).__name__, error)
