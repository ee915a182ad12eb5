// Attributes that a program maps by itself: column_property(), deferred(), synonym(), relationship(), a Column.
#pragma once

#include "orm/mapper.h"
#include "python/interpreter.h"

namespace relata::modules {

/// What column_property(), synonym() and others made, before a mapper takes it.
class MappedPropertyObject final : public Object {
  public:
    MappedPropertyObject(Type& type, Ref<orm::MapperProperty> p) : Object(type), property(std::move(p)) {}
    Ref<orm::MapperProperty> property;
};

/// The property that a value declares: such an object, a relationship(), an attribute of a mapped class under another name
/// (a synonym of it); null for any other value, a Column included.
Ref<orm::MapperProperty> declared_property(const Value& value, std::string_view key);

/// `Task.total = column_property(...)` on a mapped class: true where the mapper took it.
/// SQLAlchemy: decl_base._add_attribute.
bool add_mapped_attribute(Runtime& runtime, Type& cls, Str& name, const Value& value);
/// slots.set_attribute of the metaclasses of mapped classes. SQLAlchemy: DeclarativeAttributeIntercept.__setattr__.
void set_class_attribute(Runtime& runtime, const Value& self, Str& name, const Value& value);

/// Whether a value is a composite(), which is told when its class is mapped.
bool is_composite(const Value& value);

/// column_property, deferred, query_expression, synonym and their classes into `sqlalchemy.orm`.
void add_mapped_properties(python::Interpreter& interpreter, python::Module& module);

} // namespace relata::modules
