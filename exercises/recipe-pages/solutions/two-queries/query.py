from collections import defaultdict

from sqlmodel import Session, col, select

from models import Ingredient, Recipe


def page(session: Session, number: int, size: int) -> list[str]:
    statement = select(Recipe).order_by(
        col(Recipe.stars).desc(), Recipe.title
    )
    recipes = session.exec(
        statement.offset((number - 1) * size).limit(size)
    ).all()
    names = defaultdict(list)
    wanted = select(Ingredient).where(
        col(Ingredient.recipe_id).in_([recipe.id for recipe in recipes])
    )
    for ingredient in session.exec(wanted.order_by(Ingredient.name)):
        names[ingredient.recipe_id].append(ingredient.name)
    return [
        f"{recipe.title}: {', '.join(names[recipe.id]) or 'nothing'}"
        for recipe in recipes
    ]
