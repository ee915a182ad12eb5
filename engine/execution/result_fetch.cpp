// Result: the methods that a program calls to read rows. SQLAlchemy: engine/result.py Result, ScalarResult,
// MappingResult.
#include "execution/result.h"
#include "support/protocol.h"

namespace relata::execution {

Value Result::all() {
    return type().runtime().make_list(fetch(SIZE_MAX));
}

Value Result::next() {
    std::vector<Value> rows = fetch(1);
    return rows.empty() ? Value() : std::move(rows[0]);
}

Value Result::fetchone() {
    Value row = next();
    return row.is_set() ? row : Value::none();
}

Value Result::fetchmany(std::optional<size_t> size) {
    // SQLAlchemy: _manyrow_getter: without a size, yield_per's, else one row (the cursor's arraysize).
    const size_t count = size ? *size : m_shared->yield_per.value_or(1);
    return type().runtime().make_list(fetch(count));
}

Value Result::partition(std::optional<size_t> size) {
    const size_t count = size ? *size : m_shared->yield_per.value_or(SIZE_MAX);
    std::vector<Value> rows = fetch(count);
    return rows.empty() ? Value() : Value(type().runtime().make_list(std::move(rows)));
}

/// SQLAlchemy: _only_one_row.
Value Result::one_row(bool raise_for_none, bool raise_for_second, bool scalar) {
    // first() and scalar() take whatever row comes first: nothing needs to be made unique.
    std::vector<Value> rows = fetch(1, raise_for_second ? Uniquing::as_set : Uniquing::none);
    if (rows.empty()) {
        close();
        if (raise_for_none) throw Error(Exc::NoResultFound, "No row was found when one was required");
        return Value::none();
    }
    Value row = std::move(rows[0]);
    if (raise_for_second) {
        // Without unique() on, equal rows count as well as others.
        if (!fetch(1).empty()) {
            close();
            throw Error(Exc::MultipleResultsFound,
                        raise_for_none ? "Multiple rows were found when exactly one was required"
                                       : "Multiple rows were found when one or none was required");
        }
    }
    close();
    if (scalar && m_projection != Projection::scalars) return row.get<Tuple>()[0];
    return row;
}

Value Result::first() {
    return one_row(false, false, false);
}
Value Result::one() {
    return one_row(true, true, false);
}
Value Result::one_or_none() {
    return one_row(false, true, false);
}
Value Result::scalar() {
    return one_row(false, false, true);
}
Value Result::scalar_one() {
    return one_row(true, true, true);
}
Value Result::scalar_one_or_none() {
    return one_row(false, true, true);
}

Ref<Result> Result::view(Type& view_type, Projection projection, std::vector<size_t> columns) {
    Ref<Result> made = type().runtime().make<Result>(view_type, m_metadata, nullptr);
    made->m_owner = false;
    made->m_shared = m_shared;
    made->m_keeps = Ref<Container>(*this);
    made->m_columns = std::move(columns);
    made->m_projection = projection;
    if (m_unique) made->inherit_unique(*this);
    return made;
}

Ref<Result> Result::scalars(const Value& index) {
    check_open();
    Runtime& runtime = type().runtime();
    const size_t at = index.is_set() ? m_metadata->index_of(runtime, index) : 0;
    if (!index.is_set() && m_metadata->size() == 0) check_open();
    const size_t source_at = m_columns.empty() ? at : m_columns[at];
    Ref<Result> made = view(runtime.type_for<ScalarResultType>(), Projection::scalars, {source_at});
    made->m_metadata = m_metadata->reduced(runtime, {at});
    if (m_unique) made->inherit_unique(*this);
    return made;
}

Ref<Result> Result::mappings() {
    check_open();
    return view(type().runtime().type_for<MappingResultType>(), Projection::mappings, m_columns);
}

Ref<Result> Result::tuples() {
    return Ref<Result>(*this);
}

void Result::select_columns(std::span<const Value> keys) {
    Runtime& runtime = type().runtime();
    std::vector<size_t> indexes, source;
    for (const Value& key : keys) {
        indexes.push_back(m_metadata->index_of(runtime, key));
        source.push_back(m_columns.empty() ? indexes.back() : m_columns[indexes.back()]);
    }
    m_metadata = m_metadata->reduced(runtime, indexes);
    m_columns = std::move(source);
    if (m_unique) restart_unique();
}

} // namespace relata::execution
