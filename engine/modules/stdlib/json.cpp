// The json module's reader; its writer is in json_encoder.cpp. CPython: Lib/json/decoder.py, Modules/_json.c.
#include "modules/stdlib/json.h"

#include "modules/stdlib/frozen.h"
#include "modules/stdlib/stdlib.h"
#include "python/expect.h"
#include "python/arguments.h"
#include "python/interpreter.h"
#include "python/native_function.h"
#include "python/types/int_object.h"
#include "python/types/number_text.h"
#include "python/types/unicode.h"
#include "support/protocol.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace relata::modules {

namespace {

/// The hooks of json.loads; unset where not given.
struct DecoderHooks {
    Value object_hook, parse_float, parse_int, parse_constant, object_pairs_hook;
    bool strict = true;
};

class JsonReader {
  public:
    JsonReader(Runtime& runtime, const Str& text, const DecoderHooks& hooks) : m_runtime(runtime), m_document(text), m_text(text.view()), m_hooks(hooks) {}

    Value read_document() {
        skip_space();
        Value v = read_value();
        skip_space();
        if (m_at < m_text.size()) fail("Extra data", m_at);
        return v;
    }
    /// A value that begins at byte `at`; where it ends is left in position().
    Value read_from(size_t at) {
        m_at = at;
        return read_value();
    }
    size_t position() const { return m_at; }

  private:
    [[noreturn]] void fail(const char* message, size_t at) const {
        const std::string_view before = m_text.substr(0, at);
        const size_t line = 1 + size_t(std::count(before.begin(), before.end(), '\n'));
        const size_t newline = before.rfind('\n');
        const size_t column = python::code_point_count(newline == std::string_view::npos ? before : before.substr(newline + 1)) + 1;
        const size_t position = python::code_point_count(before);
        throw Error(Exc::JSONDecodeError, std::string(message) + ": line " + std::to_string(line) + " column " +
                                              std::to_string(column) + " (char " + std::to_string(position) + ")")
            .with("msg", Value(m_runtime.make_str(message)))
            .with("doc", Value(const_cast<Str&>(m_document)))
            .with("pos", Value::small_int(int64_t(position)))
            .with("lineno", Value::small_int(int64_t(line)))
            .with("colno", Value::small_int(int64_t(column)));
    }
    void skip_space() {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\t' || m_text[m_at] == '\r')) ++m_at;
    }
    bool take_word(std::string_view word) {
        if (m_text.substr(m_at, word.size()) != word) return false;
        m_at += word.size();
        return true;
    }
    Value constant(const char* name, double value) {
        if (m_hooks.parse_constant.is_set()) return call(m_runtime, m_hooks.parse_constant, {Value(m_runtime.make_str(name))});
        return m_runtime.make_float(value);
    }

    Value read_value() {
        const Runtime::NestedCall nested(m_runtime, " while decoding a JSON array from a unicode string");
        if (m_at >= m_text.size()) fail("Expecting value", m_at);
        switch (m_text[m_at]) {
        case '"': ++m_at; return read_string();
        case '{': ++m_at; return read_object();
        case '[': ++m_at; return read_array();
        default: break;
        }
        if (take_word("null")) return Value::none();
        if (take_word("true")) return Value::boolean(true);
        if (take_word("false")) return Value::boolean(false);
        if (take_word("NaN")) return constant("NaN", NAN);
        if (take_word("Infinity")) return constant("Infinity", INFINITY);
        if (take_word("-Infinity")) return constant("-Infinity", -INFINITY);
        return read_number();
    }

