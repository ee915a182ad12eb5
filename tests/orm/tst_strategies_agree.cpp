// Properties of loading: on random models, rows and options every strategy finds the same objects, sends as
// many statements as it promises, and agrees with plain SQL.
//
// RELATA_ROUNDS and RELATA_SEED choose more rounds and other ones; RELATA_KEEP names a folder that receives
// the programs.
#include "orm/loading_plan.h"
#include "sandbox/run.h"

#include <QDir>
#include <QFile>
#include <QtTest>

#include <cstdio>

using namespace relata;

namespace {

struct Round {
    struct Query {
        std::string label;
        size_t session;                 ///< index among the run's sessions
        std::optional<size_t> promised; ///< statements
    };
    std::string program;
    std::vector<Query> queries;
    std::string expected_pairs, expected_walk;
};

constexpr const char* prologue =
    "import asyncio\n"
    "from typing import List, Optional\n"
    "from sqlalchemy import text\n"
    "from sqlalchemy.ext.asyncio import create_async_engine\n"
    "from sqlalchemy.orm import immediateload, joinedload, lazyload, selectinload, subqueryload\n"
    "from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select\n"
    "from sqlmodel.ext.asyncio.session import AsyncSession\n";
constexpr const char* walking =
    "def walk(o, plan, seen):\n"
    "    assert seen.setdefault((type(o), o.id), o) is o\n"
    "    words = [o.name]\n"
    "    for attribute, kind, below in plan:\n"
    "        found = getattr(o, attribute)\n"
    "        if kind == 'one':\n"
    "            words.append(attribute + '=' + ('-' if found is None else walk(found, below, seen)))\n"
    "            continue\n"
    "        if kind == 'any':\n"
    "            found = sorted(found, key=lambda other: other.id)\n"
    "        words.append(attribute + '[' + ' '.join(walk(other, below, seen) for other in found) + ']')\n"
    "    return ' '.join(words)\n"
    "def show(objects):\n"
    "    seen = {}\n"
    "    for o in objects:\n"
    "        print(walk(o, plan, seen))\n";

std::string indented(const std::string& text) {
    std::string result = "    ";
    for (size_t i = 0; i < text.size(); ++i) {
        result += text[i];
        if (text[i] == '\n' && i + 1 < text.size()) result += "    ";
    }
    return result;
}

Round make_round(uint64_t seed) {
    Dice dice(seed);
    const RandomSchema schema(dice);
    const LoadingPlan plan(schema, dice);
    const bool is_async = dice.one_in(4);
    Round round;
    std::string body =
        "with Session(engine) as s:\n" + indented(schema.stored()) + "with Session(engine) as s:\n";
    for (const Relation& r : schema.relations()) {
        body += "    print([tuple(row) for row in s.execute(text(\"" + schema.pairs_query(r) + "\"))])\n";
        round.expected_pairs += RandomSchema::list(r) + "\n";
    }
    size_t session = 2;
    const auto ask = [&](const std::string& label, const LoadingPlan::Choice& choice, bool own_session) {
        if (own_session)
            body += is_async ? "async with AsyncSession(engine) as s:\n" : "with Session(engine) as s:\n";
        const std::string unique = plan.needs_unique(choice) || dice.one_in(2) ? ".unique()" : "";
        const std::string run =
            is_async ? "(await s.exec(" + plan.query(choice) + "))" : "s.exec(" + plan.query(choice) + ")";
        body += "    print('# " + label + "')\n    found = " + run + unique + ".all()\n";
        body += is_async ? "    await s.run_sync(lambda _: show(found))\n" : "    show(found)\n";
        round.queries.push_back({label, own_session ? session++ : session - 1,
                                 own_session ? plan.promised(choice) : std::nullopt});
    };
    for (int s = 0; s < 5; ++s)
        ask(strategy_options[s], LoadingPlan::all(Strategy(s), plan.edges()), true);
    for (int i = 0; i < 3; ++i)
        ask("mixed " + std::to_string(i), plan.mixed(dice), true);
    round.queries.back().promised.reset(); // shares its session with the next two
    for (int i = 0; i < 2; ++i)
        ask("again " + std::to_string(i), plan.mixed(dice), false);
    round.expected_walk = plan.expected();
    round.program = "# seed " + std::to_string(seed) + "\n" + prologue + schema.models() + walking +
                    "plan = " + plan.walk() + "\n";
    if (is_async) {
        for (size_t at = 0; (at = body.find("with Session(engine) as s:\n", at)) != std::string::npos;)
            body.insert(at, "async "), at += 12;
        for (const char* wait : {"s.commit()", "s.execute("})
            for (size_t at = 0; (at = body.find(wait, at)) != std::string::npos; at += 12) {
                const size_t end = body.find(wait[2] == 'c' ? "\n" : "\"))", at) + (wait[2] == 'c' ? 0 : 2);
                body.insert(end, ")"), body.insert(at, "(await ");
            }
        for (size_t at = 0; (at = body.find("async with Session", at)) != std::string::npos; ++at)
            body.insert(at + 11, "Async");
        round.program += "engine = create_async_engine('sqlite+aiosqlite://')\nasync def main():\n"
                         "    async with engine.begin() as connection:\n        await "
                         "connection.run_sync(SQLModel.metadata.create_all)\n" +
                         indented(body) + "\nasyncio.run(main())\n";
    } else {
        round.program += "engine = create_engine('sqlite://')\nSQLModel.metadata.create_all(engine)\n" + body;
    }
    return round;
}

size_t statements_of(const sandbox::RunRecord& record, size_t session) {
    const uint64_t id = record.sessions.at(session).id;
    const auto queries = record.queries();
    return size_t(
        std::count_if(queries.begin(), queries.end(), [id](const auto* s) { return s->session == id; }));
}

} // namespace

