// The models behind the views of a run.
#include "models/growth_model.h"
#include "models/query_log_model.h"
#include "models/relationship_rewrite.h"
#include "models/sql_format.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace relata::models;

class ViewsModelsTest : public QObject {
    Q_OBJECT

    static ShownRunPtr loop() {
        auto run = std::make_shared<ShownRun>();
        for (int i = 0; i < 6; ++i) {
            ShownStatement s;
            s.sql = QStringLiteral("SELECT worker.id FROM worker WHERE worker.id = ?");
            s.parameters = QStringLiteral("(%1)").arg(i % 4);
            s.reason = QStringLiteral("lazy load of Task.assignee");
            s.file = QStringLiteral("query.py");
            s.line = i < 5 ? 8 : 9;
            s.duration = 3;
            run->statements.push_back(s);
        }
        return run;
    }

  private Q_SLOTS:
    void similarAndIdenticalAreToldApart() {
        QueryLogModel model;
        QAbstractItemModelTester tester(&model);
        model.setRun(loop());
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.identicalStatements(), 2);
        QCOMPARE(model.index(0, 0).data(QueryLogModel::IdenticalRole).toInt(), 1);
        QCOMPARE(model.index(4, QueryLogModel::Cause, model.index(0, 0)).data().toString(), QStringLiteral("identical to 1"));
        QCOMPARE(model.index(0, QueryLogModel::Time, model.index(0, 0)).data().toString(), QStringLiteral("3.0 µs"));
        model.setGrouping(QueryLogModel::Grouping::cause);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.groupsOfLine(QStringLiteral("query.py"), 9).size(), 1);
        model.setGrouping(QueryLogModel::Grouping::none);
        QCOMPARE(model.rowCount(), 6);
        model.setFilter(QStringLiteral("WORKER query.py:9"));
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.asText().count(QStringLiteral("SELECT")), 1);
        model.setFilter(QStringLiteral("nothing like it"));
        QCOMPARE(model.rowCount(), 0);
    }

    void clausesStandOnTheirOwnLines() {
        QCOMPARE(formatSql(QStringLiteral("SELECT a.id FROM a LEFT OUTER JOIN b ON a.id = b.a_id WHERE a.x IN (?, ?) AND a.y = "
                                          "(SELECT max(c.y) FROM c) ORDER BY a.id")),
                 QStringLiteral("SELECT a.id\nFROM a\n  LEFT OUTER JOIN b ON a.id = b.a_id\nWHERE a.x IN (?, ?)\n  AND a.y = (\n"
                                "  SELECT max(c.y)\n  FROM c\n)\nORDER BY a.id"));
        const QString odd = QStringLiteral("SELECT 'it''s ( FROM', \"order\" )) é");
        QString again;
        for (const SqlToken& token : sqlTokens(odd)) again += token.text;
        QCOMPARE(again, odd);
    }

    void foreignKeysAreRewritten_data() {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("expected");
        QTest::newRow("none") << QString() << QStringLiteral("sa_relationship_kwargs={\"foreign_keys\": \"Task.b_id\"}");
        QTest::newRow("others") << QStringLiteral("back_populates=\"tasks\"")
                                << QStringLiteral("back_populates=\"tasks\", sa_relationship_kwargs={\"foreign_keys\": \"Task.b_id\"}");
        QTest::newRow("given") << QStringLiteral("sa_relationship_kwargs={\"lazy\": \"selectin\", 'foreign_keys': \"[Task.a_id]\"}, back_populates=\"x\"")
                               << QStringLiteral("sa_relationship_kwargs={\"lazy\": \"selectin\", 'foreign_keys': \"Task.b_id\"}, back_populates=\"x\"");
        QTest::newRow("call") << QStringLiteral("sa_relationship_kwargs=dict(foreign_keys=lambda: [Task.a_id, Task.c_id], lazy=\"joined\")")
                              << QStringLiteral("sa_relationship_kwargs=dict(foreign_keys=\"Task.b_id\", lazy=\"joined\")");
        QTest::newRow("empty") << QStringLiteral("sa_relationship_kwargs={}")
                               << QStringLiteral("sa_relationship_kwargs={\"foreign_keys\": \"Task.b_id\"}");
        QTest::newRow("odd text") << QStringLiteral("back_populates=\"a)\"  # )")
                                  << QStringLiteral("back_populates=\"a)\", sa_relationship_kwargs={\"foreign_keys\": \"Task.b_id\"}  # )");
    }
    void foreignKeysAreRewritten() {
        QFETCH(QString, arguments);
        QFETCH(QString, expected);
        const QString source = QStringLiteral("class Other:\n    who: int = Relationship()\n\n\nclass Task(SQLModel):\n    who: Worker = Relationship(%1\n    )\n\n\nclass Z:\n    z: int = Relationship()\n");
        const auto made = rewriteRelationship(source.arg(arguments), QStringLiteral("Task"), QStringLiteral("who"),
                                              QStringLiteral("foreign_keys"), QStringLiteral("Task.b_id"));
        QVERIFY(made);
        QCOMPARE(*made, source.arg(expected));
        QVERIFY(!rewriteRelationship(source.arg(arguments), QStringLiteral("Task"), QStringLiteral("z"), QStringLiteral("foreign_keys"), QStringLiteral("x")));
    }

    void growthIsATable() {
        GrowthModel model;
        QAbstractItemModelTester tester(&model);
        GrowthSeries own{QStringLiteral("your program"), true, {{2, 3}, {50, 51}}, GrowthSeries::Class::linear, {}};
        GrowthSeries other{QStringLiteral("selectinload"), false, {{2, 2}}, GrowthSeries::Class::constant, {}};
        model.setSeries({own, other});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("51"));
        QCOMPARE(model.index(1, 2).data().toString(), QStringLiteral("–"));
        QVERIFY(model.summary().contains(QStringLiteral("linear")));
    }
};

QTEST_GUILESS_MAIN(ViewsModelsTest)
#include "tst_views_models.moc"
