// What the buttons of an exercise do: running the answer, checking it, comparing it with the solution.
#include "course/exercise.h"
#include "gui/charts/run_views.h"
#include "gui/editor/code_editor.h"
#include "gui/editor/program_editor.h"
#include "gui/exercise/check_view.h"
#include "gui/exercise/exercise_page.h"
#include "gui/exercise/hint_strip.h"
#include "gui/exercise/output_view.h"
#include "gui/exercise/prediction_form.h"
#include "gui/exercise/reference_window.h"
#include "gui/exercise/run_bar.h"
#include "gui/querylog/query_view.h"
#include "models/exercise_program.h"
#include "models/verdict_view.h"

#include <QLabel>
#include <QLocale>
#include <QTabWidget>

#include <algorithm>

namespace relata::gui {

namespace {
QString text(const std::string& s) {
    return QString::fromStdString(s);
}
} // namespace

void ExercisePage::judgePrediction(const models::ShownRun& run) {
    if (std::exchange(m_hasRun, true) || m_prediction->isEmpty()) return;
    bool isNumber = false;
    const int predicted = m_prediction->yaml().section(QLatin1Char(':'), 1).trimmed().toInt(&isNumber);
    m_prediction->hide();
    if (!isNumber) return;
    m_predictionResult->setText(
        predicted == run.queries()
            ? tr("You predicted %1, and so it was.").arg(models::queriesText(predicted))
            : tr("You predicted %1, it sent %2: which line sent the others?")
                  .arg(models::queriesText(predicted))
                  .arg(run.queries()));
    m_predictionResult->show();
}

bool ExercisePage::compareWithSolution() {
    if (!m_exercise || !m_hasPassed || !m_engine->run || m_exercise->reveal_solution != course::RevealSolution::after_pass) return false;
    Q_EMIT solutionSeen(m_page);
    const QMap<QString, QString> own = m_editor->texts(), reference = models::solutionFiles(*m_exercise);
    m_job = 0;
    m_queue->start([this, own, reference, title = text(m_exercise->title), run = m_engine->run,
                    first = models::exerciseProgram(*m_exercise, own, m_bar->size()),
                    second = models::exerciseProgram(*m_exercise, reference, m_bar->size())](
                       std::stop_token stop, models::OutputMailbox&) -> models::RunQueue::Finish {
        models::OutputMailbox unread;
        const models::ShownRunPtr mine = run(first, stop, unread), theirs = run(second, stop, unread);
        return [this, own, reference, title, mine, theirs] {
            auto* window = new ReferenceWindow(m_appearance, title, this->window());
            window->show({tr("Your answer"), own, mine}, {tr("Solution"), reference, theirs});
        };
    });
    return true;
}

void ExercisePage::run() {
    if (!m_exercise || !m_engine->run) return;
    m_editor->clearResults();
    m_output->begin();
    const models::Program program = models::exerciseProgram(*m_exercise, m_editor->texts(), m_bar->size());
    m_job =
        m_queue->start([this, page = m_page, program, run = m_engine->run](
                           std::stop_token stop, models::OutputMailbox& mailbox) -> models::RunQueue::Finish {
            const models::ShownRunPtr result = run(program, stop, mailbox);
            return [this, page, result] {
                if (page == m_page) showRun(result);
            };
        });
}

/// Of lines put in order a run or a check tells which cost and which fail: in the file that they make, if it is `file`.
void ExercisePage::showOrderedFile(const QString& file, int line) {
    if (m_exercise->kind != course::ExerciseKind::order || m_exercise->editable.empty() || file != text(m_exercise->editable[0])) return;
    m_editor->setFileShown(file, true);
    m_editor->show(file, line);
}

void ExercisePage::showRecord(const models::ShownRunPtr& run) {
    m_editor->showRun(*run);
    for (const QString& name : m_editor->names())
        if (const auto counts = run->countByLine(name); !counts.isEmpty()) showOrderedFile(name, counts.firstKey());
    m_queries->setRun(run);
    m_views->setRun(run);
    m_results->setTabText(0, tr("Queries (%1)").arg(run->queries()));
}

void ExercisePage::showRun(const models::ShownRunPtr& run) {
    m_output->end(*run);
    judgePrediction(*run);
    showRecord(run);
    const bool stays = std::exchange(m_staysOnTab, false);
    if (!stays && run->failed) m_results->setCurrentWidget(m_output);
    else if (!stays && m_results->currentWidget() == m_checks) m_results->setCurrentWidget(m_queries);
    Q_EMIT ran(run);
}

void ExercisePage::check() {
    if (!m_exercise || !m_engine->check) return;
    m_results->setCurrentWidget(m_checks);
    m_checks->setSummary(tr("Checking…"));
    m_job = 0;
    m_queue->start([this, page = m_page, check = m_engine->check, exercise = *m_exercise,
                    files = m_editor->texts()](std::stop_token stop,
                                               models::OutputMailbox&) -> models::RunQueue::Finish {
        auto verdict = check(exercise, files, stop);
        const bool stopped = stop.stop_requested();
        return [this, page, verdict = std::move(verdict), stopped] {
            if (page != m_page) return;
            if (stopped) {
                m_checks->setSummary(tr("Stopped before every check was made."));
                return;
            }
            showVerdict(verdict);
            Q_EMIT checked(page, verdict);
            if (!verdict.passed) return;
            m_hasPassed = true;
            m_hints->setSolution(m_exercise->reveal_solution == course::RevealSolution::after_pass,
                                 m_exercise->reveal_solution != course::RevealSolution::never);
            Q_EMIT passed(page);
        };
    });
}

ExercisePage::Session ExercisePage::session() const {
    Session session{m_page, {}, m_queries->model()->run(), m_verdict, m_hintsShown};
    for (const QString& file : m_editor->names()) session.documents[file] = m_editor->editor(file)->document();
    return session;
}

void ExercisePage::resume(const Session& session) {
    if (!m_exercise || session.page != m_page) return;
    for (auto it = session.documents.cbegin(); it != session.documents.cend(); ++it)
        if (CodeEditor* e = m_editor->editor(it.key())) e->adopt(it.value());
    m_hintsShown = std::min(session.hints, int(m_exercise->hints.size()));
    if (m_hintsShown > 0) showInstructions();
    if (session.run) {
        m_output->append(session.run->output, 0);
        m_output->end(*session.run);
        m_hasRun = true;
        m_prediction->hide();
        showRecord(session.run);
    }
    if (session.verdict) showVerdict(*session.verdict);
}

void ExercisePage::showVerdict(const models::ShownVerdict& verdict) {
    m_verdict = verdict;
    if (verdict.checks.empty()) { // a syntax error, say: nothing was judged
        m_checks->model()->setChecks(models::uncheckedList(*m_exercise));
        m_checks->setSummary(verdict.problem);
        m_results->setTabText(2, tr("Checks"));
        return;
    }
    m_checks->model()->setChecks(verdict.checks);
    for (const QString& name : m_editor->names())
        m_editor->editor(name)->clearProblems();
    for (const models::ShownCheck& check : verdict.checks)
        if (CodeEditor* e = check.line > 0 && check.verdict != models::Verdict::passed
                                ? m_editor->editor(check.file)
                                : nullptr) {
            showOrderedFile(check.file, check.line);
            e->showProblem(check.line, check.message.section(QLatin1Char('\n'), 0, 0));
            e->revealProblem(check.line);
        }
    const auto ok = std::ranges::count(verdict.checks, models::Verdict::passed, &models::ShownCheck::verdict);
    const qsizetype all = qsizetype(verdict.checks.size());
    const QLocale locale;
    QString summary = ok == all && verdict.passed ? tr("All %1 checks passed.").arg(all)
                                                  : tr("%1 of %2 checks passed.").arg(ok).arg(all);
    const bool mayCompare = verdict.passed && m_exercise->reveal_solution == course::RevealSolution::after_pass;
    if (verdict.maximum > 0)
        summary +=
            QLatin1Char(' ') +
            tr("%1 of %2 points.").arg(locale.toString(verdict.points), locale.toString(verdict.maximum));
    if (mayCompare) summary += QLatin1Char(' ') + tr("Compare your answer with the solution, or go on with Ctrl+Alt+Right.");
    if (!verdict.problem.isEmpty()) summary += QLatin1Char('\n') + verdict.problem;
    m_checks->setSummary(summary);
    m_results->setTabText(2, tr("Checks (%1/%2)").arg(ok).arg(all));
}

} // namespace relata::gui
