from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, select

from models import Ingredient, Recipe


def line(recipe: Recipe) -> str:
    names = sorted(ingredient.name for ingredient in recipe.ingredients)
    return f"{recipe.title}: {', '.join(names) or 'nothing'}"


def page(session: Session, number: int, size: int) -> list[str]:
    statement = (
        select(Recipe)
        .join(Ingredient)
        .distinct()
        .order_by(Recipe.stars.desc(), Recipe.title)
        .offset((number - 1) * size)
        .limit(size)
    )
    recipes = (
        session.exec(statement.options(selectinload(Recipe.ingredients)))
        .unique()
        .all()
    )
    return [line(recipe) for recipe in recipes]
