// Compiler: statements as text, for SQLite with its parameters and as str() writes them. The texts are SQLAlchemy's.
#include "sql/coercions.h"
#include "sql/compiler.h"
#include "sql/ddl.h"
#include "sql/dml.h"
#include "support/plain_runtime.h"

#include <QtTest>

using namespace relata;
using namespace relata::sql;

namespace {

/// Two tables, task.worker_id referring to worker.id.
struct Shop {
    Ref<MetaData> metadata = make_ref<MetaData>();
    Table& worker = metadata->define_table("worker");
    Table& task = metadata->define_table("task");
    Shop() {
        add(worker, "id", TypeKind::integer);
        add(worker, "name", TypeKind::string);
        add(worker, "order", TypeKind::integer);
        add(task, "id", TypeKind::integer);
        add(task, "title", TypeKind::string);
        Ref<Column> key = make_ref<Column>("worker_id", make_type(TypeKind::integer));
        key->add_foreign_key(std::make_unique<ForeignKey>("worker.id"));
        task.append_column(key);
    }
    static Column& add(Table& table, const char* name, TypeKind kind) {
        Ref<Column> column = make_ref<Column>(name, make_type(kind));
        column->schema().primary_key = std::string_view(name) == "id";
        return table.append_column(column);
    }
};

} // namespace

class TestCompiler : public QObject {
    Q_OBJECT

    PlainRuntime m_runtime;
    Shop m_shop;
    using Build = std::function<Ref<ClauseElement>()>;
    struct Case {
        QByteArray sqlite, parameters, text;
        Build build;
    };
    std::map<QByteArray, Case> m_cases;

    Column& t(const char* name) { return *m_shop.task.column(name); }
    Column& w(const char* name) { return *m_shop.worker.column(name); }
    Value text(const char* s) { return m_runtime.make_str(s); }
    static Value num(int64_t i) { return Value::small_int(i); }
    Value list(std::vector<Value> items) { return m_runtime.make_list(std::move(items)); }
    Ref<ColumnElement> op(Op op, ColumnElement& left, const Value& right = {}, const OperateOptions& options = {}) {
        return operate(m_runtime, Operator(op), left, right, options);
    }
    Ref<ColumnElement> op(Op op, ColumnElement& left, ColumnElement& right) {
        return operate(m_runtime, Operator(op), left, right);
    }
    Ref<ColumnElement> number(int64_t i) { return expect_column(m_runtime, Role::limit_offset, num(i)); }
    Ref<ColumnElement> count(ColumnElement& of) { return make_function({}, "count", {Ref<ColumnElement>(of)}); }
    static Ref<Select> select(std::initializer_list<Ref<ClauseElement>> columns) {
        Ref<Select> made = make_ref<Select>();
        made->raw_columns = columns;
        return made;
    }
    Ref<Select> ids_where(Ref<ColumnElement> criterion) {
        Ref<Select> made = select({t("id")});
        made->where_criteria.push_back(std::move(criterion));
        return made;
    }
    Ref<Select> joined(std::initializer_list<Ref<ClauseElement>> columns, bool outer) {
        Ref<Select> made = select(columns);
        made->from_obj.push_back(make_ref<Join>(m_shop.task, m_shop.worker, Ref<ColumnElement>(), outer));
        return made;
    }
    ColumnValue set(Column& column, Value value) { return {.column = Ref<ColumnElement>(column), .value = std::move(value)}; }

    void add(const char* name, const char* sqlite, const char* parameters, const char* text, Build build) {
        m_cases[name] = {sqlite, parameters, text, std::move(build)};
    }
    void selects();
    void expressions();
    void changes();

