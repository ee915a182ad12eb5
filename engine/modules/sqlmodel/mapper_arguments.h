// What a mapped class says of its table and its mapper, read for SQLModel's classes and for declarative ones.
#pragma once

#include "orm/mapper.h"

namespace relata::modules {

/// `__table_args__`: constraints, indexes, a dict of options.
void add_table_arguments(Runtime& runtime, sql::Table& table, const Value& args);
/// Properties that stand in the class body under a `ClassVar`.
void find_declared_properties(const Type& cls, sql::Table& table, orm::MapperOptions& options);
/// `@validates("title")` functions of the class and its bases.
void find_validators(Runtime& runtime, const Type& cls, orm::MapperOptions& options);
/// `__mapper_args__`.
void read_mapper_args(Runtime& runtime, const Type& cls, sql::Table& table, orm::MapperOptions& options);
/// Makes the mapper and puts `__table__` and `__mapper__` on the class.
void map_class(Runtime& runtime, orm::ClassRegistry& registry, Type& cls, sql::Table& table, orm::MapperOptions options);

} // namespace relata::modules
