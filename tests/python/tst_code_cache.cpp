// Code that one interpreter has compiled, made again for another.
#include "python/code_cache.h"
#include "python/compile_source.h"
#include "python/interpreter.h"

#include <QtTest>

#include <fstream>
#include <sstream>

using namespace relata;

class TestCodeCache : public QObject {
    Q_OBJECT

    static QString dump(Runtime& runtime, const python::Code& code) {
        return QString::fromStdString(code.dump(runtime)) + QString::fromStdString(std::string(code.file->view()));
    }

  private slots:
    /// Every language program: what stands in the image is what the compiler made.
    void everyProgramIsTheSame_data() {
        QTest::addColumn<QString>("path");
        const QDir programs(RELATA_PROGRAMS_DIR);
        for (const QString& name : programs.entryList({"*.py"}, QDir::Files)) QTest::newRow(qPrintable(name)) << programs.filePath(name);
        QVERIFY(programs.count() > 10);
    }
    void everyProgramIsTheSame() {
        QFETCH(QString, path);
        std::ifstream file(path.toStdString());
        std::stringstream text;
        text << file.rdbuf();
        QString first;
        std::optional<python::CodeImage> image;
        {
            python::Interpreter interpreter{Budgets{}};
            const Ref<python::Code> code =
                python::compile_source(interpreter, python::Source("main.py", text.str()), python::CompileMode::module).code;
            first = dump(interpreter, *code);
            image = python::CodeImage::of(*code);
        }
        QVERIFY(image);
        python::Interpreter other{Budgets{}};
        QCOMPARE(dump(other, *image->make(other)), first);
    }

    void constantsOfEveryKind() {
        python::Interpreter interpreter{Budgets{}};
        const python::Source source("constants.py", "a = (None, True, ..., 1, -7, 10**30, 1.5, -0.0, 2j, 'text', 'é', b'\\x00\\xff', ('in', (1, 2)))\n"
                                                    "def f(x=1, *, key='key'):\n    'What it does.'\n    return lambda: (x, key, 12345678901234567890123)\n");
        const Ref<python::Code> code = python::compile_source(interpreter, source, python::CompileMode::module).code;
        const auto image = python::CodeImage::of(*code);
        QVERIFY(image);
        python::Interpreter other{Budgets{}};
        const Ref<python::Code> made = image->make(other);
        QCOMPARE(dump(other, *made), dump(interpreter, *code));
        for (size_t i = 0; i < code->constants.size(); ++i)
            if (const auto* f = code->constants[i].as<python::Code>())
                QCOMPARE(made->constants[i].get<python::Code>().docstring.get<Str>().view(), f->docstring.get<Str>().view());
        for (const Ref<Str>& name : made->names) QVERIFY(name->is_interned());
    }

    /// The same program in two interpreters of one process says the same, errors and warnings too.
    void secondInterpreterRunsTheSame() {
        const auto run = [](const std::string& text) {
            python::Interpreter interpreter{Budgets{}};
            python::Program program;
            program.files.push_back({"main.py", text});
            program.entry = "main.py";
            python::Outcome outcome = interpreter.run(program);
            outcome.exception.reset();
            return std::pair(outcome.type + ": " + outcome.message + " " + std::to_string(outcome.where.line), interpreter.warnings().size());
        };
        for (const char* text : {"def f(n):\n    return [i * n for i in range(3)]\nassert f(2) == [0, 2, 4]\nraise ValueError(f(1))\n",
                                 "x = 1 is 1\n", "x = (1\n"}) {
            const auto first = run(text);
            QCOMPARE(run(text), first);
        }
        QCOMPARE(run("x = 1 is 1\n").second, size_t(1)); // a warning is said each time
    }

    void whatIsTooLargeIsNotKept() {
        python::Interpreter interpreter{Budgets{}};
        python::CodeCache& cache = python::CodeCache::of_process();
        const std::string small = "a = 1\n", large = "#" + std::string(python::CodeCache::limit / 8, 'x') + "\n";
        const Ref<python::Code> code = python::compile(interpreter, python::Source("small.py", small));
        QVERIFY(cache.find(interpreter, "small.py", small, python::CompileMode::module));
        QVERIFY(!cache.find(interpreter, "other.py", small, python::CompileMode::module)); // tracebacks name the file
        cache.add(*code, "large.py", large, python::CompileMode::module);
        QVERIFY(!cache.find(interpreter, "large.py", large, python::CompileMode::module));
    }
};

QTEST_APPLESS_MAIN(TestCodeCache)
#include "tst_code_cache.moc"
