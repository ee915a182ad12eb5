#include "modules/pydantic/validation_error.h"

#include "modules/pydantic/functions.h"
#include "modules/pydantic/serialization.h"
#include "python/arguments.h"
#include "python/exception_object.h"

namespace relata::modules {

namespace {

constexpr const char* url_prefix = "https://errors.pydantic.dev/2.12/v/";

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string location_text(Runtime& runtime, const std::vector<Value>& location) {
    std::string text;
    for (const Value& part : location) {
        const std::string item = str_text(runtime, part);
        text += (text.empty() ? "" : ".") + (item.find('.') == std::string::npos ? item : "`" + item + "`");
    }
    return text;
}

Ref<Dict> detail_of(Runtime& runtime, const LineError& error, bool json) {
    Ref<Dict> detail = runtime.make_dict();
    const auto set = [&](const char* key, Value v) { detail->set(*runtime.intern(key), std::move(v)); };
    set("type", Value(runtime.make_str(error.type)));
    set("loc", Value(runtime.make_tuple(error.location)));
    set("msg", Value(runtime.make_str(render_message(runtime, error, json))));
    set("input", error.input);
    if (error.context && !error.context->empty()) set("ctx", Value(error.context));
    if (error.message_template.empty()) set("url", Value(runtime.make_str(url_prefix + error.type)));
    return detail;
}

std::vector<Value> details_of(Runtime& runtime, const Value& self) {
    std::vector<Value> details = to_vector(runtime, get_attribute(runtime, self, "_line_errors"));
    for (const Value& detail : details) { // a program can put anything there
        const Dict* dict = detail.as<Dict>();
        for (const char* key : {"type", "loc", "msg", "input"})
            if (!dict || !dict->find(key)) throw Error(Exc::TypeError, "a ValidationError's details must be dicts of its own");
    }
    return details;
}

/// The details without what the caller does not want. `shown`: contexts and inputs as JSON has them.
Value selected_details(Runtime& runtime, const Value& self, bool url, bool context, bool input, bool shown) {
    std::vector<Value> all;
    for (const Value& detail : details_of(runtime, self)) {
        const Ref<Dict> copy = runtime.make_dict();
        detail.get<Dict>().for_each([&](const Value& key, const Value& value) {
            const std::string_view name = key.get<Str>().view();
            if ((name == "url" && !url) || (name == "ctx" && !context) || (name == "input" && !input)) return;
            if (!shown || (name != "ctx" && name != "input")) {
                copy->set(key.get<Str>(), value);
                return;
            }
            DumpState state(runtime);
            state.json = true;
            try {
                if (const Dict* dict = name == "ctx" ? value.as<Dict>() : nullptr) {
                    const Ref<Dict> texts = runtime.make_dict();
                    dict->for_each([&](const Value& k, const Value& v) {
                        const bool exception = v.is_object() && runtime.type_of(v).has(Type::exception_class);
                        texts->set(runtime, k, exception ? Value(str(runtime, v)) : dump_inferred(v, state));
                    });
                    copy->set(key.get<Str>(), Value(texts));
                } else {
                    copy->set(key.get<Str>(), dump_inferred(value, state));
                }
            } catch (const Error&) {
                copy->set(key.get<Str>(), Value(repr(runtime, value)));
            }
        });
        all.emplace_back(copy);
    }
    return Value(runtime.make_list(std::move(all)));
}

Value errors(Runtime& runtime, const Value& self, Args call_args) {
    const python::ArgReader args(runtime,
                                 {.function = "ValidationError.errors",
                                  .names = {"include_url", "include_context", "include_input"}, .positional = 0}, call_args);
    return selected_details(runtime, self, args.truth(0, true), args.truth(1, true), args.truth(2, true), false);
}

Value json(Runtime& runtime, const Value& self, Args call_args) {
    const python::ArgReader args(runtime,
                                 {.function = "ValidationError.json",
                                  .names = {"indent", "include_url", "include_context", "include_input"}, .positional = 0}, call_args);
    return json_text(runtime, selected_details(runtime, self, args.truth(1, true), args.truth(2, true), args.truth(3, true), true),
                     args.get(0));
}

Value error_count(Runtime& runtime, const Value& self, Args args) {
    python::expect_no_arguments("ValidationError.error_count", args);
    return Value::small_int(int64_t(details_of(runtime, self).size()));
}

Value validation_error_text(Runtime& runtime, const Value& self) {
    return Value(runtime.make_str(python::exception_message(runtime, self)));
}

} // namespace

std::string truncated(const std::string& text, size_t most) {
    if (text.size() <= most) return text;
    size_t head = (most + 1) / 2, tail = text.size() - (head - 1);
    while (head > 0 && is_continuation(text[head])) --head;
    while (tail < text.size() && is_continuation(text[tail])) ++tail;
    return text.substr(0, head) + "..." + text.substr(tail);
}

void throw_validation_error(Runtime& runtime, const std::string& title, const ValidationFailure& failure, bool json) {
    const size_t count = failure.errors.size();
    std::string text = std::to_string(count) + " validation error" + (count == 1 ? "" : "s") + " for " + title;
    std::vector<Value> details;
    for (LineError error : failure.errors) {
        if (!error.input.is_set()) error.input = Value(runtime.make_dict()); // RootModel(): nothing was given
        const std::string location = location_text(runtime, error.location);
        if (!location.empty()) text += "\n" + location;
        std::string shown;
        try {
            shown = truncated(repr_text(runtime, error.input));
        } catch (const Error&) {
            shown = "<unprintable " + runtime.type_of(error.input).name() + " object>";
        }
        text += "\n  " + render_message(runtime, error, json) + " [type=" + error.type + ", input_value=" + shown +
                ", input_type=" + runtime.type_of(error.input).qualified_name() + "]";
        if (error.message_template.empty()) text += "\n    For further information visit " + (url_prefix + error.type);
        details.emplace_back(detail_of(runtime, error, json));
    }
    throw Error(Exc::ValidationError, text)
        .with("title", Value(runtime.make_str(title)))
        .with("_line_errors", Value(runtime.make_list(std::move(details))));
}

Value raise_errors(Runtime& runtime, const Value&, Args args) {
    const auto given = python::expect_positional("_raise_errors", args, 2, 2);
    ValidationFailure failure;
    for (const Value& part : to_vector(runtime, given[1])) {
        const std::vector<Value> pair = to_vector(runtime, part);
        if (pair.size() != 2) throw Error(Exc::TypeError, "_raise_errors() takes pairs of a location and an error");
        const std::vector<Value> location = to_vector(runtime, pair[0]);
        ValidationFailure errors;
        const Tuple* one = pair[1].as<Tuple>();
        if (one && one->size() == 2)
            errors.errors.push_back({{}, str_text(runtime, (*one)[0]), (*one)[1], {}});
        else
            errors = errors_of(runtime, pair[1]);
        for (LineError& error : errors.errors) {
            error.location.insert(error.location.begin(), location.begin(), location.end());
            failure.errors.push_back(std::move(error));
        }
    }
    throw_validation_error(runtime, str_text(runtime, given[0]), failure);
}

ValidationFailure errors_of(Runtime& runtime, const Value& validation_error) {
    ValidationFailure failure;
    for (const Value& detail : details_of(runtime, validation_error)) {
        const Dict& d = detail.get<Dict>();
        LineError error{to_vector(runtime, *d.find("loc")), str_text(runtime, *d.find("type")), *d.find("input"), {}};
        if (const Value* context = d.find("ctx"); context && context->as<Dict>()) error.context = Ref<Dict>(context->get<Dict>());
        if (!d.find("url")) error.message_template = str_text(runtime, *d.find("msg"));
        failure.errors.push_back(std::move(error));
    }
    return failure;
}

void add_validation_error_methods(Runtime& runtime) {
    python::TypeBuilder builder(runtime, runtime.exception_type(Exc::ValidationError));
    builder.slots().repr = validation_error_text;
    builder.method("errors", errors).method("json", json).method("error_count", error_count);
}

} // namespace relata::modules
