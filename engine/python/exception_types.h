// Making the exception classes. Called once, by the interpreter's constructor.
#pragma once

#include "python/exception_object.h"

namespace relata::python {

void make_exception_types(Runtime& runtime);
/// Members of BaseExceptionGroup and ExceptionGroup (exception_groups.cpp).
void make_exception_groups(Runtime& runtime);
/// The type of traceback objects.
void make_traceback_type(Runtime& runtime);

} // namespace relata::python
