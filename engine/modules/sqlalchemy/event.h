// sqlalchemy.event: functions of the program that hear of engines, sessions, mappers and attributes.
#pragma once

#include "python/interpreter.h"

namespace relata::modules {

/// listen, listens_for and remove into `sqlalchemy.event`.
void add_event_functions(python::Interpreter& interpreter, python::Module& sqlalchemy_event);

} // namespace relata::modules
