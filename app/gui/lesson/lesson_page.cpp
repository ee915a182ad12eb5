#include "gui/lesson/lesson_page.h"

#include "gui/editor/code_editor.h"
#include "gui/exercise/output_view.h"
#include "gui/lesson/code_cell.h"
#include "gui/lesson/note_box.h"
#include "gui/lesson/page_stack.h"
#include "gui/settings/appearance.h"

#include <QApplication>
#include <QKeyEvent>
#include <QScrollBar>
#include <QTextCursor>
#include <QTextDocument>
#include <QTimer>

namespace relata::gui {

using models::PageBlock;

LessonPage::LessonPage(Appearance* appearance, models::EnginePort* engine, models::RunQueue* queue,
                       models::StudyStore* store, QWidget* parent)
    : QScrollArea(parent), m_appearance(appearance), m_engine(engine), m_queue(queue), m_store(store),
      m_stack(new PageStack(104)) {
    setWidgetResizable(false);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // one that appears would change the width: layout twice
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Lesson"));
    setWidget(m_stack);
    m_saving.setSingleShot(true);
    m_saving.setInterval(400);
    connect(&m_saving, &QTimer::timeout, this, &LessonPage::saveDrafts);
    connect(m_queue, &models::RunQueue::output, this, [this](quint64 job, const QString& text, qsizetype dropped) {
        if (m_running && job == m_job) m_running->outputView()->append(text, dropped);
    });
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int maximum) {
        if (m_wantedScroll < 0 || maximum < m_wantedScroll) return;
        verticalScrollBar()->setValue(m_wantedScroll);
        m_wantedScroll = -1;
    });
    connect(appearance, &Appearance::changed, this, &LessonPage::retheme);
    retheme();
}

void LessonPage::retheme() {
    QPalette p = QApplication::palette();
    p.setColor(QPalette::Window, m_appearance->theme().page);
    viewport()->setPalette(p);
    viewport()->setAutoFillBackground(true);
    m_stack->setPalette(p);
    m_stack->setAutoFillBackground(true);
}

void LessonPage::open(const QString& page, const QString& markdown, const std::optional<PageFooter::Ways>& ways) {
    saveDrafts();
    m_measuring.stop();
    m_running = nullptr;
    m_cells.clear();
    m_prose.clear();
    m_measured.clear();
    m_stack->clear();
    m_page = page;
    m_wantedScroll = -1;
    verticalScrollBar()->setValue(0);

    const Prose::Measure measure = [this](const QString& what, const QString& written) {
        const QString value = measured(what);
        // Until it is measured a number is not stated as one.
        return QStringLiteral("<span class=\"measured\">%1</span>").arg(value.isEmpty() ? QStringLiteral("…") : value) +
               (value.isEmpty() && !m_engine->run ? QStringLiteral(" (%1)").arg(written) : QString());
    };
    QStringList measuredNames;
    for (const PageBlock& block : models::parsePage(markdown)) {
        for (const QString& name : models::measuredCells(block.html))
            if (!measuredNames.contains(name)) measuredNames << name;
        switch (block.kind) {
        case PageBlock::Kind::prose:
        case PageBlock::Kind::note: {
            Prose* prose = nullptr;
            if (block.kind == PageBlock::Kind::prose) {
                prose = new Prose(m_appearance, block.html, measure);
                m_stack->append(prose, block.html.startsWith(QLatin1String("<h")) ? 26 : 14);
            } else {
                auto* note = new NoteBox(m_appearance, block, measure);
                m_stack->append(note, 14);
                prose = note->prose();
            }
            connect(prose, &QTextBrowser::anchorClicked, this,
                    [this](const QUrl& target) { Q_EMIT linkActivated(target.toString()); });
            m_prose << prose;
            break;
        }
        case PageBlock::Kind::rule: {
            auto* rule = new QFrame;
            rule->setFrameShape(QFrame::HLine);
            m_stack->append(rule, 16);
            break;
        }
        case PageBlock::Kind::code:
        case PageBlock::Kind::cell:
        case PageBlock::Kind::file: {
            auto* cell = new CodeCell(m_appearance, block, bool(m_engine->run));
            m_stack->append(cell, 14);
            m_cells << cell;
            if (block.kind != PageBlock::Kind::code)
                if (const auto draft = m_store->draft(page, block.name)) cell->openDraft(*draft);
            const auto place = [this, cell] { // the program that the cell is a file of, and which file
                const models::Program whole = program(*cell, false);
                return std::pair(whole.files, cell->block().kind == PageBlock::Kind::file ? cell->name() : whole.main);
            };
            cell->editor()->setCompleter([this, place](int line, const QString& before) {
                const auto [files, file] = place();
                return m_completions.at(files, file, line, before);
            });
            cell->editor()->setCallReader([this, place](int line, const QString& before) {
                const auto [files, file] = place();
                return m_completions.callAt(files, file, line, before);
            });
            connect(cell, &CodeCell::runRequested, this, [this, cell] { runCell(cell, true); });
            connect(cell, &CodeCell::stopRequested, m_queue, &models::RunQueue::stop);
            connect(cell, &CodeCell::edited, this, [this, cell] {
                if (!m_unsaved.contains(cell->name())) m_unsaved << cell->name();
                if (!m_saving.isActive()) m_saving.start();
            });
            break;
        }
        }
    }
    m_footer = nullptr; // the old one went with the stack
    if (ways) {
        m_footer = new PageFooter(m_appearance, *ways);
        m_stack->append(m_footer, 28);
        // Queued: the button is part of the page that is about to go.
        connect(m_footer, &PageFooter::stepped, this, &LessonPage::stepped, Qt::QueuedConnection);
        connect(m_footer, &PageFooter::doneRequested, this, &LessonPage::doneRequested);
    }
    m_stack->resize(viewport()->width(), m_stack->relayout(viewport()->width()));
    chainKeys();
    measureCells(measuredNames);
}

