// The classes of things in FROM, and of column collections. SQLAlchemy: sql/selectable.py, sql/base.py.
#include "modules/sqlalchemy/select_statement.h"
#include "modules/sqlalchemy/signatures.h"
#include "modules/sqlalchemy/sql_bridge.h"

#include "support/protocol.h"

namespace relata::modules {

using namespace sql;
using python::ArgReader;
using python::TypeBuilder;

namespace {

/// `table.c`, `subquery.c`, `select.selected_columns`.
class ColumnCollectionObject final : public Object {
  public:
    struct Entry {
        std::string key;
        Ref<ColumnElement> column;
    };
    ColumnCollectionObject(Type& type, std::vector<Entry> list) : Object(type), entries(std::move(list)) {}
    std::vector<Entry> entries;
    const Entry* find(std::string_view key) const {
        for (const Entry& e : entries)
            if (e.key == key) return &e;
        return nullptr;
    }
};

/// `table.primary_key`: the constraint, which is a collection too. Tags its Python type.
struct PrimaryKeyColumns;

ColumnCollectionObject& collection(const Value& self) { return self.get<ColumnCollectionObject>(); }

std::optional<std::string> name_argument(const ArgReader& args, size_t i) {
    return args.is_none(i) ? std::nullopt : std::optional(std::string(args.text(i)));
}

Value columns_of(Runtime& runtime, const Value& self) {
    std::vector<ColumnCollectionObject::Entry> entries;
    for (const auto& e : node<FromClause>(self).columns().entries())
        entries.push_back({e.key, Ref<ColumnElement>(*e.column)});
    return runtime.make<ColumnCollectionObject>(runtime.type_for<ColumnCollectionObject>(), std::move(entries));
}

Value primary_key_of(Runtime& runtime, const Value& self) {
    std::vector<ColumnCollectionObject::Entry> entries;
    for (ColumnElement* c : node<FromClause>(self).primary_key())
        entries.push_back({c->key().value_or(""), Ref<ColumnElement>(*c)});
    return runtime.make<ColumnCollectionObject>(runtime.type_for<PrimaryKeyColumns>(), std::move(entries));
}

Value alias_method(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "alias", .names = {"name", "flat"}}, a);
    auto& from = node<FromClause>(self);
    if (from.kind() == Kind::cte) return wrap(runtime, static_cast<CTE&>(from).alias_cte(name_argument(args, 0)));
    return wrap(runtime, from.alias(name_argument(args, 0)));
}

Value select_method(Runtime& runtime, const Value& self, Args) {
    auto select = make_ref<Select>();
    select->raw_columns.push_back(Ref<ClauseElement>(node<FromClause>(self)));
    return wrap(runtime, select);
}

template <bool outer> Value join_method(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "join", .names = {"right", "onclause", "isouter", "full"}, .required = 1}, a);
    Ref<FromClause> right = expect_from(runtime, Role::join_target, args[0]);
    Ref<ColumnElement> onclause;
    if (!args.is_none(1)) onclause = expect_column(runtime, Role::on_clause, args[1]);
    return wrap(runtime, make_ref<Join>(node<FromClause>(self), *right, onclause, outer || args.truth(2), args.truth(3)));
}

template <bool all> Value cte_union(Runtime& runtime, const Value& self, Args a) {
    Ref<CTE> result(node<CTE>(self));
    for (const Value& v : a.positional()) {
        Ref<ClauseElement> other = expect(runtime, Role::compound_element, v);
        result = result->union_with(static_cast<SelectBase&>(*other), all);
    }
    return wrap(runtime, result);
}

/// `values(...).data([(1, "a"), ...])`: more rows.
Value values_data(Runtime& runtime, const Value& self, Args a) {
    auto& before = node<Values>(self);
    Ref<Values> made = make_ref<Values>(before.column_args, before.named ? std::optional(before.name) : std::nullopt,
                                        before.literal_binds);
    made->rows = before.rows;
    for (const Value& row : to_vector(runtime, python::expect_one_argument("Values.data", a))) {
        std::vector<Ref<ColumnElement>> items;
        for (const Value& item : to_vector(runtime, row)) {
            const TypeRef type = items.size() < made->column_args.size() ? made->column_args[items.size()]->type : TypeRef();
            items.push_back(clause_of(runtime, item) ? expect_column(runtime, Role::expression_element, item)
                                                     : Ref<ColumnElement>(sql::literal(runtime, item, type)));
        }
        made->rows.push_back(std::move(items));
    }
    return wrap(runtime, made);
}

