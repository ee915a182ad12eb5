#include "gui/lesson/code_cell.h"

#include "gui/editor/code_editor.h"
#include "gui/exercise/output_view.h"
#include "gui/querylog/query_view.h"
#include "gui/settings/appearance.h"
#include "gui/settings/icons.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace relata::gui {

namespace {

constexpr int outputLines = 10;

} // namespace

CodeCell::CodeCell(Appearance* appearance, const models::PageBlock& block, bool canRun, QWidget* parent)
    : QFrame(parent), m_appearance(appearance), m_block(block),
      m_editor(new CodeEditor(appearance, CodeEditor::Fit::page)), m_title(new QLabel), m_summary(new QLabel) {
    const bool isCell = block.kind == models::PageBlock::Kind::cell;
    const bool isFile = block.kind == models::PageBlock::Kind::file;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 5);
    column->setSpacing(0);
    auto* header = new QHBoxLayout;
    header->setContentsMargins(12, 5, 6, 5);
    header->setSpacing(6);
    const auto button = [&](const QString& text, const QString& accessible) {
        auto* b = new QToolButton;
        b->setText(text);
        b->setToolTip(accessible);
        b->setAccessibleName(accessible);
        b->setAutoRaise(true);
        b->setFocusPolicy(Qt::StrongFocus);
        header->addWidget(b);
        return b;
    };
    if (isFile && block.folded) {
        m_fold = button({}, tr("Show or hide %1").arg(block.name));
        m_fold->setCheckable(true);
        m_fold->setArrowType(Qt::RightArrow);
        connect(m_fold, &QToolButton::toggled, this, [this](bool open) {
            m_fold->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
            m_editor->setVisible(open);
        });
    }
    m_title->setText(isFile                       ? (block.setup ? tr("%1 · prepares the data, not counted").arg(block.name)
                                                                 : tr("%1 · imported by the cells").arg(block.name))
                     : block.language == QLatin1String("sql") ? tr("SQL")
                     : block.language.isEmpty() || block.language == QLatin1String("text") ? tr("Text")
                                                  : tr("Python"));
    header->addWidget(m_title);
    header->addStretch(1);
    header->addWidget(m_summary);
    m_editor->openCode(block.text);
    m_editor->setAccessibleName(isFile ? block.name : tr("Code of the cell %1").arg(block.name));
    m_editor->setReadOnly(!isCell && !isFile);
    if (!isCell && !isFile && block.language != QLatin1String("python")) m_editor->setPlainText();
    if (!isCell && !isFile) { // a prompt, a listing: to be taken elsewhere
        auto* copy = button(tr("Copy"), tr("Copy this text"));
        connect(copy, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(m_block.text); });
    }
    if (isCell || isFile) {
        m_reset = button({}, tr("Put the original code back"));
        m_reset->setIcon(icon(Glyph::reset, appearance));
        m_reset->setEnabled(false);
        connect(m_reset, &QToolButton::clicked, this, [this] {
            m_editor->replaceCode(m_block.text);
            updateButtons();
            Q_EMIT resetDone();
        });
    }
    if (isCell) {
        m_run = button(tr("Run"), tr("Run this cell (Ctrl+Enter)"));
        m_run->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        m_run->setAutoRaise(false);
        m_run->setEnabled(canRun);
        connect(m_run, &QToolButton::clicked, this,
                [this] { m_running ? Q_EMIT stopRequested() : Q_EMIT runRequested(); });
        connect(m_editor, &CodeEditor::runRequested, this, &CodeCell::runRequested);
    }
    column->addLayout(header);
    column->addWidget(m_editor);
    if (isCell) {
        m_output = new OutputView(appearance, outputLines);
        m_output->hide();
        column->addWidget(m_output);
        m_footer = new QWidget;
        auto* row = new QHBoxLayout(m_footer);
        row->setContentsMargins(8, 2, 8, 2);
        m_showQueries = new QToolButton;
        m_showQueries->setText(tr("Show queries"));
        m_showQueries->setAccessibleName(tr("Show the queries of this cell"));
        m_showQueries->setCheckable(true);
        m_showAll = new QToolButton;
        m_showAll->setAutoRaise(true);
        row->addWidget(m_showQueries);
        row->addStretch(1);
        row->addWidget(m_showAll);
        m_footer->hide();
        column->addWidget(m_footer);
        m_queries = new QueryView(appearance);
        m_queries->hide();
        column->addWidget(m_queries);
        connect(m_editor, &CodeEditor::badgeClicked, this, [this](int line) {
            m_showQueries->setChecked(true);
            m_queries->selectLine(QStringLiteral("main.py"), line);
        });
        connect(m_showQueries, &QToolButton::toggled, this, [this](bool on) {
            m_queries->setVisible(on);
            m_showQueries->setText(on ? tr("Hide queries") : tr("Show queries"));
        });
        connect(m_showAll, &QToolButton::clicked, this, [this] {
            m_output->setVisibleLines(1'000'000);
            m_showAll->hide();
        });
        connect(m_queries, &QueryView::lineChosen, this, [this](const QString& file, int line) {
            if (file == QLatin1String("main.py") && line > 0) m_editor->goToLine(line);
        });
        connect(m_editor, &CodeEditor::caretLineChanged, this,
                [this](int line) { m_queries->selectLine(QStringLiteral("main.py"), line); });
    }
    connect(m_editor, &CodeEditor::edited, this, [this] {
        if (!m_running) m_summary->clear();
        updateButtons();
        Q_EMIT edited();
    });
    if (m_fold) m_editor->hide();
    connect(appearance, &Appearance::changed, this, &CodeCell::retheme);
    setRunning(false);
    retheme();
}

