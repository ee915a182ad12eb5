// Compiler, match statements. CPython: Python/compile.c, compiler_pattern and what it calls.
#include "python/compiler_impl.h"

#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

using namespace ast;

namespace {

bool is_wildcard(const Pattern& p) { return p.kind == PatternKind::as && !p.name && !p.pattern; }

} // namespace

/// Jumps to the code that pops what the failing pattern has pushed beside the captures.
void FunctionCompiler::jump_to_fail(Op op, PatternContext& pc) {
    const size_t pops = size_t(pc.on_top) + pc.stores.size();
    while (pc.fail.size() <= pops) pc.fail.push_back(b().new_label());
    b().jump(op, pc.fail[pops]);
}

void FunctionCompiler::emit_and_reset_fail(PatternContext& pc) {
    if (pc.fail.empty()) return;
    for (size_t n = pc.fail.size() - 1; n > 0; --n) {
        b().bind(pc.fail[n]);
        b().emit(Op::POP_TOP);
    }
    b().bind(pc.fail[0]);
    pc.fail.clear();
}

/// The top goes below `count - 1` others. CPython: pattern_helper_rotate.
void FunctionCompiler::rotate(int count) {
    while (count > 1) b().emit(Op::SWAP, uint32_t(count--));
}

void FunctionCompiler::store_capture(Str* name, PatternContext& pc, const Span& span) {
    if (!name) return b().emit(Op::POP_TOP);
    if (std::ranges::find(pc.stores, name) != pc.stores.end())
        fail(span, "multiple assignments to name '" + std::string(name->view()) + "' in pattern");
    rotate(pc.on_top + int(pc.stores.size()) + 1);
    pc.stores.push_back(name);
}

void FunctionCompiler::subpattern(Pattern& p, PatternContext& pc) {
    const bool before = std::exchange(pc.allow_irrefutable, true);
    pattern(p, pc);
    pc.allow_irrefutable = before;
}

void FunctionCompiler::pattern(Pattern& p, PatternContext& pc) {
    b().set_span(p.span);
    switch (p.kind) {
    case PatternKind::value:
        if (p.value->kind == ExprKind::JoinedStr) fail(p.span, "patterns may only match literals and attribute lookups");
        expression(*p.value);
        b().emit(Op::COMPARE_OP, uint32_t(CompareOp::eq));
        return jump_to_fail(Op::POP_JUMP_IF_FALSE, pc);
    case PatternKind::singleton:
        expression(*p.value);
        b().emit(Op::IS_OP, 0);
        return jump_to_fail(Op::POP_JUMP_IF_FALSE, pc);
    case PatternKind::as: return pattern_as(p, pc);
    case PatternKind::star: return store_capture(p.name, pc, p.span);
    case PatternKind::sequence: return pattern_sequence(p, pc);
    case PatternKind::mapping: return pattern_mapping(p, pc);
    case PatternKind::class_: return pattern_class(p, pc);
    case PatternKind::or_: return pattern_or(p, pc);
    }
}

void FunctionCompiler::pattern_as(Pattern& p, PatternContext& pc) {
    if (!p.pattern) {
        if (!pc.allow_irrefutable) {
            if (p.name)
                fail(p.span, "name capture '" + std::string(p.name->view()) + "' makes remaining patterns unreachable");
            fail(p.span, "wildcard makes remaining patterns unreachable");
        }
        return store_capture(p.name, pc, p.span);
    }
    ++pc.on_top;
    b().emit(Op::COPY, 1);
    pattern(*p.pattern, pc);
    --pc.on_top;
    store_capture(p.name, pc, p.span);
}

