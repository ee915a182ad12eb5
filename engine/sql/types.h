// TypeEngine: the SQL types of columns and expressions. SQLAlchemy: sql/sqltypes.py, sql/type_api.py.
#pragma once

#include "support/object.h"
#include "support/value.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace relata::sql {

class ColumnElement;
class Dialect;

enum class TypeKind : uint8_t {
    null_, string, text, unicode, unicode_text, integer, small_integer, big_integer, float_, double_, numeric, boolean,
    datetime, date, time, interval, enum_, json, large_binary, uuid, pickle, tuple, table_value, decorator, array
};
/// Which family a type belongs to: SQLAlchemy's _type_affinity.
enum class Affinity : uint8_t {
    null_, string, integer, numeric, boolean, datetime, date, time, interval, enum_, json, binary, uuid, tuple, pickle
};

/// Converts between Python objects that the modules make (datetime, Decimal, Enum, UUID) and what SQLite stores.
/// Implemented by modules and registered with set_value_conversions.
class ValueConversions {
  public:
    virtual ~ValueConversions() = default;
    /// SQLite's ISO texts. Raise TypeError / ValueError with SQLAlchemy's words where the value does not fit.
    virtual Value datetime_to_text(const Value& value) = 0;
    virtual Value datetime_from_text(const Value& text) = 0;
    virtual Value date_to_text(const Value& value) = 0;
    virtual Value date_from_text(const Value& text) = 0;
    virtual Value time_to_text(const Value& value) = 0;
    virtual Value time_from_text(const Value& text) = 0;
    /// Interval is stored as a datetime since the epoch.
    virtual Value interval_to_text(const Value& value) = 0;
    virtual Value interval_from_text(const Value& text) = 0;
    /// Decimal to float (Numeric's bind on SQLite), float to Decimal with `scale` places.
    virtual Value decimal_to_float(const Value& value) = 0;
    virtual Value decimal_from_float(const Value& value, int scale) = 0;
    virtual Value uuid_to_hex(const Value& value) = 0;
    virtual Value uuid_from_hex(const Value& text) = 0;
    virtual Value json_to_text(const Value& value) = 0;
    virtual Value json_from_text(const Value& text) = 0;
    virtual Value pickle_to_bytes(const Value& value) = 0;
    virtual Value pickle_from_bytes(const Value& bytes) = 0;
    /// The type of expression that a Python value becomes as a literal; null where nobody knows the class.
    virtual std::optional<TypeKind> literal_type_of(const Value& value) = 0;
};
ValueConversions& value_conversions(Runtime& runtime);
void set_value_conversions(Runtime& runtime, std::unique_ptr<ValueConversions> conversions);

class TypeEngine : public RefCounted {
  public:
    explicit TypeEngine(TypeKind kind) : m_kind(kind) {}
    ~TypeEngine() override = default;
    TypeKind kind() const { return m_kind; }
    Affinity affinity() const;
    bool is_null() const { return m_kind == TypeKind::null_; }
    /// Whether its class is a TypeDecorator: what is compared with it takes its type. SQLModel's AutoString is one, though
    /// nothing is converted by it.
    bool is_decorator() const { return m_kind == TypeKind::decorator || python_name == "AutoString"; }

    /// The class's name: "String", "AutoString".
    virtual std::string class_name() const;
    /// `repr(type)`: "String(length=50)".
    virtual std::string repr(Runtime& runtime) const;
    /// The text in CREATE TABLE and CAST for this dialect: "VARCHAR(50)".
    virtual std::string ddl(const Dialect& dialect) const;

