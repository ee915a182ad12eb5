# The column that each Python type gets, what it stores, and what comes back.
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Dict, Optional
from uuid import UUID

from sqlmodel import JSON, BigInteger, Column, Field, Session, SQLModel, Text, create_engine, select


class Grade(str, Enum):
    GOOD = "good"
    POOR = "poor"


class Size(int, Enum):
    SMALL = 1
    LARGE = 2


class Sample(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    code: str = Field(max_length=20, index=True, unique=True)
    note: Optional[str] = Field(default=None, max_length=5)
    weight: float = 1.5
    checked: bool = False
    price: Decimal = Field(default=Decimal("0.50"), max_digits=5, decimal_places=2)
    taken: date = date(2024, 2, 29)
    seen: Optional[datetime] = None
    at: time = time(1, 2)
    lasts: timedelta = timedelta(days=1, seconds=30)
    tag: UUID = Field(default_factory=lambda: UUID(int=5))
    grade: Grade = Grade.GOOD
    size: Size = Field(default=Size.SMALL, nullable=False)
    extra: Dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON))
    far: int = Field(default=7, sa_type=BigInteger)
    story: str = Field(default="x", sa_type=Text)
    copies: int = Field(default=3, sa_column_kwargs={"server_default": "3"})


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as session:
    session.add(Sample(name="a", code="b", extra={"k": [1, None]}))
    session.commit()
    sample = session.exec(select(Sample)).one()
    print(sample.price, sample.taken, sample.seen, sample.at, sample.lasts, sample.tag)
    print(sample.grade, sample.size, sample.extra, sample.far, sample.story, sample.copies, sample.checked, sample.weight)
for column in Sample.__table__.columns:
    print(column.name, column.type, column.nullable, column.index, column.unique, column.primary_key)
