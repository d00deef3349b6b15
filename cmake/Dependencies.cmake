# Everything stepgrad uses. What is missing is collected, so that one message names all of it.
# GLOBAL makes the targets visible to a project that includes stepgrad with add_subdirectory().

set(stepgrad_missing "")

macro(stepgrad_find package debian_package)
    find_package(${package} ${ARGN} QUIET GLOBAL)
    if(NOT ${package}_FOUND)
        string(APPEND stepgrad_missing "\n  ${package} (Debian package: ${debian_package})")
    endif()
endmacro()

if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    stepgrad_find(OpenMP "libomp-dev, for Clang" COMPONENTS CXX)
else()
    stepgrad_find(OpenMP "g++, which brings it" COMPONENTS CXX)
endif()
stepgrad_find(ZLIB zlib1g-dev)
stepgrad_find(Stb libstb-dev)
stepgrad_find(nlohmann_json nlohmann-json3-dev)
if(STEPGRAD_BUILD_LESSONS OR STEPGRAD_BUILD_BENCHMARKS)
    stepgrad_find(CLI11 libcli11-dev)
endif()
if(STEPGRAD_BUILD_LESSONS)
    stepgrad_find(Mustache libkainjow-mustache-dev)
endif()
if(STEPGRAD_BUILD_TESTS)
    set(Boost_USE_STATIC_LIBS OFF)
    stepgrad_find(Boost libboost-test-dev COMPONENTS unit_test_framework)
endif()


# Without these only some weight files cannot be read, and the error says which package is missing.
find_package(Hdf5C QUIET)
find_package(FlatBuffersHeaders QUIET)

if(stepgrad_missing)
    message(FATAL_ERROR
        "stepgrad needs what was not found:${stepgrad_missing}\n"
        "On Debian, lessons/run and tests/run install these packages. In an unusual place, point "
        "at them with -DCMAKE_PREFIX_PATH=FOLDER (stb: -DSTEPGRAD_STB_DIR=FOLDER).")
endif()
