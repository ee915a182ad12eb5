// The re module: patterns and matches. CPython: Lib/re/__init__.py, Modules/_sre/sre.c.
#include "modules/stdlib/frozen.h"
#include "modules/stdlib/re/regex.h"
#include "modules/stdlib/stdlib.h"
#include "python/expect.h"
#include "python/arguments.h"
#include "python/interpreter.h"
#include "python/native_function.h"
#include "python/type_builder.h"
#include "python/types/unicode.h"
#include "support/protocol.h"

#include <algorithm>
#include <map>

namespace relata::modules {

using python::ArgReader;

namespace {

class Pattern final : public Object {
  public:
    Pattern(Type& type, Ref<Str> its_text, regex::Program its_program) : Object(type), text(std::move(its_text)), program(std::move(its_program)) {}
    const Ref<Str> text;
    const regex::Program program;
};

class Match final : public Object {
  public:
    Match(Type& type, Ref<Pattern> its_pattern, Ref<Str> its_string, std::vector<int64_t> its_positions, int64_t its_pos, int64_t its_end)
        : Object(type), pattern(std::move(its_pattern)), string(std::move(its_string)), positions(std::move(its_positions)), pos(its_pos), end(its_end) {}
    const Ref<Pattern> pattern;
    const Ref<Str> string;
    const std::vector<int64_t> positions; ///< two for each group, in code points; -1: took no part
    const int64_t pos, end;
};

/// Compiled patterns of the run.
struct PatternCache final : Runtime::Extension {
    explicit PatternCache(Runtime&) {}
    void clear_references() override { patterns.clear(); }
    std::map<std::pair<std::string, uint32_t>, Ref<Pattern>> patterns;
};

const Pattern& pattern_of(const Value& v) { return v.get<Pattern>(); }
const Match& match_of(const Value& v) { return v.get<Match>(); }

Value compile_pattern(Runtime& runtime, const Value& given, uint32_t flags) {
    if (given.as<Pattern>()) {
        if (flags) throw Error(Exc::ValueError, "cannot process flags argument with a compiled pattern");
        return given;
    }
    Str* text = given.as<Str>();
    if (!text) throw Error(Exc::TypeError, "first argument must be string or compiled pattern");
    auto& cache = runtime.extension<PatternCache>().patterns;
    const auto key = std::pair{std::string(text->view()), flags};
    if (const auto found = cache.find(key); found != cache.end()) return found->second;
    const Ref<Pattern> made = runtime.make<Pattern>(runtime.type_for<Pattern>(), Ref<Str>(*text), regex::compile(runtime, *text, flags));
    if (cache.size() >= 512) cache.clear();
    cache.emplace(key, made);
    return made;
}

/// A subject text: decoded for the matcher, and sliced as the str that it is.
class Subject {
  public:
    Subject(Runtime& runtime, const Value& v) : m_runtime(runtime) {
        if (!v.as<Str>()) throw Error(Exc::TypeError, v.as<Bytes>() ? "cannot use a string pattern on a bytes-like object" : "expected string or bytes-like object, got '" + python::type_name(runtime, v) + "'");
        m_string = Ref<Str>(v.get<Str>());
        runtime.heap().require(size_t(m_string->length()) * sizeof(char32_t));
        m_text.reserve(m_string->length());
        const std::string_view view = m_string->view();
        if (m_string->is_ascii())
            m_text.assign(view.begin(), view.end());
        else
            for (size_t at = 0; at < view.size();) m_text += char32_t(python::next_code_point(view, at));
    }
    Str& string() const { return *m_string; }
    const std::u32string& text() const { return m_text; }
    std::string slice(int64_t from, int64_t to) const {
        if (m_string->is_ascii()) return std::string(m_string->view().substr(size_t(from), size_t(to - from)));
        std::string part;
        for (int64_t i = from; i < to; ++i) python::append_code_point(part, m_text[size_t(i)]);
        return part;
    }
    Value slice_value(int64_t from, int64_t to) const { return m_runtime.make_str(slice(from, to)); }