class TestStrategiesAgree : public QObject {
    Q_OBJECT

    /// Empty, or what is wrong.
    static QByteArray check(const Round& round) {
        sandbox::RunRequest request;
        request.files = {{"main.py", round.program}};
        const sandbox::RunRecord record = sandbox::run(request);
        if (record.error) return QByteArray::fromStdString(record.error->traceback);
        if (record.stopped != sandbox::StopReason::none)
            return QByteArray::fromStdString(sandbox::to_string(record.stopped));
        std::string expected = round.expected_pairs;
        for (const Round::Query& q : round.queries)
            expected += "# " + q.label + "\n" + round.expected_walk;
        if (record.stdout_text != expected)
            return "expected\n" + QByteArray::fromStdString(expected) + "but the program prints\n" +
                   QByteArray::fromStdString(record.stdout_text);
        for (const Round::Query& q : round.queries)
            if (const size_t sent = statements_of(record, q.session); q.promised && sent != *q.promised)
                return QByteArray::fromStdString(q.label) + ": " +
                       QByteArray::number(qulonglong(*q.promised)) + " statements promised, " +
                       QByteArray::number(qulonglong(sent)) + " sent";
        return {};
    }

  private slots:
    void everyStrategyFindsTheSameObjects() {
        const int rounds =
            qEnvironmentVariableIsSet("RELATA_ROUNDS") ? qEnvironmentVariableIntValue("RELATA_ROUNDS") : 40;
        const int first =
            qEnvironmentVariableIsSet("RELATA_SEED") ? qEnvironmentVariableIntValue("RELATA_SEED") : 1;
        const QString keep = qEnvironmentVariable("RELATA_KEEP");
        size_t promises = 0;
        for (int seed = first; seed < first + rounds; ++seed) {
            const Round round = make_round(uint64_t(seed));
            if (!keep.isEmpty()) {
                QFile file(QDir(keep).filePath(QString("round%1.py").arg(seed)));
                QVERIFY(file.open(QIODevice::WriteOnly));
                file.write(round.program.c_str());
            }
            for (const Round::Query& q : round.queries)
                promises += q.promised.has_value();
            const QByteArray wrong = check(round);
            if (!wrong.isEmpty()) std::fprintf(stderr, "%s\n%s\n", round.program.c_str(), wrong.constData());
            QVERIFY2(wrong.isEmpty(), "seed " + QByteArray::number(seed) + ": the program and what is wrong with it stand above");
        }
        QVERIFY(promises >= size_t(rounds)); // enough of them are checked by number
    }
};

QTEST_APPLESS_MAIN(TestStrategiesAgree)
#include "tst_strategies_agree.moc"
