from typing import Optional

from sqlmodel import Field, SQLModel

# Arguments for Relationship(): the highest id first.
NEWEST = {"sa_relationship_kwargs": {"order_by": "Boat.id.desc()"}}


class Named(SQLModel):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
