#include "python/code_image.h"

#include "python/types/complex_type.h"
#include "python/types/int_object.h"

#include <unordered_map>

namespace relata::python {

/// Takes a code apart.
class CodeImage::Taker {
  public:
    explicit Taker(CodeImage& image) : m_image(image) {}

    std::shared_ptr<const Part> part(const Code& code) {
        auto taken = std::make_shared<Part>();
        taken->body = code;
        taken->name = index(*code.name);
        taken->qualname = index(*code.qualname);
        taken->file = index(*code.file);
        taken->varnames = indexes(code.varnames);
        taken->cellvars = indexes(code.cellvars);
        taken->freevars = indexes(code.freevars);
        taken->slot_names = indexes(code.slot_names);
        taken->names = indexes(code.names);
        taken->constants = constants(code.constants);
        taken->docstring = constant(code.docstring);
        m_image.m_bytes += sizeof(Part) + code.instructions.size() * (sizeof(Instruction) + sizeof(Position)) +
                           code.constants.size() * sizeof(Constant);
        return taken;
    }
    bool is_complete() const { return m_complete; }

  private:
    uint32_t index(const Str& text) {
        const auto [at, is_new] = m_indexes.try_emplace(&text, uint32_t(m_image.m_texts.size()));
        if (is_new) {
            m_image.m_texts.push_back({std::string(text.view()), text.is_interned()});
            m_image.m_bytes += sizeof(Text) + text.byte_count();
        }
        return at->second;
    }
    std::vector<uint32_t> indexes(const std::vector<Ref<Str>>& texts) {
        std::vector<uint32_t> out;
        out.reserve(texts.size());
        for (const Ref<Str>& text : texts) out.push_back(index(*text));
        return out;
    }
    Items constants(std::span<const Value> values) {
        Items out;
        out.reserve(values.size());
        for (const Value& value : values) out.push_back(constant(value));
        return out;
    }
    Constant constant(const Value& value) {
        if (!value.is_object()) return {value};
        if (const auto* text = value.as<Str>()) return {TextIndex{index(*text)}};
        if (const auto* bytes = value.as<Bytes>()) return {BytesText{std::string(bytes->view())}};
        if (const auto* number = value.as<Float>()) return {number->value()};
        if (const auto* number = value.as<Complex>()) return {number->value()};
        if (const auto* number = value.as<BigInt>()) return {number->value()};
        if (const auto* tuple = value.as<Tuple>()) return {constants(tuple->items())};
        if (const auto* code = value.as<Code>()) return {part(*code)};
        m_complete = false;
        return {Value::none()};
    }

    CodeImage& m_image;
    std::unordered_map<const Str*, uint32_t> m_indexes;
    bool m_complete = true;
};

/// Puts a code together again, with the objects of one interpreter.
class CodeImage::Maker {
  public:
    Maker(Runtime& runtime, const CodeImage& image) : m_runtime(runtime) {
        m_texts.reserve(image.m_texts.size());
        for (const Text& text : image.m_texts)
            m_texts.push_back(text.is_interned ? runtime.intern(text.text) : runtime.make_str(text.text));
    }

    Ref<Code> code(const Part& part) {
        Ref<Code> made = m_runtime.make<Code>(m_runtime.type(BuiltinType::code));
        static_cast<CodeBody&>(*made) = part.body;
        made->name = m_texts[part.name];
        made->qualname = m_texts[part.qualname];
        made->file = m_texts[part.file];
        made->varnames = texts(part.varnames);
        made->cellvars = texts(part.cellvars);
        made->freevars = texts(part.freevars);
        made->slot_names = texts(part.slot_names);
        made->names = texts(part.names);
        made->constants.reserve(part.constants.size());
        for (const Constant& item : part.constants) made->constants.push_back(value(item));
        made->docstring = value(part.docstring);
        return made;
    }

  private:
    std::vector<Ref<Str>> texts(const std::vector<uint32_t>& indexes) const {
        std::vector<Ref<Str>> out;
        out.reserve(indexes.size());
        for (uint32_t index : indexes) out.push_back(m_texts[index]);
        return out;
    }
    Value value(const Constant& constant) {
        return std::visit([this](const auto& content) { return value_of(content); }, constant.content);
    }
    Value value_of(const Value& immediate) { return immediate; }
    Value value_of(TextIndex text) { return m_texts[text.index]; }
    Value value_of(const BytesText& bytes) { return m_runtime.make_bytes(bytes.bytes); }
    Value value_of(double number) { return m_runtime.make_float(number); }
    Value value_of(const std::complex<double>& number) { return make_complex(m_runtime, number); }
    Value value_of(const mpz_class& number) { return make_int(m_runtime, number); }
    Value value_of(const Items& items) {
        std::vector<Value> values;
        values.reserve(items.size());
        for (const Constant& item : items) values.push_back(value(item));
        return m_runtime.make_tuple(values);
    }
    Value value_of(const std::shared_ptr<const Part>& part) { return code(*part); }

    Runtime& m_runtime;
    std::vector<Ref<Str>> m_texts;
};

std::optional<CodeImage> CodeImage::of(const Code& code) {
    CodeImage image;
    Taker taker(image);
    image.m_module = taker.part(code);
    if (!taker.is_complete()) return {};
    return image;
}

Ref<Code> CodeImage::make(Runtime& runtime) const {
    return Maker(runtime, *this).code(*m_module);
}

} // namespace relata::python
