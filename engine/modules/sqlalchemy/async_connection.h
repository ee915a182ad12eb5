// AsyncTransaction and the streams of an AsyncConnection.
#pragma once

#include "python/type_builder.h"

namespace relata::modules {

/// begin(), begin_nested(), stream(), ... into the class of AsyncConnection.
void add_async_connection_methods(Runtime& runtime, python::TypeBuilder& b);

} // namespace relata::modules
