# Pages that are part of the binary.

find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)

# Pages take a few packages from npm, with a lock file: scripts/setup installs them. Without them all but the pages is built.
set(SENDLAB_WEB AUTO CACHE STRING "Build the pages: ON, OFF, or AUTO for where scripts/setup has installed their packages")
set_property(CACHE SENDLAB_WEB PROPERTY STRINGS AUTO ON OFF)
set(SENDLAB_WEB_PACKAGES ${PROJECT_SOURCE_DIR}/emulator/web/node_modules)
set(SENDLAB_HAS_WEB OFF)
if(SENDLAB_WEB AND EXISTS ${SENDLAB_WEB_PACKAGES}/uplot/dist/uPlot.iife.min.js)
    set(SENDLAB_HAS_WEB ON)
elseif(SENDLAB_WEB STREQUAL "AUTO")
    message(STATUS "Without pages: emulator/web/node_modules is missing (scripts/setup installs it)")
elseif(SENDLAB_WEB)
    message(FATAL_ERROR "emulator/web/node_modules is missing: run scripts/setup, or set SENDLAB_WEB=OFF")
endif()

# sendlab_embed(NAME [BASE folder] FILES file...): writes NAME.cpp into the current binary folder, with
#   std::span<const sendlab::embedded_file> sendlab::embedded::NAME();
# Files are relative to BASE, the current source folder by default, and named so in the program. Add NAME.cpp to the
# sources of a room, and declare the function where it is used (base/embedded_file.hpp).
function(sendlab_embed name)
    cmake_parse_arguments(EMBED "" "BASE" "FILES" ${ARGN})
    if(NOT EMBED_BASE)
        set(EMBED_BASE ${CMAKE_CURRENT_SOURCE_DIR})
    endif()
    list(TRANSFORM EMBED_FILES PREPEND ${EMBED_BASE}/ OUTPUT_VARIABLE paths)
    add_custom_command(
        OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp
        COMMAND Python3::Interpreter -B ${PROJECT_SOURCE_DIR}/scripts/embed.py
                ${name} ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp ${EMBED_BASE} ${EMBED_FILES}
        DEPENDS ${paths} ${PROJECT_SOURCE_DIR}/scripts/embed.py
        VERBATIM)
    set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
