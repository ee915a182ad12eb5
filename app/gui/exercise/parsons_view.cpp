#include "gui/exercise/parsons_view.h"

#include "gui/settings/appearance.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>

#include <algorithm>

namespace relata::gui {

namespace {

const QString mark = QStringLiteral("#: ");
bool isPiece(const QString& line) { return line.trimmed().startsWith(mark); }
QString pieceOf(const QString& line) { return line.mid(line.indexOf(mark) + mark.size()); }

} // namespace

ParsonsView::ParsonsView(Appearance* appearance, QWidget* parent)
    : QWidget(parent), m_pieces(new QListWidget), m_lines(new QListWidget) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(8, 4, 8, 8);
    auto* left = new QLabel(tr("Lines to &choose from"));
    auto* right = new QLabel(tr("Your &program"));
    left->setBuddy(m_pieces);
    right->setBuddy(m_lines);
    m_pieces->setAccessibleName(tr("Lines to choose from"));
    m_lines->setAccessibleName(tr("Your program"));
    m_pieces->setToolTip(tr("Enter or a double click takes the line over"));
    m_lines->setToolTip(tr("Alt+Up and Alt+Down move the line, Right and Left indent it, Delete puts it back"));
    m_lines->setDragDropMode(QAbstractItemView::InternalMove);
    m_lines->setDefaultDropAction(Qt::MoveAction);
    grid->addWidget(left, 0, 0);
    grid->addWidget(right, 0, 1);
    grid->addWidget(m_pieces, 1, 0);
    grid->addWidget(m_lines, 1, 1);
    auto* row = new QHBoxLayout;
    const auto button = [&](const QString& name, const QString& tip, auto&& action) {
        auto* b = new QPushButton(name);
        b->setToolTip(tip);
        b->setAccessibleName(tip);
        connect(b, &QPushButton::clicked, this, action);
        row->addWidget(b);
    };
    auto* take = new QPushButton(tr("Take over"));
    take->setToolTip(tr("The chosen line goes to the end of the program (Enter)"));
    connect(take, &QPushButton::clicked, this, &ParsonsView::choose);
    row->addWidget(take);
    row->addStretch(1);
    button(tr("Up"), tr("Move the line up (Alt+Up)"), [this] { move(-1); });
    button(tr("Down"), tr("Move the line down (Alt+Down)"), [this] { move(1); });
    button(tr("Indent less"), tr("Indent the line less (Left)"), [this] { indent(-1); });
    button(tr("Indent more"), tr("Indent the line more (Right)"), [this] { indent(1); });
    button(tr("Put back"), tr("Put the line back (Delete)"), [this] { putBack(); });
    grid->addLayout(row, 2, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    m_pieces->installEventFilter(this);
    m_lines->installEventFilter(this);
    connect(m_pieces, &QListWidget::itemDoubleClicked, this, &ParsonsView::choose);
    connect(m_lines->model(), &QAbstractItemModel::rowsMoved, this, &ParsonsView::changed);
    const auto retheme = [this, appearance] {
        m_pieces->setFont(appearance->codeFont());
        m_lines->setFont(appearance->codeFont());
    };
    connect(appearance, &Appearance::changed, this, retheme);
    retheme();
}

void ParsonsView::open(const QString& starter, const QString& answer) {
    m_opening = true;
    m_pieces->clear();
    m_lines->clear();
    m_before.clear();
    m_after.clear();
    QStringList pieces, around;
    for (const QString& line : starter.split(QLatin1Char('\n'))) {
        if (isPiece(line)) {
            pieces << pieceOf(line);
            continue;
        }
        (pieces.isEmpty() ? m_before : m_after) << line;
        around << line.trimmed();
    }
    // Lines of the answer that are pieces, in their order, are the program; what is left can still be chosen.
    QStringList left = pieces;
    for (const QString& line : answer.split(QLatin1Char('\n'))) {
        const QString plain = line.trimmed();
        if (plain.isEmpty() || plain.startsWith(QLatin1Char('#')) || around.contains(plain)) continue;
        for (qsizetype i = 0; i < left.size(); ++i)
            if (left[i].trimmed() == plain) {
                left.removeAt(i);
                m_lines->addItem(line);
                break;
            }
    }
    m_pieces->addItems(left);
    if (m_pieces->count() > 0) m_pieces->setCurrentRow(0);
    m_opening = false;
}

QString ParsonsView::program() const {
    QStringList all = m_before;
    for (int i = 0; i < m_lines->count(); ++i) all << m_lines->item(i)->text();
    for (int i = 0; i < m_pieces->count(); ++i) all << QStringLiteral("    ") + mark + m_pieces->item(i)->text();
    all += m_after;
    return all.join(QLatin1Char('\n'));
}

void ParsonsView::changed() {
    if (!m_opening) Q_EMIT arranged(program());
}

void ParsonsView::choose() {
    if (m_pieces->currentRow() < 0) return;
    QListWidgetItem* item = m_pieces->takeItem(m_pieces->currentRow());
    m_lines->addItem(item);
    m_lines->setCurrentItem(item);
    changed();
}

void ParsonsView::putBack() {
    if (m_lines->currentRow() < 0) return;
    m_pieces->addItem(m_lines->takeItem(m_lines->currentRow()));
    changed();
}

void ParsonsView::move(int by) {
    const int from = m_lines->currentRow(), to = from + by;
    if (from < 0 || to < 0 || to >= m_lines->count()) return;
    QListWidgetItem* item = m_lines->takeItem(from);
    m_lines->insertItem(to, item);
    m_lines->setCurrentItem(item);
    changed();
}

void ParsonsView::indent(int steps) {
    QListWidgetItem* item = m_lines->currentItem();
    if (!item) return;
    const QString plain = item->text().trimmed();
    const auto blanks = item->text().size() - QString(item->text()).replace(QRegularExpression(QStringLiteral("^\\s+")), {}).size();
    item->setText(QString(std::clamp<qsizetype>(blanks + 4 * steps, 0, 40), QLatin1Char(' ')) + plain);
    changed();
}

bool ParsonsView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (watched == m_pieces && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) return choose(), true;
        if (watched == m_lines) {
            const bool alt = key->modifiers() & Qt::AltModifier;
            if (alt && key->key() == Qt::Key_Up) return move(-1), true;
            if (alt && key->key() == Qt::Key_Down) return move(1), true;
            if (!alt && key->key() == Qt::Key_Right) return indent(1), true;
            if (!alt && key->key() == Qt::Key_Left) return indent(-1), true;
            if (key->key() == Qt::Key_Delete) return putBack(), true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace relata::gui
