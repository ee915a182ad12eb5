// The Python classes of results and rows: sqlalchemy.engine's Result, ScalarResult, MappingResult,
// CursorResult, Row.
#include "execution/cursor_result.h"
#include "modules/sqlalchemy/engine_types.h"
#include "modules/sqlalchemy/frozen_result.h"
#include "modules/sqlalchemy/signatures.h"
#include "orm/mapper.h"
#include "orm/registry.h"
#include "python/arguments.h"
#include "python/type_builder.h"
#include "sql/coercions.h"
#include "support/object_number.h"
#include "support/protocol.h"

namespace relata::modules {

using execution::CursorResult;
using execution::Result;
using execution::Row;
using python::ArgReader;
using python::TypeBuilder;

namespace {

Result& result_of(const Value& self) {
    return self.get<Result>();
}

std::optional<size_t> size_argument(Runtime& runtime, Args args, const char* function) {
    ArgReader a(runtime, {.function = function, .names = {"size"}}, args);
    if (a.is_none(0)) return std::nullopt;
    return size_t(a.integer(0));
}

/// `result.partitions(n)`: an iterator of lists.
class Partitions final : public Container {
  public:
    Partitions(Type& type, Ref<Result> of, std::optional<size_t> rows)
        : Container(type), result(std::move(of)), size(rows) {}
    void clear_references() override { result.reset(); }
    Ref<Result> result;
    std::optional<size_t> size;
};

/// `result.keys()`, `row._mapping.keys()`. SQLAlchemy: RMKeyView.
class KeyView final : public Container {
  public:
    KeyView(Type& type, Ref<execution::ResultMetadata> m) : Container(type), metadata(std::move(m)) {}
    void clear_references() override { metadata.reset(); }
    Ref<execution::ResultMetadata> metadata;
};

Value key_view(Runtime& runtime, const execution::ResultMetadata& metadata) {
    return runtime.make<KeyView>(runtime.type_for<KeyView>(),
                                 Ref<execution::ResultMetadata>(const_cast<execution::ResultMetadata&>(metadata)));
}

void add_reading_methods(TypeBuilder& b) {
    b.slots().iter = [](Runtime&, const Value& self) { return self; };
    b.slots().next = [](Runtime&, const Value& self) { return result_of(self).next(); };
    b.method("all", [](Runtime&, const Value& self, Args) { return result_of(self).all(); });
    b.method("fetchall", [](Runtime&, const Value& self, Args) { return result_of(self).all(); });
    b.method("first", [](Runtime&, const Value& self, Args) { return result_of(self).first(); });
    b.method("one", [](Runtime&, const Value& self, Args) { return result_of(self).one(); });
    b.method("one_or_none", [](Runtime&, const Value& self, Args) { return result_of(self).one_or_none(); });
    b.method("fetchmany", [](Runtime& runtime, const Value& self, Args args) {
        return result_of(self).fetchmany(size_argument(runtime, args, "fetchmany"));
    });
    b.method("partitions", [](Runtime& runtime, const Value& self, Args args) -> Value {
        return runtime.make<Partitions>(runtime.type_for<Partitions>(), Ref<Result>(result_of(self)),
                                        size_argument(runtime, args, "partitions"));
    });
    b.method("unique", [](Runtime& runtime, const Value& self, Args args) {
        ArgReader a(runtime, {.function = "unique", .names = {"strategy"}}, args);
        result_of(self).unique(a.is_none(0) ? Value() : a[0]);
        return self;
    });
    b.method("yield_per", [](Runtime& runtime, const Value& self, Args args) {
        ArgReader a(runtime, {.function = "yield_per", .names = {"num"}, .required = 1}, args);
        result_of(self).yield_per(size_t(a.integer(0)));
        return self;
    });
    b.method("close", [](Runtime&, const Value& self, Args) {
        result_of(self).close();
        return Value::none();
    });
    b.method("__enter__", [](Runtime&, const Value& self, Args) { return self; });
    b.method("__exit__", [](Runtime&, const Value& self, Args) {
        result_of(self).close();
        return Value::none();
    });
    b.property("closed", [](Runtime&, const Value& self) {
        return Value::boolean(result_of(self).is_closed());
    });
}

/// What results of rows and of mappings have, those of scalars not.
void add_column_methods(TypeBuilder& b) {
    b.method("fetchone", [](Runtime&, const Value& self, Args) { return result_of(self).fetchone(); });
    b.method("keys", [](Runtime& runtime, const Value& self, Args) -> Value {
        return key_view(runtime, result_of(self).metadata());
    });
    b.method("columns", [](Runtime&, const Value& self, Args args) {
        result_of(self).select_columns(args.positional());
        return self;
    });
}

void add_row_methods(TypeBuilder& b) {
    b.method("scalars", [](Runtime& runtime, const Value& self, Args args) -> Value {
        ArgReader a(runtime, {.function = "scalars", .names = {"index"}}, args);
        return result_of(self).scalars(a.has(0) ? a[0] : Value());
    });
    b.method("mappings",
             [](Runtime&, const Value& self, Args) -> Value { return result_of(self).mappings(); });
    b.method("tuples", [](Runtime&, const Value& self, Args) { return self; });
    b.method("scalar", [](Runtime&, const Value& self, Args) { return result_of(self).scalar(); });
    b.method("scalar_one", [](Runtime&, const Value& self, Args) { return result_of(self).scalar_one(); });
    b.method("scalar_one_or_none",
             [](Runtime&, const Value& self, Args) { return result_of(self).scalar_one_or_none(); });
    add_column_methods(b);
    add_freezing(b);
    b.property("t", [](Runtime&, const Value& self) { return self; });
    b.property("returns_rows",
               [](Runtime&, const Value& self) { return Value::boolean(result_of(self).returns_rows()); });
}

Ref<Dict> row_dict(Runtime& runtime, const Row& row) {
    const Ref<Dict> dict = runtime.make_dict();
    for (size_t i = 0; i < row.size(); ++i)
        dict->set(*row.metadata().columns()[i].name, row[i]);
    return dict;
}

Value row_attribute(Runtime& runtime, const Value& self, Str& name) {
    const Row& row = self.get<Row>();
    if (!name.view().starts_with("_"))
        if (const int64_t at = row.metadata().index_of(name.view()); at >= 0) return row[size_t(at)];
    if (const Value* found = runtime.type_of(self).lookup(name); !found)
        throw Error(Exc::AttributeError,
                    row.metadata().is_simple()
                        ? std::string(name.view())
                        : "Could not locate column in row for column '" + std::string(name.view()) + "'");
    return generic_get_attribute(runtime, self, name);
}

/// The mapper of a class of the program.
const orm::Mapper* mapped_class_of(const Value& key) {
    const Type* cls = key.as<Type>();
    return cls ? orm::find_mapper(*cls) : nullptr;
}

Value as_tuple_method(Runtime& runtime, const Value& self, std::string_view name, Args args) {
    const Row& row = self.get<Row>();
    return call(runtime, get_attribute(runtime, Value(runtime.make_tuple(row.items())), name), args);
}

void make_key_view_type(Runtime& runtime) {
    TypeBuilder b(runtime, "RMKeyView", "sqlalchemy.engine.result");
    b.slots().iter = [](Runtime& rt, const Value& self) { return iterate(rt, self.get<KeyView>().metadata->keys(rt)); };
    b.slots().length = [](Runtime&, const Value& self) { return int64_t(self.get<KeyView>().metadata->size()); };
    b.slots().contains = [](Runtime& rt, const Value& self, const Value& key) {
        try {
            self.get<KeyView>().metadata->index_of(rt, key);
            return !key.is_small_int();
        } catch (const Error&) {
            return false;
        }
    };
    b.slots().repr = [](Runtime& rt, const Value& self) -> Value {
        return rt.make_str("RMKeyView(" + repr_text(rt, rt.make_list(to_vector(rt, self.get<KeyView>().metadata->keys(rt)))) + ")");
    };
    b.slots().compare = [](Runtime& rt, const Value& x, const Value& y, CompareOp op) -> Value {
        if (op != CompareOp::eq && op != CompareOp::ne) return Value::not_implemented();
        const Value set = call(rt, Value(rt.type(BuiltinType::set)), {x});
        return relata::compare(rt, set, call(rt, Value(rt.type(BuiltinType::set)), {y}), op);
    };
    runtime.set_type_for<KeyView>(b.finish());
}

void warn_of_renamed(Runtime& runtime, const std::string& what, const std::string& now) {
    runtime.warn(Exc::SADeprecationWarning, "The Row." + what + " is deprecated in favor of Row." + now +
                 "; all Row methods and library-level attributes are intended to be underscored to avoid name conflicts.  "
                 "Please use Row." + now + ". (deprecated since: 2.0.19)");
}

void make_row_type(Runtime& runtime) {
    // Laid out as a tuple, but no subclass of it. SQLAlchemy: Row(BaseRow, Sequence).
    TypeBuilder b(runtime, "Row", "sqlalchemy.engine.row");
    const TypeSlots& tuple = runtime.type(BuiltinType::tuple).slots;
    b.slots().repr = tuple.repr;
    b.slots().hash = tuple.hash;
    b.slots().compare = tuple.compare;
    b.slots().length = tuple.length;
    b.slots().iter = tuple.iter;
    b.slots().contains = tuple.contains;
    b.slots().get_item = tuple.get_item;
    b.method("index", [](Runtime& rt, const Value& self, Args args) { return as_tuple_method(rt, self, "index", args); });
    b.method("count", [](Runtime& rt, const Value& self, Args args) { return as_tuple_method(rt, self, "count", args); });
    b.slots().set_attribute = [](Runtime&, const Value&, Str&, const Value& value) {
        throw Error(Exc::AttributeError, value.is_set() ? "can't set attribute" : "can't delete attribute");
    };
    b.slots().get_attribute = row_attribute;
    b.method("_asdict",
             [](Runtime& rt, const Value& self, Args) -> Value { return row_dict(rt, self.get<Row>()); });
    b.property("_mapping", [](Runtime& rt, const Value& self) -> Value {
        return rt.make<execution::RowMapping>(rt.type_for<execution::RowMappingType>(),
                                              Ref<Row>(self.get<Row>()));
    });
    b.property("_fields",
               [](Runtime& rt, const Value& self) -> Value { return self.get<Row>().metadata().keys(rt); });
    b.method("_tuple", [](Runtime&, const Value& self, Args) { return self; });
    b.property("_t", [](Runtime&, const Value& self) { return self; });
    b.method("tuple", [](Runtime& rt, const Value& self, Args) {
        warn_of_renamed(rt, "tuple() method", "_tuple()");
        return self;
    });
    b.property("t", [](Runtime& rt, const Value& self) {
        warn_of_renamed(rt, "t attribute", "_t");
        return self;
    });
    runtime.set_type_for<Row>(b.finish());
}

const Row& mapped_row(const Value& self) {
    return self.get<execution::RowMapping>().row();
}

void make_mapping_type(Runtime& runtime) {
    TypeBuilder b(runtime, "RowMapping", "sqlalchemy.engine.row");
    b.slots().get_item = [](Runtime& rt, const Value& self, const Value& key) -> Value {
        const Row& row = mapped_row(self);
        if (key.is_small_int()) throw Error(Exc::KeyError, std::vector<Value>{key});
        return row[row.metadata().index_of(rt, key)];
    };
    b.slots().length = [](Runtime&, const Value& self) { return int64_t(mapped_row(self).size()); };
    b.slots().iter = [](Runtime& rt, const Value& self) {
        return iterate(rt, mapped_row(self).metadata().keys(rt));
    };
    b.slots().contains = [](Runtime& rt, const Value& self, const Value& key) {
        if (const Str* name = key.as<Str>()) return mapped_row(self).metadata().index_of(name->view()) >= 0;
        try {
            return !key.is_small_int() && mapped_row(self).metadata().index_of(rt, key) < mapped_row(self).size();
        } catch (const Error&) {
            return false;
        }
    };
    b.slots().repr = [](Runtime& rt, const Value& self) -> Value {
        return repr(rt, row_dict(rt, mapped_row(self)));
    };
    b.slots().compare = [](Runtime& rt, const Value& x, const Value& y, CompareOp op) -> Value {
        const auto plain = [&](const Value& v) {
            return v.as<execution::RowMapping>() ? Value(row_dict(rt, mapped_row(v))) : v;
        };
        return relata::compare(rt, plain(x), plain(y), op);
    };
    for (const char* name : {"keys", "values", "items"}) {
        using Fn = Value (*)(Runtime&, const Value&, Args);
        const Fn keys = [](Runtime& rt, const Value& s, Args) {
            return key_view(rt, mapped_row(s).metadata());
        };
        const Fn values = [](Runtime& rt, const Value& s, Args) {
            return call_method(rt, row_dict(rt, mapped_row(s)), "values");
        };
        const Fn items = [](Runtime& rt, const Value& s, Args) {
            return call_method(rt, row_dict(rt, mapped_row(s)), "items");
        };
        b.method(name, *name == 'k' ? keys : *name == 'v' ? values : items);
    }
    b.method("get", [](Runtime& rt, const Value& self, Args args) -> Value {
        ArgReader a(rt, {.function = "get", .names = {"key", "default"}, .required = 1}, args);
        const Str* name = a[0].as<Str>();
        const int64_t at = name ? mapped_row(self).metadata().index_of(name->view()) : -1;
        return at < 0 ? a.get(1) : mapped_row(self)[size_t(at)];
    });
    runtime.set_type_for<execution::RowMappingType>(b.finish());
}

} // namespace

void make_result_types(Runtime& runtime) {
    if (runtime.has_type_for<Row>()) return;
    make_key_view_type(runtime);
    make_row_type(runtime);
    make_mapping_type(runtime);
    execution::ResultMetadata::set_target_of(runtime, [](Runtime& rt, const Value& key) -> const void* {
        if (const orm::Mapper* mapper = mapped_class_of(key)) return static_cast<const sql::Entity*>(mapper);
        const Ref<sql::ClauseElement> clause = sql::clause_of(rt, key);
        return clause ? clause->identity() : nullptr;
    });
    runtime.set_type_for<execution::ResultMetadata>(
        runtime.make_type("ResultMetaData", "sqlalchemy.engine.result"));
    TypeBuilder partitions(runtime, "generator");
    partitions.slots().repr = [](Runtime& r, const Value& self) {
        const std::string& owner = r.type_of(Value(self.get<Partitions>().result)).name();
        return Value(r.make_str("<generator object " + owner + ".partitions at " + address_text(r, self) + ">"));
    };
    partitions.slots().iter = [](Runtime&, const Value& self) { return self; };
    partitions.slots().next = [](Runtime&, const Value& self) {
        return self.get<Partitions>().result->partition(self.get<Partitions>().size);
    };
    runtime.set_type_for<Partitions>(partitions.finish());
    const char* module = "sqlalchemy.engine.result";
    TypeBuilder base(runtime, "Result", module);
    add_reading_methods(base);
    add_row_methods(base);
    add_result_signatures(base);
    Type& result = base.finish();
    runtime.set_type_for<Result>(result);
    TypeBuilder scalar(runtime, "ScalarResult", module);
    add_reading_methods(scalar);
    add_scalar_result_signatures(scalar);
    runtime.set_type_for<execution::ScalarResultType>(scalar.finish());
    TypeBuilder mapping(runtime, "MappingResult", module);
    add_reading_methods(mapping);
    add_column_methods(mapping);
    add_mapping_result_signatures(mapping);
    runtime.set_type_for<execution::MappingResultType>(mapping.finish());
    runtime.set_type_for<execution::IteratorResultType>(
        TypeBuilder(runtime, "IteratorResult", module, {&result}).finish());
    runtime.set_type_for<execution::ChunkedIteratorResultType>(
        TypeBuilder(runtime, "ChunkedIteratorResult", module, {&result}).finish());
    TypeBuilder cursor(runtime, "CursorResult", "sqlalchemy.engine.cursor", {&result});
    cursor.property("rowcount", [](Runtime& rt, const Value& self) {
        return rt.make_int(self.get<CursorResult>().rowcount);
    });
    cursor.property("lastrowid",
                    [](Runtime&, const Value& self) { return self.get<CursorResult>().lastrowid; });
    cursor.property("inserted_primary_key", [](Runtime&, const Value& self) {
        return self.get<CursorResult>().inserted_primary_key();
    });
    cursor.property("inserted_primary_key_rows", [](Runtime& rt, const Value& self) -> Value {
        auto& made = self.get<CursorResult>();
        if (made.is_single_row_insert || !made.is_insert) (void)made.inserted_primary_key();
        return rt.make_list(made.inserted_primary_key_rows);
    });
    cursor.property("is_insert", [](Runtime&, const Value& self) { return Value::boolean(self.get<CursorResult>().is_insert); });
    cursor.property("returns_rows",
                    [](Runtime&, const Value& self) { return Value::boolean(self.get<CursorResult>().returns_rows()); });
    runtime.set_type_for<execution::CursorResultType>(cursor.finish());
}

} // namespace relata::modules
