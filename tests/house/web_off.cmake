# -DSENDLAB_WEB=OFF configures, and what it changes compiles: the files that are embedded, which are none then.
# cmake -DSOURCE= -DBINARY= -DCOMPILER= -P web_off.cmake
execute_process(COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${BINARY} -G Ninja -DCMAKE_BUILD_TYPE=Debug
                        -DCMAKE_CXX_COMPILER=${COMPILER} -DSENDLAB_WEB=OFF
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${BINARY} --target sendlab_web
                        emulator/planner/CMakeFiles/sendlab_planner.dir/uplot_files.cpp.o
                COMMAND_ERROR_IS_FATAL ANY)
foreach(embedded web/page_files planner/uplot_files)
    file(STRINGS ${BINARY}/emulator/${embedded}.cpp none REGEX "array<embedded_file, 0>")
    if(NOT none)
        message(FATAL_ERROR "${embedded}.cpp has files, though SENDLAB_WEB is OFF")
    endif()
endforeach()
