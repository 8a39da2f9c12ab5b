# What makes a fault in memory harder to use, as far as compiler and linker have it.

include(CheckCCompilerFlag)
include(CheckCSourceCompiles)
include(CheckLinkerFlag)

# harden(NAME FLAG): compiles with the flag if the compiler knows it.
function(harden name flag)
	set(CMAKE_REQUIRED_FLAGS -Werror)
	check_c_compiler_flag(${flag} has_${name})
	if(has_${name})
		target_compile_options(build_flags INTERFACE ${flag})
	endif()
endfunction()

harden(stack_protector -fstack-protector-strong)
harden(stack_clash_protection -fstack-clash-protection)
# Where an indirect branch may land, and where a function returns to: Intel's way, and ARM's.
harden(control_flow_protection -fcf-protection=full)
harden(branch_protection -mbranch-protection=standard)

# Sanitizers have better checks of their own, which these would hide.
if(NOT NOETL_SCHEMA_SANITIZE)
	# For valgrind a variable that was never set is set then: it has the build by clang-14, which
	# does not know the flag.
	harden(zeroed_variables -ftrivial-auto-var-init=zero)

	# The C library checks buffer sizes only in optimised code; musl not at all.
	if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
		set(CMAKE_REQUIRED_FLAGS "-O2 -Werror -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3")
		check_c_source_compiles("#include <stdio.h>\nint main(void) { return 0; }" has_fortify_source_3)
		unset(CMAKE_REQUIRED_FLAGS)
		set(level 2)
		if(has_fortify_source_3)
			set(level 3)
		endif()
		target_compile_options(build_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=${level})
	endif()
endif()

# The linker notes in the program what all of its parts can do. In the static one that is all of
# it, or no program. Debian's start files say nothing: they lack the marks of landings, but shadow
# stacks take nothing of a part that returns to where it was called from.
if(has_control_flow_protection)
	if(NOETL_SCHEMA_STATIC)
		target_link_options(build_flags INTERFACE -Wl,-z,cet-report=error)
	else()
		check_linker_flag(C -Wl,-z,shstk has_shadow_stack_note)
		if(has_shadow_stack_note)
			target_link_options(build_flags INTERFACE -Wl,-z,shstk)
		endif()
	endif()
endif()
