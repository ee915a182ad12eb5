#include "gui/lesson/page_footer.h"

#include "gui/settings/icons.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>
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
        if (title.isEmpty()) return row->addStretch(1);
        auto* b = button(QString(title).replace(QLatin1Char('&'), QStringLiteral("&&")));
        b->setIcon(icon(glyph, appearance));
        b->setToolTip(tip);
        b->setAccessibleDescription(tip);
        if (by > 0)
            b->setLayoutDirection(layoutDirection() == Qt::LeftToRight
                                      ? Qt::RightToLeft
                                      : Qt::LeftToRight); // the arrow behind the words
        connect(b, &QPushButton::clicked, this, [this, by] { Q_EMIT stepped(by); });
        row->addWidget(b, 1, (by > 0 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute); // what stands between them is in the middle
    };
    way(ways.previous, Glyph::previous, -1, tr("Previous page (Alt+Left)"));
    m_done = button({});
    connect(m_done, &QPushButton::clicked, this, &PageFooter::doneRequested);
    setDone(ways.done);
    row->addWidget(m_done);
    way(ways.next, Glyph::next, 1, tr("Next page (Alt+Right)"));
}

void PageFooter::setDone(bool done) {
    m_done->setText(done ? tr("Done (take back)") : tr("Mark as done"));
    m_done->setAccessibleName(m_done->text());
    m_done->setIcon(icon(done ? Glyph::done : Glyph::todo, m_appearance));
    m_done->setToolTip(done ? tr("Say that this page is not done after all (Ctrl+D)") : tr("Say that you know what this page tells (Ctrl+D)"));
}

QPushButton* PageFooter::button(const QString& text) {
    auto* made = new QPushButton(text);
    made->setAccessibleName(text);
    return made;
}

} // namespace relata::gui
