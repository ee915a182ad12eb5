#include "sandbox/record_builder.h"

#include "support/list.h"
#include "support/protocol.h"

#include <cctype>

namespace relata::sandbox {

Datum to_datum(Runtime& runtime, const Value& value) {
    Datum datum;
    if (!value.is_set() || value.is_none()) return datum;
    if (value.is_bool())
        datum.value = value.is_true();
    else if (value.is_small_int())
        datum.value = value.as_small_int();
    else if (const Float* number = value.as<Float>())
        datum.value = number->value();
    else if (const Str* text = value.as<Str>())
        datum.value = std::string(text->view());
    else if (const Bytes* bytes = value.as<Bytes>()) {
        constexpr char digits[] = "0123456789abcdef";
        std::string hex;
        for (const char c : bytes->view()) {
            hex += digits[uint8_t(c) >> 4];
            hex += digits[uint8_t(c) & 15];
        }
        datum.value = Datum::Members{{"bytes", {std::move(hex), false}}};
    } else if (value.as<List>() || value.as<Tuple>()) {
        Datum::List items;
        const auto all =
            value.as<List>() ? std::span<const Value>(value.get<List>().items()) : value.get<Tuple>().items();
        for (const Value& item : all)
            items.push_back(to_datum(runtime, item));
        datum.value = std::move(items);
    } else if (const Dict* dict = value.as<Dict>()) {
        Datum::Members members;
        dict->for_each([&](const Value& key, const Value& item) {
            members.emplace_back(str_text(runtime, key), to_datum(runtime, item));
        });
        datum.value = std::move(members);
    } else {
        datum.value = repr_text(runtime, value);
        datum.is_repr = true;
    }
    return datum;
}

std::string fold_white_space(std::string_view sql) {
    std::string out;
    out.reserve(sql.size());
    for (char c : sql) {
        if (!std::isspace(uint8_t(c)))
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

StatementKind statement_kind(std::string_view folded) {
    std::string word;
    for (char c : folded.substr(0, 10)) {
        if (!std::isalpha(uint8_t(c))) break;
        word += char(std::toupper(uint8_t(c)));
    }
    if (word == "SELECT" || word == "WITH" || word == "VALUES") return StatementKind::select;
    if (word == "INSERT" || word == "REPLACE") return StatementKind::insert;
    if (word == "UPDATE") return StatementKind::update;
    if (word == "DELETE") return StatementKind::delete_;
    if (word == "CREATE" || word == "DROP" || word == "ALTER") return StatementKind::ddl;
    if (word == "PRAGMA") return StatementKind::pragma;
    if (word == "SAVEPOINT" || word == "RELEASE" || word == "ROLLBACK") return StatementKind::savepoint;
    return StatementKind::other;
}

RecordBuilder::RecordBuilder(Runtime& runtime, bool record_reads)
    : m_runtime(runtime), m_record_reads(record_reads) {}

void RecordBuilder::on_event(const execution::Event& event) {
    std::visit([this](const auto& e) { on(e); }, event);
}

SourceSpan RecordBuilder::here() const {
    const Location at = m_runtime.current_location();
    return {at.file ? std::string(at.file->view()) : std::string(), at.line, at.column, at.end_line,
            at.end_column};
}

int64_t RecordBuilder::now() const {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - m_began)
        .count();
}

void RecordBuilder::mark(TimelineEntry::Kind kind, uint64_t id) {
    m_record.timeline.push_back({kind, id, now(), m_runtime.now().count()});
}

void RecordBuilder::on(const execution::StatementSent& e) {
    StatementRecord s;
    s.id = e.statement;
    s.sql = e.sql;
    s.folded = fold_white_space(e.sql);
    s.kind = statement_kind(s.folded);
    if (e.executemany && e.width)
        for (size_t at = 0; at + e.width <= e.parameters.size(); at += e.width) {
            Datum::List set;
            for (const Value& v : e.parameters.subspan(at, e.width))
                set.push_back(to_datum(m_runtime, v));
            s.parameters.push_back({std::move(set), false});
        }
    else
        for (const Value& v : e.parameters)
            s.parameters.push_back(to_datum(m_runtime, v));
    s.executemany = e.executemany;
    s.span = here();
    s.cause = CauseKind(e.cause->kind);
    s.cause_subject = e.cause->subject;
    s.why = execution::to_string(*e.cause);
    s.connection = e.connection;
    s.session = e.session;
    s.started = now();
    s.step = m_step;
    m_statements[e.statement] = m_record.statements.size();
    mark(TimelineEntry::Kind::statement, m_record.statements.size());
    m_record.statements.push_back(std::move(s));
}

void RecordBuilder::on(const execution::StatementFinished& e) {
    const auto found = m_statements.find(e.statement);
    if (found == m_statements.end()) return;
    StatementRecord& s = m_record.statements[found->second];
    s.rows = e.rows;
    s.duration = e.duration.count();
    if (!e.error.empty()) s.error = e.error;
}

void RecordBuilder::on(const execution::TransactionEvent& e) {
    using Kind = execution::TransactionEvent::Kind;
    if (e.kind != Kind::begin && e.kind != Kind::commit && e.kind != Kind::rollback)
        return; // a statement of its own
    StatementRecord s;
    s.kind = e.kind == Kind::begin    ? StatementKind::begin
             : e.kind == Kind::commit ? StatementKind::commit
                                      : StatementKind::rollback;
    s.sql = s.folded = e.kind == Kind::begin ? "BEGIN" : e.kind == Kind::commit ? "COMMIT" : "ROLLBACK";
    s.span = here();
    s.connection = e.connection;
    s.session = e.session;
    s.started = now();
    s.step = m_step;
    m_record.statements.push_back(std::move(s));
}

void RecordBuilder::on(const execution::RelationshipRead& e) {
    if (!m_record_reads) return;
    const SourceSpan span = here();
    const auto [at, added] =
        m_reads.try_emplace({std::string(e.relationship), int(e.how), span.line, span.column, m_step},
                            m_record.relationship_reads.size());
    if (added)
        m_record.relationship_reads.push_back(
            {std::string(e.relationship), RelationshipReadRecord::How(e.how), span, 0, m_step});
    ++m_record.relationship_reads[at->second].count;
    if (e.how != execution::RelationshipRead::How::already_loaded) return;
    for (EagerLoadRecord& load : m_record.eager_loads)
        if (load.relationship == e.relationship && load.read < load.objects) {
            ++load.read;
            break;
        }
}

void RecordBuilder::on(const execution::EagerLoad& e) {
    m_record.eager_loads.push_back(
        {std::string(e.relationship), std::string(e.strategy), e.objects, 0, here(), m_step});
}

void RecordBuilder::on(const execution::ResultMade& e) {
    const auto [at, added] = m_results.try_emplace(e.result, m_record.results.size());
    if (added) {
        ResultRecord r;
        r.span = here();
        r.step = m_step;
        m_record.results.push_back(std::move(r));
    }
    ResultRecord& r = m_record.results[at->second];
    r.id = e.result;
    r.statement = e.statement;
    r.options.assign(e.options.begin(), e.options.end());
    r.needs_unique = e.needs_unique;
    r.unique_called = e.unique_called;
    r.rows_fetched = e.rows_fetched;
    r.objects_returned = e.objects_returned;
    r.closed = e.closed;
}

void RecordBuilder::on(const execution::SessionEvent& e) {
    const auto [at, added] = m_sessions.try_emplace(e.session, m_record.sessions.size());
    if (added) m_record.sessions.push_back({e.session, e.is_async, false, here(), {}, m_step});
    SessionRecord& s = m_record.sessions[at->second];
    const bool opened = e.kind == execution::SessionEvent::Kind::opened;
    s.is_closed = !opened;
    if (!opened) s.closed = here();
    mark(opened ? TimelineEntry::Kind::session_opened : TimelineEntry::Kind::session_closed, e.session);
}

ConnectionRecord& RecordBuilder::connection(uint64_t id) {
    const auto [at, added] = m_connections.try_emplace(id, m_record.connections.size());
    if (added) m_record.connections.emplace_back().id = id;
    return m_record.connections[at->second];
}

void RecordBuilder::on(const execution::ConnectionEvent& e) {
    using Kind = execution::ConnectionEvent::Kind;
    if (e.kind == Kind::timed_out) return mark(TimelineEntry::Kind::timeout, 0);
    ConnectionRecord& c = connection(e.connection);
    if (e.kind == Kind::connected) {
        c.database = e.database;
        c.connected = here();
    } else if (e.kind == Kind::checked_out) {
        ++c.checkouts;
        c.last_checkout = here();
        mark(TimelineEntry::Kind::checkout, e.connection);
    } else if (e.kind == Kind::checked_in) {
        ++c.checkins;
        c.last_checkin = here();
        mark(TimelineEntry::Kind::checkin, e.connection);
    } else {
        c.is_closed = true;
    }
}

void RecordBuilder::on(const execution::MapperConfigured& e) {
    EntityRecord entity{e.entity, e.table, {e.file, e.line, 0, 0, 0}, {}, {}};
    for (const auto& c : e.columns)
        entity.columns.push_back(
            {c.name, c.type, c.foreign_key, c.primary_key, c.nullable, c.unique, c.index});
    for (const auto& r : e.relationships) {
        RelationshipRecord made{r.name,           r.target, r.direction, r.uselist, r.secondary,
                                r.back_populates, r.lazy,   r.cascade,   {},        {}};
        for (const auto& p : r.pairs)
            made.pairs.push_back({p.local, p.remote});
        for (const auto& p : r.secondary_pairs)
            made.secondary_pairs.push_back({p.local, p.remote});
        entity.relationships.push_back(std::move(made));
    }
    m_record.entities.push_back(std::move(entity));
}

} // namespace relata::sandbox
