// CheckView: the checks of an exercise with their verdicts, the passed ones too: what was expected, what was measured.
#pragma once

#include "models/check_list_model.h"

#include <QWidget>

class QLabel;
class QListView;

namespace relata::gui {

class Appearance;

class CheckView : public QWidget {
    Q_OBJECT
  public:
    explicit CheckView(Appearance* appearance, QWidget* parent = nullptr);
    models::CheckListModel* model() const { return m_model; }
    void setSummary(const QString& text);
    QString summary() const;

  Q_SIGNALS:
    void lineChosen(const QString& file, int line);
    void lineEntered(const QString& file, int line); ///< and wants to go there

  private:
    models::CheckListModel* m_model;
    QListView* m_list;
    QLabel* m_summary;
};

} // namespace relata::gui