/// Tab goes from the page into its links and cells, in their order, before it leaves.
void LessonPage::chainKeys() {
    QWidget* last = this;
    for (QWidget* block : m_stack->blocks()) {
        QList<QWidget*> parts = block->findChildren<QWidget*>();
        parts.prepend(block);
        for (QWidget* part : parts)
            if (part->focusPolicy() & Qt::TabFocus) {
                setTabOrder(last, part);
                last = part;
            }
    }
}

CodeCell* LessonPage::cell(const QString& name) const {
    for (CodeCell* c : m_cells)
        if (c->name() == name) return c;
    return nullptr;
}

LessonPage::Session LessonPage::session() const {
    Session session{m_page, {}};
    for (const CodeCell* c : m_cells)
        if (c->block().kind != PageBlock::Kind::code) session.cells[c->name()] = {c->editor()->document(), c->run()};
    return session;
}

void LessonPage::resume(const Session& session) {
    if (session.page != m_page) return;
    const int place = scroll();
    for (CodeCell* c : m_cells)
        if (const auto kept = session.cells.constFind(c->name()); kept != session.cells.cend() && c->block().kind != PageBlock::Kind::code)
            c->resume(kept->first, kept->second);
    setScroll(place);
}

models::Program LessonPage::program(const CodeCell& cell, bool original) const {
    models::Program program;
    const auto text = [original](const CodeCell& c) { return original ? c.block().text : c.editor()->code(); };
    for (const CodeCell* c : m_cells) {
        if (c->block().kind != PageBlock::Kind::file) continue;
        program.files[c->name()] = text(*c);
        if (c->block().setup) program.setup << c->name();
    }
    program.files[program.main] = text(cell);
    return program;
}

void LessonPage::runCell(CodeCell* cell, bool reveals) {
    if (!m_engine->run) return;
    if (m_running && m_running != cell) { // its job is cancelled below and reports no more
        models::ShownRun stopped;
        stopped.stopped = true;
        m_running->showRun(std::make_shared<models::ShownRun>(stopped));
    }
    cell->runBegins();
    m_running = cell;
    const QString page = m_page;
    m_job = m_queue->start([this, page, run = m_engine->run, program = program(*cell, false), cell, reveals](
                               std::stop_token stop, models::OutputMailbox& mailbox) -> models::RunQueue::Finish {
        const models::ShownRunPtr result = run(program, stop, mailbox);
        return [this, page, cell, result, reveals] {
            if (page != m_page || cell != m_running) return; // another page was opened meanwhile
            m_running = nullptr;
            cell->showRun(result);
            for (CodeCell* file : m_cells) // the program's other files
                if (file->block().kind == PageBlock::Kind::file) file->editor()->setLineCounts(result->countByLine(file->name()));
            if (reveals) QTimer::singleShot(0, cell, [this, cell] { revealOutput(*cell); }); // once it has its place
            Q_EMIT ran(result);
        };
    });
}

/// The cell one is in, else the first that is in sight, else the next one below.
bool LessonPage::runFocused() {
    const QWidget* focus = QApplication::focusWidget();
    CodeCell *chosen = nullptr, *below = nullptr;
    bool within = false;
    for (CodeCell* c : m_cells) {
        if (c->block().kind != PageBlock::Kind::cell) continue;
        if (focus && c->isAncestorOf(focus)) {
            chosen = c;
            within = true;
            break;
        }
        if (!chosen && !c->visibleRegion().isEmpty()) chosen = c;
        if (!below && c->y() >= verticalScrollBar()->value()) below = c;
    }
    if (!chosen) chosen = below;
    if (!chosen) return false;
    if (!within && (chosen->y() < verticalScrollBar()->value() || chosen->y() + chosen->height() > verticalScrollBar()->value() + viewport()->height()))
        setScroll(std::max(0, chosen->y() - 24)); // what runs is in sight
    runCell(chosen, true);
    return true;
}

