#include "models/record_view.h"

#include "sandbox/run.h"

#include <map>

namespace relata::models {

namespace {

QString text(const std::string& s) { return QString::fromStdString(s); }

QString parametersText(const std::vector<sandbox::Datum>& parameters) {
    QStringList all;
    for (const sandbox::Datum& datum : parameters)
        all << text(sandbox::to_json(datum));
    return all.isEmpty() ? QString() : QStringLiteral("(%1)").arg(all.join(QStringLiteral(", ")));
}

void showLeases(const sandbox::RunRecord& record, ShownRun& run) {
    using Kind = sandbox::TimelineEntry::Kind;
    std::map<uint64_t, std::vector<size_t>> open;
    for (const sandbox::TimelineEntry& entry : record.timeline) {
        const double at = double(entry.at) / 1e3;
        const QString file = text(entry.span.file);
        if (entry.kind == Kind::checkout) {
            open[entry.id].push_back(run.leases.size());
            run.leases.push_back({entry.id, file, entry.span.line, at, run.milliseconds * 1e3, ShownLease::How::leaked});
        } else if (entry.kind == Kind::checkin && !open[entry.id].empty()) {
            ShownLease& lease = run.leases[open[entry.id].back()];
            open[entry.id].pop_back();
            lease.end = at;
            lease.how = ShownLease::How::returned;
        } else if (entry.kind == Kind::timeout) {
            run.leases.push_back({0, file, entry.span.line, at, at, ShownLease::How::timedOut});
        }
    }
}

void showObjects(const sandbox::RunRecord& record, ShownRun& run) {
    run.objects.reserve(record.objects.size());
    for (const sandbox::ObjectRecord& o : record.objects) run.objects.push_back({text(o.entity), text(o.key)});
    run.objectChanges.reserve(record.object_changes.size());
    for (const sandbox::ObjectChangeRecord& c : record.object_changes)
        run.objectChanges.push_back({qsizetype(c.object), ShownObjectChange::State(c.state), c.expired, c.modified, c.session,
                                     text(c.span.file), c.span.line, double(c.at) / 1e3});
    run.objectChangesCut = record.object_changes_cut;
}

void showLoads(const sandbox::RunRecord& record, ShownRun& run) {
    std::map<uint64_t, const sandbox::StatementRecord*> statements;
    for (const sandbox::StatementRecord& s : record.statements)
        if (s.kind == sandbox::StatementKind::select) statements[s.id] = &s;
    for (const sandbox::ResultRecord& r : record.results)
        if (const auto at = statements.find(r.statement); at != statements.end())
            run.results.push_back({text(at->second->folded), text(r.span.file), r.span.line, qint64(r.rows_fetched),
                                   qint64(r.objects_returned), r.needs_unique, r.unique_called});
    for (const sandbox::EagerLoadRecord& e : record.eager_loads)
        run.eagerLoads.push_back({text(e.relationship), text(e.strategy), text(e.span.file), e.span.line, qint64(e.objects), qint64(e.read)});
    for (const sandbox::RelationshipReadRecord& r : record.relationship_reads)
        run.reads.push_back({text(r.relationship), ShownRead::How(r.how), text(r.span.file), r.span.line, qint64(r.count)});
}

/// A traceback without the frames of a main file that is ours: the learner has no such file.
QString withoutFramesOf(const QString& main, const QStringList& setup, const QString& traceback) {
    if (!setup.contains(main)) return traceback;
    QStringList kept;
    bool isOurs = false;
    for (const QString& line : traceback.split(QLatin1Char('\n'))) {
        if (line.startsWith(QLatin1String("  File "))) isOurs = line.startsWith(QStringLiteral("  File \"%1\"").arg(main));
        else if (!line.startsWith(QLatin1String("    "))) isOurs = false;
        if (!isOurs) kept << line;
    }
    return kept.join(QLatin1Char('\n'));
}

} // namespace

ShownRunPtr showRecord(const sandbox::RunRecord& record, const Program& program) {
    auto run = std::make_shared<ShownRun>();
    run->setup = program.setup;
    run->output = text(record.stdout_text);
    run->milliseconds = double(record.duration) / 1e6;
    run->statements.reserve(record.statements.size());
    for (const sandbox::StatementRecord& s : record.statements)
        run->statements.push_back({text(s.folded.empty() ? s.sql : s.folded), parametersText(s.parameters), text(s.why),
                                   text(s.span.file), s.span.line, int(s.rows), double(s.started) / 1e3,
                                   double(s.duration) / 1e3, text(s.error), s.connection, s.session, s.is_refused});
    for (const sandbox::EntityRecord& e : record.entities) {
        ShownEntity& entity = run->entities.emplace_back();
        entity.name = text(e.name);
        entity.table = text(e.table);
        entity.module = text(e.span.file);
        for (const sandbox::ColumnRecord& c : e.columns)
            entity.columns.push_back({text(c.name), text(c.type), text(c.foreign_key), c.primary_key, c.nullable});
        for (const sandbox::RelationshipRecord& r : e.relationships) {
            entity.relationships.push_back(
                {text(r.name), text(r.target), text(r.direction), text(r.back_populates), text(r.lazy), text(r.secondary), {}});
            for (const auto& pairs : {r.pairs, r.secondary_pairs})
                for (const sandbox::ColumnPair& pair : pairs)
                    entity.relationships.back().pairs.emplace_back(text(pair.local), text(pair.remote));
        }
    }
    showLeases(record, *run);
    showLoads(record, *run);
    showObjects(record, *run);
    for (const sandbox::WarningRecord& warning : record.warnings)
        run->warnings << QStringLiteral("%1: %2").arg(text(warning.category), text(warning.message));
    run->stopped = record.stopped == sandbox::StopReason::cancelled;
    if (record.error) {
        run->failed = true;
        const QString type = text(record.error->type);
        run->error = {type.section(QLatin1Char('.'), -1), text(record.error->message), text(record.error->file),
                      record.error->line, withoutFramesOf(program.main, program.setup, text(record.error->traceback))};
    } else if (record.stopped != sandbox::StopReason::none && !run->stopped) {
        run->failed = true;
        run->error = {QStringLiteral("Stopped"), text(to_string(record.stopped)), text(record.stopped_at.file), record.stopped_at.line, {}};
    }
    return run;
}

ShownRunPtr runOnEngine(const Program& program, std::stop_token stop, OutputMailbox& mailbox) {
    sandbox::RunRequest request;
    for (auto it = program.files.cbegin(); it != program.files.cend(); ++it)
        request.files.push_back({it.key().toStdString(), it->toStdString()});
    request.main = program.main.toStdString();
    request.record_objects = true;
    request.on_output = [&mailbox](std::string_view piece) { mailbox.post(piece); };
    const std::stop_callback forward(stop, [token = request.stop] { token.stop(); });
    return showRecord(sandbox::run(request), program);
}

} // namespace relata::models
