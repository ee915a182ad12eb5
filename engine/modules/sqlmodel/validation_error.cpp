// ValidationError: its text and its details. pydantic-core: src/errors.
#include "modules/sqlmodel/validation.h"

#include "support/protocol.h"

namespace relata::modules {

namespace {

/// pydantic-core truncates long inputs in the middle.
std::string input_text(Runtime& runtime, const Value& input) {
    const std::string text = repr_text(runtime, input);
    const Ref<Str> whole = runtime.make_str(text);
    if (whole->length() <= 50) return text;
    const uint32_t head = whole->offset_of(25), tail = whole->offset_of(whole->length() - 24);
    return text.substr(0, head) + "..." + text.substr(tail);
}

} // namespace

void throw_validation_error(Runtime& runtime, const std::string& title, const ValidationFailure& failure) {
    const size_t count = failure.errors.size();
    std::string text = std::to_string(count) + " validation error" + (count == 1 ? "" : "s") + " for " + title;
    std::vector<Value> details;
    for (const LineError& error : failure.errors) {
        std::string location;
        for (const Value& part : error.location) location += (location.empty() ? "" : ".") + str_text(runtime, part);
        const std::string url = "https://errors.pydantic.dev/2.12/v/" + error.type;
        if (!location.empty()) text += "\n" + location;
        text += "\n  " + error.message + " [type=" + error.type + ", input_value=" + input_text(runtime, error.input) +
                ", input_type=" + runtime.type_of(error.input).name() + "]";
        text += "\n    For further information visit " + url;
        const Ref<Dict> detail = runtime.make_dict();
        const auto set = [&](const char* key, Value v) { detail->set(*runtime.intern(key), std::move(v)); };
        set("type", Value(runtime.make_str(error.type)));
        set("loc", Value(runtime.make_tuple(error.location)));
        set("msg", Value(runtime.make_str(error.message)));
        set("input", error.input);
        if (error.context.is_set()) set("ctx", error.context);
        set("url", Value(runtime.make_str(url)));
        details.emplace_back(detail);
    }
    throw Error(Exc::ValidationError, text)
        .with("title", Value(runtime.make_str(title)))
        .with("_line_errors", Value(runtime.make_list(std::move(details))));
}

void throw_frozen(Runtime& runtime, const Model& model, Str& name, const Value& value, bool field_only) {
    ValidationFailure failure;
    failure.errors.push_back({{Value(name)},
                              field_only ? "frozen_field" : "frozen_instance",
                              field_only ? "Field is frozen" : "Instance is frozen",
                              value,
                              {}});
    throw_validation_error(runtime, model.type.name(), failure);
}

Value keyword_dict(Runtime& runtime, Args args) {
    const Ref<Dict> dict = runtime.make_dict();
    for (size_t i = 0; i < args.keyword_count(); ++i)
        dict->set((*args.keywords)[i].get<Str>(), args.values[args.positional_count() + i]);
    return Value(dict);
}

} // namespace relata::modules
