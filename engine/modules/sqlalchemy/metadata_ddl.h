// CREATE TABLE and DROP TABLE of whole schemas.
#pragma once

#include "sql/schema/schema.h"
#include "support/object.h"

namespace relata::modules {

/// `metadata.create_all(bind, tables, checkfirst)`: `bind` is an Engine or a Connection.
void create_tables(Runtime& runtime, const Value& bind, const std::vector<sql::Table*>& tables, bool checkfirst);
void drop_tables(Runtime& runtime, const Value& bind, const std::vector<sql::Table*>& tables, bool checkfirst);

} // namespace relata::modules
