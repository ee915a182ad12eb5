// Every page of resources/errors/: its wrong program ends in the error that it is about, and finds this page;
// its right program runs to its end and has nothing to complain about.
#include "course/error_page.h"
#include "sandbox/run.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace relata;

namespace {

course::LoadedErrorPages load_all() {
    return course::load_error_pages(std::filesystem::path(RELATA_SOURCE_DIR) / "resources" / "errors");
}

sandbox::RunRecord run(const course::ErrorPage::Program& program) {
    sandbox::RunRequest request;
    for (const auto& [name, text] : program)
        request.files.push_back({name, text});
    return sandbox::run(request);
}

} // namespace

class TestErrorPages : public QObject {
    Q_OBJECT

    const course::LoadedErrorPages m_loaded = load_all();

    void pages() {
        QTest::addColumn<QString>("code");
        for (const course::ErrorPage& page : m_loaded.pages)
            QTest::newRow(page.code.c_str()) << QString::fromStdString(page.code);
    }
    const course::ErrorPage& page() {
        QFETCH(QString, code);
        return *m_loaded.find(code.toStdString());
    }

  private slots:
    void areValidAndMany() {
        for (const Diagnostic& problem : m_loaded.problems)
            QFAIL(problem.to_string().c_str());
        QVERIFY(m_loaded.pages.size() >= 40);
    }
    void wrongProgramEndsInItsError_data() { pages(); }
    void wrongProgramEndsInItsError() {
        const sandbox::RunRecord record = run(page().wrong);
        QVERIFY2(record.error, record.stdout_text.c_str());
        const course::ErrorPage* found = m_loaded.find(record.error->type, record.error->message);
        QVERIFY2(found, record.error->traceback.c_str());
        QCOMPARE(found->code, page().code);
    }
    void rightProgramRunsClean_data() { pages(); }
    void rightProgramRunsClean() {
        const sandbox::RunRecord record = run(page().fixed);
        QVERIFY2(!record.error, record.error ? record.error->traceback.c_str() : "");
        QCOMPARE(record.stderr_text, std::string());
        QVERIFY(record.warnings.empty());
    }
    void starStandsForAnything() {
        const course::ErrorMatch match{"AttributeError", "'*' object has no attribute '*'"};
        QVERIFY(match.fits("AttributeError", "'Task' object has no attribute 'x'"));
        QVERIFY(!match.fits("AttributeError", "module 'm' has no attribute 'x'"));
        QVERIFY(!match.fits("TypeError", "'Task' object has no attribute 'x'"));
        QVERIFY((course::ErrorMatch{"KeyError", ""}.fits("KeyError", "'a'")));
    }
    void faultyPageIsAProblemWithItsLine() {
        QTemporaryDir folder;
        const auto write = [&](const char* name, const char* text) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        };
        write("bare.md", "# no front matter\n");
        write("open.md", "---\ncode: open\n");
        write("misspelt.md", "---\nformat_version: 1\ncode: misspelt\ntitel: x\nmatches: [{type: "
                             "X}]\n---\nText.\n\n```python wrong\n```\n\n```python fixed\n```\n");
        const auto loaded = course::load_error_pages(folder.path().toStdString());
        QStringList said;
        for (const Diagnostic& problem : loaded.problems)
            said << QString::fromStdString(problem.to_string());
        const QString all = said.join('\n');
        QVERIFY2(all.contains("bare.md") && all.contains("open.md"), qPrintable(all));
        QVERIFY2(all.contains("misspelt.md:4") && all.contains("did you mean 'title'?"), qPrintable(all));
    }
};

QTEST_APPLESS_MAIN(TestErrorPages)
#include "tst_error_pages.moc"
