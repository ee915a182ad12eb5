// What the record of a run hears of relationships that are read without a loader.
#pragma once

#include "orm/instance_state.h"

namespace relata::orm {

/// The program took the object's `__dict__`: it may read every relationship that is loaded.
void told_dict_was_read(InstanceState& state);

} // namespace relata::orm
