# stepgrad_compile_flags(TARGET): the flags of everything compiled here. They are private: a program
# that links to stepgrad chooses its own.

include(CheckCXXCompilerFlag)

set(stepgrad_flags
    -Wall -Wextra -Wpedantic
    # The register tiles pass vectors between inline functions; GCC notes that the calling
    # convention of vectors depends on -march, which is the same for all of our files.
    -Wno-psabi
    # The same bits from every compiler: a*b + c is fused only where the source says so.
    -ffp-contract=off
    # Nobody here reads floating-point exceptions or errno. Without the first flag the selection
    # in max pooling is not vectorised.
    -fno-trapping-math -fno-math-errno)

if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    # Clang warns where a loop marked `omp simd` stays scalar, as those that call std::tanh or
    # std::exp do. The mark asks for vectors where the compiler can.
    list(APPEND stepgrad_flags -Wno-pass-failed)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # GCC 12 takes "a" + std::string for an overlapping or endless copy (GCC bug 105329).
    list(APPEND stepgrad_flags -Wno-restrict -Wno-stringop-overflow)
    # With AVX-512 its SLP vectoriser builds wrong arguments when a struct is passed by value: in
    # f(Options{}) with stride {1, 1} before padding {0, 0, 0, 0} the padding arrived as {1, 1, 0,
    # 0}. Loops are vectorised all the same. Public functions take options by reference, so that
    # the code of those who use stepgrad is safe from it too.
    list(APPEND stepgrad_flags -fno-tree-slp-vectorize)
endif()

if(STEPGRAD_WARNINGS_AS_ERRORS)
    list(APPEND stepgrad_flags -Werror)
endif()

if(STEPGRAD_ARCH AND NOT STEPGRAD_ARCH STREQUAL "none")
    string(MAKE_C_IDENTIFIER "stepgrad_accepts_march_${STEPGRAD_ARCH}" accepts_march)
    check_cxx_compiler_flag("-march=${STEPGRAD_ARCH}" ${accepts_march})
    if(NOT ${accepts_march})
        message(FATAL_ERROR
            "The compiler does not accept -march=${STEPGRAD_ARCH}. Choose another STEPGRAD_ARCH; "
            "-DSTEPGRAD_ARCH=none compiles for every processor of this kind.")
    endif()
    list(APPEND stepgrad_flags "-march=${STEPGRAD_ARCH}")
endif()

function(stepgrad_compile_flags target)
    set_target_properties(${target} PROPERTIES CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
    target_compile_options(${target} PRIVATE ${stepgrad_flags})
endfunction()

# stepgrad_optimise_little(TARGET): for programs that spend their time in the library. They run as
# fast with -O1 as with -O3 and compile in half the time.
function(stepgrad_optimise_little target)
    target_compile_options(${target} PRIVATE $<$<NOT:$<CONFIG:Debug>>:-O1>)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        # With -O1, GCC 12 follows std::string + "text" halfway and sees a copy past its end: on
        # some processors, in some files (bug 105329 again).
        target_compile_options(${target} PRIVATE -Wno-array-bounds)
    endif()
endfunction()