size_t index_in(size_t size, int64_t i) {
    if (i < 0) i += int64_t(size);
    if (i < 0 || size_t(i) >= size) throw Error(Exc::IndexError, "tuple index out of range");
    return size_t(i);
}

void make_collection(python::Interpreter& interpreter) {
    TypeBuilder b(interpreter, "ReadOnlyColumnCollection", "sqlalchemy.sql.base");
    b.slots().get_attribute = [](Runtime& r, const Value& self, Str& name) -> Value {
        if (const auto* e = collection(self).find(name.view())) return wrap(r, e->column);
        const Value own = name.view().rfind("__", 0) == 0 || collection(self).type().lookup(name)
                              ? generic_get_attribute(r, self, name)
                              : Value();
        if (!own.is_set()) throw Error(Exc::AttributeError, std::string(name.view()));
        return own;
    };
    b.slots().get_item = [](Runtime& r, const Value& self, const Value& key) -> Value {
        const auto& entries = collection(self).entries;
        if (key.is_small_int()) {
            return wrap(r, entries[index_in(entries.size(), key.as_small_int())].column);
        }
        const auto named = [&](const Value& one) {
            const Str* name = one.as<Str>();
            const auto* e = name ? collection(self).find(name->view()) : nullptr;
            if (!e) throw Error(Exc::KeyError, std::vector<Value>{one});
            return *e;
        };
        const Tuple* several = key.as<Tuple>();
        if (!several) return wrap(r, named(key).column);
        std::vector<ColumnCollectionObject::Entry> chosen;
        for (size_t i = 0; i < several->size(); ++i) {
            const Value& one = (*several)[i];
            chosen.push_back(one.is_small_int() ? entries[index_in(entries.size(), one.as_small_int())] : named(one));
        }
        return Value(r.make<ColumnCollectionObject>(r.type_for<ColumnCollectionObject>(), std::move(chosen)));
    };
    b.slots().length = [](Runtime&, const Value& self) { return int64_t(collection(self).entries.size()); };
    b.slots().contains = [](Runtime&, const Value& self, const Value& key) {
        const Str* name = key.as<Str>();
        if (!name) throw Error(Exc::ArgumentError, "__contains__ requires a string argument");
        return collection(self).find(name->view()) != nullptr;
    };
    b.slots().iter = [](Runtime& r, const Value& self) {
        std::vector<Value> items;
        for (const auto& e : collection(self).entries) items.push_back(wrap(r, e.column));
        return iterate(r, Value(r.make_list(std::move(items))));
    };
    b.slots().str = [](Runtime& r, const Value& self) {
        std::string text;
        for (const auto& e : collection(self).entries)
            text += (text.empty() ? "" : ", ") + clause_text(r, *e.column);
        return Value(r.make_str("ReadOnlyColumnCollection(" + text + ")"));
    };
    b.method("keys", [](Runtime& r, const Value& self, Args) {
        std::vector<Value> items;
        for (const auto& e : collection(self).entries) items.push_back(r.make_str(e.key));
        return Value(r.make_list(std::move(items)));
    });
    b.method("values", [](Runtime& r, const Value& self, Args) {
        std::vector<Value> items;
        for (const auto& e : collection(self).entries) items.push_back(wrap(r, e.column));
        return Value(r.make_list(std::move(items)));
    });
    b.method("items", [](Runtime& r, const Value& self, Args) {
        std::vector<Value> items;
        for (const auto& e : collection(self).entries)
            items.push_back(r.make_tuple({Value(r.make_str(e.key)), wrap(r, e.column)}));
        return Value(r.make_list(std::move(items)));
    });
    b.method("get", [](Runtime& r, const Value& self, Args a) {
        const ArgReader args(r, {.function = "get", .names = {"key", "default"}, .required = 1}, a);
        const auto* e = collection(self).find(args.text(0));
        return e ? wrap(r, e->column) : args.get(1);
    });
    Type& type = b.finish();
    interpreter.set_type_for<ColumnCollectionObject>(type);
    TypeBuilder key(interpreter, "PrimaryKeyConstraint", "sqlalchemy.sql.schema", {&type});
    const auto repr = [](Runtime& r, const Value& self) {
        std::string text;
        for (const auto& e : collection(self).entries) text += (text.empty() ? "" : ", ") + repr_text(r, wrap(r, e.column));
        return Value(r.make_str("PrimaryKeyConstraint(" + text + ")"));
    };
    key.slots().repr = repr;
    key.slots().str = repr;
    const auto columns = [](Runtime& r, const Value& self) {
        return Value(r.make<ColumnCollectionObject>(r.type_for<ColumnCollectionObject>(), collection(self).entries));
    };
    key.property("columns", columns).property("c", columns);
    key.property("name", [](Runtime&, const Value&) { return Value::none(); });
    interpreter.set_type_for<PrimaryKeyColumns>(key.finish());
}

} // namespace

