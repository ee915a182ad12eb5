// The classes MetaData, Table and Column, CreateTable and its kin. SQLAlchemy: sql/schema.py, sql/ddl.py.
#include "modules/sqlalchemy/metadata_ddl.h"
#include "modules/sqlalchemy/schema_classes.h"
#include "modules/sqlalchemy/signatures.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "sql/ddl.h"
#include "support/protocol.h"

namespace relata::modules {

using namespace sql;
using python::ArgReader;
using python::TypeBuilder;

namespace {

struct SchemaClasses final : Runtime::Extension {
    explicit SchemaClasses(Runtime&) {}
    std::vector<std::pair<std::string, Type*>> classes;
};

MetaData& metadata_of(const Value& self) { return self.get<MetaDataObject>().metadata(); }

std::vector<Table*> tables_argument(Runtime& runtime, MetaData& metadata, const Value& tables) {
    if (!tables.is_set() || tables.is_none()) return metadata.tables();
    std::vector<Table*> result;
    for (const Value& v : to_vector(runtime, tables)) {
        Ref<FromClause> from = expect_from(runtime, Role::from_clause, v);
        result.push_back(static_cast<Table*>(&from->plain()));
    }
    return result;
}

template <bool create> Value all(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = create ? "MetaData.create_all" : "MetaData.drop_all",
                                   .names = {"bind", "tables", "checkfirst"}, .required = 1,
                                   .origin = python::Signature::Origin::python, .self_count = 1}, a);
    auto& metadata = metadata_of(self);
    const auto tables = tables_argument(runtime, metadata, args[1]);
    (create ? create_tables : drop_tables)(runtime, args[0], tables, args.truth(2, true));
    return Value::none();
}

Value tables_dict(Runtime& runtime, const Value& self) {
    const Ref<Dict> dict = runtime.make_dict();
    for (Table* t : metadata_of(self).tables()) dict->set(*runtime.intern(t->key()), wrap_clause(runtime, *t));
    return dict;
}

Value new_metadata(Runtime& runtime, Type& type, Args a) {
    const ArgReader args(runtime, {.function = "MetaData.__init__",
                                   .names = {"schema", "quote_schema", "naming_convention", "info"}, .origin = python::Signature::Origin::python, .self_count = 1}, a);
    auto metadata = make_ref<MetaData>();
    if (!args.is_none(0)) metadata->schema = std::string(args.text(0));
    if (!args.is_none(2)) {
        metadata->naming_convention.clear();
        for_each(runtime, args[2], [&](Value key) {
            metadata->naming_convention[str_text(runtime, key)] = str_text(runtime, get_item(runtime, args[2], key));
        });
    }
    return runtime.make<MetaDataObject>(type, metadata);
}

// SQLAlchemy: Table.__new__.
Value new_table(Runtime& runtime, Type&, Args a) {
    const auto positional = a.positional();
    if (positional.size() < 2)
        throw Error(Exc::TypeError, a.values.empty() ? "Table.__init__() missing 2 required positional arguments: 'name' and 'metadata'"
                                                     : "Table() takes at least two positional-only arguments 'name' and 'metadata'");
    if (!positional[1].as<MetaDataObject>())
        throw Error(Exc::ArgumentError, "expected MetaData object for argument 'metadata', got " + repr_text(runtime, positional[1]));
    MetaData& metadata = metadata_of(positional[1]);
    const std::string name(positional[0].get<Str>().view());
    const auto flag = [&](std::string_view key) {
        const Value* v = a.keyword(key);
        return v && truth(runtime, *v);
    };
    Table* table = metadata.table(name);
    if (table && !flag("extend_existing")) {
        if (flag("keep_existing") || positional.size() == 2) return wrap_clause(runtime, *table);
        metadata.check_not_defined(name, {});
    }
    const bool fresh = !table;
    if (fresh) table = &metadata.define_table(name);
    try {
        for (const Value& v : positional.subspan(2)) {
            const Ref<ClauseElement> e = clause_of(runtime, v);
            if (e && !fresh && table->column(e->as_column_element()->key().value_or(""))) continue;
            if (e) add_table_argument(runtime, *table, v);
        }
        for (const Value& v : positional.subspan(2))
            if (!clause_of(runtime, v)) add_table_argument(runtime, *table, v);
        for (size_t k = 0; k < a.keyword_count(); ++k)
            set_table_option(runtime, *table, (*a.keywords)[k].get<Str>().view(), a.values[a.positional_count() + k]);
    } catch (...) {
        if (fresh) metadata.remove(*table);
        throw;
    }
    return wrap_clause(runtime, *table);
}

