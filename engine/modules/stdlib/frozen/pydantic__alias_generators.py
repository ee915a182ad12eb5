"""Names of fields in other spellings. pydantic: alias_generators.py."""
import re as _re


def to_pascal(snake):
    camel = snake.title()
    return _re.sub("([0-9A-Za-z])_(?=[0-9A-Z])", lambda m: m.group(1), camel)


def to_camel(snake):
    if _re.match("^[a-z]+[A-Za-z0-9]*$", snake) and not _re.search(r"\d[a-z]", snake):
        return snake
    camel = to_pascal(snake)
    return _re.sub("(^_*[A-Z])", lambda m: m.group(1).lower(), camel)


def to_snake(camel):
    snake = _re.sub(r"([A-Z]+)([A-Z][a-z])", lambda m: f"{m.group(1)}_{m.group(2)}", camel)
    snake = _re.sub(r"([a-z])([A-Z])", lambda m: f"{m.group(1)}_{m.group(2)}", snake)
    snake = _re.sub(r"([0-9])([A-Z])", lambda m: f"{m.group(1)}_{m.group(2)}", snake)
    snake = _re.sub(r"([a-z])([0-9])", lambda m: f"{m.group(1)}_{m.group(2)}", snake)
    return snake.replace("-", "_").lower()
