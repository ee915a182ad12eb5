# refresh() with a name loads it at once, also below the eager load of the same self-reference.
import asyncio
from typing import List, Optional
from sqlmodel import Field, Relationship, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import selectinload
class Part(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    parent_id: Optional[int] = Field(default=None, foreign_key="part.id")
    parent: Optional["Part"] = Relationship(back_populates="parts", sa_relationship_kwargs={"remote_side": "Part.id"})
    parts: List["Part"] = Relationship(back_populates="parent")
async def main():
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as c: await c.run_sync(SQLModel.metadata.create_all)
    async with AsyncSession(engine) as s:
        a = Part(name="a", parts=[Part(name="b", parts=[Part(name="c"), Part(name="d")])])
        s.add(a); await s.commit()
    async with AsyncSession(engine) as s:
        top = (await s.exec(select(Part).where(Part.parent_id == None).options(selectinload(Part.parts)))).unique().one()
        for p in top.parts:
            await s.refresh(p, ["parts"])
            print(p.name, [q.name for q in p.parts])
            for q in p.parts:
                await s.refresh(q, attribute_names=["parts", "name"])
                print(q.name, q.parts)
        await s.refresh(top)
        print(top.name)
        await s.refresh(top, ["parent"])
        print(top.parent)
    await engine.dispose()
asyncio.run(main())
