// insert(), update(), delete().
#pragma once

#include "sql/dml.h"
#include "support/object.h"

namespace relata::modules {

/// The statement over a table or mapped class. Instantiated for Insert, Update and Delete.
template <class S> Value dml_statement(Runtime& runtime, const Value& target);

} // namespace relata::modules
