#include "support/object.h"

#include "support/dict.h"
#include "support/run_stopped.h"
#include "support/runtime.h"

#include <algorithm>

namespace relata {

void destroy(Object* object) noexcept {
    Runtime& runtime = object->type().runtime();
    // A long chain (a list in a list in a list ...) must not use up the stack. CPython: Py_TRASHCAN_BEGIN.
    constexpr uint32_t max_nesting = 50;
    if (runtime.m_destructors >= max_nesting) {
        if (object->is_watched()) runtime.died(*object); // nobody may find it in the meantime
        runtime.m_trash.push_back(object);
        return;
    }
    const auto give_back = [&runtime](Object* dead) {
        const Type& type = dead->type();
        if (type.slots.del && !(dead->m_flags & Object::flag_finalized) && !runtime.m_ending) {
            dead->m_flags |= Object::flag_finalized;
            dead->add_ref();
            try {
                type.slots.del(runtime, Value(dead));
            } catch (Error& error) {
                runtime.report_unraisable(error, Value::none());
            } catch (const RunStopped&) {
                runtime.cancel(); // the loop sees it at its next check
            }
            if (--dead->m_refs != 0) return; // `__del__` has kept the object alive
        }
        if (dead->is_watched()) runtime.died(*dead);
        const uint16_t size_class = dead->m_size_class;
        dead->~Object();
        runtime.heap().free(dead, size_class);
    };
    ++runtime.m_destructors;
    give_back(object);
    if (runtime.m_destructors == 1)
        while (!runtime.m_trash.empty()) {
            Object* next = runtime.m_trash.back();
            runtime.m_trash.pop_back();
            give_back(next);
        }
    --runtime.m_destructors;
}

Container::Container(Type& type, ObjectKind kind) : Container(type, kind, type.runtime()) {}

Container::Container(Type& type, ObjectKind kind, Runtime& runtime) : Object(type, kind) {
    m_next = runtime.m_containers;
    if (m_next) m_next->m_previous = this;
    runtime.m_containers = this;
}

Container::~Container() {
    if (kind() != ObjectKind::type) unlink(type().runtime());
}

void Container::unlink(Runtime& runtime) {
    if (m_next) m_next->m_previous = m_previous;
    if (m_previous)
        m_previous->m_next = m_next;
    else if (runtime.m_containers == this)
        runtime.m_containers = m_next;
}

size_t Args::keyword_count() const { return keywords ? keywords->size() : 0; }

size_t Args::positional_count() const { return values.size() - keyword_count(); }

const Value* Args::keyword(std::string_view name) const {
    for (size_t i = 0; i < keyword_count(); ++i)
        if ((*keywords)[i].get<Str>().view() == name) return &values[positional_count() + i];
    return nullptr;
}

} // namespace relata
