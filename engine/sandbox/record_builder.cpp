#include "sandbox/record_builder.h"

#include "sandbox/statement_kind.h"
#include "support/list.h"
#include "support/protocol.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace relata::sandbox {

namespace {

/// Turns values into data. The program's `__str__` and `__repr__` may run meanwhile and change what is being read, so
/// containers are read from a copy. What is nested without end, or too large to be read by anybody, ends in "...".
class DatumMaker {
  public:
    explicit DatumMaker(Runtime& runtime) : m_runtime(runtime) {}

    Datum make(const Value& value, int depth = 0) {
        constexpr int max_depth = 50;
        constexpr size_t max_items = 200'000;
        if (!value.is_set() || value.is_none()) return {};
        if (++m_items > max_items || depth > max_depth) return {std::string("..."), true};
        if (value.is_bool()) return {value.is_true()};
        if (value.is_small_int()) return {value.as_small_int()};
        if (const Float* number = value.as<Float>(); number && std::isfinite(number->value())) return {number->value()};
        if (const Str* text = value.as<Str>()) return {std::string(text->view())};
        if (const Bytes* bytes = value.as<Bytes>()) return make_bytes(bytes->view());
        if (const List* list = value.as<List>())
            return make_list({list->items().begin(), list->items().end()}, depth);
        if (const Tuple* tuple = value.as<Tuple>())
            return make_list({tuple->items().begin(), tuple->items().end()}, depth);
        if (const Dict* dict = value.as<Dict>()) return make_members(*dict, depth);
        // A member of an IntEnum is bound, and written, as the number that it is.
        if (Type& type = m_runtime.type_of(value), &integer = m_runtime.type(BuiltinType::int_);
            &type != &integer && type.is_subtype_of(integer)) {
            try {
                return {as_index(m_runtime, value)};
            } catch (const Error&) { // beyond 64 bits: its repr will do
            }
        }
        return {repr_text(m_runtime, value), true};
    }

  private:
    /// As the corpus writes them: {"bytes": "00ff"}.
    static Datum make_bytes(std::string_view bytes) {
        constexpr char digits[] = "0123456789abcdef";
        std::string hex;
        hex.reserve(bytes.size() * 2);
        for (const char c : bytes) {
            hex += digits[uint8_t(c) >> 4];
            hex += digits[uint8_t(c) & 15];
        }
        return {Datum::Members{{"bytes", {std::move(hex), false}}}};
    }
    Datum make_list(const std::vector<Value>& items, int depth) {
        Datum::List made;
        for (const Value& item : items) made.push_back(make(item, depth + 1));
        return {std::move(made)};
    }
    Datum make_members(const Dict& dict, int depth) {
        std::vector<std::pair<Value, Value>> entries;
        dict.for_each([&](const Value& key, const Value& item) { entries.emplace_back(key, item); });
        Datum::Members made;
        for (const auto& [key, item] : entries) made.emplace_back(str_text(m_runtime, key), make(item, depth + 1));
        return {std::move(made)};
    }
    Runtime& m_runtime;
    size_t m_items = 0;
};

} // namespace

Datum to_datum(Runtime& runtime, const Value& value) {
    return DatumMaker(runtime).make(value);
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

RecordBuilder::RecordBuilder(Runtime& runtime, Wanted wanted) : m_runtime(runtime), m_wanted(wanted) {}

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
    m_record.timeline.push_back({kind, id, now(), m_runtime.now().count(), {}});
    if (kind != TimelineEntry::Kind::statement) m_record.timeline.back().span = here();
}

void RecordBuilder::describe(StatementRecord& s, const StatementRecord* last, const execution::StatementSent& e) {
    s.sql = e.sql;
    s.cause = CauseKind(e.cause->kind);
    s.cause_subject = e.cause->subject;
    const bool is_same_text = last && last->sql == e.sql;
    s.folded = is_same_text ? last->folded : fold_white_space(e.sql);
    s.kind = is_same_text ? last->kind : statement_kind(s.sql);
    const bool is_same_cause = last && last->cause == s.cause && last->cause_subject == s.cause_subject;
    s.why = is_same_cause ? last->why : execution::to_string(*e.cause);
}

