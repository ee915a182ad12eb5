// Views and iterators of dict. The evaluation loop steps DictIterator without a call.
#pragma once

#include "python/type_builder.h"

namespace relata::python {

enum class DictPart : uint8_t { keys, values, items };

/// Goes through a dict in order; RuntimeError where its size changes meanwhile.
class DictIterator final : public Container {
  public:
    DictIterator(Type& type, Ref<Dict> dict, DictPart part, bool reverse = false)
        : Container(type), m_dict(std::move(dict)), m_part(part), m_reverse(reverse), m_size(m_dict->size()),
          m_at(reverse ? m_dict->entries().size() : 0) {}
    void clear_references() override { m_dict.reset(); }
    Value next(Runtime& runtime);
    int64_t left() const { return m_dict && m_dict->size() == m_size ? int64_t(m_size - m_given) : 0; }

  private:
    Ref<Dict> m_dict;
    DictPart m_part;
    bool m_reverse;
    size_t m_size, m_at, m_given = 0;
};

/// dict.keys(), values() and items().
class DictView final : public Container {
  public:
    DictView(Type& type, Ref<Dict> its_dict, DictPart its_part)
        : Container(type), dict(std::move(its_dict)), part(its_part) {}
    void clear_references() override { dict.reset(); }
    Ref<Dict> dict;
    const DictPart part;
};

Value make_dict_iterator(Runtime& runtime, Dict& dict, DictPart part, bool reverse = false);
Value make_dict_view(Runtime& runtime, Dict& dict, DictPart part);
void make_dict_view_types(Runtime& runtime);
/// `dict.update(other)`: a mapping with keys(), or pairs. A key that is there keeps its place.
void update_dict(Runtime& runtime, Dict& dict, const Value& other);

} // namespace relata::python
