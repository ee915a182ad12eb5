// Options of columns and tables by name, and the classes of schema items.
#pragma once

#include "python/interpreter.h"
#include "sql/schema/schema.h"

#include <functional>

namespace relata::modules {

/// `Column(..., key=value)`. Throws TypeError for an unknown key.
void set_column_option(Runtime& runtime, sql::Column& column, std::string_view key, const Value& value);
/// `Table(..., key=value)`, the dict in `__table_args__`.
void set_table_option(Runtime& runtime, sql::Table& table, std::string_view key, const Value& value);
/// ForeignKey, UniqueConstraint, Index, ...: calls `add` with each class.
void make_schema_item_classes(python::Interpreter& interpreter, const std::function<void(const char*, Type&)>& add);

/// `Enum(cls)`: the type of a column that holds members of an enumeration.
sql::TypeRef enum_type(Runtime& runtime, const Value& enum_class);
/// `column.default` and `column.server_default`; None where the column has none.
Value column_default(Runtime& runtime, const std::optional<sql::ColumnDefault>& given);
Value server_default(Runtime& runtime, const std::optional<sql::ServerDefault>& given, bool for_update);

/// `foreign_key.column` and `.parent` of a key that stands in a table.
Value attached_foreign_key_column(Runtime& runtime, const Value& self, bool parent);

} // namespace relata::modules
