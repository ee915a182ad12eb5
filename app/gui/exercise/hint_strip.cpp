#include "gui/exercise/hint_strip.h"

#include "gui/settings/appearance.h"
#include "gui/settings/icons.h"

#include <QGridLayout>
#include <QPushButton>

#include <algorithm>

namespace relata::gui {

HintStrip::HintStrip(Appearance* appearance, QWidget* parent)
    : QWidget(parent), m_hint(new QPushButton), m_back(new QPushButton(tr("Hide hint"))),
      m_solution(new QPushButton(tr("Compare with the solution…"))), m_next(new QPushButton(tr("Next exercise"))) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(12, 8, 12, 8);
    grid->setSpacing(6);
    m_hint->setIcon(icon(Glyph::tip, appearance));
    m_back->setIcon(icon(Glyph::previous, appearance));
    m_back->setToolTip(tr("Take the last hint away again (Shift+F8)"));
    m_back->setAccessibleName(tr("Hide the last hint"));
    m_hint->setToolTip(tr("Show the next hint (F8)"));
    m_next->setToolTip(tr("Open the exercise that follows in the course (Ctrl+Alt+Right)"));
    grid->setSizeConstraint(QLayout::SetNoConstraint);
    arrange();
    connect(appearance, &Appearance::changed, this, &HintStrip::arrange);
    connect(m_hint, &QPushButton::clicked, this, &HintStrip::hintRequested);
    connect(m_back, &QPushButton::clicked, this, &HintStrip::backRequested);
    connect(m_solution, &QPushButton::clicked, this, &HintStrip::solutionRequested);
    connect(m_next, &QPushButton::clicked, this, &HintStrip::nextRequested);
}

QSize HintStrip::minimumSizeHint() const {
    int widest = 0;
    for (const QPushButton* button : {m_hint, m_back, m_solution, m_next}) widest = std::max(widest, button->sizeHint().width());
    const QMargins margins = layout()->contentsMargins();
    return {widest + margins.left() + margins.right(), layout()->minimumSize().height()};
}

void HintStrip::arrange() {
    auto* grid = static_cast<QGridLayout*>(layout());
    const int left = std::max(m_hint->sizeHint().width(), m_solution->sizeHint().width());
    const int right = std::max(m_back->sizeHint().width(), m_next->sizeHint().width());
    const bool narrow = left + right + grid->spacing() + grid->contentsMargins().left() + grid->contentsMargins().right() > width();
    int row = 0;
    for (const auto& [first, second] : {std::pair(m_hint, m_back), std::pair(m_solution, m_next)}) {
        grid->addWidget(first, row, 0);
        narrow ? grid->addWidget(second, ++row, 0) : grid->addWidget(second, row, 1);
        ++row;
    }
    updateGeometry();
}

void HintStrip::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void HintStrip::setHints(int shown, int all) {
    m_hint->setText(shown < all ? tr("Hint %1 of %2").arg(shown + 1).arg(all) : tr("No more hints"));
    m_hint->setAccessibleName(m_hint->text());
    m_hint->setEnabled(shown < all);
    m_hint->setVisible(all > 0);
    m_back->setVisible(shown > 0);
}

void HintStrip::setSolution(bool mayBeSeen, bool exists) {
    m_solution->setVisible(exists);
    m_solution->setEnabled(mayBeSeen);
    m_solution->setToolTip(mayBeSeen ? tr("Your answer and the solution side by side, with the queries of both (F10)")
                                     : tr("Opens once your answer has passed every check"));
}

} // namespace relata::gui
