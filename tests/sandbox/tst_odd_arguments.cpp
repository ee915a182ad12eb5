// Every callable of every library module, and every method of what it makes, called with arguments that nobody meant:
// each call ends with a value or an exception of the program, never with a crash.
#include "sandbox/run.h"

#include <QtTest>

using namespace relata;
using sandbox::StopReason;

namespace {

const char* const modules[] = {
    "sqlmodel", "sqlalchemy", "sqlalchemy.orm", "sqlalchemy.orm.attributes", "sqlalchemy.ext.asyncio",
    "sqlmodel.ext.asyncio.session", "sqlalchemy.event", "sqlalchemy.pool", "sqlalchemy.types", "pydantic", "fastapi",
    "asyncio", "abc", "collections", "contextlib", "copy", "csv", "dataclasses", "datetime", "decimal", "enum",
    "fractions", "functools", "heapq", "bisect", "inspect", "io", "itertools", "json", "logging", "math", "operator",
    "os", "os.path", "pathlib", "pprint", "queue", "random", "re", "statistics", "string", "sys", "textwrap",
    "threading", "time", "traceback", "types", "typing", "uuid", "warnings", "weakref", "builtins"};

const QByteArray calls = R"(
odd = [None, 1, -1, "x", b"y", [], {}, (), 1.5, object(), int, len, lambda *a: a, [1, 2], {"a": 1}, ("a",), True,
       10 ** 30, float("nan"), ...]

def attempt(function, *args, **kwargs):
    result = None
    try:
        result = function(*args, **kwargs)
    except BaseException as error:
        try:
            str(error), repr(error)
        except Exception:
            pass
    try:
        repr(result), str(result)
    except Exception:
        pass
    return result

def members(object):
    try:
        return dir(object)
    except Exception:
        return []

made = []
for args in [(), *((one,) for one in odd), *((a, b) for a in odd[:6] for b in odd[:6]), (None,) * 3, (1,) * 4, ("x",) * 3,
             ("x",) * 5, (1,) * 9]:
    result = attempt(subject, *args)
    if result is not None and len(made) < 3 and all(type(result) is not type(one) for one in made):
        made.append(result)
attempt(subject, unheard_of=1)
attempt(subject, 1, unheard_of=2)
if isinstance(subject, type):
    made.append(subject)
    for bare in (attempt(object.__new__, subject), attempt(getattr(subject, "__new__", object), subject)):
        if bare is not None:
            made.append(bare)
for one in made:
    for name in members(one):
        try:
            member = getattr(one, name)
        except BaseException:
            continue
        if name == "__class__" or not callable(member) or isinstance(member, type):
            continue
        for args in [(), (None,), (1,), ("x",), ([],), (one,), (1, 2), ("x", "y"), (None, None, None), (one, one)]:
            attempt(member, *args)
        attempt(member, unheard_of=1)
print("done")
)";

sandbox::RunRecord run(const QByteArray& source) {
    sandbox::RunRequest request;
    request.files.push_back({"main.py", source.toStdString()});
    request.budgets = {.steps = 3'000'000,
                       .memory_bytes = 128u << 20,
                       .output_bytes = 1'000'000,
                       .statements = 500,
                       .rows = 20'000,
                       .sql_steps = 2'000'000,
                       .wall_time = std::chrono::milliseconds(120'000)};
    return sandbox::run(request);
}

} // namespace

class TestOddArguments : public QObject {
    Q_OBJECT

  private slots:
    void nothingCrashes_data() {
        QTest::addColumn<QByteArray>("module");
        for (const char* module : modules) QTest::newRow(module) << QByteArray(module);
    }

    void nothingCrashes() {
        QFETCH(QByteArray, module);
        const auto names = run("import " + module + " as m\nfor name in dir(m):\n    if callable(getattr(m, name)): print(name)\n");
        QVERIFY2(!names.error, module.constData());
        const QList<QByteArray> listed = QByteArray::fromStdString(names.stdout_text).split('\n');
        QVERIFY2(listed.size() > 1, "the module shows no callable");
        for (const QByteArray& name : listed) {
            if (name.isEmpty()) continue;
            const auto record = run("import " + module + " as m\nsubject = m." + name + calls);
            const bool ended = record.stopped != StopReason::none || record.stdout_text.find("done\n") != std::string::npos;
            QVERIFY2(ended || record.error, (module + "." + name).constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestOddArguments)
#include "tst_odd_arguments.moc"