/// What a cell printed is in sight; the page moves no further than that, and never past where the output begins.
void LessonPage::revealOutput(const CodeCell& cell) {
    const int top = verticalScrollBar()->value(), bottom = top + viewport()->height();
    const int end = cell.y() + cell.height() + 12, start = cell.y() + cell.outputView()->y();
    if (end > bottom) setScroll(std::max(top, std::min(end - viewport()->height(), start - 24)));
}

QString LessonPage::measured(const QString& what) const {
    const models::ShownRunPtr run = m_measured.value(what.section(QLatin1Char('.'), 0, 0));
    return run ? run->measure(what.section(QLatin1Char('.'), 1)) : QString();
}

void LessonPage::measureCells(const QStringList& names) {
    std::vector<std::pair<QString, models::Program>> programs;
    for (const QString& name : names)
        if (const CodeCell* c = cell(name)) programs.emplace_back(name, program(*c, true));
    if (programs.empty() || !m_engine->run) return;
    m_measuring.start([this, page = m_page, run = m_engine->run, programs = std::move(programs)](
                          std::stop_token stop, models::OutputMailbox&) -> models::RunQueue::Finish {
        QHash<QString, models::ShownRunPtr> found;
        for (const auto& [name, program] : programs) {
            if (stop.stop_requested()) break;
            models::OutputMailbox unread;
            found[name] = run(program, stop, unread);
        }
        return [this, page, found] {
            if (page != m_page) return;
            m_measured = found;
            for (Prose* prose : m_prose)
                if (!models::measuredCells(prose->htmlBlock()).isEmpty()) prose->renew();
        };
    });
}

void LessonPage::saveDrafts() {
    m_saving.stop();
    for (const QString& name : std::exchange(m_unsaved, {})) {
        const CodeCell* c = cell(name);
        if (!c) continue;
        if (c->editor()->code() == c->block().text) m_store->removeDraft(m_page, name);
        else if (!m_store->saveDraft(m_page, name, c->editor()->code())) Q_EMIT draftFailed();
    }
}

bool LessonPage::showText(const QString& words) {
    // Measured words may stand there as something else, or not yet: a later piece of the text will do.
    QStringList pieces{words.left(60), words.left(24)};
    for (qsizetype at = words.indexOf(QLatin1Char(' ')); at > 0 && pieces.size() < 12; at = words.indexOf(QLatin1Char(' '), at + 1))
        pieces << words.mid(at + 1, 36);
    for (const QString& piece : pieces)
        for (Prose* prose : m_prose) {
            const QTextCursor found = prose->document()->find(piece.trimmed());
            if (found.isNull()) continue;
            prose->setTextCursor(found);
            const int y = prose->mapTo(m_stack, prose->cursorRect(found).topLeft()).y();
            setScroll(std::max(0, y - 80));
            return true;
        }
    return false;
}

int LessonPage::scroll() const { return m_wantedScroll >= 0 ? m_wantedScroll : verticalScrollBar()->value(); }

void LessonPage::setScroll(int value) {
    if (value <= verticalScrollBar()->maximum()) {
        verticalScrollBar()->setValue(value);
        return;
    }
    m_wantedScroll = value;
}

/// What neither a text nor a cell takes moves the page.
void LessonPage::keyPressEvent(QKeyEvent* event) {
    QScrollBar* bar = verticalScrollBar();
    switch (event->key()) {
    case Qt::Key_Home: bar->setValue(bar->minimum()); return;
    case Qt::Key_End: bar->setValue(bar->maximum()); return;
    case Qt::Key_PageUp: bar->triggerAction(QAbstractSlider::SliderPageStepSub); return;
    case Qt::Key_PageDown:
    case Qt::Key_Space: bar->triggerAction(QAbstractSlider::SliderPageStepAdd); return;
    default: QScrollArea::keyPressEvent(event);
    }
}

void LessonPage::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    const int width = viewport()->width();
    if (m_stack->width() == width) return;
    // The block at the top edge keeps its place, or the reading position jumps.
    const int top = verticalScrollBar()->value();
    QWidget* anchor = nullptr;
    for (QWidget* block : m_stack->blocks())
        if (block->isVisible() && block->y() + block->height() > top) {
            anchor = block;
            break;
        }
    const double into = anchor ? double(top - anchor->y()) / std::max(1, anchor->height()) : 0;
    m_stack->resize(width, m_stack->relayout(width));
    if (anchor && top > 0) verticalScrollBar()->setValue(anchor->y() + int(into * anchor->height()));
}

} // namespace relata::gui
