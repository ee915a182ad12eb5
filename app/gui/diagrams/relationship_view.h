// RelationshipView: the diagram of a run's tables, the same as a table, and what makes a relationship follow another key.
#pragma once

#include "models/relationship_links.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace relata::gui {

class Appearance;
class RelationshipDiagram;

class RelationshipView : public QWidget {
    Q_OBJECT
  public:
    using Files = std::function<QMap<QString, QString>()>;
    explicit RelationshipView(Appearance* appearance, QWidget* parent = nullptr);
    void setProgram(Files files) { m_files = std::move(files); }
    void setRun(models::ShownRunPtr run);
    models::RelationshipLinksModel* model() const { return m_model; }
    RelationshipDiagram* diagram() const { return m_diagram; }
    /// Makes the relationships of a link follow the foreign key `column` of the same table. Where the table refers to
    /// itself and `column` is what it refers to: says with remote_side which of them is the many-to-one.
    void relink(int link, const QString& column);

  Q_SIGNALS:
    /// The new text of a file; one step that can be undone.
    void rewritten(const QString& file, const QString& text);

  private:
    void chosen(int link);
    void setRemoteSide(const models::ForeignKeyLink& link);
    void write(const QMap<QString, QString>& changed);

    models::RelationshipLinksModel* m_model;
    RelationshipDiagram* m_diagram;
    QTableView* m_table;
    QLabel* m_summary;
    QComboBox* m_keys;
    QPushButton* m_apply;
    Files m_files;          ///< those that may be written
    bool m_canWrite = false;
};

} // namespace relata::gui
