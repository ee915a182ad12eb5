// str.format. CPython: Objects/stringlib/unicode_format.h.
#include "python/arguments.h"
#include "python/types/number_text.h"
#include "support/protocol.h"

#include <algorithm>
#include <optional>

namespace relata::python {

namespace {

class StrFormatter {
  public:
    StrFormatter(Runtime& runtime, Args args, const Value* mapping)
        : m_runtime(runtime), m_args(args), m_mapping(mapping) {}

    std::string expand(std::string_view format, int depth) {
        if (depth <= 0) throw Error(Exc::ValueError, "Max string recursion exceeded");
        std::string result;
        for (size_t at = 0; at < format.size();) {
            const char c = format[at++];
            if (c != '{' && c != '}') {
                result += c;
                continue;
            }
            if (at < format.size() && format[at] == c) {
                result += c;
                ++at;
                continue;
            }
            if (c == '}') throw Error(Exc::ValueError, "Single '}' encountered in format string");
            if (at >= format.size()) throw Error(Exc::ValueError, "Single '{' encountered in format string");
            const size_t end = field_end(format, at);
            result += field(format.substr(at, end - at), depth);
            at = end + 1;
            m_runtime.heap().require(result.size());
        }
        return result;
    }

  private:
    static size_t field_end(std::string_view format, size_t at) {
        bool bracket = false;
        for (int depth = 1; at < format.size(); ++at) {
            const char c = format[at];
            if (c == '[') bracket = true;
            if (c == ']') bracket = false;
            if (bracket) continue;
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) return at;
        }
        throw Error(Exc::ValueError, "expected '}' before end of string");
    }

    std::string field(std::string_view text, int depth) {
        size_t end = 0;
        bool bracket = false;
        for (; end < text.size(); ++end) {
            const char c = text[end];
            if (c == '[') bracket = true;
            if (c == ']') bracket = false;
            if (!bracket && c == '{') throw Error(Exc::ValueError, "unexpected '{' in field name");
            if (!bracket && (c == ':' || c == '!')) break;
        }
        Value value = lookup(text.substr(0, end));
        std::string_view rest = text.substr(end);
        if (!rest.empty() && rest[0] == '!') {
            if (rest.size() < 2)
                throw Error(Exc::ValueError, "unmatched '{' in format spec");
            const char conversion = rest[1];
            rest.remove_prefix(2);
            if (!rest.empty() && rest[0] != ':')
                throw Error(Exc::ValueError, "expected ':' after conversion specifier");
            if (conversion == 'r')
                value = repr(m_runtime, value);
            else if (conversion == 's')
                value = str(m_runtime, value);
            else if (conversion == 'a')
                value = percent_format(m_runtime, "%a", m_runtime.make_tuple({value}));
            else
                throw Error(Exc::ValueError,
                            std::string("Unknown conversion specifier ") + conversion);
        }
        if (!rest.empty()) rest.remove_prefix(1);
        const bool nested = rest.find_first_of("{}") != std::string_view::npos;
        const Ref<Str> spec = nested ? m_runtime.make_str(expand(rest, depth - 1)) : m_runtime.make_str(rest);
        return std::string(format(m_runtime, value, *spec)->view());
    }

    static std::optional<size_t> as_number(std::string_view text) {
        if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string_view::npos)
            return {};
        return size_t(std::stoul(std::string(text)));
    }

    Value first(std::string_view name) {
        std::optional<size_t> index = as_number(name);
        if (index || name.empty()) {
            const Numbering numbering = name.empty() ? Numbering::automatic : Numbering::manual;
            if (m_numbering == Numbering::unknown) m_numbering = numbering;
            if (m_numbering != numbering)
                throw Error(
                    Exc::ValueError,
                    numbering == Numbering::automatic
                        ? "cannot switch from manual field specification to automatic field numbering"
                        : "cannot switch from automatic field numbering to manual field specification");
            if (!index) index = m_next++;
            if (m_mapping) throw Error(Exc::ValueError, "Format string contains positional fields");
            if (*index >= m_args.positional_count())
                throw Error(Exc::IndexError, "Replacement index " + std::to_string(*index) +
                                                 " out of range for positional args tuple");
            return m_args.values[*index];
        }
        const Value key = m_runtime.make_str(name);
        if (m_mapping) return get_item(m_runtime, *m_mapping, key);
        if (const Value* found = m_args.keyword(name)) return *found;
        throw Error(Exc::KeyError, std::vector<Value>{key});
    }

    Value lookup(std::string_view path) {
        const size_t end = std::min(path.find_first_of(".["), path.size());
        Value value = first(path.substr(0, end));
        for (path.remove_prefix(end); !path.empty();) {
            const bool attribute = path[0] == '.';
            if (!attribute && path[0] != '[')
                throw Error(Exc::ValueError, "Only '.' or '[' may follow ']' in format field specifier");
            path.remove_prefix(1);
            const size_t stop = attribute ? std::min(path.find_first_of(".["), path.size()) : path.find(']');
            if (stop == std::string_view::npos) throw Error(Exc::ValueError, "Missing ']' in format string");
            const std::string_view name = path.substr(0, stop);
            if (name.empty()) throw Error(Exc::ValueError, "Empty attribute in format string");
            if (attribute)
                value = get_attribute(m_runtime, value, name);
            else if (const auto index = as_number(name))
                value = get_item(m_runtime, value, Value::small_int(int64_t(*index)));
            else
                value = get_item(m_runtime, value, m_runtime.make_str(name));
            path.remove_prefix(attribute ? stop : stop + 1);
        }
        return value;
    }

    enum class Numbering { unknown, automatic, manual };
    Runtime& m_runtime;
    Args m_args;
    const Value* m_mapping;
    Numbering m_numbering = Numbering::unknown;
    size_t m_next = 0;
};

} // namespace

Value str_format(Runtime& runtime, std::string_view format, Args args, const Value* mapping) {
    return runtime.make_str(StrFormatter(runtime, args, mapping).expand(format, 2));
}

} // namespace relata::python
