from typing import Optional
from sqlmodel import *
class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
h = Hero(name="a")
print(inspect(Hero) is inspect(Hero), Hero.__mapper__ is inspect(Hero), inspect(h) == inspect(h), h._sa_instance_state == inspect(h), len({inspect(h), inspect(h)}))
print(inspect(Hero).column_attrs.name is Hero.name.property, h._sa_instance_state.mapper is inspect(Hero))
print(isinstance(h.__dict__, dict), repr(h), h.model_dump(), h == Hero(name="a"))
print(select(Hero.__table__.c["id", "name"]))
print(sorted(h.__dict__))
e = create_engine("sqlite://")
SQLModel.metadata.create_all(e)
with Session(e) as s:
    s.add(h)
    s.commit()
    print(sorted(h.__dict__))
    h.name
    print(sorted((k, v) for k, v in vars(h).items() if k != "_sa_instance_state"))
    h.__dict__.pop("name", None)
    print(h.name, type(h.__dict__["_sa_instance_state"]).__name__)
