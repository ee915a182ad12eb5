#include "gui/exercise/run_bar.h"

#include "gui/settings/appearance.h"
#include "gui/settings/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QToolButton>

namespace relata::gui {

RunBar::RunBar(Appearance* appearance, QWidget* parent) : QWidget(parent), m_sizeLabel(new QLabel(tr("&N ="))), m_size(new QSpinBox) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 5, 8, 5);
    row->setSpacing(4);
    m_run = addButton(appearance, Glyph::run, tr("Run"), tr("Run the program (F5)"));
    m_stop = addButton(appearance, Glyph::stop, tr("Stop"), tr("Stop what is running (Shift+F5)"));
    m_check = addButton(appearance, Glyph::check, tr("Check"), tr("Check the answer (F7)"));
    m_reset = addButton(appearance, Glyph::reset, tr("Reset"),
                        tr("Put the files back as they were handed out; can be undone"));
    row->addStretch(1);
    m_size->setRange(1, 1000);
    m_size->setAccessibleName(tr("N, the size of the data to run with"));
    m_size->setToolTip(tr("The size of the data for Run: the larger N, the more rows there are"));
    if (auto* inner = m_size->findChild<QWidget*>(QStringLiteral("qt_spinbox_lineedit")))
        inner->setAccessibleName(m_size->accessibleName());
    m_sizeLabel->setBuddy(m_size);
    row->addWidget(m_sizeLabel);
    row->addWidget(m_size);
    row->setSizeConstraint(QLayout::SetNoConstraint);
    connect(appearance, &Appearance::changed, this, &RunBar::fitWords);
    connect(m_run, &QToolButton::clicked, this, &RunBar::runRequested);
    connect(m_stop, &QToolButton::clicked, this, &RunBar::stopRequested);
    connect(m_check, &QToolButton::clicked, this, &RunBar::checkRequested);
    connect(m_reset, &QToolButton::clicked, this, &RunBar::resetRequested);
}

QToolButton* RunBar::addButton(Appearance* appearance, Glyph glyph, const QString& name, const QString& tip) {
    auto* button = new QToolButton;
    button->setText(name);
    button->setIcon(icon(glyph, appearance));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setToolTip(tip);
    button->setAccessibleName(name);
    button->setAccessibleDescription(tip);
    button->setFocusPolicy(Qt::StrongFocus);
    layout()->addWidget(button);
    return button;
}

QSize RunBar::minimumSizeHint() const {
    const QMargins margins = layout()->contentsMargins();
    int width = margins.left() + margins.right();
    for (const QToolButton* button : {m_run, m_stop, m_check, m_reset}) width += button->iconSize().width() + 16 + layout()->spacing();
    width += m_sizeLabel->sizeHint().width() + m_size->minimumSizeHint().width() + 2 * layout()->spacing();
    return {width, layout()->minimumSize().height()};
}

void RunBar::fitWords() {
    const auto show = [](std::initializer_list<QToolButton*> buttons, Qt::ToolButtonStyle style) {
        for (QToolButton* button : buttons) button->setToolButtonStyle(style);
    };
    show({m_run, m_stop, m_check, m_reset}, Qt::ToolButtonTextBesideIcon);
    for (const auto& less : {std::initializer_list<QToolButton*>{m_stop, m_reset}, std::initializer_list<QToolButton*>{m_run, m_check}}) {
        layout()->invalidate();
        if (layout()->sizeHint().width() <= width()) break;
        show(less, Qt::ToolButtonIconOnly);
    }
    updateGeometry();
}

void RunBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitWords();
}

int RunBar::size() const {
    return m_size->value();
}
void RunBar::setSize(int size) {
    m_size->setValue(size);
}

void RunBar::setState(const State& state) {
    m_run->setEnabled(state.canRun);
    m_stop->setEnabled(state.busy);
    m_check->setEnabled(state.canCheck && !state.busy);
}

} // namespace relata::gui
