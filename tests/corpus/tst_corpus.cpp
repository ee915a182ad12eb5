// The corpus: every program of this folder runs here and must leave the trace that the real library left, by the rule
// of README.md: statements of one program line compare as a multiset, their lines and the transactions in order.
//
// not_yet_passing.txt names the programs that still differ. It can only shrink: a named program that passes fails.
#include "sandbox/run.h"

#include <QDir>
#include <QSet>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

using nlohmann::json;

namespace {

/// Statements that one program line caused, or one BEGIN, COMMIT, ROLLBACK.
struct Block {
    std::string mark;
    bool is_transaction = false;
    std::map<std::string, int> statements;
    friend bool operator==(const Block&, const Block&) = default;
};

std::vector<Block> blocks(const json& trace) {
    std::vector<Block> out;
    for (const json& statement : trace.value("statements", json::array())) {
        const std::string sql = statement.at("sql");
        const bool transaction = sql == "BEGIN" || sql == "COMMIT" || sql == "ROLLBACK";
        const std::string mark = transaction ? sql : statement.value("line", json()).dump();
        if (out.empty() || transaction || out.back().is_transaction || out.back().mark != mark)
            out.push_back({mark, transaction, {}});
        ++out.back().statements[json::array({sql, statement.value("parameters", json())}).dump()];
    }
    return out;
}

std::string text_of(const Block& block) {
    std::string out = "line " + block.mark;
    for (const auto& [statement, count] : block.statements)
        out += "\n    " + std::to_string(count) + " x " + statement;
    return out;
}

std::string error_part(const json& trace, const char* part) {
    const json error = trace.value("error", json());
    return error.is_object() ? error.value(part, json()).dump() : "null";
}

std::vector<std::string> warnings(const json& trace) {
    std::vector<std::string> out;
    for (const json& warning : trace.value("warnings", json::array())) out.push_back(warning.dump());
    std::sort(out.begin(), out.end());
    return out;
}

/// What differs first; empty where nothing does.
std::string difference(const json& golden, const json& mine) {
    const auto says = [](std::string what, std::string want, std::string got) {
        return what + "\n  expected " + want + "\n  got      " + got;
    };
    if (golden.at("stdout") != mine.at("stdout"))
        return says("stdout", golden.at("stdout").dump(), mine.at("stdout").dump());
    for (const char* part : {"type", "message", "line"})
        if (error_part(golden, part) != error_part(mine, part))
            return says(std::string("error.") + part, error_part(golden, part), error_part(mine, part));
    const std::vector<Block> want = blocks(golden), got = blocks(mine);
    for (size_t i = 0; i < std::min(want.size(), got.size()); ++i)
        if (want[i] != got[i]) return says("statements", text_of(want[i]), text_of(got[i]));
    if (want.size() != got.size())
        return says("statements", std::to_string(want.size()) + " blocks", std::to_string(got.size()) + " blocks");
    if (warnings(golden) != warnings(mine))
        return says("warnings", json(warnings(golden)).dump(), json(warnings(mine)).dump());
    return {};
}

QByteArray read(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read %s", qUtf8Printable(path));
    return file.readAll();
}

} // namespace

class TestCorpus : public QObject {
    Q_OBJECT

    QSet<QString> m_not_yet_passing;
    QDir m_folder{QStringLiteral(RELATA_CORPUS_DIR)};

    static std::string run(const QByteArray& source, const QString& name) {
        relata::sandbox::RunRequest request;
        request.main = (name + QStringLiteral(".py")).toStdString();
        request.files.push_back({request.main, source.toStdString()});
        return relata::sandbox::to_trace_json(relata::sandbox::run(request));
    }

  private slots:
    void initTestCase() {
        for (const QByteArray& line : read(m_folder.filePath(QStringLiteral("not_yet_passing.txt"))).split('\n'))
            if (!line.trimmed().isEmpty() && !line.startsWith('#')) m_not_yet_passing.insert(QString::fromUtf8(line.trimmed()));
        for (const QString& name : std::as_const(m_not_yet_passing))
            QVERIFY2(m_folder.exists(name + QStringLiteral(".json")), qPrintable(name + QStringLiteral(" is no program of the corpus")));
    }

    void leavesTheRecordedTrace_data() {
        QTest::addColumn<QString>("name");
        const QStringList traces = m_folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
        QVERIFY(traces.size() > 400);
        for (const QString& trace : traces) {
            const QString name = trace.chopped(5);
            QTest::newRow(qPrintable(name)) << name;
        }
    }

    void leavesTheRecordedTrace() {
        QFETCH(QString, name);
        const json golden = json::parse(read(m_folder.filePath(name + QStringLiteral(".json"))).toStdString());
        const QByteArray source = read(m_folder.filePath(name + QStringLiteral(".py")));
        const std::string trace = run(source, name);
        const json mine = json::parse(trace);
        const std::string differs = difference(golden, mine);
        if (m_not_yet_passing.contains(name))
            QEXPECT_FAIL("", "named in not_yet_passing.txt", Continue);
        QVERIFY2(differs.empty(), differs.c_str());
        QCOMPARE(run(source, name), trace); // wherever memory lies: no address, no order of a hash table
    }

    void noticesEveryKindOfDifference_data() {
        QTest::addColumn<QString>("changed");
        QTest::newRow("stdout") << R"({"stdout": "b\n"})";
        QTest::newRow("error") << R"({"error": {"type": "ValueError", "message": "", "line": 1}})";
        QTest::newRow("one-statement-less") << R"({"statements": [{"sql": "BEGIN"}]})";
        QTest::newRow("other-parameters") << R"({"statements": [{"sql": "BEGIN"}, {"sql": "SELECT 1", "parameters": [2], "line": 3}]})";
        QTest::newRow("other-line") << R"({"statements": [{"sql": "BEGIN"}, {"sql": "SELECT 1", "parameters": [1], "line": 4}]})";
        QTest::newRow("float-for-int") << R"({"statements": [{"sql": "BEGIN"}, {"sql": "SELECT 1", "parameters": [1.0], "line": 3}]})";
        QTest::newRow("warning") << R"({"warnings": [{"category": "W", "message": "m"}]})";
    }

    void noticesEveryKindOfDifference() {
        QFETCH(QString, changed);
        const json golden = json::parse(
            R"({"stdout": "a\n", "error": null, "warnings": [],
                "statements": [{"sql": "BEGIN"}, {"sql": "SELECT 1", "parameters": [1], "line": 3}]})");
        QVERIFY(difference(golden, golden).empty());
        json mine = golden;
        mine.update(json::parse(changed.toStdString()));
        QVERIFY(!difference(golden, mine).empty());
    }
};

QTEST_GUILESS_MAIN(TestCorpus)
#include "tst_corpus.moc"
