# HDF5's C library, for the weights of Keras: variables Hdf5C_INCLUDE_DIR and Hdf5C_LIBRARY. CMake's own
# FindHDF5 wants a C compiler and runs HDF5's. Debian: libhdf5-dev.

find_path(Hdf5C_INCLUDE_DIR hdf5.h PATH_SUFFIXES hdf5/serial)
find_library(Hdf5C_LIBRARY NAMES hdf5_serial hdf5)
mark_as_advanced(Hdf5C_INCLUDE_DIR Hdf5C_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Hdf5C REQUIRED_VARS Hdf5C_INCLUDE_DIR Hdf5C_LIBRARY)
