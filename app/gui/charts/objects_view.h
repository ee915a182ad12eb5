// ObjectsView: what the program's sessions held, with a slider over the moments of the run.
#pragma once

#include "models/objects_model.h"

#include <QWidget>

class QBoxLayout;
class QLabel;
class QSlider;
class QTableView;
class QToolButton;

namespace relata::gui {

class Appearance;
class ObjectTiles;

class ObjectsView : public QWidget {
    Q_OBJECT
  public:
    explicit ObjectsView(Appearance* appearance, QWidget* parent = nullptr);
    void setRun(const models::ShownRunPtr& run);
    models::ObjectsModel* model() const { return m_model; }
    QLabel* moment() const { return m_moment; }
    QLabel* meaning() const { return m_meaning; }
    QSlider* slider() const { return m_slider; }
    QTableView* table() const { return m_table; }
    ObjectTiles* tiles() const { return m_tiles; }

  Q_SIGNALS:
    void lineChosen(const QString& file, int line);

  private:
    void resizeEvent(QResizeEvent* event) override;
    void show(int moment);
    void tellMoment();
    void tellMeaning();
    void arrangeBar();
    void fitColumns();

    Appearance* m_appearance;
    models::ObjectsModel* m_model;
    QBoxLayout* m_bar; ///< the slider, and the moment beside or below it
    QLabel *m_summary, *m_moment, *m_meaning;
    QSlider* m_slider;
    QToolButton *m_back, *m_forth;
    QTableView* m_table;
    ObjectTiles* m_tiles;
};

} // namespace relata::gui
