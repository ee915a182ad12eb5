from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Recipe(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    stars: int

    ingredients: list["Ingredient"] = Relationship(back_populates="recipe")


class Ingredient(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    recipe_id: int = Field(foreign_key="recipe.id", index=True)

    recipe: Recipe = Relationship(back_populates="ingredients")
