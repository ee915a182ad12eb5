// ExecutionOptions: the `execution_options` of an engine, a connection, a statement or one call.
#pragma once

#include "support/dict.h"
#include "support/runtime.h"

#include <optional>

namespace relata::execution {

/// An immutable mapping of names to values; copies are cheap. Names are SQLAlchemy's: yield_per,
/// stream_results, populate_existing, autoflush, isolation_level, preserve_rowcount,
/// insertmanyvalues_page_size, ...
class ExecutionOptions {
  public:
    ExecutionOptions() = default;
    explicit ExecutionOptions(Ref<Dict> values) : m_values(std::move(values)) {}
    bool empty() const { return !m_values || m_values->empty(); }
    /// Unset where there is no such option.
    Value find(std::string_view name) const;
    bool is_true(Runtime& runtime, std::string_view name) const;
    std::optional<int64_t> integer(Runtime& runtime, std::string_view name) const;
    /// These options, with those of `stronger` in front.
    ExecutionOptions merged(Runtime& runtime, const ExecutionOptions& stronger) const;
    /// A fresh dict of them.
    Ref<Dict> to_dict(Runtime& runtime) const;

  private:
    Ref<Dict> m_values;
};

} // namespace relata::execution