  private:
    Runtime& m_runtime;
    Ref<Str> m_string;
    std::u32string m_text;
};

std::string slice(const Str& s, int64_t from, int64_t to) {
    const uint32_t begin = s.offset_of(uint32_t(from)), end = s.offset_of(uint32_t(to));
    return std::string(s.view().substr(begin, end - begin));
}

Value make_match(Runtime& runtime, const Pattern& pattern, const Subject& subject, const std::vector<int64_t>& registers, int64_t pos, int64_t end) {
    const auto count = std::ptrdiff_t(pattern.program.groups + 1) * 2;
    std::vector<int64_t> positions(registers.begin(), registers.begin() + count);
    for (size_t g = 0; g < positions.size(); g += 2) // a group that began but did not end took no part
        if (positions[g] < 0 || positions[g + 1] < positions[g]) positions[g] = positions[g + 1] = -1;
    return runtime.make<Match>(runtime.type_for<Match>(), Ref<Pattern>(const_cast<Pattern&>(pattern)), Ref<Str>(subject.string()), std::move(positions), pos, end);
}

/// Calls `f(matcher)` for each match that does not overlap the one before, `count` times at most (0: no limit).
template <class F> void for_each_match(Runtime& runtime, const Pattern& pattern, const Subject& subject, size_t start, size_t end, int64_t count, F&& f) {
    regex::Matcher matcher(runtime, pattern.program, subject.text(), end);
    size_t at = start;
    int64_t not_empty_at = regex::no_position;
    for (int64_t n = 0; at <= end && (count == 0 || n < count); ++n) {
        if (!matcher.search(at, not_empty_at)) return;
        at = size_t(matcher.registers()[1]);
        // An empty match may follow a match that was not, but not another empty one.
        not_empty_at = matcher.registers()[0] == int64_t(at) ? int64_t(at) : regex::no_position;
        if (!f(matcher.registers())) return;
    }
}

// ---- pattern methods --------------------------------------------------------------------------------------------------------

struct Range {
    size_t start, end;
};
Range range_of(const ArgReader& args, size_t i, const Subject& subject) {
    const auto size = int64_t(subject.text().size());
    return {size_t(std::clamp<int64_t>(args.integer(i, 0), 0, size)), size_t(std::clamp<int64_t>(args.integer(i + 1, size), 0, size))};
}

enum class Way { match, fullmatch, search };
template <Way way> Value match_method(Runtime& runtime, const Value& self, Args a) {
    static constexpr std::string_view names[] = {"match", "fullmatch", "search"};
    ArgReader args(runtime, {.function = names[size_t(way)], .names = {"string", "pos", "endpos"}, .required = 1}, a);
    const Subject subject(runtime, args[0]);
    const Range range = range_of(args, 1, subject);
    regex::Matcher matcher(runtime, pattern_of(self).program, subject.text(), range.end);
    const bool found = range.start <= range.end && (way == Way::search ? matcher.search(range.start) : matcher.match(range.start, way == Way::fullmatch));
    return found ? make_match(runtime, pattern_of(self), subject, matcher.registers(), int64_t(range.start), int64_t(range.end)) : Value::none();
}

Value find_all(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "findall", .names = {"string", "pos", "endpos"}, .required = 1}, a);
    const Subject subject(runtime, args[0]);
    const Range range = range_of(args, 1, subject);
    const Pattern& pattern = pattern_of(self);
    const Ref<List> list = runtime.make_list();
    for_each_match(runtime, pattern, subject, range.start, range.end, 0, [&](const std::vector<int64_t>& r) {
        const auto group = [&](size_t g) { return r[g * 2 + 1] < 0 ? Value(runtime.make_str("")) : subject.slice_value(r[g * 2], r[g * 2 + 1]); };
        if (pattern.program.groups <= 1) {
            list->append(group(pattern.program.groups));
        } else {
            const Ref<Tuple> row = runtime.make_tuple(size_t(pattern.program.groups));
            for (size_t g = 1; g <= pattern.program.groups; ++g) row->writable()[g - 1] = group(g);
            list->append(row);
        }
        return true;
    });
    return list;
}

Value find_iter(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "finditer", .names = {"string", "pos", "endpos"}, .required = 1}, a);
    const Subject subject(runtime, args[0]);
    const Range range = range_of(args, 1, subject);
    const Ref<List> list = runtime.make_list();
    for_each_match(runtime, pattern_of(self), subject, range.start, range.end, 0, [&](const std::vector<int64_t>& r) {
        list->append(make_match(runtime, pattern_of(self), subject, r, int64_t(range.start), int64_t(range.end)));
        return true;
    });
    return iterate(runtime, Value(list));
}

/// A replacement text in pieces: texts, and the groups between them.
struct Template {
    std::vector<std::string> texts{1};
    std::vector<uint32_t> groups;
};

