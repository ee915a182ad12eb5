#include "modules/sqlalchemy/inspector.h"

#include "execution/connection.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "support/protocol.h"

#include <algorithm>
#include <map>

namespace relata::modules {

using execution::Connection;
using execution::Engine;
using python::ArgReader;
using python::TypeBuilder;

namespace {

class EngineDialect final : public Object {
  public:
    EngineDialect(Type& type, std::string d) : Object(type), driver(std::move(d)) {}
    std::string driver;
};

class Inspector final : public Container {
  public:
    Inspector(Type& type, Value b) : Container(type), bind(std::move(b)) {}
    void clear_references() override {
        bind.reset();
        current.reset();
        answers.clear();
    }
    Value bind;              ///< an Engine or a Connection
    Ref<Connection> current; ///< while one method reads from an Engine
    std::map<std::string, Value> answers; ///< SQLAlchemy: info_cache: each question is asked once
    std::map<std::string, std::string> table_sql;
};

/// One connection for all that a method reads. SQLAlchemy: Inspector._operation_context.
class Operation {
  public:
    explicit Operation(const Value& self) : m_inspector(self.get<Inspector>()) {
        if (m_inspector.current || m_inspector.bind.as<Connection>()) return;
        m_own = m_inspector.current = m_inspector.bind.get<Engine>().connect();
    }
    ~Operation() {
        if (!m_own) return;
        m_inspector.current.reset();
        try {
            m_own->close();
        } catch (const Error&) { // what was read is there all the same
        }
    }

