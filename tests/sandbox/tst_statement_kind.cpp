// What a statement does, told from its text however it is written.
#include "sandbox/statement_kind.h"

#include <QtTest>

using namespace relata::sandbox;

class TestStatementKind : public QObject {
    Q_OBJECT
  private slots:
    void kindIsThatOfTheVerb_data() {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* name, const char* sql, StatementKind kind) { QTest::newRow(name) << QString(sql) << int(kind); };
        row("select", "SELECT 1", StatementKind::select);
        row("lower-case", " select 1", StatementKind::select);
        row("values", "VALUES (1)", StatementKind::select);
        row("line-comment", "-- DELETE\n  SELECT 1", StatementKind::select);
        row("block-comment", "/* a -- b */ /**/SELECT 1", StatementKind::select);
        row("comment-without-end", "/* SELECT 1", StatementKind::other);
        row("semicolons", ";; SELECT 1", StatementKind::select);
        row("brackets", "((SELECT 1) UNION SELECT 2)", StatementKind::select);
        row("with-select", "WITH a AS (DELETE FROM t RETURNING id) SELECT * FROM a", StatementKind::select);
        row("with-insert", "WITH a(x) AS (SELECT 1) INSERT INTO t SELECT x FROM a", StatementKind::insert);
        row("with-recursive-delete", "with recursive a as (select 1), b as not materialized (select ')') delete from t", StatementKind::delete_);
        row("with-update-commented", "WITH a AS (SELECT 1) -- SELECT\nUPDATE t SET x = 1", StatementKind::update);
        row("with-quoted-names", "WITH \"a(\" AS (SELECT 1), [b)] AS (SELECT 'it''s (') REPLACE INTO t VALUES (1)", StatementKind::insert);
        row("with-table-named-replace", "WITH replace AS (SELECT 1) SELECT * FROM replace", StatementKind::select);
        row("with-values", "WITH a AS (SELECT 1) VALUES (2)", StatementKind::select);
        row("with-cut-off", "WITH a AS (SELECT 1", StatementKind::select);
        row("returning", "UPDATE t SET x = 1 RETURNING x", StatementKind::update);
        row("replace", "replace into t values (1)", StatementKind::insert);
        row("create-as-select", "CREATE TABLE t AS SELECT 1", StatementKind::ddl);
        row("pragma", "/* x */ PRAGMA foreign_keys", StatementKind::pragma);
        row("explain", "EXPLAIN QUERY PLAN SELECT 1", StatementKind::other);
        row("savepoint", "ROLLBACK TO SAVEPOINT a", StatementKind::savepoint);
        row("longer-word", "SELECTED", StatementKind::other);
        row("nothing", "", StatementKind::other);
    }
    void kindIsThatOfTheVerb() {
        QFETCH(QString, sql);
        QFETCH(int, kind);
        QCOMPARE(int(statement_kind(sql.toStdString())), kind);
    }
};

QTEST_APPLESS_MAIN(TestStatementKind)
#include "tst_statement_kind.moc"
