#include "models/exercise_program.h"

#include "course/exercise.h"
#include "course/text_file.h"

#include <QRegularExpression>

namespace relata::models {

namespace {

QString text(const std::string& s) { return QString::fromStdString(s); }

} // namespace

Program exerciseProgram(const course::Exercise& exercise, const QMap<QString, QString>& files, int size) {
    Program program;
    program.files = files;
    const QString dataset = QStringLiteral("dataset.py");
    program.files[dataset] = text(course::read_text_file(exercise.dataset_file).value_or(std::string()));
    int64_t seed = 1;
    for (const course::Dataset& d : exercise.datasets)
        if (!d.hidden) {
            seed = d.seed;
            break;
        }
    const QString module = text(exercise.entry_module), function = text(exercise.entry_function);
    const QRegularExpression coroutine(QStringLiteral("^async\\s+def\\s+%1\\b").arg(function),
                                       QRegularExpression::MultilineOption);
    const bool isAsync = files.value(module + QStringLiteral(".py")).contains(coroutine);
    QString arguments = QStringLiteral("session");
    for (const course::Setting& argument : exercise.entry_arguments)
        if (const auto* s = argument.as<std::string>()) arguments += QStringLiteral(", ") + text(*s);
        else if (const auto* n = argument.as<int64_t>()) arguments += QStringLiteral(", %1").arg(*n);

    program.main = QStringLiteral("run_exercise.py");
    QString main = QStringLiteral("import %1\nimport dataset\nfrom sqlmodel import Session, SQLModel, create_engine\n\n\n"
                                  "def show(result):\n"
                                  "    for item in result if isinstance(result, (list, tuple)) else [result]:\n"
                                  "        print(item)\n\n\n")
                       .arg(module);
    if (function.isEmpty()) {
        main += QStringLiteral("print(\"%1 is imported without an error\")\n").arg(module);
    } else if (!isAsync) {
        main += QStringLiteral("engine = create_engine(\"sqlite://\")\nSQLModel.metadata.create_all(engine)\n"
                               "with Session(engine) as session:\n    dataset.build(session, %1, %2)\n"
                               "    session.commit()\nwith Session(engine) as session:\n    show(%3.%4(%5))\n")
                    .arg(size)
                    .arg(seed)
                    .arg(module, function, arguments);
    } else {
        main += QStringLiteral("import asyncio\nfrom sqlalchemy.ext.asyncio import create_async_engine\n"
                               "from sqlmodel.ext.asyncio.session import AsyncSession\n\n\n"
                               "async def main():\n    engine = create_async_engine(\"sqlite+aiosqlite://\")\n"
                               "    async with engine.begin() as connection:\n"
                               "        await connection.run_sync(SQLModel.metadata.create_all)\n"
                               "    async with AsyncSession(engine) as session:\n"
                               "        await session.run_sync(lambda s: dataset.build(s, %1, %2))\n"
                               "        await session.commit()\n"
                               "    async with AsyncSession(engine) as session:\n"
                               "        show(await %3.%4(%5))\n\n\nasyncio.run(main())\n")
                    .arg(size)
                    .arg(seed)
                    .arg(module, function, arguments);
    }
    program.files[program.main] = main;
    program.setup = QStringList{dataset, program.main};
    return program;
}

QMap<QString, QString> solutionFiles(const course::Exercise& exercise) {
    QMap<QString, QString> files;
    const std::vector<std::string> names = exercise.solution_names();
    if (names.empty()) return files;
    const auto answer = exercise.read_answer(exercise.folder / "solutions" / names.front());
    if (!answer) return files;
    for (const course::SourceFile& file : *answer) files[QString::fromStdString(file.path)] = QString::fromStdString(file.text);
    return files;
}

} // namespace relata::models
