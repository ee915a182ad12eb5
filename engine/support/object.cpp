#include "support/object.h"

#include "support/dict.h"
#include "support/run_stopped.h"
#include "support/runtime.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace relata {

namespace {

/// What is nested deeper than this is destroyed after what it is in, so that the C++ stack is bounded. CPython: the
/// trashcan (Objects/object.c).
constexpr int trashcan_depth = 50;

/// What one thread is destroying. `waiting` is there only while objects wait.
struct Trashcan {
    int depth;
    std::vector<Object*>* waiting;
};
constinit thread_local Trashcan trashcan{};

} // namespace

void destroy(Object* object) noexcept {
    const auto destroy_now = [](Object& dying) {
        Type& type = dying.type();
        Runtime& runtime = type.runtime();
        if (type.slots.del && !(dying.m_flags & Object::flag_finalized) && !runtime.m_ending) {
            dying.m_flags |= Object::flag_finalized;
            dying.add_ref();
            try {
                type.slots.del(runtime, Value(&dying));
            } catch (Error& error) {
                runtime.report_unraisable(error, Value::none());
            } catch (const RunStopped&) {
                runtime.cancel(); // the loop sees it at its next check
            }
            if (--dying.m_refs != 0) return; // `__del__` has kept the object alive
        }
        if (dying.is_watched()) runtime.died(dying);
        const uint16_t size_class = dying.m_size_class;
        dying.~Object();
        runtime.heap().free(&dying, size_class);
    };
    if (trashcan.depth < trashcan_depth) {
        ++trashcan.depth;
        destroy_now(*object);
        --trashcan.depth;
    } else {
        if (object->is_watched()) object->type().runtime().died(*object); // nobody may find it in the meantime
        if (!trashcan.waiting) trashcan.waiting = new std::vector<Object*>;
        trashcan.waiting->push_back(object);
    }
    if (trashcan.depth > 0 || !trashcan.waiting) return;
    ++trashcan.depth;
    while (!trashcan.waiting->empty()) {
        Object* next = trashcan.waiting->back();
        trashcan.waiting->pop_back();
        destroy_now(*next);
    }
    --trashcan.depth;
    delete std::exchange(trashcan.waiting, nullptr);
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
