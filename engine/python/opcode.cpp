#include "python/opcode.h"

#include <bit>

namespace relata::python {

std::string_view op_name(Op op) {
    static constexpr std::string_view names[] = {
#define RELATA_OP_NAME(name) #name,
        RELATA_OPCODES(RELATA_OP_NAME)
#undef RELATA_OP_NAME
    };
    return op < Op::count_ ? names[size_t(op)] : "SPECIALISED";
}

bool is_jump(Op op) {
    switch (op) {
    case Op::JUMP_FORWARD:
    case Op::JUMP_BACKWARD:
    case Op::POP_JUMP_IF_FALSE:
    case Op::POP_JUMP_IF_TRUE:
    case Op::POP_JUMP_IF_NONE:
    case Op::POP_JUMP_IF_NOT_NONE:
    case Op::JUMP_IF_FALSE_OR_POP:
    case Op::JUMP_IF_TRUE_OR_POP:
    case Op::FOR_ITER:
    case Op::SEND:
        return true;
    default:
        return false;
    }
}

int stack_effect(Op op, uint32_t arg, bool jump) {
    const int n = int(arg);
    switch (op) {
    case Op::NOP:
    case Op::SWAP:
    case Op::DELETE_FAST:
    case Op::MAKE_CELL:
    case Op::DELETE_DEREF:
    case Op::DELETE_NAME:
    case Op::DELETE_GLOBAL:
    case Op::LOAD_ATTR:
    case Op::SETUP_ANNOTATIONS:
    case Op::UNARY_NEGATIVE:
    case Op::UNARY_POSITIVE:
    case Op::UNARY_INVERT:
    case Op::UNARY_NOT:
    case Op::LIST_TO_TUPLE:
    case Op::JUMP_FORWARD:
    case Op::JUMP_BACKWARD:
    case Op::GET_ITER:
    case Op::CHECK_EXC_MATCH:
    case Op::CHECK_EG_MATCH:
    case Op::YIELD_VALUE:
    case Op::GET_YIELD_FROM_ITER:
    case Op::GET_AWAITABLE:
    case Op::GET_AITER:
        return 0;
    case Op::COPY:
    case Op::LOAD_CONST:
    case Op::LOAD_FAST:
    case Op::LOAD_CLOSURE:
    case Op::LOAD_DEREF:
    case Op::LOAD_CLASSDEREF:
    case Op::LOAD_NAME:
    case Op::LOAD_GLOBAL:
    case Op::LOAD_METHOD:
    case Op::LOAD_BUILD_CLASS:
    case Op::LOAD_ASSERTION_ERROR:
    case Op::IMPORT_FROM:
    case Op::PUSH_EXC_INFO:
    case Op::BEFORE_WITH:
    case Op::WITH_EXCEPT_START:
    case Op::BEFORE_ASYNC_WITH:
    case Op::GET_ANEXT:
    case Op::GET_LEN:
    case Op::MATCH_MAPPING:
    case Op::MATCH_SEQUENCE:
    case Op::MATCH_KEYS:
        return 1;
    case Op::POP_TOP:
    case Op::STORE_FAST:
    case Op::STORE_DEREF:
    case Op::STORE_NAME:
    case Op::STORE_GLOBAL:
    case Op::DELETE_ATTR:
    case Op::BINARY_OP:
    case Op::INPLACE_OP:
    case Op::COMPARE_OP:
    case Op::IS_OP:
    case Op::CONTAINS_OP:
    case Op::BINARY_SUBSCR:
    case Op::LIST_APPEND:
    case Op::SET_ADD:
    case Op::LIST_EXTEND:
    case Op::SET_UPDATE:
    case Op::DICT_UPDATE:
    case Op::DICT_MERGE:
    case Op::POP_JUMP_IF_FALSE:
    case Op::POP_JUMP_IF_TRUE:
    case Op::POP_JUMP_IF_NONE:
    case Op::POP_JUMP_IF_NOT_NONE:
    case Op::RETURN_VALUE:
    case Op::IMPORT_NAME:
    case Op::IMPORT_STAR:
    case Op::RERAISE:
    case Op::POP_EXCEPT:
    case Op::PREP_RERAISE_STAR:
        return -1;
    case Op::STORE_ATTR:
    case Op::DELETE_SUBSCR:
    case Op::MAP_ADD:
    case Op::END_ASYNC_FOR:
    case Op::MATCH_CLASS:
        return -2;
    case Op::STORE_SUBSCR:
        return -3;
    case Op::BUILD_TUPLE:
    case Op::BUILD_LIST:
    case Op::BUILD_SET:
    case Op::BUILD_STRING:
    case Op::BUILD_SLICE:
        return 1 - n;
    case Op::BUILD_MAP:
        return 1 - 2 * n;
    case Op::BUILD_CONST_KEY_MAP:
    case Op::CALL:
        return -n;
    case Op::CALL_KW:
    case Op::CALL_METHOD:
        return -n - 1;
    case Op::CALL_METHOD_KW:
        return -n - 2;
    case Op::CALL_EX:
        return -1 - n;
    case Op::MAKE_FUNCTION:
        return -std::popcount(arg);
    case Op::FORMAT_VALUE:
        return arg & 4 ? -1 : 0;
    case Op::UNPACK_SEQUENCE:
        return n - 1;
    case Op::UNPACK_EX:
        return int(arg & 0xffff) + int(arg >> 16);
    case Op::JUMP_IF_FALSE_OR_POP:
    case Op::JUMP_IF_TRUE_OR_POP:
        return jump ? 0 : -1;
    case Op::FOR_ITER:
        return jump ? -1 : 1;
    case Op::SEND:
        return jump ? -1 : 0;
    case Op::RAISE:
        return -n;
    case Op::count_:
        break;
    }
    return 0;
}

} // namespace relata::python