Template parse_template(Runtime& runtime, const Str& text, const regex::Program& program) {
    Template result;
    const std::string_view t = text.view();
    const auto bad = [&](const std::string& message, size_t at) { regex::throw_error(runtime, message, text, at); };
    const auto add_group = [&](uint32_t g, size_t at) {
        if (g > program.groups) bad("invalid group reference " + std::to_string(g), at);
        result.groups.push_back(g);
        result.texts.emplace_back();
    };
    for (size_t i = 0; i < t.size(); ++i) {
        if (t[i] != '\\') {
            result.texts.back() += t[i];
            continue;
        }
        if (++i == t.size()) bad("bad escape (end of pattern)", i - 1);
        const char c = t[i];
        if (c == 'g') {
            const size_t close = t.find('>', i);
            if (i + 1 >= t.size() || t[i + 1] != '<') bad("missing <", i + 1);
            if (close == std::string_view::npos) bad("missing >, unterminated name", i + 2);
            const std::string name(t.substr(i + 2, close - i - 2));
            if (name.empty()) bad("missing group name", i + 2);
            if (name.find_first_not_of("0123456789") == std::string::npos) {
                add_group(uint32_t(std::stoul(name.substr(0, 6))), i + 2);
            } else {
                const auto found = std::ranges::find_if(program.names, [&](const auto& n) { return n.first == name; });
                if (found == program.names.end())
                    throw Error(Exc::IndexError, "unknown group name '" + name + "'");
                add_group(found->second, i + 2);
            }
            i = close;
        } else if (c >= '0' && c <= '9') {
            if (c == '0' || (i + 2 < t.size() && c <= '3' && t[i + 1] >= '0' && t[i + 1] <= '7' && t[i + 2] >= '0' && t[i + 2] <= '7')) {
                uint32_t code = uint32_t(c - '0');
                for (int k = 0; k < 2 && i + 1 < t.size() && t[i + 1] >= '0' && t[i + 1] <= '7'; ++k) code = code * 8 + uint32_t(t[++i] - '0');
                python::append_code_point(result.texts.back(), code);
                continue;
            }
            uint32_t g = uint32_t(c - '0');
            const size_t at = i;
            if (i + 1 < t.size() && t[i + 1] >= '0' && t[i + 1] <= '9') g = g * 10 + uint32_t(t[++i] - '0');
            add_group(g, at);
        } else {
            static constexpr std::string_view from = "abfnrtv\\", to = "\a\b\f\n\r\t\v\\";
            if (const size_t k = from.find(c); k != std::string_view::npos)
                result.texts.back() += to[k];
            else if (std::isalpha(static_cast<unsigned char>(c)))
                bad(std::string("bad escape \\") + c, i - 1);
            else
                result.texts.back() += std::string("\\") + c;
        }
    }
    return result;
}

Value substitute(Runtime& runtime, const Value& self, Args a, bool with_count) {
    ArgReader args(runtime, {.function = with_count ? "subn" : "sub", .names = {"repl", "string", "count"}, .required = 2}, a);
    const Subject subject(runtime, args[1]);
    const Pattern& pattern = pattern_of(self);
    const Value replacement = args[0];
    Template pieces;
    const bool callable = !replacement.as<Str>();
    if (!callable)
        pieces = parse_template(runtime, replacement.get<Str>(), pattern.program);
    else if (!is_callable(runtime, replacement))
        throw Error(Exc::TypeError, "decoding to str: need a bytes-like object, " + python::type_name(runtime, replacement) + " found");
    std::string text;
    int64_t at = 0, made = 0;
    const auto end = int64_t(subject.text().size());
    for_each_match(runtime, pattern, subject, 0, size_t(end), std::max<int64_t>(0, args.integer(2, 0)), [&](const std::vector<int64_t>& r) {
        text += subject.slice(at, r[0]);
        if (callable) {
            const Value result = call(runtime, replacement, {make_match(runtime, pattern, subject, r, 0, end)});
            if (!result.as<Str>() && !result.is_none())
                throw Error(Exc::TypeError, "sequence item 1: expected str instance, " + python::type_name(runtime, result) + " found");
            if (result.as<Str>()) text += result.get<Str>().view();
        } else {
            text += pieces.texts[0];
            for (size_t k = 0; k < pieces.groups.size(); ++k) {
                const size_t g = pieces.groups[k] * 2;
                if (r[g] >= 0 && r[g + 1] >= r[g]) text += subject.slice(r[g], r[g + 1]);
                text += pieces.texts[k + 1];
            }
        }
        runtime.heap().require(text.size());
        at = r[1];
        ++made;
        return true;
    });
    text += subject.slice(at, end);
    const Value result = runtime.make_str(text);
    return with_count ? Value(runtime.make_tuple({result, Value::small_int(made)})) : result;
}

