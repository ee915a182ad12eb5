"""Recipes with different numbers of ingredients; many have the same number of stars."""
import random

from models import Ingredient, Recipe


def build(session, size, seed):
    rng = random.Random(seed)
    numbers = list(range(size))
    rng.shuffle(numbers)
    for number in numbers:
        recipe = Recipe(title=f"recipe {number:02} of {seed}", stars=rng.randrange(3))
        session.add(recipe)
        for name in rng.sample(["butter", "eggs", "flour", "milk", "salt"], number % 4):
            session.add(Ingredient(name=name, recipe=recipe))
