#include "modules/sqlalchemy/loader_options.h"

#include "modules/sqlalchemy/option_object.h"
#include "modules/sqlalchemy/queryable_attribute.h"
#include "modules/sqlalchemy/signatures.h"
#include "orm/context.h"
#include "orm/attributes.h"
#include "orm/mapper.h"
#include "orm/registry.h"
#include "orm/strategy_options.h"
#include "python/arguments.h"
#include "python/type_builder.h"
#include "sql/coercions.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

using orm::AttributeReference;
using orm::BindStrategy;
using orm::Load;
using orm::StrategyKey;
using python::ArgReader;

AttributeReference attribute_reference(const Value& value) {
    if (value.as<Str>())
        throw Error(Exc::ArgumentError, "Strings are not accepted for attribute names in loader options; please use class-bound "
                                        "attributes directly.");
    auto reference = attribute_reference_of(value);
    if (!reference) throw Error(Exc::ArgumentError, "expected ORM mapped attribute for loader strategy argument");
    reference->property->parent().check_configure();
    return *std::move(reference);
}

bool is_wildcard(const Value& value) {
    const auto* text = value.as<Str>();
    return text && text->view() == "*";
}

Value wrap(Runtime& runtime, Ref<Load> load) {
    return runtime.make<OptionObject>(runtime.type_for<OptionObject>(), Ref<sql::ExecutableOption>(std::move(load)));
}

/// The option that a method is called on; null for the function of the same name.
const Load* chained(const Value& self) {
    if (!self.is_set()) return nullptr;
    return static_cast<const Load*>(self.get<OptionObject>().option().get());
}

Ref<Load> bind_one(const Load* before, const Value& key, const BindStrategy& bind) {
    if (is_wildcard(key)) return before ? before->with_wildcard(bind) : Load::wildcard(bind);
    const AttributeReference attribute = attribute_reference(key);
    return before ? before->with_attribute(attribute, bind) : Load::for_attribute(attribute, bind);
}

/// `option(A.b, B.c)`: the strategy is for the last one, the others only lead there.
Value bind_keys(Runtime& runtime, const Value& self, std::span<const Value> keys, const BindStrategy& bind) {
    if (keys.empty()) throw Error(Exc::AssertionError, "");
    Ref<Load> load;
    const Load* before = chained(self);
    for (size_t i = 0; i < keys.size(); ++i) {
        load = bind_one(before, keys[i], i + 1 < keys.size() ? BindStrategy{.kind = bind.kind} : bind);
        before = load.get();
    }
    return wrap(runtime, std::move(load));
}

/// A loader option that takes keys and perhaps one setting by name. `passes_on`: the function takes any keyword and the
/// method below it refuses.
struct OptionSignature {
    const char* name;
    const char* setting;
    bool passes_on;
};

constexpr OptionSignature option_signature(StrategyKey key) {
    switch (key) {
    case StrategyKey::joined: return {"joinedload", "innerjoin", true};
    case StrategyKey::selectin: return {"selectinload", "recursion_depth", false};
    case StrategyKey::subquery: return {"subqueryload", "", false};
    case StrategyKey::immediate: return {"immediateload", "recursion_depth", false};
    case StrategyKey::raise: return {"raiseload", "sql_only", true};
    case StrategyKey::noload: return {"noload", "", false};
    default: return {"lazyload", "", false};
    }
}

/// The value of the one setting; unset where it was not given.
Value setting_of(const OptionSignature& signature, const Value& self, Args a) {
    Value setting;
    for (size_t k = 0; k < a.keyword_count(); ++k) {
        const std::string_view name = (*a.keywords)[k].get<Str>().view();
        if (*signature.setting == 0 || name != signature.setting)
            throw Error(Exc::TypeError, (self.is_set() || signature.passes_on ? "_AbstractLoad." : "") + std::string(signature.name) +
                                            "() got an unexpected keyword argument '" + std::string(name) + "'");
        setting = a.values[a.positional_count() + k];
    }
    return setting;
}

