// Which functions listen to which event of which target, so that they can be asked for and taken back.
#pragma once

#include "support/runtime.h"

#include <functional>
#include <string>
#include <vector>

namespace relata::modules {

/// SQLAlchemy: event/registry.py, _key_to_collection.
class EventRegistry final : public Runtime::Extension {
  public:
    using Undo = std::function<void()>;

    explicit EventRegistry(Runtime&) {}
    void clear_references() override { m_entries.clear(); }
    bool contains(const Value& target, std::string_view name, const Value& function) const;
    /// `undo` ends the listening.
    void add(Value target, std::string name, Value function, Undo undo);
    /// False where `function` does not listen.
    bool remove(const Value& target, std::string_view name, const Value& function);

  private:
    struct Entry {
        Value target;
        std::string name;
        Value function;
        Undo undo;
    };
    std::vector<Entry>::const_iterator find(const Value& target, std::string_view name, const Value& function) const;
    std::vector<Entry> m_entries;
};

} // namespace relata::modules
