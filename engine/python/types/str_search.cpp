// Methods of str that look for something in it or take it apart.
#include "python/arguments.h"
#include "python/types/str_type.h"
#include "python/types/unicode.h"
#include "support/protocol.h"

#include <algorithm>
#include <optional>

namespace relata::python {

namespace {

/// What is looked for, and from where to where.
std::span<const Value> search_arguments(const char* name, Args args) {
    const size_t given = args.positional_count();
    if (args.keyword_count() == 0 && (given < 1 || given > 3))
        throw Error(Exc::TypeError, std::string(name) + "() takes at " + (given < 1 ? "least 1 argument" : "most 3 arguments") + " (" +
                                        std::to_string(given) + " given)");
    return expect_positional(std::string("str.") + name, args, 1, 3);
}

std::string_view text_argument(Runtime& runtime, const Value& v,
                               std::string_view what = "must be str, not ") {
    if (const Str* s = v.as<Str>()) return s->view();
    throw Error(Exc::TypeError, std::string(what) + (v.is_none() && what.find('(') != what.npos ? "None" : type_name(runtime, v)));
}

/// The part of a str between optional start and end arguments, in code points.
struct Range {
    std::string_view text;
    uint32_t first_byte;
    bool valid; ///< start does not lie behind the end: even "" is not found there
};

Range range_arguments(Runtime& runtime, const Str& self, std::span<const Value> args, size_t from) {
    const int64_t length = self.length();
    auto bound = [&](size_t i, int64_t otherwise) {
        if (args.size() <= i || args[i].is_none()) return otherwise;
        if (!runtime.type_of(args[i]).slots.index)
            throw Error(Exc::TypeError, "slice indices must be integers or None or have an __index__ method");
        int64_t at = as_index(runtime, args[i]);
        if (at < 0) at = std::max<int64_t>(0, at + length);
        return at;
    };
    const int64_t start = bound(from, 0), stop = std::min(bound(from + 1, length), length);
    if (start > stop) return {{}, 0, false};
    const uint32_t a = self.offset_of(uint32_t(start)), b = self.offset_of(uint32_t(stop));
    return {self.view().substr(a, b - a), a, true};
}

int64_t find_in(Runtime& runtime, const Value& self, Args args, const char* name, bool reverse) {
    const auto given = search_arguments(name, args);
    const std::string_view part = text_argument(runtime, given[0]);
    const Str& text = self.get<Str>();
    const Range range = range_arguments(runtime, text, given, 1);
    if (!range.valid) return -1;
    const size_t at = reverse ? range.text.rfind(part) : range.text.find(part);
    if (at == std::string_view::npos) return -1;
    const size_t byte = range.first_byte + at;
    return text.is_ascii() ? int64_t(byte) : int64_t(code_point_count(text.view().substr(0, byte)));
}

Value str_find(Runtime& r, const Value& self, Args args) {
    return r.make_int(find_in(r, self, args, "find", false));
}
Value str_rfind(Runtime& r, const Value& self, Args args) {
    return r.make_int(find_in(r, self, args, "rfind", true));
}

Value str_index(Runtime& r, const Value& self, Args args) {
    const int64_t at = find_in(r, self, args, "index", false);
    if (at < 0) throw Error(Exc::ValueError, "substring not found");
    return r.make_int(at);
}
Value str_rindex(Runtime& r, const Value& self, Args args) {
    const int64_t at = find_in(r, self, args, "rindex", true);
    if (at < 0) throw Error(Exc::ValueError, "substring not found");
    return r.make_int(at);
}

Value str_count(Runtime& runtime, const Value& self, Args args) {
    const auto given = search_arguments("count", args);
    const std::string_view part = text_argument(runtime, given[0]);
    const Range range = range_arguments(runtime, self.get<Str>(), given, 1);
    if (!range.valid) return Value::small_int(0);
    if (part.empty()) return runtime.make_int(int64_t(code_point_count(range.text)) + 1);
    int64_t n = 0;
    for (size_t at = 0; (at = range.text.find(part, at)) != std::string_view::npos; at += part.size())
        ++n;
    return runtime.make_int(n);
}

Value tail_match(Runtime& runtime, const Value& self, Args args, const char* name, bool at_end) {
    const auto given = search_arguments(name, args);
    const Range range = range_arguments(runtime, self.get<Str>(), given, 1);
    auto matches = [&](const Value& v) {
        const std::string_view part = v.get<Str>().view();
        return range.valid && (at_end ? range.text.ends_with(part) : range.text.starts_with(part));
    };
    if (given[0].as<Str>()) return Value::boolean(matches(given[0]));
    const Tuple* choices = given[0].as<Tuple>();
    if (!choices)
        throw Error(Exc::TypeError, std::string(name) + " first arg must be str or a tuple of str, not " +
                                        type_name(runtime, given[0]));
    for (const Value& choice : choices->items()) {
        if (!choice.as<Str>())
            throw Error(Exc::TypeError, "tuple for " + std::string(name) + " must only contain str, not " +
                                            type_name(runtime, choice));
        if (matches(choice)) return Value::boolean(true);
    }
    return Value::boolean(false);
}

Value str_startswith(Runtime& r, const Value& self, Args args) {
    return tail_match(r, self, args, "startswith", false);
}
Value str_endswith(Runtime& r, const Value& self, Args args) {
    return tail_match(r, self, args, "endswith", true);
}

Value str_replace(Runtime& runtime, const Value& self, Args args) {
    const auto given = expect_positional("str.replace", args, 2, 3);
    const std::string_view from = text_argument(runtime, given[0], "replace() argument 1 must be str, not ");
    const std::string_view to = text_argument(runtime, given[1], "replace() argument 2 must be str, not ");
    int64_t left = given.size() > 2 ? as_index(runtime, given[2]) : -1;
    const std::string_view text = self.get<Str>().view();
    if (left < 0) left = INT64_MAX;
    std::string result;
    size_t at = 0;
    if (from.empty()) {
        while (left-- > 0) {
            runtime.heap().require(result.size() + to.size());
            result += to;
            if (at >= text.size()) break;
            const size_t start = at;
            next_code_point(text, at);
            result += text.substr(start, at - start);
        }
    } else {
        for (size_t found; left > 0 && (found = text.find(from, at)) != std::string_view::npos; --left) {
            runtime.heap().require(result.size() + to.size());
            result.append(text.substr(at, found - at)).append(to);
            at = found + from.size();
        }
    }
    if (at == 0 && result.empty()) return self;
    if (at < text.size()) result += text.substr(at);
    return runtime.make_str(result);
}

/// split and rsplit at white space; `reverse` takes the splits from the end.
std::vector<std::string_view> split_space(std::string_view text, int64_t limit, bool reverse) {
    std::vector<std::pair<size_t, size_t>> words; // all of them first
    for (size_t at = 0, start = std::string_view::npos;;) {
        const size_t here = at;
        const bool end = at >= text.size();
        if (end || is_space_char(next_code_point(text, at))) {
            if (start != std::string_view::npos) words.emplace_back(start, here);
            start = std::string_view::npos;
            if (end) break;
        } else if (start == std::string_view::npos) {
            start = here;
        }
    }
    std::vector<std::string_view> parts;
    const size_t splits = limit < 0 ? words.size() : size_t(limit);
    const size_t n = words.size();
    if (n > splits) { // the rest stays one piece, with the white space inside it and at its far end
        if (reverse) parts.push_back(text.substr(0, words[n - splits - 1].second));
        for (size_t i = reverse ? n - splits : 0; i < (reverse ? n : splits); ++i)
            parts.push_back(text.substr(words[i].first, words[i].second - words[i].first));
        if (!reverse) parts.push_back(text.substr(words[splits].first));
        return parts;
    }
    for (const auto& [a, b] : words)
        parts.push_back(text.substr(a, b - a));
    return parts;
}

std::vector<std::string_view> split_at(std::string_view text, std::string_view separator, int64_t limit,
                                       bool reverse) {
    std::vector<std::string_view> parts;
    if (limit < 0) limit = INT64_MAX;
    if (reverse) {
        for (size_t at; limit > 0 && (at = text.rfind(separator)) != std::string_view::npos; --limit) {
            parts.push_back(text.substr(at + separator.size()));
            text = text.substr(0, at);
        }
        parts.push_back(text);
        std::reverse(parts.begin(), parts.end());
        return parts;
    }
    for (size_t at; limit > 0 && (at = text.find(separator)) != std::string_view::npos; --limit) {
        parts.push_back(text.substr(0, at));
        text.remove_prefix(at + separator.size());
    }
    parts.push_back(text);
    return parts;
}

/// All parts between the separators, of which there is no end but the text's.
Value split_everywhere(Runtime& runtime, std::string_view text, std::string_view separator) {
    Ref<List> list = runtime.make_list();
    list->items().reserve(4);
    for (size_t at; (at = separator.size() == 1 ? text.find(separator[0]) : text.find(separator)) != std::string_view::npos;) {
        list->append(substring(runtime, text.substr(0, at)));
        text.remove_prefix(at + separator.size());
    }
    list->append(substring(runtime, text));
    return list;
}

Value split(Runtime& runtime, const Value& self, Args args, const char* name, bool reverse) {
    if (args.values.size() == 1 && !args.keyword_count())
        if (const Str* separator = args.values[0].as<Str>(); separator && separator->byte_count())
            return split_everywhere(runtime, self.get<Str>().view(), separator->view());
    const ArgReader a(runtime, {.function = name, .names = {"sep", "maxsplit"}}, args);
    const int64_t limit = a.integer(1, -1);
    const std::string_view text = self.get<Str>().view();
    std::vector<std::string_view> parts;
    if (a.is_none(0)) {
        parts = split_space(text, limit, reverse);
    } else {
        const std::string_view separator = text_argument(runtime, a[0], "must be str or None, not ");
        if (separator.empty()) throw Error(Exc::ValueError, "empty separator");
        parts = split_at(text, separator, limit, reverse);
    }
    Ref<List> list = runtime.make_list();
    for (std::string_view part : parts)
        list->append(substring(runtime, part));
    return list;
}

Value str_split(Runtime& r, const Value& self, Args args) {
    return split(r, self, args, "split", false);
}
Value str_rsplit(Runtime& r, const Value& self, Args args) {
    return split(r, self, args, "rsplit", true);
}

Value str_splitlines(Runtime& runtime, const Value& self, Args args) {
    const ArgReader a(runtime, {.function = "splitlines", .names = {"keepends"}}, args);
    const bool keep = a.integer(0) != 0;
    const std::string_view text = self.get<Str>().view();
    Ref<List> list = runtime.make_list();
    size_t start = 0;
    for (size_t at = 0; at < text.size();) {
        const size_t here = at;
        if (!is_line_break(next_code_point(text, at))) continue;
        if (text[here] == '\r' && at < text.size() && text[at] == '\n') ++at;
        list->append(substring(runtime, text.substr(start, (keep ? at : here) - start)));
        start = at;
    }
    if (start < text.size()) list->append(substring(runtime, text.substr(start)));
    return list;
}

Value strip(Runtime& runtime, const Value& self, Args args, const char* name, bool left, bool right) {
    const auto given = expect_positional(std::string("str.") + name, args, 0, 1);
    std::u32string chars;
    const bool space = given.empty() || given[0].is_none();
    if (!space) {
        const Str* s = given[0].as<Str>();
        if (!s) throw Error(Exc::TypeError, std::string(name) + " arg must be None or str");
        for (size_t at = 0; at < s->byte_count();)
            chars += char32_t(next_code_point(s->view(), at));
    }
    auto goes = [&](uint32_t c) {
        return space ? is_space_char(c) : chars.find(char32_t(c)) != std::u32string::npos;
    };
    std::string_view text = self.get<Str>().view();
    while (left && !text.empty()) {
        size_t at = 0;
        if (!goes(next_code_point(text, at))) break;
        text.remove_prefix(at);
    }
    while (right && !text.empty()) {
        size_t last = text.size() - 1;
        while ((static_cast<unsigned char>(text[last]) & 0xc0) == 0x80)
            --last;
        size_t at = last;
        if (!goes(next_code_point(text, at))) break;
        text.remove_suffix(text.size() - last);
    }
    if (text.size() == self.get<Str>().byte_count()) return str(runtime, self);
    return substring(runtime, text);
}

Value str_strip(Runtime& r, const Value& self, Args args) {
    return strip(r, self, args, "strip", true, true);
}
Value str_lstrip(Runtime& r, const Value& self, Args args) {
    return strip(r, self, args, "lstrip", true, false);
}
Value str_rstrip(Runtime& r, const Value& self, Args args) {
    return strip(r, self, args, "rstrip", false, true);
}

Value partition(Runtime& runtime, const Value& self, Args args, const char* name, bool reverse) {
    const Value& arg = expect_one_argument(std::string("str.") + name, args);
    const std::string_view separator = text_argument(runtime, arg);
    if (separator.empty()) throw Error(Exc::ValueError, "empty separator");
    const std::string_view text = self.get<Str>().view();
    const size_t at = reverse ? text.rfind(separator) : text.find(separator);
    const Value empty = runtime.intern("");
    if (at == std::string_view::npos)
        return reverse ? runtime.make_tuple({empty, empty, self}) : runtime.make_tuple({self, empty, empty});
    return runtime.make_tuple({substring(runtime, text.substr(0, at)), arg,
                               substring(runtime, text.substr(at + separator.size()))});
}

Value str_partition(Runtime& r, const Value& self, Args args) {
    return partition(r, self, args, "partition", false);
}
Value str_rpartition(Runtime& r, const Value& self, Args args) {
    return partition(r, self, args, "rpartition", true);
}

Value str_removeprefix(Runtime& runtime, const Value& self, Args args) {
    const std::string_view text = self.get<Str>().view();
    const std::string_view part = text_argument(runtime, expect_one_argument("str.removeprefix", args),
                                                "removeprefix() argument must be str, not ");
    return text.starts_with(part) ? Value(substring(runtime, text.substr(part.size()))) : self;
}

Value str_removesuffix(Runtime& runtime, const Value& self, Args args) {
    const std::string_view text = self.get<Str>().view();
    const std::string_view part = text_argument(runtime, expect_one_argument("str.removesuffix", args),
                                                "removesuffix() argument must be str, not ");
    return text.ends_with(part) ? Value(substring(runtime, text.substr(0, text.size() - part.size()))) : self;
}

/// How long the strings of a list will be together; nothing where it is none, or has other items.
std::optional<size_t> joined_size(const Value& iterable, size_t separator) {
    const List* list = iterable.as<List>();
    if (!list || &list->type() != &list->type().runtime().type(BuiltinType::list)) return std::nullopt;
    size_t size = 0;
    for (const Value& item : list->items()) {
        const Str* s = item.as<Str>();
        if (!s) return std::nullopt;
        size += s->byte_count() + separator;
    }
    return size;
}

Value str_join(Runtime& runtime, const Value& self, Args args) {
    const Value& iterable = expect_one_argument("str.join", args);
    if (!runtime.type_of(iterable).slots.iter && !runtime.type_of(iterable).slots.get_item)
        throw Error(Exc::TypeError, "can only join an iterable");
    const std::string_view separator = self.get<Str>().view();
    std::string joined;
    if (const std::optional<size_t> size = joined_size(iterable, separator.size())) {
        runtime.heap().require(*size);
        joined.reserve(*size);
        const auto& items = iterable.get<List>().items();
        if (items.size() == 1 && &runtime.type_of(items[0]) == &runtime.type(BuiltinType::str)) return items[0];
        for (size_t i = 0; i < items.size(); ++i) {
            if (i) joined += separator;
            joined += items[i].get<Str>().view();
        }
        return substring(runtime, joined);
    }
    size_t index = 0;
    Value only;
    for_each(runtime, iterable, [&](Value item) {
        const Str* s = item.as<Str>();
        if (!s)
            throw Error(Exc::TypeError, "sequence item " + std::to_string(index) +
                                            ": expected str instance, " + type_name(runtime, item) +
                                            " found");
        if (index) joined += separator;
        joined += s->view();
        runtime.heap().require(joined.size());
        if (index++ == 0) only = std::move(item);
    });
    if (index == 1 && &runtime.type_of(only) == &runtime.type(BuiltinType::str)) return only;
    return substring(runtime, joined);
}

} // namespace

void add_str_search_methods(TypeBuilder& b) {
    b.method("find", str_find)
        .method("rfind", str_rfind)
        .method("index", str_index)
        .method("rindex", str_rindex);
    b.method("count", str_count).method("startswith", str_startswith).method("endswith", str_endswith);
    b.method("replace", str_replace).method("split", str_split).method("rsplit", str_rsplit);
    b.method("splitlines", str_splitlines).method("strip", str_strip).method("lstrip", str_lstrip);
    b.method("rstrip", str_rstrip).method("partition", str_partition).method("rpartition", str_rpartition);
    b.method("removeprefix", str_removeprefix)
        .method("removesuffix", str_removesuffix)
        .method("join", str_join);
}

} // namespace relata::python