Value new_column(Runtime& runtime, Type& type, Args a) {
    return runtime.make<ClauseObject>(type, make_column(runtime, a));
}

Table& table_of(const Value& self) { return static_cast<Table&>(node<FromClause>(self).plain()); }
Column& column_of(const Value& self) { return node<Column>(self); }

template <Kind kind> Value new_table_ddl(Runtime& runtime, Type& type, Args a) {
    const ArgReader args(runtime, {.function = "CreateTable", .names = {"element", "if_not_exists", "if_exists"}, .required = 1}, a);
    Ref<FromClause> from = expect_from(runtime, Role::from_clause, args[0]);
    return runtime.make<ClauseObject>(
        type, make_ref<TableDDL>(kind, static_cast<Table&>(from->plain()), args.truth(1) || args.truth(2)));
}

template <Kind kind> Value new_index_ddl(Runtime& runtime, Type& type, Args a) {
    const ArgReader args(runtime, {.function = "CreateIndex", .names = {"element", "if_not_exists"}, .required = 1}, a);
    auto* item = args[0].as<SchemaItemObject>();
    if (!item || !item->attached) throw Error(Exc::CompileError, "Index is not associated with any table.");
    return runtime.make<ClauseObject>(type, make_ref<IndexDDL>(kind, *item->attached, args.truth(1)));
}

Value new_ddl(Runtime& runtime, Type& type, Args a) {
    const ArgReader args(runtime, {.function = "DDL.__init__", .names = {"statement", "context"}, .required = 1,
                                   .origin = python::Signature::Origin::python, .self_count = 1}, a);
    return runtime.make<ClauseObject>(type, make_ref<TextDDL>(std::string(args.text(0))));
}

Value bool_value(bool b) { return Value::boolean(b); }

/// A ForeignKey of a table: it knows its column, and finds the referred one.
class AttachedForeignKey final : public SchemaItemObject {
  public:
    AttachedForeignKey(Type& type, const ForeignKey& its_key)
        : SchemaItemObject(type, Item::foreign_key), key(its_key), parent(its_key.parent),
          owner(its_key.parent ? its_key.parent->table() : nullptr) {}
    const ForeignKey& key; ///< lives as long as its column does
    Ref<Column> parent;
    Ref<FromClause> owner;
};

template <class Keys> Value foreign_key_set(Runtime& runtime, const Keys& keys) {
    std::vector<Value> items;
    for (const ForeignKey* key : keys) {
        Ref<AttachedForeignKey> item = runtime.make<AttachedForeignKey>(runtime.type_for<ForeignKey>(), *key);
        item->target = key->target_fullname();
        item->ondelete = key->ondelete;
        items.push_back(item);
    }
    return call(runtime, Value(runtime.type(BuiltinType::set)), {Value(runtime.make_list(std::move(items)))});
}

