#include "execution/parameter_repr.h"

#include "support/protocol.h"

namespace relata::execution {

std::string parameter_repr(Runtime& runtime, const Value& value) {
    constexpr uint32_t max = 300, half = max / 2;
    const Ref<Str> text = repr(runtime, value);
    if (text->length() <= max) return std::string(text->view());
    return std::string(text->view().substr(0, text->offset_of(half))) + " ... (" +
           std::to_string(text->length() - max) + " characters truncated) ... " +
           std::string(text->view().substr(text->offset_of(text->length() - half)));
}

std::string parameters_repr(Runtime& runtime, std::span<const Value> values) {
    constexpr size_t max = 100;
    std::string out = "(";
    auto add = [&](std::span<const Value> part) {
        for (size_t i = 0; i < part.size(); ++i)
            out += (i ? ", " : "") + parameter_repr(runtime, part[i]);
    };
    if (values.size() > max) {
        add(values.first(max / 2));
        out += " ... " + std::to_string(values.size() - max) + " parameters truncated ... ";
        add(values.last(max / 2));
    } else {
        add(values);
        if (values.size() == 1) out += ",";
    }
    return out + ")";
}

std::string parameter_sets_repr(Runtime& runtime, std::span<const Value> values, size_t width) {
    constexpr size_t batches = 10;
    const size_t sets = width ? values.size() / width : 0;
    auto sets_from = [&](size_t from, size_t to) {
        std::string out;
        for (size_t i = from; i < to; ++i)
            out += (i > from ? ", " : "") + parameters_repr(runtime, values.subspan(i * width, width));
        return out;
    };
    if (sets <= batches) return "[" + sets_from(0, sets) + "]";
    return "[" + sets_from(0, batches - 2) + "  ... displaying 10 of " + std::to_string(sets) +
           " total bound parameter sets ...  " + sets_from(sets - 2, sets) + "]";
}

} // namespace relata::execution
