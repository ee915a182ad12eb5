#include "gui/lesson/page_stack.h"

#include <QEvent>
#include <QLayout>
#include <QResizeEvent>

#include <algorithm>

namespace relata::gui {

PageStack::PageStack(int columnCharacters, QWidget* parent) : QWidget(parent), m_columnCharacters(columnCharacters) {}

void PageStack::append(QWidget* block, int gapAbove) {
    block->setParent(this);
    block->show();
    m_blocks << block;
    m_gaps << gapAbove;
}

void PageStack::clear() {
    qDeleteAll(m_blocks);
    m_blocks.clear();
    m_gaps.clear();
}

int PageStack::relayout(int width) {
    m_busy = true;
    const int column = std::min(width - 40, fontMetrics().averageCharWidth() * m_columnCharacters);
    const int x = std::max(20, (width - column) / 2);
    int y = 24;
    for (int i = 0; i < m_blocks.size(); ++i) {
        QWidget* block = m_blocks[i];
        if (block->isHidden()) continue;
        if (i > 0) y += m_gaps[i];
        const int height = block->hasHeightForWidth() ? block->heightForWidth(column)
                           : block->layout()          ? block->layout()->totalSizeHint().height()
                                                      : block->sizeHint().height();
        block->setGeometry(x, y, column, height);
        y += height;
    }
    m_busy = false;
    return y + 24;
}

bool PageStack::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest && !m_busy && width() > 0) { // a block grew
        const int height = relayout(width());
        if (height != this->height()) resize(width(), height);
        return true;
    }
    return QWidget::event(event);
}

void PageStack::resizeEvent(QResizeEvent* event) {
    if (event->oldSize().width() == event->size().width()) return;
    const int height = relayout(width());
    if (height != this->height()) resize(width(), height);
}

} // namespace relata::gui
