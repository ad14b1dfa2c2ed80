# SES and the mailbox behind `sendlab serve`, asked by the clients that people use; skipped where those are missing.
foreach(test ses_boto3 mail_api)
    add_test(NAME wire_${test} COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/${test}_test.py)
    set_tests_properties(wire_${test} PROPERTIES LABELS wire SKIP_RETURN_CODE 77 ENVIRONMENT
        "SENDLAB=$<TARGET_FILE:sendlab>;SENDLAB_WIRE_BUILD=${CMAKE_CURRENT_BINARY_DIR}")
endforeach()
