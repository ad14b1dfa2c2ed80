add_executable(smtp_test_server smtp_server.cpp)
sendlab_rooms_below(rooms net_smtp)
foreach(room IN LISTS rooms)
    target_link_libraries(smtp_test_server PRIVATE sendlab_${room})
endforeach()
target_link_libraries(smtp_test_server PRIVATE sendlab_flags nlohmann_json::nlohmann_json)
target_include_directories(smtp_test_server PRIVATE ${PROJECT_SOURCE_DIR}/tests)

foreach(part sockets clients)
    add_test(NAME wire_smtp_${part} COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/smtp_${part}_test.py)
    set_tests_properties(wire_smtp_${part} PROPERTIES LABELS wire ENVIRONMENT
        "SENDLAB_SMTP_SERVER=$<TARGET_FILE:smtp_test_server>;SENDLAB_WIRE_BUILD=${CMAKE_CURRENT_BINARY_DIR}")
endforeach()

add_test(NAME wire_live_smtp COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/live_smtp_test.py)
set_tests_properties(wire_live_smtp PROPERTIES LABELS wire ENVIRONMENT
    "SENDLAB=$<TARGET_FILE:sendlab>;SENDLAB_WIRE_BUILD=${CMAKE_CURRENT_BINARY_DIR}")
