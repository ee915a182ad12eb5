// Select and CompoundSelect as the program uses them: generative methods. SQLAlchemy: sql/selectable.py.
#include "modules/sqlalchemy/column_descriptions.h"
#include "modules/sqlalchemy/option_object.h"
#include "modules/sqlalchemy/select_statement.h"
#include "modules/sqlalchemy/signatures.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "orm/context.h"
#include "orm/relationship.h"
#include "sql/visitors.h"
#include "support/protocol.h"

namespace relata::modules {

using namespace sql;
using python::ArgReader;
using python::TypeBuilder;

namespace {

/// A copy of the statement in `self`, changed by `change`; the Python class stays (SelectOfScalar).
template <class S, class F> Value generate(Runtime& runtime, const Value& self, F&& change) {
    Ref<S> copy = make_ref<S>(node<S>(self));
    change(*copy);
    return runtime.make<ClauseObject>(self.get<ClauseObject>().type(), copy);
}

/// order_by(a, b), group_by(...), and their None, which cancels.
std::vector<Ref<ColumnElement>> column_list(Runtime& runtime, Role role, std::span<const Value> values,
                                            PropagateAttrs* propagate) {
    std::vector<Ref<ColumnElement>> result;
    for (const Value& v : values) result.push_back(expect_column(runtime, role, v, CoerceOptions{.propagate = propagate}));
    return result;
}

/// "GenerativeSelect.order_by() got an unexpected keyword argument 'color'".
void refuse_keywords(const char* function, Args a) {
    if (a.keyword_count())
        throw Error(Exc::TypeError, std::string(function) + "() got an unexpected keyword argument '" +
                                        std::string((*a.keywords)[0].get<Str>().view()) + "'");
}

template <bool having> Value where(Runtime& runtime, const Value& self, Args a) {
    return generate<Select>(runtime, self, [&](Select& s) {
        for (const Value& v : a.positional())
            (having ? s.having_criteria : s.where_criteria)
                .push_back(expect_column(runtime, Role::where_having, v, CoerceOptions{.propagate = &s.propagate}));
    });
}

/// SQLAlchemy: Select._filter_by_zero: the entity that filter_by means. `text`: how errors name it, where not by its FROM.
Ref<ClauseElement> filter_by_zero(Select& select, std::string& text) {
    if (!select.setup_joins.empty()) {
        const Ref<ClauseElement>& target = select.setup_joins.back().target;
        const auto* attribute = dynamic_cast<orm::RelationshipClause*>(target.get());
        orm::RelationshipProperty* property = attribute ? attribute->reference.property->as_relationship() : nullptr;
        if (!property) return target;
        property->parent().check_configure();
        sql::Entity& entity = attribute->reference.of_type ? *attribute->reference.of_type : static_cast<sql::Entity&>(property->mapper());
        text = orm::entity_text(entity);
        return orm::entity_clause(entity);
    }
    if (!select.from_obj.empty()) return select.from_obj[0];
    if (select.raw_columns.empty()) throw Error(Exc::IndexError, "list index out of range");
    Ref<ClauseElement> zero = select.raw_columns[0];
    // SQLAlchemy: FunctionElement.entity_namespace: that of its arguments.
    if (zero->kind() == Kind::function && !zero->annotations()->plugin)
        traverse(*select.raw_columns[0], [&](ClauseElement& e) {
            if (zero == select.raw_columns[0] && e.annotations()->plugin) zero = Ref<ClauseElement>(e);
        });
    return zero;
}

Value filter_by(Runtime& runtime, const Value& self, Args a) {
    if (a.positional_count())
        throw Error(Exc::TypeError, "Select.filter_by() takes 1 positional argument but " +
                                        std::to_string(a.positional_count() + 1) + " were given");
    return generate<Select>(runtime, self, [&](Select& s) {
        std::string text;
        const Ref<ClauseElement> zero = filter_by_zero(s, text);
        for (size_t k = 0; k < a.keyword_count(); ++k) {
            const std::string name((*a.keywords)[k].get<Str>().view());
            const Value attribute = namespace_attribute(runtime, *zero, name, text);
            s.where_criteria.push_back(expect_column(runtime, Role::where_having,
                                                     compare(runtime, attribute, a.values[a.positional_count() + k],
                                                             CompareOp::eq)));
        }
    });
}

Value add_join(Runtime& runtime, const Value& self, const Value& left, const Value& target, const Value& onclause,
               bool outer, bool full) {
    return generate<Select>(runtime, self, [&](Select& s) {
        Select::SetupJoin join;
        join.target = expect(runtime, Role::join_target, target, CoerceOptions{.propagate = &s.propagate});
        if (onclause.is_set() && !onclause.is_none()) join.onclause = expect(runtime, Role::on_clause, onclause);
        if (left.is_set()) join.from = expect_from(runtime, Role::from_clause, left, CoerceOptions{.propagate = &s.propagate});
        join.isouter = outer;
        join.full = full;
        s.setup_joins.push_back(std::move(join));
    });
}

template <bool outer> Value join(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = outer ? "Select.outerjoin" : "Select.join",
                                   .names = {"target", "onclause", "isouter", "full"}, .required = 1, .positional = 2,
                                   .origin = python::Signature::Origin::python, .self_count = 1}, a);
    return add_join(runtime, self, Value(), args[0], args[1], outer || args.truth(2), args.truth(3));
}

