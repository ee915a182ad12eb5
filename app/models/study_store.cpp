#include "models/study_store.h"

#include "models/study_database.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace relata::models {

struct StudyStore::Database : StudyDatabase {};

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(StudyStore)
};

/// Moves the file and what SQLite keeps beside it out of the way; the new name.
QString setAside(const QString& file) {
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    QString away = QStringLiteral("%1.set-aside-%2").arg(file, stamp);
    for (int i = 2; QFile::exists(away); ++i) away = QStringLiteral("%1.set-aside-%2-%3").arg(file, stamp).arg(i);
    if (!QFile::rename(file, away)) return {};
    for (const char* beside : {"-wal", "-shm"}) QFile::rename(file + QLatin1String(beside), away + QLatin1String(beside));
    return away;
}

} // namespace

StudyStore::StudyStore(const QString& folder)
    : m_db(std::make_unique<Database>()), m_file(folder + QStringLiteral("/study.db")) {
    using Opened = StudyDatabase::Opened;
    Opened opened = QDir().mkpath(folder) ? m_db->open(m_file, schemaVersion) : Opened::refused;
    if (opened == Opened::damaged || opened == Opened::newer) {
        if (const QString away = setAside(m_file); !away.isEmpty()) {
            m_notice = (opened == Opened::newer ? Words::tr("Your progress was written by a newer Relata and cannot be read by this one. "
                                                     "It was set aside as %1; this window begins anew.")
                                                : Words::tr("The file with your progress is damaged. It was set aside as %1; this window "
                                                     "begins anew."))
                           .arg(QDir::toNativeSeparators(away));
            opened = m_db->open(m_file, schemaVersion);
        }
    }
    if (opened == Opened::fine) return;
    m_lasting = false;
    m_notice = Words::tr("%1 cannot be written: what you do now is forgotten when this window closes.")
                   .arg(QDir::toNativeSeparators(folder));
    m_db->open(QStringLiteral(":memory:"), schemaVersion);
}

StudyStore::~StudyStore() = default;

std::optional<QString> StudyStore::draft(const QString& page, const QString& file) const {
    const QVariant text = m_db->value("SELECT text FROM draft WHERE page = ? AND file = ?", {page, file});
    return text.isValid() ? std::optional(text.toString()) : std::nullopt;
}

bool StudyStore::saveDraft(const QString& page, const QString& file, const QString& text) {
    return m_db->write("INSERT INTO draft (page, file, text) VALUES (?, ?, ?) ON CONFLICT (page, file) DO UPDATE SET"
                       " text = excluded.text, saved = CURRENT_TIMESTAMP",
                       {page, file, text});
}

void StudyStore::removeDraft(const QString& page, const QString& file) {
    m_db->write("DELETE FROM draft WHERE page = ? AND file = ?", {page, file});
}

Progress StudyStore::progress(const QString& page) const {
    return Progress(std::clamp(m_db->value("SELECT state FROM progress WHERE page = ?", {page}).toInt(), 0, 2));
}

bool StudyStore::setProgress(const QString& page, Progress progress) {
    return m_db->write("INSERT INTO progress VALUES (?, ?) ON CONFLICT (page) DO UPDATE SET state = max(state, excluded.state)",
                       {page, int(progress)});
}

bool StudyStore::takeBackDone(const QString& page) {
    return m_db->write("UPDATE progress SET state = ? WHERE page = ?", {int(Progress::started), page});
}

bool StudyStore::addAttempt(const Attempt& attempt) {
    return m_db->write("INSERT INTO attempt (page, moment, passed, points, maximum, failed) VALUES (?, ?, ?, ?, ?, ?)",
                       {attempt.page, attempt.when, attempt.passed, attempt.points, attempt.maximum,
                        attempt.failed.join(QLatin1Char('\n'))});
}

std::vector<Attempt> StudyStore::attempts() const {
    std::vector<Attempt> all;
    m_db->read("SELECT page, moment, passed, points, maximum, failed FROM attempt ORDER BY id", {}, [&all](const QVariantList& row) {
        all.push_back({row[0].toString(), row[1].toString(), row[2].toBool(), row[3].toDouble(), row[4].toDouble(),
                       row[5].toString().split(QLatin1Char('\n'), Qt::SkipEmptyParts)});
    });
    return all;
}

