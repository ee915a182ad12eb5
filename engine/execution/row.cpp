#include "execution/row.h"

#include "support/protocol.h"

#include <algorithm>

namespace relata::execution {

namespace {
struct Targets final : Runtime::Extension {
    explicit Targets(Runtime&) {}
    ResultMetadata::TargetOf target_of = nullptr;
};
} // namespace

ResultMetadata::ResultMetadata(Type& type, std::vector<ResultColumn> columns, bool is_simple)
    : Object(type), m_columns(std::move(columns)), m_is_simple(is_simple) {}

void ResultMetadata::set_target_of(Runtime& runtime, TargetOf target_of) {
    runtime.extension<Targets>().target_of = target_of;
}

int64_t ResultMetadata::index_of(std::string_view name) const {
    int64_t found = -1;
    for (size_t i = 0; i < m_columns.size(); ++i) {
        if (m_columns[i].name->view() != name) continue;
        if (found >= 0)
            throw Error(Exc::InvalidRequestError, "Ambiguous column name '" + std::string(name) +
                                                      "' in result set column descriptions");
        found = int64_t(i);
    }
    for (size_t i = 0; i < m_columns.size() && found < 0; ++i)
        if (std::ranges::find(m_columns[i].alternatives, name) != m_columns[i].alternatives.end())
            found = int64_t(i);
    return found;
}

size_t ResultMetadata::index_of(Runtime& runtime, const Value& key) const {
    if (key.is_small_int()) {
        const int64_t i = key.as_small_int(), count = int64_t(size());
        if (i < -count || i >= count) throw Error(Exc::IndexError, "list index out of range");
        return size_t(i < 0 ? i + count : i);
    }
    if (const Str* name = key.as<Str>()) {
        const int64_t found = index_of(name->view());
        if (found >= 0) return size_t(found);
        if (m_is_simple) throw Error(Exc::KeyError, std::vector<Value>{key});
        throw Error(Exc::NoSuchColumnError,
                    "Could not locate column in row for column '" + std::string(name->view()) + "'");
    }
    const auto target_of = runtime.extension<Targets>().target_of;
    if (const void* target = target_of ? target_of(runtime, key) : nullptr)
        for (size_t i = 0; i < m_columns.size(); ++i)
            if (std::ranges::find(m_columns[i].targets, target) != m_columns[i].targets.end()) return i;
    if (m_is_simple) throw Error(Exc::KeyError, std::vector<Value>{key});
    throw Error(Exc::NoSuchColumnError,
                "Could not locate column in row for column '" + str_text(runtime, key) + "'");
}

Ref<Tuple> ResultMetadata::keys(Runtime& runtime) const {
    Ref<Tuple> names = runtime.make_tuple(m_columns.size());
    for (size_t i = 0; i < m_columns.size(); ++i)
        names->writable()[i] = m_columns[i].name;
    return names;
}

Ref<ResultMetadata> ResultMetadata::reduced(Runtime& runtime, const std::vector<size_t>& indexes) const {
    std::vector<ResultColumn> columns;
    for (size_t i : indexes)
        columns.push_back(m_columns[i]);
    return runtime.make<ResultMetadata>(type(), std::move(columns), m_is_simple);
}

Row::~Row() {
    hidden().~Value();
}

Ref<Row> Row::make(Runtime& runtime, const ResultMetadata& metadata, std::span<const Value> values) {
    Ref<Row> row = runtime.make_with_room<Row>((values.size() + 1) * sizeof(Value), runtime.type_for<Row>(),
                                               values.size());
    Value* slot = row->writable().data();
    for (const Value& value : values)
        new (slot++) Value(value);
    new (slot) Value(const_cast<ResultMetadata&>(metadata));
    return row;
}

const ResultMetadata& Row::metadata() const {
    return hidden().get<ResultMetadata>();
}

} // namespace relata::execution