    /// The text that SQLite gets, and the parameters in its order.
    std::pair<QByteArray, QByteArray> for_sqlite(ClauseElement& statement, int* columns = nullptr) {
        const auto compiled = compile(m_runtime, statement, Dialect::sqlite());
        std::map<std::string, Value> values = compiled->construct_parameters(m_runtime, {});
        std::string sql = compiled->sql;
        std::vector<std::string> order = compiled->positional;
        if (compiled->has_post_compile) {
            Compiled::Expanded expanded = compiled->expand(m_runtime, Dialect::sqlite(), values);
            sql = expanded.sql;
            order = expanded.positional;
        }
        QByteArray parameters;
        for (const std::string& name : order) {
            const Value& v = values.at(name);
            parameters += parameters.isEmpty() ? "" : ", ";
            if (const Str* s = v.as<Str>()) parameters += QByteArray::fromStdString("'" + std::string(s->view()) + "'");
            else parameters += v.is_none() ? QByteArray("None") : QByteArray::number(qlonglong(v.as_small_int()));
        }
        if (columns) *columns = int(compiled->result_columns.size());
        return {QByteArray::fromStdString(sql), parameters};
    }

  private slots:
    void initTestCase() {
        selects();
        expressions();
        changes();
    }
    void writesWhatSQLAlchemyWrites_data() {
        QTest::addColumn<QByteArray>("name");
        for (const auto& [name, row] : m_cases) QTest::newRow(name.constData()) << name;
    }
    void writesWhatSQLAlchemyWrites() {
        QFETCH(QByteArray, name);
        const Case& row = m_cases.at(name);
        const Ref<ClauseElement> statement = row.build();
        const auto [sql, parameters] = for_sqlite(*statement);
        QCOMPARE(sql, row.sqlite);
        QCOMPARE(parameters, row.parameters);
        QCOMPARE(QByteArray::fromStdString(to_text(m_runtime, *statement)), row.text);
    }
    void compilingTwiceGivesTheSameText() {
        const Ref<Select> statement = ids_where(op(Op::eq, t("title"), text("a")));
        const auto first = for_sqlite(*statement), second = for_sqlite(*statement);
        QCOMPARE(first, second);
    }
    void resultColumnsAreFoundByPosition() {
        int columns = 0;
        for_sqlite(*joined({t("id"), w("id")}, false), &columns);
        QCOMPARE(columns, 2);
    }
    void equalStatementsShareACacheKey() {
        const auto key = [&](int64_t value) {
            CacheKey made;
            const Ref<Select> statement = ids_where(op(Op::eq, t("id"), num(value)));
            return std::pair(statement->gather_cache_key(made), made);
        };
        const auto [one_ok, one] = key(1);
        const auto [two_ok, two] = key(2);
        QVERIFY(one_ok && two_ok);
        QCOMPARE(one.text(), two.text());
        CacheKey other;
        QVERIFY(ids_where(op(Op::ne, t("id"), num(1)))->gather_cache_key(other));
        QVERIFY(one.text() != other.text());
    }
    void aMissingValueIsNamed() {
        const Ref<Insert> statement = make_ref<Insert>(m_shop.task);
        const auto compiled = compile(m_runtime, *statement, Dialect::sqlite(), {.column_keys = std::vector<std::string>{"title"}});
        QCOMPARE(compiled->sql, std::string("INSERT INTO task (title) VALUES (?)"));
        try {
            compiled->construct_parameters(m_runtime, {});
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.exception_class(), Exc::InvalidRequestError);
            QCOMPARE(error.message(), std::string("A value is required for bind parameter 'title'"));
        }
    }
    void unjoinableTablesSayWhy() {
        Shop other;
        try {
            join_condition(m_shop.worker, other.worker);
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.exception_class(), Exc::NoForeignKeysError);
            QCOMPARE(error.message(),
                     std::string("Can't find any foreign key relationships between 'worker' and 'worker'."));
        }
    }
    void twoForeignKeysAreAmbiguous() {
        Shop shop;
        Ref<Column> second = make_ref<Column>("checker_id", make_type(TypeKind::integer));
        second->add_foreign_key(std::make_unique<ForeignKey>("worker.id"));
        shop.task.append_column(second);
        QVERIFY_THROWS_EXCEPTION(Error, join_condition(shop.task, shop.worker));
        try {
            join_condition(shop.task, shop.worker);
        } catch (const Error& error) {
            QCOMPARE(error.exception_class(), Exc::AmbiguousForeignKeysError);
        }
    }
    void tablesAreSortedByWhatTheyReferTo() {
        Shop shop;
        const std::vector<Table*> sorted = shop.metadata->sorted_tables(m_runtime);
        QCOMPARE(sorted, (std::vector<Table*>{&shop.worker, &shop.task}));
    }
};

