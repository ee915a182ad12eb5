// sqlalchemy.inspect: what the ORM knows of an object (InstanceState) and of a class (Mapper).
#pragma once

#include "orm/instance_state.h"
#include "python/interpreter.h"

namespace relata::modules {

/// `inspect(obj)`: keeps the object alive. SQLAlchemy: InstanceState, AttributeState.
Value state_view(Runtime& runtime, orm::InstanceState& state);
/// `obj._sa_instance_state`: the same; AttributeError where the object's class is not mapped.
Value sa_instance_state(Runtime& runtime, const Value& object);
/// `__dict__` of an object whose class may be mapped: then `_sa_instance_state` comes first.
Ref<Dict> mapped_instance_dict(Runtime& runtime, const Value& object);
/// `inspect(Task)`. SQLAlchemy: Mapper.
Value mapper_view(Runtime& runtime, orm::Mapper& mapper);
/// The class of what mapper_view() gives: `sqlalchemy.orm.Mapper`.
Type& mapper_type(Runtime& runtime);
/// `Task.title.property`. SQLAlchemy: ColumnProperty, RelationshipProperty.
Value mapped_property_view(Runtime& runtime, orm::MapperProperty& property);
/// `inspect(subject)` for objects and classes; unset where the subject is neither.
Value inspect_mapped(Runtime& runtime, const Value& subject);

} // namespace relata::modules