Value split(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "split", .names = {"string", "maxsplit"}, .required = 1}, a);
    const Subject subject(runtime, args[0]);
    const Pattern& pattern = pattern_of(self);
    const Ref<List> list = runtime.make_list();
    const auto end = int64_t(subject.text().size());
    int64_t at = 0;
    if (args.integer(1, 0) >= 0)
        for_each_match(runtime, pattern, subject, 0, size_t(end), args.integer(1, 0), [&](const std::vector<int64_t>& r) {
            list->append(subject.slice_value(at, r[0]));
            for (size_t g = 1; g <= pattern.program.groups; ++g)
                list->append(r[g * 2] < 0 || r[g * 2 + 1] < r[g * 2] ? Value::none() : subject.slice_value(r[g * 2], r[g * 2 + 1]));
            at = r[1];
            return true;
        });
    list->append(subject.slice_value(at, end));
    return list;
}

// ---- match methods ----------------------------------------------------------------------------------------------------------

size_t group_index(const Match& m, const Value& key) {
    if (const Str* name = key.as<Str>()) {
        for (const auto& [known, index] : m.pattern->program.names)
            if (*name == known) return index;
    } else if (key.is_small_int() && key.as_small_int() >= 0 && key.as_small_int() <= int64_t(m.pattern->program.groups)) {
        return size_t(key.as_small_int());
    }
    throw Error(Exc::IndexError, "no such group");
}
Value group_text(Runtime& runtime, const Match& m, size_t g, const Value& otherwise = Value::none()) {
    if (m.positions[g * 2] < 0) return otherwise;
    return runtime.make_str(slice(*m.string, m.positions[g * 2], m.positions[g * 2 + 1]));
}

Value group(Runtime& runtime, const Value& self, Args a) {
    const Match& m = match_of(self);
    const auto args = a.positional();
    if (args.empty()) return group_text(runtime, m, 0);
    if (args.size() == 1) return group_text(runtime, m, group_index(m, args[0]));
    const Ref<Tuple> row = runtime.make_tuple(args.size());
    for (size_t i = 0; i < args.size(); ++i) row->writable()[i] = group_text(runtime, m, group_index(m, args[i]));
    return row;
}
Value groups(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "groups", .names = {"default"}}, a);
    const Match& m = match_of(self);
    const Ref<Tuple> row = runtime.make_tuple(size_t(m.pattern->program.groups));
    for (size_t g = 1; g <= row->size(); ++g) row->writable()[g - 1] = group_text(runtime, m, g, args.get(0));
    return row;
}
Value group_dict(Runtime& runtime, const Value& self, Args a) {
    ArgReader args(runtime, {.function = "groupdict", .names = {"default"}}, a);
    const Match& m = match_of(self);
    const Ref<Dict> dict = runtime.make_dict();
    for (const auto& [name, g] : m.pattern->program.names) dict->set(*runtime.intern(name), group_text(runtime, m, g, args.get(0)));
    return dict;
}
template <int part> Value position(Runtime& runtime, const Value& self, Args a) {
    const auto args = python::expect_positional("span", a, 0, 1);
    const Match& m = match_of(self);
    const size_t g = args.empty() ? 0 : group_index(m, args[0]);
    const Value from = Value::small_int(m.positions[g * 2]), to = Value::small_int(m.positions[g * 2 + 1]);
    return part == 0 ? from : part == 1 ? to : Value(runtime.make_tuple({from, to}));
}
Value expand(Runtime& runtime, const Value& self, Args a) {
    const Match& m = match_of(self);
    const Value text = python::expect_one_argument("expand", a);
    const Template pieces = parse_template(runtime, python::expect_object<Str>(runtime, "expand", text, "str"), m.pattern->program);
    std::string result = pieces.texts[0];
    for (size_t k = 0; k < pieces.groups.size(); ++k) {
        if (const Value v = group_text(runtime, m, pieces.groups[k]); v.as<Str>()) result += v.get<Str>().view();
        result += pieces.texts[k + 1];
    }
    return runtime.make_str(result);
}
/// The group that closed last.
size_t last_group(const Match& m) {
    size_t best = 0;
    for (size_t g = 1; g <= m.pattern->program.groups; ++g)
        if (m.positions[g * 2] >= 0 && (!best || m.positions[g * 2 + 1] > m.positions[best * 2 + 1])) best = g;
    return best;
}