template <bool outer> Value join_from(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "Select.join_from",
                                   .names = {"from_", "target", "onclause", "isouter", "full"}, .required = 2}, a);
    return add_join(runtime, self, args[0], args[1], args[2], outer || args.truth(3), args.truth(4));
}

Value select_from(Runtime& runtime, const Value& self, Args a) {
    return generate<Select>(runtime, self, [&](Select& s) {
        for (const Value& v : a.positional())
            s.from_obj.push_back(expect_from(runtime, Role::from_clause, v, CoerceOptions{.propagate = &s.propagate}));
    });
}

template <class S, bool group> Value order_by(Runtime& runtime, const Value& self, Args a) {
    refuse_keywords(group ? "GenerativeSelect.group_by" : "GenerativeSelect.order_by", a);
    return generate<S>(runtime, self, [&](S& s) {
        auto& list = group ? s.group_by : s.order_by;
        if (a.positional_count() == 1 && a.values[0].is_none()) {
            list.clear();
            return;
        }
        for (auto& e : column_list(runtime, group ? Role::group_by : Role::order_by, a.positional(), &s.propagate))
            list.push_back(std::move(e));
    });
}

template <class S, bool offset> Value limit(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = offset ? "GenerativeSelect.offset" : "GenerativeSelect.limit",
                                   .names = {offset ? "offset" : "limit"}, .required = 1,
                                   .origin = python::Signature::Origin::python, .self_count = 1}, a);
    const Value value = args[0];
    return generate<S>(runtime, self, [&](S& s) {
        (offset ? s.offset : s.limit) = expect_column(runtime, Role::limit_offset, value);
        if (!offset) s.fetch.reset();
    });
}

template <class S> Value fetch(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "GenerativeSelect.fetch", .names = {"count"}, .required = 1,
                                   .origin = python::Signature::Origin::python, .self_count = 1}, a);
    return generate<S>(runtime, self, [&](S& s) {
        s.limit.reset();
        s.fetch = args.is_none(0) ? Ref<ColumnElement>() : expect_column(runtime, Role::limit_offset, args[0]);
    });
}

template <class S> Value slice(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "Select.slice", .names = {"start", "stop"}, .required = 2}, a);
    const int64_t start = args.integer(0), stop = args.integer(1);
    return generate<S>(runtime, self, [&](S& s) {
        s.limit = expect_column(runtime, Role::limit_offset, runtime.make_int(stop - start));
        s.offset = start ? expect_column(runtime, Role::limit_offset, runtime.make_int(start)) : Ref<ColumnElement>();
    });
}

