// Reading the arguments of a builtin, with CPython's error texts (Python/getargs.c, Objects/call.c).
#pragma once

#include "support/protocol.h"
#include "support/runtime.h"

#include <array>
#include <initializer_list>
#include <string_view>

namespace relata::python {

/// What a function accepts. `names` stand in the order of the parameters; the first `required` of them must
/// be given.
struct Signature {
    std::string_view function; ///< as error texts name it: "sleep", "Session.__init__"
    std::initializer_list<std::string_view> names;
    size_t required = 0;
    size_t positional = SIZE_MAX; ///< so many can be given by position, the others only by name
    size_t positional_only = 0;   ///< so many cannot be given by name
    bool more_positional = false; ///< takes `*args`: ArgReader::rest
    bool more_keywords = false;   ///< takes `**kwargs`: ArgReader::for_each_extra
    /// Whether the function is C in CPython or Python in its library: the error texts differ.
    enum class Origin : uint8_t { c, python } origin = Origin::c;
    size_t self_count =
        0; ///< of a Python method: `self` counts in "takes 1 positional argument but 2 were given"
};

/// The arguments of one call, sorted to the parameters of a Signature. The constructor throws TypeError for
/// what does not fit.
///
///     ArgReader args(runtime, {.function = "sleep", .names = {"delay", "result"}, .required = 1},
///     call_args); const double delay = args.number(0); return args.get(1, Value::none());
class ArgReader {
  public:
    ArgReader(Runtime& runtime, const Signature& signature, Args args);

    bool has(size_t i) const { return m_values[i] != nullptr; }
    /// The argument, or unset where it was not given.
    const Value& operator[](size_t i) const;
    Value get(size_t i, Value otherwise = Value::none()) const {
        return has(i) ? *m_values[i] : std::move(otherwise);
    }
    bool is_none(size_t i) const { return !has(i) || m_values[i]->is_none(); } ///< not given, or None

    Str& string(size_t i) const; ///< TypeError where it is no str
    std::string_view text(size_t i, std::string_view otherwise = {}) const;
    int64_t integer(size_t i, int64_t otherwise = 0) const; ///< through `__index__`
    double number(size_t i, double otherwise = 0) const;    ///< through `__float__`
    bool truth(size_t i, bool otherwise = false) const;     ///< any value's truth
    const Value& callable(size_t i) const;

    /// Positional arguments beyond the parameters (`*args`).
    std::span<const Value> rest() const { return m_rest; }
    /// Calls `f(Str& name, const Value&)` for keywords that name no parameter (`**kwargs`).
    template <class F>
    void for_each_extra(F&& f) const {
        for (size_t k = 0; k < m_args.keyword_count(); ++k)
            if (!(m_used_keywords[k / 64] >> (k % 64) & 1))
                f((*m_args.keywords)[k].get<Str>(), m_args.values[m_args.positional_count() + k]);
    }

  private:
    static constexpr size_t max_names = 64;
    static constexpr size_t max_keywords = 256;
    [[noreturn]] void wrong_type(size_t i, std::string_view expected) const;
    void check_count(const Signature& signature, size_t positional, size_t allowed) const;
    void check_required(const Signature& signature) const;

    Runtime& m_runtime;
    Args m_args;
    std::span<const Value> m_rest;
    std::string_view m_function;
    std::array<std::string_view, max_names> m_names;
    std::array<const Value*, max_names> m_values;
    std::array<uint64_t, max_keywords / 64> m_used_keywords{};
};

// ---- builtin methods without keywords
// ---------------------------------------------------------------------------------
/// "list.clear() takes no arguments (1 given)". `function` is the qualified name.
void expect_no_arguments(std::string_view function, Args args);
/// "list.append() takes exactly one argument (2 given)".
const Value& expect_one_argument(std::string_view function, Args args);
/// "insert expected 2 arguments, got 1"; "pop expected at most 1 argument, got 2". `function` is the bare
/// name.
std::span<const Value> expect_positional(std::string_view function, Args args, size_t min, size_t max);
/// "list.append() takes no keyword arguments".
void expect_no_keywords(std::string_view function, Args args);

std::string type_name(const Runtime& runtime, const Value& value);
/// "'a'", "'a' and 'b'", "'a', 'b', and 'c'": missing parameters, as CPython lists them.
std::string quoted_list(std::span<const std::string_view> names);

} // namespace relata::python