// ---- the module -------------------------------------------------------------------------------------------------------------

/// A function of the module: compiles the pattern, then calls the method with the rest.
template <Value (*method)(Runtime&, const Value&, Args), size_t flags_at> Value module_function(Runtime& runtime, const Value&, Args a) {
    std::vector<Value> values, names;
    Value pattern, flags = Value::small_int(0);
    for (size_t i = 0; i < a.positional_count(); ++i) {
        if (i == 0) pattern = a.values[0];
        else if (i == flags_at) flags = a.values[i];
        else values.push_back(a.values[i]);
    }
    for (size_t k = 0; k < a.keyword_count(); ++k) {
        const Value& value = a.values[a.positional_count() + k];
        const std::string_view name = (*a.keywords)[k].get<Str>().view();
        if (name == "pattern") {
            pattern = value;
        } else if (name == "flags") {
            flags = value;
        } else {
            names.push_back((*a.keywords)[k]);
            values.push_back(value);
        }
    }
    const Value compiled = compile_pattern(runtime, pattern, uint32_t(as_index(runtime, flags)));
    const Ref<Tuple> keywords = runtime.make_tuple(names);
    return method(runtime, compiled, Args{values, names.empty() ? nullptr : keywords.get()});
}
Value sub_method(Runtime& runtime, const Value& self, Args a) { return substitute(runtime, self, a, false); }
Value subn_method(Runtime& runtime, const Value& self, Args a) { return substitute(runtime, self, a, true); }

Value escape(Runtime& runtime, const Value&, Args a) {
    const Value& v = python::expect_one_argument("escape", a);
    std::string text;
    for (char c : python::expect_object<Str>(runtime, "escape", v, "str").view()) {
        if (std::string_view("()[]{}?*+-|^$\\.&~# \t\n\r\v\f").find(c) != std::string_view::npos) text += '\\';
        text += c;
    }
    return runtime.make_str(text);
}

Value pattern_repr(Runtime& runtime, const Value& self) {
    const Pattern& p = pattern_of(self);
    std::string text = "re.compile(" + repr_text(runtime, Value(p.text)).substr(0, 200), flags;
    static constexpr std::pair<uint32_t, const char*> names[] = {{regex::ignore_case, "re.IGNORECASE"}, {regex::locale, "re.LOCALE"},
                                                                 {regex::multiline, "re.MULTILINE"},    {regex::dot_all, "re.DOTALL"},
                                                                 {regex::verbose, "re.VERBOSE"},        {regex::ascii, "re.ASCII"}};
    for (const auto& [bit, name] : names)
        if (p.program.flags & bit) flags += (flags.empty() ? "" : "|") + std::string(name);
    return runtime.make_str(text + (flags.empty() ? "" : ", " + flags) + ")");
}

