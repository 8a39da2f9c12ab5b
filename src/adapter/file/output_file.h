#ifndef ADAPTER_FILE_OUTPUT_FILE_H
#define ADAPTER_FILE_OUTPUT_FILE_H

#include "port/output_file.h"

extern const struct output_operations output_file_operations;

#endif
