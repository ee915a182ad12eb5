// Dumping values by their own type. pydantic-core: src/serializers/{infer,filter,errors}.rs.
#include "modules/pydantic/core_schema.h"
#include "modules/pydantic/input.h"
#include "modules/pydantic/model_fields.h"
#include "modules/pydantic/serialization.h"
#include "modules/pydantic/validation_error.h"

#include "modules/stdlib/datetime/datetime.h"
#include "python/exception_object.h"
#include "python/interpreter.h"
#include "python/types/int_object.h"

#include <cmath>

namespace relata::modules {

namespace {

std::string duration_text(const TimeDelta& delta) {
    __int128 total = delta.total();
    std::string text = total < 0 ? "-P" : "P";
    if (total < 0) total = -total;
    const int64_t days = int64_t(total / (__int128(86400) * 1000000)), rest = int64_t(total % (__int128(86400) * 1000000));
    if (days / 365) text += std::to_string(days / 365) + "Y";
    if (days % 365) text += std::to_string(days % 365) + "D";
    if (rest == 0) return days ? text : text + "T0S";
    const int64_t seconds = rest / 1000000, micros = rest % 1000000;
    text += "T";
    if (seconds / 3600) text += std::to_string(seconds / 3600) + "H";
    if (seconds / 60 % 60) text += std::to_string(seconds / 60 % 60) + "M";
    if (seconds % 60 || micros) {
        text += std::to_string(seconds % 60);
        if (micros) {
            std::string fraction = std::to_string(1000000 + micros).substr(1);
            fraction.resize(fraction.find_last_not_of('0') + 1);
            text += "." + fraction;
        }
        text += "S";
    }
    return text;
}

std::string temporal_text(Runtime& runtime, const Value& value) {
    if (const auto* delta = value.as<TimeDelta>()) return duration_text(*delta);
    std::string iso = str_text(runtime, call_method(runtime, value, "isoformat"));
    if (iso.ends_with("+00:00")) iso = iso.substr(0, iso.size() - 6) + "Z"; // pydantic writes UTC as Z
    return iso;
}

Value dump_items(const Value& value, DumpState& state, bool filtered) {
    Runtime& runtime = state.runtime;
    std::vector<Value> made;
    int64_t i = 0;
    for (const Value& item : to_vector(runtime, value)) {
        DumpState inner = state;
        inner.include = inner.exclude = Value();
        if (!filtered || select_key(state, Value::small_int(i), inner.include, inner.exclude))
            made.push_back(dump_inferred(item, inner));
        ++i;
    }
    if (value.as<Tuple>() && !state.json) return Value(runtime.make_tuple(made));
    return Value(runtime.make_list(std::move(made)));
}

Value dump_dict(const Dict& dict, DumpState& state) {
    Runtime& runtime = state.runtime;
    const Ref<Dict> made = runtime.make_dict();
    for (size_t i = 0; i < dict.entries().size(); ++i) {
        const Dict::Entry entry = dict.entries()[i];
        if (!entry.key.is_set()) continue;
        DumpState inner = state;
        if (!select_key(state, entry.key, inner.include, inner.exclude)) continue;
        const Value key = state.json ? json_key(entry.key, inner) : entry.key;
        made->set(runtime, key, dump_inferred(entry.value, inner));
    }
    return Value(made);
}

Value dump_json_scalar(const Value& value, DumpState& state) {
    Runtime& runtime = state.runtime;
    const Type& type = runtime.type_of(value);
    if (const Float* f = value.as<Float>()) return std::isfinite(f->value()) ? value : Value::none();
    if (derives_from(type, "enum", "Enum")) return dump_inferred(get_attribute(runtime, value, "value"), state);
    if (value.as<Str>()) return plain_str(runtime, value);
    if (python::is_int(value)) return python::plain_int(runtime, value);
    if (value.as<Bytes>()) {
        try {
            return call_method(runtime, value, "decode");
        } catch (const Error& error) {
            if (!runtime.matches(error, Exc::UnicodeDecodeError)) throw;
            throw_serialization_error(runtime, "Error serializing to JSON: " + error.message());
        }
    }
    for (const char* name : {"datetime", "date", "time", "timedelta"})
        if (derives_from(type, "datetime", name)) return Value(runtime.make_str(temporal_text(runtime, value)));
    if (derives_from(type, "decimal", "Decimal") || derives_from(type, "uuid", "UUID") || type.module() == "pathlib" ||
        type.module() == "ipaddress" || type.module().starts_with("pydantic."))
        return Value(str(runtime, value));
    if (state.fallback.is_set()) return dump_inferred(call(runtime, state.fallback, {value}), state);
    throw_serialization_error(runtime, "Unable to serialize unknown type: " + repr_text(runtime, Value(runtime.type_of(value))));
}

} // namespace

void throw_serialization_error(Runtime& runtime, const std::string& message) {
    auto& interpreter = static_cast<python::Interpreter&>(runtime);
    const Value cls = interpreter.import_module("pydantic_core").find(interpreter, "PydanticSerializationError");
    const std::vector<Value> args{Value(runtime.make_str(message))};
    throw Error(Value(python::make_exception(runtime, cls.get<Type>(), args)));
}

Value CoreSchema::dump(const Value& value, DumpState& state) const { return dump_inferred(value, state); }

Value dump_inferred(const Value& value, DumpState& state) {
    Runtime& runtime = state.runtime;
    if (value.is_none() || value.is_bool() || value.is_small_int()) return value;
    if (!value.is_object()) return value;
    const Type& type = runtime.type_of(value);
    if (&type == &runtime.type(BuiltinType::str)) return value;
    const Runtime::NestedCall nested(runtime, " while serializing");
    if (Model* model = find_model(type)) return dump_model(runtime, *model, value, state);
    if (const Dict* dict = value.as<Dict>()) return dump_dict(*dict, state);
    if (value.as<List>() || value.as<Tuple>()) return dump_items(value, state, true);
    if (value.as_object()->kind() == ObjectKind::set && state.json) return dump_items(value, state, false);
    const Value fields = type.lookup(*runtime.intern("__dataclass_fields__")) ? find_attribute(runtime, value, "__dataclass_fields__") : Value();
    if (fields.is_set() && fields.as<Dict>() && !value.as<Type>()) {
        const Ref<Dict> shown = runtime.make_dict();
        fields.get<Dict>().for_each([&](const Value& name, const Value&) {
            shown->set(name.get<Str>(), get_attribute(runtime, value, name.get<Str>()));
        });
        return dump_dict(*shown, state);
    }
    if (state.json && type.slots.next) return dump_items(value, state, true); // a generator
    return state.json ? dump_json_scalar(value, state) : value;
}

Value json_key(const Value& key, DumpState& state) {
    Runtime& runtime = state.runtime;
    if (key.as<Str>()) return plain_str(runtime, key);
    if (key.is_none()) return Value(runtime.intern("None"));
    if (key.is_bool()) return Value(runtime.intern(key.is_true() ? "true" : "false"));
    const Value dumped = dump_inferred(key, state);
    if (const List* parts = dumped.as<List>()) { // a tuple
        std::string text;
        for (const Value& part : parts->items()) text += (text.empty() ? "" : ",") + str_text(runtime, json_key(part, state));
        return Value(runtime.make_str(text));
    }
    return Value(str(runtime, dumped));
}

void DumpState::unexpected_value(const std::string& expected, const Value& value) {
    if (value.is_none()) return;
    if (checking) throw UnexpectedValue{};
    if (warnings == Warnings::none) return;
    const std::string name = field_name ? "field_name='" + std::string(field_name->view()) + "', " : "";
    unexpected->push_back("PydanticSerializationUnexpectedValue(Expected `" + expected +
                          "` - serialized value may not be as expected [" + name + "input_value=" +
                          truncated(repr_text(runtime, value)) + ", input_type=" + runtime.type_of(value).name() + "])");
}

void check_unexpected(DumpState& state) {
    if (state.unexpected->empty() || state.warnings == DumpState::Warnings::none) return;
    std::string text = "Pydantic serializer warnings:";
    for (const std::string& line : *state.unexpected) text += "\n  " + line;
    state.unexpected->clear();
    if (state.warnings == DumpState::Warnings::error) throw_serialization_error(state.runtime, text);
    state.runtime.warn(Exc::UserWarning, text);
}

namespace {

bool is_all(const Value& value) { return value.is_ellipsis() || value.is_true(); }

/// What a dict of include or exclude says of `key`, "__all__" merged in; unset where it says nothing.
Value said_of(Runtime& runtime, const Dict& dict, const Value& key) {
    const Value* own = dict.find(runtime, key);
    const Value* all = dict.find("__all__");
    if (!own || !all || is_all(*own) || is_all(*all)) return own ? *own : all ? *all : Value();
    const Ref<Dict> merged = runtime.make_dict();
    for (const Value* part : {all, own}) {
        if (const Dict* d = part->as<Dict>())
            d->for_each([&](const Value& k, const Value& v) { merged->set(runtime, k, v); });
        else
            for_each(runtime, *part, [&](const Value& k) { merged->set(runtime, k, Value::ellipsis()); });
    }
    return Value(merged);
}

} // namespace

bool select_key(DumpState& state, const Value& key, Value& next_include, Value& next_exclude) {
    Runtime& runtime = state.runtime;
    next_include = next_exclude = Value();
    const auto has = [&](const Value& set) {
        return contains(runtime, set, key) || contains(runtime, set, Value(runtime.intern("__all__")));
    };
    if (const Value& exclude = state.exclude; exclude.is_set() && !exclude.is_none()) {
        if (const Dict* dict = exclude.as<Dict>()) {
            const Value said = said_of(runtime, *dict, key);
            if (said.is_set() && is_all(said)) return false;
            next_exclude = said;
        } else if (!exclude.is_object() || exclude.as<Str>()) {
            throw Error(Exc::TypeError, "`exclude` argument must be a set or dict.");
        } else if (has(exclude)) {
            return false;
        }
    }
    if (const Value& include = state.include; include.is_set() && !include.is_none()) {
        if (const Dict* dict = include.as<Dict>()) {
            const Value said = said_of(runtime, *dict, key);
            if (!said.is_set()) return false;
            if (!is_all(said)) next_include = said;
        } else if (!include.is_object() || include.as<Str>()) {
            throw Error(Exc::TypeError, "`include` argument must be a set or dict.");
        } else if (!has(include)) {
            return false;
        }
    }
    return true;
}

} // namespace relata::modules
