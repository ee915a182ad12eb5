#include "models/completion_source.h"

#include "modules/modules.h"
#include "python/completion.h"
#include "support/run_stopped.h"

#include <QRegularExpression>

namespace relata::models {

namespace {
constexpr int mostQuestions = 500; // an interpreter's budgets are those of one run: then a fresh one answers
} // namespace

struct CompletionSource::Engine {
    Engine() {
        interpreter.set_stdout([](std::string_view) {});
        interpreter.set_stderr([](std::string_view) {});
        modules::register_modules(interpreter);
    }
    python::Interpreter interpreter;
    int questions = 0;
};

CompletionSource::CompletionSource() = default;
CompletionSource::~CompletionSource() = default;

/// `question` is asked of the engine; a program that cannot be read answers nothing.
template <class Ask> void CompletionSource::ask(const QMap<QString, QString>& files, const QString& file, Ask&& question) {
    if (!m_engine || ++m_engine->questions > mostQuestions) m_engine = std::make_unique<Engine>();
    python::Program program;
    program.entry = file.toStdString();
    for (auto it = files.cbegin(); it != files.cend(); ++it) program.files.push_back({it.key().toStdString(), it->toStdString()});
    try {
        question(m_engine->interpreter, program);
    } catch (const Error&) {
        m_engine.reset();
    } catch (const RunStopped&) {
        m_engine.reset();
    }
}

Completions CompletionSource::at(const QMap<QString, QString>& files, const QString& file, int line, const QString& before) {
    static const QRegularExpression word(QStringLiteral("(\\w*)$"));
    Completions found{word.match(before).captured(1), {}, {}};
    ask(files, file, [&](python::Interpreter& interpreter, const python::Program& program) {
        for (const python::Completion& c : python::complete(interpreter, program, {file.toStdString(), line, int(before.toUtf8().size())})) {
            const bool argument = c.kind == python::Completion::Kind::keyword_argument;
            QString text = QString::fromStdString(c.word);
            if (argument && !text.endsWith(QLatin1Char('='))) text += QLatin1Char('=');
            if (text == found.prefix) { // complete as it stands: Return must end the line
                found = {found.prefix, {}, {}};
                return;
            }
            if (text.startsWith(QLatin1String("__")) && !found.prefix.startsWith(QLatin1Char('_'))) continue;
            found.words << text;
            found.details << QString::fromStdString(c.detail);
        }
    });
    return found;
}

CallHint CompletionSource::callAt(const QMap<QString, QString>& files, const QString& file, int line, const QString& before) {
    CallHint hint;
    ask(files, file, [&](python::Interpreter& interpreter, const python::Program& program) {
        const auto found = python::call_signature(interpreter, program, {file.toStdString(), line, int(before.toUtf8().size())});
        if (!found) return;
        hint.name = QString::fromStdString(found->name);
        for (const std::string& parameter : found->parameters) hint.parameters << QString::fromStdString(parameter);
        hint.current = found->current;
    });
    return hint;
}

} // namespace relata::models
