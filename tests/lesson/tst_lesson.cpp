// The lesson's own programs: the pages' cells, the programs of taskboard/ and those that README.md shows.
#include "models/output_mailbox.h"
#include "models/page_blocks.h"
#include "models/record_view.h"

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

using namespace relata::models;

namespace {

QString read(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read %s", qUtf8Printable(path));
    return QString::fromUtf8(file.readAll());
}

ShownRunPtr run(const Program& program) {
    OutputMailbox mailbox;
    return runOnEngine(program, {}, mailbox);
}

/// The value of a "# key: value" line at the top of a program; empty where it has none.
QString expectation(const QString& source, const QString& key) {
    for (const QString& line : source.split(QLatin1Char('\n'))) {
        if (!line.startsWith(QLatin1Char('#'))) break;
        if (line.startsWith(QStringLiteral("# ") + key + QStringLiteral(": "))) return line.mid(key.size() + 4);
    }
    return {};
}

} // namespace

class TestLesson : public QObject {
    Q_OBJECT

    const QDir m_source{QStringLiteral(RELATA_SOURCE_DIR)};

  private Q_SLOTS:
    void taskboardCosts_data() {
        QTest::addColumn<QString>("name");
        const QDir board(m_source.filePath(QStringLiteral("tests/lesson/taskboard")));
        for (const QString& name : board.entryList({QStringLiteral("*.py")}, QDir::Files))
            if (name != QLatin1String("seed.py")) QTest::newRow(qPrintable(name)) << name;
    }

    void taskboardCosts() {
        QFETCH(QString, name);
        const QDir board(m_source.filePath(QStringLiteral("tests/lesson/taskboard")));
        Program program;
        program.main = name;
        program.setup << QStringLiteral("seed.py");
        for (const char* module : {"seed.py", "models/__init__.py", "models/project.py", "models/task.py", "models/worker.py"})
            program.files[QString::fromLatin1(module)] = read(board.filePath(QString::fromLatin1(module)));
        const QString source = program.files[name] = read(board.filePath(name));
        const ShownRunPtr shown = run(program);
        const QString error = expectation(source, QStringLiteral("error"));
        QCOMPARE(shown->failed ? shown->error.type : QString(), error);
        QVERIFY(error.isEmpty() == !shown->output.isEmpty());
        // The real library's events, of which these were counted, tell of one that nobody awaits, too.
        const auto refused = std::ranges::count(shown->statements, true, &ShownStatement::isRefused);
        QCOMPARE(QString::number(shown->selects() + refused), expectation(source, QStringLiteral("selects")));
        if (const QString lazy = expectation(source, QStringLiteral("lazy")); !lazy.isEmpty())
            QCOMPARE(QString::number(shown->lazyLoads()), lazy.section(QLatin1Char(' '), 0, 0));
    }

    void everyCellRunsAndCostsWhatThePageSays_data() {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("cell");
        QDirIterator pages(m_source.filePath(QStringLiteral("lessons")), {QStringLiteral("*-*.md")}, QDir::Files, QDirIterator::Subdirectories);
        while (pages.hasNext()) {
            const QString page = m_source.relativeFilePath(pages.next());
            for (const PageBlock& block : parsePage(read(m_source.filePath(page))))
                if (block.kind == PageBlock::Kind::cell)
                    QTest::addRow("%s:%s", qPrintable(QFileInfo(page).baseName()), qPrintable(block.name)) << page << block.name;
        }
    }

    void everyCellRunsAndCostsWhatThePageSays() {
        QFETCH(QString, page);
        QFETCH(QString, cell);
        Program program;
        QString prose;
        for (const PageBlock& block : parsePage(read(m_source.filePath(page)))) {
            prose += block.html;
            if (block.kind == PageBlock::Kind::file) {
                program.files[block.name] = block.text;
                if (block.setup) program.setup << block.name;
            } else if (block.kind == PageBlock::Kind::cell && block.name == cell) {
                program.files[program.main] = block.text;
            }
        }
        const ShownRunPtr shown = run(program);
        bool error_is_told = false;
        replaceMeasures(prose, [&](const QString& name, const QString& written) {
            if (name.section(QLatin1Char('.'), 0, 0) != cell) return QString();
            const QString field = name.section(QLatin1Char('.'), 1);
            error_is_told |= field == QLatin1String("error");
            if (field != QLatin1String("time") && shown->measure(field) != written)
                QTest::qFail(qPrintable(QStringLiteral("%1 is %2, the page says %3").arg(name, shown->measure(field), written)), __FILE__, __LINE__);
            return QString();
        });
        QVERIFY2(shown->failed == error_is_told, qPrintable(shown->error.traceback));
    }

    void everyProgramOfTheReadmeRuns() {
        static const QRegularExpression fence(QStringLiteral("```python\\n(.*?)```"), QRegularExpression::DotMatchesEverythingOption);
        auto found = fence.globalMatch(read(m_source.filePath(QStringLiteral("README.md"))));
        QVERIFY(found.hasNext());
        while (found.hasNext()) {
            Program program;
            program.files[program.main] = found.next().captured(1);
            const ShownRunPtr shown = run(program);
            QVERIFY2(!shown->failed, qPrintable(shown->error.traceback));
            QVERIFY(!shown->output.isEmpty());
            const QString expected = expectation(program.files[program.main], QStringLiteral("queries"));
            if (!expected.isEmpty()) QCOMPARE(QString::number(shown->queries()), expected);
        }
    }
};

QTEST_GUILESS_MAIN(TestLesson)
#include "tst_lesson.moc"
