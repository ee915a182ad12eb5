// Slot wrappers: the special methods that a builtin type shows for its slots (`list.__len__`).
#pragma once

#include "support/runtime.h"

namespace relata::python {

/// Puts into `type`'s dict a wrapper for every slot that the type has itself set, unless the name is there
/// already. CPython: add_operators (Objects/typeobject.c).
void add_slot_wrappers(Runtime& runtime, Type& type);

} // namespace relata::python
