from sqlmodel import Session, select

from models import Ingredient, Recipe


def page(session: Session, number: int, size: int) -> list[str]:
    statement = (
        select(Recipe, Ingredient)
        .join(Ingredient, isouter=True)
        .order_by(Recipe.stars.desc(), Recipe.title)
        .offset((number - 1) * size)
        .limit(size)
    )
    names = {}
    for recipe, ingredient in session.exec(statement):
        names.setdefault(recipe.title, []).append(
            ingredient.name if ingredient else "nothing"
        )
    return [
        f"{title}: {', '.join(sorted(found))}"
        for title, found in names.items()
    ]
