#include "models/objects_model.h"

#include <QLocale>

#include <algorithm>

namespace relata::models {

using Change = ShownObjectChange;

namespace {

QString stateWord(const Change& c) {
    switch (c.state) {
    case Change::State::transient:
        return ObjectsModel::tr("transient");
    case Change::State::pending:
        return ObjectsModel::tr("pending");
    case Change::State::persistent:
        return c.expired    ? ObjectsModel::tr("persistent, expired")
               : c.modified ? ObjectsModel::tr("persistent, changed")
                            : ObjectsModel::tr("persistent");
    case Change::State::deleted:
        return ObjectsModel::tr("deleted");
    case Change::State::detached:
        return c.expired ? ObjectsModel::tr("detached, expired") : ObjectsModel::tr("detached");
    case Change::State::gone:
        return ObjectsModel::tr("gone");
    }
    return {};
}

QString meaning(const Change& c) {
    switch (c.state) {
    case Change::State::transient:
        return ObjectsModel::tr("in no session and no row of the database");
    case Change::State::pending:
        return ObjectsModel::tr("added: the next flush inserts its row");
    case Change::State::persistent:
        if (c.expired) return ObjectsModel::tr("its values are out of date: the next read sends a query");
        return c.modified ? ObjectsModel::tr("changed: the next flush updates its row")
                          : ObjectsModel::tr("stands for its row: asked for again, the session gives this same object");
    case Change::State::deleted:
        return ObjectsModel::tr("its row is deleted; it leaves the session with the commit");
    case Change::State::detached:
        return c.expired ? ObjectsModel::tr("its session is closed and nothing is loaded: reading it raises "
                                            "DetachedInstanceError")
                         : ObjectsModel::tr("its session is closed: what is loaded can be read, anything "
                                            "else raises DetachedInstanceError");
    case Change::State::gone:
        return ObjectsModel::tr("nothing refers to it any more: Python has freed it");
    }
    return {};
}

} // namespace

void ObjectsModel::setRun(ShownRunPtr run) {
    beginResetModel();
    m_run = std::move(run);
    findMoments();
    m_sessions.clear(); // numbered as the program's own lines use them: the preparation has one too
    if (m_run)
        for (const Change& c : m_run->objectChanges)
            if (c.session && !m_run->setup.contains(c.file) && !m_sessions.contains(c.session)) m_sessions.insert(c.session, int(m_sessions.size()) + 1);
    m_moment = int(m_moments.size()) - 1;
    replay();
    // What is freed as the program's functions end says nothing: show what they worked with.
    constexpr int furthest = 50;
    for (int back = 0;
         back < furthest && m_moment > 0 &&
         std::ranges::all_of(m_entries, [](const Entry& e) { return e.now.state == Change::State::gone; });
         ++back) {
        --m_moment;
        replay();
    }
    endResetModel();
}

void ObjectsModel::setMoment(int moment) {
    moment = std::clamp(moment, -1, int(m_moments.size()) - 1);
    if (moment == m_moment) return;
    beginResetModel();
    m_moment = moment;
    replay();
    endResetModel();
}

void ObjectsModel::findMoments() {
    m_moments.clear();
    if (!m_run) return;
    const auto& changes = m_run->objectChanges;
    size_t at = 0;
    const auto take = [&](double until) {
        for (; at < changes.size() && changes[at].at < until; ++at) {
            // What happens outside the learner's files has no line to show; before their first it is preparation.
            const bool own = !m_run->setup.contains(changes[at].file);
            if (!own && m_moments.empty()) continue;
            const QString file = own ? changes[at].file : QString();
            const int line = own ? changes[at].line : 0;
            const bool frees = changes[at].state == Change::State::gone;
            const bool same = !m_moments.empty() && m_moments.back().line == line && m_moments.back().file == file &&
                              m_moments.back().frees == frees;
            if (!same) m_moments.push_back({-1, file, line, at, at, frees});
            m_moments.back().end = at + 1;
        }
    };
    for (size_t i = 0; i < m_run->statements.size(); ++i) {
        const ShownStatement& s = m_run->statements[i];
        take(s.start);
        if (m_run->setup.contains(s.file)) continue;
        const bool ends = s.sql == QLatin1String("COMMIT") || s.sql == QLatin1String("ROLLBACK");
        if (ends || m_run->counts(s)) m_moments.push_back({qsizetype(i), s.file, s.line, at, at, false});
    }
    take(1e300);
}

void ObjectsModel::replay() {
    m_entries.clear();
    if (!m_run || m_moment < 0) return;
    const Moment& moment = m_moments[size_t(m_moment)];
    std::vector<qsizetype> place(m_run->objects.size(), -1);
    for (size_t i = 0; i < moment.end; ++i) {
        const Change& c = m_run->objectChanges[i];
        qsizetype& index = place[size_t(c.object)];
        if (index < 0) {
            if (m_run->setup.contains(c.file)) continue; // the preparation's own objects
            index = qsizetype(m_entries.size());
            m_entries.push_back({c.object, c, false, i >= moment.begin});
        }
        m_entries[size_t(index)].now = c;
        m_entries[size_t(index)].changed = i >= moment.begin;
    }
    std::erase_if(m_entries, [](const Entry& e) { return e.now.state == Change::State::gone && !e.changed; });
    std::ranges::stable_sort(m_entries, {},
                             [this](const Entry& e) { return m_run->objects[size_t(e.object)].entity; });
}

QString ObjectsModel::momentText() const {
    if (m_moment < 0) return {};
    const Moment& moment = m_moments[size_t(m_moment)];
    int came = 0, expired = 0, left = 0, gone = 0, flushed = 0, changed = 0;
    for (const Entry& e : m_entries) {
        if (!e.changed) continue;
        if (e.now.state == Change::State::gone)
            ++gone;
        else if (e.now.state == Change::State::detached || e.now.state == Change::State::transient)
            ++left;
        else if (e.came)
            ++came;
        else if (e.now.expired)
            ++expired;
        else if (e.now.modified)
            ++changed;
        else
            ++flushed;
    }
    QStringList parts;
    if (moment.statement >= 0) {
        constexpr qsizetype longest = 110;
        const QString shape = statementShape(m_run->statements[size_t(moment.statement)].sql);
        parts << (shape.size() > longest ? shape.left(longest - 1) + QStringLiteral("…") : shape);
    }
    const auto count = [&](int n, const QString& text) {
        if (n > 0) parts << text;
    };
    count(came, tr("%n object(s) came in", nullptr, came));
    count(changed, tr("%n object(s) changed", nullptr, changed));
    count(flushed, tr("%n object(s) brought up to date", nullptr, flushed));
    count(expired, tr("%n object(s) expired", nullptr, expired));
    count(left, tr("%n object(s) left the session", nullptr, left));
    count(gone, tr("%n object(s) freed", nullptr, gone));
    return parts.join(QStringLiteral(" · "));
}

QString ObjectsModel::summary() const {
    if (!m_run) return tr("Press Run (F5) to see which objects the sessions held, moment by moment.");
    if (m_moments.empty()) return tr("The program brought no object into a session.");
    int held = 0, expired = 0, detached = 0;
    for (const Entry& e : m_entries) {
        held += e.now.session != 0;
        expired += e.now.session != 0 && e.now.expired;
        detached += e.now.state == Change::State::detached;
    }
    QString text = tr("%n object(s) in the session", nullptr, held);
    if (expired > 0) text += QStringLiteral(" · ") + tr("%n expired", nullptr, expired);
    if (detached > 0) text += QStringLiteral(" · ") + tr("%n detached", nullptr, detached);
    if (m_run->objectChangesCut)
        text += QStringLiteral(" · ") + tr("the run went on: only its beginning is kept");
    return text;
}

int ObjectsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_entries.size());
}
int ObjectsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ObjectsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Entry& e = m_entries[size_t(index.row())];
    const ShownObject& object = m_run->objects[size_t(e.object)];
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Class:
            return object.entity;
        case Key:
            return object.key.isEmpty() || e.now.state == Change::State::pending ? QStringLiteral("–")
                                                                                 : object.key;
        case State:
            return stateWord(e.now);
        case Session:
            return e.now.session ? QLocale().toString(m_sessions.value(e.now.session, int(e.now.session))) : QStringLiteral("–");
        case Meaning:
            return meaning(e.now);
        default:
            return {};
        }
    case Qt::ToolTipRole:
        return meaning(e.now);
    case FileRole:
        return e.now.file;
    case LineRole:
        return e.now.line;
    case ChangedRole:
        return e.changed;
    case StateRole:
        return int(e.now.state);
    case ExpiredRole:
        return e.now.expired;
    default:
        return {};
    }
}

QVariant ObjectsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Class:
        return tr("Class");
    case Key:
        return tr("Key");
    case State:
        return tr("State");
    case Session:
        return tr("Session");
    default:
        return tr("What that means");
    }
}

} // namespace relata::models