QStringList StudyStore::reviewPages() const {
    QStringList pages;
    m_db->read("SELECT page FROM attempt GROUP BY page HAVING min(passed) = 0 ORDER BY max(passed), count(*) DESC, page", {},
               [&pages](const QVariantList& row) { pages << row[0].toString(); });
    return pages;
}

void StudyStore::noteHints(const QString& page, int hints) {
    m_db->write("INSERT INTO hint VALUES (?, ?) ON CONFLICT (page) DO UPDATE SET shown = max(shown, excluded.shown)", {page, hints});
}

int StudyStore::hints(const QString& page) const {
    return m_db->value("SELECT shown FROM hint WHERE page = ?", {page}).toInt();
}

void StudyStore::addStudyTime(const QDate& day, int seconds) {
    m_db->write("INSERT INTO study_time VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET seconds = seconds + excluded.seconds",
                {day.toString(Qt::ISODate), seconds});
}

int StudyStore::studyTime(const QDate& day) const {
    return m_db->value("SELECT seconds FROM study_time WHERE day = ?", {day.toString(Qt::ISODate)}).toInt();
}

int StudyStore::studyTime() const { return m_db->value("SELECT coalesce(sum(seconds), 0) FROM study_time").toInt(); }

namespace {

/// The tables as JSON lists of lists, in the order of their columns.
const std::vector<std::pair<QString, const char*>>& exported() {
    static const std::vector<std::pair<QString, const char*>> all{
        {QStringLiteral("drafts"), "SELECT page, file, text FROM draft ORDER BY page, file"},
        {QStringLiteral("progress"), "SELECT page, state FROM progress ORDER BY page"},
        {QStringLiteral("attempts"), "SELECT page, moment, passed, points, maximum, failed FROM attempt ORDER BY id"},
        {QStringLiteral("hints"), "SELECT page, shown FROM hint ORDER BY page"},
        {QStringLiteral("study_time"), "SELECT day, seconds FROM study_time ORDER BY day"}};
    return all;
}

const char* importing(const QString& table) {
    if (table == QLatin1String("drafts")) return "INSERT OR IGNORE INTO draft (page, file, text) VALUES (?, ?, ?)";
    if (table == QLatin1String("progress"))
        return "INSERT INTO progress VALUES (?, ?) ON CONFLICT (page) DO UPDATE SET state = max(state, excluded.state)";
    if (table == QLatin1String("attempts"))
        return "INSERT INTO attempt (page, moment, passed, points, maximum, failed) SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS"
               " (SELECT 1 FROM attempt WHERE page = ?1 AND moment = ?2)";
    if (table == QLatin1String("hints"))
        return "INSERT INTO hint VALUES (?, ?) ON CONFLICT (page) DO UPDATE SET shown = max(shown, excluded.shown)";
    return "INSERT INTO study_time VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET seconds = max(seconds, excluded.seconds)";
}

} // namespace

QByteArray StudyStore::exportJson() const {
    QJsonObject all{{QStringLiteral("format"), QStringLiteral("relata-study")}, {QStringLiteral("version"), schemaVersion}};
    for (const auto& [name, sql] : exported()) {
        QJsonArray rows;
        m_db->read(sql, {}, [&rows](const QVariantList& row) { rows << QJsonArray::fromVariantList(row); });
        all[name] = rows;
    }
    return QJsonDocument(all).toJson();
}

bool StudyStore::importJson(const QByteArray& json) {
    const QJsonObject all = QJsonDocument::fromJson(json).object();
    if (all[QStringLiteral("format")].toString() != QLatin1String("relata-study") ||
        all[QStringLiteral("version")].toInt() > schemaVersion || !m_db->write("BEGIN IMMEDIATE"))
        return false;
    bool fine = true;
    for (const auto& [name, sql] : exported()) {
        const qsizetype width = QByteArray(sql).left(QByteArray(sql).indexOf(" FROM")).count(',') + 1;
        for (const QJsonValue& row : all[name].toArray())
            fine = fine && row.toArray().size() == width && m_db->write(importing(name), row.toArray().toVariantList());
    }
    return m_db->write(fine ? "COMMIT" : "ROLLBACK") && fine;
}

} // namespace relata::models
