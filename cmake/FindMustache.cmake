# Finds kainjow's Mustache, which fills in the templates of reports, and offers it as
# Mustache::Mustache: #include <kainjow/mustache.hpp>. One header, nothing to link.

find_path(Mustache_INCLUDE_DIR kainjow/mustache.hpp)
mark_as_advanced(Mustache_INCLUDE_DIR)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Mustache REQUIRED_VARS Mustache_INCLUDE_DIR)

if(Mustache_FOUND AND NOT TARGET Mustache::Mustache)
    add_library(Mustache::Mustache INTERFACE IMPORTED GLOBAL)
    target_include_directories(Mustache::Mustache SYSTEM INTERFACE "${Mustache_INCLUDE_DIR}")
endif()
