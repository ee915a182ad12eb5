// The matcher: an explicit stack of alternatives, so that no text can exhaust the C++ stack; each step counts against the
// run's budget, so that no pattern can hang it.
#include "modules/stdlib/re/regex.h"
#include "python/types/unicode.h"
#include "support/run_stopped.h"

namespace relata::modules::regex {

namespace {

/// Steps of all matches of a run. They count like instructions of the program.
struct StepBudget final : Runtime::Extension {
    explicit StepBudget(Runtime&) {}
    uint64_t steps = 0;
};

bool is_word_char(char32_t c, bool ascii_only) {
    if (c < 128) return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    return !ascii_only && (python::is_alpha_char(c) || python::is_decimal_char(c));
}

} // namespace

char32_t fold(char32_t c) {
    if (c < 128) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    std::string lower;
    python::append_lower(lower, c);
    size_t at = 0;
    const char32_t folded = python::next_code_point(lower, at);
    return at == lower.size() ? folded : c;
}

bool in_class(char letter, char32_t c, bool ascii_only) {
    switch (letter) {
    case 'd': return c < 128 ? c >= '0' && c <= '9' : !ascii_only && python::is_decimal_char(c);
    case 'D': return !in_class('d', c, ascii_only);
    case 's': return c < 128 ? (c >= 9 && c <= 13) || c == ' ' || (!ascii_only && c >= 28 && c <= 31) : !ascii_only && python::is_space_char(c);
    case 'S': return !in_class('s', c, ascii_only);
    case 'w': return is_word_char(c, ascii_only);
    default: return !is_word_char(c, ascii_only);
    }
}

bool Matcher::in_set(const CharacterSet& set, char32_t c, bool fold_case, bool ascii_only) const {
    const auto has = [&](char32_t x) {
        for (const auto& [low, high] : set.ranges)
            if (x >= low && x <= high) return true;
        return false;
    };
    bool found = has(c);
    if (!found && fold_case) {
        std::string upper;
        python::append_upper(upper, c);
        size_t at = 0;
        found = has(fold(c)) || has(python::next_code_point(upper, at));
    }
    for (size_t i = 0; !found && i < set.classes.size(); ++i) found = in_class(set.classes[i], c, ascii_only);
    return found != set.negated;
}

bool Matcher::matches_one(const Instruction& i, char32_t c) const {
    switch (i.op) {
    case Op::character: return i.fold ? fold(c) == i.a : c == i.a;
    case Op::any: return c != '\n';
    case Op::any_all: return true;
    default: return in_set(m_program.sets[i.a], c, i.fold, i.ascii_only);
    }
}

bool Matcher::is_word_at(int64_t index, bool ascii_only) const {
    return index >= 0 && index < int64_t(m_end) && is_word_char(m_text[size_t(index)], ascii_only);
}
bool Matcher::at_boundary(size_t position, bool ascii_only) const {
    return is_word_at(int64_t(position) - 1, ascii_only) != is_word_at(int64_t(position), ascii_only);
}

void Matcher::set_register(uint32_t index, int64_t value) {
    m_stack.push_back({Backtrack::Kind::restore, index, m_registers[index]});
    m_registers[index] = value;
}

void Matcher::charge() {
    constexpr uint32_t interval = 16384;
    if (++m_steps < interval) return;
    m_steps = 0;
    auto& budget = m_runtime.extension<StepBudget>();
    budget.steps += interval;
    const uint64_t limit = m_runtime.budgets().steps;
    if (limit && budget.steps + m_runtime.steps_taken() > limit) throw RunStopped(RunStopped::Reason::steps);
    m_runtime.heap().require(m_stack.size() * sizeof(Backtrack));
    m_runtime.check_interrupt();
}

bool Matcher::step_back(size_t base, uint32_t& pc, size_t& position) {
    while (m_stack.size() > base) {
        Backtrack& top = m_stack.back();
        if (top.kind == Backtrack::Kind::restore) {
            m_registers[top.a] = top.position;
            m_stack.pop_back();
        } else if (top.kind == Backtrack::Kind::resume) {
            pc = top.a;
            position = size_t(top.position);
            m_stack.pop_back();
            return true;
        } else { // a repeated character gives one back, or takes one more
            const Instruction& repeat = m_program.code[top.a];
            if (top.position == top.limit) {
                m_stack.pop_back();
                continue;
            }
            if (repeat.greedy) {
                --top.position;
            } else if (matches_one(m_program.code[top.a + 1], m_text[size_t(top.position)])) {
                ++top.position;
            } else {
                m_stack.pop_back();
                continue;
            }
            pc = top.a + 2;
            position = size_t(top.position);
            return true;
        }
    }
    return false;
}

bool Matcher::run(uint32_t pc, size_t position, size_t base) {
    const auto& code = m_program.code;
    for (;;) {
        charge();
        const Instruction& i = code[pc];
        bool ok = true;
        switch (i.op) {
        case Op::character: case Op::any: case Op::any_all: case Op::set:
            ok = position < m_end && matches_one(i, m_text[position]);
            if (ok) ++position, ++pc;
            break;
        case Op::repeat_one: {
            const Instruction& one = code[pc + 1];
            const size_t most = i.b == UINT32_MAX ? m_end : std::min(m_end, position + i.b);
            size_t at = position;
            const size_t wanted = i.greedy ? most : std::min(most, position + i.a);
            while (at < wanted && matches_one(one, m_text[at])) ++at, charge();
            if (at < position + i.a) {
                ok = false;
                break;
            }
            if (i.greedy) {
                if (!i.possessive && at > position + i.a)
                    m_stack.push_back({Backtrack::Kind::repeat, pc, int64_t(at), int64_t(position + i.a)});
            } else if (at < most) {
                m_stack.push_back({Backtrack::Kind::repeat, pc, int64_t(at), int64_t(most)});
            }
            position = at;
            pc += 2;
            break;
        }
        case Op::split:
            m_stack.push_back({Backtrack::Kind::resume, i.b, int64_t(position)});
            pc = i.a;
            break;
        case Op::jump: pc = i.a; break;
        case Op::save:
            set_register(i.a, int64_t(position));
            ++pc;
            break;
        case Op::loop_check:
            ok = m_registers[i.a] != int64_t(position);
            if (ok) ++pc;
            break;
        case Op::line_start: ok = position == 0 || m_text[position - 1] == '\n'; pc += ok; break;
        case Op::line_end: ok = position == m_end || m_text[position] == '\n'; pc += ok; break;
        case Op::text_start: ok = position == 0; pc += ok; break;
        case Op::text_end: ok = position == m_end; pc += ok; break;
        case Op::text_end_newline: ok = position == m_end || (position + 1 == m_end && m_text[position] == '\n'); pc += ok; break;
        case Op::word_boundary: ok = at_boundary(position, i.ascii_only); pc += ok; break;
        case Op::not_word_boundary: ok = !at_boundary(position, i.ascii_only); pc += ok; break;
        case Op::back_reference: {
            const int64_t from = m_registers[i.a * 2], to = m_registers[i.a * 2 + 1];
            ok = from != no_position && to != no_position && position + size_t(to - from) <= m_end;
            for (int64_t k = from; ok && k < to; ++k, ++position)
                ok = i.fold ? fold(m_text[size_t(k)]) == fold(m_text[position]) : m_text[size_t(k)] == m_text[position];
            pc += ok;
            break;
        }
        case Op::look: case Op::atomic: {
            const bool behind = i.op == Op::look && i.a == 0;
            const Runtime::NestedCall nested(m_runtime, "");
            const size_t inner = m_stack.size();
            bool found = !(behind && position < i.b) && run(pc + 1, behind ? position - i.b : position, inner);
            const size_t end = m_accepted;
            if (found && !i.negated) {
                // Its alternatives are dropped; what it set in registers stays undoable.
                std::vector<Backtrack> kept;
                for (size_t k = inner; k < m_stack.size(); ++k)
                    if (m_stack[k].kind == Backtrack::Kind::restore) kept.push_back(m_stack[k]);
                m_stack.resize(inner);
                m_stack.insert(m_stack.end(), kept.begin(), kept.end());
                if (i.op == Op::atomic) position = end;
            } else if (found) {
                while (m_stack.size() > inner) {
                    if (m_stack.back().kind == Backtrack::Kind::restore) m_registers[m_stack.back().a] = m_stack.back().position;
                    m_stack.pop_back();
                }
            }
            ok = found != i.negated;
            if (ok) pc = i.target;
            break;
        }
        case Op::if_group: pc = m_registers[i.a * 2 + 1] != no_position ? pc + 1 : i.b; break;
        case Op::fail: ok = false; break;
        case Op::accept:
            // Only the end of the whole program asks for the end of the text.
            ok = pc + 1 != code.size() || ((!m_whole || position == m_end) &&
                                           !(int64_t(position) == m_not_empty_at && m_start == position));
            if (ok) {
                m_accepted = position;
                return true;
            }
            break;
        }
        if (!ok && !step_back(base, pc, position)) return false;
    }
}

bool Matcher::match(size_t start, bool whole) {
    m_whole = whole;
    m_start = start;
    m_registers.assign(m_program.registers, no_position);
    m_stack.clear();
    if (!run(0, start, 0)) return false;
    m_registers[0] = int64_t(start);
    m_registers[1] = int64_t(m_accepted);
    return true;
}

bool Matcher::search(size_t start, int64_t not_empty_at) {
    m_not_empty_at = not_empty_at;
    const Instruction& first = m_program.code.front();
    const bool literal = first.op == Op::character && !first.fold;
    for (size_t at = start; at <= m_end; ++at) {
        if (literal && (at == m_end || m_text[at] != first.a)) continue;
        if (match(at, false)) return true;
    }
    return false;
}

} // namespace relata::modules::regex
