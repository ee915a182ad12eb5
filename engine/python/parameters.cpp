#include "python/parameters.h"

#include "python/arguments.h"

#include <algorithm>
#include <string>
#include <vector>

namespace relata::python {

namespace {

struct Parameter {
    std::string_view name;
    bool required;
    bool keyword_only;
};

struct Parameters {
    std::string_view function;
    std::vector<Parameter> list; ///< without `self`
    size_t self_count = 0;
    size_t positional = 0;
    bool more_positional = false, more_keywords = false;
};

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    return text;
}

template <class F>
void for_each_parameter(std::string_view signature, F&& f) {
    const size_t open = signature.find('(');
    std::string_view rest = signature.substr(open + 1, signature.size() - open - 2);
    while (!rest.empty()) {
        const size_t comma = std::min(rest.find(','), rest.size());
        f(trimmed(rest.substr(0, comma)));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
}

Parameters parsed(std::string_view signature) {
    Parameters result{.function = signature.substr(0, signature.find('('))};
    const bool is_method = result.function.find('.') != result.function.npos; // "total_ordering(cls)" is none
    bool keyword_only = false;
    for_each_parameter(signature, [&](std::string_view one) {
        if (is_method && (one == "self" || one == "cls")) {
            result.self_count = 1;
        } else if (one.starts_with("**")) {
            result.more_keywords = true;
        } else if (one.starts_with('*')) {
            result.more_positional = one.size() > 1;
            keyword_only = true;
        } else {
            const size_t equals = one.find('=');
            result.list.push_back({one.substr(0, equals), equals == one.npos, keyword_only});
            if (!keyword_only) ++result.positional;
        }
    });
    return result;
}

std::string counted(size_t n, std::string_view noun) {
    return std::to_string(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
}

[[noreturn]] void too_many_positional(const Parameters& p, size_t given, size_t keyword_only_given) {
    const auto required = size_t(std::ranges::count_if(
        p.list, [](const Parameter& one) { return one.required && !one.keyword_only; }));
    const size_t most = p.positional + p.self_count, least = required + p.self_count;
    const std::string takes = (least < most ? "from " + std::to_string(least) + " to " + std::to_string(most)
                                            : std::to_string(most)) +
                              " positional argument" + (least == most && most == 1 ? "" : "s");
    given += p.self_count;
    std::string were = std::to_string(given);
    if (keyword_only_given)
        were += std::string(" positional argument") + (given == 1 ? "" : "s") + " (and " +
                counted(keyword_only_given, "keyword-only argument") + ")";
    throw Error(Exc::TypeError, std::string(p.function) + "() takes " + takes + " but " + were +
                                    (given == 1 && !keyword_only_given ? " was given" : " were given"));
}

/// Of a function that is C in CPython too, whose signature ends in "/": METH_NOARGS, METH_O or _PyArg_CheckPositional.
void check_positional_only(std::string_view signature, Args args) {
    const size_t open = signature.find('(');
    const std::string_view function = signature.substr(0, open);
    size_t required = 0, most = 0;
    for (std::string_view rest = signature.substr(open + 1); !rest.starts_with('/');) {
        const size_t comma = rest.find(',');
        const std::string_view one = rest.substr(0, comma);
        if (one.starts_with('*')) {
            most = SIZE_MAX;
        } else if (!one.starts_with('$')) {
            ++most;
            required += one.find('=') == one.npos;
        }
        rest = trimmed(rest.substr(comma + 1));
    }
    if (most == 0)
        expect_no_arguments(function, args);
    else if (most == 1 && required == 1)
        expect_one_argument(function, args);
    else
        expect_positional(function, args, required, most);
}

/// A call by position alone that fits: told without keeping the parameters, for nearly all calls are such.
bool fits_by_position(std::string_view signature, size_t given) {
    const bool is_method = signature.substr(0, signature.find('(')).find('.') != signature.npos;
    size_t required = 0, most = 0;
    bool keyword_only = false, named_required = false;
    for_each_parameter(signature, [&](std::string_view one) {
        if (one.starts_with('*')) {
            if (one.size() > 1 && one[1] != '*') most = SIZE_MAX;
            keyword_only = true;
        } else if (!is_method || (one != "self" && one != "cls")) {
            const bool has_default = one.find('=') != one.npos;
            if (keyword_only) {
                named_required |= !has_default;
            } else {
                required += !has_default;
                ++most;
            }
        }
    });
    return given >= required && given <= most && !named_required;
}

} // namespace

std::vector<std::string_view> parameter_texts(std::string_view signature) {
    std::vector<std::string_view> texts;
    for_each_parameter(signature, [&](std::string_view one) {
        if (one != "self" && one != "cls" && one != "$self") texts.push_back(one);
    });
    return texts;
}

void check_arguments(std::string_view signature, Args args) {
    if (signature.ends_with("/)")) return check_positional_only(signature, args);
    if (args.keyword_count() == 0 && fits_by_position(signature, args.positional_count())) return;
    const Parameters p = parsed(signature);
    const std::string function(p.function);
    const size_t given = args.positional_count();
    std::vector<bool> filled(p.list.size(), false);
    std::fill_n(filled.begin(), std::min(given, p.positional), true);
    size_t keyword_only_given = 0;
    for (size_t k = 0; k < args.keyword_count(); ++k) {
        const std::string_view name = (*args.keywords)[k].get<Str>().view();
        const auto found = std::ranges::find(p.list, name, &Parameter::name);
        if (found == p.list.end()) {
            if (p.more_keywords) continue;
            throw Error(Exc::TypeError,
                        function + "() got an unexpected keyword argument '" + std::string(name) + "'");
        }
        const auto i = size_t(found - p.list.begin());
        if (filled[i])
            throw Error(Exc::TypeError,
                        function + "() got multiple values for argument '" + std::string(name) + "'");
        filled[i] = true;
        keyword_only_given += found->keyword_only;
    }
    if (given > p.positional && !p.more_positional) too_many_positional(p, given, keyword_only_given);
    for (const bool keyword_only : {false, true}) {
        std::vector<std::string_view> missing;
        for (size_t i = 0; i < p.list.size(); ++i)
            if (p.list[i].keyword_only == keyword_only && p.list[i].required && !filled[i])
                missing.push_back(p.list[i].name);
        if (missing.empty()) continue;
        throw Error(Exc::TypeError,
                    function + "() missing " +
                        counted(missing.size(), keyword_only ? "required keyword-only argument"
                                                             : "required positional argument") +
                        ": " + quoted_list(missing));
    }
}

} // namespace relata::python
