# Runs PROGRAM with RELATA and compares its standard output with the .out file beside it.
string(REGEX REPLACE "\\.py$" ".out" expected_file ${PROGRAM})
execute_process(COMMAND ${RELATA} run ${PROGRAM} OUTPUT_VARIABLE got ERROR_VARIABLE errors TIMEOUT 60)
file(READ ${expected_file} expected)
if(NOT got STREQUAL expected)
  message(FATAL_ERROR "${PROGRAM} wrote\n${got}\ninstead of\n${expected}\n${errors}")
endif()