Value distinct(Runtime& runtime, const Value& self, Args a) {
    return generate<Select>(runtime, self, [&](Select& s) {
        s.distinct = true;
        for (auto& e : column_list(runtime, Role::by_of, a.positional(), nullptr)) s.distinct_on.push_back(e);
    });
}

template <class S> Value options(Runtime& runtime, const Value& self, Args a) {
    refuse_keywords("Executable.options", a);
    return generate<S>(runtime, self, [&](S& s) {
        for (const Value& v : a.positional()) {
            const auto* option = v.as<OptionObject>();
            if (!option) expect(runtime, Role::executable_option, v);
            s.options.push_back(option->option());
        }
    });
}

template <class S> Value execution_options(Runtime& runtime, const Value& self, Args a) {
    return generate<S>(runtime, self, [&](S& s) {
        const Ref<Dict> merged = runtime.make_dict();
        if (s.execution_options.is_set())
            s.execution_options.template get<Dict>().for_each(
                [&](const Value& k, const Value& v) { merged->set(k.get<Str>(), v); });
        for (size_t k = 0; k < a.keyword_count(); ++k)
            merged->set((*a.keywords)[k].get<Str>(), a.values[a.positional_count() + k]);
        s.execution_options = merged;
    });
}

Value with_for_update(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "Select.with_for_update",
                                   .names = {"nowait", "read", "of", "skip_locked", "key_share"}, .positional = 0}, a);
    return generate<Select>(runtime, self, [&](Select& s) {
        s.for_update = GenerativeSelect::ForUpdate{args.truth(1), args.truth(0), args.truth(3), args.truth(4)};
    });
}

/// What a SELECT is asked for: entities and expressions, and collections of columns as the columns they hold.
void add_raw_columns(Runtime& runtime, Select& select, std::span<const Value> columns) {
    for (const Value& v : columns) {
        const std::vector<Ref<ColumnElement>> several = columns_in_collection(v);
        select.raw_columns.insert(select.raw_columns.end(), several.begin(), several.end());
        if (several.empty())
            select.raw_columns.push_back(expect(runtime, Role::columns_clause, v, CoerceOptions{.propagate = &select.propagate}));
    }
}

Value add_columns(Runtime& runtime, const Value& self, Args a) {
    return generate<Select>(runtime, self, [&](Select& s) {
        add_raw_columns(runtime, s, a.positional());
    });
}

Value with_only_columns(Runtime& runtime, const Value& self, Args a) {
    return generate<Select>(runtime, self, [&](Select& s) {
        if (const Value* keep = a.keyword("maintain_column_froms"); keep && truth(runtime, *keep))
            for (const auto& f : s.final_froms()) s.from_obj.push_back(f);
        if (!s.setup_joins.empty()) s.memoized_entities = s.raw_columns;
        s.raw_columns.clear();
        add_raw_columns(runtime, s, a.positional());
    });
}

template <bool except> Value correlate(Runtime& runtime, const Value& self, Args a) {
    return generate<Select>(runtime, self, [&](Select& s) {
        auto& list = except ? s.correlate_except : s.correlate;
        s.auto_correlate = false;
        if (!list) list.emplace();
        for (const Value& v : a.positional())
            if (!v.is_none()) list->push_back(expect_from(runtime, Role::from_clause, v));
    });
}

template <bool suffix> Value prefix_with(Runtime& runtime, const Value& self, Args a) {
    return generate<Select>(runtime, self, [&](Select& s) {
        for (const Value& v : a.positional()) {
            const Ref<ClauseElement> clause = clause_of(runtime, v);
            (suffix ? s.suffixes : s.prefixes).push_back(clause ? clause_text(runtime, *clause) : str_text(runtime, v));
        }
    });
}

// ---- what a statement becomes --------------------------------------------------------------------------------------

