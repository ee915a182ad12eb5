// LoadingPlan: which relationships a query walks, by which strategies, what it must find and how many
// statements it may send.
#pragma once

#include "orm/random_schema.h"

#include <map>
#include <optional>

namespace relata {

enum class Strategy { lazy, selectin, joined, subquery, immediate };
inline constexpr const char* strategy_options[] = {"lazyload", "selectinload", "joinedload", "subqueryload",
                                                   "immediateload"};

class LoadingPlan {
  public:
    struct Node {
        int table = 0;
        const Relation* relation = nullptr; ///< the edge to this node; none for the root
        bool from_child = false;            ///< the edge leaves the side that holds the key
        std::vector<Node> below;

        std::string attribute() const { return from_child ? relation->name : relation->back(); }
        bool is_list() const {
            return relation->kind == Relation::Kind::link ||
                   (!from_child && relation->kind == Relation::Kind::foreign_key);
        }
        bool is_many_to_one() const { return from_child && relation->kind != Relation::Kind::link; }
        bool is_ordered() const {
            return is_list() && relation->ordered && (relation->kind != Relation::Kind::link || from_child);
        }
    };
    /// One strategy for each edge, in the order of `edges()`.
    using Choice = std::vector<Strategy>;

    LoadingPlan(const RandomSchema& schema, Dice& dice) : m_schema(schema) {
        m_root.table = dice.below(int(schema.tables()));
        m_used.insert(m_root.table);
        grow(m_root, dice, 3);
        const int rows = schema.size(m_root.table);
        m_after = dice.one_in(3) ? dice.below(rows + 1) : 0;
        if (dice.one_in(3)) m_limit = dice.below(rows + 2);
        m_descending = dice.one_in(3);
    }
    size_t edges() const { return m_edges; }
    /// Each class stands once in the plan: then what a strategy sends depends on no other path.
    bool is_simple() const { return m_simple; }
    static Choice all(Strategy strategy, size_t edges) { return Choice(edges, strategy); }

    /// Any strategy above any other (but see `end`).
    Choice mixed(Dice& dice) const {
        Choice choice;
        for (size_t i = 0; i < m_edges; ++i)
            choice.push_back(Strategy(dice.below(5)));
        size_t edge = 0;
        if (!m_simple) end(m_root, choice, edge, false);
        return choice;
    }
    std::string query(const Choice& choice) const {
        const std::string root = RandomSchema::name(m_root.table);
        std::string text = "select(" + root + ")";
        if (m_after) text += ".where(" + root + ".id > " + std::to_string(m_after) + ")";
        text += ".order_by(" + root + ".id" + (m_descending ? ".desc())" : ")");
        if (m_limit) text += ".limit(" + std::to_string(*m_limit) + ")";
        size_t edge = 0;
        for (const Node& node : m_root.below)
            text += ".options(" + option(node, m_root.table, choice, edge) + ")";
        return text;
    }
    /// True where a joined load fills a list, so that the result must be made unique.
    bool needs_unique(const Choice& choice) const {
        size_t edge = 0;
        return needs_unique(m_root, choice, edge, true);
    }
    /// The plan as the nested tuples that the program walks.
    std::string walk() const { return walk(m_root); }
    /// What the walk must print, from the rows alone.
    std::string expected() const {
        std::string text;
        for (const int id : roots())
            text += describe(m_root, id) + "\n";
        return text;
    }
    /// The statements that loading and walking must send; none where that depends on batches.
    std::optional<size_t> promised(const Choice& choice) const {
        if (!m_simple) return std::nullopt;
        size_t edge = 0;
        std::optional<size_t> below = 0;
        const std::vector<int> found = roots();
        promise(m_root, {found.begin(), found.end()}, {}, choice, edge, below);
        return below ? std::optional(1 + *below) : std::nullopt;
    }

  private:
    static constexpr size_t chunk = 500; ///< parents that a selectin load takes at a time

