// Insert, Update and Delete as the program uses them. SQLAlchemy: sql/dml.py, dialects/sqlite/dml.py.
#include "modules/sqlalchemy/dml_classes.h"

#include "modules/sqlalchemy/option_object.h"
#include "modules/sqlalchemy/queryable_attribute.h"
#include "modules/sqlalchemy/signatures.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "orm/aliased.h"
#include "support/protocol.h"

namespace relata::modules {

using namespace sql;
using python::ArgReader;
using python::TypeBuilder;

namespace {

template <class S, class F> Value generate(Runtime& runtime, const Value& self, F&& change) {
    Ref<S> copy = make_ref<S>(node<S>(self));
    change(*copy);
    return runtime.make<ClauseObject>(self.get<ClauseObject>().type(), copy);
}

ColumnValue column_value(Runtime& runtime, const Value& key, const Value& value) {
    ColumnValue result;
    if (key.as<Str>()) result.key = key.get<Str>().view();
    else result.column = expect_column(runtime, Role::dml_column, key);
    if (const Ref<ClauseElement> clause = clause_of(runtime, value)) {
        result.clause = clause->is_select_base() ? Ref<ClauseElement>(make_ref<ScalarSelect>(static_cast<SelectBase&>(*clause)))
                                                 : clause;
    } else {
        result.value = value;
    }
    return result;
}

/// A dict, or a tuple in the order of the table's columns.
std::vector<ColumnValue> row_values(Runtime& runtime, const UpdateBase& statement, const Value& row) {
    std::vector<ColumnValue> result;
    if (row.as<Tuple>() || row.as<List>()) {
        const auto items = to_vector(runtime, row);
        const auto& entries = statement.table->columns().entries();
        for (size_t i = 0; i < items.size() && i < entries.size(); ++i)
            result.push_back(column_value(runtime, Value(runtime.make_str(entries[i].key)), items[i]));
        return result;
    }
    for_each(runtime, row, [&](Value key) { result.push_back(column_value(runtime, key, get_item(runtime, row, key))); });
    return result;
}

void set_value(std::vector<ColumnValue>& values, ColumnValue v) {
    const auto key = [](const ColumnValue& x) { return x.column ? x.column->key().value_or("") : x.key; };
    for (ColumnValue& known : values)
        if (key(known) == key(v)) {
            known = std::move(v);
            return;
        }
    values.push_back(std::move(v));
}

template <class S> Value values(Runtime& runtime, const Value& self, Args a) {
    return generate<S>(runtime, self, [&](S& s) {
        const auto positional = a.positional();
        if (!positional.empty()) {
            const bool several = positional[0].template as<List>() && positional[0].template get<List>().size() &&
                                 !clause_of(runtime, positional[0].template get<List>().items()[0]) &&
                                 (positional[0].template get<List>().items()[0].template as<Dict>() ||
                                  positional[0].template get<List>().items()[0].template as<Tuple>());
            if (several) {
                if (s.kind() != Kind::insert)
                    throw Error(Exc::InvalidRequestError, "UPDATE construct does not support multiple parameter sets.");
                for (const Value& row : to_vector(runtime, positional[0]))
                    s.multi_values.push_back(row_values(runtime, s, row));
            } else {
                for (auto& v : row_values(runtime, s, positional[0])) set_value(s.values, std::move(v));
            }
        }
        for (size_t k = 0; k < a.keyword_count(); ++k)
            set_value(s.values, column_value(runtime, (*a.keywords)[k], a.values[a.positional_count() + k]));
    });
}

Value ordered_values(Runtime& runtime, const Value& self, Args a) {
    return generate<Update>(runtime, self, [&](Update& s) {
        for (const Value& pair : a.positional()) {
            const auto parts = to_vector(runtime, pair);
            if (parts.size() == 2) s.ordered_values.push_back(column_value(runtime, parts[0], parts[1]));
        }
    });
}

template <class S> Value where(Runtime& runtime, const Value& self, Args a) {
    return generate<S>(runtime, self, [&](S& s) {
        for (const Value& v : a.positional())
            s.where_criteria.push_back(
                expect_column(runtime, Role::where_having, v, CoerceOptions{.propagate = &s.propagate}));
    });
}

template <class S> Value filter_by(Runtime& runtime, const Value& self, Args a) {
    return generate<S>(runtime, self, [&](S& s) {
        for (size_t k = 0; k < a.keyword_count(); ++k) {
            const std::string name((*a.keywords)[k].get<Str>().view());
            ColumnElement* column = s.table->columns().find(name);
            if (!column)
                throw Error(Exc::InvalidRequestError, "Entity namespace for \"" + s.table->description() +
                                                          "\" has no property \"" + name + "\"");
            s.where_criteria.push_back(operate(runtime, Operator(Op::eq), *column, a.values[a.positional_count() + k]));
        }
    });
}

template <class S> Value returning(Runtime& runtime, const Value& self, Args a) {
    return generate<S>(runtime, self, [&](S& s) {
        for (size_t k = 0; k < a.keyword_count(); ++k) {
            if ((*a.keywords)[k].get<Str>() != "sort_by_parameter_order")
                throw Error(Exc::TypeError, s.class_name() + ".returning() got an unexpected keyword argument '" +
                                                std::string((*a.keywords)[k].get<Str>().view()) + "'");
            s.sort_by_parameter_order = truth(runtime, a.values[a.positional_count() + k]);
        }
        for (const Value& v : a.positional())
            s.returning.push_back(expect(runtime, Role::columns_clause, v, CoerceOptions{.propagate = &s.propagate}));
    });
}

template <class S> Value execution_options(Runtime& runtime, const Value& self, Args a) {
    return generate<S>(runtime, self, [&](S& s) {
        const Ref<Dict> merged = runtime.make_dict();
        if (s.execution_options.is_set())
            s.execution_options.template get<Dict>().for_each(
                [&](const Value& k, const Value& v) { merged->set(k.get<Str>(), v); });
        for (size_t k = 0; k < a.keyword_count(); ++k) {
            const Value& v = a.values[a.positional_count() + k];
            merged->set((*a.keywords)[k].get<Str>(), v);
            if ((*a.keywords)[k].get<Str>() == "synchronize_session")
                s.synchronize_session = v.is_false() || v.is_none() ? "False" : str_text(runtime, v);
        }
        s.execution_options = merged;
    });
}

template <class S> Value options(Runtime& runtime, const Value& self, Args a) {
    return generate<S>(runtime, self, [&](S& s) {
        for (const Value& v : a.positional())
            if (const auto* option = v.as<OptionObject>()) s.options.push_back(option->option());
    });
}

template <class S> Value prefix_with(Runtime& runtime, const Value& self, Args a) {
    return generate<S>(runtime, self, [&](S& s) {
        for (const Value& v : a.positional()) s.prefixes.push_back(str_text(runtime, v));
    });
}

Value from_select(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "from_select", .names = {"names", "select", "include_defaults"}, .required = 2}, a);
    return generate<Insert>(runtime, self, [&](Insert& s) {
        for (const Value& v : to_vector(runtime, args[0]))
            s.select_names.push_back(v.as<Str>() ? std::string(v.get<Str>().view())
                                                 : expect_column(runtime, Role::dml_column, v)->key().value_or(""));
        s.select = Ref<SelectBase>(static_cast<SelectBase*>(expect(runtime, Role::dml_select, args[1]).get()));
    });
}

