// MetaData, Table, Column and what goes into them. SQLAlchemy: sql/schema.py.
#include "modules/sqlalchemy/schema_classes.h"

#include "modules/sqlalchemy/sql_bridge.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

using namespace sql;
using python::ArgReader;
using python::TypeBuilder;
using Item = SchemaItemObject::Item;

namespace {

std::string text_or_empty(const ArgReader& args, size_t i) { return args.is_none(i) ? std::string() : std::string(args.text(i)); }

Value new_foreign_key(Runtime& runtime, Type& type, Args a) {
    const ArgReader args(runtime, {.function = "ForeignKey.__init__",
                                   .names = {"column", "_constraint", "use_alter", "name", "onupdate", "ondelete",
                                             "deferrable", "initially", "link_to_name", "match", "info", "comment"},
                                   .required = 1, .origin = python::Signature::Origin::python, .self_count = 1}, a);
    Ref<SchemaItemObject> item = runtime.make<SchemaItemObject>(type, Item::foreign_key);
    if (args[0].as<Str>()) {
        item->target = args.text(0);
    } else {
        Ref<ColumnElement> column = expect_column(runtime, Role::column_argument, args[0]);
        item->target_column = Ref<Column>(static_cast<Column*>(column->identity()));
    }
    item->use_alter = args.truth(2);
    item->name = text_or_empty(args, 3);
    item->onupdate = text_or_empty(args, 4);
    item->ondelete = text_or_empty(args, 5);
    if (!args.is_none(6)) item->deferrable = args.truth(6);
    item->initially = text_or_empty(args, 7);
    return item;
}

std::vector<std::string> column_keys(Runtime& runtime, std::span<const Value> values) {
    std::vector<std::string> keys;
    for (const Value& v : values) {
        if (v.as<Str>()) {
            keys.emplace_back(v.get<Str>().view());
            continue;
        }
        keys.push_back(expect_column(runtime, Role::column_argument, v)->key().value_or(""));
    }
    return keys;
}

void common_options(Args a, Constraint& c) {
    if (const Value* name = a.keyword("name"); name && name->as<Str>()) c.name = name->get<Str>().view();
    if (const Value* d = a.keyword("deferrable"); d && d->is_bool()) c.deferrable = d->is_true();
    if (const Value* i = a.keyword("initially"); i && i->as<Str>()) c.initially = i->get<Str>().view();
}

template <ConstraintKind kind> Value new_column_constraint(Runtime& runtime, Type& type, Args a) {
    Ref<SchemaItemObject> item = runtime.make<SchemaItemObject>(type, Item::constraint);
    item->constraint = make_ref<Constraint>(kind);
    item->constraint->column_keys = column_keys(runtime, a.positional());
    common_options(a, *item->constraint);
    return item;
}

Value new_check_constraint(Runtime& runtime, Type& type, Args a) {
    Ref<SchemaItemObject> item = runtime.make<SchemaItemObject>(type, Item::constraint);
    item->constraint = make_ref<Constraint>(ConstraintKind::check);
    if (a.positional().empty()) throw Error(Exc::TypeError, "CheckConstraint.__init__() missing 1 required positional argument: 'sqltext'");
    item->constraint->sqltext = expect_column(runtime, Role::ddl_expression, a.positional()[0]);
    common_options(a, *item->constraint);
    return item;
}

Value new_foreign_key_constraint(Runtime& runtime, Type& type, Args a) {
    const ArgReader args(runtime, {.function = "ForeignKeyConstraint.__init__",
                                   .names = {"columns", "refcolumns", "name", "onupdate", "ondelete", "deferrable",
                                             "initially", "use_alter", "link_to_name", "match"},
                                   .required = 2, .origin = python::Signature::Origin::python, .self_count = 1}, a);
    Ref<SchemaItemObject> item = runtime.make<SchemaItemObject>(type, Item::constraint);
    auto fkc = make_ref<ForeignKeyConstraint>();
    fkc->column_keys = column_keys(runtime, to_vector(runtime, args[0]));
    for (const Value& v : to_vector(runtime, args[1])) {
        if (v.as<Str>()) fkc->refspecs.emplace_back(v.get<Str>().view());
        else fkc->refspecs.push_back(static_cast<Column&>(*expect_column(runtime, Role::column_argument, v)).text());
    }
    if (fkc->column_keys.size() != fkc->refspecs.size())
        throw Error(Exc::ArgumentError, "ForeignKeyConstraint number of constrained columns must match the number of "
                                        "referenced columns.");
    fkc->name = text_or_empty(args, 2);
    fkc->onupdate = text_or_empty(args, 3);
    fkc->ondelete = text_or_empty(args, 4);
    if (!args.is_none(5)) fkc->deferrable = args.truth(5);
    fkc->initially = text_or_empty(args, 6);
    fkc->use_alter = args.truth(7);
    item->constraint = fkc;
    return item;
}

Value new_index(Runtime& runtime, Type& type, Args a) {
    Ref<SchemaItemObject> item = runtime.make<SchemaItemObject>(type, Item::index);
    const auto positional = a.positional();
    if (positional.empty()) throw Error(Exc::TypeError, "Index.__init__() missing 1 required positional argument: 'name'");
    if (positional[0].as<Str>()) item->name = positional[0].get<Str>().view();
    item->expressions.assign(positional.begin() + 1, positional.end());
    if (const Value* unique = a.keyword("unique")) item->unique = truth(runtime, *unique);
    if (const Value* where = a.keyword("sqlite_where"); where && !where->is_none())
        item->where = expect_column(runtime, Role::ddl_expression, *where);
    // Index("name", table.c.x): at once part of the table.
    for (const Value& v : item->expressions) {
        const Ref<ClauseElement> e = clause_of(runtime, v);
        if (!e || e->kind() != Kind::column) continue;
        if (Table* table = static_cast<Column*>(e->identity())->schema_table()) {
            add_table_argument(runtime, *table, item);
            break;
        }
    }
    return item;
}

Value new_computed(Runtime& runtime, Type& type, Args a) {
    const ArgReader args(runtime, {.function = "Computed.__init__", .names = {"sqltext", "persisted"}, .required = 1, .origin = python::Signature::Origin::python, .self_count = 1}, a);
    Ref<SchemaItemObject> item = runtime.make<SchemaItemObject>(type, Item::computed);
    item->sqltext = expect_column(runtime, Role::ddl_expression, args[0]);
    if (!args.is_none(1)) item->persisted = args.truth(1);
    return item;
}

/// How many arguments a default callable takes decides whether it gets the context.
ColumnDefault default_of(Runtime& runtime, const Value& value) {
    ColumnDefault d;
    if (const Ref<ClauseElement> clause = clause_of(runtime, value)) {
        d.type = ColumnDefault::Type::clause;
        ColumnElement* column = clause->as_column_element();
        d.clause = column ? Ref<ColumnElement>(*column) : expect_column(runtime, Role::expression_element, value);
        return d;
    }
    d.value = value;
    d.type = is_callable(runtime, value) ? ColumnDefault::Type::callable : ColumnDefault::Type::scalar;
    if (d.type == ColumnDefault::Type::callable) {
        const Value code = find_attribute(runtime, value, "__code__");
        if (code.is_set()) {
            const Value count = find_attribute(runtime, code, "co_argcount");
            const Value defaults = find_attribute(runtime, value, "__defaults__");
            const int64_t optional = defaults.is_set() && defaults.as<Tuple>() ? int64_t(defaults.get<Tuple>().size()) : 0;
            d.takes_context = count.is_small_int() && count.as_small_int() - optional == 1;
        }
    }
    return d;
}

ServerDefault server_default_of(Runtime& runtime, const Value& value) {
    ServerDefault d;
    if (const auto* item = value.as<SchemaItemObject>(); item && item->item == Item::computed && !item->sqltext) return d;
    if (value.as<Str>()) d.clause = literal(runtime, value, string_type());
    else d.clause = expect_column(runtime, Role::expression_element, value);
    return d;
}

/// `FetchedValue()`: the database gives the value, by means that are not told here.
Value new_fetched_value(Runtime& runtime, Type& type, Args) { return runtime.make<SchemaItemObject>(type, Item::computed); }

} // namespace

