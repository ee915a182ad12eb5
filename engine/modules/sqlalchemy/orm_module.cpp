#include "modules/sqlalchemy/orm_module.h"

#include "modules/sqlalchemy/async_engine.h"
#include "modules/sqlalchemy/declarative/declarative_base.h"
#include "modules/sqlalchemy/event.h"
#include "modules/sqlalchemy/inspect.h"
#include "modules/sqlalchemy/loader_options.h"
#include "modules/sqlalchemy/queryable_attribute.h"
#include "modules/sqlalchemy/session_type.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlmodel/keyed_collections.h"
#include "modules/sqlmodel/mapped_properties.h"
#include "modules/sqlmodel/sqlmodel_modules.h"
#include "modules/sqlalchemy/write_only_collections.h"
#include "modules/sqlalchemy/signatures.h"
#include "orm/attributes.h"
#include "orm/mapper.h"
#include "orm/python_views.h"
#include "orm/registry.h"
#include "orm/relationship.h"
#include "python/arguments.h"
#include "python/native_function.h"
#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

using python::Interpreter;
using python::Module;

void add_function(Interpreter& interpreter, Module& module, std::string_view name, python::NativeFn fn) {
    module.set(name, Value(python::make_function(interpreter, name, fn, module.name())));
}

orm::InstanceState& state_argument(Runtime& runtime, Args args) { return orm::instance_state(runtime, args.values[0]); }

std::string key_argument(Runtime& runtime, Args args) {
    if (args.positional_count() < 2) throw Error(Exc::TypeError, "missing 1 required positional argument: 'key'");
    return str_text(runtime, args.values[1]);
}

Value flag_modified(Runtime& runtime, const Value&, Args args) {
    orm::flag_modified(state_argument(runtime, args), key_argument(runtime, args));
    return Value::none();
}

Value flag_dirty(Runtime& runtime, const Value&, Args args) {
    orm::flag_dirty(state_argument(runtime, args));
    return Value::none();
}

Value set_committed_value(Runtime& runtime, const Value&, Args args) {
    orm::set_committed_value(state_argument(runtime, args), key_argument(runtime, args), args.values[2]);
    return Value::none();
}

Value get_history(Runtime& runtime, const Value&, Args args) {
    const Value attrs = get_attribute(runtime, state_view(runtime, state_argument(runtime, args)), "attrs");
    return call_method(runtime, get_item(runtime, attrs, args.values[1]), "load_history");
}

Value instance_state_function(Runtime& runtime, const Value&, Args args) {
    return state_view(runtime, state_argument(runtime, args));
}

Value configure_mappers(Runtime& runtime, const Value&, Args) {
    orm::configure_mappers(runtime);
    return Value::none();
}

Value class_mapper(Runtime& runtime, const Value&, Args args) {
    auto* cls = args.values[0].as<Type>();
    if (!cls)
        throw Error(Exc::ArgumentError,
                    "Class object expected, got '" + repr_text(runtime, args.values[0]) + "'.");
    return mapper_view(runtime, orm::class_mapper(*cls));
}

Value object_mapper(Runtime& runtime, const Value&, Args args) {
    return mapper_view(runtime, state_argument(runtime, args).mapper());
}

void add_attribute_functions(Interpreter& interpreter, Module& module) {
    add_function(interpreter, module, "flag_modified", flag_modified);
    add_function(interpreter, module, "flag_dirty", flag_dirty);
    add_function(interpreter, module, "set_committed_value", set_committed_value);
    add_function(interpreter, module, "get_history", get_history);
    add_function(interpreter, module, "instance_state", instance_state_function);
    add_attributes_signatures(module.dict());
}

void add_orm_exceptions(Interpreter& interpreter, Module& module) {
    for (size_t i = 0; i < exception_count(); ++i) {
        const ExceptionInfo& info = exception_info(Exc(i));
        if (info.module == "sqlalchemy.orm.exc") module.set(info.name, Value(interpreter.exception_type(Exc(i))));
    }
    module.set("NoResultFound", Value(interpreter.exception_type(Exc::NoResultFound)));
    module.set("MultipleResultsFound", Value(interpreter.exception_type(Exc::MultipleResultsFound)));
}

/// LoaderCallableStatus.NO_VALUE, which listeners get as the old value of an attribute that had none.
class LoaderSymbol final : public Object {
  public:
    explicit LoaderSymbol(Type& type) : Object(type) {}
};

} // namespace

void make_python_views(Interpreter& interpreter) {
    orm::PythonViews& views = interpreter.extension<orm::PythonViews>();
    if (views.mapper) return;
    views.mapper = mapper_view;
    views.state = state_view;
    views.event_token = event_token_view;
    python::TypeBuilder symbol(interpreter, "LoaderCallableStatus", "sqlalchemy.orm.base");
    symbol.slots().str = [](Runtime& r, const Value&) { return Value(r.make_str("LoaderCallableStatus.NO_VALUE")); };
    symbol.slots().repr = [](Runtime& r, const Value&) { return Value(r.make_str("<LoaderCallableStatus.NO_VALUE: 4>")); };
    symbol.property("name", [](Runtime& r, const Value&) { return Value(r.make_str("NO_VALUE")); });
    views.no_value = Value(interpreter.make<LoaderSymbol>(symbol.finish()));
}

