// aliased() and with_loader_criteria(). SQLAlchemy: orm/util.py AliasedClass, LoaderCriteriaOption.
#include "modules/sqlalchemy/option_object.h"
#include "modules/sqlalchemy/queryable_attribute.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "orm/attributes.h"
#include "orm/context.h"
#include "orm/registry.h"
#include "support/object_number.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

using python::ArgReader;

struct LoaderCriteriaOptionType; ///< tag of the Python type

Ref<sql::FromClause> from_argument(Runtime& runtime, const Value& value) {
    return sql::expect_from(runtime, sql::Role::from_clause, value);
}

Value make_aliased(Runtime& runtime, const Value& element, Ref<sql::FromClause> alias, const std::optional<std::string>& name,
                   bool flat, bool adapt_on_names) {
    sql::Entity* entity = entity_argument(runtime, element);
    if (!entity) { // a table or subquery gets a plain alias
        if (adapt_on_names)
            throw Error(Exc::ArgumentError, "adapt_on_names only applies to ORM elements");
        return wrap(runtime, from_argument(runtime, element)->alias(name));
    }
    orm::Mapper& mapper = orm::mapper_of(*entity);
    mapper.check_configure();
    if (!alias && flat) alias = orm::anonymous_from(mapper.selectable(), name.value_or(""), true);
    return runtime.make<AliasedClass>(runtime.type_for<AliasedClass>(),
                                      make_ref<orm::AliasedInsp>(mapper, std::move(alias), name.value_or(""), adapt_on_names));
}

Value aliased_function(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "aliased", .names = {"element", "alias", "name", "flat", "adapt_on_names"},
                                   .required = 1}, a);
    Ref<sql::FromClause> alias;
    if (!args.is_none(1)) alias = from_argument(runtime, args[1]);
    std::optional<std::string> name;
    if (!args.is_none(2)) name = std::string(args.text(2));
    return make_aliased(runtime, args[0], std::move(alias), name, args.truth(3), args.truth(4));
}

/// Classes of a hierarchy: "*" or a sequence of mapped classes.
std::vector<orm::Mapper*> subclasses_argument(Runtime& runtime, orm::Mapper& base, const Value& classes) {
    if (const Str* text = classes.as<Str>(); text && text->view() == "*") return base.self_and_descendants();
    return base.mappers_from_spec(mappers_argument(runtime, classes));
}

Value with_polymorphic(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "with_polymorphic",
                                   .names = {"base", "classes", "selectable", "flat", "polymorphic_on", "aliased", "innerjoin",
                                             "adapt_on_names", "name"},
                                   .required = 2}, a);
    sql::Entity* entity = entity_argument(runtime, args[0]);
    if (!entity || orm::as_aliased(*entity))
        throw Error(Exc::NotImplementedError, "not supported here: with_polymorphic() of what is no mapped class");
    for (const size_t option : {4u, 6u, 8u})
        if (!args.is_none(option) && truth(runtime, args[option]))
            throw Error(Exc::NotImplementedError, "not supported here: this argument of with_polymorphic()");
    orm::Mapper& base = orm::mapper_of(*entity);
    base.check_configure();
    Ref<sql::FromClause> selectable;
    if (!args.is_none(2) && !args[2].is_false()) selectable = from_argument(runtime, args[2]);
    using Form = orm::AliasedInsp::Form;
    const Form form = args.truth(3) ? Form::flat : args.truth(5) ? Form::subquery : Form::plain;
    return runtime.make<AliasedClass>(
        runtime.type_for<AliasedClass>(),
        orm::AliasedInsp::with_polymorphic(base, subclasses_argument(runtime, base, args[1]), std::move(selectable), form));
}

// SQLAlchemy: AliasedClass.__getattr__: whatever the class has, adapted to the alias.
Value aliased_attribute(Runtime& runtime, const Value& self, Str& name) {
    if (Value found = find_generic_attribute(runtime, self, name); found.is_set()) return found;
    orm::AliasedInsp& aliased = *self.get<AliasedClass>().aliased;
    for (orm::Mapper* mapper : aliased.with_polymorphic_mappers()) // `P.Manager`
        if (mapper != &aliased.mapper() && mapper->mapped_class().name() == name.view())
            return runtime.make<AliasedClass>(runtime.type_for<AliasedClass>(), Ref<orm::AliasedInsp>(aliased.entity_for_mapper(*mapper)));
    if (orm::MapperProperty* property = aliased.mapper().find_property(name.view()))
        return queryable_attribute(runtime, {.entity = &aliased, .property = property});
    Type& cls = aliased.mapper().mapped_class();
    if (const Value* there = cls.lookup(name)) {
        const Value held = *there;
        if (held.is_object() && held.as_object()->kind() == ObjectKind::instance) // a hybrid, an association proxy
            if (const Value* get = held.as_object()->type().lookup(*runtime.intern("__get__")))
                return call(runtime, *get, {held, Value::none(), self});
    }
    return get_attribute(runtime, Value(cls), name);
}