void CodeCell::updateButtons() {
    if (m_reset) m_reset->setEnabled(m_editor->code() != m_block.text);
}

QString CodeCell::summary() const { return m_summary->text(); }

void CodeCell::openDraft(const QString& text) {
    m_editor->openCode(text);
    updateButtons();
}

void CodeCell::setRunning(bool running) {
    m_running = running;
    if (!m_run) return;
    m_run->setText(running ? tr("Stop") : tr("Run"));
    m_run->setIcon(icon(running ? Glyph::stop : Glyph::run, m_appearance));
}

void CodeCell::runBegins() {
    setRunning(true);
    m_editor->clearResults();
    m_output->begin();
    m_output->show();
    m_summary->setText(tr("running…"));
}

void CodeCell::showRun(const models::ShownRunPtr& run) {
    setRunning(false);
    m_failed = run->failed;
    m_output->end(*run);
    m_editor->setLineCounts(run->countByLine(QStringLiteral("main.py")));
    if (run->failed && run->error.file == QLatin1String("main.py"))
        m_editor->showProblem(run->error.line, QStringLiteral("%1: %2").arg(run->error.type, run->error.message));
    m_queries->setRun(run);
    m_queries->setFixedHeight(std::min(12, 3 + m_queries->model()->rowCount()) *
                              (QFontMetrics(m_appearance->uiFont()).height() + 8));
    m_summary->setText(models::queriesText(run->queries()) + QStringLiteral(" · ") +
                       tr("%1 ms").arg(QLocale().toString(run->milliseconds, 'f', 1)) +
                       (run->failed ? QStringLiteral(" · ") + run->error.type : run->stopped ? QStringLiteral(" · ") + tr("stopped") : QString()));
    m_footer->show();
    m_showQueries->setVisible(m_queries->model()->rowCount() > 0);
    m_output->setVisibleLines(outputLines);
    const bool more = m_output->isCut();
    m_showAll->setVisible(more);
    if (more) m_showAll->setText(tr("Show all"));
    m_showAll->setAccessibleName(m_showAll->text());
    retheme();
}

models::ShownRunPtr CodeCell::run() const { return m_queries ? m_queries->model()->run() : nullptr; }

void CodeCell::resume(const QsciDocument& document, const models::ShownRunPtr& run) {
    m_editor->adopt(document);
    updateButtons();
    if (!run || !m_output) return;
    runBegins();
    m_output->append(run->output, 0);
    showRun(run);
}

void CodeCell::retheme() {
    const Theme& t = m_appearance->theme();
    QPalette muted = m_title->palette();
    muted.setColor(QPalette::WindowText, t.muted);
    m_title->setPalette(muted);
    QPalette state = m_summary->palette();
    state.setColor(QPalette::WindowText, m_failed ? t.bad : t.muted);
    m_summary->setPalette(state);
    update();
}

void CodeCell::paintEvent(QPaintEvent*) {
    const Theme& t = m_appearance->theme();
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(t.border, 1));
    p.setBrush(t.panel);
    p.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
}

} // namespace relata::gui
