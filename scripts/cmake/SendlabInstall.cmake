# Where things go. Two components: `program`, and `development`, the library with its headers and its CMake package.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS sendlab RUNTIME COMPONENT program)
install(CODE "execute_process(COMMAND bash ${PROJECT_SOURCE_DIR}/scripts/packaging/install_texts.sh
    $<TARGET_FILE:sendlab> \$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX} COMMAND_ERROR_IS_FATAL ANY)" COMPONENT program)
install(FILES README.md LICENSE scripts/packaging/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/sendlab COMPONENT program)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/sendlab COMPONENT program
    PATTERN *-phone-*.png EXCLUDE PATTERN architecture.md EXCLUDE PATTERN decisions.md EXCLUDE PATTERN adding-a-fault.md EXCLUDE)
install(DIRECTORY scenarios emulator/clients DESTINATION ${CMAKE_INSTALL_DATADIR}/sendlab COMPONENT program
    PATTERN node_modules EXCLUDE PATTERN __pycache__ EXCLUDE)

install(TARGETS sendlab_library sendlab_core sendlab_net EXPORT sendlabTargets
    ARCHIVE COMPONENT development
    FILE_SET HEADERS COMPONENT development)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/sendlab)
install(EXPORT sendlabTargets NAMESPACE sendlab:: DESTINATION ${package_folder} COMPONENT development)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/sendlabConfig.cmake.in ${PROJECT_BINARY_DIR}/sendlabConfig.cmake
    INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/sendlabConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/sendlabConfig.cmake ${PROJECT_BINARY_DIR}/sendlabConfigVersion.cmake
    DESTINATION ${package_folder} COMPONENT development)
install(FILES scripts/packaging/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libsendlab-dev COMPONENT development)
install(DIRECTORY fixtures/cpp-project DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libsendlab-dev/examples
    COMPONENT development)
