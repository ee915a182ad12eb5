// declared_attr: a class attribute that is computed for each mapped class. SQLAlchemy: orm/decl_api.py declared_attr.
#include "modules/sqlmodel/model_methods.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

namespace {

class DeclaredAttr final : public Container {
  public:
    DeclaredAttr(Type& type, Value f) : Container(type), function(std::move(f)) {}
    void clear_references() override { function.reset(); }
    Value function;
};

Value declared_attr_new(Runtime& runtime, Type& type, Args args) {
    if (args.positional_count() < 1)
        throw Error(Exc::TypeError, "declared_attr.__init__() missing 1 required positional argument: 'fn'");
    return Value(runtime.make<DeclaredAttr>(type, args.values[0]));
}

Value declared_attr_get(Runtime& runtime, const Value& self, const Value&, Type& owner) {
    return call(runtime, self.get<DeclaredAttr>().function, {Value(owner)});
}

/// `@declared_attr.directive`, `@declared_attr.cascading`: the same thing for what is supported here.
Value declared_attr_directive(Runtime& runtime, const Value& self, Args args) {
    return declared_attr_new(runtime, self.get<Type>(), args);
}

/// SQLModel.__tablename__: the class's name in small letters.
Value default_table_name(Runtime& runtime, const Value&, Args args) {
    std::string name = args.values[0].get<Type>().name();
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return Value(runtime.make_str(name));
}

} // namespace

Type& declared_attr_type(Runtime& runtime) {
    if (runtime.has_type_for<DeclaredAttr>()) return runtime.type_for<DeclaredAttr>();
    python::TypeBuilder builder(runtime, "declared_attr", "sqlalchemy.orm.decl_api");
    builder.slots().new_ = declared_attr_new;
    builder.slots().init = [](Runtime&, const Value&, Args) {};
    builder.slots().descriptor_get = declared_attr_get;
    builder.property("fget", [](Runtime&, const Value& self) { return self.get<DeclaredAttr>().function; });
    builder.class_method("directive", declared_attr_directive).class_method("cascading", declared_attr_directive);
    Type& type = builder.finish();
    runtime.set_type_for<DeclaredAttr>(type);
    return type;
}

void set_default_table_name(Runtime& runtime, Type& sqlmodel) {
    const Value function(python::make_function(runtime, "__tablename__", default_table_name, "sqlmodel.main"));
    sqlmodel.set_attribute(*runtime.intern("__tablename__"),
                           Value(runtime.make<DeclaredAttr>(declared_attr_type(runtime), function)));
}

} // namespace relata::modules
