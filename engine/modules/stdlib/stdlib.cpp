#include "modules/stdlib/stdlib.h"

#include "modules/stdlib/frozen.h"
#include "python/interpreter.h"
#include "python/types/generic_alias.h"

namespace relata::modules {

void register_stdlib(python::Interpreter& interpreter) {
    python::install_generic_aliases(interpreter); // `list[int]` and `int | None` need no import
    register_frozen_modules(interpreter);
    register_asyncio(interpreter);
    register_collections(interpreter);
    register_contextlib(interpreter);
    register_datetime(interpreter);
    register_decimal(interpreter);
    register_functools(interpreter);
    register_hashlib(interpreter);
    register_itertools(interpreter);
    register_json(interpreter);
    register_math(interpreter);
    register_operator(interpreter);
    register_random(interpreter);
    register_re(interpreter);
    register_sys(interpreter);
    register_time(interpreter);
    register_types(interpreter);
    register_typing(interpreter);
    register_warnings(interpreter);
    register_weakref(interpreter);
}

} // namespace relata::modules
