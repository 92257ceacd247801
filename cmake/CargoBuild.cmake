# Builds the libraries and fills in which native libraries a program must name beside the static one.
# The root CMakeLists.txt runs this as a script and gives CARGO, TARGET_DIR, FLAGS, BINARY_DIR and HEIF.
if(DEFINED ENV{RUSTFLAGS}) # which cargo takes instead of .cargo/config.toml
  set(ENV{RUSTFLAGS} "$ENV{RUSTFLAGS} --print native-static-libs")
endif()
execute_process(COMMAND "${CARGO}" build --release --locked --lib --target-dir "${TARGET_DIR}" ${FLAGS}
  RESULT_VARIABLE failed ERROR_VARIABLE report ECHO_ERROR_VARIABLE)
if(failed)
  message(FATAL_ERROR "cargo failed: ${failed}")
endif()
if(HEIF)
  set(heif_flags ${FLAGS})
  list(FILTER heif_flags INCLUDE REGEX "^--(offline|frozen)$") # not the library's features
  execute_process(COMMAND "${CARGO}" build --release --locked -p ohimagekit-heif --target-dir "${TARGET_DIR}" ${heif_flags}
    RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "the plugin for HEIF was not built: ${failed}; -D OHIMAGEKIT_HEIF=OFF leaves it out")
  endif()
endif()
# cargo repeats the compiler's notes when there was nothing to compile, so this line always comes.
if(NOT report MATCHES "native-static-libs: ([^\n]+)")
  message(FATAL_ERROR "rustc named no native libraries for the static library")
endif()
string(STRIP "${CMAKE_MATCH_1}" NATIVE_LIBS)
configure_file("${BINARY_DIR}/unfilled/ohimagekit.pc" "${BINARY_DIR}/ohimagekit.pc" @ONLY)
string(REPLACE " " ";" NATIVE_LIBS "${NATIVE_LIBS}")
configure_file("${BINARY_DIR}/unfilled/OHImageKitTargets.cmake" "${BINARY_DIR}/package/OHImageKitTargets.cmake" @ONLY)