Value column_collection(Runtime& runtime, const std::vector<Ref<ColumnElement>>& columns, LabelStyle style) {
    std::vector<ColumnCollectionObject::Entry> entries;
    for (const auto& c : columns_plus_names(columns, style, false))
        if (c.proxy_key) entries.push_back({*c.proxy_key, c.column});
    return runtime.make<ColumnCollectionObject>(runtime.type_for<ColumnCollectionObject>(), std::move(entries));
}

std::vector<Ref<ColumnElement>> columns_in_collection(const Value& value) {
    std::vector<Ref<ColumnElement>> columns;
    if (const auto* given = value.as<ColumnCollectionObject>())
        for (const auto& entry : given->entries) columns.push_back(entry.column);
    return columns;
}

void make_from_classes(python::Interpreter& interpreter) {
    make_collection(interpreter);
    Type& element = class_for_clause(interpreter, *make_ref<TableClause>("x"));
    TypeBuilder from(interpreter, "FromClause", "sqlalchemy.sql.selectable", {&element});
    from.property("c", columns_of).property("columns", columns_of).property("primary_key", primary_key_of);
    from.property("description", [](Runtime& r, const Value& self) {
        return Value(r.make_str(node<FromClause>(self).description()));
    });
    from.method("alias", alias_method).method("select", select_method);
    from.method("join", join_method<false>).method("outerjoin", join_method<true>);
    from.method("corresponding_column", [](Runtime& r, const Value& self, Args a) {
        Ref<ColumnElement> column = expect_column(r, Role::column_argument, python::expect_one_argument("corresponding_column", a));
        ColumnElement* found = node<FromClause>(self).corresponding_column(*column);
        return found ? wrap_clause(r, *found) : Value::none();
    });
    add_from_clause_signatures(from);
    Type& from_type = from.finish();
    set_class_for_clause(interpreter, "FromClause", from_type);
    for (const char* name : {"TableClause", "Join", "FromGrouping"}) {
        TypeBuilder b(interpreter, name, "sqlalchemy.sql.selectable", {&from_type});
        if (std::string_view(name) == "Join") {
            b.property("left", [](Runtime& r, const Value& self) { return wrap_clause(r, node<Join>(self).left()); });
            b.property("right", [](Runtime& r, const Value& self) { return wrap_clause(r, node<Join>(self).right()); });
            b.property("onclause", [](Runtime& r, const Value& self) { return wrap_clause(r, *node<Join>(self).onclause()); });
        }
        set_class_for_clause(interpreter, name, b.finish());
    }
    TypeBuilder values(interpreter, "Values", "sqlalchemy.sql.selectable", {&from_type});
    values.method("data", values_data);
    set_class_for_clause(interpreter, "Values", values.finish());
    for (const char* name : {"Alias", "Subquery", "Lateral", "CTE"}) {
        TypeBuilder b(interpreter, name, "sqlalchemy.sql.selectable", {&from_type});
        b.property("name", [](Runtime& r, const Value& self) {
            return Value(r.make_str(node<AliasedReturnsRows>(self).name()));
        });
        b.property("element", [](Runtime& r, const Value& self) {
            return wrap_clause(r, node<AliasedReturnsRows>(self).element());
        });
        if (std::string_view(name) == "CTE") b.method("union", cte_union<false>).method("union_all", cte_union<true>);
        set_class_for_clause(interpreter, name, b.finish());
    }
}

} // namespace relata::modules