Value repr_aliased(Runtime& runtime, const Value& self) {
    return runtime.make_str("<AliasedClass at " + address_text(runtime, self) + "; " +
                            self.get<AliasedClass>().aliased->mapper().mapped_class().name() + ">");
}

/// The condition for one entity: what a function makes of the class, or an expression; adapted to an alias.
Ref<sql::ColumnElement> criterion_for(Runtime& runtime, const Value& criteria, sql::Entity& entity) {
    Ref<sql::ColumnElement> criterion;
    if (is_callable(runtime, criteria) && !sql::clause_of(runtime, criteria))
        criterion = sql::expect_column(runtime, sql::Role::where_having,
                                       call(runtime, criteria, {Value(orm::mapper_of(entity).mapped_class())}));
    else
        criterion = sql::expect_column(runtime, sql::Role::where_having, criteria);
    if (orm::AliasedInsp* aliased = orm::as_aliased(entity)) return aliased->adapter()(*criterion);
    return criterion;
}

Value with_loader_criteria(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "with_loader_criteria",
                                   .names = {"entity_or_base", "where_criteria", "loader_only", "include_aliases",
                                             "propagate_to_loaders", "track_closure_variables"},
                                   .required = 2}, a);
    sql::Entity* entity = entity_argument(runtime, args[0]);
    Type* base = args[0].as<Type>();
    if (!entity && !base)
        throw Error(Exc::AttributeError,
                    "'" + runtime.type_of(args[0]).name() + "' object has no attribute '__subclasses__'");
    const Value criteria = args[1];
    if (entity) {
        orm::mapper_of(*entity).check_configure();
        criterion_for(runtime, criteria, *entity); // what is wrong with it is told here
    } else if (is_callable(runtime, criteria)) {
        sql::expect_column(runtime, sql::Role::where_having, call(runtime, criteria, {args[0]}));
    }
    Runtime* r = &runtime;
    auto option = make_ref<orm::LoaderCriteriaOption>(
        entity ? &orm::mapper_of(*entity) : nullptr, base,
        [r, criteria](sql::Entity& applied) { return criterion_for(*r, criteria, applied); }, args.truth(3), args.truth(4, true));
    return runtime.make<OptionObject>(runtime.type_for<LoaderCriteriaOptionType>(), Ref<sql::ExecutableOption>(option));
}

} // namespace

std::vector<orm::Mapper*> mappers_argument(Runtime& runtime, const Value& classes) {
    std::vector<orm::Mapper*> mappers;
    for (const Value& cls : to_vector(runtime, classes)) {
        sql::Entity* entity = entity_argument(runtime, cls);
        if (!entity)
            throw Error(Exc::NoInspectionAvailable, "No inspection system is available for object of type " +
                                                        repr_text(runtime, Value(runtime.type_of(cls))));
        mappers.push_back(&orm::mapper_of(*entity));
    }
    return mappers;
}

sql::Entity* entity_argument(Runtime&, const Value& value) {
    if (!value.is_object()) return nullptr;
    if (auto* aliased = dynamic_cast<AliasedClass*>(value.as_object())) return aliased->aliased.get();
    auto* cls = value.as<Type>();
    return cls ? orm::find_mapper(*cls) : nullptr;
}

void add_aliased(python::Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    if (!runtime.has_type_for<AliasedClass>()) {
        python::TypeBuilder b(interpreter, "AliasedClass", "sqlalchemy.orm.util");
        b.slots().get_attribute = aliased_attribute;
        b.slots().repr = repr_aliased;
        b.slots().str = [](Runtime& r, const Value& self) { return Value(r.make_str(self.get<AliasedClass>().aliased->text())); };
        runtime.set_type_for<AliasedClass>(b.finish());
        python::TypeBuilder criteria(interpreter, "LoaderCriteriaOption", "sqlalchemy.orm.util");
        runtime.set_type_for<LoaderCriteriaOptionType>(criteria.finish());
        sql::coercion_registry(runtime).add([](Runtime&, const Value& value) -> Ref<sql::ClauseElement> {
            auto* aliased = dynamic_cast<AliasedClass*>(value.as_object());
            return aliased ? Ref<sql::ClauseElement>(orm::entity_clause(*aliased->aliased)) : Ref<sql::ClauseElement>();
        });
    }
    module.set("aliased", python::make_function(interpreter, "aliased", aliased_function, "sqlalchemy.orm"));
    module.set("with_polymorphic", python::make_function(interpreter, "with_polymorphic", with_polymorphic, "sqlalchemy.orm"));
    module.set("with_loader_criteria",
               python::make_function(interpreter, "with_loader_criteria", with_loader_criteria, "sqlalchemy.orm"));
    module.set("AliasedClass", runtime.type_for<AliasedClass>());
}

} // namespace relata::modules
