// Compiler: the import statements.
#include "python/compiler_impl.h"

#include <algorithm>

namespace relata::python {

using namespace ast;

void FunctionCompiler::import_name(Import& s) {
    Runtime& runtime = m_module.runtime;
    for (const Alias& a : s.names) {
        b().load_constant(Value::small_int(0));
        none();
        b().emit(Op::IMPORT_NAME, b().name(*a.name));
        const std::string_view text = a.name->view();
        if (!a.asname) {
            store_name(*runtime.intern(text.substr(0, text.find('.'))));
            continue;
        }
        // `import a.b.c as x`: the attributes in turn.
        for (size_t dot = text.find('.'); dot != std::string_view::npos;) {
            const size_t next = text.find('.', dot + 1);
            b().emit(Op::IMPORT_FROM, b().name(*runtime.intern(text.substr(dot + 1, next - dot - 1))));
            b().emit(Op::SWAP, 2);
            b().emit(Op::POP_TOP);
            dot = next;
        }
        store_name(*a.asname);
    }
}

void FunctionCompiler::import_from(ImportFrom& s) {
    Runtime& runtime = m_module.runtime;
    if (s.module && s.module->view() == "__future__" && s.level == 0) {
        static constexpr std::string_view features[] = {
            "annotations",      "division",   "absolute_import", "with_statement", "print_function",
            "unicode_literals", "generators", "nested_scopes",   "generator_stop", "barry_as_FLUFL"};
        const Span start{s.span.line, s.span.column, s.span.line, -1};
        for (const Alias& a : s.names) {
            if (a.name->view() == "braces") fail(start, "not a chance");
            if (std::ranges::find(features, a.name->view()) == std::end(features))
                fail(start, "future feature " + std::string(a.name->view()) + " is not defined");
        }
        if (s.span.line > m_module.last_future_line)
            fail(s.span, "from __future__ imports must occur at the beginning of the file");
    }
    std::vector<Value> names;
    for (const Alias& a : s.names)
        names.push_back(Value(Ref<Str>(a.name)));
    b().load_constant(Value::small_int(s.level));
    b().load_constant(runtime.make_tuple(names));
    b().emit(Op::IMPORT_NAME, b().name(s.module ? *s.module : *runtime.intern("")));
    if (s.names[0].name->view() == "*") return b().emit(Op::IMPORT_STAR);
    for (const Alias& a : s.names) {
        b().emit(Op::IMPORT_FROM, b().name(*a.name));
        store_name(a.asname ? *a.asname : *a.name);
    }
    b().emit(Op::POP_TOP);
}

} // namespace relata::python