namespace {

/// SQLAlchemy: orm.util.with_parent.
Value with_parent(Runtime& runtime, const Value&, Args a) {
    const python::ArgReader args(runtime, {.function = "with_parent", .names = {"instance", "prop", "from_entity"},
                                           .required = 2, .origin = python::Signature::Origin::python}, a);
    const auto reference = attribute_reference_of(args[1]);
    orm::RelationshipProperty* property = reference ? reference->property->as_relationship() : nullptr;
    if (!property)
        throw Error(Exc::ArgumentError, "Expected relationship property for with_parent(), got " + repr_text(runtime, args[1]));
    sql::Entity* from = reference->of_type;
    if (!args.is_none(2)) from = entity_argument(runtime, args[2]);
    return wrap(runtime, property->optimized_compare(runtime, &orm::instance_state(runtime, args[0]), true, from));
}

/// Names whose classes are the library's own Python, made when something asks for them.
void define_frozen(Module& module, std::string_view from, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        module.define_lazily(name, [from = std::string(from), name = std::string(name)](Interpreter& interpreter) {
            return interpreter.import_module(from).find(interpreter, name);
        });
}

void init_orm(Interpreter& interpreter, Module& module) {
    module.set_package(true);
    make_python_views(interpreter);
    add_sessions(interpreter, module);
    add_orm_configuration(interpreter, module);
    add_loader_options(interpreter, module);
    add_aliased(interpreter, module);
    add_mapped_properties(interpreter, module);
    add_declarative(interpreter, module);
    add_function(interpreter, module, "configure_mappers", configure_mappers);
    add_function(interpreter, module, "class_mapper", class_mapper);
    add_function(interpreter, module, "object_mapper", object_mapper);
    add_function(interpreter, module, "with_parent", with_parent);
    add_orm_signatures(module.dict());
    define_frozen(module, "sqlalchemy.orm.query", {"Query"});
    define_frozen(module, "sqlalchemy.orm.scoping", {"scoped_session"});
    module.define_lazily("InstrumentedAttribute", [](Interpreter& in) {
        return Value(static_cast<Runtime&>(in).type_for<orm::InstrumentedAttribute>());
    });
    module.set("Mapper", Value(mapper_type(interpreter)));
    define_frozen(module, "sqlalchemy.orm.descriptor_props", {"composite", "Composite"});
    define_frozen(module, "sqlalchemy.orm.base", {"Mapped", "DynamicMapped", "WriteOnlyMapped"});
}

void init_asyncio(Interpreter& interpreter, Module& module) {
    module.set_package(true);
    add_async_engines(interpreter, module);
    add_async_sessions(interpreter, module);
    define_frozen(module, "sqlalchemy.ext.asyncio.scoping", {"async_scoped_session"});
}

} // namespace

void register_sqlalchemy_orm(Interpreter& interpreter) {
    register_entity_coercion(interpreter);
    add_write_only_collections(interpreter);
    interpreter.register_module("sqlalchemy.orm", init_orm);
    interpreter.register_module("sqlalchemy.orm.session", add_sessions);
    interpreter.register_module("sqlalchemy.orm.strategy_options", [](Interpreter& i, Module& module) { add_loader_options(i, module); });
    interpreter.register_module("sqlalchemy.orm.util", [](Interpreter& i, Module& module) {
        add_aliased(i, module);
        add_function(i, module, "with_parent", with_parent);
        add_function(i, module, "object_mapper", object_mapper);
    });
    interpreter.register_module("sqlalchemy.orm.attributes", [](Interpreter& i, Module& module) {
        add_attribute_functions(i, module);
        make_python_views(i);
        module.set("NO_VALUE", i.extension<orm::PythonViews>().no_value);
        add_event_operations(i, module);
    });
    interpreter.register_module("sqlalchemy.orm.exc", add_orm_exceptions);
    interpreter.register_module("sqlalchemy.orm.collections", [](Interpreter& i, Module& module) {
        add_keyed_collections(i, module);
    });
    interpreter.register_module("sqlalchemy.ext", [](Interpreter&, Module& module) { module.set_package(true); });
    interpreter.register_module("sqlalchemy.ext.asyncio", init_asyncio);
    interpreter.register_module("sqlmodel.ext", [](Interpreter&, Module& module) { module.set_package(true); });
    interpreter.register_module("sqlmodel.ext.asyncio", [](Interpreter&, Module& module) { module.set_package(true); });
    interpreter.register_module("sqlmodel.ext.asyncio.session", [](Interpreter& i, Module& module) {
        module.set("AsyncSession", Value(sqlmodel_async_session_type(i)));
    });
}

} // namespace relata::modules