void add_column_argument(Runtime& runtime, Column& column, const Value& argument) {
    if (argument.is_none()) return;
    auto* item = argument.as<SchemaItemObject>();
    if (!item)
        throw Error(Exc::ArgumentError, "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got " +
                                            repr_text(runtime, argument));
    switch (item->item) {
    case Item::foreign_key: {
        auto fk = item->target_column ? std::make_unique<ForeignKey>(*item->target_column)
                                      : std::make_unique<ForeignKey>(item->target);
        fk->name = item->name;
        fk->ondelete = item->ondelete;
        fk->onupdate = item->onupdate;
        fk->deferrable = item->deferrable;
        fk->initially = item->initially;
        fk->use_alter = item->use_alter;
        column.add_foreign_key(std::move(fk));
        if (column.type->is_null()) column.schema().type_from_foreign_key = true;
        break;
    }
    case Item::constraint: column.schema().pending_constraints.push_back(item->constraint); break;
    case Item::computed: // SQLAlchemy: Computed._set_parent: it changes with an UPDATE too
        column.schema().server_default = item->sqltext ? ServerDefault{item->sqltext, true, item->persisted} : ServerDefault{};
        if (item->sqltext) column.schema().server_onupdate = column.schema().server_default;
        break;
    case Item::index: break;
    }
}