void FunctionCompiler::pattern_sequence(Pattern& p, PatternContext& pc) {
    size_t star = SIZE_MAX;
    bool only_wildcard = true, star_wildcard = false;
    for (size_t i = 0; i < p.patterns.size(); ++i) {
        const Pattern& item = *p.patterns[i];
        if (item.kind == PatternKind::star) {
            if (star != SIZE_MAX) fail(p.span, "multiple starred names in sequence pattern");
            star = i;
            star_wildcard = !item.name;
            only_wildcard = only_wildcard && star_wildcard;
        } else {
            only_wildcard = only_wildcard && is_wildcard(item);
        }
    }
    const size_t size = p.patterns.size();
    ++pc.on_top;
    b().emit(Op::MATCH_SEQUENCE);
    jump_to_fail(Op::POP_JUMP_IF_FALSE, pc);
    if (star == SIZE_MAX) {
        b().emit(Op::GET_LEN);
        b().load_constant(Value::small_int(int64_t(size)));
        b().emit(Op::COMPARE_OP, uint32_t(CompareOp::eq));
        jump_to_fail(Op::POP_JUMP_IF_FALSE, pc);
    } else if (size > 1) {
        b().emit(Op::GET_LEN);
        b().load_constant(Value::small_int(int64_t(size) - 1));
        b().emit(Op::COMPARE_OP, uint32_t(CompareOp::ge));
        jump_to_fail(Op::POP_JUMP_IF_FALSE, pc);
    }
    --pc.on_top;
    if (only_wildcard) return b().emit(Op::POP_TOP);
    if (star == SIZE_MAX)
        b().emit(Op::UNPACK_SEQUENCE, uint32_t(size));
    else
        b().emit(Op::UNPACK_EX, uint32_t(star) | uint32_t(size - star - 1) << 16);
    pc.on_top += int(size);
    for (Pattern* item : p.patterns) {
        --pc.on_top;
        subpattern(*item, pc);
    }
}

void FunctionCompiler::pattern_mapping(Pattern& p, PatternContext& pc) {
    const size_t size = p.keys.size();
    std::vector<Value> seen;
    for (const Expr* key : p.keys) {
        if (key->kind == ExprKind::JoinedStr) fail(p.span, "mapping pattern keys may only match literals and attribute lookups");
        const Value value = key->kind == ExprKind::Constant ? *key->as<Constant>().value : fold(*key);
        if (!value.is_set()) continue;
        Runtime& runtime = m_module.runtime;
        if (std::ranges::any_of(seen, [&](const Value& earlier) { return equal(runtime, earlier, value); }))
            fail(p.span, "mapping pattern checks duplicate key (" + repr_text(runtime, value) + ")");
        seen.push_back(value);
    }
    ++pc.on_top;
    b().emit(Op::MATCH_MAPPING);
    jump_to_fail(Op::POP_JUMP_IF_FALSE, pc);
    if (size == 0 && !p.name) {
        --pc.on_top;
        return b().emit(Op::POP_TOP);
    }
    if (size) {
        b().emit(Op::GET_LEN);
        b().load_constant(Value::small_int(int64_t(size)));
        b().emit(Op::COMPARE_OP, uint32_t(CompareOp::ge));
        jump_to_fail(Op::POP_JUMP_IF_FALSE, pc);
    }
    for (Expr* key : p.keys) expression(*key);
    b().emit(Op::BUILD_TUPLE, uint32_t(size));
    b().emit(Op::MATCH_KEYS); // subject, keys, values
    pc.on_top += 2;
    b().emit(Op::COPY, 1);
    jump_to_fail(Op::POP_JUMP_IF_NONE, pc);
    b().emit(Op::UNPACK_SEQUENCE, uint32_t(size));
    pc.on_top += int(size) - 1;
    for (Pattern* item : p.patterns) {
        --pc.on_top;
        subpattern(*item, pc);
    }
    pc.on_top -= 2; // subject and keys
    if (!p.name) {
        b().emit(Op::POP_TOP);
        return b().emit(Op::POP_TOP);
    }
    // rest = dict(subject), without the keys
    b().emit(Op::BUILD_MAP, 0);
    b().emit(Op::SWAP, 3);
    b().emit(Op::DICT_UPDATE, 2); // dict, keys
    b().emit(Op::UNPACK_SEQUENCE, uint32_t(size));
    for (size_t left = size; left > 0; --left) {
        b().emit(Op::COPY, uint32_t(left + 1));
        b().emit(Op::SWAP, 2);
        b().emit(Op::DELETE_SUBSCR);
    }
    store_capture(p.name, pc, p.span);
}