    void grow(Node& node, Dice& dice, int depth) {
        const bool small = m_schema.size(node.table) < 20;
        for (const Relation& r : m_schema.relations())
            for (const bool from_child : {true, false}) {
                if ((from_child ? r.child : r.parent) != node.table || m_edges >= (small ? 6 : 3) ||
                    dice.one_in(depth > 1 ? 3 : 2))
                    continue;
                Node next{.table = from_child ? r.parent : r.child,
                          .relation = &r,
                          .from_child = from_child,
                          .below = {}};
                m_simple &= m_used.insert(next.table).second;
                ++m_edges;
                if (depth > 1) grow(next, dice, depth - 1);
                node.below.push_back(std::move(next));
            }
    }
    /// A subquery load below a load that has a statement of its own forgets what was above: where classes repeat, it
    /// matches the same options again and SQLAlchemy never ends. Such a one becomes a selectin load.
    static void end(const Node& node, Choice& choice, size_t& edge, bool below_own_statement) {
        for (const Node& next : node.below) {
            Strategy& strategy = choice[edge++];
            if (below_own_statement && strategy == Strategy::subquery) strategy = Strategy::selectin;
            end(next, choice, edge,
                below_own_statement || (strategy != Strategy::joined && strategy != Strategy::subquery));
        }
    }
    std::string option(const Node& node, int from, const Choice& choice, size_t& edge) const {
        std::string text = std::string(strategy_options[int(choice[edge++])]) + "(" +
                           RandomSchema::name(from) + "." + node.attribute() + ")";
        std::string below;
        for (const Node& next : node.below)
            below += (below.empty() ? "" : ", ") + option(next, node.table, choice, edge);
        return below.empty() ? text : text + ".options(" + below + ")";
    }
    static bool needs_unique(const Node& node, const Choice& choice, size_t& edge, bool joined_above) {
        bool needs = false;
        for (const Node& next : node.below) {
            const bool joined = (choice[edge++] == Strategy::joined) && joined_above;
            needs |= joined && next.is_list();
            needs |= needs_unique(next, choice, edge, joined);
        }
        return needs;
    }
    static std::string walk(const Node& node) {
        std::string text = "(";
        for (const Node& next : node.below)
            text += "('" + next.attribute() + "', '" +
                    (!next.is_list()     ? "one"
                     : next.is_ordered() ? "ordered"
                                         : "any") +
                    "', " + walk(next) + "), ";
        return text + ")";
    }
    std::vector<int> roots() const {
        std::vector<int> ids;
        for (int id = m_after + 1; id <= m_schema.size(m_root.table); ++id)
            ids.push_back(id);
        if (m_descending) std::reverse(ids.begin(), ids.end());
        if (m_limit && ids.size() > size_t(*m_limit)) ids.resize(size_t(*m_limit));
        return ids;
    }
    const std::vector<int>& related(const Node& node, int id) const {
        auto& index = m_index[{node.relation, node.from_child}];
        if (index.empty())
            for (const auto& [child, parent] : node.relation->pairs)
                index[node.from_child ? child : parent].push_back(node.from_child ? parent : child);
        return index[id];
    }
    std::string describe(const Node& node, int id) const {
        std::string text = RandomSchema::name(node.table) + std::to_string(id);
        for (const Node& next : node.below) {
            std::vector<int> found = related(next, id);
            std::sort(found.begin(), found.end());
            if (next.is_ordered()) std::reverse(found.begin(), found.end());
            std::string inner;
            for (const int other : found)
                inner += (inner.empty() ? "" : " ") + describe(next, other);
            text += " " + next.attribute() +
                    (next.is_list() ? "[" + inner + "]" : "=" + (inner.empty() ? "-" : inner));
        }
        return text;
    }
    /// What brought the objects of a node.
    struct Above {
        std::optional<Strategy> strategy; ///< none: the query itself
        size_t statements = 1;
        bool forgets = false; ///< further options do not reach it
    };
    /// Adds what the edges below `node` send for `parents`; `sum` becomes none where that depends on the order of loads.
    void promise(const Node& node, const std::set<int>& parents, const Above& above, const Choice& choice, size_t& edge,
                 std::optional<size_t>& sum) const {
        for (const Node& next : node.below) {
            const Strategy strategy = above.forgets ? Strategy::lazy : choice[edge];
            ++edge;
            std::set<int> targets;
            for (const int id : parents)
                targets.insert(related(next, id).begin(), related(next, id).end());
            const size_t keys = next.is_many_to_one() ? targets.size() : parents.size();
            Above here{strategy};
            switch (strategy) {
            case Strategy::lazy:
            case Strategy::immediate: // its second statements wait for all of them, a lazy load's do not
                here.statements = keys;
                break;
            case Strategy::selectin:
                if (above.strategy == Strategy::lazy) sum.reset();
                here.statements = (keys + chunk - 1) / chunk;
                break;
            case Strategy::subquery: // one for each statement that brings parents
                if (above.statements > 1) sum.reset();
                here.statements = parents.empty() ? 0 : 1;
                here.forgets = above.strategy && above.strategy != Strategy::subquery;
                break;
            case Strategy::joined:
                here = above;
                break;
            }
            if (sum && strategy != Strategy::joined) *sum += here.statements;
            promise(next, targets, here, choice, edge, sum);
        }
    }

    const RandomSchema& m_schema;
    Node m_root;
    std::set<int> m_used;
    size_t m_edges = 0;
    bool m_simple = true, m_descending = false;
    int m_after = 0;
    std::optional<int> m_limit;
    mutable std::map<std::pair<const Relation*, bool>, std::map<int, std::vector<int>>> m_index;
};

} // namespace relata