std::optional<std::string> name_argument(Runtime& runtime, std::string_view function, Args a) {
    const ArgReader args(runtime, {.function = function, .names = {"name"}}, a);
    return args.is_none(0) ? std::nullopt : std::optional(std::string(args.text(0)));
}

Value subquery(Runtime& runtime, const Value& self, Args a) {
    return wrap(runtime, node<SelectBase>(self).subquery(name_argument(runtime, "subquery", a)));
}

Value cte(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "cte", .names = {"name", "recursive", "nesting"}}, a);
    return wrap(runtime, node<SelectBase>(self).cte(
                             args.is_none(0) ? std::nullopt : std::optional(std::string(args.text(0))), args.truth(1),
                             args.truth(2)));
}

Value lateral(Runtime& runtime, const Value& self, Args a) {
    Ref<Subquery> subquery = node<SelectBase>(self).subquery(name_argument(runtime, "lateral", a));
    subquery->lateral = true;
    return wrap(runtime, subquery);
}

/// SQLAlchemy: HasCTE.add_cte.
template <class S> Value add_cte(Runtime& runtime, const Value& self, Args a) {
    return generate<S>(runtime, self, [&](S& s) {
        for (const Value& v : a.positional()) {
            const Ref<ClauseElement> cte = clause_of(runtime, v);
            if (!cte || cte->kind() != Kind::cte) throw Error(Exc::ArgumentError, "CTE expected, got " + repr_text(runtime, v) + ".");
            s.independent_ctes.push_back(Ref<CTE>(static_cast<CTE&>(*cte)));
        }
    });
}

Value scalar_subquery(Runtime& runtime, const Value& self, Args) {
    return wrap(runtime, make_ref<ScalarSelect>(node<SelectBase>(self)));
}

Value exists(Runtime& runtime, const Value& self, Args) {
    return wrap(runtime, make_ref<Exists>(node<SelectBase>(self)));
}

Value label_method(Runtime& runtime, const Value& self, Args a) {
    return wrap(runtime, label(*make_ref<ScalarSelect>(node<SelectBase>(self)), name_argument(runtime, "label", a)));
}

template <CompoundSelect::Keyword keyword> Value compound(Runtime& runtime, const Value& self, Args a) {
    std::vector<Ref<SelectBase>> selects{Ref<SelectBase>(node<SelectBase>(self))};
    for (const Value& v : a.positional()) {
        Ref<ClauseElement> e = expect(runtime, Role::compound_element, v);
        selects.push_back(Ref<SelectBase>(static_cast<SelectBase&>(*e)));
    }
    return wrap(runtime, make_ref<CompoundSelect>(keyword, std::move(selects)));
}

Value selected_columns(Runtime& runtime, const Value& self) {
    auto& s = node<SelectBase>(self);
    return column_collection(runtime, s.all_selected_columns(), s.get_label_style());
}

Value deprecated_columns(Runtime& runtime, const Value& self) {
    runtime.warn(Exc::SADeprecationWarning,
                 "The SelectBase.c and SelectBase.columns attributes are deprecated and will be removed in a future release; "
                 "these attributes implicitly create a subquery that should be explicit.  Please call SelectBase.subquery() first "
                 "in order to create a subquery, which then contains this attribute.  To access the columns that this SELECT "
                 "object SELECTs from, use the SelectBase.selected_columns attribute. (deprecated since: 1.4)");
    return get_attribute(runtime, wrap(runtime, node<SelectBase>(self).subquery()), "c");
}

Value final_froms(Runtime& runtime, const Value& self, Args) {
    std::vector<Value> froms;
    auto& s = node<Select>(self);
    for (const auto& f : s.propagate.plugin ? s.propagate.plugin->columns_clause_froms(s) : s.final_froms())
        froms.push_back(wrap(runtime, f));
    return runtime.make_list(std::move(froms));
}

Value whereclause(Runtime& runtime, const Value& self) {
    return wrap(runtime, where_criteria(node<Select>(self).where_criteria));
}

