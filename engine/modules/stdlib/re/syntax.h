// The tree of a pattern, between parser and compiler.
#pragma once

#include "modules/stdlib/re/regex.h"

namespace relata::modules::regex {

struct Node {
    enum class Kind : uint8_t { empty, one, sequence, alternatives, group, repeat, assertion, back_reference, look, atomic, if_group, fail };
    Kind kind = Kind::empty;
    Instruction one{Op::fail};    ///< of one and assertion
    CharacterSet set;             ///< where one.op is Op::set
    std::vector<Node> children;
    uint32_t group = 0;           ///< of group (0: it captures nothing), back_reference and if_group
    uint32_t low = 0, high = 0;   ///< of repeat; high UINT32_MAX: no bound
    bool greedy = true, possessive = false, negated = false, ahead = true, fold = false;
};

struct Parsed {
    Node root;
    uint32_t groups = 0;
    uint32_t flags = 0;
    std::vector<std::pair<std::string, uint32_t>> names;
};
Parsed parse(Runtime& runtime, const Str& pattern, uint32_t flags);

/// The least and the greatest number of characters that a node can match.
struct Width {
    uint64_t least = 0, most = 0;
};
Width width_of(const Node& node);

} // namespace relata::modules::regex