template <bool update> Value on_conflict(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "on_conflict", .names = {"index_elements", "index_where", "set_", "where"}}, a);
    return generate<Insert>(runtime, self, [&](Insert& s) {
        Insert::OnConflict clause;
        clause.do_update = update;
        if (!args.is_none(0))
            for (const Value& v : to_vector(runtime, args[0]))
                clause.index_elements.push_back(
                    v.as<Str>() ? Ref<ColumnElement>(make_ref<ColumnClause>(std::string(v.get<Str>().view()), TypeRef()))
                                : expect_column(runtime, Role::column_argument, v));
        if (!args.is_none(1)) clause.index_where = expect_column(runtime, Role::where_having, args[1]);
        if (!args.is_none(2)) clause.set = row_values(runtime, s, args[2]);
        if (!args.is_none(3)) clause.where = expect_column(runtime, Role::where_having, args[3]);
        s.on_conflict.push_back(std::move(clause));
    });
}

Value excluded(Runtime& runtime, const Value& self) {
    auto& insert = node<Insert>(self);
    if (!insert.excluded) insert.excluded = make_ref<Alias>(insert.table->plain(), "excluded");
    return get_attribute(runtime, wrap_clause(runtime, *insert.excluded), "c");
}

template <class S> void add_common(TypeBuilder& b) {
    b.method("returning", returning<S>).method("execution_options", execution_options<S>).method("options", options<S>);
    b.method("prefix_with", prefix_with<S>);
    b.property("table", [](Runtime& r, const Value& self) { return wrap_clause(r, node<UpdateBase>(self).table->plain()); });
}

