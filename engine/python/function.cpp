#include "python/function.h"

#include "python/evaluation.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

Function::Function(Type& type, Ref<Code> its_code, Ref<Dict> its_globals)
    : Container(type, object_kind), code(std::move(its_code)), globals(std::move(its_globals)),
      name(code->name), qualname(code->qualname),
      doc(code->docstring.is_set() ? code->docstring : Value::none()), module(Value::none()) {
    constexpr uint32_t special =
        Code::var_args | Code::var_keywords | Code::generator | Code::coroutine | Code::async_generator;
    is_simple = !(code->flags & special) && code->keyword_only_count == 0;
}

void Function::clear_references() {
    globals.reset();
    defaults.reset();
    kwdefaults.reset();
    closure.reset();
    attributes.reset();
    for (Value* v : {&annotations, &doc, &module})
        v->reset();
}

Dict& Function::annotation_dict(Runtime& runtime) {
    if (!annotations.as<Dict>()) {
        Ref<Dict> dict = runtime.make_dict();
        if (const Tuple* pairs = annotations.as<Tuple>())
            for (size_t i = 0; i + 1 < pairs->size(); i += 2)
                dict->set((*pairs)[i].get<Str>(), (*pairs)[i + 1]);
        annotations = std::move(dict);
    }
    return annotations.get<Dict>();
}

Dict& Function::attribute_dict(Runtime& runtime) {
    if (!attributes) attributes = runtime.make_dict();
    return *attributes;
}

Value make_method(Runtime& runtime, const Value& function, const Value& self) {
    return runtime.make<Method>(runtime.type(BuiltinType::method), function, self);
}

// ---- argument binding
// ---------------------------------------------------------------------------------------------

namespace {

std::string quoted_list(const std::vector<std::string>& names) {
    // 'a', 'b', and 'c'   (CPython: format_missing)
    std::string text;
    for (size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += names.size() == 2 ? " and " : i + 1 == names.size() ? ", and " : ", ";
        text += "'" + names[i] + "'";
    }
    return text;
}

[[noreturn]] void missing(const Function& f, const char* kind, const std::vector<std::string>& names) {
    throw Error(Exc::TypeError, std::string(f.qualname->view()) + "() missing " +
                                    std::to_string(names.size()) + " required " + kind + " argument" +
                                    (names.size() == 1 ? "" : "s") + ": " + quoted_list(names));
}

// CPython: too_many_positional
[[noreturn]] void too_many(const Function& f, size_t given, const Value* slots) {
    const Code& code = *f.code;
    size_t keyword_only_given = 0;
    for (size_t i = 0; i < code.keyword_only_count; ++i)
        keyword_only_given += slots[code.argument_count + i].is_set();
    const size_t defaults = f.defaults ? f.defaults->size() : 0;
    const size_t takes = code.argument_count;
    const bool plural = defaults ? true : takes != 1;
    const std::string accepts =
        defaults ? "from " + std::to_string(takes - defaults) + " to " + std::to_string(takes)
                 : std::to_string(takes);
    std::string extra;
    if (keyword_only_given)
        extra = std::string(" positional argument") + (given != 1 ? "s" : "") + " (and " +
                std::to_string(keyword_only_given) + " keyword-only argument" +
                (keyword_only_given != 1 ? "s" : "") + ")";
    throw Error(Exc::TypeError, std::string(f.qualname->view()) + "() takes " + accepts +
                                    " positional argument" + (plural ? "s" : "") + " but " +
                                    std::to_string(given) + extra +
                                    (given == 1 && !keyword_only_given ? " was given" : " were given"));
}

/// Names of positional-only parameters that were passed by name and nobody takes.
void refuse_positional_only(const Function& f, const Tuple& keywords) {
    const Code& code = *f.code;
    std::string names;
    for (size_t i = 0; i < code.positional_only_count; ++i)
        for (const Value& k : keywords.items())
            if (k.get<Str>() == *code.varnames[i])
                names += (names.empty() ? "" : ", ") + std::string(k.get<Str>().view());
    if (!names.empty())
        throw Error(Exc::TypeError,
                    std::string(f.qualname->view()) +
                        "() got some positional-only arguments passed as keyword arguments: '" + names + "'");
}

} // namespace

void bind_arguments(Runtime& runtime, const Function& function, const Value* values, size_t positional,
                    const Tuple* keywords, const Value* keyword_values, Value* slots) {
    const Code& code = *function.code;
    const size_t named = code.argument_count + code.keyword_only_count;
    const size_t direct = std::min<size_t>(positional, code.argument_count);
    for (size_t i = 0; i < direct; ++i)
        slots[i] = values[i];
    if (code.flags & Code::var_args) {
        std::span<const Value> rest;
        if (positional > direct) rest = {values + direct, positional - direct};
        slots[named] = runtime.make_tuple(rest);
    }
    Dict* extra = nullptr;
    if (code.flags & Code::var_keywords) {
        Ref<Dict> dict = runtime.make_dict();
        extra = dict.get();
        slots[named + bool(code.flags & Code::var_args)] = std::move(dict);
    }
    const size_t keyword_count = keywords ? keywords->size() : 0;
    for (size_t k = 0; k < keyword_count; ++k) {
        Str& key = (*keywords)[k].get<Str>();
        size_t at = code.positional_only_count;
        while (at < named && !(code.varnames[at].get() == &key))
            ++at;
        if (at == named) {
            at = code.positional_only_count;
            while (at < named && !(*code.varnames[at] == key))
                ++at;
        }
        if (at < named) {
            if (slots[at].is_set())
                throw Error(Exc::TypeError, std::string(function.qualname->view()) +
                                                "() got multiple values for argument '" +
                                                std::string(key.view()) + "'");
            slots[at] = keyword_values[k];
        } else if (extra) {
            extra->set(key, keyword_values[k]);
        } else {
            refuse_positional_only(function, *keywords);
            throw Error(Exc::TypeError, std::string(function.qualname->view()) +
                                            "() got an unexpected keyword argument '" +
                                            std::string(key.view()) + "'");
        }
    }
    if (positional > code.argument_count && !(code.flags & Code::var_args))
        too_many(function, positional, slots);
    if (positional < code.argument_count) {
        const size_t defaults = function.defaults ? function.defaults->size() : 0;
        const size_t required = code.argument_count - defaults;
        std::vector<std::string> absent;
        for (size_t i = positional; i < required; ++i)
            if (!slots[i].is_set()) absent.emplace_back(code.varnames[i]->view());
        if (!absent.empty()) missing(function, "positional", absent);
        for (size_t i = std::max(required, direct); i < code.argument_count; ++i)
            if (!slots[i].is_set()) slots[i] = (*function.defaults)[i - required];
    }
    if (code.keyword_only_count) {
        std::vector<std::string> absent;
        for (size_t i = code.argument_count; i < named; ++i) {
            if (slots[i].is_set()) continue;
            const Value* found = function.kwdefaults ? function.kwdefaults->find(*code.varnames[i]) : nullptr;
            if (found)
                slots[i] = *found;
            else
                absent.emplace_back(code.varnames[i]->view());
        }
        if (!absent.empty()) missing(function, "keyword-only", absent);
    }
}

} // namespace relata::python
