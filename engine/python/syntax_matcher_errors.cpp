// SyntaxMatcher: what the rules for wrong programs do. Authority: the actions in CPython's Grammar/python.gram, and
// Parser/pegen_errors.c for the place that an error points at.
#include "python/syntax_matcher.h"

namespace relata::python {

using T = TokenType;

void SyntaxMatcher::raise_at(const std::string& message, const Node& from, const Node& to) {
    const Span& first = m_stream.tokens[from.first].span;
    const Span& last = m_stream.tokens[std::max(to.end, to.first + 1) - 1].span;
    throw SyntaxFailure{Exc::SyntaxError, message, first.line, first.column, last.end_line, last.end_column};
}

SyntaxFailure SyntaxMatcher::failure_at(const TokenStream& stream, size_t index, std::string message, Exc cls) {
    const Token& token = stream.tokens[index];
    SyntaxFailure failure = SyntaxFailure::at(token.span, std::move(message), cls);
    if (token.type != T::end_marker && token.type != T::dedent && token.type != T::indent) return failure;
    // These have no text: CPython points before what it reads next, and at the last line where nothing is left.
    failure.column = token.span.end_column - 1;
    failure.end_column = -1;
    while (index + 1 < stream.tokens.size() && stream.tokens[index].type == T::dedent) ++index;
    if (stream.tokens[index].type != T::end_marker) return failure;
    failure.column = -1;
    if (token.span.column == 0 && token.span.line > 1) failure.line = failure.end_line = token.span.line - 1;
    return failure;
}

/// Points at the last token that was read.
void SyntaxMatcher::raise_here(const std::string& message, Exc cls) {
    throw failure_at(m_stream, m_furthest, message, cls);
}

std::string SyntaxMatcher::worded(const std::string& message, const Labels& labels) const {
    std::string out;
    for (size_t i = 0; i < message.size(); ++i) {
        if (message[i] != '%') {
            out += message[i];
            continue;
        }
        const char what = message[++i];
        if (what == 's') out += labels.a->kind;
        if (what == 't') out += text(*labels.a);
        if (what == 'l') out += std::to_string(m_stream.tokens[labels.a->first].span.line);
    }
    return out;
}

/// The expressions that a list, a tuple or an argument list consists of.
void SyntaxMatcher::elements(const Node& node, std::vector<const Node*>& out) {
    for (const Node* child : node.children) {
        if (child->kind.empty()) elements(*child, out);
        else if (child->kind != "=token") out.push_back(child);
    }
}

/// CPython: _PyPegen_get_invalid_target. `how`: assigned, iterated (the targets of `for`) or deleted.
const SyntaxMatcher::Node* SyntaxMatcher::invalid_target(const Node* node, std::string_view how, const SyntaxMatcher& matcher) {
    const std::string_view kind = node->kind;
    if (kind == "name" || kind == "subscript" || kind == "attribute") return nullptr;
    if (kind == "list" || kind == "tuple") {
        std::vector<const Node*> items;
        elements(*node, items);
        for (const Node* item : items)
            if (const Node* found = invalid_target(item, how, matcher)) return found;
        return nullptr;
    }
    if (kind == "starred" && how != "deleted") return invalid_target(node->children.back(), how, matcher);
    if (kind == "comparison" && how == "iterated") {
        const Node* left = node->children.front();
        return matcher.m_stream.tokens[left->end].type == T::in ? invalid_target(left, how, matcher) : nullptr;
    }
    return node;
}

void SyntaxMatcher::raise(const Alternative& alternative, const Labels& labels) {
    const std::string_view how = alternative.error;
    const Node *a = labels.a, *b = labels.b;
    const std::string message = labels.a ? worded(alternative.message, labels) : alternative.message;
    if (how == "at") raise_at(message, *a, *a);
    if (how == "range") raise_at(message, *a, *b);
    if (how == "range_to_item") {
        std::vector<const Node*> items;
        elements(*b, items);
        raise_at(message, *a, items.empty() ? *b : *items.back());
    }
    if (how == "here") raise_here(message);
    if (how == "block") raise_here(message, Exc::IndentationError);
    if (how == "from" || how == "end") {
        SyntaxFailure failure = SyntaxFailure::at(m_stream.tokens[a->first].span, message);
        if (how == "from") {
            const Span& last = m_stream.tokens[m_furthest].span;
            failure.end_line = last.end_line;
            failure.end_column = last.end_column - 1;
        } else {
            const Span& last = m_stream.tokens[a->end - 1].span;
            failure.column = last.end_column - 1;
            failure.end_line = last.end_line;
            failure.end_column = -1;
        }
        throw failure;
    }
    if (how == "assigned" || how == "iterated" || how == "deleted") {
        if (const Node* target = invalid_target(a, how, *this))
            raise_at(worded(alternative.message, {target, nullptr}), *target, *target);
    }
    if (how == "legacy" || how == "comma") {
        // CPython: _PyPegen_check_legacy_stmt.
        const bool legacy = a->kind == "name" && (text(*a) == "print" || text(*a) == "exec");
        if (how == "legacy" ? legacy : !legacy && m_levels[m_at - 1 - m_start] > 0) raise_at(message, *a, *b);
    }
    if (how == "generator_argument" || how == "argument_order") {
        std::vector<const Node*> items{a};
        if (a->kind.empty()) {
            items.clear();
            elements(*a, items);
        }
        const Node* last = nullptr;
        size_t positional = 0;
        bool unpacking = false;
        for (const Node* item : items) {
            unpacking = unpacking || item->kind == "=unpacking";
            if (item->kind.starts_with("=")) continue;
            ++positional;
            last = item;
        }
        if (how == "argument_order") raise_here(message + (unpacking ? " unpacking" : ""));
        if (positional > 1) raise_at(message, *last, *b);
    }
    if (how == "real" || how == "imaginary") {
        const std::string_view number = text(*a);
        const bool imaginary = number.back() == 'j' || number.back() == 'J';
        if (imaginary != (how == "imaginary")) raise_at(std::string(how) + " number required in complex literal", *a, *a);
    }
}

} // namespace relata::python
