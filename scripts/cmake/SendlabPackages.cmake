# Packages, by CPack: sendlab and libsendlab-dev for Debian, and one archive with both. scripts/package makes them.

set(SENDLAB_MAINTAINER "The Sendlab authors <authors@sendlab.example>" CACHE STRING "Who answers for the Debian packages")

execute_process(COMMAND dpkg --print-architecture OUTPUT_VARIABLE architecture OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
set(CPACK_PACKAGE_NAME sendlab)
set(CPACK_PACKAGE_CONTACT "${SENDLAB_MAINTAINER}")
set(CPACK_PACKAGE_FILE_NAME sendlab-${PROJECT_VERSION}-linux-${architecture})
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_COMPONENTS_ALL program development)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/scripts/packaging/before_packing.cmake)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_THREADS 1) # else the bytes of a package would depend on the number of processors

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 0deb12) # 1 would be the first one in Debian's own archive
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has its own
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME sendlab)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "nodejs, python3, python3-boto3")
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "finds out how many e-mails may stand in an upload file
A web application uploads its e-mails in files to S3, and S3 has a Lambda
function send what is in each file through SES or an SMTP provider. A function
that runs past its time limit is run again from the first e-mail of its file.
.
Sendlab emulates that pipeline on this machine: in virtual time, to find the
largest safe number of e-mails a file, and in real time, for tests with the
real SDKs and the real handler.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libsendlab-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libarchive-dev, libc6-dev, libgmime-3.0-dev, libpugixml-dev, libsimdjson-dev, libsqlite3-dev, libssl-dev, libstdc++-12-dev")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SUGGESTS "catch2, cmake, libgtest-dev, sendlab")
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "emulator of mail through S3, Lambda and SES, for C++ tests
Headers, static archives and a CMake package of Sendlab: handlers in C++ are
tested on a virtual clock, with the retries, time limits and faults of the
pipeline; the live emulator runs inside a test program, on free ports.")

include(CPack)
