// CacheKey: what decides a statement's SQL. SQLAlchemy: sql/cache_key.py.
#pragma once

#include "sql/elements.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace relata::sql {

/// Built by walking a statement: equal keys compile to equal SQL. Values of bind parameters are not part of it; they are
/// collected, so that a cached Compiled runs with a new statement's values.
class CacheKey {
  public:
    void add(Kind kind) { m_text.push_back(char(kind)); }
    void add(bool b) { m_text.push_back(b ? '1' : '0'); }
    void add(int64_t i) { m_text.append(reinterpret_cast<const char*>(&i), sizeof i); }
    void add(const void* identity) { add(int64_t(reinterpret_cast<uintptr_t>(identity))); }
    void add(std::string_view text) { add(int64_t(text.size())), m_text.append(text); }
    void add(const Operator& op);
    void add(const TypeEngine& type);
    /// A name: an anonymous one by its order of appearance.
    void add_name(const std::string& name);
    /// A child and what is below it; null is fine. False: not cacheable.
    bool add(const ClauseElement* element);
    template <class T> bool add(const Ref<T>& element) { return add(static_cast<const ClauseElement*>(element.get())); }
    template <class T> bool add(const std::vector<Ref<T>>& elements) {
        add(int64_t(elements.size()));
        for (const Ref<T>& e : elements)
            if (!add(e)) return false;
        return true;
    }
    void add_bind(const BindParameter& bind) { m_binds.push_back(&bind); }

    const std::string& text() const { return m_text; }
    const std::vector<const BindParameter*>& binds() const { return m_binds; }

  private:
    std::string m_text;
    std::vector<const BindParameter*> m_binds;
    std::unordered_map<std::string, int64_t> m_names;
    std::unordered_map<const ClauseElement*, int64_t> m_seen;
};

} // namespace relata::sql
