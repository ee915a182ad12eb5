#include "gui/diagrams/relationship_view.h"

#include "gui/diagrams/relationship_diagram.h"
#include "gui/settings/appearance.h"
#include "models/relationship_rewrite.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace relata::gui {

RelationshipView::RelationshipView(Appearance* appearance, QWidget* parent)
    : QWidget(parent), m_model(new models::RelationshipLinksModel(this)),
      m_diagram(new RelationshipDiagram(appearance, m_model)), m_table(new QTableView), m_summary(new QLabel),
      m_keys(new QComboBox), m_apply(new QPushButton(tr("Follow"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->setContentsMargins(8, 4, 8, 4);
    m_summary->setWordWrap(true);
    QSizePolicy asWideAsThereIsRoom(QSizePolicy::Ignored, QSizePolicy::Preferred);
    asWideAsThereIsRoom.setHeightForWidth(true);
    m_summary->setSizePolicy(asWideAsThereIsRoom);
    row->addWidget(m_summary, 1);
    auto* label = new QLabel(tr("Other &key"));
    label->setBuddy(m_keys);
    m_keys->setAccessibleName(tr("Foreign key to follow instead"));
    m_keys->setToolTip(tr("Foreign keys that the chosen relationships could follow instead"));
    m_keys->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_keys->setMinimumWidth(110);
    m_apply->setToolTip(tr("Write foreign_keys or remote_side into the program; the same as dragging the wire. Can be undone."));
    row->addWidget(label);
    row->addWidget(m_keys);
    row->addWidget(m_apply);
    column->addLayout(row);
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_diagram);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Diagram of the relationships"));
    scroll->setBackgroundRole(QPalette::Window);
    auto* split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(scroll);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Foreign keys and the relationships that follow them"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents); // all names, however narrow the column
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setAccessibleName(tr("Columns"));
    split->addWidget(m_table);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setSizes({600, 420});
    column->addWidget(split, 1);
    connect(m_diagram, &RelationshipDiagram::linkChosen, m_table, &QTableView::selectRow);
    connect(m_diagram, &RelationshipDiagram::relinkRequested, this, &RelationshipView::relink);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& at) { chosen(at.row()); });
    connect(m_apply, &QPushButton::clicked, this, [this] { relink(m_table->currentIndex().row(), m_keys->currentData().toString()); });
    setRun({});
}

void RelationshipView::setRun(models::ShownRunPtr run) {
    m_model->setRun(std::move(run));
    m_table->resizeColumnsToContents();
    int undecided = 0, loops = 0;
    for (const auto& link : m_model->links()) loops += link.table == link.targetTable;
    for (const auto& link : m_model->links()) undecided += link.relationships.isEmpty() && !link.undecided.isEmpty();
    m_canWrite = m_files && std::ranges::any_of(m_files(), [](const QString& text) { return text.contains(QLatin1String("Relationship(")); });
    m_summary->setText(!m_model->run()              ? tr("Shows which foreign key each relationship follows.")
                       : m_model->links().empty()   ? tr("The tables have no foreign key.")
                       : !m_canWrite                ? tr("Which foreign key each relationship follows. These models are read only.")
                       : undecided > 0              ? tr("Dashed: nothing says which key these relationships follow. Drag a wire to the key it should follow.")
                                                    : loops > 0                  ? tr("Drag a wire to the foreign key it should follow, or a loop to the primary key to write remote_side.")
                                                    : tr("Drag a wire to the foreign key that it should follow."));
    m_summary->setToolTip(m_summary->text());
    chosen(-1);
}

void RelationshipView::chosen(int link) {
    m_diagram->highlight(link);
    m_keys->clear();
    if (m_canWrite && link >= 0 && link < int(m_model->links().size())) {
        const auto& at = m_model->links()[size_t(link)];
        if (at.relationships.isEmpty() && !at.undecided.isEmpty()) m_keys->addItem(at.column, at.column);
        for (const auto& other : models::alternatives(m_model->links(), at)) m_keys->addItem(other.column, other.column);
        if (at.table == at.targetTable) m_keys->addItem(tr("%1 as remote_side").arg(at.targetColumn), at.targetColumn);
    }
    m_keys->setPlaceholderText(!m_canWrite ? tr("read only") : link < 0 ? tr("choose a relationship") : tr("there is no other"));
    m_keys->setEnabled(m_keys->count() > 0);
    m_apply->setEnabled(m_keys->count() > 0);
}

void RelationshipView::relink(int link, const QString& column) {
    if (link < 0 || link >= int(m_model->links().size()) || column.isEmpty() || !m_files) return;
    const models::ForeignKeyLink at = m_model->links()[size_t(link)];
    if (at.table == at.targetTable && column == at.targetColumn) return setRemoteSide(at);
    const models::ShownRunPtr run = m_model->run();
    const QString owner = models::entityOfTable(*run, at.table), key = owner + QLatin1Char('.') + column;
    QStringList names = at.relationships;
    if (names.isEmpty()) { // of several that could follow it: the pair that begins at the first
        for (const QString& name : at.undecided)
            if (name.startsWith(owner + QLatin1Char('.'))) {
                const QString stem = QString(column).remove(QStringLiteral("_id"));
                if (names.isEmpty() || name.section(QLatin1Char('.'), 1) == stem) names = {name};
            }
        if (names.isEmpty()) names = at.undecided.mid(0, 1);
    }
    if (at.relationships.isEmpty()) { // its other side follows the same key
        const QString name = names.value(0).section(QLatin1Char('.'), 1);
        for (const models::ShownEntity& e : run->entities)
            for (const models::ShownRelationship& r : e.relationships)
                if (e.name == owner && r.name == name && !r.backPopulates.isEmpty() && !r.target.isEmpty())
                    names << r.target + QLatin1Char('.') + r.backPopulates;
    }
    const QMap<QString, QString> files = m_files();
    QMap<QString, QString> changed;
    for (const QString& name : names)
        for (auto it = files.cbegin(); it != files.cend(); ++it) {
            const auto text = models::rewriteRelationship(changed.value(it.key(), *it), name.section(QLatin1Char('.'), 0, 0),
                                                          name.section(QLatin1Char('.'), 1), QStringLiteral("foreign_keys"), key);
            if (!text) continue;
            changed[it.key()] = *text;
            break;
        }
    write(changed);
}

/// Of the relationships between a table and itself only the one that is no collection has a remote side.
void RelationshipView::setRemoteSide(const models::ForeignKeyLink& link) {
    const QString owner = models::entityOfTable(*m_model->run(), link.table);
    const QMap<QString, QString> files = m_files();
    QMap<QString, QString> changed;
    for (const QString& name : link.relationships.isEmpty() ? link.undecided : link.relationships)
        for (auto it = files.cbegin(); it != files.cend(); ++it) {
            const QString entity = name.section(QLatin1Char('.'), 0, 0), relationship = name.section(QLatin1Char('.'), 1);
            const QString source = changed.value(it.key(), *it);
            if (models::isCollection(source, entity, relationship).value_or(true)) continue;
            if (const auto text = models::rewriteRelationship(source, entity, relationship, QStringLiteral("remote_side"),
                                                              owner + QLatin1Char('.') + link.targetColumn))
                changed[it.key()] = *text;
        }
    write(changed);
}

void RelationshipView::write(const QMap<QString, QString>& changed) {
    if (changed.isEmpty()) m_summary->setText(tr("The program has no Relationship() to write this into."));
    for (auto it = changed.cbegin(); it != changed.cend(); ++it) Q_EMIT rewritten(it.key(), *it);
}

} // namespace relata::gui
