#include "models/outline_model.h"

#include "course/exercise.h"
#include "course/lesson.h"

#include <set>

namespace relata::models {

struct OutlineModel::Node {
    Kind kind = Kind::lesson;
    QString title, page;
    Progress progress = Progress::untouched;
    Node* parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<Node>> children;

    Node* add(Kind childKind, const QString& childTitle, const QString& childPage, const StudyStore& store) {
        auto child = std::make_unique<Node>();
        child->kind = childKind;
        child->title = childTitle;
        child->page = childPage;
        child->progress = store.progress(childPage);
        child->parent = this;
        child->row = int(children.size());
        children.push_back(std::move(child));
        return children.back().get();
    }
};

QString sectionPage(const QString& lesson, const QString& section) { return lesson + QLatin1Char('/') + section; }
QString exercisePage(const QString& exercise) { return QStringLiteral("exercise:") + exercise; }

OutlineModel::OutlineModel(QObject* parent) : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}
OutlineModel::~OutlineModel() = default;

template <class F> void OutlineModel::visit(Node& from, F&& use) const {
    for (const auto& child : from.children) {
        use(*child);
        visit(*child, use);
    }
}

void OutlineModel::setCourse(const std::vector<course::Lesson>& lessons, const std::vector<course::Exercise>& exercises,
                             const StudyStore& store) {
    beginResetModel();
    m_root = std::make_unique<Node>();
    std::set<std::string> placed;
    const auto addExercise = [&](Node& under, const course::Exercise& exercise) {
        if (!placed.insert(exercise.id).second) return;
        under.add(Kind::exercise, QString::fromStdString(exercise.title),
                  exercisePage(QString::fromStdString(exercise.id)), store);
    };
    for (const course::Lesson& lesson : lessons) {
        const QString lessonId = QString::fromStdString(lesson.id);
        Node* top = m_root->add(Kind::lesson, QString::fromStdString(lesson.title), {}, store);
        for (const course::Section& section : lesson.sections) {
            Node* place = top->add(Kind::section, QString::fromStdString(section.title),
                                   sectionPage(lessonId, QString::fromStdString(section.id)), store);
            for (const std::string& id : section.exercises)
                for (const course::Exercise& exercise : exercises)
                    if (exercise.id == id) addExercise(*place, exercise);
        }
        // An exercise may name a section that does not list it, or one that is not written yet.
        for (const course::Exercise& exercise : exercises)
            if (exercise.lesson == lesson.id) addExercise(*top, exercise);
    }
    for (const course::Exercise& exercise : exercises)
        addExercise(*m_root, exercise);
    endResetModel();
}

OutlineModel::Node* OutlineModel::nodeAt(const QModelIndex& index) const {
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : m_root.get();
}

QModelIndex OutlineModel::find(const QString& page) const {
    QModelIndex found;
    visit(*m_root, [&](Node& node) {
        if (!page.isEmpty() && node.page == page) found = createIndex(node.row, 0, &node);
    });
    return found;
}

void OutlineModel::setProgress(const QString& page, Progress progress) {
    const QModelIndex at = find(page);
    if (!at.isValid() || nodeAt(at)->progress >= progress) return;
    nodeAt(at)->progress = progress;
    Q_EMIT dataChanged(at, at);
}

void OutlineModel::takeBackDone(const QString& page) {
    const QModelIndex at = find(page);
    if (!at.isValid()) return;
    nodeAt(at)->progress = Progress::started;
    Q_EMIT dataChanged(at, at);
}

int OutlineModel::pageCount() const { return int(pages().size()); }

int OutlineModel::doneCount() const {
    int n = 0;
    visit(*m_root, [&n](Node& node) { n += !node.page.isEmpty() && node.progress == Progress::done; });
    return n;
}

QStringList OutlineModel::pages() const {
    QStringList all;
    visit(*m_root, [&all](Node& node) {
        if (!node.page.isEmpty()) all << node.page;
    });
    return all;
}

QModelIndex OutlineModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, nodeAt(parent)->children[size_t(row)].get());
}

QModelIndex OutlineModel::parent(const QModelIndex& child) const {
    if (!child.isValid()) return {};
    Node* up = nodeAt(child)->parent;
    return up == m_root.get() ? QModelIndex() : createIndex(up->row, 0, up);
}

int OutlineModel::rowCount(const QModelIndex& parent) const { return int(nodeAt(parent)->children.size()); }
int OutlineModel::columnCount(const QModelIndex&) const { return 1; }

QVariant OutlineModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Node& node = *nodeAt(index);
    switch (role) {
    case Qt::DisplayRole: return node.title;
    case Qt::ToolTipRole: return node.title;
    case Qt::AccessibleTextRole:
        if (node.kind == Kind::lesson) return node.title;
        return QStringLiteral("%1, %2, %3")
            .arg(node.title, node.kind == Kind::exercise ? tr("exercise") : tr("section"),
                 node.progress == Progress::done      ? tr("done")
                 : node.progress == Progress::started ? tr("started")
                                                      : tr("not started"));
    case PageRole: return node.page;
    case KindRole: return int(node.kind);
    case ProgressRole: return int(node.progress);
    default: return {};
    }
}

} // namespace relata::models
