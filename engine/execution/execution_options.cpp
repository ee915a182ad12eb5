#include "execution/execution_options.h"

#include "support/protocol.h"

namespace relata::execution {

Value ExecutionOptions::find(std::string_view name) const {
    const Value* found = m_values ? m_values->find(name) : nullptr;
    return found ? *found : Value();
}

bool ExecutionOptions::is_true(Runtime& runtime, std::string_view name) const {
    const Value found = find(name);
    return found.is_set() && truth(runtime, found);
}

std::optional<int64_t> ExecutionOptions::integer(Runtime& runtime, std::string_view name) const {
    const Value found = find(name);
    if (!found.is_set() || found.is_none()) return std::nullopt;
    return as_index(runtime, found);
}

ExecutionOptions ExecutionOptions::merged(Runtime& runtime, const ExecutionOptions& stronger) const {
    if (stronger.empty()) return *this;
    if (empty()) return stronger;
    Ref<Dict> all = to_dict(runtime);
    stronger.m_values->for_each([&](const Value& key, const Value& value) { all->set(runtime, key, value); });
    return ExecutionOptions(std::move(all));
}

Ref<Dict> ExecutionOptions::to_dict(Runtime& runtime) const {
    Ref<Dict> copy = runtime.make_dict();
    if (m_values)
        m_values->for_each([&](const Value& key, const Value& value) { copy->set(runtime, key, value); });
    return copy;
}

} // namespace relata::execution
