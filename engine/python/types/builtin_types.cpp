#include "python/types/builtin_types.h"

#include "python/native_function.h"
#include "python/types/instance_dict.h"
#include "python/types/iterators.h"
#include "python/types/range.h"
#include "python/types/set.h"
#include "python/types/slice.h"

namespace relata::python {

void make_builtin_types(Runtime& runtime) {
    set_object_slots(runtime);
    make_native_function_types(runtime);
    make_object_type(runtime);
    make_type_type(runtime);
    make_singleton_types(runtime);
    make_int_types(runtime);
    make_float_type(runtime);
    make_complex_type(runtime);
    make_tuple_type(runtime);
    make_list_type(runtime);
    make_dict_types(runtime);
    make_instance_dict_type(runtime);
    make_str_type(runtime);
    make_bytes_types(runtime);
    make_slice_type(runtime);
    make_range_type(runtime);
    make_set_types(runtime);
    make_iterator_types(runtime);
}

} // namespace relata::python
