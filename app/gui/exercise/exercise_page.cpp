#include "gui/exercise/exercise_page.h"

#include "course/exercise.h"
#include "gui/charts/run_views.h"
#include "gui/editor/code_editor.h"
#include "gui/editor/program_editor.h"
#include "gui/exercise/check_view.h"
#include "gui/exercise/hint_strip.h"
#include "gui/exercise/output_view.h"
#include "gui/exercise/parsons_view.h"
#include "gui/exercise/prediction_form.h"
#include "gui/exercise/prediction_questions.h"
#include "gui/exercise/run_bar.h"
#include "gui/lesson/code_cell.h"
#include "gui/lesson/note_box.h"
#include "gui/lesson/page_stack.h"
#include "gui/querylog/query_view.h"
#include "gui/settings/appearance.h"
#include "gui/settings/icons.h"
#include "models/exercise_program.h"
#include "models/outline_model.h"
#include "models/page_blocks.h"
#include "models/verdict_view.h"

#include <QApplication>
#include <QClipboard>
#include <QDataStream>
#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QTextDocumentFragment>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace relata::gui {

namespace {

QString text(const std::string& s) { return QString::fromStdString(s); }

} // namespace

ExercisePage::ExercisePage(Appearance* appearance, models::EnginePort* engine, models::RunQueue* queue,
                           models::StudyStore* store, QWidget* parent)
    : QWidget(parent), m_appearance(appearance), m_engine(engine), m_queue(queue), m_store(store),
      m_bar(new RunBar(appearance)), m_textArea(new QScrollArea), m_text(new PageStack(96)), m_editor(new ProgramEditor(appearance)),
      m_queries(new QueryView(appearance)), m_output(new OutputView(appearance, 0)), m_checks(new CheckView(appearance)),
      m_results(new QTabWidget), m_upper(new QSplitter(Qt::Horizontal)), m_whole(new QSplitter(Qt::Vertical)),
      m_hints(new HintStrip(appearance)), m_prediction(new PredictionForm), m_predictionFile(new PredictionForm),
      m_predictionResult(new QLabel), m_parsons(new ParsonsView(appearance)) {
    m_textArea->setWidget(m_text);
    m_textArea->setFrameShape(QFrame::NoFrame);
    m_textArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_textArea->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    m_textArea->setAccessibleName(tr("Instructions"));
    m_textArea->viewport()->installEventFilter(this);

    auto* work = new QWidget;
    auto* column = new QVBoxLayout(work);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    m_predictionResult->setMargin(8);
    m_predictionResult->setWordWrap(true);
    m_predictionResult->setTextFormat(Qt::PlainText);
    column->addWidget(m_prediction);
    column->addWidget(m_predictionResult);
    column->addWidget(m_predictionFile);
    column->addWidget(m_parsons, 4);
    column->addWidget(m_editor, 1);
    auto* guide = new QWidget;
    auto* guideColumn = new QVBoxLayout(guide);
    guideColumn->setContentsMargins(0, 0, 0, 0);
    guideColumn->setSpacing(0);
    guideColumn->addWidget(m_textArea, 1);
    guideColumn->addWidget(m_hints);
    m_upper->addWidget(guide);
    m_upper->addWidget(work);
    m_upper->setChildrenCollapsible(false);
    m_results->setObjectName(QStringLiteral("results"));
    m_results->setDocumentMode(true);
    m_results->setAccessibleName(tr("What the program did"));
    m_results->tabBar()->setAccessibleName(tr("What the program did"));
    m_results->setUsesScrollButtons(true);
    m_results->tabBar()->setElideMode(Qt::ElideNone); // what has no room scrolls
    auto* room = new QToolButton;
    room->setIcon(icon(Glyph::room, appearance));
    room->setAutoRaise(true);
    room->setFocusPolicy(Qt::TabFocus);
    room->setAccessibleName(tr("More or less room for these tabs"));
    room->setToolTip(tr("More or less room for these tabs (Ctrl+Shift+M, or a double click on a tab)"));
    m_results->setCornerWidget(room);
    connect(room, &QToolButton::clicked, this, &ExercisePage::toggleRoom);
    connect(m_results->tabBar(), &QTabBar::tabBarDoubleClicked, this, &ExercisePage::toggleRoom);
    connect(m_results, &QTabWidget::tabBarClicked, this, [this](int at) { // the arrow keys would still go through the outline
        if (QWidget* tab = m_results->widget(at); tab && !isAncestorOf(QApplication::focusWidget())) focusInside(tab);
    }, Qt::QueuedConnection);
    m_queries->setObjectName(QStringLiteral("queryView"));
    m_output->setObjectName(QStringLiteral("outputView"));
    m_checks->setObjectName(QStringLiteral("checkView"));
    m_results->addTab(m_queries, tr("Queries"));
    m_results->addTab(m_output, tr("Output"));
    m_results->addTab(m_checks, tr("Checks"));
    m_views = new RunViews(m_appearance, *m_engine, m_results);
    m_whole->addWidget(m_upper);
    m_whole->addWidget(m_results);
    m_whole->setChildrenCollapsible(false);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_whole);
    resetLayout();

    m_saving.setSingleShot(true);
    m_saving.setInterval(400);
    connect(&m_saving, &QTimer::timeout, this, &ExercisePage::saveDrafts);
    connect(m_bar, &RunBar::runRequested, this, &ExercisePage::run);
    connect(m_bar, &RunBar::stopRequested, m_queue, &models::RunQueue::stop);
    connect(m_bar, &RunBar::checkRequested, this, &ExercisePage::check);
    connect(m_bar, &RunBar::resetRequested, this, &ExercisePage::reset);
    connect(m_hints, &HintStrip::hintRequested, this, &ExercisePage::nextHint);
    connect(m_hints, &HintStrip::backRequested, this, &ExercisePage::previousHint);
    connect(m_hints, &HintStrip::solutionRequested, this, &ExercisePage::compareWithSolution);
    connect(m_hints, &HintStrip::nextRequested, this, &ExercisePage::nextRequested);
    const auto write = [this](const QString& code) {
        if (CodeEditor* e = m_exercise->editable.empty() ? nullptr : m_editor->editor(text(m_exercise->editable[0])))
            if (e->code() != code) {
                m_arranging = true;
                e->replaceCode(code);
                m_arranging = false;
            }
    };
    connect(m_predictionFile, &PredictionForm::answered, this, write);
    connect(m_parsons, &ParsonsView::arranged, this, write);
    connect(m_editor, &ProgramEditor::runRequested, this, &ExercisePage::run);
    connect(m_editor, &ProgramEditor::edited, this, [this](const QString& file) {
        if (!m_unsaved.contains(file)) m_unsaved << file;
        if (!m_saving.isActive()) m_saving.start();
        m_store->setProgress(m_page, models::Progress::started);
        if (m_arranging || m_exercise->editable.empty() || file != text(m_exercise->editable[0])) return;
        if (m_exercise->kind == course::ExerciseKind::order) openLines();
        else m_predictionFile->read(m_editor->editor(file)->code());
    });
    connect(m_editor, &ProgramEditor::caretLineChanged, m_queries, &QueryView::selectLine);
    connect(m_queries, &QueryView::lineChosen, m_editor, &ProgramEditor::show);
    connect(m_editor, &ProgramEditor::badgeClicked, this, [this](const QString& file, int line) {
        m_results->setCurrentWidget(m_queries);
        m_queries->selectLine(file, line);
    });
    const auto editable = [this] {
        QMap<QString, QString> texts = m_editor->texts();
        texts.removeIf([this](const auto& file) { return m_editor->editor(file.key())->isReadOnly(); });
        return texts;
    };
    m_views->setProgram([this] { return m_editor->texts(); }, editable,
                        [this] { return models::exerciseProgram(*m_exercise, m_editor->texts(), m_bar->size()); });
    connect(m_views, &RunViews::lineChosen, m_editor, &ProgramEditor::show);
    connect(m_views, &RunViews::rewritten, this, [this](const QString& file, const QString& text) {
        CodeEditor* e = m_editor->editor(file);
        if (!e || e->isReadOnly()) return;
        const QStringList before = e->code().split(QLatin1Char('\n')), after = text.split(QLatin1Char('\n'));
        const auto changed = std::ranges::mismatch(before, after).in2 - after.begin();
        m_editor->show(file, 0);
        e->replaceCode(text);
        e->goToLine(int(changed) + 1);
        m_staysOnTab = true; // one looks at the diagram
        run();
    });
    connect(m_checks, &CheckView::lineChosen, m_editor, &ProgramEditor::show);
    const auto enter = [this](const QString& file, int line) {
        m_editor->show(file, line);
        if (CodeEditor* e = m_editor->current(); e && line > 0 && m_editor->currentFile() == file) e->setFocus();
    };
    connect(m_checks, &CheckView::lineEntered, this, enter);
    connect(m_queries, &QueryView::lineEntered, this, enter);
    connect(m_queue, &models::RunQueue::output, this, [this](quint64 job, const QString& piece, qsizetype dropped) {
        if (job == m_job) m_output->append(piece, dropped);
    });
    connect(m_queue, &models::RunQueue::busyChanged, this, &ExercisePage::setBusy);
    setBusy(false);
    const auto retheme = [this] {
        QPalette p = QApplication::palette();
        p.setColor(QPalette::Window, m_appearance->theme().page);
        for (QWidget* w : {m_textArea->viewport(), static_cast<QWidget*>(m_text)}) {
            w->setPalette(p);
            w->setAutoFillBackground(true);
        }
    };
    connect(appearance, &Appearance::changed, this, retheme);
    retheme();
}

