"""JSON Schema (draft 2020-12), as far as resources/schemas use it. A keyword that it does not know is an error."""
import re

KNOWN = {"$schema", "$defs", "$ref", "title", "description", "type", "const", "enum", "required", "properties",
         "additionalProperties", "items", "minimum", "pattern"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}


def is_a(value, name):
    if isinstance(value, bool) and name != "boolean":
        return False
    return isinstance(value, TYPES[name])


def problems(value, schema, root=None, path="$"):
    """Sentences about what in `value` does not fit."""
    root = root or schema
    unknown = set(schema) - KNOWN
    assert not unknown, f"the schema uses {unknown}"
    if "$ref" in schema:
        place = root
        for key in schema["$ref"].removeprefix("#/").split("/"):
            place = place[key]
        yield from problems(value, place, root, path)
    if "type" in schema and not is_a(value, schema["type"]):
        yield f"{path}: {value!r} is not of type {schema['type']}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{path}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is none of {schema['enum']}"
    if "minimum" in schema and value < schema["minimum"]:
        yield f"{path}: {value} is below {schema['minimum']}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{path}: {value!r} does not match {schema['pattern']}"
    if isinstance(value, dict):
        for key in schema.get("required", []):
            if key not in value:
                yield f"{path}: lacks {key}"
        for key, item in value.items():
            if key in schema.get("properties", {}):
                yield from problems(item, schema["properties"][key], root, f"{path}.{key}")
            elif schema.get("additionalProperties", True) is False:
                yield f"{path}: has {key}"
    if isinstance(value, list) and "items" in schema:
        for at, item in enumerate(value):
            yield from problems(item, schema["items"], root, f"{path}[{at}]")
