// A text as JSON, read by the json module and by pydantic, and written again: what was written reads as the same.
#include "fuzz/given_text.h"

namespace {

constexpr const char* program = R"(
import json
from typing import Any
from pydantic import TypeAdapter, ValidationError

adapters = [TypeAdapter(kind) for kind in (Any, int, list[float], dict[str, Any])]

def check(text):
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError, ValueError):
        pass
    else:
        expected = repr(value)
        for options in ({}, {"indent": 1}, {"sort_keys": True, "separators": (",", ":")}, {"ensure_ascii": False}):
            try:
                again = repr(json.loads(json.dumps(value, **options)))
            except RecursionError:
                continue
            if again != expected and not options.get("sort_keys"):
                raise SystemError(f"{expected} became {again}")
    for adapter in adapters:
        try:
            adapter.dump_json(adapter.validate_json(text))
        except (ValidationError, RecursionError, ValueError):
            pass
)";

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static relata::fuzz::TextProgram reading(program);
    reading.check({reinterpret_cast<const char*>(data), size});
    return 0;
}
