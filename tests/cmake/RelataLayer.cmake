# relata_layer(NAME SOURCES ... [DEPENDS ...] [LIBRARIES ...]): one folder, one static library `relata::NAME`.
#
# RELATA_ARROWS is the one place where the arrows between layers are declared: "NAME: what it may include".
# CMake refuses a DEPENDS that is not listed here; tests/layering refuses an #include that is not.
set(RELATA_ARROWS
  "support:"
  "python: support"
  "dbapi: support"
  "sql: support"
  "execution: support sql dbapi"
  "orm: support sql dbapi execution"
  "modules: support python sql dbapi execution orm"
  "sandbox: support python sql dbapi execution orm modules"
  "course: support"
  "grading: support python sql dbapi execution orm modules sandbox course"
  "cli: support python sql dbapi execution orm modules sandbox course grading"
  "models: support python sql dbapi execution orm modules sandbox course grading"
  "gui: support python sql dbapi execution orm modules sandbox course grading models")

find_program(RELATA_CCACHE ccache)
if(RELATA_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${RELATA_CCACHE})
endif()
# Calls pass small structs that were written member by member: copying those 16 bytes at a time waits for the stores.
include(CheckCXXCompilerFlag)
check_cxx_compiler_flag("-mtune-ctrl=^sse_unaligned_load_optimal" RELATA_COPIES_BY_WORDS)
if(RELATA_COPIES_BY_WORDS)
  add_compile_options("$<$<CONFIG:Release>:-mtune-ctrl=^sse_unaligned_load_optimal>")
endif()
find_program(RELATA_MOLD mold)
if(RELATA_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(relata_warnings INTERFACE)
target_compile_options(relata_warnings INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wno-missing-field-initializers)
# A newer compiler may warn of more: then people should still get their build.
if(RELATA_WERROR AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
  message(STATUS "Warnings are not errors: ${CMAKE_CXX_COMPILER_VERSION} is newer than the compilers this is tested with")
elseif(RELATA_WERROR)
  # What only the optimizer's guesses warn of (GCC 12 sees ghosts in inlined containers) stays a warning.
  target_compile_options(relata_warnings INTERFACE -Werror
    $<$<CXX_COMPILER_ID:GNU>:-Wno-error=maybe-uninitialized -Wno-error=array-bounds -Wno-error=stringop-overflow
    -Wno-error=stringop-overread -Wno-error=restrict -Wno-error=free-nonheap-object -Wno-error=use-after-free>)
endif()

function(relata_layer name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
  set(allowed "")
  foreach(arrow IN LISTS RELATA_ARROWS)
    if(arrow MATCHES "^${name}:(.*)$")
      separate_arguments(allowed UNIX_COMMAND "${CMAKE_MATCH_1}")
    endif()
  endforeach()
  foreach(dependency IN LISTS ARG_DEPENDS)
    if(NOT dependency IN_LIST allowed)
      message(FATAL_ERROR "layer ${name} may not depend on ${dependency}: see RELATA_ARROWS")
    endif()
  endforeach()
  add_library(relata_${name} STATIC ${ARG_SOURCES})
  add_library(relata::${name} ALIAS relata_${name})
  target_include_directories(relata_${name} PUBLIC ${CMAKE_SOURCE_DIR}/engine ${CMAKE_SOURCE_DIR}/app)
  list(TRANSFORM ARG_DEPENDS PREPEND relata::)
  target_link_libraries(relata_${name} PUBLIC ${ARG_DEPENDS} ${ARG_LIBRARIES} PRIVATE relata_warnings)
endfunction()
