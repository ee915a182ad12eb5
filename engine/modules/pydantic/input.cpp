#include "modules/pydantic/input.h"

#include "modules/pydantic/line_error.h"

namespace relata::modules {

bool derives_from(const Type& type, std::string_view module, std::string_view name) {
    for (const Type* t : type.mro())
        if (t->name() == name && t->module() == module) return true;
    return false;
}

std::optional<std::string> input_text(const Value& value) {
    if (const Str* text = value.as<Str>()) return std::string(text->view());
    if (const Bytes* bytes = value.as<Bytes>()) return std::string(bytes->view());
    return {};
}

Value plain_str(Runtime& runtime, const Value& value) {
    if (&runtime.type_of(value) == &runtime.type(BuiltinType::str)) return value;
    return Value(runtime.make_str(value.get<Str>().view()));
}

Value enum_value(Runtime& runtime, const Value& value) {
    return is_kind_of(runtime, value, "enum", "Enum") ? get_attribute(runtime, value, "value") : Value();
}

std::string strip_space(std::string_view text) {
    constexpr std::string_view space = " \t\n\r\f\v";
    const size_t first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return "";
    return std::string(text.substr(first, text.find_last_not_of(space) - first + 1));
}

std::string expected_list(Runtime& runtime, const std::vector<Value>& values) {
    std::string text;
    for (size_t i = 0; i < values.size(); ++i)
        text += (i == 0 ? "" : i + 1 == values.size() ? " or " : ", ") + repr_text(runtime, values[i]);
    return text;
}

bool sequence_items(Runtime& runtime, const Value& input, std::vector<Value>& items) {
    if (!input.is_object() || input.as<Str>() || input.as<Bytes>() || input.as<Dict>() || input.as<Type>()) return false;
    const Type& type = runtime.type_of(input);
    if (!type.slots.iter || derives_from(type, "pydantic.main", "BaseModel") || type.name() == "bytearray") return false;
    const bool iterator = type.slots.next != nullptr;
    if (!iterator && !type.slots.length) return false; // neither a Sequence nor a Set nor a view
    if (type.lookup(*runtime.intern("keys")) && type.lookup(*runtime.intern("__getitem__"))) return false; // a Mapping
    items = to_vector(runtime, input);
    return true;
}

void Bounds::check(Runtime& runtime, const Value& value, const Value& input, bool as_text) const {
    const auto shown = [&](const Value& limit) {
        if (!as_text) return limit;
        const Value iso = find_attribute(runtime, limit, "isoformat");
        return iso.is_set() ? call(runtime, iso) : Value(str(runtime, limit));
    };
    if (multiple_of.is_set() && truth(runtime, binary_op(runtime, BinaryOp::remainder, value, multiple_of)))
        fail(runtime, "multiple_of", input, {{"multiple_of", shown(multiple_of)}});
    const auto bound = [&](const Value& limit, CompareOp op, const char* type, const char* key) {
        if (limit.is_set() && !compare_truth(runtime, value, limit, op)) fail(runtime, type, input, {{key, shown(limit)}});
    };
    bound(le, CompareOp::le, "less_than_equal", "le");
    bound(lt, CompareOp::lt, "less_than", "lt");
    bound(ge, CompareOp::ge, "greater_than_equal", "ge");
    bound(gt, CompareOp::gt, "greater_than", "gt");
}

} // namespace relata::modules
