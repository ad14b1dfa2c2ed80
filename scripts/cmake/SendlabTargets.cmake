# How every target of this project is built, and the two shapes of target that the tree is made of:
# a room of emulator/ (one folder, one object library) and the unit tests that mirror it.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release)
endif()

# ccache where it is installed. The sloppiness is what its manual asks for with precompiled headers.
find_program(SENDLAB_CCACHE ccache)
if(SENDLAB_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${SENDLAB_CCACHE})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_compile_options(-fpch-preprocess)
    endif()
endif()

find_package(Threads REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)

# Boost 1.81's headers: the system's (Debian's libboost1.81-dev), or those that scripts/setup unpacked beside the build
# because another Boost stands in the way.
set(SENDLAB_BOOST_INCLUDE "" CACHE PATH "Folder with Boost 1.81's headers, where they are not the system's")
set(boost_include "${SENDLAB_BOOST_INCLUDE}")
if(NOT boost_include AND EXISTS ${PROJECT_SOURCE_DIR}/build/deps/boost-1.81/boost)
    set(boost_include ${PROJECT_SOURCE_DIR}/build/deps/boost-1.81)
endif()
include(CheckCXXSourceCompiles)
set(CMAKE_REQUIRED_INCLUDES ${boost_include})
check_cxx_source_compiles("#include <boost/version.hpp>\nstatic_assert(BOOST_VERSION >= 108100);\nint main() {}"
    SENDLAB_HAS_BOOST)
unset(CMAKE_REQUIRED_INCLUDES)
if(NOT SENDLAB_HAS_BOOST)
    unset(SENDLAB_HAS_BOOST CACHE) # look again next time
    message(FATAL_ERROR "Boost 1.81 or newer is missing: run scripts/setup, or set SENDLAB_BOOST_INCLUDE")
endif()

add_library(sendlab_flags INTERFACE)
target_include_directories(sendlab_flags INTERFACE ${PROJECT_SOURCE_DIR}/emulator)
if(boost_include)
    target_include_directories(sendlab_flags SYSTEM INTERFACE ${boost_include})
endif()
# -ffp-contract=off: a fused multiply-add would round differently from one machine to the next, and a report
# must be the same bytes everywhere. -UNDEBUG: assertions stay on in every kind of build.
target_compile_options(sendlab_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -ffp-contract=off -UNDEBUG)
# What users run is the same bytes wherever it was built; the last map that fits is taken.
target_compile_options(sendlab_flags INTERFACE
    "$<$<CONFIG:Release>:-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.;-ffile-prefix-map=${PROJECT_BINARY_DIR}=build>")
target_link_libraries(sendlab_flags INTERFACE Threads::Threads)

