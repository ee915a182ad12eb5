// Topological sort of the unit of work's actions and, as states, of rows that refer to each other.
// SQLAlchemy: util/topological.py.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace relata::orm {

/// Edges in the order in which they were first added; each (parent, child) once.
template <class T>
class DependencyEdges {
  public:
    using Edge = std::pair<T, T>;
    void add(T parent, T child) {
        if (m_seen.insert(Edge(parent, child)).second) m_edges.emplace_back(parent, child);
    }
    const std::vector<Edge>& all() const { return m_edges; }
    /// Replaces every edge.
    void assign(const std::vector<Edge>& edges) {
        m_edges.clear();
        m_seen.clear();
        for (const Edge& edge : edges)
            add(edge.first, edge.second);
    }

  private:
    struct Hash {
        size_t operator()(const Edge& e) const {
            return std::hash<T>()(e.first) * 0x9e3779b97f4a7c15u ^ std::hash<T>()(e.second);
        }
    };
    std::vector<Edge> m_edges;
    std::unordered_set<Edge, Hash> m_seen;
};

/// Groups `items` so that each stands in a later group than all it depends on; inside a group they keep their
/// order. Nothing where the dependencies form a cycle. Linear in items and edges.
template <class T>
std::optional<std::vector<std::vector<T>>> sort_as_subsets(const std::vector<std::pair<T, T>>& edges,
                                                           const std::vector<T>& items) {
    std::unordered_map<T, size_t> position;
    for (size_t i = 0; i < items.size(); ++i)
        position.emplace(items[i], i);
    std::vector<size_t> waiting_for(items.size(), 0);
    std::vector<std::vector<size_t>> children(items.size());
    for (const auto& [parent, child] : edges) {
        const auto p = position.find(parent), c = position.find(child);
        if (p == position.end() || c == position.end()) continue;
        children[p->second].push_back(c->second);
        ++waiting_for[c->second];
    }
    std::vector<size_t> ready;
    for (size_t i = 0; i < items.size(); ++i)
        if (waiting_for[i] == 0) ready.push_back(i);
    std::vector<std::vector<T>> subsets;
    size_t done = 0;
    while (!ready.empty()) {
        std::vector<T> subset;
        std::vector<size_t> next;
        for (size_t i : ready) {
            subset.push_back(items[i]);
            for (size_t child : children[i])
                if (--waiting_for[child] == 0) next.push_back(child);
        }
        done += ready.size();
        subsets.push_back(std::move(subset));
        std::sort(next.begin(), next.end());
        ready = std::move(next);
    }
    if (done != items.size()) return std::nullopt;
    return subsets;
}

/// The nodes that are part of a cycle, in the order in which the edges name them.
/// SQLAlchemy: topological.find_cycles; found as strongly connected components (Tarjan), which is linear.
template <class T>
std::vector<T> find_cycles(const std::vector<std::pair<T, T>>& edges) {
    std::vector<T> nodes;
    std::unordered_map<T, size_t> position;
    std::vector<std::vector<size_t>> children;
    std::vector<bool> self_loop;
    auto index_of = [&](const T& node) {
        const auto [at, added] = position.emplace(node, nodes.size());
        if (added) {
            nodes.push_back(node);
            children.emplace_back();
            self_loop.push_back(false);
        }
        return at->second;
    };
    for (const auto& [parent, child] : edges) {
        const size_t p = index_of(parent), c = index_of(child);
        children[p].push_back(c);
        if (p == c) self_loop[p] = true;
    }
    constexpr size_t unvisited = SIZE_MAX;
    std::vector<size_t> number(nodes.size(), unvisited), low(nodes.size(), 0), next_child(nodes.size(), 0);
    std::vector<bool> on_stack(nodes.size(), false), in_cycle(nodes.size(), false);
    std::vector<size_t> stack, path;
    size_t counter = 0;
    for (size_t root = 0; root < nodes.size(); ++root) {
        if (number[root] != unvisited) continue;
        path.push_back(root);
        while (!path.empty()) {
            const size_t node = path.back();
            if (number[node] == unvisited) {
                number[node] = low[node] = counter++;
                stack.push_back(node);
                on_stack[node] = true;
            }
            if (next_child[node] < children[node].size()) {
                const size_t child = children[node][next_child[node]++];
                if (number[child] == unvisited)
                    path.push_back(child);
                else if (on_stack[child])
                    low[node] = std::min(low[node], number[child]);
                continue;
            }
            path.pop_back();
            if (!path.empty()) low[path.back()] = std::min(low[path.back()], low[node]);
            if (low[node] != number[node]) continue;
            const bool single = stack.back() == node;
            for (;;) {
                const size_t member = stack.back();
                stack.pop_back();
                on_stack[member] = false;
                in_cycle[member] = !single || self_loop[member];
                if (member == node) break;
            }
        }
    }
    std::vector<T> result;
    for (size_t i = 0; i < nodes.size(); ++i)
        if (in_cycle[i]) result.push_back(nodes[i]);
    return result;
}

} // namespace relata::orm
