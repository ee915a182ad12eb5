// sqlalchemy.event: functions of the program that hear of engines, sessions, mappers and attributes.
#pragma once

#include "orm/attributes.h"
#include "orm/mapper.h"
#include "python/interpreter.h"

namespace relata::modules {

/// listen, listens_for and remove into `sqlalchemy.event`.
void add_event_functions(python::Interpreter& interpreter, python::Module& sqlalchemy_event);
/// Listeners that the class, or one above it that is not mapped, got before this mapper was there.
void apply_held_listeners(Runtime& runtime, orm::Mapper& mapper);
/// `initiator`, the last argument of an attribute's listener. SQLAlchemy: AttributeEventToken.
Value event_token_view(Runtime& runtime, const orm::AttributeEvent& event);
/// OP_APPEND and the others into `sqlalchemy.orm.attributes`.
void add_event_operations(python::Interpreter& interpreter, python::Module& attributes);

} // namespace relata::modules
