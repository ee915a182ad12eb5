#include "orm/path_registry.h"

#include "orm/aliased.h"

#include <algorithm>

namespace relata::orm {

PathRegistry::PathRegistry(sql::Entity& entity) { *this = PathRegistry().with(&entity); }

PathRegistry PathRegistry::with(RefCounted* element) const {
    if (auto* aliased = dynamic_cast<AliasedInsp*>(element); aliased && aliased->use_mapper_path) element = &aliased->mapper();
    PathRegistry path = *this;
    path.m_elements.push_back(element);
    return path;
}

PathRegistry PathRegistry::operator[](MapperProperty& property) const {
    PathRegistry path = *this;
    if (!m_elements.empty() && ends_at_entity() && property.has_parent()) {
        Mapper& parent = property.parent();
        AliasedInsp* aliased = as_aliased(entity());
        Mapper& mapper = mapper_of(entity());
        if (&parent != &mapper && parent.isa(mapper)) {
            if (!aliased)
                path.m_elements.back() = &parent;
            else if (AliasedInsp* part = aliased->entity_for_mapper(parent))
                path.m_elements.back() = part;
        }
    }
    path.m_elements.push_back(&property);
    return path;
}

PathRegistry PathRegistry::with_token(std::string token) const {
    PathRegistry path = *this;
    path.m_token = std::move(token);
    return path;
}

PathRegistry PathRegistry::parent() const {
    PathRegistry path = *this;
    if (!path.m_token.empty())
        path.m_token.clear();
    else if (!path.m_elements.empty())
        path.m_elements.pop_back();
    return path;
}

bool PathRegistry::chop(const PathRegistry& prefix, PathRegistry& rest) const {
    const size_t shared = std::min(m_elements.size(), prefix.m_elements.size());
    for (size_t i = 0; i < shared; ++i) {
        if (m_elements[i] == prefix.m_elements[i]) continue;
        if (i % 2 == 1) return false;
        auto* mine = dynamic_cast<Mapper*>(m_elements[i]);
        auto* theirs = dynamic_cast<Mapper*>(prefix.m_elements[i]);
        if (!mine || !theirs || !mine->isa(*theirs)) return false;
    }
    rest = {};
    rest.m_elements.assign(m_elements.begin() + std::ptrdiff_t(shared), m_elements.end());
    rest.m_token = m_token;
    return true;
}

PathRegistry PathRegistry::operator+(const PathRegistry& rest) const {
    PathRegistry path = *this;
    path.m_elements.insert(path.m_elements.end(), rest.m_elements.begin(), rest.m_elements.end());
    path.m_token = rest.m_token;
    return path;
}

PathRegistry PathRegistry::prepend_to(const PathRegistry& rest) const { return parent() + rest; }

PathRegistry PathRegistry::repeated(size_t count) const {
    PathRegistry path = *this;
    const size_t from = m_elements.size() - std::min(count, m_elements.size());
    path.m_elements.insert(path.m_elements.end(), m_elements.begin() + std::ptrdiff_t(from), m_elements.end());
    return path;
}

PathRegistry PathRegistry::with_lead(sql::Entity& entity) const {
    PathRegistry path = *this;
    if (!path.m_elements.empty()) path.m_elements[0] = &entity;
    return path;
}

bool PathRegistry::contains_mapper(const sql::Entity& mapper) const {
    for (size_t i = 0; i < m_elements.size(); i += 2)
        if (&mapper_of(entity_at(i)) == &mapper) return true;
    return false;
}

std::string PathRegistry::text() const {
    std::string text = "ORM Path[";
    for (size_t i = 0; i < m_elements.size(); ++i) {
        if (i) text += " -> ";
        text += i % 2 ? property_at(i).text() : entity_text(entity_at(i));
    }
    if (!m_token.empty()) text += " -> " + m_token;
    return text + "]";
}

} // namespace relata::orm