ExercisePage::~ExercisePage() = default;

void ExercisePage::open(const course::Exercise& exercise, const QString& sectionTitle) {
    saveDrafts();
    m_sectionTitle = sectionTitle;
    m_exercise = std::make_unique<course::Exercise>(exercise);
    m_page = models::exercisePage(text(exercise.id));
    m_job = 0;
    m_hintsShown = 0;
    std::vector<ProgramEditor::File> files;
    for (const course::SourceFile& file : exercise.starter()) {
        const bool readOnly = std::ranges::find(exercise.read_only, file.path) != exercise.read_only.end();
        const auto draft = readOnly ? std::nullopt : m_store->draft(m_page, text(file.path));
        files.push_back({text(file.path), draft.value_or(text(file.text)), readOnly});
    }
    // What is to be edited comes first; where nothing is, what the questions are about.
    const bool predicts = exercise.kind == course::ExerciseKind::predict;
    std::ranges::stable_sort(files, {}, [&](const ProgramEditor::File& file) {
        return predicts && file.name.startsWith(QLatin1String("models")) ? 2 : file.readOnly ? 1 : 0;
    });
    m_editor->openFiles(files);
    m_bar->setSize(50);
    for (const course::Dataset& d : exercise.datasets)
        if (!d.hidden) {
            m_bar->setSize(int(d.size));
            break;
        }
    m_queries->setRun({});
    m_views->open(exercise);
    m_results->setTabText(0, tr("Queries"));
    m_output->begin();
    m_checks->model()->setChecks(models::uncheckedList(exercise));
    m_results->setTabText(2, tr("Checks"));
    if (m_results->currentWidget() == m_output || m_results->currentWidget() == m_checks) m_results->setCurrentWidget(m_queries);
    m_checks->setSummary(tr("Press Check to see which of these your answer passes."));
    m_hasRun = false;
    m_verdict.reset();
    m_hasPassed = m_store->progress(m_page) == models::Progress::done;
    openForms();
    m_textArea->verticalScrollBar()->setValue(0);
    showInstructions();
}

