// relationship(), backref(), validates() and others of `sqlalchemy.orm` that concern configuration; inspect()'s results.
#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlmodel/keyed_collections.h"
#include "modules/sqlmodel/model_methods.h"
#include "modules/sqlmodel/relationship_options.h"
#include "modules/sqlmodel/sqlmodel_modules.h"
#include "orm/mapper.h"
#include "orm/registry.h"
#include "python/arguments.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

/// `relationship(...)` before a class takes it: SQLModel's sa_relationship.
class RelationshipObject final : public Object {
  public:
    RelationshipObject(Type& type, Ref<orm::RelationshipProperty> p) : Object(type), property(std::move(p)) {}
    Ref<orm::RelationshipProperty> property;
};

Value relationship(Runtime& runtime, const Value&, Args args) {
    orm::RelationshipOptions options;
    static constexpr const char* positional[] = {"argument", "secondary"};
    for (size_t i = 0; i < args.positional_count(); ++i) {
        if (i >= std::size(positional))
            throw Error(Exc::TypeError, "relationship() takes from 0 to 2 positional arguments but " +
                                            std::to_string(args.positional_count()) + " were given");
        read_relationship_option(runtime, options, positional[i], args.values[i]);
    }
    for (size_t i = 0; i < args.keyword_count(); ++i)
        read_relationship_option(runtime, options, std::string((*args.keywords)[i].get<Str>().view()),
                                 args.values[args.positional_count() + i]);
    auto property = make_ref<orm::RelationshipProperty>(runtime, std::move(options));
    return Value(runtime.make<RelationshipObject>(runtime.type_for<RelationshipObject>(), property));
}

Value backref(Runtime& runtime, const Value&, Args args) {
    const Ref<Dict> kwargs = runtime.make_dict();
    for (size_t i = 0; i < args.keyword_count(); ++i)
        kwargs->set((*args.keywords)[i].get<Str>(), args.values[args.positional_count() + i]);
    return Value(runtime.make_tuple({args.values[0], Value(kwargs)}));
}

/// The decorator that `validates("a", "b")` returns: marks the function, for the mapper to find.
Value mark_validator(Runtime& runtime, const python::NativeFunction& function, const Value&, Args args) {
    python::check_arguments("wrap(fn)", args);
    const Tuple& closure = function.closure().get<Tuple>();
    set_attribute(runtime, args.values[0], "__sa_validators__", closure[0]);
    set_attribute(runtime, args.values[0], "__sa_include_removes__", closure[1]);
    set_attribute(runtime, args.values[0], "__sa_include_backrefs__", closure[2]);
    return args.values[0];
}

/// `foreign(column)` and `remote(column)`: marks for a primaryjoin. SQLAlchemy: relationships.foreign, remote.
template <bool sql::Annotations::Fields::*flag> Value mark_column(Runtime& runtime, const Value&, Args args) {
    if (args.positional_count() != 1)
        throw Error(Exc::TypeError, "foreign() and remote() take 1 positional argument but " +
                                        std::to_string(args.positional_count()) + " were given");
    const Ref<sql::ColumnElement> column =
        sql::expect_column(runtime, sql::Role::column_argument, args.values[0]);
    sql::Annotations annotations;
    annotations.edit().*flag = true;
    return wrap(runtime, sql::annotated(*column, annotations));
}

Value validates(Runtime& runtime, const Value&, Args args) {
    const Value* removes = args.keyword("include_removes");
    const Value* backrefs = args.keyword("include_backrefs");
    const Ref<Tuple> closure = runtime.make_tuple({Value(runtime.make_tuple(args.positional())),
                                                   removes ? *removes : Value::boolean(false),
                                                   backrefs ? *backrefs : Value::boolean(true)});
    return Value(python::make_function(runtime, "wrap", mark_validator, Value(closure)));
}

/// `@reconstructor`: marks the method, for the mapper to find.
Value reconstructor(Runtime& runtime, const Value&, Args args) {
    const Value& function = python::expect_one_argument("reconstructor", args);
    set_attribute(runtime, function, "__sa_reconstructor__", Value::boolean(true));
    return function;
}

} // namespace

orm::RelationshipProperty* relationship_property(const Value& value) {
    const auto* object = value.is_object() ? dynamic_cast<RelationshipObject*>(value.as_object()) : nullptr;
    return object ? object->property.get() : nullptr;
}

void add_orm_configuration(python::Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    if (!runtime.has_type_for<RelationshipObject>()) {
        python::TypeBuilder builder(runtime, "RelationshipProperty", "sqlalchemy.orm.relationships");
        runtime.set_type_for<RelationshipObject>(builder.finish());
    }
    make_attribute_types(interpreter);
    const auto function = [&](const char* name, python::NativeFn fn) {
        module.set(name, Value(python::make_function(runtime, name, fn, "sqlalchemy.orm")));
    };
    module.set("RelationshipProperty", Value(runtime.type_for<RelationshipObject>()));
    function("relationship", relationship);
    function("backref", backref);
    function("validates", validates);
    function("reconstructor", reconstructor);
    function("foreign", mark_column<&sql::Annotations::Fields::foreign>);
    function("remote", mark_column<&sql::Annotations::Fields::remote>);
    add_keyed_collections(runtime, module);
    module.set("declared_attr", Value(declared_attr_type(runtime)));
}

} // namespace relata::modules
