// select() itself: what the functions of `sqlalchemy` and `sqlmodel` share.
#pragma once

#include "python/interpreter.h"
#include "sql/select.h"
#include "support/object.h"

#include <span>

namespace relata::modules {

/// `select(*columns)`.
/// The columns of `table.c` and of its parts; empty for what is no collection of columns.
std::vector<Ref<sql::ColumnElement>> columns_in_collection(const Value& value);
Ref<sql::Select> select_statement(Runtime& runtime, std::span<const Value> columns);
/// The same as SQLModel does it: a SelectOfScalar where there is one column.
Value sqlmodel_select(Runtime& runtime, std::span<const Value> columns);
/// sqlmodel.sql.expression's SelectOfScalar and Select.
Value sqlmodel_select_class(python::Interpreter& interpreter, bool scalar);
/// The attribute `name` of the entity or table that `element` stands for, as filter_by means it.
Value namespace_attribute(Runtime& runtime, sql::ClauseElement& element, const std::string& name,
                          const std::string& text = {});

} // namespace relata::modules
