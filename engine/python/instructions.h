// What the less frequent instructions do: the evaluation loop calls these with the values from its stack.
#pragma once

#include "python/evaluation.h"

namespace relata::python {

Value make_function_object(Runtime& runtime, Frame& frame, uint32_t parts, Value* from, Value code);
Value build_set(Runtime& runtime, const Value* items, size_t count);
Value build_string(Runtime& runtime, const Value* items, size_t count);
Value format_value(Runtime& runtime, uint32_t arg, const Value& value, const Value& spec);
void list_extend(Runtime& runtime, List& list, const Value& iterable);
void set_update(Runtime& runtime, const Value& set, const Value& iterable);
void set_add(Runtime& runtime, const Value& set, const Value& item);
void dict_update(Runtime& runtime, Dict& dict, const Value& mapping);
/// `callable` is for the error texts.
void dict_merge(Runtime& runtime, Dict& dict, const Value& mapping, const Value& callable);
/// Writes `count` values so that the first lies on top: to[count - 1].
void unpack_sequence(Runtime& runtime, const Value& iterable, size_t count, Value* to);
void unpack_ex(Runtime& runtime, const Value& iterable, size_t before, size_t after, Value* to);

[[noreturn]] void name_error(const Str& name);
[[noreturn]] void unbound_local(const Frame& frame, uint32_t slot);

/// `__enter__` / `__exit__` (or their async forms) of a manager: {exit bound, result of enter}.
std::pair<Value, Value> enter_context(Runtime& runtime, const Value& manager, bool async);
Value call_exit(Runtime& runtime, const Value& exit, const Value& exception);
Value get_awaitable_for(Runtime& runtime, const Value& value, uint32_t where);
Value get_async_iterator(Runtime& runtime, const Value& iterable);
Value get_anext(Runtime& runtime, const Value& async_iterator);
Value get_yield_from_iterator(Runtime& runtime, const Value& iterable, bool in_coroutine);

bool is_mapping(Runtime& runtime, const Value& subject);
bool is_sequence(Runtime& runtime, const Value& subject);
Value match_keys(Runtime& runtime, const Value& subject, const Value& keys);
Value match_class(Runtime& runtime, const Value& subject, const Value& cls, const Value& names,
                  size_t positional);

/// CALL_EX: `mapping` is unset where there are no keywords.
Value call_with_unpacked(Runtime& runtime, const Value& callee, const Value& iterable, const Value& mapping);

/// `except*`: {rest, matched}; None where there is nothing.
std::pair<Value, Value> match_group(Runtime& runtime, const Value& exception, const Value& classes);
Value prepare_reraise_star(Runtime& runtime, const Value& original, const Value& raised);
/// The exception that `raise ... from value` keeps.
Value exception_cause(Runtime& runtime, const Value& value);
/// isinstance(exception, classes) for `except`; TypeError where classes are no exception classes.
bool check_exception_match(Runtime& runtime, const Value& exception, const Value& classes);

} // namespace relata::python
