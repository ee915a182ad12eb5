// The evaluation loop. Authority: CPython's Python/ceval.c. One function with a case for each instruction,
// and the state of the frame in its local variables: hence its length. What is not frequent is in
// instructions.cpp, attribute access in evaluation_caches.cpp, calls from outside and unwinding in
// evaluation_calls.cpp.
#include "python/class_slots.h"
#include "python/evaluator.h"
#include "python/fast_arithmetic.h"
#include "python/generator.h"
#include "python/instructions.h"
#include "python/types/list_type.h"
#include "python/types/range.h"
#include "support/protocol.h"

#include <algorithm>
#include <bit>

namespace relata::python {

namespace {

bool is_exact(const Value& v, Type& type) {
    return v.is_object() && &v.as_object()->type() == &type;
}

/// The variable that `store` is about to write; null where it is not a plain variable.
Value* variable_stored_by(Frame& frame, const Instruction& store) {
    Dict* space = frame.globals;
    switch (store.op) {
    case Op::STORE_FAST:
        return &frame.slots()[store.arg];
    case Op::STORE_DEREF:
        return &frame.slots()[store.arg].get<Cell>().content;
    case Op::STORE_NAME:
        space = frame.names.get();
        if (&space->type() != &space->type().runtime().type(BuiltinType::dict)) return nullptr;
        [[fallthrough]];
    case Op::STORE_GLOBAL: {
        const int64_t index = space->index_of(*frame.code->names[store.arg]);
        return index < 0 ? nullptr : &space->value_at(size_t(index));
    }
    default:
        return nullptr;
    }
}

/// `+` and `-` of two small ints on top of the stack, where the result is one; false where they are not.
inline bool add_small_ints(BinaryOp op, Value*& sp) {
    if (op > BinaryOp::subtract || !sp[-2].is_small_int() || !sp[-1].is_small_int()) return false;
    const int64_t x = sp[-2].as_small_int(), y = sp[-1].as_small_int(), r = op == BinaryOp::add ? x + y : x - y;
    if (!Value::fits_small_int(r)) return false;
    new (--sp) Value();
    new (sp - 1) Value(Value::small_int(r)); // neither of the two needs to be let go
    return true;
}

[[gnu::noinline]] void make_caches(Code& code) {
    auto made = std::make_unique<CodeCaches>();
    made->caches.resize(code.cache_count);
    code.extension = std::move(made);
}

inline InlineCache* caches_of(Code& code) {
    if (!code.extension) [[unlikely]]
        make_caches(code);
    return static_cast<CodeCaches&>(*code.extension).caches.data();
}

/// Frame::make of a simple function, whose arguments are moved into their slots.
inline Frame* make_simple_frame(Runtime& runtime, Function& function, Value owner, Value* arguments, size_t given) {
    Code& code = *function.code;
    const size_t slots = code.slot_names.size(), count = slots + code.stack_size;
    const Heap::Block block = runtime.heap().allocate(sizeof(Frame) + count * sizeof(Value));
    auto* frame = new (block.memory) Frame;
    frame->size = block.size_class;
    frame->code = &code;
    frame->globals = function.globals.get();
    frame->owner = std::move(owner);
    frame->at = code.instructions.data();
    Value* at = frame->slots();
    for (Value* end = at + given; at != end; ++at) new (at) Value(std::move(*arguments++));
    frame->top = frame->slots() + slots;
    for (Value* end = frame->slots() + count; at != end; ++at) new (at) Value();
    if (const Tuple* closure = function.closure.get())
        std::ranges::copy(closure->items(), frame->slots() + code.free_slot_start());
    return frame;
}

} // namespace

void Evaluator::leave_frame(Frame* frame) {
    ExecutionState& state = m_interpreter.m_execution;
    state.frame = frame->back;
    m_interpreter.leave_call();
    if (frame->generator) {
        frame->clear();
        frame->back = nullptr;
    } else {
        Frame::destroy(m_interpreter, frame);
    }
}

void Evaluator::enter_frame(Frame* called) {
    ExecutionState& state = m_interpreter.m_execution;
    try {
        m_interpreter.enter_call("");
    } catch (...) {
        Frame::destroy(m_interpreter, called);
        throw;
    }
    called->back = static_cast<Frame*>(state.frame);
    state.frame = called;
}

// The frame's state lives in local variables while the loop runs; natives find the frame's `at` up to date.
// An instruction leaves through an ordinary goto, which runs destructors; the compiler copies the computed
// one behind each.
#define RELATA_DISPATCH() goto dispatch
#define RELATA_NEXT() goto next
// The same with a jump of its own, which the processor predicts better; only where no variable needs its destructor.
#define RELATA_GO()                                                                                                    \
    do {                                                                                                               \
        frame->at = ++ip;                                                                                              \
        goto* labels[size_t(ip->op)];                                                                                  \
    } while (false)
#define RELATA_JUMP() goto jump
#define OP(name) op_##name:
// The lambdas must not stand alone: what they capture would live in memory instead of registers.
#define RELATA_INLINE __attribute__((always_inline))

Value Evaluator::run() {
    Interpreter& in = m_interpreter;
    ExecutionState& execution = in.m_execution;
    static const void* const labels[] = {
#define RELATA_OP_LABEL(name) &&op_##name,
        RELATA_OPCODES(RELATA_OP_LABEL)
#undef RELATA_OP_LABEL
    };
    Frame* frame;
    const Instruction* ip;
    const Instruction* code_start;
    Value* sp;
    Value* slots;
    InlineCache* caches;
    Value *base, *callee, *arguments; // of the call that is being made
    const Tuple* names;
    size_t given;
    Value pending; ///< on its way to `raised`
    Type& list_type = in.type(BuiltinType::list);
    Type& dict_type = in.type(BuiltinType::dict);
    Type& tuple_type = in.type(BuiltinType::tuple);
    Type& str_type = in.type(BuiltinType::str);
    Type& range_iterator_type = in.type_for<RangeIterator>();

    Type& list_iterator_type = in.type_for<ListIterator>();
    Dict& builtins = in.builtins_dict();
    InlineCache no_cache; ///< of an instruction that has none of its own: learns nothing

    auto load_frame = [&]() RELATA_INLINE {
        frame = static_cast<Frame*>(execution.frame);
        Code& code = *frame->code;
        caches = caches_of(code);
        code_start = code.instructions.data();
        ip = frame->at;
        sp = frame->top;
        slots = frame->slots();
    };
    const auto are_strings = [&](const Value& a, const Value& b) RELATA_INLINE { return is_exact(a, str_type) && is_exact(b, str_type); };
    auto push = [&](Value v) RELATA_INLINE { new (sp++) Value(std::move(v)); };
    auto pop = [&]() RELATA_INLINE -> Value { return std::move(*--sp); };
    auto drop = [&](size_t n) RELATA_INLINE {
        while (n--)
            (--sp)->reset();
    };
    auto operand_name = [&]() RELATA_INLINE -> Str& { return *frame->code->names[ip->arg]; };
    auto cache = [&]() RELATA_INLINE -> InlineCache& {
        if (ip->cache != Instruction::no_cache) [[likely]]
            return caches[ip->cache];
        return no_cache = InlineCache();
    };
    // Adds the two strings on top. Where the sum goes back to the variable that the first one came from, that variable
    // lets go of it before, so that it can grow in place (CPython: unicode_concatenate).
    auto concatenate = [&]() RELATA_INLINE {
        Value* const variable = variable_stored_by(*frame, ip[1]);
        if (variable && variable->is(sp[-2])) *variable = Value::none();
        Value taken = std::move(sp[-2]);
        Ref<Str> first(taken.get<Str>());
        taken.reset();
        return Value(in.concatenate(std::move(first), sp[-1].get<Str>()));
    };
    load_frame();
    goto dispatch;

jump:
    ip = code_start + ip->arg;
    goto dispatch;
next:
    ++ip;
dispatch:
    frame->at = ip;
    goto* labels[size_t(ip->op)];

    // ---- stack, constants, names
    // ------------------------------------------------------------------------------------
    OP(NOP) RELATA_NEXT();
    OP(POP_TOP) {
        (--sp)->reset();
        RELATA_GO();
    }
    OP(COPY) {
        push(sp[-std::ptrdiff_t(ip->arg)]);
        RELATA_NEXT();
    }
    OP(SWAP) {
        sp[-1].swap(sp[-std::ptrdiff_t(ip->arg)]);
        RELATA_NEXT();
    }
    OP(LOAD_CONST) {
        push(frame->code->constants[ip->arg]);
        RELATA_GO();
    }
    OP(LOAD_FAST) {
        const Value& v = slots[ip->arg];
        if (!v.is_set()) [[unlikely]]
            unbound_local(*frame, ip->arg);
        push(v);
        RELATA_GO();
    }
    OP(STORE_FAST) {
        {
            Value v = pop();
            slots[ip->arg].swap(v);
        }
        RELATA_GO();
    }
    OP(DELETE_FAST) {
        if (!slots[ip->arg].is_set()) unbound_local(*frame, ip->arg);
        slots[ip->arg].reset();
        RELATA_NEXT();
    }
    OP(MAKE_CELL) {
        Value& slot = slots[ip->arg];
        slot = in.make<Cell>(in.type(BuiltinType::cell), std::move(slot));
        RELATA_NEXT();
    }
    OP(LOAD_CLOSURE) {
        push(slots[ip->arg]);
        RELATA_NEXT();
    }
    OP(LOAD_DEREF) {
        const Value& v = slots[ip->arg].get<Cell>().content;
        if (!v.is_set()) unbound_local(*frame, ip->arg);
        push(v);
        RELATA_NEXT();
    }
    OP(LOAD_CLASSDEREF) {
        const Value* found = frame->names->find(*frame->code->slot_names[ip->arg]);
        const Value& v = found ? *found : slots[ip->arg].get<Cell>().content;
        if (!v.is_set()) unbound_local(*frame, ip->arg);
        push(v);
        RELATA_NEXT();
    }
    OP(STORE_DEREF) {
        Value v = pop();
        slots[ip->arg].get<Cell>().content.swap(v);
        RELATA_NEXT();
    }
    OP(DELETE_DEREF) {
        Value& v = slots[ip->arg].get<Cell>().content;
        if (!v.is_set()) unbound_local(*frame, ip->arg);
        Value(std::move(v)).reset();
        RELATA_NEXT();
    }
    OP(LOAD_NAME) {
        push(load_name(*frame, operand_name()));
        RELATA_NEXT();
    }
    OP(STORE_NAME) {
        if (frame->names.get() == frame->globals) {
            store_global(*frame->globals, operand_name(), pop(), cache());
        } else if (&frame->names->type() == &m_interpreter.type(BuiltinType::dict)) {
            frame->names->set(operand_name(), pop());
        } else { // what a metaclass's __prepare__ gave may want to hear of it
            const Value name(operand_name());
            const Value value = pop();
            set_item(m_interpreter, Value(frame->names), name, value);
        }
        RELATA_NEXT();
    }
    OP(DELETE_NAME) {
        if (!frame->names->erase(operand_name())) name_error(operand_name());
        RELATA_NEXT();
    }
    OP(LOAD_GLOBAL) {
        InlineCache& known = cache();
        const Value* held = nullptr;
        if (known.version == frame->globals->version()) {
            if (known.kind == InlineCache::Kind::global)
                held = &frame->globals->value_at(size_t(known.index));
            else if (known.kind == InlineCache::Kind::builtin && known.second == builtins.version())
                held = &builtins.value_at(size_t(known.index));
        }
        push(held ? *held : load_global(*frame, operand_name(), known));
        RELATA_GO();
    }
    OP(STORE_GLOBAL) {
        store_global(*frame->globals, operand_name(), pop(), cache());
        RELATA_NEXT();
    }
    OP(DELETE_GLOBAL) {
        if (!frame->globals->erase(operand_name())) name_error(operand_name());
        RELATA_NEXT();
    }
    OP(LOAD_ATTR) {
        InlineCache& known = cache();
        if (const Value* held = cached_slot(sp[-1], known)) {
            {
                Value v = *held;
                sp[-1].swap(v);
            }
            RELATA_GO();
        }
        Value owner = pop();
        push(load_attribute(owner, operand_name(), known));
        RELATA_NEXT();
    }
    OP(STORE_ATTR) {
        const Value owner = pop();
        store_attribute(owner, operand_name(), pop(), cache());
        RELATA_NEXT();
    }
    OP(DELETE_ATTR) {
        const Value owner = pop();
        count(1);
        set_attribute(in, owner, operand_name(), Value());
        RELATA_NEXT();
    }
    OP(LOAD_METHOD) {
        Value owner = pop(), method;
        if (load_method(owner, operand_name(), cache(), method)) {
            push(std::move(method));
            push(std::move(owner));
        } else {
            new (sp++) Value();
            push(std::move(method));
        }
        RELATA_NEXT();
    }
    OP(LOAD_BUILD_CLASS) {
        push(*in.builtins_dict().find("__build_class__"));
        RELATA_NEXT();
    }
    OP(LOAD_ASSERTION_ERROR) {
        push(Value(in.exception_type(Exc::AssertionError)));
        RELATA_NEXT();
    }
    OP(SETUP_ANNOTATIONS) {
        Ref<Str> key = in.intern("__annotations__");
        Dict& space = frame->names ? *frame->names : *frame->globals;
        if (!space.find(*key)) space.set(*key, in.make_dict());
        RELATA_NEXT();
    }

    // ---- operators
    // --------------------------------------------------------------------------------------------------
    OP(BINARY_OP) {
        const auto op = BinaryOp(ip->arg);
        if (add_small_ints(op, sp)) RELATA_GO();
        Value r = fast_binary(in, op, sp[-2], sp[-1]);
        if (!r.is_set()) {
            count(1);
            r = op == BinaryOp::add && are_strings(sp[-2], sp[-1]) ? concatenate() : binary_op(in, op, sp[-2], sp[-1]);
        }
        (--sp)->reset();
        sp[-1].swap(r);
        RELATA_NEXT();
    }
    OP(INPLACE_OP) {
        const auto op = BinaryOp(ip->arg);
        if (add_small_ints(op, sp)) RELATA_GO();
        Value r = fast_binary(in, op, sp[-2], sp[-1]);
        if (!r.is_set()) {
            count(1);
            r = op == BinaryOp::add && are_strings(sp[-2], sp[-1]) ? concatenate() : inplace_op(in, op, sp[-2], sp[-1]);
        }
        (--sp)->reset();
        sp[-1].swap(r);
        RELATA_NEXT();
    }
    OP(UNARY_NEGATIVE) {
        sp[-1] = unary_op(in, UnaryOp::negative, sp[-1]);
        RELATA_NEXT();
    }
    OP(UNARY_POSITIVE) {
        sp[-1] = unary_op(in, UnaryOp::positive, sp[-1]);
        RELATA_NEXT();
    }
    OP(UNARY_INVERT) {
        sp[-1] = unary_op(in, UnaryOp::invert, sp[-1]);
        RELATA_NEXT();
    }
    OP(UNARY_NOT) {
        sp[-1] = Value::boolean(!truth(in, sp[-1]));
        RELATA_NEXT();
    }
    OP(COMPARE_OP) {
        const auto op = CompareOp(ip->arg);
        if (sp[-2].is_small_int() && sp[-1].is_small_int()) {
            const bool r = rich_compare(sp[-2].as_small_int(), sp[-1].as_small_int(), op);
            drop(2);
            if (ip[1].op == Op::POP_JUMP_IF_FALSE) {
                ++ip;
                if (!r) RELATA_JUMP();
                RELATA_GO();
            }
            push(Value::boolean(r));
            RELATA_GO();
        }
        count(1);
        Value r = compare(in, sp[-2], sp[-1], op);
        (--sp)->reset();
        sp[-1].swap(r);
        RELATA_NEXT();
    }
    OP(IS_OP) {
        const bool r = sp[-2].is(sp[-1]) != bool(ip->arg);
        drop(2);
        push(Value::boolean(r));
        RELATA_NEXT();
    }
    OP(CONTAINS_OP) {
        count(1);
        const bool r = contains(in, sp[-1], sp[-2]) != bool(ip->arg);
        drop(2);
        push(Value::boolean(r));
        RELATA_NEXT();
    }
    OP(BINARY_SUBSCR) {
        const Value& container = sp[-2];
        const Value& key = sp[-1];
        Value r;
        if (key.is_small_int()) {
            int64_t i = key.as_small_int();
            if (is_exact(container, list_type)) {
                const auto& items = container.get<List>().items();
                if (i < 0) i += int64_t(items.size());
                if (uint64_t(i) < items.size()) r = items[size_t(i)];
            } else if (is_exact(container, tuple_type)) {
                const Tuple& tuple = container.get<Tuple>();
                if (i < 0) i += int64_t(tuple.size());
                if (uint64_t(i) < tuple.size()) r = tuple[size_t(i)];
            }
        } else if (is_exact(container, dict_type) && key.is_object() &&
                   key.as_object()->kind() == ObjectKind::str) {
            if (const Value* found = container.get<Dict>().find(key.get<Str>())) r = *found;
        }
        if (!r.is_set()) {
            count(1);
            r = get_item(in, container, key);
        }
        (--sp)->reset();
        sp[-1].swap(r);
        RELATA_NEXT();
    }
    OP(STORE_SUBSCR) {
        const Value& container = sp[-2];
        const Value& key = sp[-1];
        if (is_exact(container, dict_type)) {
            container.get<Dict>().set(in, key, sp[-3]);
        } else {
            count(1);
            set_item(in, container, key, sp[-3]);
        }
        drop(3);
        RELATA_NEXT();
    }
    OP(DELETE_SUBSCR) {
        count(1);
        set_item(in, sp[-2], sp[-1], Value());
        drop(2);
        RELATA_NEXT();
    }

    // ---- building
    // ---------------------------------------------------------------------------------------------------
    OP(BUILD_TUPLE) {
        const size_t n = ip->arg;
        Ref<Tuple> made = in.make_tuple(n);
        std::move(sp - n, sp, made->writable().begin());
        sp -= n;
        push(std::move(made));
        RELATA_NEXT();
    }
    OP(BUILD_LIST) {
        const size_t n = ip->arg;
        Ref<List> made = in.make_list();
        made->items().assign(std::make_move_iterator(sp - n), std::make_move_iterator(sp));
        sp -= n;
        push(std::move(made));
        RELATA_NEXT();
    }
    OP(BUILD_SET) {
        Value made = build_set(in, sp - ip->arg, ip->arg);
        drop(ip->arg);
        push(std::move(made));
        RELATA_NEXT();
    }
    OP(BUILD_MAP) {
        const size_t n = ip->arg;
        Ref<Dict> made = in.make_dict();
        for (Value* v = sp - 2 * n; v < sp; v += 2)
            made->set(in, v[0], v[1]);
        drop(2 * n);
        push(std::move(made));
        RELATA_NEXT();
    }
    OP(BUILD_CONST_KEY_MAP) {
        const size_t n = ip->arg;
        const Value keys = pop();
        Ref<Dict> made = in.make_dict();
        for (size_t i = 0; i < n; ++i)
            made->set(in, keys.get<Tuple>()[i], sp[std::ptrdiff_t(i) - std::ptrdiff_t(n)]);
        drop(n);
        push(std::move(made));
        RELATA_NEXT();
    }
    OP(BUILD_STRING) {
        Value made = build_string(in, sp - ip->arg, ip->arg);
        drop(ip->arg);
        push(std::move(made));
        RELATA_NEXT();
    }
    OP(BUILD_SLICE) {
        const size_t n = ip->arg;
        Value made = call(in, Value(in.type(BuiltinType::slice)), Args{std::span<const Value>(sp - n, n)});
        drop(n);
        push(std::move(made));
        RELATA_NEXT();
    }
    OP(FORMAT_VALUE) {
        const Value spec = ip->arg & 4 ? pop() : Value();
        sp[-1] = format_value(in, ip->arg, sp[-1], spec);
        RELATA_NEXT();
    }
    OP(LIST_APPEND) {
        Value v = pop();
        sp[-std::ptrdiff_t(ip->arg)].get<List>().append(std::move(v));
        RELATA_NEXT();
    }
    OP(SET_ADD) {
        const Value v = pop();
        set_add(in, sp[-std::ptrdiff_t(ip->arg)], v);
        RELATA_NEXT();
    }
    OP(MAP_ADD) {
        Value value = pop();
        const Value key = pop();
        sp[-std::ptrdiff_t(ip->arg)].get<Dict>().set(in, key, std::move(value));
        RELATA_NEXT();
    }
    OP(LIST_EXTEND) {
        const Value v = pop();
        list_extend(in, sp[-std::ptrdiff_t(ip->arg)].get<List>(), v);
        RELATA_NEXT();
    }
    OP(SET_UPDATE) {
        const Value v = pop();
        set_update(in, sp[-std::ptrdiff_t(ip->arg)], v);
        RELATA_NEXT();
    }
    OP(DICT_UPDATE) {
        const Value v = pop();
        dict_update(in, sp[-std::ptrdiff_t(ip->arg)].get<Dict>(), v);
        RELATA_NEXT();
    }
    OP(DICT_MERGE) {
        const Value v = pop();
        const std::ptrdiff_t at = std::ptrdiff_t(ip->arg);
        dict_merge(in, sp[-at].get<Dict>(), v, sp[-at - 2]);
        RELATA_NEXT();
    }
    OP(LIST_TO_TUPLE) {
        sp[-1] = in.make_tuple(std::span<const Value>(sp[-1].get<List>().items()));
        RELATA_NEXT();
    }
    OP(UNPACK_SEQUENCE) {
        const Value iterable = pop();
        unpack_sequence(in, iterable, ip->arg, sp);
        sp += ip->arg;
        RELATA_NEXT();
    }
    OP(UNPACK_EX) {
        const Value iterable = pop();
        const size_t before = ip->arg & 0xffff, after = ip->arg >> 16;
        unpack_ex(in, iterable, before, after, sp);
        sp += before + 1 + after;
        RELATA_NEXT();
    }

    // ---- flow
    // -------------------------------------------------------------------------------------------------------
    OP(JUMP_FORWARD) RELATA_JUMP();
    OP(JUMP_BACKWARD) {
        count(uint64_t(ip - (code_start + ip->arg)));
        frame->at = ip = code_start + ip->arg;
        goto* labels[size_t(ip->op)];
    }
    OP(POP_JUMP_IF_FALSE) {
        Value v = pop();
        if (v.is_true() || (!v.is_false() && truth(in, v))) RELATA_NEXT();
        RELATA_JUMP();
    }
    OP(POP_JUMP_IF_TRUE) {
        Value v = pop();
        if (v.is_false() || (!v.is_true() && !truth(in, v))) RELATA_NEXT();
        RELATA_JUMP();
    }
    OP(POP_JUMP_IF_NONE) {
        if (pop().is_none()) RELATA_JUMP();
        RELATA_NEXT();
    }
    OP(POP_JUMP_IF_NOT_NONE) {
        if (!pop().is_none()) RELATA_JUMP();
        RELATA_NEXT();
    }
    OP(JUMP_IF_FALSE_OR_POP) {
        if (!truth(in, sp[-1])) RELATA_JUMP();
        drop(1);
        RELATA_NEXT();
    }
    OP(JUMP_IF_TRUE_OR_POP) {
        if (truth(in, sp[-1])) RELATA_JUMP();
        drop(1);
        RELATA_NEXT();
    }
    OP(GET_ITER) {
        sp[-1] = iterate(in, sp[-1]);
        RELATA_NEXT();
    }
    OP(FOR_ITER) {
        Object& iterator = *sp[-1].as_object();
        if (&iterator.type() == &range_iterator_type) {
            new (sp) Value(static_cast<RangeIterator&>(iterator).next());
        } else if (&iterator.type() == &list_iterator_type) {
            count(1);
            new (sp) Value(static_cast<ListIterator&>(iterator).next());
        } else {
            count(1);
            new (sp) Value(iterator.type().slots.next(in, sp[-1]));
        }
        if (sp->is_set()) {
            ++sp;
            RELATA_GO();
        }
        drop(1);
        RELATA_JUMP();
    }
    OP(RETURN_VALUE) {
        Value result = pop();
        if (frame->constructed.is_set()) {
            if (!result.is_none())
                throw Error(Exc::TypeError,
                            "__init__() should return None, not '" + in.type_of(result).name() + "'");
            result = std::move(frame->constructed);
        }
        const bool to_native = frame->returns_to_native;
        if (frame->generator) {
            leave_frame(frame);
        } else {
            // As leave_frame(); above the top there is nothing to let go.
            execution.frame = frame->back;
            in.leave_call();
            while (slots != sp) (slots++)->reset();
            const auto size_class = uint16_t(frame->size);
            frame->~Frame();
            in.heap().free(frame, size_class);
        }
        if (to_native) return result;
        load_frame();
        push(std::move(result));
        RELATA_NEXT();
    }

    // ---- calls
    // ------------------------------------------------------------------------------------------------------
    // `base` is where the result goes; callee, arguments and the names of keywords lie on the stack until it
    // is there.
    OP(CALL) {
        names = nullptr;
        given = ip->arg;
        arguments = sp - given;
        base = callee = arguments - 1;
        goto call_any;
    }
    OP(CALL_KW) {
        names = &sp[-1].get<Tuple>();
        given = ip->arg;
        arguments = sp - 1 - given;
        base = callee = arguments - 1;
        goto call_any;
    }
    OP(CALL_METHOD_KW) {
        names = &sp[-1].get<Tuple>();
        arguments = sp - 1 - ip->arg;
        goto call_method;
    }
    OP(CALL_METHOD) {
        names = nullptr;
        arguments = sp - ip->arg;
    }
call_method:
    given = ip->arg;
    base = arguments - 2;
    callee = arguments - 1;
    if (base->is_set()) {
        callee = base;
        --arguments;
        ++given;
    }
call_any : {
    if (!callee->is_object()) relata::call(in, *callee, Args{}); // says that it cannot be called
    Object& object = *callee->as_object();
    Frame* called = nullptr;
    if (object.kind() == ObjectKind::function) {
        auto& function = static_cast<Function&>(object);
        if (function.is_simple && !names && given == function.code->argument_count) {
            called = make_simple_frame(in, function, std::move(*callee), arguments, given);
            sp = base;
        } else {
            Value result;
            called =
                frame_for_call(in, function, arguments, given - (names ? names->size() : 0), names, result);
            while (sp > base)
                (--sp)->reset();
            if (!called) {
                push(std::move(result));
                RELATA_NEXT();
            }
        }
    } else if (object.kind() == ObjectKind::native_function) {
        count(1);
        const auto& function = static_cast<NativeFunction&>(object);
        const Args args{std::span<const Value>(arguments, given), names};
        Value result = function.takes_self() && given && !names && is_exact(*arguments, *function.owner())
                           ? function.invoke(in, *arguments, Args{args.values.subspan(1), nullptr})
                       : function.takes_self() || function.role() == NativeFunction::Role::class_method
                           ? object.type().slots.call(in, *callee, args)
                           : function.invoke(in, function.self(), args);
        while (sp > base)
            (--sp)->reset();
        push(std::move(result));
        RELATA_NEXT();
    } else if (Function* init =
                   object.kind() == ObjectKind::type ? python_init(static_cast<Type&>(object)) : nullptr) {
        // A class with an `__init__` in Python: its frame runs in this very loop.
        Type& type = static_cast<Type&>(object);
        const Args args{std::span<const Value>(arguments, given), names};
        Value made = type.slots.new_(in, type, args);
        if (&in.type_of(made) == &type) called = frame_for_init(in, *init, made, args);
        while (sp > base)
            (--sp)->reset();
        if (!called) {
            push(std::move(made));
            RELATA_NEXT();
        }
        called->constructed = std::move(made);
    } else {
        count(1);
        Value result = relata::call(in, *callee, Args{std::span<const Value>(arguments, given), names});
        while (sp > base)
            (--sp)->reset();
        push(std::move(result));
        RELATA_NEXT();
    }
    frame->top = sp;
    enter_frame(called);
    count(8);
    load_frame();
    RELATA_DISPATCH();
}
    OP(CALL_EX) {
        count(1);
        const Value mapping = ip->arg ? pop() : Value();
        const Value iterable = pop();
        const Value function = pop();
        push(call_with_unpacked(in, function, iterable, mapping));
        RELATA_NEXT();
    }
    OP(MAKE_FUNCTION) {
        const Value code = pop();
        const auto parts = size_t(std::popcount(ip->arg));
        Value made = make_function_object(in, *frame, ip->arg, sp - parts, code);
        drop(parts);
        push(std::move(made));
        RELATA_NEXT();
    }

    // ---- import
    // -----------------------------------------------------------------------------------------------------
    OP(IMPORT_NAME) {
        const Value from_list = pop();
        const int64_t level = pop().as_small_int();
        count(1);
        push(in.import_name(*frame->globals, operand_name(), from_list, int(level)));
        RELATA_NEXT();
    }
    OP(IMPORT_FROM) {
        push(in.import_from(sp[-1], operand_name()));
        RELATA_NEXT();
    }
    OP(IMPORT_STAR) {
        const Value module = pop();
        in.import_star(module, frame->names ? *frame->names : *frame->globals);
        RELATA_NEXT();
    }

    // ---- exceptions and with
    // ----------------------------------------------------------------------------------------
    OP(RAISE) {
        if (ip->arg == 0) {
            const Value& current = execution.handled->innermost();
            if (!current.is_set()) throw Error(Exc::RuntimeError, "No active exception to reraise");
            pending = current; // its traceback stays as it was. CPython: do_raise goes on to exception_unwind
            frame->reraising = true;
            goto raised;
        }
        const Value cause = ip->arg == 2 ? pop() : Value();
        Value exception = exception_to_raise(in, pop());
        if (cause.is_set()) {
            auto& object = exception.get<ExceptionObject>();
            object.suppress_context = true;
            object.cause = cause.is_none() ? Value() : exception_cause(in, cause);
        }
        chain_context(in, exception);
        pending = std::move(exception);
        goto raised;
    }
    OP(RERAISE) {
        pending = pop();
        frame->reraising = true;
        goto raised;
    }
    OP(PUSH_EXC_INFO) {
        Value exception = pop();
        push(std::move(execution.handled->exception));
        execution.handled->exception = exception;
        push(std::move(exception));
        RELATA_NEXT();
    }
    OP(POP_EXCEPT) {
        Value previous = pop();
        execution.handled->exception.swap(previous);
        RELATA_NEXT();
    }
    OP(CHECK_EXC_MATCH) {
        const bool r = check_exception_match(in, sp[-2], sp[-1]);
        sp[-1] = Value::boolean(r);
        RELATA_NEXT();
    }
    OP(CHECK_EG_MATCH) {
        auto [rest, matched] = match_group(in, sp[-2], sp[-1]);
        sp[-2].swap(rest);
        if (!matched.is_none()) execution.handled->exception = matched;
        sp[-1].swap(matched);
        RELATA_NEXT();
    }
    OP(PREP_RERAISE_STAR) {
        const Value raised = pop();
        sp[-1] = prepare_reraise_star(in, sp[-1], raised);
        RELATA_NEXT();
    }
    OP(BEFORE_WITH) {
        count(1);
        auto [exit, entered] = enter_context(in, sp[-1], false);
        sp[-1].swap(exit);
        push(std::move(entered));
        RELATA_NEXT();
    }
    OP(WITH_EXCEPT_START) {
        count(1);
        push(call_exit(in, sp[-3], sp[-1]));
        RELATA_NEXT();
    }
    OP(BEFORE_ASYNC_WITH) {
        count(1);
        auto [exit, entered] = enter_context(in, sp[-1], true);
        sp[-1].swap(exit);
        push(std::move(entered));
        RELATA_NEXT();
    }

    // ---- generators and coroutines
    // ----------------------------------------------------------------------------------
    OP(YIELD_VALUE) {
        Value value = pop();
        frame->top = sp;
        frame->generator->yielded = true;
        frame->generator->passes_on = ip->arg;
        execution.frame = frame->back;
        frame->back = nullptr;
        in.leave_call();
        return value;
    }
    OP(SEND) {
        const Value sent = pop();
        count(1);
        SendResult r = send(in, sp[-1], sent);
        if (r.finished) {
            sp[-1].swap(r.value);
            RELATA_JUMP();
        }
        push(std::move(r.value));
        RELATA_NEXT();
    }
    OP(GET_YIELD_FROM_ITER) {
        sp[-1] = get_yield_from_iterator(in, sp[-1], frame->code->has(Code::coroutine));
        RELATA_NEXT();
    }
    OP(GET_AWAITABLE) {
        sp[-1] = get_awaitable_for(in, sp[-1], ip->arg);
        RELATA_NEXT();
    }
    OP(GET_AITER) {
        sp[-1] = get_async_iterator(in, sp[-1]);
        RELATA_NEXT();
    }
    OP(GET_ANEXT) {
        push(get_anext(in, sp[-1]));
        RELATA_NEXT();
    }
    OP(END_ASYNC_FOR) {
        pending = pop();
        if (in.type_of(pending).is_subtype_of(in.exception_type(Exc::StopAsyncIteration))) {
            pending.reset();
            drop(1);
            RELATA_NEXT();
        }
        frame->reraising = true;
        goto raised;
    }

    // ---- match
    // ------------------------------------------------------------------------------------------------------
    OP(GET_LEN) {
        push(in.make_int(length(in, sp[-1])));
        RELATA_NEXT();
    }
    OP(MATCH_MAPPING) {
        push(Value::boolean(is_mapping(in, sp[-1])));
        RELATA_NEXT();
    }
    OP(MATCH_SEQUENCE) {
        push(Value::boolean(is_sequence(in, sp[-1])));
        RELATA_NEXT();
    }
    OP(MATCH_KEYS) {
        push(match_keys(in, sp[-2], sp[-1]));
        RELATA_NEXT();
    }
    OP(MATCH_CLASS) {
        Value r = match_class(in, sp[-3], sp[-2], sp[-1], ip->arg);
        drop(2);
        sp[-1].swap(r);
        RELATA_NEXT();
    }

raised:
    // Handled without C++ exceptions as long as a frame of this loop takes it.
    {
        Value exception = std::move(pending);
        bool reraising = std::exchange(frame->reraising, false);
        Frame* entry = frame;
        while (!entry->returns_to_native)
            entry = entry->back;
        if (!unwind(entry, exception, reraising)) throw Unhandled{std::move(exception)};
        load_frame();
        RELATA_DISPATCH();
    }
}

#undef OP
#undef RELATA_DISPATCH
#undef RELATA_NEXT
#undef RELATA_GO
#undef RELATA_JUMP
#undef RELATA_INLINE

} // namespace relata::python
