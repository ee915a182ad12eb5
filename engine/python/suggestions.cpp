#include "python/suggestions.h"

#include "python/exception_object.h"
#include "python/frame.h"
#include "support/protocol.h"

#include <algorithm>
#include <cctype>

namespace relata::python {

namespace {

constexpr size_t move_cost = 2, case_cost = 1, max_length = 40;

size_t substitution_cost(char a, char b) {
    if (a == b) return 0;
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b))
               ? case_cost
               : move_cost;
}

/// CPython: levenshtein_distance
size_t distance(std::string_view a, std::string_view b) {
    std::vector<size_t> row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j)
        row[j] = j * move_cost;
    for (size_t i = 1; i <= a.size(); ++i) {
        size_t diagonal = row[0];
        row[0] = i * move_cost;
        for (size_t j = 1; j <= b.size(); ++j) {
            const size_t substituted = diagonal + substitution_cost(a[i - 1], b[j - 1]);
            diagonal = row[j];
            row[j] = std::min({substituted, row[j] + move_cost, row[j - 1] + move_cost});
        }
    }
    return row[b.size()];
}

/// CPython: calculate_suggestions
std::string closest(std::string_view name, const std::vector<std::string>& candidates) {
    if (candidates.size() > 750 || name.size() > max_length) return {};
    std::string best;
    size_t best_distance = SIZE_MAX;
    for (const std::string& candidate : candidates) {
        if (candidate == name || candidate.size() > max_length) continue;
        const size_t limit =
            std::min((candidate.size() + name.size() + 3) * move_cost / 6, best_distance - 1);
        const size_t d = distance(name, candidate);
        if (d > limit) continue;
        best = candidate;
        best_distance = d;
    }
    return best;
}

} // namespace

std::string suggestion_for(Interpreter& in, const Value& exception) {
    const Type& type = exception.as_object()->type();
    const bool attribute = &type == &in.exception_type(Exc::AttributeError);
    const bool name_error = &type == &in.exception_type(Exc::NameError);
    if (!attribute && !name_error) return {};
    const Value name = find_attribute(in, exception, "name");
    if (!name.as<Str>()) return {};
    std::vector<std::string> candidates;
    if (attribute) {
        const Value object = find_attribute(in, exception, "obj");
        if (!object.is_set() || object.is_none()) return {};
        try {
            for (const Value& v : to_vector(in, call(in, *in.builtins_dict().find("dir"), {object})))
                if (const Str* s = v.as<Str>()) candidates.emplace_back(s->view());
        } catch (const Error&) {
            return {};
        }
    } else {
        // Locals of the frame where it happened are gone; its code knows their names.
        Value entry = exception.get<ExceptionObject>().traceback;
        while (entry.is_set() && entry.as<Traceback>() && entry.get<Traceback>().next().as<Traceback>())
            entry = Value(entry.get<Traceback>().next());
        if (entry.is_set() && entry.as<Traceback>())
            for (const Ref<Str>& slot : entry.get<Traceback>().code().get<Code>().slot_names)
                candidates.emplace_back(slot->view());
        auto add = [&](const Dict& dict) {
            dict.for_each([&](const Value& key, const Value&) {
                if (const Str* s = key.as<Str>()) candidates.emplace_back(s->view());
            });
        };
        if (const Module* main = in.find_module("__main__")) add(main->dict());
        if (std::string best = closest(name.get<Str>().view(), candidates); !best.empty())
            return ". Did you mean: '" + best + "'?";
        candidates.clear();
        add(in.builtins_dict());
    }
    const std::string best = closest(name.get<Str>().view(), candidates);
    return best.empty() ? "" : ". Did you mean: '" + best + "'?";
}

} // namespace relata::python