/// SQLAlchemy: GenerativeSelect.set_label_style; the style by the name of its constant.
Value set_label_style(Runtime& runtime, const Value& self, Args a) {
    Ref<Select> copy = make_ref<Select>(node<Select>(self));
    const std::string name = str_text(runtime, python::expect_one_argument("Select.set_label_style", a));
    copy->label_style = name.ends_with("TABLENAME_PLUS_COL") ? LabelStyle::tablename_plus_col
                        : name.ends_with("LEGACY_ORM")        ? LabelStyle::legacy_orm
                        : name.ends_with("NONE")              ? LabelStyle::none
                                                              : LabelStyle::disambiguate_only;
    return wrap(runtime, copy);
}

Value limit_clause(Runtime& runtime, const Value& self) { return wrap(runtime, node<Select>(self).limit); }

/// SQLAlchemy: Select.from_statement -> FromStatement.
Value from_statement(Runtime& runtime, const Value& self, Args a) {
    Ref<Select> copy = make_ref<Select>(node<Select>(self));
    const Value& given = python::expect_one_argument("Select.from_statement", a);
    copy->from_statement = expect(runtime, Role::select_statement, given);
    copy->python_name = "FromStatement";
    return wrap(runtime, copy);
}

/// Replaces values of named parameters. SQLAlchemy: ClauseElement.params.
Value params(Runtime& runtime, const Value& self, Args a) {
    const auto value_of = [&](const std::string& name) -> const Value* { return a.keyword(name); };
    const Ref<ClauseElement> changed = replacement_traverse(node<ClauseElement>(self), [&](ClauseElement& e) -> Ref<ClauseElement> {
        if (e.kind() != Kind::bind_parameter) return {};
        auto& bind = static_cast<BindParameter&>(e);
        const Value* value = value_of(bind.original_key);
        if (!value) return {};
        Ref<BindParameter> copy = make_ref<BindParameter>(bind);
        copy->value = *value;
        copy->required = false;
        return copy;
    });
    return runtime.make<ClauseObject>(self.get<ClauseObject>().type(), changed);
}

template <class S> void add_generative(TypeBuilder& b) {
    b.method("order_by", order_by<S, false>).method("group_by", order_by<S, true>);
    b.method("limit", limit<S, false>).method("offset", limit<S, true>).method("slice", slice<S>);
    b.method("fetch", fetch<S>);
    b.method("options", options<S>).method("execution_options", execution_options<S>).method("add_cte", add_cte<S>);
    add_generative_signatures(b);
}

} // namespace