    Value read_number() {
        const size_t start = m_at;
        size_t at = m_at;
        const auto digit = [&](size_t i) { return i < m_text.size() && m_text[i] >= '0' && m_text[i] <= '9'; };
        if (at < m_text.size() && m_text[at] == '-') ++at;
        if (!digit(at)) fail("Expecting value", start);
        if (m_text[at] == '0')
            ++at;
        else
            while (digit(at)) ++at;
        bool real = false;
        if (at < m_text.size() && m_text[at] == '.' && digit(at + 1)) {
            real = true;
            ++at;
            while (digit(at)) ++at;
        }
        if (at < m_text.size() && (m_text[at] == 'e' || m_text[at] == 'E')) {
            size_t e = at + 1;
            if (e < m_text.size() && (m_text[e] == '+' || m_text[e] == '-')) ++e;
            if (digit(e)) {
                real = true;
                while (digit(e)) ++e;
                at = e;
            }
        }
        m_at = at;
        const std::string_view number = m_text.substr(start, at - start);
        const Value& hook = real ? m_hooks.parse_float : m_hooks.parse_int;
        if (hook.is_set()) return call(m_runtime, hook, {Value(m_runtime.make_str(number))});
        if (!real) return python::parse_int(m_runtime, number, 10);
        double value = 0;
        python::parse_double(number, value);
        return m_runtime.make_float(value);
    }

    uint32_t read_hex(size_t escape) {
        uint32_t code = 0;
        for (size_t i = 0; i < 4; ++i) {
            const char c = m_at + i < m_text.size() ? m_text[m_at + i] : '\0';
            const char* digits = "0123456789abcdef";
            const char* found = c ? std::strchr(digits, std::tolower(static_cast<unsigned char>(c))) : nullptr;
            if (!found) fail("Invalid \\uXXXX escape", escape + 1);
            code = code * 16 + uint32_t(found - digits);
        }
        m_at += 4;
        return code;
    }

    Value read_string() {
        const size_t begin = m_at - 1;
        std::string text;
        for (;;) {
            const size_t run = m_at;
            while (m_at < m_text.size() && m_text[m_at] != '"' && m_text[m_at] != '\\' && static_cast<unsigned char>(m_text[m_at]) >= 0x20) ++m_at;
            text += m_text.substr(run, m_at - run);
            if (m_at >= m_text.size()) fail("Unterminated string starting at", begin);
            const char c = m_text[m_at++];
            if (c == '"') return m_runtime.make_str(text);
            if (c != '\\') {
                if (m_hooks.strict) fail("Invalid control character at", m_at - 1);
                text += c;
                continue;
            }
            if (m_at >= m_text.size()) fail("Unterminated string starting at", begin);
            const size_t escape = m_at - 1;
            switch (m_text[m_at++]) {
            case '"': text += '"'; break;
            case '\\': text += '\\'; break;
            case '/': text += '/'; break;
            case 'b': text += '\b'; break;
            case 'f': text += '\f'; break;
            case 'n': text += '\n'; break;
            case 'r': text += '\r'; break;
            case 't': text += '\t'; break;
            case 'u': {
                uint32_t code = read_hex(escape);
                if (code >= 0xd800 && code < 0xdc00 && m_text.substr(m_at, 2) == "\\u") {
                    const size_t back = m_at;
                    m_at += 2;
                    const uint32_t low = read_hex(back);
                    if (low >= 0xdc00 && low < 0xe000)
                        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                    else
                        m_at = back;
                }
                python::append_code_point(text, code);
                break;
            }
            default: fail("Invalid \\escape", escape);
            }
        }
    }

    Value read_array() {
        const Ref<List> list = m_runtime.make_list();
        skip_space();
        if (m_at < m_text.size() && m_text[m_at] == ']') {
            ++m_at;
            return list;
        }
        for (;;) {
            list->append(read_value());
            skip_space();
            if (m_at < m_text.size() && m_text[m_at] == ']') break;
            if (m_at >= m_text.size() || m_text[m_at] != ',') fail("Expecting ',' delimiter", m_at);
            ++m_at;
            skip_space();
        }
        ++m_at;
        return list;
    }

