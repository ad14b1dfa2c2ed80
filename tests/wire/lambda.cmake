foreach(client boto3 cli handlers)
    add_test(NAME wire_lambda_${client} COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/lambda_${client}_test.py)
    set_tests_properties(wire_lambda_${client} PROPERTIES LABELS wire ENVIRONMENT
        "SENDLAB=$<TARGET_FILE:sendlab>;SENDLAB_WIRE_BUILD=${CMAKE_CURRENT_BINARY_DIR}")
endforeach()

add_test(NAME wire_live_account COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/live_account_test.py)
set_tests_properties(wire_live_account PROPERTIES LABELS wire ENVIRONMENT
    "SENDLAB=$<TARGET_FILE:sendlab>;SENDLAB_WIRE_BUILD=${CMAKE_CURRENT_BINARY_DIR}")

add_test(NAME wire_smtp_handler COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/smtp_handler_test.py)
set_tests_properties(wire_smtp_handler PROPERTIES LABELS wire ENVIRONMENT
    "SENDLAB=$<TARGET_FILE:sendlab>;SENDLAB_WIRE_BUILD=${CMAKE_CURRENT_BINARY_DIR}")

add_test(NAME wire_verify COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/verify_test.py)
set_tests_properties(wire_verify PROPERTIES LABELS wire ENVIRONMENT "SENDLAB=$<TARGET_FILE:sendlab>")

add_test(NAME wire_uploaders COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/uploaders_test.py)
set_tests_properties(wire_uploaders PROPERTIES LABELS wire ENVIRONMENT
    "SENDLAB=$<TARGET_FILE:sendlab>;SENDLAB_WIRE_BUILD=${CMAKE_CURRENT_BINARY_DIR}")