template <StrategyKey key> Value relationship_option(Runtime& runtime, const Value& self, Args a) {
    const Value setting = setting_of(option_signature(key), self, a);
    const bool is_given = setting.is_set() && !setting.is_none();
    BindStrategy bind{.strategy = key};
    if (key == StrategyKey::joined && is_given) {
        if (const auto* text = setting.as<Str>(); text && text->view() == "unnested") {
            bind.local_opts.innerjoin = true;
            bind.local_opts.innerjoin_unnested = true;
        } else {
            bind.local_opts.innerjoin = truth(runtime, setting);
        }
    }
    if ((key == StrategyKey::selectin || key == StrategyKey::immediate) && is_given)
        bind.local_opts.recursion_depth = int(as_index(runtime, setting));
    if (key == StrategyKey::raise && is_given && truth(runtime, setting)) bind.strategy = StrategyKey::raise_on_sql;
    return bind_keys(runtime, self, a.positional(), bind);
}

Value defaultload(Runtime& runtime, const Value& self, Args a) { return bind_keys(runtime, self, a.positional(), BindStrategy{}); }

Value contains_eager(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "contains_eager", .names = {"alias"}, .positional = 0, .more_positional = true}, a);
    BindStrategy bind{.strategy = StrategyKey::joined, .propagate_to_loaders = false, .contains_eager = true};
    if (!args.is_none(0)) {
        const Ref<sql::ClauseElement> clause = sql::clause_of(runtime, args[0]);
        if (clause && clause->as_from_clause()) bind.local_opts.eager_from_alias = Ref<sql::FromClause>(clause->as_from_clause());
    }
    return bind_keys(runtime, self, a.positional(), bind);
}

Value defer(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "defer", .names = {"raiseload"}, .positional = 0, .more_positional = true}, a);
    BindStrategy bind{.strategy = args.truth(0) ? StrategyKey::deferred_raise : StrategyKey::deferred,
                      .kind = orm::WildcardKind::column};
    // The primary key always comes along.
    bind.local_opts.undefer_primary_keys = a.positional_count() == 1 && is_wildcard(a.values[0]);
    return bind_keys(runtime, self, a.positional(), bind);
}

Value undefer(Runtime& runtime, const Value& self, Args a) {
    return bind_keys(runtime, self, a.positional(), BindStrategy{.strategy = StrategyKey::column, .kind = orm::WildcardKind::column});
}

Value with_expression(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "with_expression", .names = {"key", "expression"}, .required = 2}, a);
    AttributeReference attribute = attribute_reference(args[0]);
    attribute.extra_criteria = {sql::expect_column(runtime, sql::Role::labeled_column_expr, args[1])};
    if (attribute.extra_criteria[0]->name().value_or("").empty())
        attribute.extra_criteria[0] = sql::label(*attribute.extra_criteria[0], std::nullopt);
    const BindStrategy bind{.strategy = StrategyKey::query_expression, .kind = orm::WildcardKind::column};
    const Load* before = chained(self);
    return wrap(runtime, before ? before->with_attribute(attribute, bind) : Load::for_attribute(attribute, bind));
}

Value selectin_polymorphic(Runtime& runtime, const Value& self, Args a) {
    const Load* before = chained(self);
    const ArgReader args = before ? ArgReader(runtime, {.function = "selectin_polymorphic", .names = {"classes"}, .required = 1}, a)
                                  : ArgReader(runtime, {.function = "selectin_polymorphic", .names = {"base_cls", "classes"}, .required = 2}, a);
    const std::vector<orm::Mapper*> classes = mappers_argument(runtime, args[before ? 0 : 1]);
    if (before) return wrap(runtime, before->with_subclasses(classes));
    sql::Entity* entity = entity_argument(runtime, args[0]);
    if (!entity)
        throw Error(Exc::NoInspectionAvailable, "No inspection system is available for object of type " +
                                                    repr_text(runtime, Value(runtime.type_of(args[0]))));
    orm::mapper_of(*entity).check_configure();
    return wrap(runtime, Load::for_entity(*entity)->with_subclasses(classes));
}

Value undefer_group(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "undefer_group", .names = {"name"}, .required = 1}, a);
    BindStrategy bind{.kind = orm::WildcardKind::column};
    bind.local_opts.undefer_group = std::string(args.text(0));
    const Load* before = chained(self);
    return wrap(runtime, before ? before->with_wildcard(bind) : Load::wildcard(bind));
}

