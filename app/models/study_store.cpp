#include "models/study_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QUrl>

namespace relata::models {

namespace {

bool writeWhole(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
}

} // namespace

StudyStore::StudyStore(QString folder) : m_folder(std::move(folder)) {
    QFile file(m_folder + QStringLiteral("/progress.json"));
    if (!file.open(QIODevice::ReadOnly)) return;
    const QJsonObject pages = QJsonDocument::fromJson(file.readAll()).object();
    for (auto it = pages.begin(); it != pages.end(); ++it)
        m_progress[it.key()] = it.value().toString() == QLatin1String("done") ? Progress::done : Progress::started;
}

QString StudyStore::draftPath(const QString& page, const QString& file) const {
    // Percent-encoding keeps names apart that differ only in what a file system forbids.
    const auto safe = [](const QString& name) { return QString::fromLatin1(QUrl::toPercentEncoding(name, {}, "/")); };
    return QStringLiteral("%1/drafts/%2/%3").arg(m_folder, safe(page), safe(file));
}

std::optional<QString> StudyStore::draft(const QString& page, const QString& file) const {
    QFile stored(draftPath(page, file));
    if (!stored.open(QIODevice::ReadOnly)) return std::nullopt;
    return QString::fromUtf8(stored.readAll());
}

bool StudyStore::saveDraft(const QString& page, const QString& file, const QString& text) {
    const QString path = draftPath(page, file);
    QDir().mkpath(QFileInfo(path).path());
    return writeWhole(path, text.toUtf8());
}

void StudyStore::removeDraft(const QString& page, const QString& file) { QFile::remove(draftPath(page, file)); }

Progress StudyStore::progress(const QString& page) const { return m_progress.value(page, Progress::untouched); }

bool StudyStore::setProgress(const QString& page, Progress progress) {
    if (progress <= m_progress.value(page, Progress::untouched)) return true;
    m_progress[page] = progress;
    QJsonObject pages;
    for (auto it = m_progress.cbegin(); it != m_progress.cend(); ++it)
        pages[it.key()] = *it == Progress::done ? QStringLiteral("done") : QStringLiteral("started");
    QDir().mkpath(m_folder);
    return writeWhole(m_folder + QStringLiteral("/progress.json"), QJsonDocument(pages).toJson());
}

} // namespace relata::models