void TestCompiler::selects() {
    add("columns", "SELECT task.id, task.title \nFROM task", "", "SELECT task.id, task.title \nFROM task",
        [this] { return select({t("id"), t("title")}); });
    add("table", "SELECT task.id, task.title, task.worker_id \nFROM task", "",
        "SELECT task.id, task.title, task.worker_id \nFROM task", [this] { return select({m_shop.task}); });
    add("join", "SELECT task.title, worker.name \nFROM task JOIN worker ON worker.id = task.worker_id", "",
        "SELECT task.title, worker.name \nFROM task JOIN worker ON worker.id = task.worker_id",
        [this] { return joined({t("title"), w("name")}, false); });
    add("outer-join", "SELECT task.title \nFROM task LEFT OUTER JOIN worker ON worker.id = task.worker_id", "",
        "SELECT task.title \nFROM task LEFT OUTER JOIN worker ON worker.id = task.worker_id",
        [this] { return joined({t("title")}, true); });
    add("alias", "SELECT boss.name \nFROM worker AS boss", "", "SELECT boss.name \nFROM worker AS boss", [this] {
        const Ref<Alias> boss = m_shop.worker.alias("boss");
        return select({*boss->columns().find("name")});
    });
    add("same-name-twice", "SELECT task.id, worker.id AS id_1 \nFROM task JOIN worker ON worker.id = task.worker_id", "",
        "SELECT task.id, worker.id AS id_1 \nFROM task JOIN worker ON worker.id = task.worker_id",
        [this] { return joined({t("id"), w("id")}, false); });
    add("label-in-order-by", "SELECT task.title AS name \nFROM task ORDER BY name DESC", "",
        "SELECT task.title AS name \nFROM task ORDER BY name DESC", [this] {
            const Ref<Label> name = label(t("title"), "name");
            Ref<Select> s = select({*name});
            s->order_by = {make_ref<LabelReference>(*desc(*name))};
            return s;
        });
    add("order-by", "SELECT task.id \nFROM task ORDER BY task.title DESC, task.id", "",
        "SELECT task.id \nFROM task ORDER BY task.title DESC, task.id", [this] {
            Ref<Select> s = select({t("id")});
            s->order_by = {desc(t("title")), Ref<ColumnElement>(t("id"))};
            return s;
        });
    add("limit", "SELECT task.id \nFROM task\n LIMIT ? OFFSET ?", "10, 0", "SELECT task.id \nFROM task\n LIMIT :param_1", [this] {
        Ref<Select> s = select({t("id")});
        s->limit = number(10);
        return s;
    });
    add("offset-alone", "SELECT task.id \nFROM task\n LIMIT ? OFFSET ?", "-1, 5",
        "SELECT task.id \nFROM task\n LIMIT -1 OFFSET :param_1", [this] {
            Ref<Select> s = select({t("id")});
            s->offset = number(5);
            return s;
        });
    add("distinct", "SELECT DISTINCT task.worker_id \nFROM task", "", "SELECT DISTINCT task.worker_id \nFROM task", [this] {
        Ref<Select> s = select({t("worker_id")});
        s->distinct = true;
        return s;
    });
    add("group-by-having",
        "SELECT task.worker_id, count(task.id) AS count_1 \nFROM task GROUP BY task.worker_id \nHAVING count(task.id) > ?", "1",
        "SELECT task.worker_id, count(task.id) AS count_1 \nFROM task GROUP BY task.worker_id \nHAVING count(task.id) > :count_2",
        [this] {
            Ref<Select> s = select({t("worker_id"), *count(t("id"))});
            s->group_by = {Ref<ColumnElement>(t("worker_id"))};
            s->having_criteria = {op(Op::gt, *count(t("id")), num(1))};
            return s;
        });
    add("reserved-word", "SELECT worker.\"order\" \nFROM worker", "", "SELECT worker.\"order\" \nFROM worker",
        [this] { return select({w("order")}); });
    add("correlated-scalar",
        "SELECT worker.name, (SELECT count(task.id) AS count_1 \nFROM task \nWHERE task.worker_id = worker.id) AS anon_1 \nFROM worker",
        "", "SELECT worker.name, (SELECT count(task.id) AS count_1 \nFROM task \nWHERE task.worker_id = worker.id) AS anon_1 \nFROM worker",
        [this] {
            Ref<Select> inner = select({*count(t("id"))});
            inner->where_criteria = {op(Op::eq, t("worker_id"), w("id"))};
            return select({w("name"), *make_ref<ScalarSelect>(*inner)});
        });
    add("union", "SELECT task.id \nFROM task UNION SELECT worker.id \nFROM worker", "",
        "SELECT task.id \nFROM task UNION SELECT worker.id \nFROM worker", [this] {
            return make_ref<CompoundSelect>(CompoundSelect::Keyword::union_,
                                            std::vector<Ref<SelectBase>>{select({t("id")}), select({w("id")})});
        });
    add("subquery", "SELECT anon_1.id \nFROM (SELECT task.id AS id \nFROM task) AS anon_1", "",
        "SELECT anon_1.id \nFROM (SELECT task.id AS id \nFROM task) AS anon_1",
        [this] { return select({*select({t("id")})->subquery()->columns().find("id")}); });
    add("cte", "WITH mine AS \n(SELECT task.id AS id \nFROM task)\n SELECT mine.id \nFROM mine", "",
        "WITH mine AS \n(SELECT task.id AS id \nFROM task)\n SELECT mine.id \nFROM mine",
        [this] { return select({*select({t("id")})->cte("mine")->columns().find("id")}); });
}

