// Parser::Depth: how deep the recursive descent may go before a hostile program could exhaust the stack.
#pragma once

#include "python/parser.h"

namespace relata::python {

class Parser::Depth {
  public:
    explicit Depth(Parser& parser) : m_parser(parser) {
        // CPython: Parser/pegen.c MAXSTACK: a MemoryError without words.
        if (++parser.m_depth > limit || parser.m_runtime.stack_is_low()) {
            --parser.m_depth;
            throw Error(Exc::MemoryError, std::vector<Value>());
        }
    }
    ~Depth() { --m_parser.m_depth; }

  private:
    static constexpr int limit = 600;
    Parser& m_parser;
};

} // namespace relata::python
