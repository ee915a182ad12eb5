# FindQScintilla: QScintilla built for Qt 6, as QScintilla::QScintilla. No distribution ships a package file, and the
# library has several names; a bare `qscintilla2` is left alone, since it may be built for Qt 5.
include(FindPackageHandleStandardArgs)
find_package(unofficial-qscintilla CONFIG QUIET)
if(TARGET unofficial::qscintilla::qscintilla)
  if(NOT TARGET QScintilla::QScintilla)
    add_library(QScintilla::QScintilla INTERFACE IMPORTED)
    target_link_libraries(QScintilla::QScintilla INTERFACE unofficial::qscintilla::qscintilla)
  endif()
  set(QScintilla_FOUND TRUE)
  return()
endif()

get_target_property(qt_includes Qt6::Core INTERFACE_INCLUDE_DIRECTORIES)
find_path(QScintilla_INCLUDE_DIR Qsci/qsciscintilla.h
  HINTS ${qt_includes} /opt/homebrew/opt/qscintilla2/include /usr/local/opt/qscintilla2/include
  PATH_SUFFIXES qt6)
find_library(QScintilla_LIBRARY NAMES qscintilla2_qt6 qscintilla2-qt6 qt6scintilla2 qscintilla2_qt6d qscintilla2_qt6_debug
  HINTS /opt/homebrew/opt/qscintilla2/lib /usr/local/opt/qscintilla2/lib)
if(QScintilla_INCLUDE_DIR)
  file(STRINGS ${QScintilla_INCLUDE_DIR}/Qsci/qsciglobal.h version_line REGEX "QSCINTILLA_VERSION_STR")
  string(REGEX REPLACE ".*\"([0-9.]+)\".*" "\\1" QScintilla_VERSION "${version_line}")
endif()
find_package_handle_standard_args(QScintilla
  REQUIRED_VARS QScintilla_LIBRARY QScintilla_INCLUDE_DIR VERSION_VAR QScintilla_VERSION
  REASON_FAILURE_MESSAGE "install libqscintilla2-qt6-dev (Debian, Ubuntu) or qscintilla2 (Homebrew), or pass -DRELATA_GUI=OFF")
if(QScintilla_FOUND AND NOT TARGET QScintilla::QScintilla)
  add_library(QScintilla::QScintilla UNKNOWN IMPORTED)
  set_target_properties(QScintilla::QScintilla PROPERTIES IMPORTED_LOCATION "${QScintilla_LIBRARY}")
  target_include_directories(QScintilla::QScintilla SYSTEM INTERFACE ${QScintilla_INCLUDE_DIR})
  target_link_libraries(QScintilla::QScintilla INTERFACE Qt6::Widgets)
  if(WIN32)
    target_compile_definitions(QScintilla::QScintilla INTERFACE QSCINTILLA_DLL)
  endif()
endif()
mark_as_advanced(QScintilla_INCLUDE_DIR QScintilla_LIBRARY)
