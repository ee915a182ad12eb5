#include "support/object_number.h"

#include "support/object.h"

#include <cinttypes>
#include <cstdio>
#include <unordered_map>

namespace relata {

namespace {

/// Numbers are given where they are first asked for.
struct ObjectNumbers final : Runtime::Extension {
    explicit ObjectNumbers(Runtime&) {}
    std::unordered_map<const void*, uint64_t> numbers; ///< by address
    uint64_t next = 0x7f00'0000'0010;
};

constexpr size_t cost = 256; // of an entry here and of the watcher of its object's death, in bytes

std::string hexadecimal(uint64_t number) {
    char text[32];
    std::snprintf(text, sizeof text, "0x%012" PRIx64, number);
    return text;
}

} // namespace

uint64_t place_number(Runtime& runtime, const void* place) {
    auto& numbers = runtime.extension<ObjectNumbers>();
    const auto found = numbers.numbers.find(place);
    if (found != numbers.numbers.end()) return found->second;
    runtime.heap().charge(cost);
    const uint64_t number = numbers.next;
    numbers.numbers.emplace(place, number);
    numbers.next += 16;
    return number;
}

uint64_t object_number(Runtime& runtime, const Value& value) {
    if (!value.is_object()) return value.bits();
    Object& object = *value.as_object();
    auto& numbers = runtime.extension<ObjectNumbers>();
    if (const auto found = numbers.numbers.find(&object); found != numbers.numbers.end()) return found->second;
    const uint64_t number = place_number(runtime, &object);
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

std::string address_text(Runtime& runtime, const Value& value) { return hexadecimal(object_number(runtime, value)); }

std::string place_address(Runtime& runtime, const void* place) { return hexadecimal(place_number(runtime, place)); }

} // namespace relata
