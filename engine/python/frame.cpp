#include "python/frame.h"

#include <algorithm>
#include <cstring>

namespace relata::python {

int Frame::line() const {
    return code->position(instruction_index()).line;
}

Frame* Frame::make(Runtime& runtime, Code& code, Dict& globals, Value owner, const Tuple* closure) {
    const size_t count = code.slot_names.size() + code.stack_size;
    const size_t bytes = sizeof(Frame) + count * sizeof(Value);
    const Heap::Block block = runtime.heap().allocate(bytes);
    auto* frame = new (block.memory) Frame;
    std::memset(static_cast<void*>(frame->slots()), 0, count * sizeof(Value)); // unset
    frame->size = block.size_class;
    frame->code = &code;
    frame->globals = &globals;
    if (owner.as<Function>() == nullptr) frame->globals_owner = Value(globals); // a function keeps its own alive
    frame->owner = std::move(owner);
    frame->at = code.instructions.data();
    frame->top = frame->stack();
    if (closure) std::ranges::copy(closure->items(), frame->slots() + code.free_slot_start());
    return frame;
}

void Frame::clear() {
    for (Value *v = slots(), *end = stack_end(); v < end; ++v)
        if (v->is_set()) v->reset();
    top = stack();
}

void Frame::destroy(Runtime& runtime, Frame* frame) {
    // As CPython: locals go in their order, then what is left on the stack.
    frame->clear();
    const auto size_class = uint16_t(frame->size);
    frame->~Frame();
    runtime.heap().free(frame, size_class);
}

} // namespace relata::python