# Sources of a room, and those of a test program, are compiled a dozen at a time: what the compiler makes of nlohmann's and
# Catch2's templates is the same for each, and was two thirds of a build. Off, one by one: a change in one of them is built
# sooner, and what a source forgot to include is noticed.
option(SENDLAB_UNITY "Compile several sources of a room, or of a test program, together" ON)
set(SENDLAB_UNITY_SIZE 12)
if(SENDLAB_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Includes sources, which the compiler takes for headers: their unnamed namespaces are meant.
    target_compile_options(sendlab_flags INTERFACE -Wno-subobject-linkage)
endif()

# What nearly every source includes, compiled once: it halves the time of a build. Sources include what they need all the
# same; scripts/check compiles them without it.
set(SENDLAB_COMMON_HEADERS <algorithm> <array> <chrono> <functional> <map> <memory> <optional> <span> <string>
    <string_view> <variant> <vector> <boost/system/result.hpp> <Random123/philox.h>)
add_library(sendlab_common_headers OBJECT ${PROJECT_SOURCE_DIR}/scripts/cmake/common_headers.cpp)
target_link_libraries(sendlab_common_headers PRIVATE sendlab_flags)
target_precompile_headers(sendlab_common_headers PRIVATE ${SENDLAB_COMMON_HEADERS})
add_library(sendlab_json_headers OBJECT ${PROJECT_SOURCE_DIR}/scripts/cmake/common_headers.cpp)
target_link_libraries(sendlab_json_headers PRIVATE sendlab_flags nlohmann_json::nlohmann_json)
target_precompile_headers(sendlab_json_headers PRIVATE ${SENDLAB_COMMON_HEADERS} <nlohmann/json.hpp>)

# The whole simulator, without Asio or Beast; rooms add themselves.
add_library(sendlab_core STATIC)
target_link_libraries(sendlab_core PUBLIC Threads::Threads)

# All that knows sockets, processes and real timers; the parts of net/ add themselves.
add_library(sendlab_net STATIC)
target_link_libraries(sendlab_net PUBLIC sendlab_core)

# sendlab_room(NAME SOURCES file... [USES room...] [LIBRARIES target...] [INTO library] [JSON]): an object library, and a
# part of sendlab_core or of the library named. JSON: most of its sources include nlohmann's header, have it precompiled.
function(sendlab_room name)
    cmake_parse_arguments(ROOM "JSON" "INTO" "SOURCES;USES;LIBRARIES" ${ARGN})
    if(NOT ROOM_INTO)
        set(ROOM_INTO sendlab_core)
    endif()
    add_library(sendlab_${name} OBJECT ${ROOM_SOURCES})
    target_link_libraries(sendlab_${name} PUBLIC sendlab_flags ${ROOM_LIBRARIES})
    if(ROOM_JSON)
        target_precompile_headers(sendlab_${name} REUSE_FROM sendlab_json_headers)
    else()
        target_precompile_headers(sendlab_${name} REUSE_FROM sendlab_common_headers)
    endif()
    set_target_properties(sendlab_${name} PROPERTIES UNITY_BUILD ${SENDLAB_UNITY} UNITY_BUILD_BATCH_SIZE ${SENDLAB_UNITY_SIZE})
    set_property(TARGET sendlab_${name} PROPERTY SENDLAB_USES "${ROOM_USES}")
    target_sources(${ROOM_INTO} PRIVATE $<TARGET_OBJECTS:sendlab_${name}>)
    list(REMOVE_ITEM ROOM_LIBRARIES nlohmann_json::nlohmann_json sendlab_asio) # nothing to link
    target_link_libraries(${ROOM_INTO} PUBLIC ${ROOM_LIBRARIES})
endfunction()

# A room and all that stands below it, each once.
function(sendlab_rooms_below out)
    set(pending ${ARGN})
    set(found)
    while(pending)
        list(POP_FRONT pending room)
        if(NOT room IN_LIST found)
            list(APPEND found ${room})
            get_target_property(uses sendlab_${room} SENDLAB_USES)
            list(APPEND pending ${uses})
        endif()
    endwhile()
    set(${out} ${found} PARENT_SCOPE)
endfunction()

# sendlab_unit_tests(NAME ROOMS room... SOURCES file... [LIBRARIES target...]): one executable for the tests of one
# room, linked with that room and what stands below it and nothing else, so that a wrong include does not link either.
function(sendlab_unit_tests name)
    cmake_parse_arguments(TEST "" "" "ROOMS;SOURCES;LIBRARIES" ${ARGN})
    add_executable(${name} ${TEST_SOURCES})
    sendlab_rooms_below(rooms ${TEST_ROOMS})
    foreach(room IN LISTS rooms)
        target_link_libraries(${name} PRIVATE sendlab_${room})
    endforeach()
    target_link_libraries(${name} PRIVATE catch_main ${TEST_LIBRARIES})
    target_precompile_headers(${name} REUSE_FROM catch_header)
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    set_target_properties(${name} PROPERTIES UNITY_BUILD ${SENDLAB_UNITY} UNITY_BUILD_BATCH_SIZE ${SENDLAB_UNITY_SIZE})
    add_test(NAME ${name} COMMAND ${name})
    # RapidCheck tries the same cases every time. Others: RC_PARAMS="seed=7" build/dev/tests/.../NAME
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "RC_PARAMS=seed=20261122")
endfunction()
