#include "sql/types.h"

#include "sql/dialect.h"
#include "support/list.h"
#include "support/protocol.h"
#include "support/runtime.h"

namespace relata::sql {

namespace {

struct KindInfo {
    TypeKind kind;
    std::string_view class_name;
    std::string_view ddl; ///< generic; DDL of SQLite where it differs is in ddl()
    Affinity affinity;
};

constexpr KindInfo kinds[] = {
    {TypeKind::null_, "NullType", "NULL", Affinity::null_},
    {TypeKind::string, "String", "VARCHAR", Affinity::string},
    {TypeKind::text, "Text", "TEXT", Affinity::string},
    {TypeKind::unicode, "Unicode", "VARCHAR", Affinity::string},
    {TypeKind::unicode_text, "UnicodeText", "TEXT", Affinity::string},
    {TypeKind::integer, "Integer", "INTEGER", Affinity::integer},
    {TypeKind::small_integer, "SmallInteger", "SMALLINT", Affinity::integer},
    {TypeKind::big_integer, "BigInteger", "BIGINT", Affinity::integer},
    {TypeKind::float_, "Float", "FLOAT", Affinity::numeric},
    {TypeKind::double_, "Double", "DOUBLE", Affinity::numeric},
    {TypeKind::numeric, "Numeric", "NUMERIC", Affinity::numeric},
    {TypeKind::boolean, "Boolean", "BOOLEAN", Affinity::boolean},
    {TypeKind::datetime, "DateTime", "DATETIME", Affinity::datetime},
    {TypeKind::date, "Date", "DATE", Affinity::date},
    {TypeKind::time, "Time", "TIME", Affinity::time},
    {TypeKind::interval, "Interval", "DATETIME", Affinity::interval},
    {TypeKind::enum_, "Enum", "VARCHAR", Affinity::string},
    {TypeKind::json, "JSON", "JSON", Affinity::json},
    {TypeKind::large_binary, "LargeBinary", "BLOB", Affinity::binary},
    {TypeKind::uuid, "Uuid", "CHAR", Affinity::uuid},
    {TypeKind::pickle, "PickleType", "BLOB", Affinity::pickle},
    {TypeKind::tuple, "TupleType", "", Affinity::tuple},
    {TypeKind::table_value, "TableValueType", "", Affinity::null_},
    {TypeKind::decorator, "TypeDecorator", "", Affinity::null_},
    {TypeKind::array, "ARRAY", "ARRAY", Affinity::null_},
};
const KindInfo& kind_info(TypeKind kind) { return kinds[size_t(kind)]; }

struct ConversionsHolder final : Runtime::Extension {
    explicit ConversionsHolder(Runtime&) {}
    std::unique_ptr<ValueConversions> conversions;
};

std::string quoted_literal(std::string_view text) {
    std::string result = "'";
    for (char c : text) {
        result.push_back(c);
        if (c == '\'') result.push_back(c);
    }
    return result + "'";
}

} // namespace

ValueConversions& value_conversions(Runtime& runtime) {
    auto& holder = runtime.extension<ConversionsHolder>();
    if (!holder.conversions) throw Error(Exc::NotImplementedError, "value conversions are not registered");
    return *holder.conversions;
}

void set_value_conversions(Runtime& runtime, std::unique_ptr<ValueConversions> conversions) {
    runtime.extension<ConversionsHolder>().conversions = std::move(conversions);
}

Affinity TypeEngine::affinity() const { return kind_info(implementation().kind()).affinity; }

std::string TypeEngine::class_name() const {
    if (!python_name.empty()) return python_name;
    return sql_name.empty() ? std::string(kind_info(m_kind).class_name) : sql_name;
}

std::string TypeEngine::repr(Runtime&) const {
    std::string arguments;
    const auto add = [&](std::string_view name, const std::string& value) {
        if (!arguments.empty()) arguments += ", ";
        arguments += std::string(name) + "=" + value;
    };
    if (length) add("length", std::to_string(*length));
    if (precision) add("precision", std::to_string(*precision));
    if (scale) add("scale", std::to_string(*scale));
    if (timezone) add("timezone", "True");
    return class_name() + "(" + arguments + ")";
}

std::string TypeEngine::ddl(const Dialect&) const {
    const auto sized = [&](std::string text) {
        if (length) text += "(" + std::to_string(*length) + ")";
        if (!collation.empty()) text += " COLLATE \"" + collation + "\"";
        return text;
    };
    std::string name(sql_name.empty() ? kind_info(m_kind).ddl : std::string_view(sql_name));
    switch (m_kind) {
    case TypeKind::string:
    case TypeKind::text:
    case TypeKind::unicode:
    case TypeKind::unicode_text:
    case TypeKind::enum_:
        return sized(name);
    case TypeKind::numeric:
        if (!precision) return name;
        return name + "(" + std::to_string(*precision) + (scale ? ", " + std::to_string(*scale) : "") + ")";
    case TypeKind::uuid:
        return "CHAR(32)"; // neither SQLite nor the generic text has a native UUID
    default:
        return name;
    }
}

bool TypeEngine::needs_bind() const {
    switch (m_kind) {
    case TypeKind::boolean: case TypeKind::datetime: case TypeKind::date: case TypeKind::time: case TypeKind::interval:
    case TypeKind::json: case TypeKind::numeric: case TypeKind::pickle:
        return true;
    case TypeKind::uuid:
        return as_uuid;
    case TypeKind::float_: case TypeKind::double_: // SQLAlchemy: Numeric.bind_processor: to_float
        return true;
    default:
        return false;
    }
}

bool TypeEngine::needs_result() const {
    switch (m_kind) {
    case TypeKind::boolean: case TypeKind::datetime: case TypeKind::date: case TypeKind::time: case TypeKind::interval:
    case TypeKind::json: case TypeKind::pickle:
        return true;
    case TypeKind::numeric: case TypeKind::float_: case TypeKind::double_:
        return as_decimal;
    case TypeKind::uuid:
        return as_uuid;
    default:
        return false;
    }
}

Value TypeEngine::process_bind(Runtime& runtime, const Value& value) const {
    if (m_kind == TypeKind::json) {
        if (value.is_none() && none_as_null) return value;
        return value_conversions(runtime).json_to_text(value);
    }
    if (value.is_none()) return value;
    if (value.as<Float>() && affinity() == Affinity::numeric) return value;
    if (m_kind == TypeKind::boolean) {
        // SQLAlchemy: Boolean._strict_as_bool.
        if (value.is_bool()) return Value::small_int(value.is_true());
        if (value.is_small_int()) {
            if (value.as_small_int() == 0 || value.as_small_int() == 1) return value;
            throw Error(Exc::ValueError, "Value " + repr_text(runtime, value) + " is not None, True, or False");
        }
        throw Error(Exc::TypeError, "Not a boolean value: " + repr_text(runtime, value));
    }
    ValueConversions& convert = value_conversions(runtime);
    switch (m_kind) {
    case TypeKind::datetime: return convert.datetime_to_text(value);
    case TypeKind::date: return convert.date_to_text(value);
    case TypeKind::time: return convert.time_to_text(value);
    case TypeKind::interval: return convert.interval_to_text(value);
    case TypeKind::numeric: case TypeKind::float_: case TypeKind::double_:
        return convert.decimal_to_float(value);
    case TypeKind::uuid: return convert.uuid_to_hex(value);
    case TypeKind::pickle: return convert.pickle_to_bytes(value);
    default: return value;
    }
}

Value TypeEngine::process_result(Runtime& runtime, const Value& value) const {
    if (value.is_none()) return value;
    if (m_kind == TypeKind::boolean)
        return value.is_small_int() ? Value::boolean(value.as_small_int() != 0) : value;
    ValueConversions& convert = value_conversions(runtime);
    switch (m_kind) {
    case TypeKind::datetime: return convert.datetime_from_text(value);
    case TypeKind::date: return convert.date_from_text(value);
    case TypeKind::time: return convert.time_from_text(value);
    case TypeKind::interval: return convert.interval_from_text(value);
    case TypeKind::json: return convert.json_from_text(value);
    case TypeKind::uuid: return convert.uuid_from_hex(value);
    case TypeKind::pickle: return convert.pickle_from_bytes(value);
    case TypeKind::numeric: case TypeKind::float_: case TypeKind::double_:
        return as_decimal ? convert.decimal_from_float(value, scale.value_or(decimal_return_scale)) : value;
    default: return value;
    }
}

std::string TypeEngine::process_literal(Runtime& runtime, const Value& value) const {
    if (value.is_none()) return "NULL";
    switch (affinity()) {
    case Affinity::string: case Affinity::enum_:
        if (const Str* text = value.as<Str>()) return quoted_literal(text->view());
        break;
    case Affinity::integer: case Affinity::numeric:
        return str_text(runtime, value);
    case Affinity::boolean:
        return truth(runtime, value) ? "1" : "0";
    case Affinity::null_:
        if (const Str* text = value.as<Str>()) return quoted_literal(text->view());
        break;
    case Affinity::json: break; // SQLAlchemy: JSON has no literal_processor
    case Affinity::binary:
        if (const Bytes* bytes = value.as<Bytes>()) return quoted_literal(bytes->view());
        break;
    default: {
        const Value sent = process_bind(runtime, value);
        if (const Str* text = sent.as<Str>()) return quoted_literal(text->view());
        return str_text(runtime, sent);
    }
    }
    throw Error(Exc::CompileError,
                "No literal value renderer is available for literal value \"" + repr_text(runtime, value) +
                    "\" with datatype " + ddl(Dialect::default_()));
}

std::optional<bool> TypeEngine::compare_values(Runtime&, const Value&, const Value&) const { return std::nullopt; }

TypeRef make_type(TypeKind kind) {
    if (kind == TypeKind::enum_) return make_ref<EnumType>();
    TypeRef type = make_ref<TypeEngine>(kind);
    if (kind == TypeKind::numeric) type->as_decimal = true;
    return type;
}

TypeRef string_type(std::optional<int> length) {
    TypeRef type = make_type(TypeKind::string);
    type->length = length;
    return type;
}

TypeRef type_of_value(Runtime& runtime, const Value& value) {
    if (value.is_bool()) return make_type(TypeKind::boolean);
    if (value.is_none() || !value.is_set()) return make_type(TypeKind::null_);
    if (value.is_small_int() || (value.is_object() && value.as_object()->kind() == ObjectKind::big_int))
        return make_type(TypeKind::integer);
    if (value.as<Float>()) return make_type(TypeKind::float_);
    if (value.as<Str>()) return make_type(TypeKind::string);
    if (value.as<Bytes>()) return make_type(TypeKind::large_binary);
    auto& conversions = runtime.extension<ConversionsHolder>().conversions;
    if (value.as<Tuple>() || value.as<List>() || !conversions) return make_type(TypeKind::null_);
    return make_type(conversions->literal_type_of(value).value_or(TypeKind::null_));
}

} // namespace relata::sql
