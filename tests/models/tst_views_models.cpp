// The models behind the views of a run.
#include "models/eager_load_model.h"
#include "models/fetch_model.h"
#include "models/growth_model.h"
#include "models/lease_model.h"
#include "models/query_log_model.h"
#include "models/relationship_rewrite.h"
#include "models/output_mailbox.h"
#include "models/record_view.h"
#include "models/sql_format.h"
#include "models/objects_model.h"
#include "models/timeline_model.h"

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

    /// What the engine makes of a program: the models read its record.
    static ShownRunPtr runOf(const QString& body) {
        Program program;
        program.files[QStringLiteral("main.py")] =
            QStringLiteral("from sqlalchemy.orm import joinedload, selectinload\n"
                           "from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select\n"
                           "class Team(SQLModel, table=True):\n"
                           "    id: int | None = Field(default=None, primary_key=True)\n"
                           "    heroes: list[\"Hero\"] = Relationship(back_populates=\"team\")\n"
                           "class Hero(SQLModel, table=True):\n"
                           "    id: int | None = Field(default=None, primary_key=True)\n"
                           "    team_id: int | None = Field(default=None, foreign_key=\"team.id\")\n"
                           "    team: Team | None = Relationship(back_populates=\"heroes\")\n"
                           "engine = create_engine(\"sqlite://\")\n"
                           "SQLModel.metadata.create_all(engine)\n"
                           "with Session(engine) as session:\n"
                           "    session.add(Team(heroes=[Hero(), Hero(), Hero()]))\n"
                           "    session.commit()\n") + body;
        OutputMailbox mailbox;
        return runOnEngine(program, {}, mailbox);
    }
    static QStringList cells(const QAbstractItemModel& model, int row) {
        QStringList all;
        for (int c = 0; c < model.columnCount(); ++c) all << model.index(row, c).data().toString();
        return all;
    }

  private Q_SLOTS:
    void statementsStandInTheLaneOfTheirCause() {
        TimelineModel model;
        QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 0);
        model.setRun(loop());
        QCOMPARE(model.rowCount(), 6);
        QCOMPARE(model.span(5).lane, QStringLiteral("lazy load of Task.assignee"));
        QCOMPARE(model.span(5).tone, RunRowsModel::Tone::bad);
        QCOMPARE(model.index(5, 0).data(RunRowsModel::LineRole).toInt(), 9);
        model.setRun({});
        QCOMPARE(model.rowCount(), 0);
    }

    void aLeakIsPinnedToItsLine() {
        LeaseModel model;
        QAbstractItemModelTester tester(&model);
        const ShownRunPtr run = runOf(QStringLiteral("kept = Session(engine)\nkept.exec(select(Hero)).all()\n"));
        QVERIFY2(!run->failed, qPrintable(run->error.traceback));
        model.setRun(run);
        QVERIFY(model.rowCount() >= 2);
        const int last = model.rowCount() - 1;
        QCOMPARE(model.index(last, 0).data(RunRowsModel::LineRole).toInt(), 16);
        QCOMPARE(model.index(last, 1).data().toString(), QStringLiteral("never"));
        QVERIFY2(model.summary().contains(QStringLiteral("main.py:16")), qPrintable(model.summary()));
        QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("yes"));
        QVERIFY(model.span(last).end > model.span(last).start);
    }

    void rowsAreComparedWithObjects() {
        FetchModel model;
        QAbstractItemModelTester tester(&model);
        const ShownRunPtr run = runOf(QStringLiteral("with Session(engine) as session:\n"
                                                     "    session.exec(select(Team).options(joinedload(Team.heroes))).unique().all()\n"
                                                     "    session.exec(select(Team).options(joinedload(Team.heroes))).all()\n"));
        QVERIFY(run->failed);
        model.setRun(run);
        QVERIFY(model.rowCount() >= 2);
        const int last = model.rowCount() - 1;
        QCOMPARE(cells(model, last - 1).first(4), QStringList({QStringLiteral("3"), QStringLiteral("1"), QStringLiteral("main.py:16"),
                                                               QStringLiteral("called: 3.0 rows an object")}));
        QCOMPARE(model.index(last, 3).data().toString(), QStringLiteral("needed, not called"));
        QVERIFY2(model.summary().contains(QStringLiteral("main.py:16: 3 rows for 1 object.")), qPrintable(model.summary()));
    }

    void objectsAreFollowedThroughTheRun() {
        ObjectsModel model;
        QAbstractItemModelTester tester(&model);
        model.setRun(runOf(QStringLiteral("with Session(engine) as session:\n"
                                          "    hero = session.get(Hero, 1)\n"
                                          "    hero.team_id = None\n"
                                          "    new = Hero()\n"
                                          "    session.add(new)\n"
                                          "    session.commit()\n"
                                          "    print(hero.id)\n")));
        QStringList seen;
        for (int i = 0; i < int(model.moments().size()); ++i) {
            model.setMoment(i);
            if (model.moments()[size_t(i)].line < 15) continue;
            QStringList states;
            for (int row = 0; row < model.rowCount(); ++row)
                states << cells(model, row).mid(0, 3).join(QLatin1Char(' '));
            seen << QString::number(model.moments()[size_t(i)].line - 14) + QStringLiteral(": ") + states.join(QStringLiteral("; "));
        }
        const QString all = seen.join(QLatin1Char('\n'));
        QVERIFY2(all.contains(QStringLiteral("2: Hero 1 persistent")), qPrintable(all));
        QVERIFY2(all.contains(QStringLiteral("3: Hero 1 persistent, changed")), qPrintable(all));
        QVERIFY2(all.contains(QStringLiteral("5: Hero 1 persistent, changed; Hero – pending")), qPrintable(all));
        QVERIFY2(all.contains(QStringLiteral("6: Hero 1 persistent, expired; Hero 4 persistent, expired")), qPrintable(all));
        QVERIFY2(all.contains(QStringLiteral("7: Hero 1 persistent; Hero 4 persistent, expired")), qPrintable(all));
        QVERIFY2(all.contains(QStringLiteral("Hero 4 detached, expired")), qPrintable(all));
        QVERIFY2(model.summary().contains(QStringLiteral("detached")), qPrintable(model.summary()));
    }

    void eachCheckoutHasItsLine() {
        LeaseModel model;
        QAbstractItemModelTester tester(&model);
        model.setRun(runOf(QStringLiteral("with Session(engine) as session:\n"
                                          "    session.exec(select(Team)).all()\n"
                                          "    session.commit()\n"
                                          "    session.exec(select(Team)).all()\n"
                                          "connection = engine.connect()\n")));
        QStringList lines;
        for (int row = 0; row < model.rowCount(); ++row)
            if (model.index(row, 0).data(RunRowsModel::LineRole).toInt() > 14) lines << QString::number(model.index(row, 0).data(RunRowsModel::LineRole).toInt() - 14);
        QCOMPARE(lines, QStringList({QStringLiteral("2"), QStringLiteral("4"), QStringLiteral("5")}));
    }

    void eagerLoadsThatNobodyReadAreNamed() {
        EagerLoadModel model;
        QAbstractItemModelTester tester(&model);
        model.setRun(runOf(QStringLiteral("with Session(engine) as session:\n"
                                          "    session.exec(select(Team).options(selectinload(Team.heroes))).all()\n"
                                          "with Session(engine) as session:\n"
                                          "    for team in session.exec(select(Team)).all():\n"
                                          "        print(len(team.heroes))\n")));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(cells(model, 0), QStringList({QStringLiteral("Team.heroes"), QStringLiteral("1"), QStringLiteral("0"), QStringLiteral("main.py:16"),
                                               QStringLiteral("loaded ahead (selectin), never read")}));
        QCOMPARE(model.index(1, 0).data(RunRowsModel::LineRole).toInt(), 19);
        QVERIFY(model.summary().contains(QStringLiteral("Team.heroes (main.py:16)")));
    }

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

    void collectionsAreToldFromTheirAnnotation() {
        const QString source = QStringLiteral("class Task(SQLModel):\n    parent: Optional[\"Task\"] = Relationship()\n    subtasks: list[\"Task\"] = Relationship()\n");
        QCOMPARE(isCollection(source, QStringLiteral("Task"), QStringLiteral("parent")), std::optional(false));
        QCOMPARE(isCollection(source, QStringLiteral("Task"), QStringLiteral("subtasks")), std::optional(true));
        QVERIFY(!isCollection(source, QStringLiteral("Other"), QStringLiteral("parent")));
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