template <class S> Value table_method(Runtime& runtime, const Value& self, Args a) {
    const Value statement = wrap(runtime, make_ref<S>(node<FromClause>(self)));
    if (a.values.empty()) return statement;
    return call(runtime, get_attribute(runtime, statement, "values"), a);
}

} // namespace

template <class S> Value dml_statement(Runtime& runtime, const Value& target) {
    PropagateAttrs propagate;
    // SQLAlchemy: a mapper's "dml_table" is its own table, also where it selects from a join.
    Entity* entity = entity_argument(runtime, target);
    const bool is_mapper = entity && !orm::as_aliased(*entity);
    Ref<FromClause> table = expect_from(runtime, is_mapper ? Role::from_clause : Role::dml_table, target,
                                        CoerceOptions{.propagate = &propagate});
    if (is_mapper) table = annotated<FromClause>(*orm::mapper_of(*entity).local_table(), table->annotations());
    Ref<S> statement = make_ref<S>(*table);
    statement->propagate = propagate;
    return wrap(runtime, statement);
}
template Value dml_statement<Insert>(Runtime&, const Value&);
template Value dml_statement<Update>(Runtime&, const Value&);
template Value dml_statement<Delete>(Runtime&, const Value&);

python::NativeFn table_dml(std::string_view name) {
    if (name == "insert") return table_method<Insert>;
    if (name == "update") return table_method<Update>;
    return table_method<Delete>;
}

void make_dml_classes(python::Interpreter& interpreter) {
    Type& element = class_for_clause(interpreter, *make_ref<Delete>(*make_ref<TableClause>("x")));
    TypeBuilder insert(interpreter, "Insert", "sqlalchemy.sql.dml", {&element});
    add_common<Insert>(insert);
    insert.method("values", values<Insert>).method("from_select", from_select);
    insert.method("on_conflict_do_nothing", on_conflict<false>).method("on_conflict_do_update", on_conflict<true>);
    insert.property("excluded", excluded);
    add_dml_signatures(insert);
    set_class_for_clause(interpreter, "Insert", insert.finish());
    TypeBuilder update(interpreter, "Update", "sqlalchemy.sql.dml", {&element});
    add_common<Update>(update);
    update.method("values", values<Update>).method("where", where<Update>).method("filter", where<Update>);
    update.method("filter_by", filter_by<Update>).method("ordered_values", ordered_values);
    add_dml_signatures(update);
    set_class_for_clause(interpreter, "Update", update.finish());
    TypeBuilder del(interpreter, "Delete", "sqlalchemy.sql.dml", {&element});
    add_common<Delete>(del);
    del.method("where", where<Delete>).method("filter", where<Delete>).method("filter_by", filter_by<Delete>);
    add_dml_signatures(del);
    set_class_for_clause(interpreter, "Delete", del.finish());
}

} // namespace relata::modules
