#include "python/object_number.h"

#include "support/object.h"

#include <cinttypes>
#include <cstdio>
#include <unordered_map>

namespace relata::python {

namespace {

/// Numbers are given where they are first asked for.
struct ObjectNumbers final : Runtime::Extension {
    explicit ObjectNumbers(Runtime&) {}
    std::unordered_map<const Object*, uint64_t> numbers;
    uint64_t next = 0x7f00'0000'0010;
};

constexpr size_t cost = 256; // of an entry here and of the watcher of its object's death, in bytes

} // namespace

uint64_t object_number(Runtime& runtime, const Value& value) {
    if (!value.is_object()) return value.bits();
    Object& object = *value.as_object();
    auto& numbers = runtime.extension<ObjectNumbers>();
    const auto [at, added] = numbers.numbers.try_emplace(&object, numbers.next);
    if (!added) return at->second;
    const uint64_t number = at->second;
    try {
        runtime.heap().charge(cost);
    } catch (...) {
        numbers.numbers.erase(at);
        throw;
    }
    numbers.next += 16;
    runtime.on_death(object, [&numbers, &runtime, key = &object] {
        numbers.numbers.erase(key);
        runtime.heap().uncharge(cost);
    });
    return number;
}

int64_t hash_of_identity(Runtime& runtime, const Value& value) {
    const uint64_t number = object_number(runtime, value);
    return int64_t(number >> 4 | number << 60);
}

std::string address_text(Runtime& runtime, const Value& value) {
    char text[32];
    std::snprintf(text, sizeof text, "0x%012" PRIx64, object_number(runtime, value));
    return text;
}

} // namespace relata::python