void add_column_class(python::Interpreter& interpreter, SchemaClasses& known) {
    Type& column_element = class_for_clause(interpreter, *make_ref<ColumnClause>("x", TypeRef()));
    TypeBuilder b(interpreter, "Column", "sqlalchemy.sql.schema", {&column_element});
    b.slots().new_ = new_column;
    b.property("primary_key", [](Runtime&, const Value& self) { return bool_value(column_of(self).is_primary_key()); });
    b.property("nullable", [](Runtime&, const Value& self) { return bool_value(column_of(self).is_nullable()); });
    b.property("unique", [](Runtime&, const Value& self) {
        const auto& u = column_of(self).schema().unique;
        return u ? bool_value(*u) : Value::none();
    });
    b.property("index", [](Runtime&, const Value& self) {
        const auto& u = column_of(self).schema().index;
        return u ? bool_value(*u) : Value::none();
    });
    b.property("table", [](Runtime& r, const Value& self) {
        FromClause* t = column_of(self).table();
        return t ? wrap_clause(r, *t) : Value::none();
    });
    b.property("foreign_keys", [](Runtime& r, const Value& self) { return foreign_key_set(r, column_of(self).foreign_keys()); });
    b.property("default", [](Runtime& r, const Value& self) { return column_default(r, column_of(self).schema().default_); });
    b.property("onupdate", [](Runtime& r, const Value& self) { return column_default(r, column_of(self).schema().onupdate); });
    b.property("server_default", [](Runtime& r, const Value& self) {
        return server_default(r, column_of(self).schema().server_default, false);
    });
    b.property("server_onupdate", [](Runtime& r, const Value& self) {
        return server_default(r, column_of(self).schema().server_onupdate, true);
    });
    b.property("autoincrement", [](Runtime& r, const Value& self) {
        using Auto = ColumnSchema::Autoincrement;
        const Auto a = column_of(self).schema().autoincrement;
        if (a == Auto::yes || a == Auto::no) return Value::boolean(a == Auto::yes);
        return Value(r.make_str(a == Auto::auto_ ? "auto" : "ignore_fk"));
    });
    b.property("doc", [](Runtime& r, const Value& self) {
        const auto& d = column_of(self).schema().doc;
        return d.empty() ? Value::none() : Value(r.make_str(d));
    });
    b.property("comment", [](Runtime& r, const Value& self) {
        const auto& c = column_of(self).schema().comment;
        return c.empty() ? Value::none() : Value(r.make_str(c));
    });
    b.property("info", [](Runtime& r, const Value& self) {
        auto& info = column_of(self).schema().info;
        if (!info.is_set()) info = r.make_dict();
        return info;
    });
    b.method("references", [](Runtime& r, const Value& self, Args a) {
        Ref<ColumnElement> other = expect_column(r, Role::column_argument, python::expect_one_argument("references", a));
        return bool_value(other->kind() == Kind::column && column_of(self).references(static_cast<Column&>(*other)));
    });
    Type& type = b.finish();
    set_class_for_clause(interpreter, "Column", type);
    known.classes.push_back({"Column", &type});
}

/// The constraints of a table as objects of their classes, the primary key's among them.
Value table_constraints(Runtime& runtime, const Value& self) {
    const auto& classes = runtime.extension<SchemaClasses>().classes;
    std::vector<Value> items;
    const auto add = [&](Constraint& constraint) {
        const std::string_view name = constraint.kind == ConstraintKind::primary_key   ? "PrimaryKeyConstraint"
                                      : constraint.kind == ConstraintKind::foreign_key ? "ForeignKeyConstraint"
                                      : constraint.kind == ConstraintKind::unique      ? "UniqueConstraint"
                                                                                       : "CheckConstraint";
        for (const auto& [class_name, type] : classes) {
            if (class_name != name) continue;
            Ref<SchemaItemObject> item = runtime.make<SchemaItemObject>(*type, SchemaItemObject::Item::constraint);
            item->constraint = Ref<Constraint>(constraint);
            item->table = Ref<Table>(table_of(self));
            items.emplace_back(item);
        }
    };
    add(table_of(self).primary_key_constraint());
    for (const auto& constraint : table_of(self).constraints()) add(*constraint);
    return call(runtime, Value(runtime.type(BuiltinType::set)), {Value(runtime.make_list(std::move(items)))});
}

void add_table_class(python::Interpreter& interpreter, SchemaClasses& known) {
    Type& table_clause = class_for_clause(interpreter, *make_ref<TableClause>("x"));
    TypeBuilder b(interpreter, "Table", "sqlalchemy.sql.schema", {&table_clause});
    b.slots().new_ = new_table;
    b.property("name", [](Runtime& r, const Value& self) { return Value(r.make_str(table_of(self).name())); });
    b.property("key", [](Runtime& r, const Value& self) { return Value(r.make_str(table_of(self).key())); });
    b.property("fullname", [](Runtime& r, const Value& self) { return Value(r.make_str(table_of(self).fullname())); });
    b.property("schema", [](Runtime& r, const Value& self) {
        const auto& s = table_of(self).schema_name();
        return s ? Value(r.make_str(*s)) : Value::none();
    });
    b.property("metadata", [](Runtime& r, const Value& self) {
        return Value(r.make<MetaDataObject>(r.type_for<MetaDataObject>(), Ref<MetaData>(table_of(self).metadata())));
    });
    b.property("foreign_keys", [](Runtime& r, const Value& self) { return foreign_key_set(r, table_of(self).foreign_keys()); });
    b.property("indexes", [](Runtime& r, const Value& self) {
        std::vector<Value> items;
        for (const auto& index : table_of(self).indexes()) {
            Ref<SchemaItemObject> item = r.make<SchemaItemObject>(r.type_for<Index>(), SchemaItemObject::Item::index);
            item->name = index->name;
            item->unique = index->unique;
            item->attached = index.get();
            item->table = Ref<Table>(table_of(self));
            items.push_back(item);
        }
        return call(r, Value(r.type(BuiltinType::set)), {Value(r.make_list(std::move(items)))});
    });
    b.property("constraints", table_constraints);
    b.method("create", [](Runtime& r, const Value& self, Args a) {
        const ArgReader args(r, {.function = "create", .names = {"bind", "checkfirst"}, .required = 1}, a);
        create_tables(r, args[0], {&table_of(self)}, args.truth(1));
        return Value::none();
    });
    b.method("drop", [](Runtime& r, const Value& self, Args a) {
        const ArgReader args(r, {.function = "drop", .names = {"bind", "checkfirst"}, .required = 1}, a);
        drop_tables(r, args[0], {&table_of(self)}, args.truth(1));
        return Value::none();
    });
    for (const char* name : {"insert", "update", "delete"}) b.method(name, table_dml(name));
    add_table_signatures(b);
    Type& type = b.finish();
    set_class_for_clause(interpreter, "Table", type);
    known.classes.push_back({"Table", &type});
}

} // namespace