void ExercisePage::showInstructions() {
    m_text->clear();
    const auto show = [this](const QString& markdown, bool asHint) {
        for (models::PageBlock block : models::parsePage(markdown)) {
            Prose* prose = nullptr;
            if (block.kind == models::PageBlock::Kind::code || block.kind == models::PageBlock::Kind::cell ||
                block.kind == models::PageBlock::Kind::file) {
                block.kind = models::PageBlock::Kind::code;
                m_text->append(new CodeCell(m_appearance, block, false), 12);
                continue;
            }
            if (block.kind == models::PageBlock::Kind::rule) continue;
            if (asHint) {
                block.kind = models::PageBlock::Kind::note;
                block.note = models::PageBlock::Note::hint;
            }
            if (block.kind == models::PageBlock::Kind::note) {
                auto* note = new NoteBox(m_appearance, block, {});
                m_text->append(note, 12);
                prose = note->prose();
            } else {
                prose = new Prose(m_appearance, block.html, {});
                m_text->append(prose, 12);
            }
            connect(prose, &QTextBrowser::anchorClicked, this,
                    [this](const QUrl& target) { Q_EMIT linkActivated(target.toString()); });
            if (!asHint && block.kind == models::PageBlock::Kind::note && block.note == models::PageBlock::Note::quote) {
                auto* copy = new QPushButton(tr("Copy the prompt")); // a prompt is to be taken elsewhere
                copy->setObjectName(QStringLiteral("copyQuote"));
                connect(copy, &QPushButton::clicked, this, [html = block.html] {
                    QApplication::clipboard()->setText(QTextDocumentFragment::fromHtml(html).toPlainText().trimmed());
                });
                m_text->append(copy, 6);
            }
        }
    };
    show(text(m_exercise->instructions), false);
    if (!m_sectionTitle.isEmpty())
        show(tr("Read more: %1").arg(QStringLiteral("[%1](%2)").arg(m_sectionTitle, models::sectionPage(text(m_exercise->lesson), text(m_exercise->section)))),
             false);
    for (int i = 0; i < m_hintsShown; ++i)
        show(text(m_exercise->hints[size_t(i)]), true);
    m_hints->setHints(m_hintsShown, int(m_exercise->hints.size()));
    m_hints->setSolution(m_hasPassed && m_exercise->reveal_solution == course::RevealSolution::after_pass,
                         m_exercise->reveal_solution != course::RevealSolution::never);
    relayoutText();
}

