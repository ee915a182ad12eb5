#include "python/arguments.h"

namespace relata::python {

namespace {

const Value unset;

std::string plural(size_t n, std::string_view noun) {
    return std::string(noun) + (n == 1 ? "" : "s");
}

} // namespace

std::string quoted_list(std::span<const std::string_view> names) {
    std::string text;
    for (size_t i = 0; i < names.size(); ++i) {
        if (i) text += names.size() == 2 ? " and " : i + 1 == names.size() ? ", and " : ", ";
        text += "'" + std::string(names[i]) + "'";
    }
    return text;
}

std::string type_name(const Runtime& runtime, const Value& value) {
    return runtime.type_of(value).tp_name();
}

ArgReader::ArgReader(Runtime& runtime, const Signature& signature, Args args)
    : m_runtime(runtime), m_args(args), m_function(signature.function) {
    assert(signature.names.size() <= max_names);
    std::copy(signature.names.begin(), signature.names.end(), m_names.begin());
    const size_t count = signature.names.size();
    const size_t allowed = std::min(signature.positional, count);
    const size_t given = args.positional_count();
    if (given > allowed && !signature.more_positional) check_count(signature, given, allowed);
    const size_t by_position = std::min(given, allowed);
    for (size_t i = 0; i < count; ++i)
        m_values[i] = i < by_position && args.values[i].is_set() ? &args.values[i] : nullptr;
    m_rest = args.values.subspan(by_position, given - by_position);
    if (args.keyword_count() > max_keywords) throw Error(Exc::TypeError, "too many keyword arguments");
    for (size_t k = 0; k < args.keyword_count(); ++k) {
        const std::string_view name = (*args.keywords)[k].get<Str>().view();
        size_t i = signature.positional_only;
        while (i < count && m_names[i] != name)
            ++i;
        if (i == count) {
            if (signature.more_keywords) continue;
            const std::string function(signature.function), keyword(name);
            if (signature.origin == Signature::Origin::python)
                throw Error(Exc::TypeError,
                            function + "() got an unexpected keyword argument '" + keyword + "'");
            // CPython: what is missing is told first (_PyArg_UnpackKeywords, vgetargskeywords)
            if (given + args.keyword_count() > count && !signature.more_positional) check_count(signature, given, allowed);
            check_required(signature);
            throw Error(Exc::TypeError, "'" + keyword + "' is an invalid keyword argument for " +
                                            (function.empty() ? "this function" : function + "()"));
        }
        if (m_values[i]) {
            const std::string function(signature.function), keyword(name);
            if (signature.origin == Signature::Origin::python)
                throw Error(Exc::TypeError,
                            function + "() got multiple values for argument '" + keyword + "'");
            throw Error(Exc::TypeError, "argument for " + function + "() given by name ('" + keyword +
                                            "') and position (" + std::to_string(i + 1) + ")");
        }
        m_values[i] = &args.values[given + k];
        m_used_keywords[k / 64] |= uint64_t(1) << (k % 64);
    }
    check_required(signature);
}

void ArgReader::check_count(const Signature& signature, size_t given, size_t allowed) const {
    const std::string function(signature.function);
    if (signature.origin == Signature::Origin::c) {
        // CPython: _PyArg_UnpackKeywords
        const std::string name = function.empty() ? "function" : function + "()";
        const size_t count = signature.names.size(), all = given + m_args.keyword_count();
        if (all > count)
            throw Error(Exc::TypeError, name + " takes at most " + std::to_string(count) + " " +
                                            plural(count, given == 0 ? "keyword argument" : "argument") + " (" +
                                            std::to_string(all) + " given)");
        if (allowed == 0) throw Error(Exc::TypeError, name + " takes no positional arguments");
        const bool optional = signature.required < allowed;
        throw Error(Exc::TypeError, name + " takes " + (optional ? "at most " : "exactly ") + std::to_string(allowed) +
                                        " positional " + plural(allowed, "argument") + " (" + std::to_string(given) + " given)");
    }
    // CPython: too_many_positional (Python/ceval.c)
    const size_t required = std::min(signature.required, allowed) + signature.self_count;
    const size_t most = allowed + signature.self_count;
    given += signature.self_count;
    std::string takes = required < most ? "from " + std::to_string(required) + " to " + std::to_string(most)
                                        : std::to_string(most);
    throw Error(Exc::TypeError, function + "() takes " + takes + " positional " +
                                    plural(required < most ? 2 : most, "argument") + " but " +
                                    std::to_string(given) + (given == 1 ? " was given" : " were given"));
}

void ArgReader::check_required(const Signature& signature) const {
    std::vector<std::string_view> missing, missing_by_name;
    for (size_t i = 0; i < signature.required; ++i)
        if (!m_values[i]) (i < signature.positional ? missing : missing_by_name).push_back(m_names[i]);
    if (missing.empty() && missing_by_name.empty()) return;
    const std::string function(signature.function);
    if (signature.origin == Signature::Origin::c) {
        for (size_t i = 0; i < signature.required; ++i)
            if (!m_values[i])
                throw Error(Exc::TypeError, (function.empty() ? "function" : function + "()") + " missing required argument '" +
                                                std::string(m_names[i]) + "' (pos " + std::to_string(i + 1) +
                                                ")");
    }
    const bool positional = !missing.empty();
    const auto& names = positional ? missing : missing_by_name;
    throw Error(Exc::TypeError, function + "() missing " + std::to_string(names.size()) + " required " +
                                    (positional ? "positional " : "keyword-only ") +
                                    plural(names.size(), "argument") + ": " + quoted_list(names));
}

const Value& ArgReader::operator[](size_t i) const {
    return m_values[i] ? *m_values[i] : unset;
}

void ArgReader::wrong_type(size_t i, std::string_view expected) const {
    // CPython: _PyArg_BadArgument
    throw Error(Exc::TypeError, std::string(m_function) + "() argument '" + std::string(m_names[i]) + "' must be " +
                                    std::string(expected) + ", not " +
                                    (m_values[i]->is_none() ? "None" : type_name(m_runtime, *m_values[i])));
}

Str& ArgReader::string(size_t i) const {
    if (Str* s = (*this)[i].as<Str>()) return *s;
    wrong_type(i, "str");
}

std::string_view ArgReader::text(size_t i, std::string_view otherwise) const {
    return has(i) ? string(i).view() : otherwise;
}

int64_t ArgReader::integer(size_t i, int64_t otherwise) const {
    if (!has(i)) return otherwise;
    if (m_values[i]->is_small_int()) return m_values[i]->as_small_int();
    return as_index(m_runtime, *m_values[i]);
}

double ArgReader::number(size_t i, double otherwise) const {
    if (!has(i)) return otherwise;
    const Value& v = *m_values[i];
    if (v.is_small_int()) return double(v.as_small_int());
    if (const Float* f = v.as<Float>()) return f->value();
    const Type& type = m_runtime.type_of(v);
    if (type.slots.to_float) return type.slots.to_float(m_runtime, v).get<Float>().value();
    if (type.slots.index) return double(as_index(m_runtime, v));
    throw Error(Exc::TypeError, "must be real number, not " + type.name());
}

bool ArgReader::truth(size_t i, bool otherwise) const {
    return has(i) ? relata::truth(m_runtime, *m_values[i]) : otherwise;
}

const Value& ArgReader::callable(size_t i) const {
    const Value& v = (*this)[i];
    if (!is_callable(m_runtime, v))
        throw Error(Exc::TypeError, "'" + type_name(m_runtime, v) + "' object is not callable");
    return v;
}

void expect_no_keywords(std::string_view function, Args args) {
    if (args.keyword_count())
        throw Error(Exc::TypeError, std::string(function) + "() takes no keyword arguments");
}

void expect_no_arguments(std::string_view function, Args args) {
    expect_no_keywords(function, args);
    if (!args.values.empty())
        throw Error(Exc::TypeError, std::string(function) + "() takes no arguments (" +
                                        std::to_string(args.values.size()) + " given)");
}

const Value& expect_one_argument(std::string_view function, Args args) {
    expect_no_keywords(function, args);
    if (args.values.size() != 1)
        throw Error(Exc::TypeError, std::string(function) + "() takes exactly one argument (" +
                                        std::to_string(args.values.size()) + " given)");
    return args.values[0];
}

std::span<const Value> expect_positional(std::string_view function, Args args, size_t min, size_t max) {
    expect_no_keywords(function, args);
    const size_t given = args.values.size();
    if (given >= min && given <= max) return args.values;
    function.remove_prefix(function.rfind('.') + 1); // npos + 1 is 0
    // CPython: _PyArg_CheckPositional
    const size_t bound = given < min ? min : max;
    throw Error(Exc::TypeError, std::string(function) + " expected " +
                                    (min == max    ? ""
                                     : given < min ? "at least "
                                                   : "at most ") +
                                    std::to_string(bound) + " " + plural(bound, "argument") + ", got " +
                                    std::to_string(given));
}

} // namespace relata::python