void set_column_option(Runtime& runtime, Column& column, std::string_view key, const Value& v) {
    ColumnSchema& s = column.schema();
    if (key == "primary_key") s.primary_key = truth(runtime, v);
    else if (key == "nullable") s.nullable = truth(runtime, v), s.user_defined_nullable = true;
    else if (key == "default" || key == "insert_default") { if (!v.is_none()) s.default_ = default_of(runtime, v); }
    else if (key == "onupdate") {
        if (v.is_none()) return;
        s.onupdate = default_of(runtime, v);
        s.onupdate->is_onupdate = true;
    }
    else if (key == "server_default") { if (!v.is_none()) s.server_default = server_default_of(runtime, v); }
    else if (key == "server_onupdate") { if (!v.is_none()) s.server_onupdate = server_default_of(runtime, v); }
    else if (key == "index") { if (!v.is_none()) s.index = truth(runtime, v); }
    else if (key == "unique") { if (!v.is_none()) s.unique = truth(runtime, v); }
    else if (key == "comment") { if (v.as<Str>()) s.comment = v.get<Str>().view(); }
    else if (key == "doc") { if (v.as<Str>()) s.doc = v.get<Str>().view(); }
    else if (key == "info") s.info = v;
    else if (key == "key") { if (v.as<Str>()) column.set_key(std::string(v.get<Str>().view())); }
    else if (key == "name") {
        if (!v.as<Str>()) return;
        column.set_name(std::string(v.get<Str>().view()));
        column.set_key(std::string(v.get<Str>().view()));
    }
    else if (key == "autoincrement") {
        using Auto = ColumnSchema::Autoincrement;
        s.autoincrement = v.as<Str>() ? (*v.as<Str>() == "ignore_fk" ? Auto::ignore_fk : Auto::auto_)
                                      : truth(runtime, v) ? Auto::yes : Auto::no;
    }
    else if (key == "type_") { if (TypeRef t = type_argument(runtime, v)) column.type = t; }
    else if (key == "system" || key == "quote" || key == "_proxies" || key == "sort_order") {}
    else throw Error(Exc::TypeError, "Additional arguments should be named <dialectname>_<argument>, got '" + std::string(key) + "'");
}

Ref<Column> make_column(Runtime& runtime, Args a) {
    std::span<const Value> positional = a.positional();
    std::string name;
    if (!positional.empty() && (positional[0].as<Str>() || positional[0].is_none())) {
        if (positional[0].as<Str>()) name = positional[0].get<Str>().view();
        positional = positional.subspan(1);
    }
    TypeRef type;
    if (!positional.empty()) {
        type = type_argument(runtime, positional[0]);
        if (type) positional = positional.subspan(1);
    }
    Ref<Column> column = make_ref<Column>(name, type);
    for (const Value& v : positional) add_column_argument(runtime, *column, v);
    for (size_t k = 0; k < a.keyword_count(); ++k)
        set_column_option(runtime, *column, (*a.keywords)[k].get<Str>().view(), a.values[a.positional_count() + k]);
    return column;
}