void ExercisePage::nextHint() {
    if (!m_exercise || m_hintsShown >= int(m_exercise->hints.size())) return;
    ++m_hintsShown;
    showInstructions();
    m_textArea->verticalScrollBar()->setValue(m_textArea->verticalScrollBar()->maximum());
    Q_EMIT hintShown(m_page, m_hintsShown);
}

void ExercisePage::previousHint() {
    if (!m_exercise || m_hintsShown == 0) return;
    --m_hintsShown;
    showInstructions();
    m_textArea->verticalScrollBar()->setValue(m_textArea->verticalScrollBar()->maximum());
}

void ExercisePage::openForms() {
    using Question = PredictionForm::Question;
    const bool predicts = m_exercise->kind == course::ExerciseKind::predict;
    const bool orders = m_exercise->kind == course::ExerciseKind::order;
    const std::vector<Question> asked = predictionQuestions(*m_exercise);
    m_predictionFile->setQuestions(asked);
    m_predictionFile->setVisible(!asked.empty());
    // Where the program as handed out is to be understood, and its queries grow with the data.
    const bool countsQueries = m_exercise->kind == course::ExerciseKind::fix &&
                               std::ranges::find(m_exercise->checks, "query_growth", &course::CheckSpec::type) != m_exercise->checks.end();
    m_prediction->setQuestions(countsQueries && !m_hasPassed
                                   ? std::vector<Question>{{QStringLiteral("queries"),
                                                            tr("Before the first run: how many queries will it send, with N as above?"),
                                                            {}}}
                                   : std::vector<Question>{});
    m_prediction->setVisible(!m_prediction->isEmpty());
    m_predictionResult->hide();
    m_parsons->setVisible(orders);
    if (m_exercise->editable.empty()) return;
    CodeEditor* first = m_editor->editor(text(m_exercise->editable[0]));
    if (!first) return;
    first->setSyntaxChecked(!predicts && m_exercise->kind != course::ExerciseKind::skill_test);
    m_predictionFile->read(first->code());
    // A form stands for the file. Of lines put in order a run shows in the file what each has cost.
    m_editor->setFileShown(text(m_exercise->editable[0]), asked.empty() && (!orders || m_hasRun));
    if (orders) openLines();
    m_queries->setInvitation(predicts ? tr("Answer first, then press Check (F7). Run (F5) shows what the program really sends.")
                                      : tr("Press Run (F5) to see which queries the program sends."));
}

