#include "gui/study/welcome_page.h"

#include "gui/settings/appearance.h"
#include "gui/settings/icons.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace relata::gui {

WelcomePage::WelcomePage(Appearance* appearance, QWidget* parent)
    : QWidget(parent), m_appearance(appearance), m_column(new QWidget), m_title(label(tr("Relationships and eager loading"))),
      m_lead(label(tr("Sit down for 35 minutes. Read a little, run ordinary SQLModel programs, and see each query that they send."))),
      m_begin(new QPushButton(tr("&Begin the lesson"))) {
    m_column->setAccessibleName(tr("Welcome"));
    auto* column = new QVBoxLayout(m_column);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addSpacing(6);
    column->addWidget(m_lead);
    column->addSpacing(26);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    const auto row = [&](Glyph glyph, const QString& name, const QString& text) {
        const int at = grid->rowCount();
        auto* sign = new QLabel;
        auto* strong = label(name);
        auto* rest = label(text);
        grid->addWidget(sign, at, 0, Qt::AlignTop);
        grid->addWidget(strong, at, 1);
        grid->addWidget(rest, at + 1, 1);
        grid->setRowMinimumHeight(at + 2, 14);
        m_rows.push_back({glyph, sign, strong, rest});
    };
    row(Glyph::run, tr("Run anything"), tr("Change a program and run it again: Ctrl+Enter. Nothing can break: every run has its own database."));
    row(Glyph::note, tr("See the queries"), tr("The margin beside the code counts the queries that each line sends."));
    row(Glyph::check, tr("Check your answer"), tr("F7 tries an exercise on several sets of data and names the line that is wrong. F8 gives one hint at a time."));
    row(Glyph::done, tr("Stop when you like"), tr("What you type is kept as you type it. You go on where you stopped."));
    row(Glyph::search, tr("Find your way"), tr("Ctrl+Shift+P finds every command and page, F1 explains a name. Ctrl and + make everything bigger."));
    column->addLayout(grid);
    column->addSpacing(20);
    column->addWidget(m_begin, 0, Qt::AlignLeft);
    auto* inner = new QWidget;
    auto* down = new QVBoxLayout(inner);
    down->setContentsMargins(24, 24, 24, 24);
    down->addStretch(2);
    down->addWidget(m_column, 0, Qt::AlignHCenter);
    down->addStretch(3);
    auto* area = new QScrollArea; // large letters need more room than a small window has
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(inner);
    area->setFocusPolicy(Qt::NoFocus);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(area);
    m_begin->setDefault(true);
    connect(m_begin, &QPushButton::clicked, this, &WelcomePage::begun);
    connect(appearance, &Appearance::changed, this, &WelcomePage::retheme);
    retheme();
}

void WelcomePage::setGoingOn(const QString& title) {
    m_begin->setText(title.isEmpty() ? tr("&Begin the lesson") : tr("&Go on with “%1”").arg(QString(title).replace(QLatin1Char('&'), QStringLiteral("&&"))));
    retheme();
}

QLabel* WelcomePage::label(const QString& text) {
    auto* made = new QLabel(text);
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(true);
    return made;
}

void WelcomePage::retheme() {
    const Theme& t = m_appearance->theme();
    const QFont prose = m_appearance->proseFont();
    const QFontMetrics metrics(prose);
    const auto grey = [&t](QLabel* label) {
        QPalette p = label->palette();
        p.setColor(QPalette::WindowText, t.muted);
        label->setPalette(p);
    };
    QFont title = prose;
    title.setPointSizeF(prose.pointSizeF() * 1.85);
    title.setBold(true);
    m_title->setFont(title);
    m_lead->setFont(prose);
    grey(m_lead);
    for (const Row& row : m_rows) {
        QFont strong = prose;
        strong.setBold(true);
        row.name->setFont(strong);
        row.text->setFont(prose);
        grey(row.text);
        const int side = metrics.height();
        row.sign->setPixmap(icon(row.glyph, m_appearance).pixmap(QSize(side, side), devicePixelRatioF()));
    }
    m_begin->setFont(prose);
    m_begin->setMinimumSize(metrics.horizontalAdvance(m_begin->text()) + 48, metrics.height() + 16);
    // By hand: a layout that centres a widget does not ask for its height at that width.
    const int width = std::min(metrics.averageCharWidth() * 92, std::max(240, this->width() - 64));
    m_column->layout()->invalidate();
    m_column->setFixedSize(width, m_column->layout()->heightForWidth(width));
}

void WelcomePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    retheme();
}

} // namespace relata::gui
