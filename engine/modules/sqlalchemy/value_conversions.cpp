// Conversions of datetime, Decimal, UUID and JSON values for SQLite. SQLAlchemy: dialects/sqlite/base.py, sqltypes.py.
#include "modules/sqlalchemy/sql_bridge.h"
#include "support/protocol.h"

#include <cstdio>

namespace relata::modules {

namespace {

/// Works on the Python objects through their attributes: the modules that make them are imported at first use.
class PythonConversions final : public sql::ValueConversions {
  public:
    explicit PythonConversions(python::Interpreter& interpreter) : m_interpreter(interpreter) {}

    Value datetime_to_text(const Value& v) override {
        if (!is(v, "datetime", "date")) type_error("DateTime", "datetime and date");
        const int day = number(v, "day");
        char text[48];
        const bool has_time = is(v, "datetime", "datetime");
        std::snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d.%06d", number(v, "year"), number(v, "month"), day,
                      has_time ? number(v, "hour") : 0, has_time ? number(v, "minute") : 0,
                      has_time ? number(v, "second") : 0, has_time ? number(v, "microsecond") : 0);
        return m_interpreter.make_str(text);
    }
    Value datetime_from_text(const Value& v) override { return parse(v, "datetime", "datetime"); }
    Value date_to_text(const Value& v) override {
        if (!is(v, "datetime", "date")) type_error("Date", "date");
        char text[32];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", number(v, "year"), number(v, "month"), number(v, "day"));
        return m_interpreter.make_str(text);
    }
    Value date_from_text(const Value& v) override { return parse(v, "datetime", "date"); }
    Value time_to_text(const Value& v) override {
        if (!is(v, "datetime", "time")) type_error("Time", "time");
        char text[32];
        std::snprintf(text, sizeof text, "%02d:%02d:%02d.%06d", number(v, "hour"), number(v, "minute"),
                      number(v, "second"), number(v, "microsecond"));
        return m_interpreter.make_str(text);
    }
    Value time_from_text(const Value& v) override { return parse(v, "datetime", "time"); }
    Value interval_to_text(const Value& v) override {
        return datetime_to_text(binary_op(m_interpreter, BinaryOp::add, epoch(), v));
    }
    Value interval_from_text(const Value& v) override {
        return binary_op(m_interpreter, BinaryOp::subtract, datetime_from_text(v), epoch());
    }
    Value decimal_to_float(const Value& v) override { return call(m_interpreter, float_type(), {v}); }
    Value decimal_from_float(const Value& v, int scale) override {
        const std::string spec = "." + std::to_string(scale) + "f";
        const Value real = v.as<Float>() ? v : call(m_interpreter, float_type(), {v});
        return call(m_interpreter, member("decimal", "Decimal"),
                    {Value(format(m_interpreter, real, *m_interpreter.make_str(spec)))});
    }
    Value uuid_to_hex(const Value& v) override {
        const Value hex = find_attribute(m_interpreter, v, "hex");
        if (!hex.is_set() || !hex.as<Str>())
            throw Error(Exc::AttributeError, "'" + m_interpreter.type_of(v).name() + "' object has no attribute 'hex'");
        return hex;
    }
    Value uuid_from_hex(const Value& v) override { return call(m_interpreter, member("uuid", "UUID"), {v}); }
    Value json_to_text(const Value& v) override { return call(m_interpreter, member("json", "dumps"), {v}); }
    Value json_from_text(const Value& v) override { return call(m_interpreter, member("json", "loads"), {v}); }
    Value pickle_to_bytes(const Value&) override { throw Error(Exc::NotImplementedError, "PickleType is not supported here"); }
    Value pickle_from_bytes(const Value&) override { throw Error(Exc::NotImplementedError, "PickleType is not supported here"); }

    std::optional<sql::TypeKind> literal_type_of(const Value& v) override {
        if (!v.is_object()) return std::nullopt;
        const Type& type = m_interpreter.type_of(v);
        if (type.has(Type::heap_type) && type.module() != "uuid") return std::nullopt;
        const std::string& name = type.name();
        if (name == "datetime") return sql::TypeKind::datetime;
        if (name == "date") return sql::TypeKind::date;
        if (name == "time") return sql::TypeKind::time;
        if (name == "timedelta") return sql::TypeKind::interval;
        if (name == "Decimal") return sql::TypeKind::numeric;
        if (name == "UUID") return sql::TypeKind::uuid;
        return std::nullopt;
    }

  private:
    Value member(std::string_view module, std::string_view name) {
        return m_interpreter.import_module(module).find(m_interpreter, name);
    }
    Value float_type() { return Value(m_interpreter.type(BuiltinType::float_)); }
    Value epoch() {
        return call(m_interpreter, member("datetime", "datetime"),
                    {Value::small_int(1970), Value::small_int(1), Value::small_int(1)});
    }
    bool is(const Value& v, std::string_view, std::string_view name) const {
        if (!v.is_object()) return false;
        for (const Type* t : m_interpreter.type_of(v).mro())
            if (t->name() == name) return true;
        return false;
    }
    int number(const Value& v, std::string_view name) {
        return int(as_index(m_interpreter, get_attribute(m_interpreter, v, name)));
    }
    [[noreturn]] void type_error(const char* type, const char* objects) {
        throw Error(Exc::TypeError, std::string("SQLite ") + type + " type only accepts Python " + objects +
                                        " objects as input.");
    }
    Value parse(const Value& v, std::string_view module, std::string_view name) {
        const Str* text = v.as<Str>();
        if (!text) throw Error(Exc::TypeError, "fromisoformat: argument must be str");
        try {
            return call_method(m_interpreter, member(module, name), "fromisoformat", {v});
        } catch (const Error& error) {
            if (!m_interpreter.matches(error, Exc::ValueError)) throw;
            throw Error(Exc::ValueError, "Couldn't parse " + std::string(name) + " string '" + std::string(text->view()) +
                                             "' - value is not a string.");
        }
    }

    python::Interpreter& m_interpreter;
};

} // namespace

void make_value_conversions(python::Interpreter& interpreter) {
    sql::set_value_conversions(interpreter, std::make_unique<PythonConversions>(interpreter));
}

} // namespace relata::modules