void TestCompiler::expressions() {
    const auto where = [this](const char* name, const char* sqlite, const char* parameters, const char* text,
                              std::function<Ref<ColumnElement>()> criterion) {
        const std::string head = "SELECT task.id \nFROM task \nWHERE ";
        add(name, (head + sqlite).c_str(), parameters, (head + text).c_str(),
            [this, criterion] { return ids_where(criterion()); });
    };
    where("equal", "task.title = ?", "'a'", "task.title = :title_1", [this] { return op(Op::eq, t("title"), text("a")); });
    where("is-null", "task.worker_id IS NULL", "", "task.worker_id IS NULL",
          [this] { return op(Op::eq, t("worker_id"), Value::none()); });
    where("is-not-null", "task.worker_id IS NOT NULL", "", "task.worker_id IS NOT NULL",
          [this] { return op(Op::ne, t("worker_id"), Value::none()); });
    where("and-or", "task.id = ? AND task.title = ? OR task.id > ?", "1, 'a', 3",
          "task.id = :id_1 AND task.title = :title_1 OR task.id > :id_2", [this] {
              return or_({and_({op(Op::eq, t("id"), num(1)), op(Op::eq, t("title"), text("a"))}), op(Op::gt, t("id"), num(3))});
          });
    where("in", "task.id IN (?, ?, ?)", "1, 2, 3", "task.id IN (__[POSTCOMPILE_id_1])",
          [this] { return op(Op::in_, t("id"), list({num(1), num(2), num(3)})); });
    where("in-nothing", "task.id IN (SELECT 1 FROM (SELECT 1) WHERE 1!=1)", "", "task.id IN (__[POSTCOMPILE_id_1])",
          [this] { return op(Op::in_, t("id"), list({})); });
    where("not-in", "(task.id NOT IN (?, ?))", "1, 2", "(task.id NOT IN (__[POSTCOMPILE_id_1]))",
          [this] { return not_(*op(Op::in_, t("id"), list({num(1), num(2)}))); });
    where("like", "task.title LIKE ?", "'a%'", "task.title LIKE :title_1",
          [this] { return op(Op::like, t("title"), text("a%")); });
    where("contains", "(task.title LIKE '%' || ? || '%')", "'a'", "(task.title LIKE '%' || :title_1 || '%')",
          [this] { return op(Op::contains, t("title"), text("a")); });
    where("between", "task.id BETWEEN ? AND ?", "1, 3", "task.id BETWEEN :id_1 AND :id_2",
          [this] { return op(Op::between, t("id"), num(1), {.other2 = num(3)}); });
    add("cast", "SELECT CAST(task.id AS VARCHAR) AS id \nFROM task", "", "SELECT CAST(task.id AS VARCHAR) AS id \nFROM task",
        [this] { return select({*make_ref<Cast>(t("id"), string_type())}); });
    add("arithmetic-keeps-its-parentheses", "SELECT (task.id + ?) * ? AS anon_1 \nFROM task", "1, 2",
        "SELECT (task.id + :id_1) * :param_1 AS anon_1 \nFROM task",
        [this] { return select({*op(Op::mul, *op(Op::add, t("id"), num(1)), num(2))}); });
}

