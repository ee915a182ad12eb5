// json.dumps. CPython: Lib/json/encoder.py.
#include "modules/stdlib/json.h"

#include "python/arguments.h"
#include "python/types/int_object.h"
#include "python/types/number_text.h"
#include "python/types/unicode.h"
#include "support/protocol.h"

#include <algorithm>
#include <cmath>

namespace relata::modules {

namespace {

struct EncoderOptions {
    bool skip_keys = false, ensure_ascii = true, check_circular = true, allow_nan = true, sort_keys = false;
    Value default_;    ///< unset: none
    bool indented = false;
    std::string indent; ///< of one level
    std::string item_separator = ", ", key_separator = ": ";
};

class JsonWriter {
  public:
    JsonWriter(Runtime& runtime, const EncoderOptions& options) : m_runtime(runtime), m_options(options) {}
    std::string take() { return std::move(m_text); }

    void write(const Value& v) {
        if (const Str* s = v.as<Str>()) return write_string(s->view());
        if (v.is_none()) return append("null");
        if (v.is_bool()) return append(v.is_true() ? "true" : "false");
        if (python::is_int(v)) return append(python::int_text(v));
        if (const Float* f = v.as<Float>()) return append(float_text(f->value()));
        if (v.as<List>() || v.as<Tuple>()) return write_array(v);
        if (v.as<Dict>()) return write_object(v);
        if (!m_options.default_.is_set())
            throw Error(Exc::TypeError, "Object of type " + m_runtime.type_of(v).name() + " is not JSON serializable");
        const Enter entered(*this, v);
        const Value other = call(m_runtime, m_options.default_, {v});
        write(other);
    }

  private:
    /// One container more; notices one that contains itself.
    class Enter {
      public:
        Enter(JsonWriter& writer, const Value& v) : m_nested(writer.m_runtime, " while encoding a JSON object"), m_writer(writer) {
            if (writer.m_options.check_circular && std::ranges::find(writer.m_open, v.bits()) != writer.m_open.end())
                throw Error(Exc::ValueError, "Circular reference detected");
            writer.m_open.push_back(v.bits());
        }
        ~Enter() { m_writer.m_open.pop_back(); }

      private:
        Runtime::NestedCall m_nested;
        JsonWriter& m_writer;
    };

    void append(std::string_view text) {
        if (m_text.size() + text.size() > m_text.capacity()) m_runtime.heap().require(m_text.size() * 2 + text.size());
        m_text += text;
    }
    void new_line() {
        append("\n");
        for (size_t i = 0; i < m_level; ++i) append(m_options.indent);
    }

    std::string float_text(double d) {
        if (std::isfinite(d)) return python::float_repr(d);
        if (!m_options.allow_nan) throw Error(Exc::ValueError, "Out of range float values are not JSON compliant");
        return std::isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity";
    }

