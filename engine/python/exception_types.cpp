// The exception classes of exceptions.h as Python types (CPython's Objects/exceptions.c).
#include "python/exception_types.h"
#include "python/arguments.h"
#include "python/evaluation.h"
#include "python/type_builder.h"
#include "python/types/unicode.h"
#include "support/protocol.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>

namespace relata::python {

namespace {

ExceptionObject& object(const Value& self) {
    return self.get<ExceptionObject>();
}

/// `OSError(2, ...)` makes a FileNotFoundError. CPython: errnomap.
Type& os_error_type(Runtime& runtime, const Value& number) {
    if (!number.is_small_int()) return runtime.exception_type(Exc::OSError);
    switch (number.as_small_int()) {
    case EACCES: case EPERM: return runtime.exception_type(Exc::PermissionError);
    case EEXIST: return runtime.exception_type(Exc::FileExistsError);
    case ENOENT: return runtime.exception_type(Exc::FileNotFoundError);
    case ETIMEDOUT: return runtime.exception_type(Exc::TimeoutError);
    default: return runtime.exception_type(Exc::OSError);
    }
}

Value exception_new(Runtime& runtime, Type& type, Args args) {
    if (args.positional_count() > 1 && &type == &runtime.exception_type(Exc::OSError)) {
        Type& meant = os_error_type(runtime, args.values[0]);
        if (&meant != &type) return exception_new(runtime, meant, args);
    }
    Ref<ExceptionObject> made = runtime.make<ExceptionObject>(type);
    made->args = runtime.make_tuple(args.positional());
    return made;
}

void exception_init(Runtime& runtime, const Value& self, Args args) {
    if (args.keyword_count())
        throw Error(Exc::TypeError, runtime.type_of(self).name() + "() takes no keyword arguments");
    object(self).args = runtime.make_tuple(args.positional());
}

Value exception_str(Runtime& runtime, const Value& self) {
    const Tuple& args = *object(self).args;
    if (args.size() == 0) return runtime.intern("");
    if (args.size() == 1) return str(runtime, args[0]);
    return repr(runtime, Value(object(self).args));
}

Value exception_repr(Runtime& runtime, const Value& self) {
    const Tuple& args = *object(self).args;
    const std::string name = runtime.type_of(self).name();
    if (args.size() == 1) return runtime.make_str(name + "(" + repr_text(runtime, args[0]) + ")");
    return runtime.make_str(name + repr_text(runtime, Value(object(self).args)));
}

template <auto Member>
Value get_or_none(Runtime&, const Value& self) {
    const Value& v = object(self).*Member;
    return v.is_set() ? v : Value::none();
}
template <auto Member>
void set_link(Runtime&, const Value& self, const Value& v) {
    if (!v.is_none() && !v.as<ExceptionObject>())
        throw Error(Exc::TypeError, "exception cause must be None or derive from BaseException");
    object(self).*Member = v.is_none() ? Value() : v;
    if constexpr (Member == &ExceptionObject::cause) object(self).suppress_context = true;
}

void set_traceback(Runtime&, const Value& self, const Value& v) {
    if (!v.is_none() && !v.as<Traceback>())
        throw Error(Exc::TypeError, "__traceback__ must be a traceback or None");
    object(self).traceback = v.is_none() ? Value() : v;
}

Value add_note(Runtime& runtime, const Value& self, Args args) {
    const Value& note = expect_one_argument("BaseException.add_note", args);
    if (!note.as<Str>())
        throw Error(Exc::TypeError, "note must be a str, not '" + runtime.type_of(note).name() + "'");
    Value notes = find_attribute(runtime, self, "__notes__");
    if (!notes.is_set()) {
        notes = runtime.make_list();
        set_attribute(runtime, self, "__notes__", notes);
    }
    notes.get<List>().append(note);
    return Value::none();
}

void make_base_exception(Runtime& runtime, Type& type) {
    TypeBuilder b(runtime, type);
    b.slots().new_ = exception_new;
    b.slots().init = exception_init;
    b.slots().str = exception_str;
    b.slots().repr = exception_repr;
    b.slots().set_attribute = generic_set_attribute;
    b.property(
        "args", [](Runtime&, const Value& self) -> Value { return object(self).args; },
        [](Runtime& r, const Value& self, const Value& v) {
            object(self).args = r.make_tuple(std::span<const Value>(to_vector(r, v)));
        });
    b.property("__cause__", get_or_none<&ExceptionObject::cause>, set_link<&ExceptionObject::cause>);
    b.property("__context__", get_or_none<&ExceptionObject::context>, set_link<&ExceptionObject::context>);
    b.property("__traceback__", get_or_none<&ExceptionObject::traceback>, set_traceback);
    b.property(
        "__suppress_context__",
        [](Runtime&, const Value& self) { return Value::boolean(object(self).suppress_context); },
        [](Runtime& r, const Value& self, const Value& v) { object(self).suppress_context = truth(r, v); });
    b.method("with_traceback", [](Runtime& r, const Value& self, Args args) {
        set_traceback(r, self, expect_one_argument("BaseException.with_traceback", args));
        return self;
    });
    b.method("add_note", add_note);
    b.finish();
}

// ---- those with members of their own
// --------------------------------------------------------------------------------

/// An attribute that is the first argument unless something else was assigned (`value`, `code`).
void first_argument(Runtime& runtime, Exc cls, const char* name) {
    TypeBuilder b(runtime, runtime.exception_type(cls));
    b.property(name, [](Runtime& r, const Value& self) -> Value {
        const Tuple& args = *object(self).args;
        if (args.size() > 1 && r.type_of(self).is_subtype_of(r.exception_type(Exc::SystemExit)))
            return Value(object(self).args);
        return args.size() > 0 ? args[0] : Value::none();
    });
}

/// Keyword arguments that become attributes (`ImportError(msg, name=..., path=...)`), None by default.
void init_with_keywords(Runtime& runtime, const Value& self, Args args) {
    object(self).args = runtime.make_tuple(args.positional());
    for (size_t k = 0; k < args.keyword_count(); ++k) {
        Str& key = (*args.keywords)[k].get<Str>();
        if (!runtime.type_of(self).lookup(key))
            throw Error(Exc::TypeError, "'" + std::string(key.view()) +
                                            "' is an invalid keyword argument for " +
                                            runtime.type_of(self).name());
        set_attribute(runtime, self, key, args.values[args.positional_count() + k]);
    }
}

void with_keywords(Runtime& runtime, Exc cls, std::initializer_list<const char*> names) {
    TypeBuilder b(runtime, runtime.exception_type(cls));
    for (const char* name : names)
        b.attribute(name, Value::none());
    b.slots().init = init_with_keywords;
}

Value key_error_str(Runtime& runtime, const Value& self) {
    const Tuple& args = *object(self).args;
    return args.size() == 1 ? Value(repr(runtime, args[0])) : exception_str(runtime, self);
}

/// OSError(errno, strerror, filename).
void os_error_init(Runtime& runtime, const Value& self, Args args) {
    const auto given = args.positional();
    static constexpr const char* names[] = {"errno", "strerror", "filename"};
    if (given.size() >= 2)
        for (size_t i = 0; i < std::min<size_t>(given.size(), 3); ++i)
            set_attribute(runtime, self, names[i], given[i]);
    object(self).args = runtime.make_tuple(given.size() >= 2 ? given.first(2) : given);
}

Value os_error_str(Runtime& runtime, const Value& self) {
    const Value number = get_attribute(runtime, self, "errno"),
                text = get_attribute(runtime, self, "strerror");
    if (number.is_none() && text.is_none()) return exception_str(runtime, self);
    std::string s = "[Errno " + str_text(runtime, number) + "] " + str_text(runtime, text);
    if (const Value file = get_attribute(runtime, self, "filename"); !file.is_none())
        s += ": " + repr_text(runtime, file);
    return runtime.make_str(s);
}

/// (encoding, object, start, end, reason). CPython: UnicodeEncodeError_str, UnicodeDecodeError_str.
Value unicode_error_str(Runtime& runtime, const Value& self) {
    const Tuple& args = *object(self).args;
    const bool whole = args.size() == 5 && args[2].is_small_int() && args[3].is_small_int();
    if (!whole) return exception_str(runtime, self);
    const int64_t start = args[2].as_small_int(), end = args[3].as_small_int();
    const Str* text = args[1].as<Str>();
    const Bytes* bytes = args[1].as<Bytes>();
    std::string what = (text ? "characters" : "bytes") + std::string(" in position ") + std::to_string(start) + "-" + std::to_string(end - 1);
    char one[48];
    if (bytes && end == start + 1 && start >= 0 && size_t(start) < bytes->view().size()) {
        std::snprintf(one, sizeof one, "byte 0x%02x in position ", static_cast<unsigned char>(bytes->view()[size_t(start)]));
        what = one + std::to_string(start);
    } else if (text && end == start + 1 && start >= 0 && start < text->length()) {
        size_t at = text->offset_of(uint32_t(start));
        const uint32_t c = next_code_point(text->view(), at);
        std::snprintf(one, sizeof one, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
        what = "character '" + std::string(one) + "' in position " + std::to_string(start);
    }
    return runtime.make_str("'" + str_text(runtime, args[0]) + "' codec can't " + (text ? "encode " : "decode ") + what + ": " +
                            str_text(runtime, args[4]));
}

template <size_t Index> Value argument(Runtime&, const Value& self) {
    const Tuple& args = *object(self).args;
    return args.size() > Index ? args[Index] : Value::none();
}

void make_unicode_error(Runtime& runtime, Exc cls) {
    Type& type = runtime.exception_type(cls);
    type.slots.str = unicode_error_str;
    TypeBuilder b(runtime, type);
    b.property("encoding", argument<0>).property("object", argument<1>).property("start", argument<2>);
    b.property("end", argument<3>).property("reason", argument<4>);
    type.slots.init = [](Runtime& r, const Value& self, Args args) {
        if (args.positional_count() != 5)
            throw Error(Exc::TypeError, "function takes exactly 5 arguments (" + std::to_string(args.positional_count()) + " given)");
        object(self).args = r.make_tuple(args.positional());
    };
}

void syntax_error_init(Runtime& runtime, const Value& self, Args args) {
    const auto given = args.positional();
    object(self).args = runtime.make_tuple(given);
    if (given.size() > 0) set_attribute(runtime, self, "msg", given[0]);
    if (given.size() < 2) return;
    static constexpr const char* names[] = {"filename", "lineno",     "offset",
                                            "text",     "end_lineno", "end_offset"};
    const std::vector<Value> details = to_vector(runtime, given[1]);
    for (size_t i = 0; i < std::min(details.size(), std::size(names)); ++i)
        set_attribute(runtime, self, names[i], details[i]);
}

Value syntax_error_str(Runtime& runtime, const Value& self) {
    Value message = get_attribute(runtime, self, "msg");
    if (message.is_none()) message = exception_str(runtime, self);
    std::string text = str_text(runtime, message);
    const Value file = get_attribute(runtime, self, "filename"),
                line = get_attribute(runtime, self, "lineno");
    std::string name = file.as<Str>() ? str_text(runtime, file) : "";
    name = name.substr(name.rfind('/') + 1);
    if (!name.empty() && !line.is_none())
        text += " (" + name + ", line " + str_text(runtime, line) + ")";
    else if (!name.empty())
        text += " (" + name + ")";
    else if (!line.is_none())
        text += " (line " + str_text(runtime, line) + ")";
    return runtime.make_str(text);
}

} // namespace

void make_exception_types(Runtime& runtime) {
    for (size_t i = 0; i < exception_count(); ++i) {
        const ExceptionInfo& info = exception_info(Exc(i));
        std::vector<Type*> bases;
        if (i > 0) bases.push_back(&runtime.exception_type(info.base));
        if (Exc(i) == Exc::ExceptionGroup) bases.push_back(&runtime.exception_type(Exc::Exception));
        Type& type = runtime.make_type(std::string(info.name), std::string(info.module), bases);
        type.flags |= Type::exception_class;
        runtime.set_exception_type(Exc(i), type);
        if (i == 0) make_base_exception(runtime, type);
    }
    first_argument(runtime, Exc::StopIteration, "value");
    first_argument(runtime, Exc::SystemExit, "code");
    with_keywords(runtime, Exc::ImportError, {"name", "path"});
    with_keywords(runtime, Exc::AttributeError, {"name", "obj"});
    with_keywords(runtime, Exc::NameError, {"name"});
    runtime.exception_type(Exc::KeyError).slots.str = key_error_str;
    make_unicode_error(runtime, Exc::UnicodeEncodeError);
    make_unicode_error(runtime, Exc::UnicodeDecodeError);
    Type& os_error = runtime.exception_type(Exc::OSError);
    for (const char* name : {"errno", "strerror", "filename"})
        os_error.dict().set(*runtime.intern(name), Value::none());
    os_error.slots.init = os_error_init;
    os_error.slots.str = os_error_str;
    Type& syntax_error = runtime.exception_type(Exc::SyntaxError);
    for (const char* name :
         {"msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line"})
        syntax_error.dict().set(*runtime.intern(name), Value::none());
    syntax_error.slots.init = syntax_error_init;
    syntax_error.slots.str = syntax_error_str;
    make_exception_groups(runtime);
    for (size_t i = 1; i < exception_count(); ++i)
        TypeBuilder(runtime, runtime.exception_type(Exc(i))).finish();
}

} // namespace relata::python