  private:
    Inspector& m_inspector;
    Ref<Connection> m_own;
};

std::string quoted(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

/// The rows of a query about the schema.
std::vector<Value> schema_rows(const Value& self, const std::string& sql, const Value& parameters = Value::none()) {
    const Operation operation(self);
    auto& inspector = self.get<Inspector>();
    Connection& connection = inspector.current ? *inspector.current : inspector.bind.get<Connection>();
    const Value rows = connection.exec_driver_sql(sql, parameters)->all();
    return {rows.get<List>().items().begin(), rows.get<List>().items().end()};
}

Value names_of(Runtime& runtime, const Value& self, const char* kind) {
    std::vector<Value> names;
    for (const Value& row : schema_rows(self, std::string("SELECT name FROM sqlite_master WHERE type='") + kind +
                                                  "' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"))
        names.push_back(row.get<Tuple>()[0]);
    return runtime.make_list(std::move(names));
}

std::string table_argument(Runtime& runtime, Args a, const char* function) {
    const ArgReader args(runtime, {.function = function, .names = {"table_name", "schema"}, .required = 1}, a);
    return std::string(args.text(0));
}

std::vector<Value> table_info(const Value& self, const std::string& table) {
    std::vector<Value> rows = schema_rows(self, "PRAGMA main.table_xinfo(" + quoted(table) + ")");
    if (rows.empty()) throw Error(Exc::NoSuchTableError, table);
    return rows;
}

void set(Runtime& runtime, Dict& dict, const char* key, Value value) { dict.set(*runtime.intern(key), std::move(value)); }

/// The type that a name in the database means: by name, else by SQLite's rules of affinity; with its numbers.
/// SQLAlchemy: SQLiteDialect._resolve_type_affinity.
Value type_of(Runtime& runtime, const std::string& declared) {
    using sql::TypeKind;
    static constexpr std::pair<std::string_view, TypeKind> known[] = {
        {"BIGINT", TypeKind::big_integer}, {"BLOB", TypeKind::large_binary}, {"BOOL", TypeKind::boolean},
        {"BOOLEAN", TypeKind::boolean}, {"CHAR", TypeKind::string}, {"DATE", TypeKind::date}, {"DATETIME", TypeKind::datetime},
        {"DOUBLE", TypeKind::double_}, {"DECIMAL", TypeKind::numeric}, {"FLOAT", TypeKind::float_}, {"INT", TypeKind::integer},
        {"INTEGER", TypeKind::integer}, {"JSON", TypeKind::json}, {"NUMERIC", TypeKind::numeric}, {"REAL", TypeKind::float_},
        {"SMALLINT", TypeKind::small_integer}, {"TEXT", TypeKind::text}, {"TIME", TypeKind::time}, {"TIMESTAMP", TypeKind::datetime},
        {"VARCHAR", TypeKind::string}, {"NVARCHAR", TypeKind::unicode}};
    const size_t open = declared.find('(');
    std::string name = declared.substr(0, open);
    for (char& c : name) c = char(std::toupper(static_cast<unsigned char>(c)));
    const auto has = [&](const char* part) { return name.find(part) != std::string::npos; };
    const auto entry = std::ranges::find(known, std::string_view(name), [](const auto& k) { return k.first; });
    const std::string_view means = entry != std::end(known)                      ? (name == "BOOL" ? "BOOLEAN" : name == "INT" ? "INTEGER" : entry->first)
                                   : has("INT")                                  ? "INTEGER"
                                   : has("CHAR") || has("CLOB") || has("TEXT")   ? "TEXT"
                                   : has("BLOB") || name.empty()                 ? ""
                                   : has("REAL") || has("FLOA") || has("DOUB")   ? "REAL"
                                                                                 : "NUMERIC";
    if (means.empty()) return wrap_type(runtime, sql::make_type(TypeKind::null_));
    const TypeKind kind = std::ranges::find(known, means, [](const auto& k) { return k.first; })->second;
    const sql::TypeRef type = sql::make_type(kind);
    type->sql_name = means;
    std::vector<int> numbers;
    for (size_t i = open; i < declared.size() && numbers.size() < 2; ++i)
        if (std::isdigit(static_cast<unsigned char>(declared[i]))) {
            int number = 0;
            for (; i < declared.size() && std::isdigit(static_cast<unsigned char>(declared[i])) && number < 100000000; ++i)
                number = number * 10 + (declared[i] - '0');
            numbers.push_back(number);
        }
    const bool is_text = kind == TypeKind::string || kind == TypeKind::unicode || kind == TypeKind::text;
    if (is_text && numbers.size() == 1) type->length = numbers[0];
    if (kind == TypeKind::numeric && !numbers.empty()) type->precision = numbers[0];
    if (kind == TypeKind::numeric && numbers.size() > 1) type->scale = numbers[1];
    return wrap_type(runtime, type);
}

Value get_columns(Runtime& runtime, const Value& self, Args args) {
    const Operation operation(self);
    std::vector<Value> columns;
    for (const Value& row : table_info(self, table_argument(runtime, args, "get_columns"))) {
        const Tuple& info = row.get<Tuple>();
        const Ref<Dict> column = runtime.make_dict();
        set(runtime, *column, "name", info[1]);
        set(runtime, *column, "type", type_of(runtime, str_text(runtime, info[2])));
        set(runtime, *column, "nullable", Value::boolean(info[3].as_small_int() == 0));
        set(runtime, *column, "default", info[4]);
        set(runtime, *column, "primary_key", info[5]);
        columns.emplace_back(column);
    }
    return runtime.make_list(std::move(columns));
}

/// The text of CREATE TABLE; empty where there is none. SQLAlchemy: SQLiteDialect._get_table_sql.
std::string read_table_sql(Runtime& runtime, const Value& self, const std::string& table) {
    const Value name = runtime.make_str(table);
    const auto found = schema_rows(self,
                                   "SELECT sql FROM (SELECT * FROM sqlite_master UNION ALL SELECT * FROM sqlite_temp_master) "
                                   "WHERE name = ? AND type in ('table', 'view')",
                                   runtime.make_tuple({&name, 1}));
    return found.empty() ? std::string() : str_text(runtime, found[0].get<Tuple>()[0]);
}

/// The same, read once for each Inspector.
std::string table_sql(Runtime& runtime, const Value& self, const std::string& table) {
    auto& known = self.get<Inspector>().table_sql;
    const auto found = known.find(table);
    return found != known.end() ? found->second : known.emplace(table, read_table_sql(runtime, self, table)).first->second;
}

/// The word that ends before `end`, blanks left out; where it begins too.
std::pair<std::string, size_t> word_before(const std::string& sql, size_t end) {
    while (end > 0 && std::isspace(static_cast<unsigned char>(sql[end - 1]))) --end;
    size_t start = end;
    const char last = end ? sql[end - 1] : 0;
    if (last == '"' || last == '`') {
        start = sql.rfind(last, end - 2);
        if (start == sql.npos) start = 0;
        return {sql.substr(start + 1, end - start - 2), start};
    }
    while (start > 0 && !std::isspace(static_cast<unsigned char>(sql[start - 1]))) --start;
    return {sql.substr(start, end - start), start};
}

/// The name of the constraint whose first word stands at `at`; None where it has none.
Value constraint_name(Runtime& runtime, const std::string& sql, size_t at) {
    const auto [name, start] = word_before(sql, at);
    return word_before(sql, start).first == "CONSTRAINT" ? Value(runtime.make_str(name)) : Value::none();
}

Value get_pk_constraint(Runtime& runtime, const Value& self, Args args) {
    const Operation operation(self);
    std::vector<std::pair<int64_t, Value>> keys;
    const std::string table = table_argument(runtime, args, "get_pk_constraint");
    const std::string sql = read_table_sql(runtime, self, table);
    for (const Value& row : table_info(self, table))
        if (const int64_t at = row.get<Tuple>()[5].as_small_int()) keys.emplace_back(at, row.get<Tuple>()[1]);
    std::sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Value> names;
    for (auto& key : keys) names.push_back(key.second);
    const Ref<Dict> result = runtime.make_dict();
    set(runtime, *result, "constrained_columns", Value(runtime.make_list(std::move(names))));
    const size_t at = sql.find("PRIMARY KEY");
    set(runtime, *result, "name", at == sql.npos ? Value::none() : constraint_name(runtime, sql, at));
    return result;
}

/// The names between the brackets that open at `at`: `a, "b c"`. SQLAlchemy: SQLiteDialect._find_cols_in_sig.
std::vector<std::string> names_in_brackets(std::string_view sql, size_t at) {
    std::vector<std::string> names;
    std::string name;
    for (++at; at < sql.size() && sql[at] != ')'; ++at) {
        if (sql[at] == ',') names.push_back(std::exchange(name, {}));
        else if (sql[at] != ' ' && sql[at] != '"') name += sql[at];
    }
    names.push_back(name);
    return names;
}

Value get_foreign_keys(Runtime& runtime, const Value& self, Args args) {
    const Operation operation(self);
    const std::string table = table_argument(runtime, args, "get_foreign_keys");
    table_info(self, table);
    std::vector<Value> keys;
    std::vector<Value> rows = schema_rows(self, "PRAGMA main.foreign_key_list(" + quoted(table) + ")");
    std::stable_sort(rows.begin(), rows.end(), [](const Value& a, const Value& b) {
        return a.get<Tuple>()[0].as_small_int() > b.get<Tuple>()[0].as_small_int();
    });
    int64_t last = -1;
    for (const Value& row : rows) {
        const Tuple& info = row.get<Tuple>();
        if (info[0].as_small_int() == last) {
            auto& key = keys.back().get<Dict>();
            key.find("constrained_columns")->get<List>().items().push_back(info[3]);
            key.find("referred_columns")->get<List>().items().push_back(info[4]);
            continue;
        }
        last = info[0].as_small_int();
        const Ref<Dict> key = runtime.make_dict();
        set(runtime, *key, "name", Value::none());
        set(runtime, *key, "constrained_columns", Value(runtime.make_list({info[3]})));
        set(runtime, *key, "referred_schema", Value::none());
        set(runtime, *key, "referred_table", info[2]);
        set(runtime, *key, "referred_columns", Value(runtime.make_list({info[4]})));
        const Ref<Dict> options = runtime.make_dict();
        if (const std::string action = str_text(runtime, info[6]); action != "NO ACTION") set(runtime, *options, "ondelete", info[6]);
        if (const std::string action = str_text(runtime, info[5]); action != "NO ACTION") set(runtime, *options, "onupdate", info[5]);
        set(runtime, *key, "options", Value(options));
        keys.emplace_back(key);
    }
    // The names stand in the text alone: FOREIGN KEY (...) by its columns.
    const std::string sql = read_table_sql(runtime, self, table);
    for (size_t at = sql.find("FOREIGN KEY"); at != sql.npos; at = sql.find("FOREIGN KEY", at + 11)) {
        const size_t open = sql.find('(', at);
        if (open == sql.npos) break;
        const std::vector<std::string> columns = names_in_brackets(sql, open);
        for (const Value& key : keys) {
            const auto& own = key.get<Dict>().find("constrained_columns")->get<List>().items();
            const bool same = std::ranges::equal(own, columns, [&](const Value& a, const std::string& b) { return str_text(runtime, a) == b; });
            if (same) set(runtime, key.get<Dict>(), "name", constraint_name(runtime, sql, at));
        }
    }
    return runtime.make_list(std::move(keys));
}

Value get_indexes(Runtime& runtime, const Value& self, Args args) {
    const Operation operation(self);
    const std::string table = table_argument(runtime, args, "get_indexes");
    table_info(self, table);
    std::vector<Value> indexes;
    std::vector<Value> rows = schema_rows(self, "PRAGMA main.index_list(" + quoted(table) + ")");
    std::stable_sort(rows.begin(), rows.end(), [&](const Value& a, const Value& b) {
        return str_text(runtime, a.get<Tuple>()[1]) < str_text(runtime, b.get<Tuple>()[1]);
    });
    for (const Value& row : rows) {
        const std::string name = str_text(runtime, row.get<Tuple>()[1]);
        if (name.starts_with("sqlite_autoindex")) continue;
        std::vector<Value> columns;
        for (const Value& column : schema_rows(self, "PRAGMA main.index_info(" + quoted(name) + ")"))
            columns.push_back(column.get<Tuple>()[2]);
        const Ref<Dict> index = runtime.make_dict();
        set(runtime, *index, "name", row.get<Tuple>()[1]);
        set(runtime, *index, "column_names", Value(runtime.make_list(std::move(columns))));
        set(runtime, *index, "unique", row.get<Tuple>()[2]);
        set(runtime, *index, "dialect_options", Value(runtime.make_dict()));
        indexes.emplace_back(index);
    }
    return runtime.make_list(std::move(indexes));
}

/// Where the bracket that opens at `open` ends, past quoted text; npos where it does not.
size_t closing_bracket(const std::string& sql, size_t open) {
    int depth = 0;
    char quote = 0;
    for (size_t i = open; i < sql.size(); ++i) {
        const char c = sql[i];
        if (quote) quote = c == quote ? 0 : quote;
        else if (c == '\'' || c == '"' || c == '`') quote = c;
        else if (c == '(') ++depth;
        else if (c == ')' && --depth == 0) return i;
    }
    return sql.npos;
}

/// CHECK (...) of CREATE TABLE, by name; those without one come last. SQLAlchemy: SQLiteDialect.get_check_constraints.
Value get_check_constraints(Runtime& runtime, const Value& self, Args args) {
    const Operation operation(self);
    const std::string table = table_argument(runtime, args, "get_check_constraints");
    table_info(self, table);
    const std::string sql = table_sql(runtime, self, table);
    std::vector<std::pair<std::string, std::string>> found; // name, text
    for (size_t at = sql.find("CHECK"); at != sql.npos; at = sql.find("CHECK", at + 5)) {
        if (at && (std::isalnum(static_cast<unsigned char>(sql[at - 1])) || sql[at - 1] == '_')) continue;
        const size_t open = sql.find_first_not_of(' ', at + 5);
        if (open == sql.npos || sql[open] != '(') continue;
        const size_t close = closing_bracket(sql, open);
        if (close == sql.npos) break;
        const auto [name, start] = word_before(sql, at);
        const bool is_named = word_before(sql, start).first == "CONSTRAINT";
        found.emplace_back(is_named ? name : std::string(), sql.substr(open + 1, close - open - 1));
        at = close - 5;
    }
    std::ranges::stable_sort(found, {}, [](const auto& f) { return f.first.empty() ? std::string("~") : f.first; });
    std::vector<Value> constraints;
    for (const auto& [name, text] : found) {
        const Ref<Dict> constraint = runtime.make_dict();
        set(runtime, *constraint, "sqltext", runtime.make_str(text));
        set(runtime, *constraint, "name", name.empty() ? Value::none() : Value(runtime.make_str(name)));
        constraints.emplace_back(constraint);
    }
    return runtime.make_list(std::move(constraints));
}

/// UNIQUE (...) of CREATE TABLE, as far as SQLite made an index of its own for it. SQLAlchemy:
/// SQLiteDialect.get_unique_constraints.
Value get_unique_constraints(Runtime& runtime, const Value& self, Args args) {
    const Operation operation(self);
    const std::string table = table_argument(runtime, args, "get_unique_constraints");
    table_info(self, table);
    std::vector<std::vector<std::string>> indexed;
    for (const Value& row : schema_rows(self, "PRAGMA main.index_list(" + quoted(table) + ")")) {
        const std::string name = str_text(runtime, row.get<Tuple>()[1]);
        if (!name.starts_with("sqlite_autoindex")) continue;
        auto& columns = indexed.emplace_back();
        for (const Value& column : schema_rows(self, "PRAGMA main.index_info(" + quoted(name) + ")"))
            columns.push_back(str_text(runtime, column.get<Tuple>()[2]));
    }
    std::vector<Value> constraints;
    const std::string sql = table_sql(runtime, self, table);
    for (size_t at = sql.find("UNIQUE"); at != sql.npos; at = sql.find("UNIQUE", at + 6)) {
        const size_t open = sql.find_first_not_of(' ', at + 6);
        if (open == sql.npos || sql[open] != '(') continue;
        std::vector<std::string> columns = names_in_brackets(sql, open);
        const auto known = std::find(indexed.begin(), indexed.end(), columns);
        if (known == indexed.end()) continue;
        indexed.erase(known);
        // CONSTRAINT name UNIQUE (...)
        std::string_view before = std::string_view(sql).substr(0, at);
        Value constraint_name = Value::none();
        if (const size_t word = before.rfind("CONSTRAINT "); word != before.npos) {
            std::string_view given = before.substr(word + 11);
            while (given.ends_with(' ')) given.remove_suffix(1);
            if (given.starts_with('"') && given.ends_with('"') && given.size() > 1) given = given.substr(1, given.size() - 2);
            if (given.find_first_of(" ,()\n") == given.npos) constraint_name = runtime.make_str(given);
        }
        std::vector<Value> names;
        for (const std::string& column : columns) names.emplace_back(runtime.make_str(column));
        const Ref<Dict> constraint = runtime.make_dict();
        set(runtime, *constraint, "name", constraint_name);
        set(runtime, *constraint, "column_names", Value(runtime.make_list(std::move(names))));
        constraints.emplace_back(constraint);
    }
    return runtime.make_list(std::move(constraints));
}

template <Value (*ask)(Runtime&, const Value&, Args)> Value once(Runtime& runtime, const Value& self, Args args) {
    std::string key = std::to_string(reinterpret_cast<uintptr_t>(ask));
    for (const Value& v : args.values) key += "\n" + repr_text(runtime, v);
    auto& answers = self.get<Inspector>().answers;
    if (const auto found = answers.find(key); found != answers.end()) return found->second;
    return answers[key] = ask(runtime, self, args);
}

Value table_names(Runtime& runtime, const Value& self, Args) { return names_of(runtime, self, "table"); }
Value view_names(Runtime& runtime, const Value& self, Args) { return names_of(runtime, self, "view"); }

void make_types(Runtime& runtime) {
    if (runtime.has_type_for<Inspector>()) return;
    TypeBuilder b(runtime, "Inspector", "sqlalchemy.engine.reflection");
    b.method("get_table_names", once<table_names>).method("get_view_names", once<view_names>);
    b.method("has_table", [](Runtime& r, const Value& self, Args args) {
        return Value::boolean(!schema_rows(self, "PRAGMA main.table_info(" + quoted(table_argument(r, args, "has_table")) + ")").empty());
    });
    b.method("get_columns", once<get_columns>).method("get_pk_constraint", once<get_pk_constraint>);
    b.method("get_foreign_keys", once<get_foreign_keys>).method("get_indexes", once<get_indexes>);
    b.method("get_unique_constraints", once<get_unique_constraints>).method("get_check_constraints", once<get_check_constraints>);
    b.method("get_schema_names", [](Runtime& r, const Value&, Args) -> Value { return r.make_list({Value(r.make_str("main"))}); });
    b.property("default_schema_name", [](Runtime& r, const Value&) -> Value { return r.make_str("main"); });
    b.property("bind", [](Runtime&, const Value& self) { return self.get<Inspector>().bind; });
    runtime.set_type_for<Inspector>(b.finish());

    TypeBuilder dialect(runtime, "SQLiteDialect_pysqlite", "sqlalchemy.dialects.sqlite.pysqlite");
    dialect.property("name", [](Runtime& r, const Value&) -> Value { return r.make_str("sqlite"); });
    dialect.property("driver", [](Runtime& r, const Value& self) -> Value { return r.make_str(self.get<EngineDialect>().driver); });
    dialect.property("is_async", [](Runtime&, const Value& self) { return Value::boolean(self.get<EngineDialect>().driver == "aiosqlite"); });
    dialect.property("paramstyle", [](Runtime& r, const Value&) -> Value { return r.make_str("qmark"); });
    dialect.property("supports_native_boolean", [](Runtime&, const Value&) { return Value::boolean(false); });
    runtime.set_type_for<EngineDialect>(dialect.finish());
}

} // namespace

Value inspect_database(Runtime& runtime, const Value& subject) {
    if (!subject.is_object() || (!subject.as<Engine>() && !subject.as<Connection>())) return {};
    make_types(runtime);
    // SQLAlchemy: Inspector._init_engine connects once, to see whether the database answers.
    if (auto* engine = subject.as<Engine>()) engine->connect()->close();
    return runtime.make<Inspector>(runtime.type_for<Inspector>(), subject);
}

Value dialect_object(Runtime& runtime, Engine& engine) {
    make_types(runtime);
    return runtime.make<EngineDialect>(runtime.type_for<EngineDialect>(), engine.driver());
}

} // namespace relata::modules
