// Values for plain classes, and constraints. pydantic-core: src/validators, src/errors/types.rs (the texts).
#include "modules/sqlmodel/validators.h"

#include "python/interpreter.h"
#include "support/protocol.h"

#include <cmath>

#include <algorithm>

namespace relata::modules {

namespace {

bool derives_from(const Type& type, std::string_view module, std::string_view name) {
    for (const Type* t : type.mro())
        if (t->name() == name && t->module() == module) return true;
    return false;
}

Ref<Dict> context(Runtime& runtime, const char* key, const Value& value) {
    const Ref<Dict> dict = runtime.make_dict();
    dict->set(*runtime.intern(key), value);
    return dict;
}

std::string strip(std::string_view text) {
    const size_t first = text.find_first_not_of(" \t\n\r");
    if (first == std::string_view::npos) return "";
    return std::string(text.substr(first, text.find_last_not_of(" \t\n\r") - first + 1));
}

Value to_int(Runtime& runtime, const Value& value, const ValidationMode& mode) {
    if (value.is_bool() && !mode.strict) return Value::small_int(value.is_true());
    if (runtime.type_of(value).is_subtype_of(runtime.type(BuiltinType::int_)) && !value.is_bool()) return value;
    if (mode.strict) fail("int_type", "Input should be a valid integer", value, {});
    if (const Float* f = value.as<Float>()) {
        if (!std::isfinite(f->value())) fail("finite_number", "Input should be a finite number", value, {});
        if (f->value() != std::floor(f->value()))
            fail("int_from_float", "Input should be a valid integer, got a number with a fractional part", value, {});
        return call(runtime, Value(runtime.type(BuiltinType::int_)), {value});
    }
    const Str* text = value.as<Str>();
    const bool decimal = value.is_object() && derives_from(runtime.type_of(value), "decimal", "Decimal");
    if (!text && !decimal) fail("int_type", "Input should be a valid integer", value, {});
    std::string digits = text ? strip(text->view()) : str_text(runtime, value);
    // "1.0" and "1.00" are whole numbers too.
    if (const size_t dot = digits.find('.');
        dot != std::string::npos && dot > 0 && digits.find_first_not_of('0', dot + 1) == std::string::npos)
        digits.resize(dot);
    try {
        return call(runtime, Value(runtime.type(BuiltinType::int_)), {Value(runtime.make_str(digits))});
    } catch (const Error& error) {
        if (!runtime.matches(error, Exc::ValueError)) throw;
    }
    fail("int_parsing", "Input should be a valid integer, unable to parse string as an integer", value, {});
}

Value to_float(Runtime& runtime, const Value& value, const ValidationMode& mode) {
    if (value.as<Float>()) return value;
    if (runtime.type_of(value).is_subtype_of(runtime.type(BuiltinType::int_)) && !(value.is_bool() && mode.strict))
        return call(runtime, Value(runtime.type(BuiltinType::float_)), {value});
    const Str* text = value.as<Str>();
    const bool decimal = value.is_object() && derives_from(runtime.type_of(value), "decimal", "Decimal");
    if (mode.strict || (!text && !decimal)) fail("float_type", "Input should be a valid number", value, {});
    try {
        return call(runtime, Value(runtime.type(BuiltinType::float_)), {value});
    } catch (const Error& error) {
        if (!runtime.matches(error, Exc::ValueError)) throw;
    }
    fail("float_parsing", "Input should be a valid number, unable to parse string as a number", value, {});
}

Value to_bool(Runtime& runtime, const Value& value, const ValidationMode& mode) {
    if (value.is_bool()) return value;
    if (!mode.strict) {
        if (value.is_small_int()) {
            if (value.as_small_int() == 0 || value.as_small_int() == 1) return Value::boolean(value.as_small_int() == 1);
        } else if (const Str* text = value.as<Str>()) {
            std::string lower = strip(text->view());
            for (char& c : lower) c = char(std::tolower(static_cast<unsigned char>(c)));
            for (const char* t : {"1", "on", "t", "true", "y", "yes"})
                if (lower == t) return Value::boolean(true);
            for (const char* f : {"0", "off", "f", "false", "n", "no"})
                if (lower == f) return Value::boolean(false);
        } else if (const Float* f = value.as<Float>(); f && (f->value() == 0 || f->value() == 1)) {
            return Value::boolean(f->value() == 1);
        } else {
            fail("bool_type", "Input should be a valid boolean", value, {});
        }
        fail("bool_parsing", "Input should be a valid boolean, unable to interpret input", value, {});
    }
    (void)runtime;
    fail("bool_type", "Input should be a valid boolean", value, {});
}

Value to_enum(Runtime& runtime, Type& cls, const Value& value) {
    try {
        return call(runtime, Value(cls), {value});
    } catch (const Error& error) {
        if (!runtime.matches(error, Exc::ValueError)) throw;
    }
    std::vector<std::string> texts;
    for_each(runtime, Value(cls), [&](const Value& member) {
        texts.push_back(repr_text(runtime, get_attribute(runtime, member, "value")));
    });
    std::string expected;
    for (size_t i = 0; i < texts.size(); ++i)
        expected += (i == 0 ? "" : i + 1 == texts.size() ? " or " : ", ") + texts[i];
    fail("enum", "Input should be " + expected, value, Value(context(runtime, "expected", Value(runtime.make_str(expected)))));
}

/// Classes that parse a text: `error` names pydantic's error.
Value parse_text(Runtime& runtime, Type& cls, const Value& value, const char* constructor, const std::string& type,
                 const std::string& message) {
    try {
        if (constructor) return call(runtime, get_attribute(runtime, Value(cls), constructor), {value});
        return call(runtime, Value(cls), {value});
    } catch (const Error& error) {
        if (runtime.matches(error, Exc::ValueError) || runtime.matches(error, Exc::ArithmeticError) ||
            runtime.matches(error, Exc::TypeError))
            fail(type, message, value, {});
        throw;
    }
}

Value to_temporal(Runtime& runtime, Type& cls, const Value& value) {
    const std::string name = cls.name();
    const bool is_datetime = name == "datetime";
    if (const Str* text = value.as<Str>()) {
        std::string iso = strip(text->view());
        if (iso.ends_with("Z") || iso.ends_with("z")) iso = iso.substr(0, iso.size() - 1) + "+00:00";
        return parse_text(runtime, cls, Value(runtime.make_str(iso)), "fromisoformat",
                          is_datetime ? "datetime_from_date_parsing" : name + "_from_datetime_parsing",
                          "Input should be a valid " + name + (is_datetime ? " or date" : name == "date" ? " or datetime" : "") +
                              (is_datetime ? ", invalid character in year" : ", invalid character in year"));
    }
    if (is_datetime && (value.is_small_int() || value.as<Float>()) && !value.is_bool())
        return call(runtime, get_attribute(runtime, Value(cls), "fromtimestamp"), {value});
    if (is_datetime && value.is_object() && derives_from(runtime.type_of(value), "datetime", "date"))
        return call(runtime, Value(cls),
                    {get_attribute(runtime, value, "year"), get_attribute(runtime, value, "month"),
                     get_attribute(runtime, value, "day")});
    fail(name + "_type", "Input should be a valid " + name, value, {});
}

Value to_collection(Runtime& runtime, Type& cls, const Value& value, BuiltinType builtin) {
    const std::string name = builtin == BuiltinType::dict ? "dict" : cls.name();
    const std::string word = builtin == BuiltinType::dict ? "dictionary" : name;
    const bool text = value.as<Str>() || value.as<Bytes>() || value.as<Dict>();
    if (builtin == BuiltinType::dict || text || !value.is_object() ||
        !find_attribute(runtime, value, "__iter__").is_set())
        fail(name == "frozenset" ? "frozen_set_type" : name + "_type", "Input should be a valid " + word, value, {});
    return call(runtime, Value(cls), {value});
}

} // namespace

Value validate_class(Runtime& runtime, const Model&, Type& cls, const Value& value, const ValidationMode& mode) {
    const auto is = [&](BuiltinType t) { return &cls == &runtime.type(t); };
    if (is(BuiltinType::object)) return value;
    if (is(BuiltinType::bool_)) return to_bool(runtime, value, mode);
    if (is(BuiltinType::int_)) return to_int(runtime, value, mode);
    if (is(BuiltinType::float_)) return to_float(runtime, value, mode);
    const Type& given = runtime.type_of(value);
    if (given.is_subtype_of(cls) && !(cls.name() == "date" && derives_from(given, "datetime", "datetime"))) return value;
    if (is(BuiltinType::str) || cls.name() == "EmailStr") {
        if (value.as<Str>()) return value;
        fail("string_type", "Input should be a valid string", value, {});
    }
    if (is(BuiltinType::bytes)) {
        if (value.as<Str>()) return call_method(runtime, value, "encode");
        fail("bytes_type", "Input should be a valid bytes", value, {});
    }
    for (BuiltinType t : {BuiltinType::list, BuiltinType::set, BuiltinType::frozenset, BuiltinType::tuple, BuiltinType::dict})
        if (is(t)) return to_collection(runtime, cls, value, t);
    if (derives_from(cls, "enum", "Enum")) return to_enum(runtime, cls, value);
    if (cls.module() == "datetime" && cls.name() != "timedelta") return to_temporal(runtime, cls, value);
    if (cls.module() == "decimal") {
        if (value.as<Str>() || value.is_small_int() || value.as<Float>()) {
            const Value text = value.as<Float>() ? Value(str(runtime, value)) : value;
            return parse_text(runtime, cls, text, nullptr, "decimal_parsing", "Input should be a valid decimal");
        }
        fail("decimal_type", "Decimal input should be an integer, float, string or Decimal object", value, {});
    }
    if (cls.module() == "uuid") {
        if (value.as<Str>())
            return parse_text(runtime, cls, value, nullptr, "uuid_parsing",
                              "Input should be a valid UUID, unable to parse string as an UUID");
        fail("uuid_type", "UUID input should be a string, bytes or UUID object", value, {});
    }
    const Ref<Dict> c = context(runtime, "class", Value(runtime.make_str(cls.name())));
    fail("is_instance_of", "Input should be an instance of " + cls.name(), value, Value(c));
}

/// pydantic-core: DecimalValidator.
static void check_digits(Runtime& runtime, const FieldInfo& field, const Value& value, const Value& input) {
    if (!field.max_digits.is_set() && !field.decimal_places.is_set()) return;
    const std::vector<Value> parts = to_vector(runtime, call_method(runtime, call_method(runtime, value, "normalize"), "as_tuple"));
    if (parts.size() != 3 || !parts[2].is_small_int()) return;
    const int64_t exponent = parts[2].as_small_int();
    int64_t digits = int64_t(length(runtime, parts[1]));
    const int64_t decimals = exponent < 0 ? -exponent : 0;
    digits = exponent < 0 ? std::max(digits, decimals) : digits + exponent;
    const auto check = [&](int64_t found, int64_t most, const char* type, const char* key, const char* noun, const char* where) {
        if (found > most)
            fail(type, "Decimal input should have no more than " + std::to_string(most) + " " + noun + (most == 1 ? "" : "s") + where,
                 input, Value(context(runtime, key, Value::small_int(most))));
    };
    if (field.max_digits.is_set())
        check(digits, int64_t(as_index(runtime, field.max_digits)), "decimal_max_digits", "max_digits", "digit", " in total");
    if (!field.decimal_places.is_set()) return;
    const auto places = int64_t(as_index(runtime, field.decimal_places));
    check(decimals, places, "decimal_max_places", "decimal_places", "decimal place", "");
    if (field.max_digits.is_set())
        check(digits - decimals, std::max<int64_t>(0, int64_t(as_index(runtime, field.max_digits)) - places),
              "decimal_whole_digits", "whole_digits", "digit", " before the decimal point");
}

void check_constraints(Runtime& runtime, const FieldInfo& field, const Value& value, const Value& input) {
    const auto bound = [&](const Value& limit, CompareOp op, const char* type, const char* key, const std::string& words) {
        if (limit.is_set() && !compare_truth(runtime, value, limit, op))
            fail(type, "Input should be " + words + " " + str_text(runtime, limit), input, Value(context(runtime, key, limit)));
    };
    if (value.is_none()) return;
    bound(field.gt, CompareOp::gt, "greater_than", "gt", "greater than");
    bound(field.ge, CompareOp::ge, "greater_than_equal", "ge", "greater than or equal to");
    bound(field.lt, CompareOp::lt, "less_than", "lt", "less than");
    bound(field.le, CompareOp::le, "less_than_equal", "le", "less than or equal to");
    if (field.multiple_of.is_set() &&
        truth(runtime, binary_op(runtime, BinaryOp::remainder, value, field.multiple_of)))
        fail("multiple_of", "Input should be a multiple of " + str_text(runtime, field.multiple_of), input,
             Value(context(runtime, "multiple_of", field.multiple_of)));
    const bool text = value.as<Str>() != nullptr;
    const auto plural = [&](const Value& n, const char* word) {
        return str_text(runtime, n) + " " + word + (n.is_small_int() && n.as_small_int() == 1 ? "" : "s");
    };
    if (field.min_length.is_set() && length(runtime, value) < as_index(runtime, field.min_length)) {
        const Value c(context(runtime, "min_length", field.min_length));
        if (text)
            fail("string_too_short", "String should have at least " + plural(field.min_length, "character"), input, c);
        fail("too_short", runtime.type_of(value).name() + " should have at least " + plural(field.min_length, "item") +
                              " after validation, not " + std::to_string(length(runtime, value)), input, c);
    }
    if (field.max_length.is_set() && length(runtime, value) > as_index(runtime, field.max_length)) {
        const Value c(context(runtime, "max_length", field.max_length));
        if (text)
            fail("string_too_long", "String should have at most " + plural(field.max_length, "character"), input, c);
        fail("too_long", runtime.type_of(value).name() + " should have at most " + plural(field.max_length, "item") +
                             " after validation, not " + std::to_string(length(runtime, value)), input, c);
    }
    if (text && field.pattern.is_set()) {
        auto& interpreter = python::interpreter_of(runtime);
        const Value search = interpreter.import_module("re").find(interpreter, "search");
        if (call(runtime, search, {field.pattern, value}).is_none())
            fail("string_pattern_mismatch", "String should match pattern '" + str_text(runtime, field.pattern) + "'", input,
                 Value(context(runtime, "pattern", field.pattern)));
    }
    if (runtime.type_of(value).module() == "decimal") check_digits(runtime, field, value, input);
}

} // namespace relata::modules