void make_select_classes(python::Interpreter& interpreter) {
    Type& element = class_for_clause(interpreter, *make_ref<SelectGrouping>(*make_ref<Select>()));
    TypeBuilder base(interpreter, "SelectBase", "sqlalchemy.sql.selectable", {&element});
    base.method("subquery", subquery).method("alias", subquery).method("cte", cte).method("scalar_subquery", scalar_subquery);
    base.method("lateral", lateral);
    base.method("exists", exists).method("label", label_method).method("params", params);
    base.method("as_scalar", scalar_subquery);
    base.property("c", deprecated_columns).property("columns", deprecated_columns);
    base.property("selected_columns", selected_columns).property("exported_columns", selected_columns);
    add_select_base_signatures(base);
    Type& base_type = base.finish();
    TypeBuilder b(interpreter, "Select", "sqlalchemy.sql.selectable", {&base_type});
    b.method("where", where<false>).method("filter", where<false>).method("having", where<true>).method("filter_by", filter_by);
    b.method("join", join<false>).method("outerjoin", join<true>);
    b.method("join_from", join_from<false>).method("outerjoin_from", join_from<true>).method("select_from", select_from);
    b.method("distinct", distinct).method("with_for_update", with_for_update);
    b.method("add_columns", add_columns).method("column", add_columns).method("with_only_columns", with_only_columns);
    b.method("correlate", correlate<false>).method("correlate_except", correlate<true>);
    b.method("prefix_with", prefix_with<false>).method("suffix_with", prefix_with<true>);
    b.method("from_statement", from_statement);
    b.method("set_label_style", set_label_style);
    b.property("_limit", limit_clause).property("column_descriptions", column_descriptions);
    b.method("get_final_froms", final_froms).property("whereclause", whereclause);
    using Keyword = CompoundSelect::Keyword;
    b.method("union", compound<Keyword::union_>).method("union_all", compound<Keyword::union_all>);
    b.method("intersect", compound<Keyword::intersect>).method("except_", compound<Keyword::except_>);
    b.method("intersect_all", compound<Keyword::intersect_all>).method("except_all", compound<Keyword::except_all>);
    add_generative<Select>(b);
    add_select_signatures(b);
    b.property("columns_clause_froms", [](Runtime& r, const Value& self) { return final_froms(r, self, {}); });
    Type& select_type = b.finish();
    set_class_for_clause(interpreter, "Select", select_type);
    TypeBuilder from(interpreter, "FromStatement", "sqlalchemy.orm.context", {&base_type});
    from.method("options", options<Select>).method("execution_options", execution_options<Select>);
    set_class_for_clause(interpreter, "FromStatement", from.finish());
    TypeBuilder c(interpreter, "CompoundSelect", "sqlalchemy.sql.selectable", {&base_type});
    add_generative<CompoundSelect>(c);
    set_class_for_clause(interpreter, "CompoundSelect", c.finish());
    for (const char* name : {"SelectStatementGrouping", "TextualSelect"}) {
        TypeBuilder other(interpreter, name, "sqlalchemy.sql.selectable", {&base_type});
        set_class_for_clause(interpreter, name, other.finish());
    }
    // SQLModel: sqlmodel/sql/_expression_select_cls.py.
    for (const char* name : {"SelectOfScalar", "SQLModelSelect"}) {
        const bool scalar = std::string_view(name) == "SelectOfScalar";
        TypeBuilder m(interpreter, scalar ? name : "Select", "sqlmodel.sql._expression_select_cls", {&select_type});
        m.method("where", where<false>).method("having", where<true>);
        add_sqlmodel_select_signatures(m);
        set_class_for_clause(interpreter, name, m.finish());
    }
}

Ref<Select> select_statement(Runtime& runtime, std::span<const Value> columns) {
    auto s = make_ref<Select>();
    add_raw_columns(runtime, *s, columns);
    return s;
}

Value sqlmodel_select(Runtime& runtime, std::span<const Value> columns) {
    Ref<Select> s = select_statement(runtime, columns);
    s->python_name = columns.size() == 1 ? "SelectOfScalar" : "SQLModelSelect";
    return wrap(runtime, s);
}

Value sqlmodel_select_class(python::Interpreter& interpreter, bool scalar) {
    make_sql_types(interpreter);
    return Value(class_named(interpreter, scalar ? "SelectOfScalar" : "SQLModelSelect"));
}

Value namespace_attribute(Runtime& runtime, ClauseElement& element, const std::string& name, const std::string& text) {
    if (element.annotations()->plugin && element.annotations()->entity_namespace)
        if (const Value v = element.annotations()->plugin->entity_attribute(runtime, *element.annotations()->entity_namespace, name);
            v.is_set())
            return v;
    FromClause* from = element.as_from_clause();
    if (ColumnElement* column = element.as_column_element(); column && column->table()) from = column->table();
    ColumnElement* found = from ? from->columns().find(name) : nullptr;
    if (!found)
        throw Error(Exc::InvalidRequestError, "Entity namespace for \"" + (!text.empty() ? text : from ? from->description() : std::string("None")) +
                                                  "\" has no property \"" + name + "\"");
    if (!element.annotations().empty()) return wrap(runtime, annotate(*found, element.annotations()));
    return wrap_clause(runtime, *found);
}

} // namespace relata::modules
