// Answers as programs, in answers/: innocent ones on which nothing fires, guilty ones of which check, code, line and fix
// are found, hostile ones that get nothing. Each begins with comments that say what it is for:
//
//   # exercise: ID           of the bundled exercises
//   # check: {type: ...}     a check more, or, with `# only` above it, instead of the exercise's own
//   # finds: CHECK CODE      guilty: this check fails with this code, at the line that ends in `# <-`
//   # says: TEXT             guilty: its message, or its fix, holds the text
//   # tried: ...             hostile, in words
//   # stopped: TEXT          hostile: what staff read of it
//   # file: query.py         the text of this file begins on the next line; may come again
#include "answers.h"

#include "grading/report_json.h"
#include "grading/report_text.h"

#include <QDirIterator>

using namespace relata;
using namespace relata::grading;

class TestSuites : public QObject {
    Q_OBJECT

    struct Answer {
        std::string exercise, check, code, tried;
        std::vector<std::string> extra_checks, says, stopped;
        bool only = false, has_mark = false;
        std::string blamed_file;
        int blamed_line = 0;
        std::vector<course::SourceFile> files;
    };

    static QString folder(const QString& suite) { return QString(RELATA_SOURCE_DIR "/tests/grading/answers/") + suite; }

    static void scan(const QString& suite) {
        QTest::addColumn<QString>("path");
        QStringList paths;
        QDirIterator at(folder(suite), {"*.py"}, QDir::Files, QDirIterator::Subdirectories);
        while (at.hasNext())
            paths.append(at.next());
        paths.sort();
        for (const QString& path : paths)
            QTest::newRow(qPrintable(path.mid(folder(suite).size() + 1).chopped(3))) << path;
    }
    static Answer read(const QString& path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) qFatal("can't read %s", qPrintable(path));
        Answer answer;
        for (const QByteArray& bytes : file.readAll().split('\n')) {
            const std::string line = bytes.toStdString();
            const auto value = [&](const char* key) -> std::optional<std::string> {
                const std::string begin = std::string("# ") + key + ": ";
                if (!line.starts_with(begin)) return std::nullopt;
                return line.substr(begin.size());
            };
            if (const auto name = value("file")) {
                answer.files.push_back({*name, ""});
            } else if (!answer.files.empty()) {
                std::string& text = answer.files.back().text;
                if (line.ends_with("# <-")) {
                    answer.has_mark = true;
                    answer.blamed_file = answer.files.back().path;
                    answer.blamed_line = int(std::ranges::count(text, '\n')) + 1;
                }
                text += line + "\n";
            } else if (const auto id = value("exercise")) {
                answer.exercise = *id;
            } else if (const auto check = value("check")) {
                answer.extra_checks.push_back(*check);
            } else if (const auto finds = value("finds")) {
                answer.check = finds->substr(0, finds->find(' '));
                answer.code = finds->substr(finds->find(' ') + 1);
            } else if (const auto says = value("says")) {
                answer.says.push_back(*says);
            } else if (const auto tried = value("tried")) {
                answer.tried = *tried;
            } else if (const auto stopped = value("stopped")) {
                answer.stopped.push_back(*stopped);
            } else if (line == "# only") {
                answer.only = true;
            } else if (!line.empty()) {
                qFatal("%s: what is '%s'?", qPrintable(path), line.c_str());
            }
        }
        if (answer.files.empty()) qFatal("%s holds no file", qPrintable(path));
        return answer;
    }
    /// Graders with no check but the exercise's own are kept.
    Report grade(const Answer& answer) {
        course::Exercise exercise = load(answer.exercise);
        std::vector<course::SourceFile> files = exercise.starter();
        for (const course::SourceFile& mine : answer.files) {
            const auto same = std::ranges::find(files, mine.path, &course::SourceFile::path);
            if (same == files.end()) files.push_back(mine);
            else same->text = mine.text;
        }
        if (answer.only) exercise.checks.clear();
        for (const std::string& text : answer.extra_checks) {
            const auto yaml = course::parse_yaml(text, "check");
            if (!yaml) qFatal("%s", yaml.error().to_string().c_str());
            course::Setting::Map parameters = *yaml->as<course::Setting::Map>();
            const std::string type = *parameters.at("type").as<std::string>();
            parameters.erase("type");
            exercise.checks.push_back({.id = type, .type = type, .parameters = std::move(parameters)});
        }
        std::unique_ptr<Grader> own;
        std::unique_ptr<Grader>& grader = answer.extra_checks.empty() && !answer.only ? m_graders[answer.exercise] : own;
        if (!grader) grader = std::make_unique<Grader>(std::move(exercise), Grader::Options{.seconds = 2});
        for (const Diagnostic& problem : grader->problems())
            qWarning("%s", problem.to_string().c_str());
        return grader->grade(std::move(files), "x");
    }
    std::map<std::string, std::unique_ptr<Grader>> m_graders;

  private slots:
    void cleanupTestCase() { m_graders.clear(); }

    void everySuiteIsLarge() {
        const auto count = [](const char* suite) { return QDir(folder(suite)).entryList({"*.py"}, QDir::Files).size(); };
        QVERIFY(count("innocent") >= 119);
        QVERIFY(count("guilty") >= 80);
        QVERIFY(count("hostile") >= 90);
    }
    void innocentAnswerIsNotFlagged_data() { scan("innocent"); }
    void innocentAnswerIsNotFlagged() {
        QFETCH(QString, path);
        const Report report = grade(read(path));
        QVERIFY2(report.passed && report.points == report.max_points, qPrintable(describe(report)));
        for (const CheckResult& check : report.checks)
            QVERIFY2(check.notes.empty() && check.message.empty(), qPrintable(describe(report)));
    }
    void guiltyAnswerIsFound_data() { scan("guilty"); }
    void guiltyAnswerIsFound() {
        QFETCH(QString, path);
        const Answer answer = read(path);
        const Report report = grade(answer);
        QVERIFY2(!report.passed, qPrintable(describe(report)));
        const CheckResult& found = check(report, answer.check);
        QVERIFY2(found.code == answer.code, qPrintable(describe(report)));
        for (const std::string& text : answer.says)
            QVERIFY2((found.message + "\n" + found.fix + "\n" + found.fix_place).find(text) != std::string::npos,
                     (found.message + "\n" + found.fix + "\n" + found.fix_place).c_str());
        QVERIFY2(!answer.has_mark || (found.line == answer.blamed_line && found.file == answer.blamed_file),
                 qPrintable(QString::fromStdString(found.file) + ":" + QString::number(found.line) + " and not " +
                            QString::number(answer.blamed_line) + "\n" + describe(report)));
        for (const CheckResult& other : report.checks)
            QVERIFY2(other.id == answer.check || other.verdict == Verdict::passed || other.verdict == Verdict::skipped,
                     qPrintable(describe(report)));
    }
    void hostileAnswerGetsNothing_data() { scan("hostile"); }
    void hostileAnswerGetsNothing() {
        QFETCH(QString, path);
        const Answer answer = read(path);
        QVERIFY2(!answer.tried.empty() && !answer.stopped.empty(), "it must say what it tries, and what stops it");
        const Report report = grade(answer);
        QVERIFY2(!report.passed && report.points == 0, qPrintable(describe(report)));
        const std::string told = to_text(report, Audience::staff);
        for (const std::string& text : answer.stopped)
            QVERIFY2(told.find(text) != std::string::npos, told.c_str());
        const std::string shown = to_text(report, Audience::student) + to_json(report, Audience::student);
        for (const course::Dataset& dataset : load(answer.exercise).datasets) // texts of the data end in "of SEED"
            QVERIFY2(!dataset.hidden || shown.find(" of " + std::to_string(dataset.seed)) == std::string::npos, shown.c_str());
        QVERIFY2(shown.find("root:") == std::string::npos, shown.c_str());
        QVERIFY(shown.find('\x1b') == std::string::npos && shown.size() < 100'000);
    }
};

QTEST_APPLESS_MAIN(TestSuites)
#include "tst_suites.moc"
