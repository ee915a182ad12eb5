// Diagnostic and ErrorOr: expected failures of our own tools (a manifest that does not parse, a file that is not there).
// A Python exception is an Error (exceptions.h); a failed check is a CheckResult.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace relata {

/// What went wrong, where, and what to do about it.
struct Diagnostic {
    std::string message;
    std::string file; ///< empty where no file is concerned
    int line = 0;     ///< 1-based; 0 where unknown
    int column = 0;   ///< 1-based; 0 where unknown
    std::string hint; ///< the remedy, a sentence; may be empty

    /// "file:line:column: message" and the hint on a line of its own.
    std::string to_string() const;
};

/// A `T`, or the Diagnostic that says why there is none.
template <class T> class [[nodiscard]] ErrorOr {
  public:
    ErrorOr(T value) : m_state(std::move(value)) {}
    ErrorOr(Diagnostic diagnostic) : m_state(std::move(diagnostic)) {}
    explicit operator bool() const { return m_state.index() == 0; }
    T& value() {
        assert(*this);
        return std::get<0>(m_state);
    }
    const T& value() const {
        assert(*this);
        return std::get<0>(m_state);
    }
    T& operator*() { return value(); }
    T* operator->() { return &value(); }
    const T& operator*() const { return value(); }
    const T* operator->() const { return &value(); }
    const Diagnostic& error() const {
        assert(!*this);
        return std::get<1>(m_state);
    }

  private:
    std::variant<T, Diagnostic> m_state;
};

} // namespace relata
