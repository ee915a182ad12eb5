# A value that its column cannot take fails at the flush; a string that is no member of an enum fails when it is read.
import enum, datetime
from sqlmodel import *
class C(str, enum.Enum):
    a = "x"
class T(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    c: C = C.a
    born: datetime.date = datetime.date(2020, 1, 1)
engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
s = Session(engine)
s.add(T())
s.commit()
t = s.exec(select(T)).one()
t.born = "2020"
try: s.commit()
except Exception as e: print(type(e), e)
s.rollback()
t.born = 3
try: s.exec(select(T.id)).all()
except Exception as e: print(type(e), e)
try: s.exec(select(T.id)).all()
except Exception as e: print(type(e), e)
s.rollback()
t.c = "zzz"
s.commit()
try: t.c
except Exception as e: print(type(e), e)
try: s.exec(select(T)).one()
except Exception as e: print(type(e), e)
s.rollback()
try: s.exec(select(T)).one()
except Exception as e: print(type(e), e)