Value attached_foreign_key_column(Runtime& runtime, const Value& self, bool parent) {
    const auto* attached = dynamic_cast<AttachedForeignKey*>(self.as_object());
    if (!attached || !attached->parent) {
        if (parent) return Value::none();
        throw Error(Exc::InvalidRequestError, "this ForeignKey object does not yet have a parent Column associated with it.");
    }
    return wrap_clause(runtime, parent ? *attached->parent : attached->key.column());
}

void make_schema_classes(python::Interpreter& interpreter) {
    auto& known = interpreter.extension<SchemaClasses>();
    TypeBuilder b(interpreter, "MetaData", "sqlalchemy.sql.schema");
    b.slots().new_ = new_metadata;
    b.slots().repr = [](Runtime& r, const Value&) { return Value(r.make_str("MetaData()")); };
    b.slots().contains = [](Runtime&, const Value& self, const Value& key) {
        return key.as<Str>() && metadata_of(self).table(key.get<Str>().view());
    };
    b.method("create_all", all<true>).method("drop_all", all<false>).property("tables", tables_dict);
    b.property("sorted_tables", [](Runtime& r, const Value& self) {
        std::vector<Value> tables;
        for (Table* t : metadata_of(self).sorted_tables(r)) tables.push_back(wrap_clause(r, *t));
        return Value(r.make_list(std::move(tables)));
    });
    b.method("clear", [](Runtime&, const Value& self, Args) {
        metadata_of(self).clear();
        return Value::none();
    });
    b.method("remove", [](Runtime& r, const Value& self, Args a) {
        const Value& table = python::expect_one_argument("remove", a);
        if (!table.as<ClauseObject>())
            throw Error(Exc::AttributeError, "'" + python::type_name(r, table) + "' object has no attribute 'name'");
        metadata_of(self).remove(table_of(table));
        return Value::none();
    });
    add_metadata_signatures(b);
    Type& metadata = b.finish();
    interpreter.set_type_for<MetaDataObject>(metadata);
    known.classes.push_back({"MetaData", &metadata});
    add_column_class(interpreter, known);
    add_table_class(interpreter, known);
    make_schema_item_classes(interpreter, [&](const char* name, Type& type) {
        known.classes.push_back({name, &type});
        if (std::string_view(name) == "ForeignKey") interpreter.set_type_for<ForeignKey>(type);
        if (std::string_view(name) == "Index") interpreter.set_type_for<Index>(type);
    });
    Type& element = class_for_clause(interpreter, *make_ref<TextDDL>(""));
    const auto ddl = [&](const char* name, Value (*make)(Runtime&, Type&, Args)) {
        TypeBuilder d(interpreter, name, "sqlalchemy.sql.ddl", {&element});
        d.slots().new_ = make;
        Type& type = d.finish();
        set_class_for_clause(interpreter, name, type);
        known.classes.push_back({name, &type});
    };
    ddl("CreateTable", new_table_ddl<Kind::create_table>);
    ddl("DropTable", new_table_ddl<Kind::drop_table>);
    ddl("CreateIndex", new_index_ddl<Kind::create_index>);
    ddl("DropIndex", new_index_ddl<Kind::drop_index>);
    ddl("DDL", new_ddl);
}

void add_schema_classes(python::Interpreter& interpreter, python::Module& module) {
    for (const auto& [name, type] : interpreter.extension<SchemaClasses>().classes) module.set(name, Value(*type));
}

} // namespace relata::modules
