# S3 behind `sendlab serve`, asked by AWS's own clients; skipped where those are not installed.
foreach(client boto3 cli javascript)
    add_test(NAME wire_s3_${client} COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/s3_${client}_test.py)
    set_tests_properties(wire_s3_${client} PROPERTIES LABELS wire SKIP_RETURN_CODE 77
        ENVIRONMENT "SENDLAB=$<TARGET_FILE:sendlab>;SENDLAB_WIRE_BUILD=${CMAKE_CURRENT_BINARY_DIR}")
endforeach()