void add_table_argument(Runtime& runtime, Table& table, const Value& argument) {
    if (argument.is_none()) return; // SQLAlchemy: SchemaItem._init_items passes None over
    if (auto* item = argument.as<SchemaItemObject>()) {
        switch (item->item) {
        case Item::constraint: table.append_constraint(item->constraint); return;
        case Item::index: {
            if (item->attached) return;
            auto index = std::make_unique<Index>();
            index->name = item->name;
            index->unique = item->unique;
            index->sqlite_where = item->where;
            for (const Value& v : item->expressions) {
                if (v.as<Str>()) {
                    index->column_keys.emplace_back(v.get<Str>().view());
                    continue;
                }
                Ref<ColumnElement> e = expect_column(runtime, Role::column_argument, v);
                if (e->kind() == Kind::column) index->column_keys.push_back(e->key().value_or(""));
                else index->expressions.push_back(Ref<ColumnElement>(static_cast<ColumnElement*>(deep_deannotate(*e).get())));
            }
            item->attached = &table.append_index(std::move(index));
            item->table = Ref<Table>(table);
            return;
        }
        default: break;
        }
    }
    const Ref<ClauseElement> e = clause_of(runtime, argument);
    if (!e || e->kind() != Kind::column)
        throw Error(Exc::ArgumentError, "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got " +
                                            repr_text(runtime, argument));
    table.append_column(Ref<Column>(static_cast<Column*>(e.get())));
}

void set_table_option(Runtime&, Table& table, std::string_view key, const Value& v) {
    if (key == "comment") { if (v.as<Str>()) table.comment = v.get<Str>().view(); }
    else if (key == "info") table.info = v;
    else if (key == "prefixes") {}
    else if (key == "schema" || key == "extend_existing" || key == "keep_existing" || key == "quote" || key == "implicit_returning") {}
    else if (key.find('_') != key.npos) table.dialect_options[std::string(key)] = v;
    else throw Error(Exc::TypeError, "Additional arguments should be named <dialectname>_<argument>, got '" + std::string(key) + "'");
}

void make_schema_item_classes(python::Interpreter& interpreter, const std::function<void(const char*, Type&)>& add) {
    const auto item = [&](const char* name, Value (*make)(Runtime&, Type&, Args)) {
        TypeBuilder b(interpreter, name, "sqlalchemy.sql.schema");
        b.slots().new_ = make;
        b.slots().repr = [](Runtime& r, const Value& self) {
            const auto& i = self.get<SchemaItemObject>();
            if (i.item == Item::foreign_key)
                return Value(r.make_str("ForeignKey('" + (i.target_column ? i.target_column->text() : i.target) + "')"));
            std::string inside;
            if (i.item == Item::index) { // SQLAlchemy: Index.__repr__
                inside = i.name.empty() ? "None" : repr_text(r, Value(r.make_str(i.name)));
                for (const Value& e : i.expressions) inside += ", " + repr_text(r, e);
                if (i.attached)
                    for (const auto& e : i.attached->expressions) inside += ", " + repr_text(r, wrap(r, e));
                if (i.unique) inside += ", unique=True";
            } else if (i.constraint && i.constraint->sqltext) {
                inside = repr_text(r, wrap(r, i.constraint->sqltext));
            }
            return Value(r.make_str(i.type().name() + "(" + inside + ")"));
        };
        b.property("name", [](Runtime& r, const Value& self) {
            const auto& i = self.get<SchemaItemObject>();
            const std::string& n = i.constraint ? i.constraint->name : i.name;
            return n.empty() ? Value::none() : Value(r.make_str(n));
        });
        if (std::string_view(name) == "ForeignKey") {
            b.property("target_fullname", [](Runtime& r, const Value& self) -> Value {
                const auto& i = self.get<SchemaItemObject>();
                return r.make_str(i.target_column ? i.target_column->text() : i.target);
            });
            b.property("column", [](Runtime& r, const Value& self) { return attached_foreign_key_column(r, self, false); });
            b.property("parent", [](Runtime& r, const Value& self) { return attached_foreign_key_column(r, self, true); });
            b.property("ondelete", [](Runtime& r, const Value& self) {
                const auto& i = self.get<SchemaItemObject>();
                return i.ondelete.empty() ? Value::none() : Value(r.make_str(i.ondelete));
            });
        }
        add(name, b.finish());
    };
    item("ForeignKey", new_foreign_key);
    item("UniqueConstraint", new_column_constraint<ConstraintKind::unique>);
    item("PrimaryKeyConstraint", new_column_constraint<ConstraintKind::primary_key>);
    item("CheckConstraint", new_check_constraint);
    item("ForeignKeyConstraint", new_foreign_key_constraint);
    item("Index", new_index);
    item("Computed", new_computed);
    item("FetchedValue", new_fetched_value);
}

} // namespace relata::modules
