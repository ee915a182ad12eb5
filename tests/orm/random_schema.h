// RandomSchema: models, rows and the program text that defines and stores them, all from one seed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace relata {

/// The same numbers on every machine (the standard's distributions promise that of none).
class Dice {
  public:
    explicit Dice(uint64_t seed) : m_engine(seed) {}
    int below(int n) { return int(m_engine() % uint64_t(n)); }
    bool one_in(int n) { return below(n) == 0; }

  private:
    std::mt19937_64 m_engine;
};

/// One relationship seen from both sides: a foreign key, or a link table. Each attribute has its own name.
struct Relation {
    enum class Kind { foreign_key, one_to_one, link } kind = Kind::foreign_key;
    int child = 0, parent = 0; ///< the table with the foreign key, and its target; the two ends of a link
    bool nullable = true, ordered = false, names_keys = false;
    std::string name;                                   ///< r3: the attribute on `child`; its key is r3_id
    std::set<std::pair<int, int>> pairs;                ///< (child id, parent id)
    std::string back() const { return name + "_back"; } ///< the attribute on `parent`
};

class RandomSchema {
  public:
    explicit RandomSchema(Dice& dice) : m_sizes(size_t(2 + dice.below(3))), m_by_key(dice.one_in(2)) {
        const bool big = dice.one_in(12); // more parents than selectin takes at a time
        for (int& size : m_sizes)
            size = big ? 480 + dice.below(600) : dice.below(9);
        const int relations = 2 + dice.below(4);
        for (int i = 0; i < relations; ++i)
            relate(dice, i, big);
        for (Relation& r : m_relations)
            r.names_keys |= std::any_of(m_relations.begin(), m_relations.end(), [&](const Relation& other) {
                return &other != &r &&
                       std::minmax(other.child, other.parent) == std::minmax(r.child, r.parent);
            });
    }
    size_t tables() const { return m_sizes.size(); }
    int size(int table) const { return m_sizes[size_t(table)]; }
    const std::vector<Relation>& relations() const { return m_relations; }
    static std::string name(int table) { return std::string(1, char('A' + table)); }

    /// The classes, link tables first.
    std::string models() const {
        std::string text;
        for (const Relation& r : m_relations)
            if (r.kind == Relation::Kind::link) {
                const std::string line =
                    "    %1_id: Optional[int] = Field(default=None, foreign_key='%2.id', primary_key=True)\n";
                text += "class " + link(r) + "(SQLModel, table=True):\n";
                for (auto [side, table] : {std::pair{"left", r.child}, std::pair{"right", r.parent}})
                    text += "    " + std::string(side) +
                            "_id: Optional[int] = Field(default=None, foreign_key='" + table_name(table) +
                            ".id', primary_key=True)\n";
            }
        for (int table = 0; table < int(tables()); ++table) {
            text += "class " + name(table) + "(SQLModel, table=True):\n" + "    __tablename__ = '" +
                    table_name(table) + "'\n" +
                    "    id: Optional[int] = Field(default=None, primary_key=True)\n    name: str\n";
            for (const Relation& r : m_relations) {
                if (r.child == table) text += side_of_child(r);
                if (r.parent == table) text += side_of_parent(r);
            }
        }
        return text;
    }
    /// Statements that store the rows, in a session `s`.
    std::string stored() const {
        std::string text;
        for (int table = 0; table < int(tables()); ++table) {
            const std::string t = name(table);
            text += "rows_" + t + " = {i: " + t + "(id=i, name='" + t + "' + str(i)) for i in range(1, " +
                    std::to_string(size(table) + 1) + ")}\n";
        }
        for (const Relation& r : m_relations) {
            text += "for i, j in " + list(r) + ":\n    ";
            const std::string child = "rows_" + name(r.child) + "[i]",
                              parent = "rows_" + name(r.parent) + "[j]";
            if (r.kind == Relation::Kind::link)
                text += m_by_key ? "s.add(" + link(r) + "(left_id=i, right_id=j))\n"
                                 : child + "." + r.name + ".append(" + parent + ")\n";
            else
                text += m_by_key ? child + "." + r.name + "_id = j\n"
                                 : child + "." + r.name + " = " + parent + "\n";
        }
        for (int table = 0; table < int(tables()); ++table)
            text += "s.add_all(rows_" + name(table) + ".values())\n";
        return text + "s.commit()\n";
    }
    /// Plain SQL that gives the pairs of `r` from the tables.
    std::string pairs_query(const Relation& r) const {
        const std::string child = table_name(r.child), parent = table_name(r.parent);
        if (r.kind == Relation::Kind::link)
            return "SELECT c.id, p.id FROM " + child + " c, " + parent + " p, " + lower(link(r)) +
                   " l WHERE l.left_id = c.id AND l.right_id = p.id ORDER BY c.id, p.id";
        return "SELECT c.id, p.id FROM " + child + " c JOIN " + parent + " p ON c." + r.name +
               "_id = p.id ORDER BY c.id, p.id";
    }
    static std::string list(const Relation& r) {
        std::string text = "[";
        for (const auto& [child, parent] : r.pairs)
            text +=
                (text.size() > 1 ? ", (" : "(") + std::to_string(child) + ", " + std::to_string(parent) + ")";
        return text + "]";
    }