void RecordBuilder::on(const execution::StatementSent& e) {
    // A parameter's repr may run the program, and that may send statements: first the parameters, then the record.
    std::vector<Datum> parameters;
    parameters.reserve(e.executemany ? e.parameters.size() / std::max<size_t>(e.width, 1) : e.parameters.size());
    if (e.executemany)
        for (size_t at = 0; e.width && at + e.width <= e.parameters.size(); at += e.width) {
            Datum::List set;
            for (const Value& v : e.parameters.subspan(at, e.width))
                set.push_back(to_datum(m_runtime, v));
            parameters.push_back({std::move(set), false});
        }
    else
        for (const Value& v : e.parameters)
            parameters.push_back(to_datum(m_runtime, v));
    const size_t index = m_record.statements.size();
    StatementRecord& s = m_record.statements.emplace_back();
    describe(s, m_last_sent < index ? &m_record.statements[m_last_sent] : nullptr, e);
    s.id = e.statement;
    s.parameters = std::move(parameters);
    s.executemany = e.executemany;
    s.span = here();
    s.connection = e.connection;
    s.session = e.session;
    s.started = now();
    s.step = m_step;
    m_last_sent = m_statements[e.statement] = index;
    mark(TimelineEntry::Kind::statement, index);
}

void RecordBuilder::on(const execution::StatementFinished& e) {
    const auto found = m_statements.find(e.statement);
    if (found == m_statements.end()) return;
    StatementRecord& s = m_record.statements[found->second];
    s.rows = e.rows;
    s.duration = e.duration.count();
    s.is_refused = e.is_refused;
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

RelationshipReadRecord& RecordBuilder::read_at_this_site(const execution::RelationshipRead& e) {
    const Location at = m_runtime.current_location();
    ReadSite& site = m_recent_reads[size_t(at.line * 31 + at.column * 7 + int(e.how)) % m_recent_reads.size()];
    if (site.file != at.file.get() || site.line != at.line || site.column != at.column || site.how != e.how || site.step != m_step ||
        site.relationship != e.relationship) {
        const auto [found, added] = m_reads.try_emplace(
            {std::string(e.relationship), at.file.get(), int(e.how), at.line, at.column, m_step}, m_record.relationship_reads.size());
        if (added)
            m_record.relationship_reads.push_back(
                {std::string(e.relationship), RelationshipReadRecord::How(e.how), here(), 0, m_step});
        site = {std::string(e.relationship), at.file.get(), e.how, at.line, at.column, m_step, found->second};
    }
    return m_record.relationship_reads[site.index];
}

void RecordBuilder::on(const execution::RelationshipRead& e) {
    if (!m_wanted.reads) return;
    ++read_at_this_site(e).count;
    const auto unread = m_unread.find(e.relationship);
    if (unread == m_unread.end()) return;
    const std::optional<uint32_t> load = unread->second.take(e.object);
    if (load && e.how == execution::RelationshipRead::How::already_loaded) ++m_record.eager_loads[*load].read;
}

void RecordBuilder::on(const execution::EagerLoad& e) {
    const auto [at, added] = m_eager_loads.try_emplace(e.load, m_record.eager_loads.size());
    if (added)
        m_record.eager_loads.push_back({std::string(e.relationship), std::string(e.strategy), 0, 0, here(), m_step});
    m_record.eager_loads[at->second].objects += e.objects.size();
    if (!m_wanted.reads) return;
    UnreadObjects& unread = m_unread[std::string(e.relationship)];
    for (const void* object : e.objects) unread.add(object, uint32_t(at->second));
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

// Told from within a load or a flush: nothing of the program's may run here, so of a key only plain values are written.
void RecordBuilder::on(const execution::ObjectChanged& e) {
    if (!m_wanted.objects) return;
    constexpr size_t bound = 50'000;
    const auto [at, added] = m_objects.try_emplace(e.object, m_record.objects.size());
    const size_t index = at->second;
    const bool is_gone = e.state == execution::ObjectChanged::State::gone;
    if (is_gone) m_objects.erase(at);
    if (m_record.object_changes.size() >= bound) {
        m_record.object_changes_cut = true;
        if (added && !is_gone) m_objects.erase(at);
        return;
    }
    if (added) m_record.objects.push_back({std::string(e.entity), {}});
    if (ObjectRecord& object = m_record.objects[index]; object.key.empty())
        for (const Value& value : e.identity) {
            const bool is_plain = value.is_small_int() || &m_runtime.type_of(value) == &m_runtime.type(BuiltinType::str);
            object.key += (object.key.empty() ? "" : ", ") + (is_plain ? to_json(to_datum(m_runtime, value)) : m_runtime.type_of(value).name());
        }
    m_record.object_changes.push_back({index, ObjectChangeRecord::State(e.state), e.expired, e.modified, e.session, here(), now()});
}

} // namespace relata::sandbox
