#include "gui/lesson/page_footer.h"

#include "gui/settings/icons.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace relata::gui {

PageFooter::PageFooter(Appearance* appearance, const Ways& ways, QWidget* parent)
    : QWidget(parent), m_appearance(appearance) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(12);
    auto* rule = new QFrame;
    rule->setFrameShape(QFrame::HLine);
    rule->setFrameShadow(QFrame::Plain);
    rule->setForegroundRole(QPalette::Mid);
    column->addWidget(rule);
    auto* row = new QHBoxLayout;
    column->addLayout(row);
    const auto way = [&](const QString& title, Glyph glyph, int by, const QString& tip) {
        if (title.isEmpty()) return;
        auto* b = button(QString(title).replace(QLatin1Char('&'), QStringLiteral("&&")));
        b->setIcon(icon(glyph, appearance));
        b->setToolTip(tip);
        b->setAccessibleDescription(tip);
        if (by > 0)
            b->setLayoutDirection(layoutDirection() == Qt::LeftToRight
                                      ? Qt::RightToLeft
                                      : Qt::LeftToRight); // the arrow behind the words
        connect(b, &QToolButton::clicked, this, [this, by] { Q_EMIT stepped(by); });
        row->addWidget(b);
    };
    way(ways.previous, Glyph::previous, -1, tr("Previous page (Alt+Left)"));
    row->addStretch(1);
    m_done = button({});
    m_done->setToolTip(tr("Say that you know what this page tells (Ctrl+D)"));
    connect(m_done, &QToolButton::clicked, this, &PageFooter::doneRequested);
    setDone(ways.done);
    row->addWidget(m_done);
    row->addStretch(1);
    way(ways.next, Glyph::next, 1, tr("Next page (Alt+Right)"));
}

void PageFooter::setDone(bool done) {
    m_done->setText(done ? tr("Done") : tr("Mark as done"));
    m_done->setAccessibleName(m_done->text());
    m_done->setIcon(icon(done ? Glyph::done : Glyph::todo, m_appearance));
    m_done->setEnabled(!done);
}

QToolButton* PageFooter::button(const QString& text) {
    auto* made = new QToolButton;
    made->setText(text);
    made->setAccessibleName(text);
    made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    made->setFocusPolicy(Qt::StrongFocus);
    return made;
}

} // namespace relata::gui
