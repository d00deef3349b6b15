# Finds the stb headers and offers them as Stb::Stb: #include <stb_image.h>.
#
# Headers only: the one source file that needs stb compiles what it uses. Debian's libstb holds
# every stb library at once and would clash with that file, so it is never linked.

if(STEPGRAD_STB_DIR)
    unset(Stb_INCLUDE_DIR CACHE)  # the option may have changed since it was found
    find_path(Stb_INCLUDE_DIR stb_image.h PATHS "${STEPGRAD_STB_DIR}" NO_DEFAULT_PATH)
else()
    find_path(Stb_INCLUDE_DIR stb_image.h PATH_SUFFIXES stb)
endif()
mark_as_advanced(Stb_INCLUDE_DIR)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Stb REQUIRED_VARS Stb_INCLUDE_DIR)

if(Stb_FOUND AND NOT TARGET Stb::Stb)
    add_library(Stb::Stb INTERFACE IMPORTED GLOBAL)
    target_include_directories(Stb::Stb INTERFACE "${Stb_INCLUDE_DIR}")
endif()
