#include "sql/json_index.h"

#include "sql/coercions.h"
#include "support/list.h"
#include "support/protocol.h"
#include "support/runtime.h"

namespace relata::sql {

namespace {

/// The type of an index: SQLite's paths begin with "$". SQLAlchemy: dialects/sqlite/json.py _FormatTypeMixin.
class JsonIndexType final : public TypeEngine {
  public:
    JsonIndexType() : TypeEngine(TypeKind::json) {}
    std::string class_name() const override { return "JSONIndexType"; }
    bool needs_bind() const override { return true; }
    Value process_bind(Runtime& runtime, const Value& value) const override {
        std::string path = "$";
        if (value.as<Tuple>() || value.as<List>())
            for (const Value& part : to_vector(runtime, value)) path += step(runtime, part);
        else
            path += step(runtime, value);
        return runtime.make_str(path);
    }
    std::string process_literal(Runtime& runtime, const Value& value) const override {
        return string_type()->process_literal(runtime, process_bind(runtime, value));
    }

  private:
    static std::string step(Runtime& runtime, const Value& part) {
        const std::string text = str_text(runtime, part);
        return part.as<Str>() ? ".\"" + text + "\"" : "[" + text + "]";
    }
};

} // namespace

Ref<ColumnElement> json_getitem(Runtime& runtime, ColumnElement& json, const Value& index) {
    const Operator op(index.as<Tuple>() || index.as<List>() ? Op::json_path_getitem : Op::json_getitem);
    Ref<ColumnElement> path;
    if (clause_of(runtime, index))
        path = expect_column(runtime, Role::binary_element, index, CoerceOptions{.compared_to = &json, .op = op});
    else {
        const Ref<BindParameter> bind = bind_for(runtime, json, op, index);
        bind->type = make_ref<JsonIndexType>();
        path = bind;
    }
    return make_ref<BinaryExpression>(json, *path, op, json.type);
}

Ref<ColumnElement> json_as(const ColumnElement& e, TypeRef type, std::string_view method) {
    const auto* binary = e.kind() == Kind::binary ? static_cast<const BinaryExpression*>(&e) : nullptr;
    if (!binary || (binary->op().op != Op::json_getitem && binary->op().op != Op::json_path_getitem))
        throw Error(Exc::InvalidRequestError, "The JSON cast operator JSON." + std::string(method) +
                                                  "() only works with a JSON index expression e.g. col['q']." +
                                                  std::string(method) + "()");
    Ref<BinaryExpression> copy = make_ref<BinaryExpression>(*binary);
    copy->type = std::move(type);
    return copy;
}

} // namespace relata::sql
