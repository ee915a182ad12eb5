# Relationships given to a class after it was made; a synonym of one.
from sqlalchemy.orm import relationship, synonym
from sqlmodel import Field, Session, SQLModel, create_engine, select


class Owner(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str


class Pet(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    owner_id: int | None = Field(default=None, foreign_key="owner.id")


Owner.pets = relationship("Pet", back_populates="owner", order_by="Pet.name.desc()")
Pet.owner = relationship(Owner, back_populates="pets")
Pet.human = synonym("owner")

engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as session:
    ann = Owner(name="Ann")
    ann.pets.append(Pet(name="Rex"))
    ann.pets.append(Pet(name="Tom"))
    session.add(ann)
    session.commit()
    print([pet.name for pet in ann.pets], ann.pets[0].human is ann)
    print(select(Pet).join(Pet.human).where(Owner.name == "Ann"))
    try:
        ann.pets[0].owner = None
    except ValueError as error:
        print(error)
    print([pet.name for pet in ann.pets])
    try:
        del Owner.pets
    except NotImplementedError as error:
        print(error)