    void write_string(std::string_view text) {
        std::string out = "\"";
        char escape[16];
        for (size_t i = 0; i < text.size();) {
            const auto byte = static_cast<unsigned char>(text[i]);
            if (byte == '"' || byte == '\\') {
                out += '\\';
                out += char(byte);
                ++i;
            } else if (byte < 0x20 || (byte == 0x7f && m_options.ensure_ascii)) {
                static constexpr std::string_view named = "\b\t\n\f\r", letters = "btnfr";
                if (const size_t k = named.find(char(byte)); k != std::string_view::npos) {
                    out += '\\';
                    out += letters[k];
                } else {
                    std::snprintf(escape, sizeof escape, "\\u%04x", byte);
                    out += escape;
                }
                ++i;
            } else if (byte < 0x80 || !m_options.ensure_ascii) {
                out += char(byte);
                ++i;
            } else {
                const uint32_t code = python::next_code_point(text, i);
                if (code >= 0x10000)
                    std::snprintf(escape, sizeof escape, "\\u%04x\\u%04x", 0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
                else
                    std::snprintf(escape, sizeof escape, "\\u%04x", code);
                out += escape;
            }
        }
        append(out + "\"");
    }

    void write_array(const Value& v) {
        const std::vector<Value> items = to_vector(m_runtime, v);
        if (items.empty()) return append("[]");
        const Enter entered(*this, v);
        append("[");
        ++m_level;
        for (size_t i = 0; i < items.size(); ++i) {
            if (i) append(m_options.item_separator);
            if (m_options.indented) new_line();
            write(items[i]);
        }
        --m_level;
        if (m_options.indented) new_line();
        append("]");
    }

    /// The text of a key; false where it is to be skipped.
    bool key_text(const Value& key, std::string& text) {
        if (const Str* s = key.as<Str>())
            text = s->view();
        else if (const Float* f = key.as<Float>())
            text = float_text(f->value());
        else if (key.is_bool())
            text = key.is_true() ? "true" : "false";
        else if (key.is_none())
            text = "null";
        else if (python::is_int(key))
            text = python::int_text(key);
        else if (m_options.skip_keys)
            return false;
        else
            throw Error(Exc::TypeError, "keys must be str, int, float, bool or None, not " + m_runtime.type_of(key).name());
        return true;
    }

    void write_object(const Value& v) {
        std::vector<Value> items = to_vector(m_runtime, call_method(m_runtime, v, "items"));
        if (items.empty()) return append("{}");
        const Enter entered(*this, v);
        if (m_options.sort_keys) {
            const Ref<List> sorted = m_runtime.make_list(items);
            call_method(m_runtime, Value(sorted), "sort");
            items.assign(sorted->items().begin(), sorted->items().end());
        }
        append("{");
        ++m_level;
        bool first = true;
        for (const Value& pair : items) {
            std::string key;
            if (!key_text(pair.get<Tuple>()[0], key)) continue;
            if (!first) append(m_options.item_separator);
            first = false;
            if (m_options.indented) new_line();
            write_string(key);
            append(m_options.key_separator);
            write(pair.get<Tuple>()[1]);
        }
        --m_level;
        if (m_options.indented) new_line();
        append("}");
    }

    Runtime& m_runtime;
    const EncoderOptions& m_options;
    std::string m_text;
    std::vector<uintptr_t> m_open;
    size_t m_level = 0;
};

} // namespace

Value json_dumps(Runtime& runtime, const Value&, Args a) {
    python::ArgReader args(runtime,
                           {.function = "dumps",
                            .names = {"obj", "skipkeys", "ensure_ascii", "check_circular", "allow_nan", "cls", "indent", "separators",
                                      "default", "sort_keys"},
                            .required = 1,
                            .positional = 1,
                            .more_keywords = true,
                            .origin = python::Signature::Origin::python},
                           a);
    args.for_each_extra([](const Str& name, const Value&) { // CPython: json.dumps hands them on to the encoder
        throw Error(Exc::TypeError, "JSONEncoder.__init__() got an unexpected keyword argument '" + std::string(name.view()) + "'");
    });
    EncoderOptions options;
    options.skip_keys = args.truth(1, false);
    options.ensure_ascii = args.truth(2, true);
    options.check_circular = args.truth(3, true);
    options.allow_nan = args.truth(4, true);
    options.sort_keys = args.truth(9, false);
    if (!args.is_none(6)) {
        options.indented = true;
        options.indent = args[6].as<Str>() ? std::string(args[6].get<Str>().view())
                                           : std::string(size_t(std::clamp<int64_t>(as_index(runtime, args[6]), 0, 1000)), ' ');
        options.item_separator = ",";
    }
    if (!args.is_none(7)) {
        const std::vector<Value> pair = to_vector(runtime, args[7]);
        if (pair.size() != 2) throw Error(Exc::ValueError, "not enough values to unpack (expected 2, got " + std::to_string(pair.size()) + ")");
        options.item_separator = str_text(runtime, pair[0]);
        options.key_separator = str_text(runtime, pair[1]);
    }
    if (!args.is_none(8)) options.default_ = args[8];
    if (!args.is_none(5)) // a JSONEncoder's default()
        options.default_ = get_attribute(runtime, call(runtime, args[5]), "default");
    JsonWriter writer(runtime, options);
    writer.write(args[0]);
    return runtime.make_str(writer.take());
}

} // namespace relata::modules