void FunctionCompiler::pattern_class(Pattern& p, PatternContext& pc) {
    for (size_t i = 0; i < p.keyword_names.size(); ++i)
        for (size_t j = i + 1; j < p.keyword_names.size(); ++j)
            if (p.keyword_names[i] == p.keyword_names[j])
                fail(p.keyword_patterns[j]->span,
                     "attribute name repeated in class pattern: " + std::string(p.keyword_names[i]->view()));
    expression(*p.value);
    std::vector<Value> names;
    for (Str* name : p.keyword_names) names.push_back(Value(Ref<Str>(name)));
    b().load_constant(m_module.runtime.make_tuple(names));
    b().emit(Op::MATCH_CLASS, uint32_t(p.patterns.size()));
    b().emit(Op::COPY, 1);
    ++pc.on_top; // what was matched, or None
    jump_to_fail(Op::POP_JUMP_IF_NONE, pc);
    const size_t count = p.patterns.size() + p.keyword_patterns.size();
    b().emit(Op::UNPACK_SEQUENCE, uint32_t(count));
    pc.on_top += int(count) - 1;
    for (size_t i = 0; i < count; ++i) {
        Pattern& item = i < p.patterns.size() ? *p.patterns[i] : *p.keyword_patterns[i - p.patterns.size()];
        --pc.on_top;
        if (is_wildcard(item))
            b().emit(Op::POP_TOP);
        else
            subpattern(item, pc);
    }
}

// Every alternative binds the same names, and leaves their values in the order of the first one.
void FunctionCompiler::pattern_or(Pattern& p, PatternContext& pc) {
    const Label end = b().new_label();
    const PatternContext outer = pc;
    std::vector<Str*> order;
    for (size_t i = 0; i < p.patterns.size(); ++i) {
        Pattern& alternative = *p.patterns[i];
        b().set_span(alternative.span);
        pc.stores.clear();
        pc.fail.clear();
        pc.on_top = 0;
        pc.allow_irrefutable = i + 1 == p.patterns.size() && outer.allow_irrefutable;
        b().emit(Op::COPY, 1);
        pattern(alternative, pc);
        if (i == 0) {
            order = pc.stores;
        } else {
            std::vector<Str*> a = order, c = pc.stores;
            std::ranges::sort(a);
            std::ranges::sort(c);
            if (a != c) fail(b().span(), "alternative patterns bind different names");
            for (size_t at = order.size(); at-- > 0;) {
                // Bring the values to the order of the first alternative.
                const auto found = std::ranges::find(pc.stores, order[at]) - pc.stores.begin();
                if (size_t(found) == at) continue;
                const auto rotations = found + 1;
                const std::vector<Str*> rotated(pc.stores.begin(), pc.stores.begin() + rotations);
                pc.stores.erase(pc.stores.begin(), pc.stores.begin() + rotations);
                pc.stores.insert(pc.stores.begin() + (std::ptrdiff_t(at) - found), rotated.begin(), rotated.end());
                for (std::ptrdiff_t r = 0; r < rotations; ++r) rotate(int(at) + 1);
            }
        }
        b().jump(Op::JUMP_FORWARD, end);
        emit_and_reset_fail(pc);
    }
    pc = outer;
    // No alternative matched: the subject is still there.
    b().emit(Op::POP_TOP);
    jump_to_fail(Op::JUMP_FORWARD, pc);
    b().bind(end);
    // Below the captures of this pattern stand the subject and the captures made before.
    const int count = int(order.size());
    const int below = count + 1 + pc.on_top + int(pc.stores.size());
    for (int n = 0; n < count; ++n) {
        rotate(below);
        if (std::ranges::find(pc.stores, order[size_t(n)]) != pc.stores.end())
            fail(p.span, "multiple assignments to name '" + std::string(order[size_t(n)]->view()) + "' in pattern");
        pc.stores.push_back(order[size_t(n)]);
    }
    b().emit(Op::POP_TOP); // the copy of the subject
}

void FunctionCompiler::match_statement(Match& s) {
    const Label end = b().new_label();
    expression(*s.subject);
    for (size_t i = 0; i < s.cases.size(); ++i) {
        MatchCase& c = s.cases[i];
        const bool last = i + 1 == s.cases.size();
        b().set_span(c.pattern->span);
        PatternContext pc;
        pc.allow_irrefutable = c.guard != nullptr || last;
        b().emit(Op::COPY, 1);
        pattern(*c.pattern, pc);
        // Captures are stored once the whole pattern has matched.
        for (Str* name : pc.stores) store_name(*name);
        if (c.guard) {
            pc.stores.clear();
            if (pc.fail.empty()) pc.fail.push_back(b().new_label());
            jump_if(*c.guard, pc.fail[0], false);
        }
        b().emit(Op::POP_TOP); // the subject
        statements(c.body);
        b().jump(Op::JUMP_FORWARD, end);
        emit_and_reset_fail(pc);
    }
    if (b().is_reachable()) b().emit(Op::POP_TOP);
    b().bind(end);
}

} // namespace relata::python
