# Where things go: the program, and the library with its headers and its CMake package.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS sendlab RUNTIME COMPONENT program)

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
