// Attributes of mapped classes as the program holds them: `Task.title`, `alias.title`, `Task.tags.of_type(X)`.
#pragma once

#include "orm/aliased.h"
#include "python/interpreter.h"
#include "support/object.h"

namespace relata::modules {

/// An attribute that stands in no class dict: of an alias, or with of_type() or and_(). The class's own are
/// orm::InstrumentedAttribute; both kinds of object have the same operators. SQLAlchemy: QueryableAttribute.
class QueryableAttribute final : public Object {
  public:
    QueryableAttribute(Type& type, orm::AttributeReference r) : Object(type), reference(std::move(r)) {}
    orm::AttributeReference reference;
};

/// What either kind of attribute names; nothing for other values.
std::optional<orm::AttributeReference> attribute_reference_of(const Value& value);
/// The attribute of a mapper or alias, as an object.
Value queryable_attribute(Runtime& runtime, orm::AttributeReference reference);
/// Makes the types InstrumentedAttribute and QueryableAttribute, once per run.
void make_queryable_attribute_types(Runtime& runtime);

/// `aliased(Task)`: the class under another name.
class AliasedClass final : public Object {
  public:
    AliasedClass(Type& type, Ref<orm::AliasedInsp> a) : Object(type), aliased(std::move(a)) {}
    Ref<orm::AliasedInsp> aliased;
};
/// Adds aliased() and with_loader_criteria() to sqlalchemy.orm.
void add_aliased(python::Interpreter& interpreter, python::Module& module);
/// The entity that a mapped class or an alias stands for; null for other values.
sql::Entity* entity_argument(Runtime& runtime, const Value& value);
/// The mappers of a sequence of mapped classes. Throws NoInspectionAvailable.
std::vector<orm::Mapper*> mappers_argument(Runtime& runtime, const Value& classes);

} // namespace relata::modules