void TestCompiler::changes() {
    add("insert", "INSERT INTO task (title, worker_id) VALUES (?, ?)", "'a', 1",
        "INSERT INTO task (title, worker_id) VALUES (:title, :worker_id)", [this] {
            Ref<Insert> i = make_ref<Insert>(m_shop.task);
            i->values = {set(t("title"), text("a")), set(t("worker_id"), num(1))};
            return i;
        });
    add("insert-many-values", "INSERT INTO task (title) VALUES (?), (?)", "'a', 'b'",
        "INSERT INTO task (title) VALUES (:title_m0), (:title_m1)", [this] {
            Ref<Insert> i = make_ref<Insert>(m_shop.task);
            i->multi_values = {{set(t("title"), text("a"))}, {set(t("title"), text("b"))}};
            return i;
        });
    add("insert-from-select", "INSERT INTO task (title) SELECT worker.name \nFROM worker", "",
        "INSERT INTO task (title) SELECT worker.name \nFROM worker", [this] {
            Ref<Insert> i = make_ref<Insert>(m_shop.task);
            i->select_names = {"title"};
            i->select = select({w("name")});
            return i;
        });
    add("insert-returning", "INSERT INTO task (title) VALUES (?) RETURNING id", "'a'",
        "INSERT INTO task (title) VALUES (:title) RETURNING task.id", [this] {
            Ref<Insert> i = make_ref<Insert>(m_shop.task);
            i->values = {set(t("title"), text("a"))};
            i->returning = {Ref<ClauseElement>(t("id"))};
            return i;
        });
    add("update", "UPDATE task SET title=? WHERE task.id = ?", "'b', 1", "UPDATE task SET title=:title WHERE task.id = :id_1", [this] {
        Ref<Update> u = make_ref<Update>(m_shop.task);
        u->values = {set(t("title"), text("b"))};
        u->where_criteria = {op(Op::eq, t("id"), num(1))};
        return u;
    });
    add("update-expression", "UPDATE task SET worker_id=(task.worker_id + ?)", "1",
        "UPDATE task SET worker_id=(task.worker_id + :worker_id_1)", [this] {
            Ref<Update> u = make_ref<Update>(m_shop.task);
            u->values = {{.column = Ref<ColumnElement>(t("worker_id")), .clause = op(Op::add, t("worker_id"), num(1))}};
            return u;
        });
    add("delete", "DELETE FROM task WHERE task.id = ?", "1", "DELETE FROM task WHERE task.id = :id_1", [this] {
        Ref<Delete> d = make_ref<Delete>(m_shop.task);
        d->where_criteria = {op(Op::eq, t("id"), num(1))};
        return d;
    });
    const char* created = "\nCREATE TABLE task (\n\tid INTEGER NOT NULL, \n\ttitle VARCHAR, \n\tworker_id INTEGER, \n\tPRIMARY KEY (id), "
                          "\n\tFOREIGN KEY(worker_id) REFERENCES worker (id)\n)\n\n";
    add("create-table", created, "", created, [this] { return make_ref<TableDDL>(Kind::create_table, m_shop.task); });
    add("drop-table", "\nDROP TABLE worker", "", "\nDROP TABLE worker",
        [this] { return make_ref<TableDDL>(Kind::drop_table, m_shop.worker); });
}

QTEST_APPLESS_MAIN(TestCompiler)
#include "tst_compiler.moc"
