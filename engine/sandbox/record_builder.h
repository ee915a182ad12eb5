// RecordBuilder: turns the events of a run into its RunRecord.
#pragma once

#include "execution/events.h"
#include "sandbox/run_record.h"
#include "sandbox/unread_objects.h"
#include "support/runtime.h"

#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace relata::sandbox {

/// Listens on the run's thread. `step` says which call of Run the events belong to.
class RecordBuilder final : public execution::EventSink {
  public:
    /// What costs time to collect.
    struct Wanted {
        bool reads = false, objects = false;
    };
    RecordBuilder(Runtime& runtime, Wanted wanted);
    void on_event(const execution::Event& event) override;
    bool wants_reads() const override { return m_wanted.reads; }
    bool wants_objects() const override { return m_wanted.objects; }
    RunRecord& record() { return m_record; }
    /// The program is over: what dies now dies with it.
    void stop_objects() { m_wanted.objects = false; }
    void set_step(uint64_t step) { m_step = step; }
    uint64_t step() const { return m_step; }

  private:
    void on(const execution::StatementSent& e);
    void on(const execution::StatementFinished& e);
    void on(const execution::TransactionEvent& e);
    void on(const execution::RelationshipRead& e);
    void on(const execution::EagerLoad& e);
    void on(const execution::ResultMade& e);
    void on(const execution::SessionEvent& e);
    void on(const execution::ConnectionEvent& e);
    void on(const execution::MapperConfigured& e);
    void on(const execution::ObjectChanged& e);
    SourceSpan here() const;
    int64_t now() const;
    void mark(TimelineEntry::Kind kind, uint64_t id);
    ConnectionRecord& connection(uint64_t id);

    /// Fills what only the text and the cause of a statement decide; of many alike in a row it is worked out once.
    void describe(StatementRecord& statement, const StatementRecord* last, const execution::StatementSent& e);

    Runtime& m_runtime;
    Wanted m_wanted;
    RunRecord m_record;
    size_t m_last_sent = SIZE_MAX; ///< index of the statement that was sent last
    uint64_t m_step = 0;
    std::chrono::steady_clock::time_point m_began = std::chrono::steady_clock::now();
    std::unordered_map<uint64_t, size_t> m_statements, m_results, m_sessions, m_connections, m_eager_loads;
    std::unordered_map<const void*, size_t> m_objects; ///< those that live
    std::map<std::string, UnreadObjects, std::less<>> m_unread; ///< by relationship
    /// Where a relationship was read, and its place in the record. Sites are found again by their hash here before the
    /// map is asked.
    struct ReadSite {
        std::string relationship;
        const Str* file = nullptr;
        execution::RelationshipRead::How how{};
        int line = -1, column = -1;
        uint64_t step = 0;
        size_t index = 0;
    };
    RelationshipReadRecord& read_at_this_site(const execution::RelationshipRead& e);
    std::array<ReadSite, 64> m_recent_reads;
    std::map<std::tuple<std::string, const Str*, int, int, int, uint64_t>, size_t> m_reads;
};

/// A value as JSON knows it; others by their repr.
Datum to_datum(Runtime& runtime, const Value& value);
/// White space folded to single spaces, as the corpus records SQL.
std::string fold_white_space(std::string_view sql);

} // namespace relata::sandbox
