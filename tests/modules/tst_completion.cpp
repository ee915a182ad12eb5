// What an editor offers behind the caret: python::complete() with the modules of the library.
#include "modules/modules.h"
#include "python/completion.h"

#include <QtTest>

using namespace relata;

class TestCompletion : public QObject {
    Q_OBJECT

    /// The words offered where `|` stands in the program.
    static QStringList offered(QByteArray text, std::vector<python::SourceFile> others = {}) {
        const qsizetype caret = text.indexOf('|');
        text.remove(caret, 1);
        python::Interpreter interpreter{Budgets{}};
        modules::register_modules(interpreter);
        python::Program program;
        program.files = std::move(others);
        program.files.push_back({"main.py", text.toStdString()});
        program.entry = "main.py";
        const QByteArray before = text.left(caret);
        const python::CompletionPlace place{"main.py", int(before.count('\n')) + 1, int(caret - (before.lastIndexOf('\n') + 1))};
        QStringList words;
        for (const python::Completion& c : python::complete(interpreter, program, place))
            words << QString::fromStdString(c.kind == python::Completion::Kind::keyword_argument ? c.word + "=" : c.word);
        return words;
    }
    /// "Task(title: str, [n=3])" for the call that is open at `|`: the parameter being written in brackets.
    static QString signature(QByteArray text) {
        const qsizetype caret = text.indexOf('|');
        text.remove(caret, 1);
        python::Interpreter interpreter{Budgets{}};
        modules::register_modules(interpreter);
        python::Program program;
        program.files.push_back({"main.py", text.toStdString()});
        program.entry = "main.py";
        const QByteArray before = text.left(caret);
        const auto found = python::call_signature(interpreter, program, {"main.py", int(before.count('\n')) + 1, int(caret - (before.lastIndexOf('\n') + 1))});
        if (!found) return {};
        QStringList parameters;
        for (size_t i = 0; i < found->parameters.size(); ++i) {
            const QString one = QString::fromStdString(found->parameters[i]);
            parameters << (int(i) == found->current ? "[" + one + "]" : one);
        }
        return QString::fromStdString(found->name) + "(" + parameters.join(", ") + ")";
    }
    static QByteArray models() {
        return "from typing import List, Optional\n"
               "from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select\n"
               "class Team(SQLModel, table=True):\n"
               "    id: Optional[int] = Field(default=None, primary_key=True)\n"
               "    name: str\n"
               "    heroes: List['Hero'] = Relationship(back_populates='team')\n"
               "class Hero(SQLModel, table=True):\n"
               "    id: Optional[int] = Field(default=None, primary_key=True)\n"
               "    team_id: Optional[int] = Field(default=None, foreign_key='team.id')\n"
               "    team: Optional[Team] = Relationship(back_populates='heroes')\n"
               "engine = create_engine('sqlite://')\n";
    }