void ExercisePage::openLines() {
    const CodeEditor* e = m_editor->editor(text(m_exercise->editable[0]));
    if (!e || e->code() == m_parsons->program()) return;
    for (const course::SourceFile& file : m_exercise->starter())
        if (file.path == m_exercise->editable[0]) m_parsons->open(text(file.text), e->code());
}

void ExercisePage::relayoutText() {
    const int width = m_textArea->viewport()->width();
    m_text->resize(width, m_text->relayout(width));
}

bool ExercisePage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_textArea->viewport() && event->type() == QEvent::Resize) relayoutText();
    return QWidget::eventFilter(watched, event);
}

void ExercisePage::setBusy(bool busy) {
    m_bar->setState({.canRun = bool(m_engine->run), .canCheck = bool(m_engine->check), .busy = busy});
}

void ExercisePage::reset() {
    if (!m_exercise) return;
    for (const course::SourceFile& file : m_exercise->starter())
        if (CodeEditor* e = m_editor->editor(text(file.path)); e && !e->isReadOnly()) e->replaceCode(text(file.text));
    openForms();
}

void ExercisePage::saveDrafts() {
    m_saving.stop();
    for (const QString& file : std::exchange(m_unsaved, {}))
        if (const CodeEditor* e = m_editor->editor(file))
            if (!m_store->saveDraft(m_page, file, e->code())) Q_EMIT draftFailed();
}

QByteArray ExercisePage::saveLayout() const {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_upper->saveState() << m_whole->saveState() << m_results->currentWidget()->objectName();
    return state;
}

void ExercisePage::restoreLayout(const QByteArray& state) {
    QDataStream stream(state);
    QByteArray upper, whole;
    QString tab; // by name: the tabs are not always the same ones
    stream >> upper >> whole;
    if (stream.status() != QDataStream::Ok) return;
    m_upper->restoreState(upper);
    m_whole->restoreState(whole);
    stream >> tab;
    for (int i = 0; i < m_results->count() && stream.status() == QDataStream::Ok; ++i)
        if (m_results->widget(i)->objectName() == tab) m_results->setCurrentIndex(i);
}

void ExercisePage::resetLayout() {
    m_upper->setSizes({366, 654});
    m_upper->setStretchFactor(1, 1);
    m_whole->setSizes({520, 260});
    m_whole->setStretchFactor(0, 2);
    m_whole->setStretchFactor(1, 1);
}

/// The text and the editor keep what they need at the least.
void ExercisePage::toggleRoom() {
    const int all = m_whole->sizes().value(0) + m_whole->sizes().value(1);
    const bool large = m_whole->sizes().value(1) > all / 2;
    m_whole->setSizes(large ? QList{all * 2 / 3, all / 3} : QList{0, all});
}

std::vector<std::pair<QString, QWidget*>> ExercisePage::resultTabs() const {
    std::vector<std::pair<QString, QWidget*>> all;
    for (int i = 0; i < m_results->count(); ++i) all.emplace_back(m_results->tabText(i), m_results->widget(i));
    return all;
}

QList<QWidget*> ExercisePage::panes() const {
    QWidget* answer = m_parsons->isVisible() ? static_cast<QWidget*>(m_parsons) : m_predictionFile->isVisible() ? static_cast<QWidget*>(m_predictionFile) : m_editor->current();
    return {m_textArea, answer, m_results->currentWidget()};
}

void ExercisePage::focusInside(QWidget* pane) {
    if (pane->focusProxy() || (pane->focusPolicy() & Qt::TabFocus)) return pane->setFocus(Qt::ShortcutFocusReason);
    for (QWidget* next = pane->nextInFocusChain(); next != pane; next = next->nextInFocusChain())
        if (pane->isAncestorOf(next) && (next->focusPolicy() & Qt::TabFocus) && next->isVisibleTo(pane) && next->isEnabled())
            return next->setFocus(Qt::ShortcutFocusReason);
    pane->setFocus(Qt::ShortcutFocusReason);
}

void ExercisePage::showResult(QWidget* tab) {
    m_results->setCurrentWidget(tab);
    focusInside(tab);
}

void ExercisePage::stepResult(int by) {
    const int count = m_results->count();
    showResult(m_results->widget((m_results->currentIndex() + by + count) % count));
}

} // namespace relata::gui
