// Fuzzing: thousands of programs and manifests that are nearly right. Each must end soon and leave a record; nothing may
// crash. The same seeds give the same texts on every machine, and the seed of a failure is the name of its row.
#include "course/exercise.h"
#include "fuzz/mutator.h"
#include "fuzz/vocabulary.h"
#include "modules/modules.h"
#include "python/completion.h"
#include "python/program_check.h"
#include "python/source.h"

#include <QtTest>

using namespace relata;

namespace {

const std::vector<std::string_view> yaml_words{"[", "]", "{", "}", ":", "-", "&a", "*a", "'", "\"", "|", ">", "#", "!", "? ", "---",
                                               "null", "true", "-1", "1e999", "99999999999999999999", ".nan", "../..", "/etc/passwd",
                                               "0x10", "\t", "~", "[]", "{}", "''"};

int rounds(int usual) {
    bool given = false;
    const int wanted = qEnvironmentVariableIntValue("RELATA_FUZZ_ROUNDS", &given);
    return given ? wanted : usual;
}

std::string read(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read %s", qUtf8Printable(path));
    return file.readAll().toStdString();
}

} // namespace

class TestFuzz : public QObject {
    Q_OBJECT

    std::vector<std::string> m_programs;

    static void check(const sandbox::RunRecord& record, uint32_t seed) {
        QVERIFY2(fuzz::has_ended(record), qPrintable(QString::number(seed)));
        const std::string trace = sandbox::to_trace_json(record);
        QVERIFY2(QUtf8StringView(trace.data(), qsizetype(trace.size())).isValidUtf8(), qPrintable(QString::number(seed)));
        QVERIFY2(QJsonDocument::fromJson(QByteArray::fromStdString(trace)).isObject(), qPrintable(QString::number(seed)));
        if (record.error) QVERIFY2(!record.error->type.empty(), qPrintable(QString::number(seed)));
    }

  private slots:
    void initTestCase() {
        const QDir folder(QStringLiteral(RELATA_CORPUS_DIR));
        for (const QString& name : folder.entryList({QStringLiteral("*.py")}, QDir::Files, QDir::Name))
            m_programs.push_back(read(folder.filePath(name)));
        QVERIFY(m_programs.size() > 100);
    }

    void mutatedProgramsEndWithARecord() {
        const uint32_t first = qEnvironmentVariableIntValue("RELATA_FUZZ_SEED");
        for (uint32_t seed = first; seed < first + uint32_t(rounds(250)); ++seed) {
            std::mt19937 random(seed);
            sandbox::RunRequest request;
            request.budgets = fuzz::small_budgets();
            request.files.push_back({"main.py", fuzz::Mutator(seed, fuzz::python_words).mutate(m_programs[random() % m_programs.size()])});
            if (qEnvironmentVariableIsSet("RELATA_FUZZ_SHOW")) {
                QFile shown(qEnvironmentVariable("RELATA_FUZZ_SHOW"));
                if (shown.open(QIODevice::WriteOnly)) shown.write(request.files[0].text.data(), qint64(request.files[0].text.size()));
            }
            QElapsedTimer timer;
            timer.start();
            check(sandbox::run(request), seed);
            QVERIFY2(timer.elapsed() < 20'000, qPrintable(QStringLiteral("seed %1 took %2 ms").arg(seed).arg(timer.elapsed())));
        }
    }

    /// Bytes without any sense, and programs cut together from two.
    void nonsenseEndsWithARecord() {
        for (uint32_t seed = 0; seed < uint32_t(rounds(250)); ++seed) {
            std::mt19937 random(seed);
            std::string text;
            if (seed % 2) {
                for (size_t length = random() % 2000; length > 0; --length) text += char(random());
            } else {
                for (size_t count = random() % 400; count > 0; --count) {
                    text += fuzz::python_words[random() % fuzz::python_words.size()];
                    text += " \n    "[random() % 6];
                }
            }
            sandbox::RunRequest request;
            request.budgets = fuzz::small_budgets();
            request.files.push_back({"main.py", text});
            check(sandbox::run(request), seed);
        }
    }

    /// What an editor asks for while somebody types: it gets programs in every state.
    void editorsGetAnAnswerForWhateverIsTyped() {
        python::Interpreter interpreter{Budgets{}};
        modules::register_modules(interpreter);
        interpreter.set_stderr([](std::string_view) {});
        const uint32_t first = qEnvironmentVariableIntValue("RELATA_FUZZ_SEED");
        for (uint32_t seed = first; seed < first + uint32_t(rounds(60)); ++seed) {
            std::mt19937 random(seed);
            std::string text = fuzz::Mutator(seed, fuzz::python_words).mutate(m_programs[random() % m_programs.size()]);
            if (seed % 3 == 0) text.resize(random() % (text.size() + 1));
            QElapsedTimer timer;
            timer.start();
            python::Interpreter fresh{Budgets{}};
            fresh.set_stderr([](std::string_view) {});
            for (const python::ProgramProblem& p : python::check_program(fresh, python::Source("main.py", text)))
                QVERIFY2(!p.message.empty() || p.cls == Exc::MemoryError, qPrintable(QString::number(seed)));
            python::Program program;
            program.files.push_back({"main.py", text});
            program.entry = "main.py";
            const int line = 1 + int(random() % (1 + std::count(text.begin(), text.end(), '\n')));
            python::complete(interpreter, program, {"main.py", line, int(random() % 100)});
            QVERIFY2(timer.elapsed() < 20'000, qPrintable(QStringLiteral("seed %1 took %2 ms").arg(seed).arg(timer.elapsed())));
        }
    }

    void mutatedManifestsEndInDiagnostics() {
        const QTemporaryDir dir;
        const QString folder = dir.path() + QStringLiteral("/first");
        QVERIFY(QDir().mkpath(folder + QStringLiteral("/starter")));
        std::vector<std::string> manifests;
        const QDir exercises(QStringLiteral(RELATA_EXERCISES_DIR));
        for (const QString& name : exercises.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
            if (exercises.exists(name + QStringLiteral("/exercise.yaml")))
                manifests.push_back(read(exercises.filePath(name + QStringLiteral("/exercise.yaml"))));
        QVERIFY(!manifests.empty());
        for (uint32_t seed = 0; seed < uint32_t(rounds(500)); ++seed) {
            std::mt19937 random(seed);
            const std::string text = fuzz::Mutator(seed, yaml_words).mutate(manifests[random() % manifests.size()]);
            QFile file(folder + QStringLiteral("/exercise.yaml"));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text.data(), qint64(text.size()));
            file.close();
            QElapsedTimer timer;
            timer.start();
            const course::LoadedExercise loaded = course::load_exercise(folder.toStdString());
            // The folder lacks the files that every manifest names.
            QVERIFY2(!loaded.problems.empty(), qPrintable(QString::number(seed)));
            for (const Diagnostic& problem : loaded.problems) QVERIFY2(!problem.message.empty(), qPrintable(QString::number(seed)));
            QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(seed)));
        }
    }
};

QTEST_GUILESS_MAIN(TestFuzz)
#include "tst_fuzz.moc"
