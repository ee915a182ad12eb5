// sqlalchemy.inspect: what the ORM knows of an object (InstanceState) and of a class (Mapper).
#pragma once

#include "orm/instance_state.h"
#include "python/interpreter.h"

#include <unordered_map>

namespace relata::modules {

/// `inspect(obj)`: keeps the object alive. SQLAlchemy: InstanceState, AttributeState.
Value state_view(Runtime& runtime, orm::InstanceState& state);
/// `obj._sa_instance_state`: the same; AttributeError where the object's class is not mapped.
Value sa_instance_state(Runtime& runtime, const Value& object);
/// `__dict__` of an object whose class may be mapped: then `_sa_instance_state` comes first.
Ref<Dict> mapped_instance_dict(Runtime& runtime, const Value& object);
/// An identity key as a program gets it: `(Task, (1,), None)`. SQLAlchemy: orm.identity_key.
Value identity_key_tuple(Runtime& runtime, const orm::IdentityKey& key);
/// `inspect(Task)`. SQLAlchemy: Mapper.
Value mapper_view(Runtime& runtime, orm::Mapper& mapper);
/// The class of what mapper_view() gives: `sqlalchemy.orm.Mapper`.
Type& mapper_type(Runtime& runtime);
/// `Task.title.property`. SQLAlchemy: ColumnProperty, RelationshipProperty.
Value mapped_property_view(Runtime& runtime, orm::MapperProperty& property);
/// One view for each mapper and property of a run: `inspect(Task) is inspect(Task)`.
struct MappedViews final : Runtime::Extension {
    explicit MappedViews(Runtime&) {}
    void clear_references() override { views.clear(); }
    std::unordered_map<const void*, Value> views; ///< by what they show
};
/// The classes of those properties, and of what they give.
void make_property_types(Runtime& runtime);
/// A list of columns, as a program gets them.
Value column_list(Runtime& runtime, const std::vector<sql::ColumnElement*>& columns);
/// "<Mapper at 0x7f..; Task>"
std::string described_place(Runtime& runtime, const std::string& type, const void* place, const std::string& name);
/// `inspect(subject)` for objects and classes; unset where the subject is neither.
Value inspect_mapped(Runtime& runtime, const Value& subject);

} // namespace relata::modules