  private:
    void relate(Dice& dice, int number, bool big) {
        Relation r;
        r.kind = dice.one_in(3)   ? Relation::Kind::link
                 : dice.one_in(6) ? Relation::Kind::one_to_one
                                  : Relation::Kind::foreign_key;
        r.name = "r" + std::to_string(number);
        r.child = dice.below(int(tables()));
        r.parent = dice.below(int(tables()));
        if (!m_by_key && r.kind != Relation::Kind::link && r.child < r.parent)
            std::swap(r.child, r.parent); // rows without a circle
        r.ordered = dice.one_in(2);
        const int children = size(r.child), parents = size(r.parent);
        r.nullable = r.child == r.parent || parents == 0 || dice.one_in(2);
        for (int child = 1; child <= children && parents; ++child) {
            if (r.kind == Relation::Kind::link) {
                for (int n = dice.below(big ? 2 : 4); n > 0; --n)
                    r.pairs.emplace(child, 1 + dice.below(parents));
                continue;
            }
            if (r.nullable && dice.one_in(4)) continue;
            int parent = 1 + dice.below(parents);
            if (r.child == r.parent && !m_by_key && parent >= child) continue;
            if (r.kind == Relation::Kind::one_to_one) {
                r.nullable = true;
                if (child > parents) continue;
                parent = r.child == r.parent && !m_by_key ? child - 1 : child;
                if (parent == 0) continue;
            }
            r.pairs.emplace(child, parent);
        }
        m_relations.push_back(std::move(r));
    }
    static std::string lower(std::string text) {
        for (char& c : text)
            c = char(std::tolower(static_cast<unsigned char>(c)));
        return text;
    }
    static std::string table_name(int table) { return "t_" + lower(name(table)); }
    static std::string link(const Relation& r) { return "Link" + r.name; }
    static std::string list_of(int table) { return "List['" + name(table) + "']"; }
    static std::string relationship(const std::string& back, const std::vector<std::string>& settings,
                                    const std::string& more = {}) {
        std::string text = "Relationship(back_populates='" + back + "'" + more;
        if (!settings.empty()) {
            text += ", sa_relationship_kwargs={";
            for (const std::string& s : settings)
                text += s + ", ";
            text += "}";
        }
        return text + ")\n";
    }
    static void join_a_table_to_itself(const Relation& r, std::vector<std::string>& settings,
                                       bool from_child) {
        const std::string t = name(r.child), near = from_child ? "left" : "right",
                          far = from_child ? "right" : "left";
        settings.push_back("'primaryjoin': '" + t + ".id == " + link(r) + "." + near + "_id'");
        settings.push_back("'secondaryjoin': '" + t + ".id == " + link(r) + "." + far + "_id'");
    }
    static std::string order(int table) { return "'order_by': '" + name(table) + ".id.desc()'"; }
    std::string side_of_child(const Relation& r) const {
        std::vector<std::string> settings;
        if (r.kind == Relation::Kind::link) {
            if (r.ordered) settings.push_back(order(r.parent));
            if (r.child == r.parent) join_a_table_to_itself(r, settings, true);
            return "    " + r.name + ": " + list_of(r.parent) + " = " +
                   relationship(r.back(), settings, ", link_model=" + link(r));
        }
        if (r.names_keys) settings.push_back("'foreign_keys': '" + name(r.child) + "." + r.name + "_id'");
        if (r.child == r.parent) settings.push_back("'remote_side': '" + name(r.child) + ".id'");
        const std::string key = "foreign_key='" + table_name(r.parent) + ".id'";
        return "    " + r.name +
               "_id: " + (r.nullable ? "Optional[int] = Field(default=None, " : "int = Field(") + key +
               ")\n    " + r.name + ": Optional['" + name(r.parent) +
               "'] = " + relationship(r.back(), settings);
    }
    std::string side_of_parent(const Relation& r) const {
        std::vector<std::string> settings;
        if (r.kind == Relation::Kind::link) {
            if (r.child == r.parent) join_a_table_to_itself(r, settings, false);
            return "    " + r.back() + ": " + list_of(r.child) + " = " +
                   relationship(r.name, settings, ", link_model=" + link(r));
        }
        if (r.names_keys) settings.push_back("'foreign_keys': '[" + name(r.child) + "." + r.name + "_id]'");
        if (r.kind == Relation::Kind::one_to_one)
            return "    " + r.back() + ": Optional['" + name(r.child) +
                   "'] = " + relationship(r.name, settings);
        if (r.ordered) settings.push_back(order(r.child));
        return "    " + r.back() + ": " + list_of(r.child) + " = " + relationship(r.name, settings);
    }

    std::vector<int> m_sizes;
    bool m_by_key; ///< rows are tied by their keys; else by the relationships
    std::vector<Relation> m_relations;
};

} // namespace relata