void make_types(Runtime& runtime) {
    python::TypeBuilder p(runtime, "Pattern", "re");
    p.slots().repr = pattern_repr;
    p.slots().hash = [](Runtime&, const Value& v) { return pattern_of(v).text->hash(); };
    p.slots().compare = [](Runtime&, const Value& x, const Value& y, CompareOp op) {
        if (!y.as<Pattern>() || (op != CompareOp::eq && op != CompareOp::ne)) return Value::not_implemented();
        const bool same = *pattern_of(x).text == *pattern_of(y).text && pattern_of(x).program.flags == pattern_of(y).program.flags;
        return Value::boolean(same == (op == CompareOp::eq));
    };
    p.method("match", match_method<Way::match>).method("fullmatch", match_method<Way::fullmatch>).method("search", match_method<Way::search>);
    p.method("findall", find_all).method("finditer", find_iter).method("sub", sub_method).method("subn", subn_method).method("split", split);
    p.property("pattern", [](Runtime&, const Value& v) { return Value(pattern_of(v).text); });
    p.property("flags", [](Runtime&, const Value& v) { return Value::small_int(pattern_of(v).program.flags); });
    p.property("groups", [](Runtime&, const Value& v) { return Value::small_int(pattern_of(v).program.groups); });
    p.property("groupindex", [](Runtime& r, const Value& v) -> Value {
        const Ref<Dict> dict = r.make_dict();
        for (const auto& [name, g] : pattern_of(v).program.names) dict->set(*r.intern(name), Value::small_int(g));
        return dict;
    });
    runtime.set_type_for<Pattern>(p.flag(Type::final_type).finish());
    python::TypeBuilder m(runtime, "Match", "re");
    m.slots().repr = [](Runtime& r, const Value& v) -> Value {
        const Match& match = match_of(v);
        return r.make_str("<re.Match object; span=(" + std::to_string(match.positions[0]) + ", " + std::to_string(match.positions[1]) +
                          "), match=" + repr_text(r, group_text(r, match, 0)) + ">");
    };
    m.slots().get_item = [](Runtime& r, const Value& v, const Value& key) { return group_text(r, match_of(v), group_index(match_of(v), key)); };
    m.method("group", group).method("groups", groups).method("groupdict", group_dict).method("expand", expand);
    m.method("start", position<0>).method("end", position<1>).method("span", position<2>);
    m.property("re", [](Runtime&, const Value& v) { return Value(match_of(v).pattern); });
    m.property("string", [](Runtime&, const Value& v) { return Value(match_of(v).string); });
    m.property("pos", [](Runtime&, const Value& v) { return Value::small_int(match_of(v).pos); });
    m.property("endpos", [](Runtime&, const Value& v) { return Value::small_int(match_of(v).end); });
    m.property("lastindex", [](Runtime&, const Value& v) {
        const size_t g = last_group(match_of(v));
        return g ? Value::small_int(int64_t(g)) : Value::none();
    });
    m.property("lastgroup", [](Runtime& r, const Value& v) -> Value {
        for (const auto& [name, g] : match_of(v).pattern->program.names)
            if (g == last_group(match_of(v))) return r.make_str(name);
        return Value::none();
    });
    runtime.set_type_for<Match>(m.flag(Type::final_type).finish());
}

void init_re(python::Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    make_types(runtime);
    module.set("Pattern", runtime.type_for<Pattern>());
    module.set("Match", runtime.type_for<Match>());
    module.set("error", runtime.exception_type(Exc::ReError));
    const std::pair<const char*, python::NativeFn> functions[] = {
        {"compile", [](Runtime& r, const Value&, Args a) {
             ArgReader args(r, {.function = "compile", .names = {"pattern", "flags"}, .required = 1}, a);
             return compile_pattern(r, args[0], uint32_t(args.integer(1, 0)));
         }},
        {"match", module_function<match_method<Way::match>, 2>},
        {"fullmatch", module_function<match_method<Way::fullmatch>, 2>},
        {"search", module_function<match_method<Way::search>, 2>},
        {"findall", module_function<find_all, 2>},
        {"finditer", module_function<find_iter, 2>},
        {"sub", module_function<sub_method, 4>},
        {"subn", module_function<subn_method, 4>},
        {"split", module_function<split, 3>},
        {"escape", escape},
        {"purge", [](Runtime& r, const Value&, Args) { r.extension<PatternCache>().patterns.clear(); return Value::none(); }}};
    for (const auto& [name, fn] : functions) module.set(name, python::make_function(runtime, name, fn, "re"));
    python::set_signatures(module.dict(), {"compile(pattern, flags=0)", "match(pattern, string, flags=0)",
                                           "fullmatch(pattern, string, flags=0)", "search(pattern, string, flags=0)",
                                           "findall(pattern, string, flags=0)", "finditer(pattern, string, flags=0)",
                                           "sub(pattern, repl, string, count=0, flags=0)",
                                           "subn(pattern, repl, string, count=0, flags=0)",
                                           "split(pattern, string, maxsplit=0, flags=0)", "escape(pattern)", "purge()"});
    for (const char* name : {"I", "IGNORECASE", "L", "LOCALE", "M", "MULTILINE", "S", "DOTALL", "U", "UNICODE", "X", "VERBOSE",
                             "A", "ASCII", "NOFLAG"})
        module.define_lazily(name, [name = std::string(name)](python::Interpreter& in) {
            return get_attribute(in, in.import_module("_re_flags").find(in, "RegexFlag"), name);
        });
    module.define_lazily("RegexFlag", [](python::Interpreter& in) { return in.import_module("_re_flags").find(in, "RegexFlag"); });
}

} // namespace

void register_re(python::Interpreter& interpreter) { interpreter.register_module("re", init_re); }

} // namespace relata::modules
