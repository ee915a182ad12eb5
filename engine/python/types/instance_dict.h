// `__dict__` of an object whose attributes live in slots.
#pragma once

#include "support/runtime.h"

namespace relata::python {

/// A dict of the attributes that an Instance has now. Changes of the dict are made to the instance as well;
/// later changes of the instance show in the next `__dict__`. `first`, where given, is an entry that is no slot; it comes
/// before the others.
Ref<Dict> instance_dict(Runtime& runtime, const Value& object, Str* first = nullptr, const Value& first_value = {});

Value get_instance_dict(Runtime& runtime, const Value& self);
void set_instance_dict(Runtime& runtime, const Value& self, const Value& value);
void make_instance_dict_type(Runtime& runtime);

} // namespace relata::python
