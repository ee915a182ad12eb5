# embed_frozen(OUTPUT FILE...): the Python files as one C++ file of raw strings, written again when one changes.
function(embed_frozen output)
  set(entries "")
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} text)
    get_filename_component(name ${file} NAME_WE)
    string(APPEND entries "    {\"${name}\", R\"PYTHON(${text})PYTHON\"},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT [=[
#include "modules/stdlib/frozen.h"

namespace relata::modules {

const FrozenSource frozen_sources[] = {
@entries@};
const size_t frozen_source_count = sizeof frozen_sources / sizeof *frozen_sources;

} // namespace relata::modules
]=])
endfunction()
