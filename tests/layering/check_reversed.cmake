# Copies one layer, adds an include from the layer above, and fails unless check_includes.cmake refuses the copy.
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE ${WORK_DIR})
file(COPY ${SOURCE_DIR}/engine/support DESTINATION ${WORK_DIR}/engine)
file(WRITE ${WORK_DIR}/engine/support/reversed.cpp "#include \"orm/session.h\"\n")
execute_process(COMMAND ${CMAKE_COMMAND} -DSOURCE_DIR=${WORK_DIR} "-DARROWS=${ARROWS}"
  -P ${CMAKE_CURRENT_LIST_DIR}/check_includes.cmake
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0 OR NOT output MATCHES "support may not include orm")
  message(FATAL_ERROR "a reversed include went unnoticed:\n${output}")
endif()
message("the reversed include is refused")
