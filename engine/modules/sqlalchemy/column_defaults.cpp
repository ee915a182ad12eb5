// `column.default`, `column.onupdate`, `column.server_default` as a program reads them. SQLAlchemy: sql/schema.py
// ColumnDefault and its kinds, DefaultClause.
#include "modules/sqlalchemy/schema_classes.h"

#include "modules/sqlalchemy/sql_bridge.h"
#include "support/protocol.h"

namespace relata::modules {

using namespace sql;

namespace {

class ColumnDefaultObject final : public Container {
  public:
    ColumnDefaultObject(Type& type, Value a, ColumnDefault::Type k, bool update)
        : Container(type), arg(std::move(a)), kind(k), for_update(update) {}
    void clear_references() override { arg.reset(); }
    Value arg;
    ColumnDefault::Type kind;
    bool for_update;
};

struct DefaultClasses final : Runtime::Extension {
    explicit DefaultClasses(Runtime&) {}
    Type *scalar = nullptr, *callable = nullptr, *element = nullptr, *server = nullptr;
};

const ColumnDefaultObject& default_of(const Value& self) { return self.get<ColumnDefaultObject>(); }

template <ColumnDefault::Type kind> Value is_kind(Runtime&, const Value& self) {
    return Value::boolean(default_of(self).kind == kind);
}

DefaultClasses& classes(Runtime& runtime) {
    auto& made = runtime.extension<DefaultClasses>();
    if (made.scalar) return made;
    const auto make = [&](const char* name) {
        python::TypeBuilder b(runtime, name, "sqlalchemy.sql.schema");
        b.slots().repr = [](Runtime& r, const Value& self) {
            const auto& d = default_of(self);
            return Value(r.make_str(d.type().name() + "(" + repr_text(r, d.arg) +
                                    (&d.type() == classes(r).server
                                         ? std::string(", for_update=") + (d.for_update ? "True" : "False")
                                         : std::string()) +
                                    ")"));
        };
        b.property("arg", [](Runtime&, const Value& self) { return default_of(self).arg; });
        b.property("for_update", [](Runtime&, const Value& self) { return Value::boolean(default_of(self).for_update); });
        b.property("is_scalar", is_kind<ColumnDefault::Type::scalar>);
        b.property("is_callable", is_kind<ColumnDefault::Type::callable>);
        b.property("is_clause_element", is_kind<ColumnDefault::Type::clause>);
        b.property("is_sequence", is_kind<ColumnDefault::Type::sequence>);
        return &b.finish();
    };
    made.scalar = make("ScalarElementColumnDefault");
    made.callable = make("CallableColumnDefault");
    made.element = make("ColumnElementColumnDefault");
    made.server = make("DefaultClause");
    return made;
}

} // namespace

Value column_default(Runtime& runtime, const std::optional<ColumnDefault>& given) {
    if (!given) return Value::none();
    DefaultClasses& known = classes(runtime);
    const bool clause = given->type == ColumnDefault::Type::clause;
    Type& type = clause ? *known.element : given->type == ColumnDefault::Type::callable ? *known.callable : *known.scalar;
    return runtime.make<ColumnDefaultObject>(type, clause ? wrap(runtime, given->clause) : given->value, given->type,
                                             given->is_onupdate);
}

Value server_default(Runtime& runtime, const std::optional<ServerDefault>& given, bool for_update) {
    if (!given) return Value::none();
    Value arg = wrap(runtime, given->clause);
    if (given->clause && given->clause->kind() == Kind::bind_parameter)
        arg = static_cast<BindParameter&>(*given->clause).value;
    return runtime.make<ColumnDefaultObject>(*classes(runtime).server, std::move(arg), ColumnDefault::Type::clause,
                                             for_update);
}

} // namespace relata::modules
