// The instruction set: a stack machine close to CPython 3.11's (Lib/opcode.py, Python/ceval.c).
//
// Every instruction is 8 bytes: operation, index of its inline cache, operand. Jump operands are absolute
// instruction indexes. In the stack pictures the top of the stack is on the right; `a b -- c` means that c
// replaces a and b.
#pragma once

#include <cstdint>
#include <string_view>

namespace relata::python {

// Name, stack picture and operand. What an exception handler sees: the stack is cut to the handler's depth
// and the exception object is pushed. There is no RESUME, PRECALL or CACHE; a frame's free variables are
// copied into place when the frame is made.
#define RELATA_OPCODES(X)                                                                                    \
    /* ---- stack ---- */                                                                                    \
    X(NOP)     /* --                                                                                  */     \
    X(POP_TOP) /* a --                                                                                */     \
    X(COPY)    /* -- a : the arg-th value from the top (1 is the top itself)                          */     \
    X(SWAP)    /* exchanges the top and the arg-th value from the top (2 is the one below)            */     \
    /* ---- constants and names ---- */                                                                      \
    X(LOAD_CONST)  /* -- constants[arg]                                                                   */ \
    X(LOAD_FAST)   /* -- value : local slot arg; UnboundLocalError where it is unset                      */ \
    X(STORE_FAST)  /* value --                                                                            */ \
    X(DELETE_FAST) /* -- : UnboundLocalError where it is unset                                            */ \
    X(MAKE_CELL)   /* -- : slot arg becomes a new Cell that holds what the slot held                      */ \
    X(LOAD_CLOSURE) /* -- cell : the Cell itself, slot arg */                                                                                                          \
    X(LOAD_DEREF) /* -- value : content of the Cell in slot arg; UnboundLocalError / NameError           */  \
    X(LOAD_CLASSDEREF) /* -- value : first the class namespace, then the Cell in slot arg */                                                                                                          \
    X(STORE_DEREF) /* value --                                                                            */ \
    X(DELETE_DEREF) /* -- */                                                                                                          \
    X(LOAD_NAME)   /* -- value : names[arg] in locals, globals, builtins                                  */ \
    X(STORE_NAME)  /* value --                                                                            */ \
    X(DELETE_NAME) /* --                                                                                  */ \
    X(LOAD_GLOBAL) /* -- value : names[arg] in globals, builtins; cached. Module code uses it throughout  */ \
    X(STORE_GLOBAL)  /* value --  */                                                                                                         \
    X(DELETE_GLOBAL) /* -- */                                                                                                          \
    X(LOAD_ATTR)   /* owner -- value : names[arg]; cached                                                 */ \
    X(STORE_ATTR)  /* value owner -- : names[arg]; cached                                                 */ \
    X(DELETE_ATTR) /* owner --                                                                            */ \
    X(LOAD_METHOD) /* owner -- method owner | unset value : names[arg]; cached                            */ \
    X(LOAD_BUILD_CLASS)     /* -- __build_class__     */                                                                                                      \
    X(LOAD_ASSERTION_ERROR) /* -- AssertionError */                                                                                                          \
    X(SETUP_ANNOTATIONS)    /* -- : makes __annotations__ in the namespace unless it is there    */                                                                                                       \
    /* ---- operators ---- */                                                                                \
    X(BINARY_OP)  /* a b -- a op b : arg is relata::BinaryOp                                             */  \
    X(INPLACE_OP) /* a b -- a op= b : arg is relata::BinaryOp                                            */  \
    X(UNARY_NEGATIVE) /* a -- -a */                                                                                                          \
    X(UNARY_POSITIVE) /* a -- +a */                                                                                                          \
    X(UNARY_INVERT)   /* a -- ~a   */                                                                                                        \
    X(UNARY_NOT)   /* a -- not a                                                                          */ \
    X(COMPARE_OP)  /* a b -- a op b : arg is relata::CompareOp                                            */ \
    X(IS_OP)       /* a b -- bool : arg 1 is `is not`                                                     */ \
    X(CONTAINS_OP) /* item container -- bool : arg 1 is `not in`                                          */ \
    X(BINARY_SUBSCR) /* container key -- value */                                                                                                          \
    X(STORE_SUBSCR)  /* value container key --  */                                                                                                         \
    X(DELETE_SUBSCR) /* container key -- */                                                                                                          \
    /* ---- building ---- */                                                                                 \
    X(BUILD_TUPLE) /* arg values -- tuple                                                                 */ \
    X(BUILD_LIST)  /* arg values -- list                                                                  */ \
    X(BUILD_SET)   /* arg values -- set                                                                   */ \
    X(BUILD_MAP)   /* arg times (key value) -- dict                                                       */ \
    X(BUILD_CONST_KEY_MAP) /* arg values, tuple of keys -- dict */                                                                                                          \
    X(BUILD_STRING)        /* arg strings -- their concatenation        */                                                                                                   \
    X(BUILD_SLICE) /* start stop [step] -- slice : arg is 2 or 3                                          */ \
    X(FORMAT_VALUE) /* value [spec] -- str : arg & 3 conversion (0 none, 1 !s, 2 !r, 3 !a), & 4 has a spec   \
                     */                                                                                      \
    X(LIST_APPEND) /* value -- : to the list that is then arg-th from the top                             */ \
    X(SET_ADD)     /* value -- : likewise                                                                 */ \
    X(MAP_ADD)     /* key value -- : likewise                                                             */ \
    X(LIST_EXTEND) /* iterable -- : likewise; "Value after * must be an iterable, not T"                  */ \
    X(SET_UPDATE)  /* iterable -- : likewise                                                              */ \
    X(DICT_UPDATE) /* mapping -- : likewise; "'T' object is not a mapping"                                */ \
    X(DICT_MERGE)  /* mapping -- : likewise; repeated keys are a TypeError that names the callable, which */ \
                   /* stands 2 below the dict (callable, positional tuple, dict)                          */ \
    X(LIST_TO_TUPLE)   /* list -- tuple   */                                                                                                        \
    X(UNPACK_SEQUENCE) /* iterable -- last ... first : exactly arg values, the first on top */                                                                                                          \
    X(UNPACK_EX) /* iterable -- after reversed, list, before reversed : arg & 0xffff before, >> 16 after */  \
    /* ---- flow ---- */                                                                                     \
    X(JUMP_FORWARD)         /* --         */                                                                                                  \
    X(JUMP_BACKWARD)        /* -- : a loop's end; the place to look at budgets        */                                                                                                   \
    X(POP_JUMP_IF_FALSE)    /* a --    */                                                                                                       \
    X(POP_JUMP_IF_TRUE)     /* a --     */                                                                                                      \
    X(POP_JUMP_IF_NONE)     /* a --     */                                                                                                      \
    X(POP_JUMP_IF_NOT_NONE) /* a -- */                                                                                                          \
    X(JUMP_IF_FALSE_OR_POP) /* a -- a and jumps | a -- */                                                                                                          \
    X(JUMP_IF_TRUE_OR_POP)  /* a -- a and jumps | a --  */                                                                                                         \
    X(GET_ITER) /* iterable -- iterator                                                                */    \
    X(FOR_ITER) /* iterator -- iterator next | iterator -- and jumps to arg                            */    \
    X(RETURN_VALUE) /* value -- */                                                                                                          \
    /* ---- calls ---- */                                                                                    \
    X(CALL)        /* callable, arg positional -- result                                                  */ \
    X(CALL_KW)     /* callable, arg values, tuple of keyword names -- result                              */ \
    X(CALL_METHOD) /* method self | unset callable, arg positional -- result                              */ \
    X(CALL_METHOD_KW) /* method self | unset callable, arg values, tuple of keyword names -- result */                                                                                                          \
    X(CALL_EX) /* callable iterable [dict] -- result : arg 1 has the dict                             */     \
    X(MAKE_FUNCTION) /* [defaults] [kwdefaults] [annotations] [closure] code -- function : FunctionPart */                                                                                                          \
    /* ---- import ---- */                                                                                   \
    X(IMPORT_NAME) /* level fromlist -- module : names[arg]                                               */ \
    X(IMPORT_FROM) /* module -- module attribute : names[arg]                                             */ \
    X(IMPORT_STAR) /* module --                                                                           */ \
    /* ---- exceptions and with ---- */                                                                      \
    X(RAISE)   /* [exception [cause]] -- : arg is how many                                            */     \
    X(RERAISE) /* exception -- : goes on unwinding; the traceback gets no further line of this frame  */     \
    X(PUSH_EXC_INFO) /* exception -- previous exception : `exception` is now being handled */                                                                                                          \
    X(POP_EXCEPT) /* previous -- : it is being handled again                                             */  \
    X(CHECK_EXC_MATCH) /* exception class -- exception bool */                                                                                                          \
    X(CHECK_EG_MATCH)  /* group class -- rest matched : None where there is none; the match is being handled \
                        */                                                                                   \
    X(PREP_RERAISE_STAR) /* original list -- exception or None */                                                                                                          \
    X(BEFORE_WITH) /* manager -- exit entered : __exit__ bound, __enter__() called                        */ \
    X(WITH_EXCEPT_START) /* exit previous exception -- exit previous exception result */                                                                                                          \
    X(BEFORE_ASYNC_WITH) /* manager -- aexit awaitable */                                                                                                          \
    /* ---- generators and coroutines ---- */                                                                \
    X(YIELD_VALUE) /* value -- sent : arg 1 passes on what an inner SEND gave                             */ \
    X(SEND)        /* receiver value -- receiver yielded | receiver value -- result and jumps to arg      */ \
    X(GET_YIELD_FROM_ITER) /* iterable -- iterator */                                                                                                          \
    X(GET_AWAITABLE) /* value -- iterator : arg 1 after __aenter__, 2 after __aexit__ (for the message) */                                                                                                          \
    X(GET_AITER) /* iterable -- async iterator                                                          */   \
    X(GET_ANEXT) /* async iterator -- async iterator awaitable's iterator                               */   \
    X(END_ASYNC_FOR) /* async iterator, exception -- : reraises all but StopAsyncIteration */                                                                                                          \
    /* ---- match ---- */                                                                                    \
    X(GET_LEN) /* subject -- subject length                                                           */     \
    X(MATCH_MAPPING)  /* subject -- subject bool  */                                                                                                         \
    X(MATCH_SEQUENCE) /* subject -- subject bool */                                                                                                          \
    X(MATCH_KEYS)  /* subject keys -- subject keys values : tuple, or None                                */ \
    X(MATCH_CLASS) /* subject class names -- attributes : arg positional patterns; tuple, or None         */

enum class Op : uint16_t {
#define RELATA_OP_ENUMERATOR(name) name,
    RELATA_OPCODES(RELATA_OP_ENUMERATOR)
#undef RELATA_OP_ENUMERATOR
        count_ ///< the evaluation loop may number its specialised instructions from here
};

std::string_view op_name(Op op);

/// What MAKE_FUNCTION finds on the stack, in this order, below the code object.
namespace function_part {
inline constexpr uint32_t defaults = 1;    ///< tuple
inline constexpr uint32_t kwdefaults = 2;  ///< dict
inline constexpr uint32_t annotations = 4; ///< tuple: name, value, name, value ...
inline constexpr uint32_t closure = 8;     ///< tuple of cells, in the order of the code's freevars
} // namespace function_part

struct Instruction {
    static constexpr uint16_t no_cache = 0xffff;
    Op op;
    uint16_t cache = no_cache; ///< index of this site's inline cache, where the operation has one
    uint32_t arg = 0;
};
static_assert(sizeof(Instruction) == 8);

/// Net change of the stack's height. `jump`: along the jump.
int stack_effect(Op op, uint32_t arg, bool jump);
/// Does `arg` name an instruction?
bool is_jump(Op op);

} // namespace relata::python
