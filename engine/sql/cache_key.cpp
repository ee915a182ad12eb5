#include "sql/cache_key.h"

#include <string>

namespace relata::sql {

void CacheKey::add(const Operator& op) {
    m_text.push_back(char(op.op));
    if (op.op == Op::custom) add(std::string_view(op.custom_text));
}

void CacheKey::add(const TypeEngine& type) {
    m_text.push_back(char(type.kind()));
    // A type that converts by itself is told apart by identity: result processors differ.
    if (type.kind() == TypeKind::decorator || type.kind() == TypeKind::enum_) add(static_cast<const void*>(&type));
    add(int64_t(type.length.value_or(-1)));
    add(int64_t(type.precision.value_or(-1)));
    add(int64_t(type.scale.value_or(-1)));
    add(type.as_decimal);
    if (!type.sql_name.empty()) add(std::string_view(type.sql_name));
}

void CacheKey::add_name(const std::string& name) {
    // "%(id body)s" pieces become "%(n body)s" with n by appearance.
    std::string out;
    size_t position = 0;
    for (;;) {
        const size_t start = name.find("%(", position);
        if (start == std::string::npos) break;
        const size_t blank = name.find(' ', start);
        const std::string id = name.substr(start + 2, blank - start - 2);
        const int64_t number = m_names.emplace(id, int64_t(m_names.size())).first->second;
        out.append(name, position, start - position);
        out += "%(" + std::to_string(number);
        position = blank;
    }
    out.append(name, position, std::string::npos);
    add(std::string_view(out));
}

bool CacheKey::add(const ClauseElement* element) {
    if (!element) {
        m_text.push_back('\xff');
        return true;
    }
    // The same node again (a FROM that its columns name): its number is enough.
    const bool shared = const_cast<ClauseElement*>(element)->is_from_clause() ||
                        const_cast<ClauseElement*>(element)->is_select_base() ||
                        element->kind() == Kind::bind_parameter;
    if (shared) {
        const auto [it, added] = m_seen.emplace(element->identity(), int64_t(m_seen.size()));
        if (!added) {
            m_text.push_back('\xfe');
            add(it->second);
            if (!element->annotations().empty()) add(static_cast<const void*>(element->annotations()->parententity));
            return true;
        }
    }
    add(element->kind());
    if (!element->annotations().empty()) {
        const auto& a = *element->annotations();
        add(static_cast<const void*>(a.parententity));
        add(std::string_view(a.proxy_key));
    }
    return element->gather_cache_key(*this);
}

} // namespace relata::sql