Value load_only(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "load_only", .names = {"raiseload"}, .positional = 0, .more_positional = true}, a);
    std::vector<AttributeReference> attributes;
    for (const Value& key : a.positional()) {
        // SQLAlchemy: the function looks at the first one before the method refuses strings.
        if (attributes.empty() && !self.is_set() && key.as<Str>())
            throw Error(Exc::ArgumentError, "expected ORM mapped attribute for loader strategy argument");
        attributes.push_back(attribute_reference(key));
    }
    const Load* before = chained(self);
    if (attributes.empty() && !before) throw Error(Exc::IndexError, "tuple index out of range"); // SQLAlchemy: _generate_from_keys
    const Ref<Load> root = before ? Ref<Load>() : Load::for_entity(*attributes[0].entity);
    const Ref<Load> columns = (before ? before : root.get())
                                  ->with_columns(attributes, {.strategy = StrategyKey::column, .kind = orm::WildcardKind::column});
    BindStrategy rest{.strategy = args.truth(0) ? StrategyKey::deferred_raise : StrategyKey::deferred, .kind = orm::WildcardKind::column};
    rest.local_opts.undefer_primary_keys = true;
    return wrap(runtime, columns->with_wildcard(rest));
}

Value options(Runtime& runtime, const Value& self, Args a) {
    std::vector<Ref<Load>> inner;
    for (const Value& v : a.positional()) {
        const auto* option = v.as<OptionObject>();
        auto* load = option ? dynamic_cast<Load*>(option->option().get()) : nullptr;
        if (!load)
            throw Error(Exc::ArgumentError,
                        "Loader option " + str_text(runtime, v) + " is not compatible with the Load.options() method.");
        inner.emplace_back(load);
    }
    return wrap(runtime, chained(self)->with_options(inner));
}

constexpr struct {
    const char* name;
    python::NativeFn fn;
} functions[] = {
    {"selectinload", relationship_option<StrategyKey::selectin>}, {"joinedload", relationship_option<StrategyKey::joined>},
    {"subqueryload", relationship_option<StrategyKey::subquery>}, {"lazyload", relationship_option<StrategyKey::select>},
    {"immediateload", relationship_option<StrategyKey::immediate>}, {"raiseload", relationship_option<StrategyKey::raise>},
    {"noload", relationship_option<StrategyKey::noload>}, {"selectin_polymorphic", selectin_polymorphic}, {"defaultload", defaultload}, {"contains_eager", contains_eager},
    {"defer", defer}, {"undefer", undefer}, {"load_only", load_only}, {"undefer_group", undefer_group}, {"with_expression", with_expression},
};

} // namespace

void add_loader_options(python::Interpreter& interpreter, python::Module& module) {
    python::TypeBuilder load(interpreter, "Load", "sqlalchemy.orm.strategy_options");
    load.slots().new_ = [](Runtime& r, Type&, Args a) -> Value {
        const Value& given = python::expect_one_argument("Load", a);
        sql::Entity* entity = entity_argument(r, given);
        if (!entity)
            throw Error(Exc::NoInspectionAvailable, "No inspection system is available for object of type " +
                                                        repr_text(r, Value(r.type_of(given))));
        return wrap(r, Load::for_entity(*entity));
    };
    for (const auto& [name, fn] : functions) load.method(name, fn);
    load.method("options", options);
    add_load_signatures(load);
    interpreter.set_type_for<OptionObject>(load.finish());
    module.set("Load", interpreter.type_for<OptionObject>());
    for (const auto& [name, fn] : functions) module.set(name, python::make_function(interpreter, name, fn, "sqlalchemy.orm"));
}

void register_entity_coercion(Runtime& runtime) {
    orm::orm_plugin(runtime);
    sql::coercion_registry(runtime).add([](Runtime&, const Value& value) -> Ref<sql::ClauseElement> {
        auto* cls = value.as<Type>();
        orm::Mapper* mapper = cls ? orm::find_mapper(*cls) : nullptr;
        if (!mapper) return {};
        return orm::entity_clause(*mapper);
    });
}

} // namespace relata::modules