  private slots:
    void namesInScope() {
        const QStringList found = offered("import json\ndef f(first, *, second):\n    total = 1\n    print(t|\n");
        QVERIFY(found.contains("total"));
        QVERIFY(found.contains("tuple"));
        QVERIFY(!found.contains("json"));
        QVERIFY(offered("def f(first):\n    local = 1\nf|").contains("f"));
        QVERIFY(!offered("def f(first):\n    local = 1\nlo|").contains("local"));
    }
    void attributesOfModels() {
        QCOMPARE(offered(models() + "Hero.t|"), QStringList({"team", "team_id"}));
        QVERIFY(offered(models() + "hero = Hero()\nhero.team.|").contains("heroes"));
        QVERIFY(offered(models() + "Hero(name='x').|").contains("model_dump"));
    }
    void resultsOfQueries() {
        const QByteArray session = models() + "with Session(engine) as session:\n";
        QVERIFY(offered(session + "    session.ex|").contains("exec"));
        QVERIFY(offered(session + "    select(Hero).wh|").contains("where"));
        QVERIFY(offered(session + "    session.exec(select(Hero)).a|").contains("all"));
        QVERIFY(offered(session + "    for hero in session.exec(select(Hero).where(Hero.id == 1)).all():\n        hero.te|").contains("team_id"));
        QVERIFY(offered(session + "    team = session.get(Team, 1)\n    team.heroes[0].te|\n").contains("team"));
        QVERIFY(offered(models() + "def first(session: Session) -> Hero:\n    return session.exec(select(Hero)).|\nx = 1\n").contains("first"));
    }
    void keywordArguments() {
        QCOMPARE(offered(models() + "Hero(te|").mid(0, 2), QStringList({"team=", "team_id="}));
        QVERIFY(offered("def f(alpha, *, beta=1): pass\nf(1,\n  be|").contains("beta="));
        QVERIFY(offered("from sqlmodel import Field\nx = Field(default=None, fo|").contains("foreign_key="));
        QVERIFY(!offered("from sqlalchemy.orm import selectinload\nselectinload(|").contains("*keys="));
    }
    void builtinsAndLibrary() {
        QVERIFY(offered("'a'.up|").contains("upper"));
        QVERIFY(offered("x = [1]\nx.app|").contains("append"));
        QVERIFY(offered("import json\njson.du|").contains("dumps"));
        QVERIFY(offered("import sys\nsys.ar|").contains("argv")); // which asks for the program that runs
        QVERIFY(offered("import logging\nlogging.inf|").contains("info"));
        QVERIFY(offered("from datetime import date\ndate.to|").contains("today"));
    }
    void importsOfferWhatTheModuleHas() {
        QCOMPARE(offered("from sqlmodel import select\nfrom sqlalchemy.orm import selectinl|"), QStringList("selectinload"));
        QVERIFY(!offered("from sqlmodel import select\nfrom sqlalchemy.orm import sel|").contains("select"));
        QCOMPARE(offered("from sqlmodel import Field, Sess|"), QStringList("Session"));
        QCOMPARE(offered("from sqlmodel import (\n    Field,\n    Sess|\n)\n"), QStringList("Session"));
        QCOMPARE(offered("from models import Te|", {{"models.py", "class Team:\n    name: str\n"}}), QStringList("Team"));
        QCOMPARE(offered("from mo|", {{"models.py", "class Team:\n    name: str\n"}}), QStringList("models"));
        QCOMPARE(offered("from app.|", {{"app/models.py", ""}, {"app/__init__.py", ""}}), QStringList("models"));
        QVERIFY(offered("from models import Team\nTe|", {{"models.py", "class Team:\n    name: str\n"}}).contains("Team"));
        QVERIFY(offered("from nowhere import a|").isEmpty());
    }
    void namesOfTheProgramComeFirst() {
        QCOMPARE(offered("class Task:\n    pass\nx = Ta|"), QStringList({"Task", "TabError"}));
    }
    void otherFilesOfTheProgram() {
        QVERIFY(offered("from models import Team\nTeam().na|", {{"models.py", "class Team:\n    name: str\n"}}).contains("name"));
    }
    void openCallsTellWhatTheyTake_data() {
        QTest::addColumn<QByteArray>("call");
        QTest::addColumn<QString>("told");
        QTest::newRow("model") << QByteArray("t = Task(|") << "Task([name: str], due: Optional[int], owner: Worker)";
        QTest::newRow("named argument") << QByteArray("s.add(Task(name=str(1), due=|") << "Task(name: str, [due: Optional[int]], owner: Worker)";
        QTest::newRow("name half typed") << QByteArray("s.add(Task(owner =|") << "Task(name: str, due: Optional[int], [owner: Worker])";
        QTest::newRow("behind a named one") << QByteArray("Task(name='a', |") << "Task(name: str, due: Optional[int], owner: Worker)";
        QTest::newRow("compared") << QByteArray("late(1 == 2, |") << "late(session: Session, [n=3], *rest, flag: bool = True, **more)";
        QTest::newRow("function") << QByteArray("late(s, |") << "late(session: Session, [n=3], *rest, flag: bool = True, **more)";
        QTest::newRow("rest") << QByteArray("late(s, 1, 2, 3, |") << "late(session: Session, n=3, [*rest], flag: bool = True, **more)";
        QTest::newRow("lines above") << QByteArray("late(\n    s,\n    flag=|") << "late(session: Session, n=3, *rest, [flag: bool = True], **more)";
        QTest::newRow("method") << QByteArray("Shelf(3).put(|") << "Shelf(3).put([book], *, force=False)";
        QTest::newRow("constructor") << QByteArray("Shelf(|") << "Shelf([width: int])";
        QTest::newRow("nothing to give") << QByteArray("empty(|") << "empty()";
        QTest::newRow("awaited") << QByteArray("x = await empty(|") << "empty()";
        QTest::newRow("brackets in a string") << QByteArray("late(\")(\", |") << "late(session: Session, [n=3], *rest, flag: bool = True, **more)";
        QTest::newRow("library function") << QByteArray("selectinload(Task.owner, |") << "selectinload([*keys], recursion_depth=None)";
        QTest::newRow("library keyword") << QByteArray("owner = Relationship(back_populates='a', link_model=|")
                                         << "Relationship(*, back_populates=None, cascade_delete=False, passive_deletes=False, [link_model=None], "
                                            "sa_relationship=None, sa_relationship_args=None, sa_relationship_kwargs=None)";
        QTest::newRow("library class") << QByteArray("Shelf(Chooser(|") << "Chooser([element], alias=None, name=None, flat=None, adapt_on_names=None)";
        QTest::newRow("library method") << QByteArray("with Session(engine) as session:\n    session.add_all(|") << "session.add_all([instances])";
        for (const char* none : {"late()|", "x = (|", "def late(|", "class Task(|", "other(|", "Task([|", "|", "if (|", "1(|", ")(|", "'(|"})
            QTest::newRow(none) << QByteArray(none) << QString();
    }
    void openCallsTellWhatTheyTake() {
        QFETCH(QByteArray, call);
        const QByteArray program = "from typing import Optional\nfrom sqlmodel import Field, Relationship, Session, SQLModel, create_engine\n"
                                   "from sqlalchemy.orm import aliased as Chooser, selectinload\nengine = create_engine('sqlite://')\n"
                                   "class Named(SQLModel):\n    name: str\n"
                                   "class Task(Named, table=True):\n    due: Optional[int] = Field(\n        default=None\n    )\n    owner: 'Worker'\n"
                                   "def late(session: Session, n=3, *rest, flag: bool = True, **more) -> int:\n    pass\n"
                                   "class Shelf:\n    def __init__(self, width: int):\n        pass\n    def put(self, book, *, force=False):\n        pass\n"
                                   "def empty():\n    pass\n\n";
        QTEST(signature(program + call + "\n"), "told");
    }
    void classesNamedInACircleHaveASignature() {
        QVERIFY(signature("class A(B):\n    x: int\nclass B(A):\n    y: int\nA(|").startsWith("A("));
    }
    void brokenProgramsAreReadAsFarAsTheyGo() {
        QVERIFY(offered("def f(:\n    pass\nclass A:\n    width: int\nx = (\nA().wi|\n").size() <= 1);
        QVERIFY(offered("if True\n    x = 1\nclass A:\n    width: int\nA().wi|\n").contains("width"));
        QVERIFY(offered("|").size() > 50);
    }
};

QTEST_GUILESS_MAIN(TestCompletion)
#include "tst_completion.moc"