    /// What a bound Python value becomes for the driver, and back. A type whose needs_* is false passes values through.
    virtual bool needs_bind() const;
    virtual bool needs_result() const;
    virtual Value process_bind(Runtime& runtime, const Value& value) const;
    virtual Value process_result(Runtime& runtime, const Value& value) const;
    /// Text of the value inside SQL (literal_binds, DEFAULT). Raises CompileError where the type has none.
    virtual std::string process_literal(Runtime& runtime, const Value& value) const;
    /// SQLAlchemy: TypeEngine.should_evaluate_none (JSON).
    virtual bool should_evaluate_none() const { return false; }
    /// The type that works underneath (TypeDecorator's impl, Enum's String); itself otherwise.
    virtual const TypeEngine& implementation() const { return *this; }
    /// `a == b` of two values for the unit of work's change test; null: Python's `==`.
    virtual std::optional<bool> compare_values(Runtime& runtime, const Value& a, const Value& b) const;

    std::optional<int> length;          ///< String, Enum, LargeBinary
    std::optional<int> precision, scale; ///< Numeric, Float
    bool as_decimal = false;            ///< Numeric: true, Float: false
    int decimal_return_scale = 10;
    bool timezone = false;
    bool none_as_null = false; ///< JSON
    std::string collation;
    std::string sql_name;      ///< an upper-case type: VARCHAR, INTEGER; empty for the generic ones
    std::string python_name;   ///< a subclass's name where it is not the kind's
    bool as_uuid = true;
    bool native_uuid = true;
    bool create_constraint = false; ///< Boolean, Enum
    std::string constraint_name;

  protected:
    TypeKind m_kind;
};
using TypeRef = Ref<TypeEngine>;

/// Enum: stores the names of the members (or what values_callable gives).
class EnumType final : public TypeEngine {
  public:
    EnumType() : TypeEngine(TypeKind::enum_) {}
    struct Member {
        std::string text; ///< what is stored
        Value object;     ///< the member; a str for Enum("a", "b")
    };
    std::vector<Member> members;
    Value enum_class;
    std::string name;
    std::string class_name() const override { return "Enum"; }
    std::string repr(Runtime& runtime) const override;
    bool needs_bind() const override { return true; }
    bool needs_result() const override { return enum_class.is_set(); }
    Value process_bind(Runtime& runtime, const Value& value) const override;
    Value process_result(Runtime& runtime, const Value& value) const override;
    std::string process_literal(Runtime& runtime, const Value& value) const override;
};

/// TypeDecorator: a class of the program (or AutoString) around another type.
class TypeDecorator : public TypeEngine {
  public:
    TypeDecorator(TypeRef impl, Value python_object)
        : TypeEngine(TypeKind::decorator), m_impl(std::move(impl)), m_object(std::move(python_object)) {}
    const TypeEngine& implementation() const override { return m_impl->implementation(); }
    const TypeRef& impl() const { return m_impl; }
    const Value& python_object() const { return m_object; }
    std::string class_name() const override;
    std::string ddl(const Dialect& dialect) const override { return m_impl->ddl(dialect); }
    bool needs_bind() const override { return m_has_bind || m_impl->needs_bind(); }
    bool needs_result() const override { return m_has_result || m_impl->needs_result(); }
    Value process_bind(Runtime& runtime, const Value& value) const override;
    Value process_result(Runtime& runtime, const Value& value) const override;
    std::string process_literal(Runtime& runtime, const Value& value) const override;
    /// A copy whose callbacks are methods of `object`.
    TypeRef bound_to(const Value& object) const {
        Ref<TypeDecorator> copy = make_ref<TypeDecorator>(*this);
        copy->m_object = object;
        return copy;
    }
    Type* python_class = nullptr;
    /// The program's class defines process_bind_param / process_result_value.
    void set_callbacks(bool bind, bool result) {
        m_has_bind = bind;
        m_has_result = result;
    }

  private:
    TypeRef m_impl;
    Value m_object;
    bool m_has_bind = false, m_has_result = false;
};

TypeRef make_type(TypeKind kind);
TypeRef string_type(std::optional<int> length = {});
/// SQLAlchemy: _resolve_value_to_type: the type of a literal.
TypeRef type_of_value(Runtime& runtime, const Value& value);

} // namespace relata::sql
