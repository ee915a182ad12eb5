# FindMD4C: the Markdown parser alone, as MD4C::MD4C. The package file of Debian 12 fails where the HTML renderer, which
# Relata does not use, is not installed; so we look for the library ourselves.
include(FindPackageHandleStandardArgs)
find_path(MD4C_INCLUDE_DIR md4c.h)
find_library(MD4C_LIBRARY NAMES md4c)
find_package_handle_standard_args(MD4C REQUIRED_VARS MD4C_LIBRARY MD4C_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "install libmd4c-dev (Debian, Ubuntu) or md4c (Homebrew), or pass -DRELATA_GUI=OFF")
if(MD4C_FOUND AND NOT TARGET MD4C::MD4C)
  add_library(MD4C::MD4C UNKNOWN IMPORTED)
  set_target_properties(MD4C::MD4C PROPERTIES IMPORTED_LOCATION "${MD4C_LIBRARY}")
  target_include_directories(MD4C::MD4C SYSTEM INTERFACE ${MD4C_INCLUDE_DIR})
endif()
mark_as_advanced(MD4C_INCLUDE_DIR MD4C_LIBRARY)