    Value read_object() {
        const Ref<Dict> dict = m_runtime.make_dict();
        std::vector<Value> pairs;
        const bool keep_pairs = m_hooks.object_pairs_hook.is_set();
        skip_space();
        if (m_at < m_text.size() && m_text[m_at] == '}') {
            ++m_at;
        } else {
            if (m_at >= m_text.size() || m_text[m_at] != '"') fail("Expecting property name enclosed in double quotes", m_at);
            for (;;) {
                ++m_at;
                const Value key = read_string();
                skip_space();
                if (m_at >= m_text.size() || m_text[m_at] != ':') fail("Expecting ':' delimiter", m_at);
                ++m_at;
                skip_space();
                Value value = read_value();
                if (keep_pairs)
                    pairs.push_back(m_runtime.make_tuple({key, value}));
                else
                    dict->set(*m_runtime.intern(key.get<Str>()), std::move(value));
                skip_space();
                if (m_at < m_text.size() && m_text[m_at] == '}') break;
                if (m_at >= m_text.size() || m_text[m_at] != ',') fail("Expecting ',' delimiter", m_at);
                ++m_at;
                skip_space();
                if (m_at >= m_text.size() || m_text[m_at] != '"') fail("Expecting property name enclosed in double quotes", m_at);
            }
            ++m_at;
        }
        if (keep_pairs) return call(m_runtime, m_hooks.object_pairs_hook, {Value(m_runtime.make_list(std::move(pairs)))});
        if (m_hooks.object_hook.is_set()) return call(m_runtime, m_hooks.object_hook, {Value(dict)});
        return dict;
    }

    Runtime& m_runtime;
    const Str& m_document;
    std::string_view m_text;
    const DecoderHooks& m_hooks;
    size_t m_at = 0;
};

Value loads(Runtime& runtime, const Value&, Args a) {
    python::ArgReader args(runtime,
                           {.function = "loads",
                            .names = {"s", "cls", "object_hook", "parse_float", "parse_int", "parse_constant", "object_pairs_hook", "strict"},
                            .required = 1,
                            .positional = 1,
                            .more_keywords = true,
                            .origin = python::Signature::Origin::python},
                           a);
    args.for_each_extra([](const Str& name, const Value&) { // CPython: json.loads hands them on to the decoder
        throw Error(Exc::TypeError, "JSONDecoder.__init__() got an unexpected keyword argument '" + std::string(name.view()) + "'");
    });
    Value text = args[0];
    if (text.as<Bytes>()) text = call_method(runtime, text, "decode");
    if (!text.as<Str>())
        throw Error(Exc::TypeError, "the JSON object must be str, bytes or bytearray, not " + runtime.type_of(text).tp_name());
    if (!args.is_none(1)) return call_method(runtime, call(runtime, args[1]), "decode", {text});
    const auto hook = [&](size_t i) { return args.is_none(i) ? Value() : args[i]; };
    const DecoderHooks hooks{hook(2), hook(3), hook(4), hook(5), hook(6), args.truth(7, true)};
    if (text.get<Str>().view().starts_with("\xef\xbb\xbf"))
        throw Error(Exc::JSONDecodeError, "Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)");
    return JsonReader(runtime, text.get<Str>(), hooks).read_document();
}

/// `_raw_decode(text, index)`: the value that begins there and the index behind it.
Value raw_decode(Runtime& runtime, const Value&, Args a) {
    const auto args = python::expect_positional("raw_decode", a, 2, 2);
    const DecoderHooks hooks;
    const Str& text = python::expect_object<Str>(runtime, "raw_decode", args[0], "str");
    JsonReader reader(runtime, text, hooks);
    const Value v = reader.read_from(text.offset_of(uint32_t(std::clamp<int64_t>(as_index(runtime, args[1]), 0, text.length()))));
    return runtime.make_tuple({v, Value::small_int(int64_t(python::code_point_count(text.view().substr(0, reader.position()))))});
}

void init_json(python::Interpreter& interpreter, python::Module& module) {
    module.set("JSONDecodeError", static_cast<Runtime&>(interpreter).exception_type(Exc::JSONDecodeError));
    module.set("loads", python::make_function(interpreter, "loads", loads, "json"));
    module.set("dumps", python::make_function(interpreter, "dumps", json_dumps, "json"));
    module.set("_raw_decode", python::make_function(interpreter, "_raw_decode", raw_decode, "json"));
    run_frozen(interpreter, module, "json");
}

} // namespace

void register_json(python::Interpreter& interpreter) {
    interpreter.register_module("json", init_json);
    interpreter.register_module("json.decoder", [](python::Interpreter& in, python::Module& module) {
        in.import_star(Value(in.import_module("json")), module.dict());
    });
}

} // namespace relata::modules
