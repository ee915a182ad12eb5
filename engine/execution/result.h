// Result: rows on their way to the program. SQLAlchemy: engine/result.py; ScalarResult and MappingResult are
// this class with another projection, under their own Python types.
#pragma once

#include "execution/row.h"
#include "support/runtime.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace relata::execution {

/// Where rows come from: a DBAPI cursor, or the ORM's loading of one.
class RowSource {
  public:
    virtual ~RowSource() = default;
    /// Appends up to `count` rows to `out`, each as Result::width() consecutive values; fewer (or none) at
    /// the end. Returns how many.
    virtual size_t fetch(size_t count, std::vector<Value>& out) = 0;
    /// All that are left.
    virtual size_t fetch_all(std::vector<Value>& out) { return fetch(SIZE_MAX, out); }
    /// No more rows are wanted, or all were read: gives the cursor back. May be called twice.
    virtual void close() {}
    virtual void yield_per(size_t rows) { (void)rows; }
    virtual void clear_references() {}
};

/// Rows that are in memory already.
class BufferedSource final : public RowSource {
  public:
    BufferedSource(std::vector<Value> values, size_t width) : m_values(std::move(values)), m_width(width) {}
    size_t fetch(size_t count, std::vector<Value>& out) override;
    void clear_references() override { m_values.clear(); }

  private:
    std::vector<Value> m_values;
    size_t m_width, m_at = 0;
};

/// Tags for Runtime::type_for: which Python class a Result shows as.
struct ScalarResultType;
struct MappingResultType;
struct TupleResultType;
struct ChunkedIteratorResultType;
struct IteratorResultType;
struct CursorResultType;
struct RowMappingType;

/// `row._mapping`.
class RowMapping final : public Container {
  public:
    RowMapping(Type& type, Ref<Row> row) : Container(type), m_row(std::move(row)) {}
    void clear_references() override { m_row.reset(); }
    const Row& row() const { return *m_row; }

  private:
    Ref<Row> m_row;
};

class Result : public Container {
  public:
    enum class Projection : uint8_t { rows, scalars, mappings };

    /// `type`: runtime.type_for<CursorResultType>() or <ChunkedIteratorResultType>().
    Result(Type& type, Ref<ResultMetadata> metadata, std::unique_ptr<RowSource> source);
    ~Result() override;
    void clear_references() override;

    // What the ORM sets before it hands the result out.
    /// Fetching without unique() raises InvalidRequestError with this message (joined eager loads of
    /// collections).
    void require_unique(std::string message) { m_shared->unique_message = std::move(message); }
    /// yield_per together with unique(): the message of the InvalidRequestError.
    void refuse_unique(std::string message) { m_shared->refuse_message = std::move(message); }
    /// Rows of one column are bare values (`select(Task)` of sqlmodel's exec): nothing but a hint for repr.
    struct Origin {
        uint64_t statement = 0;           ///< StatementSent::statement
        std::vector<std::string> options; ///< for the record
    };
    void set_origin(Origin origin);

    size_t width() const { return m_metadata->size(); }
    const ResultMetadata& metadata() const { return *m_metadata; }
    Projection projection() const { return m_projection; }

    // The program's methods.
    Value all();      ///< a list
    Value next();     ///< unset at the end
    Value fetchone(); ///< None at the end
    Value fetchmany(std::optional<size_t> size);
    /// The next list of partitions(); unset at the end.
    Value partition(std::optional<size_t> size);
    Value first();
    Value one();
    Value one_or_none();
    Value scalar();
    Value scalar_one();
    Value scalar_one_or_none();
    Ref<Result> scalars(const Value& index);
    Ref<Result> mappings();
    Ref<Result> tuples();
    void select_columns(std::span<const Value> keys); ///< columns(): changes this result
    /// `strategy` unset: each column's own Uniqueness.
    void unique(Value strategy);
    void yield_per(size_t rows);
    void close();
    bool is_closed() const { return m_shared->hard_closed; }
    bool is_soft_closed() const { return m_shared->soft_closed; }
    Ref<Tuple> keys() const { return m_metadata->keys(type().runtime()); }
    /// Called by what has no rows (DML without RETURNING): fetching raises ResourceClosedError.
    void set_no_rows(bool returns_rows) { m_shared->returns_rows = returns_rows; }
    bool returns_rows() const { return m_shared->returns_rows; }

    RowSource* source() const { return m_shared->source.get(); }

  protected:
    /// What a result shares with the ScalarResults and MappingResults made from it.
    struct Shared : RefCounted {
        std::unique_ptr<RowSource> source;
        size_t source_width = 0;
        std::optional<size_t> yield_per;
        std::string unique_message, refuse_message;
        bool soft_closed = false, hard_closed = false;
        bool returns_rows = true;
        uint64_t id = 0;
        Origin origin;
        uint64_t rows_fetched = 0, objects_returned = 0;
        bool unique_called = false;
    };
    struct UniqueState;

    void check_open() const;
    void soft_close();
    /// Up to `count` rows (all: SIZE_MAX) from the source, projected and made unique.
    enum class Uniquing : uint8_t { as_set, none };
    std::vector<Value> fetch(size_t count, Uniquing uniquing = Uniquing::as_set);
    Value one_row(bool raise_for_none, bool raise_for_second, bool scalar);
    Value project(std::span<const Value> row);
    Ref<Result> view(Type& type, Projection projection, std::vector<size_t> columns);
    void announce();
    void restart_unique();
    void inherit_unique(const Result& other);
    Value as_mapping(const Value& row);
    bool is_new(Runtime& runtime, const Value& made, std::span<const Value> row);

    Ref<Shared> m_shared;
    Ref<ResultMetadata> m_metadata;
    std::vector<size_t> m_columns; ///< of the source's; empty: all
    Projection m_projection = Projection::rows;
    std::unique_ptr<UniqueState> m_unique;
    bool m_owner = true;    ///< not a view of another result
    Ref<Container> m_keeps; ///< a view: the result it was made from
};

} // namespace relata::execution
