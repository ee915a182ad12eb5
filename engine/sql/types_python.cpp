// Enum and TypeDecorator: types whose conversion asks the program's classes.
#include "sql/dialect.h"
#include "sql/types.h"
#include "support/protocol.h"
#include "support/runtime.h"

namespace relata::sql {

std::string EnumType::repr(Runtime&) const {
    std::string text = "Enum(";
    for (size_t i = 0; i < members.size(); ++i) text += (i ? ", '" : "'") + members[i].text + "'";
    return text + (name.empty() ? ")" : ", name='" + name + "')");
}

// SQLAlchemy: Enum._db_value_for_lookup.
Value EnumType::process_bind(Runtime& runtime, const Value& value) const {
    if (value.is_none()) return value;
    for (const Member& member : members)
        if (member.object.is(value) || (member.object.is_set() && equal(runtime, member.object, value)))
            return runtime.make_str(member.text);
    // A string that means no member is let through, reading it back fails.
    if (value.as<Str>()) return value;
    std::string possible;
    for (size_t i = 0; i < members.size() && i < 4; ++i) possible += (i ? ", " : "") + members[i].text;
    if (members.size() > 4) {
        possible.clear();
        for (size_t i = 0; i < 3; ++i) possible += members[i].text + ", ";
        possible += "..., " + members.back().text;
    }
    throw Error(Exc::LookupError, "'" + str_text(runtime, value) + "' is not among the defined enum values. Enum name: " +
                                      name + ". Possible values: " + possible);
}

Value EnumType::process_result(Runtime& runtime, const Value& value) const {
    const Str* text = value.as<Str>();
    if (!text) return value;
    for (const Member& member : members)
        if (*text == member.text) return member.object;
    std::string possible;
    for (size_t i = 0; i < members.size(); ++i) {
        if (members.size() > 4 && i == 3) {
            possible += ", ..., " + members.back().text;
            break;
        }
        possible += (i ? ", " : "") + members[i].text;
    }
    throw Error(Exc::LookupError, "'" + str_text(runtime, value) + "' is not among the defined enum values. Enum name: " +
                                      name + ". Possible values: " + possible);
}

std::string EnumType::process_literal(Runtime& runtime, const Value& value) const {
    return make_type(TypeKind::string)->process_literal(runtime, process_bind(runtime, value));
}

std::string TypeDecorator::class_name() const {
    return m_object.is_set() && m_object.is_object() ? m_object.as_object()->type().name() : std::string("TypeDecorator");
}

Value TypeDecorator::process_bind(Runtime& runtime, const Value& value) const {
    const Value converted =
        m_has_bind ? call_method(runtime, m_object, "process_bind_param", {value, Value::none()}) : value;
    return m_impl->needs_bind() ? m_impl->process_bind(runtime, converted) : converted;
}

Value TypeDecorator::process_result(Runtime& runtime, const Value& value) const {
    const Value converted = m_impl->needs_result() ? m_impl->process_result(runtime, value) : value;
    return m_has_result ? call_method(runtime, m_object, "process_result_value", {converted, Value::none()}) : converted;
}

std::string TypeDecorator::process_literal(Runtime& runtime, const Value& value) const {
    const Value converted =
        m_has_bind ? call_method(runtime, m_object, "process_bind_param", {value, Value::none()}) : value;
    return m_impl->process_literal(runtime, converted);
}

} // namespace relata::sql
