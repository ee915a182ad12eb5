// Methods of BaseModel and SQLModel, the classes of mapped attributes, and the parts that model classes are made of.
#pragma once

#include "modules/sqlmodel/model.h"
#include "orm/collections.h"
#include "python/type_builder.h"

namespace relata::modules {

/// model_dump, model_validate, model_copy, sqlmodel_update, ... into BaseModel.
void add_model_methods(python::TypeBuilder& builder);
/// model_validate, model_validate_json.
void add_validation_methods(python::TypeBuilder& builder);
/// PydanticDeprecatedSince20: pydantic's word on what is left of version 1.
void warn_deprecated(Runtime& runtime, const std::string& what);
void warn_old(Runtime& runtime, const char* old, const char* now);
Value model_json_schema(Runtime& runtime, const Value& cls, Args args);
/// `Page[int]`.
Value model_class_getitem(Runtime& runtime, const Value& cls, Args args);
/// A type as pydantic writes it in names and reprs: "int", "Union[int, str]".
std::string type_text(Runtime& runtime, const Value& annotation);
/// The Python classes of InstrumentedAttribute and InstrumentedList, and how the ORM reads Python objects.
void make_attribute_types(python::Interpreter& interpreter);
/// For `collection_class=`: list, set, dict or a class of the program.
std::shared_ptr<orm::CollectionFactory> make_collection_factory(Runtime& runtime, const Value& collection_class);
/// What `relationship(...)` of sqlalchemy.orm made; null for other values.
orm::RelationshipProperty* relationship_property(const Value& value);
/// `declared_attr`, and SQLModel's own `__tablename__` of that kind.
Type& declared_attr_type(Runtime& runtime);
void set_default_table_name(Runtime& runtime, Type& sqlmodel);
void install_argument_coercion(python::Interpreter& interpreter);
Type& sqlmodel_class(python::Interpreter& interpreter);

} // namespace relata::modules
