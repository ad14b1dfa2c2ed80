# Writes the header OUT: which commit the sources in the folder SOURCE are. git tells; in an archive that git has made,
# commit.txt does. The file changes only where the answer has.
# cmake -DSOURCE=folder -DOUT=commit.hpp -P commit.cmake

set(commit "")
set(date "")
find_program(git git)
file(READ ${SOURCE}/scripts/cmake/commit.txt archived)
if(archived MATCHES "^([0-9a-f]+) ([-0-9]+)")
    string(SUBSTRING ${CMAKE_MATCH_1} 0 12 commit)
    set(date ${CMAKE_MATCH_2})
elseif(git AND EXISTS ${SOURCE}/.git) # else git would tell of a repository around it
    execute_process(COMMAND ${git} -C ${SOURCE} describe --always --abbrev=12 --exclude=* --dirty=\ with\ changes
        OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    execute_process(COMMAND ${git} -C ${SOURCE} log -1 --format=%cs
        OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
file(CONFIGURE OUTPUT ${OUT} CONTENT [[
#define SENDLAB_COMMIT "@commit@"
#define SENDLAB_COMMIT_DATE "@date@"
]] @ONLY)
