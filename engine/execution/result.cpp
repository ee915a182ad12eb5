#include "execution/result.h"

#include "execution/run_state.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::execution {

size_t BufferedSource::fetch(size_t count, std::vector<Value>& out) {
    const size_t left = m_width ? (m_values.size() - m_at) / m_width : 0;
    const size_t rows = std::min(count, left);
    const auto from = m_values.begin() + std::ptrdiff_t(m_at);
    out.insert(out.end(), from, from + std::ptrdiff_t(rows * m_width));
    m_at += rows * m_width;
    return rows;
}

/// What unique() has seen. A dict keeps hash and `==`; identities are kept as ints of the object's address.
struct Result::UniqueState {
    Value strategy; ///< a function of the program, or unset
    std::vector<Uniqueness> uniqueness;
    Ref<Dict> seen;
};

Result::Result(Type& type, Ref<ResultMetadata> metadata, std::unique_ptr<RowSource> source)
    : Container(type), m_shared(make_ref<Shared>()), m_metadata(std::move(metadata)) {
    m_shared->source = std::move(source);
    m_shared->source_width = m_metadata ? m_metadata->size() : 0;
}

Result::~Result() {
    // The last one to go gives the cursor back.
    if (m_shared && m_shared->source && !m_shared->soft_closed) {
        try {
            if (m_owner) soft_close();
        } catch (...) { // a destructor has nobody to tell
        }
    }
}

void Result::clear_references() {
    if (m_shared && m_shared->source) m_shared->source->clear_references();
    m_metadata.reset();
    m_unique.reset();
    m_keeps.reset();
}

void Result::set_origin(Origin origin) {
    m_shared->origin = std::move(origin);
    m_shared->id = RunState::of(type().runtime()).next_result();
    announce();
}

void Result::announce() {
    if (!m_shared->id) return;
    RunState& state = RunState::of(type().runtime());
    if (!state.is_heard()) return;
    const Shared& s = *m_shared;
    state.emit(ResultMade{s.id, s.origin.statement, s.origin.options, !s.unique_message.empty(),
                          s.unique_called, s.rows_fetched, s.objects_returned,
                          s.soft_closed || s.hard_closed});
}

void Result::check_open() const {
    if (!m_shared->returns_rows)
        throw Error(Exc::ResourceClosedError,
                    "This result object does not return rows. It has been closed automatically.");
    if (m_shared->hard_closed) throw Error(Exc::ResourceClosedError, "This result object is closed.");
}

void Result::soft_close() {
    if (m_shared->soft_closed) return;
    m_shared->soft_closed = true;
    if (m_shared->source) m_shared->source->close();
    announce();
}

void Result::close() {
    soft_close();
    m_shared->hard_closed = true;
}

Value Result::project(std::span<const Value> row) {
    Runtime& runtime = type().runtime();
    std::vector<Value> picked;
    if (!m_columns.empty()) {
        for (size_t i : m_columns)
            picked.push_back(row[i]);
        row = picked;
    }
    if (m_projection == Projection::scalars) return row[0];
    return Row::make(runtime, *m_metadata, row);
}

std::vector<Value> Result::fetch(size_t count, Uniquing uniquing) {
    check_open();
    std::vector<Value> out;
    if (m_shared->soft_closed) return out;
    Runtime& runtime = type().runtime();
    const size_t width = m_shared->source_width;
    const bool bare = m_projection == Projection::scalars && width == 1 && m_columns.size() <= 1 && !m_unique;
    while (out.size() < count) {
        const size_t wanted = count == SIZE_MAX ? SIZE_MAX : count - out.size();
        std::vector<Value> values;
        const size_t rows = wanted == SIZE_MAX ? m_shared->source->fetch_all(values)
                                               : m_shared->source->fetch(wanted, values);
        m_shared->rows_fetched += rows;
        // SQLAlchemy's require_unique is the filter of the rows: without rows it never runs.
        if (rows && !m_unique && uniquing == Uniquing::as_set && !m_shared->unique_message.empty())
            throw Error(Exc::InvalidRequestError, m_shared->unique_message);
        if (bare && out.empty())
            out = std::move(values);
        else
            for (size_t r = 0; r < rows; ++r) {
                const auto row = std::span(values).subspan(r * width, width);
                Value made = project(row);
                if (m_unique && uniquing == Uniquing::as_set && !is_new(runtime, made, row)) continue;
                out.push_back(std::move(made));
            }
        if (rows < wanted) {
            soft_close();
            break;
        }
    }
    m_shared->objects_returned += out.size();
    if (m_projection == Projection::mappings)
        for (Value& v : out)
            v = as_mapping(v);
    announce();
    return out;
}

Value Result::as_mapping(const Value& row) {
    Runtime& runtime = type().runtime();
    return runtime.make<RowMapping>(runtime.type_for<RowMappingType>(), Ref<Row>(row.get<Row>()));
}

bool Result::is_new(Runtime& runtime, const Value& made, std::span<const Value> row) {
    UniqueState& state = *m_unique;
    auto key_of = [&](const Value& value, Uniqueness uniqueness) -> Value {
        if (uniqueness == Uniqueness::identity && value.is_object())
            return runtime.make_int(int64_t(value.bits() >> 2));
        return value;
    };
    Value key;
    if (state.strategy.is_set() && !state.strategy.is_none()) {
        // SQLAlchemy: a result of one entity hands the function that object, otherwise the row.
        const bool single_entity = m_shared->source_width == 1 && !state.uniqueness.empty() && state.uniqueness[0] == Uniqueness::identity;
        if (m_projection == Projection::scalars && !single_entity) {
            const Value item = m_columns.empty() ? row[0] : row[m_columns[0]];
            key = call(runtime, state.strategy, {Value(Row::make(runtime, *m_metadata, std::span(&item, 1)))});
        } else {
            key = call(runtime, state.strategy, {made});
        }
    } else if (!m_shared->refuse_message.empty()) {
        throw Error(Exc::InvalidRequestError, m_shared->refuse_message);
    } else if (m_projection == Projection::scalars) {
        key = key_of(made, state.uniqueness.empty() ? Uniqueness::hash : state.uniqueness[0]);
    } else {
        const Tuple& items = made.get<Tuple>();
        const Ref<Tuple> keys = runtime.make_tuple(items.size());
        for (size_t i = 0; i < items.size(); ++i)
            keys->writable()[i] =
                key_of(items[i], i < state.uniqueness.size() ? state.uniqueness[i] : Uniqueness::hash);
        key = keys;
    }
    if (state.seen->find(runtime, key)) return false;
    state.seen->set(runtime, key, made); // keeps the object alive, so that its identity stays its own
    return true;
}

void Result::unique(Value strategy) {
    m_unique = std::make_unique<UniqueState>();
    m_unique->strategy = std::move(strategy);
    for (const ResultColumn& column : m_metadata->columns())
        m_unique->uniqueness.push_back(column.uniqueness);
    m_unique->seen = type().runtime().make_dict();
    m_shared->unique_called = true;
}

void Result::restart_unique() {
    unique(m_unique->strategy);
}
void Result::inherit_unique(const Result& other) {
    unique(other.m_unique->strategy);
}

void Result::yield_per(size_t rows) {
    m_shared->yield_per = rows;
    if (m_shared->source) m_shared->source->yield_per(rows);
}

} // namespace relata::execution
