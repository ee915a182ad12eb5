// Slots of classes of the program: functions that call the class's special methods (CPython's slot_tp_*).
#pragma once

#include "support/runtime.h"

namespace relata::python {

/// Sets the slots for which `type`'s own dict has special methods. The type's bases are set and slots
/// inherited afterwards.
void fill_slots_from_dict(Runtime& runtime, Type& type);
/// After `type.name = value` or `del type.name`: the slot follows.
void update_slot(Runtime& runtime, Type& type, const Str& name);

/// slots.init of a class whose `__init__` is Python.
void slot_init(Runtime& runtime, const Value& self, Args args);

} // namespace relata::python
