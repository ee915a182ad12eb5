// JSON: `column["key"]`, paths, and what an indexed value is read as. SQLAlchemy: sqltypes.JSON.Comparator.
#pragma once

#include "sql/elements.h"

namespace relata::sql {

/// `json[index]`: `index` a str, an int, or a sequence of them (a path).
Ref<ColumnElement> json_getitem(Runtime& runtime, ColumnElement& json, const Value& index);
/// `json[index].as_string()` and the like: `method` names the caller in the error where `e` is no such expression.
Ref<ColumnElement> json_as(const ColumnElement& e, TypeRef type, std::string_view method);

} // namespace relata::sql
