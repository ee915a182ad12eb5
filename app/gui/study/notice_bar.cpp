#include "gui/study/notice_bar.h"

#include "gui/settings/appearance.h"
#include "gui/settings/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace relata::gui {

NoticeBar::NoticeBar(Appearance* appearance, QWidget* parent) : QFrame(parent), m_text(new QLabel) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 8, 6);
    auto* sign = new QLabel;
    auto* close = new QToolButton;
    close->setAutoRaise(true);
    close->setIcon(icon(Glyph::close, appearance));
    close->setToolTip(tr("Close this notice"));
    close->setAccessibleName(close->toolTip());
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(sign);
    row->addWidget(m_text, 1);
    row->addWidget(close);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    const auto retheme = [this, sign, appearance] {
        QPalette p = palette();
        p.setColor(QPalette::Window, appearance->theme().warnFill);
        p.setColor(QPalette::WindowText, appearance->theme().text);
        setPalette(p);
        sign->setPixmap(icon(Glyph::warning, appearance).pixmap(16, 16));
    };
    setAutoFillBackground(true);
    connect(appearance, &Appearance::changed, this, retheme);
    retheme();
    hide();
}

void NoticeBar::tell(const QString& text) {
    m_text->setText(text);
    setAccessibleName(text);
    setVisible(!text.isEmpty());
}

QString NoticeBar::text() const { return m_text->text(); }

} // namespace relata::gui
