from typing import List, Optional
from enum import Enum as E
from datetime import datetime, date
from decimal import Decimal
import sqlalchemy
from sqlalchemy import inspect, select, func, bindparam, literal, Integer, String, Numeric, Float, JSON, Uuid, Enum, LargeBinary, Interval, DateTime
from sqlmodel import SQLModel, Field, Relationship, Session, create_engine
class Color(E):
    RED = "r"
class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    budget: Decimal = Decimal("1")
    rate: float = 1.0
    born: Optional[date] = None
    color: Color = Color.RED
    heroes: List["Hero"] = Relationship(back_populates="team", cascade_delete=True)
class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    team_id: Optional[int] = Field(default=None, foreign_key="team.id")
    team: Optional[Team] = Relationship(back_populates="heroes", sa_relationship_kwargs={"lazy": "selectin", "doc": "the team"})
def t(f):
    try: print(f())
    except Exception as x: print(type(x).__name__, str(x)[:300])
m = inspect(Team); h = inspect(Hero)
for r in (m.relationships.heroes, h.relationships.team):
    for n in "key passive_deletes passive_updates post_update single_parent innerjoin join_depth collection_class doc info order_by secondaryjoin active_history load_on_pending enable_typechecks uselist viewonly lazy cascade back_populates direction target secondary".split():
        t(lambda: f"{n}: {getattr(r, n)!s}")
    t(lambda: (r.entity.class_, r.parent.class_, r.class_attribute is getattr(r.parent.class_, r.key), str(r.class_attribute)))
for p in m.column_attrs:
    t(lambda: (p.key, str(p.expression), p.deferred, p.group, p.active_history, p.doc, p.info, str(p.class_attribute), p.parent is m))
t(lambda: m.get_property_by_column(Team.__table__.c.name).key)
t(lambda: m.get_property_by_column(Hero.__table__.c.name).key)
t(lambda: [p.key for p in m.iterate_properties])
t(lambda: list(m.synonyms.keys()))
t(lambda: m.identity_key_from_instance(Team(id=3, name="x")))
t(lambda: m.identity_key_from_primary_key((3,)))
t(lambda: (m.common_parent(h), m.common_parent(m), m.concrete, m.non_primary, m.configured, m.isa(m)))
for a in (Team.name, Team.budget, Team.rate, Team.born, Team.color, Hero.team_id):
    t(lambda: a.type.python_type)
for ty in (Integer(), String(), Numeric(), Float(), JSON(), Uuid(), Enum("a", "b"), LargeBinary(), Interval(), DateTime()):
    t(lambda: ty.python_type)
t(lambda: str(Team.name.label("q").element))
t(lambda: str(Team.name.desc().element))
t(lambda: (literal(5).value, bindparam("z").value, literal("x").type))
e = create_engine("sqlite://"); SQLModel.metadata.create_all(e)
with Session(e) as s:
    s.add(Team(name="n")); s.commit()
    team = s.get(Team, 1)
    st = inspect(team)
    t(lambda: (len(st.attrs), "name" in st.attrs, "zz" in st.attrs, [a.key for a in st.attrs], [k for k, v in st.attrs.items()], [v.key for v in st.attrs.values()]))
    t(lambda: (st.identity, st.identity_key, st.identity_token, st.persistent))
    t(lambda: {a.key: a.value for a in st.attrs if a.key != "heroes"})
    t(lambda: {a.key: a.history.has_changes() for a in st.attrs})
with e.connect() as c:
    tr = c.begin(); t(lambda: type(tr).__name__); n = c.begin_nested(); t(lambda: type(n).__name__)
