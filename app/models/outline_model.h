// OutlineModel: the course as a tree: lessons, their sections, and below a section the exercises that it leads to.
#pragma once

#include "models/study_store.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace relata::course {
struct Lesson;
struct Exercise;
} // namespace relata::course

namespace relata::models {

class OutlineModel : public QAbstractItemModel {
    Q_OBJECT
  public:
    enum class Kind { lesson, section, exercise };
    enum Role { PageRole = Qt::UserRole, KindRole, ProgressRole };

    explicit OutlineModel(QObject* parent = nullptr);
    ~OutlineModel() override;

    /// Page names are "lesson/section" for a section and "exercise:id" for an exercise.
    void setCourse(const std::vector<course::Lesson>& lessons, const std::vector<course::Exercise>& exercises,
                   const StudyStore& store);
    void setProgress(const QString& page, Progress progress);
    void takeBackDone(const QString& page); ///< the page is begun
    QModelIndex find(const QString& page) const;
    int pageCount() const;
    int doneCount() const;
    /// The pages in reading order.
    QStringList pages() const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

  private:
    struct Node;
    Node* nodeAt(const QModelIndex& index) const;
    template <class F> void visit(Node& from, F&& use) const;

    std::unique_ptr<Node> m_root;
};

QString sectionPage(const QString& lesson, const QString& section);
QString exercisePage(const QString& exercise);

} // namespace relata::models
